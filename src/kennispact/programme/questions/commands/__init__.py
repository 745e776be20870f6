"""Every change of questions, by subject."""

from .answering import answer, judge_answer, strike_answer, strike_verdict
from .asking import (
    ask,
    attach,
    choose_themes,
    close_question,
    keep_draft,
    lose_draft,
    open_question,
    strike_turn,
    withdraw_question,
)
from .deciding import give_voice, strike_voice
from .wording import agree_wording, sharpen
from .writing import send_scope_letter

__all__ = [
    "agree_wording",
    "answer",
    "ask",
    "attach",
    "choose_themes",
    "close_question",
    "give_voice",
    "judge_answer",
    "keep_draft",
    "lose_draft",
    "open_question",
    "send_scope_letter",
    "sharpen",
    "strike_answer",
    "strike_turn",
    "strike_verdict",
    "strike_voice",
    "withdraw_question",
]
