"""A question as others read it, and what they can ask for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from kennispact.programme.questions.rules import Scope, State


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question as it stood in a view. ``organisation`` is a key, ``themes`` are keys.

    ``text`` are the words it was asked in; ``sharpened`` those that who asked agreed with, or nothing.
    ``in_confidence`` is false once it was opened to all cities. ``token`` is that of its draft.
    """

    id: int
    organisation: str
    organisation_name: str
    organisation_kind: str
    on_behalf_of: str
    text: str
    sharpened: str
    in_confidence: bool
    themes: tuple[str, ...]
    happened_on: date
    recorded_at: datetime
    recorded_as: str
    state: State
    scope: Scope
    token: str = ""

    @property
    def words(self) -> str:
        """Return the words it goes by: sharpened, or as it was asked."""
        return self.sharpened or self.text

    @property
    def title(self) -> str:
        """Return its first sentence, cut at a word where it is long."""
        first = self.words.split("\n", 1)[0].strip()
        if len(first) <= LONGEST_TITLE:
            return first
        return first[:LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"

    @property
    def is_live(self) -> bool:
        """Tell whether it still asks or answers something: it was not withdrawn."""
        return self.state is not State.WITHDRAWN


LONGEST_TITLE = 140


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which questions are asked for; what is empty is not asked. All given conditions hold."""

    words: tuple[str, ...] = ()
    theme: str = ""
    organisation: str = ""
    state: str = ""
    year: int | None = None
    ids: Collection[int] | None = None
    undecided: bool = False
    outside: bool = False


EVERYTHING = Wanted()


@dataclass(frozen=True, slots=True)
class ScopeProof:
    """What shows that a question got its decision (5b). ``outcome`` is empty while it did not."""

    question: int
    asked_on: date
    due_on: date
    decided_on: date | None
    outcome: str
