"""Every read of questions that others may ask for: lists of them, and what stands around one."""

from .answers import AnswerLine, VerdictLine, answer, answered_with, answers, verdict
from .around import (
    TurnLine,
    WordingLine,
    attachments,
    draft,
    tokens_sent,
    turn,
    turns,
    wording,
    wordings,
)
from .follow import all_closed, changed_since, closed_ids, how_far
from .lines import QuestionLine, ScopeProof, Wanted
from .lists import (
    askers,
    by_ids,
    count,
    question,
    questions,
    row,
    scope_proofs,
    visible,
    without_decision,
    years,
)
from .voices import struck_voices, voice, voices

__all__ = [
    "AnswerLine",
    "QuestionLine",
    "ScopeProof",
    "TurnLine",
    "VerdictLine",
    "Wanted",
    "WordingLine",
    "all_closed",
    "answer",
    "answered_with",
    "answers",
    "askers",
    "attachments",
    "by_ids",
    "changed_since",
    "closed_ids",
    "count",
    "draft",
    "how_far",
    "question",
    "questions",
    "row",
    "scope_proofs",
    "struck_voices",
    "tokens_sent",
    "turn",
    "turns",
    "verdict",
    "visible",
    "voice",
    "voices",
    "without_decision",
    "wording",
    "wordings",
    "years",
]
