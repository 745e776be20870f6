"""Every read of questions that others may ask for: lists of them, and what stands around one."""

from .around import (
    AnswerLine,
    WordingLine,
    answer,
    answered_with,
    answers,
    attachments,
    draft,
    tokens_sent,
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

__all__ = [
    "AnswerLine",
    "QuestionLine",
    "ScopeProof",
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
    "tokens_sent",
    "visible",
    "without_decision",
    "wording",
    "wordings",
    "years",
]
