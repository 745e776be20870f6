"""What was asked of cities, who agreed to asking, and what each city said. A fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from kennispact.ground.kit.calendar import EVER, AsOf
from kennispact.pact.agreements import queries as agreements
from kennispact.pact.supplementary import rules
from kennispact.pact.supplementary.models import Ask, Extra, Reply
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.decisions import parties
from kennispact.registers.decisions.parties import Word
from kennispact.registers.network.models import Organisation


@dataclass(frozen=True, slots=True)
class AskLine:
    """What is asked of one city, and its last answer."""

    ask: Ask
    reply: Reply | None

    @property
    def city(self) -> Organisation:
        """Return of whom it is asked."""
        return self.ask.city

    @property
    def consents(self) -> bool:
        """Tell whether the city consents: only then it owes it."""
        return self.reply is not None and self.reply.outcome == "yes"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is asked, with everything about it."""

    extra: Extra
    lines: tuple[AskLine, ...]
    words: tuple[Word, ...]

    @property
    def is_open(self) -> bool:
        """Tell whether cities can answer: an extra contribution after both parties agreed. Source: 6d."""
        if self.extra.struck_at is not None:
            return False
        return self.extra.kind == rules.ARRANGEMENT or all(word.agrees for word in self.words)

    @property
    def consented(self) -> tuple[AskLine, ...]:
        """Return the cities that owe it: those that consented to what was rightly asked."""
        return tuple(line for line in self.lines if line.consents) if self.is_open else ()

    @property
    def amount(self) -> Decimal:
        """Return what is asked of all of them (EUR, without VAT)."""
        return sum((line.ask.amount for line in self.lines), Decimal("0.00"))

    @property
    def promised(self) -> Decimal:
        """Return what was consented to (EUR, without VAT)."""
        return sum((line.ask.amount for line in self.consented), Decimal("0.00"))


def lookup(pk: int, view: AsOf = EVER) -> Extra | None:
    """Return what was asked, struck or not, or nothing. One query."""
    found = Extra.objects.filter(pk=pk, covenant=covenants.covenant().key, happened_on__lte=view.on)
    return found.select_related("document").first()


def proposals(view: AsOf = EVER, *, with_struck: bool = False) -> tuple[Proposal, ...]:
    """Return all that was asked, the newest first. Four queries."""
    found = Extra.objects.filter(covenant=covenants.covenant().key, happened_on__lte=view.on)
    if not with_struck:
        found = found.filter(struck_at__isnull=True)
    return _proposals(found.order_by("-pk"), view)


def proposal(one: Extra, view: AsOf = EVER) -> Proposal:
    """Return what was asked with everything about it. Three queries."""
    return _proposals([one], view)[0]


def _proposals(some: Iterable[Extra], view: AsOf) -> tuple[Proposal, ...]:
    extras = list(some)
    last: dict[int, Reply] = {}
    for reply in Reply.objects.as_of(view).filter(ask__extra__in=extras).order_by("happened_on", "pk"):
        # A yes stands, whatever came before it.
        if reply.ask_id not in last or last[reply.ask_id].outcome == "no":
            last[reply.ask_id] = reply
    lines: dict[int, list[AskLine]] = defaultdict(list)
    for ask in Ask.objects.filter(extra__in=extras).select_related("city").order_by("city__name"):
        lines[ask.extra_id].append(AskLine(ask, last.get(ask.pk)))
    asked = [rules.subject_of(one.pk) for one in extras if one.kind == rules.EXTRA]
    words = parties.words_of_each(asked, view)
    return tuple(
        Proposal(
            one,
            tuple(lines[one.pk]),
            words.get(rules.matter_of(one.pk), ()),
        )
        for one in extras
    )


def taking_part(view: AsOf) -> tuple[Organisation, ...]:
    """Return the cities that can be asked: those whose agreement is in force."""
    return tuple(row.city for row in agreements.participants(view))
