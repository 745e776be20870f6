"""Giving a number: last, in a short transaction, to an invoice that was made and checked before.

The number is foretold, the paper made with it and checked, and only then the number is taken under a lock -
if it is still free. So there is never a number without an invoice, nor one whose paper did not pass; whoever
loses the race makes the paper again with the next number. What was interrupted left nothing behind.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from kennispact.ground.acts.models import recorded
from kennispact.ground.journal import commands as journal
from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.refusal import Refusal, Refused
from kennispact.ground.kit.words import N_
from kennispact.pact.einvoices import checking, papers, ubl
from kennispact.pact.einvoices.checking import Agreed
from kennispact.pact.einvoices.facts import InvoiceFacts, Kind, Profile, to_plain
from kennispact.pact.einvoices.verdicts import Outcome, Report
from kennispact.pact.invoicing import rules
from kennispact.pact.invoicing.models import Invoice, Paper, Series
from kennispact.pact.ledger import commands as ledger
from kennispact.pact.ledger import queries as booked
from kennispact.pact.ledger.rules import Account, Line
from kennispact.registers.network.models import Organisation

BEGINNING = "0" * 64
CLAUSES = {Kind.INVOICE: "O3.1", Kind.CREDIT: "6b"}
APART = "6d"  # what was agreed apart from the contribution


class Overtaken(Exception):  # noqa: N818 - it is no error: try the next number
    """The foretold number was given to another invoice meanwhile."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be numbered. ``draft`` makes the facts with a number; ``still`` is asked under the lock.

    ``still`` returns an invoice that makes this one superfluous, raises :class:`Refused`, or returns nothing.
    """

    city: Organisation
    covenant: str
    year: int
    prefix: str
    turn: int
    profile: Profile
    draft: Callable[[str], InvoiceFacts]
    still: Callable[[], Invoice | None]
    credits: Invoice | None = None
    asked: str | None = None
    matter: str = ""

    @property
    def series(self) -> str:
        """Return the key of the series: one for each contribution year."""
        return f"{self.prefix}-{self.year}"


def prepared(facts: InvoiceFacts, profile: Profile, agreed: Agreed) -> tuple[bytes, Report]:
    """Return the e-invoice and what the checks say about it.

    :raises Refused: if a rule is broken, or a check that must be run was not
    """
    xml = ubl.build(facts, profile, papers.pdf(facts))
    report = checking.report_on(xml, agreed, ours=True)
    if not report.passed:
        raise Refused(_refusals(report))
    return xml, report


def _refusals(report: Report) -> Iterator[Refusal]:
    if report.broken:
        told: dict[str, object] = {"rules": ", ".join(report.broken)}
        yield Refusal("invoice.checks-failed", N_("The check refused this invoice: %(rules)s."), facts=told)
    if any(layer.outcome is Outcome.NOT_RUN and layer.required for layer in report.layers):
        yield Refusal(
            "invoice.not-checked",
            N_("This invoice was not checked against all rules, so it is not issued."),
        )


@dataclass(frozen=True, slots=True)
class _Made:
    """An invoice with the foretold number, complete and sealed: it only has to be kept."""

    facts: InvoiceFacts
    invoice: Invoice
    paper: Paper
    lines: list[Line]


def give_number(order: Order, agreed: Agreed, *, by: Actor, at: datetime) -> tuple[Invoice, bool]:
    """Make, check, number, book and keep one invoice; or return the one that makes it superfluous.

    The second value tells whether it was made now.

    :raises Refused: if the checks refuse it, or ``still`` does
    """
    while True:
        made = _make(order, agreed, by=by, at=at)
        try:
            return _take(order, made, by=by, at=at)
        except Overtaken:
            continue


def _last(series: str) -> tuple[int, str]:
    """Return the number and the seal that the next invoice of a series follows."""
    rows = Invoice.objects.filter(series=series).order_by("-number")
    return rows.values_list("number", "digest").first() or (0, BEGINNING)


def _make(order: Order, agreed: Agreed, *, by: Actor, at: datetime) -> _Made:
    """Make all there is to keep, as if nobody else takes the number. Nothing is written yet."""
    last, previous = _last(order.series)
    facts = order.draft(rules.number_text(order.prefix, order.year, last + 1))
    xml, report = prepared(facts, order.profile, agreed)
    invoice = Invoice(
        series=order.series,
        number=last + 1,
        text=facts.number,
        kind=facts.kind.value,
        covenant=order.covenant,
        city=order.city,
        year=order.year,
        turn=order.turn,
        matter=order.matter,
        credits=order.credits,
        asked=order.asked,
        issued_on=facts.issued_on,
        due_on=facts.due_on,
        net_cents=int(facts.net * 100),
        vat_cents=int(facts.vat * 100),
        gross_cents=int(facts.gross * 100),
        facts=to_plain(facts),
        previous=previous,
        **recorded(by, at),
    )
    invoice.digest = seal(invoice)
    paper = Paper(
        profile=order.profile.value, sha256=report.sha256, xml=xml, report=report.plain(), recorded_at=at
    )
    return _Made(facts, invoice, paper, _lines(order.city.key, facts, _revenue(order)))


@transaction.atomic
def _take(order: Order, made: _Made, *, by: Actor, at: datetime) -> tuple[Invoice, bool]:
    """Take the number and everything that hangs on it, all or nothing. One at a time for each series."""
    Series.objects.select_for_update().get_or_create(key=order.series)
    superfluous = order.still()
    if superfluous is not None:
        return superfluous, False
    facts, invoice = made.facts, made.invoice
    if _last(order.series) != (invoice.number - 1, invoice.previous):
        raise Overtaken
    invoice.save(force_insert=True)
    made.paper.invoice = invoice
    made.paper.save(force_insert=True)
    ledger.post(
        source=f"{facts.kind.value} {facts.number}",
        text=facts.note,
        happened_on=facts.issued_on,
        lines=made.lines,
        by=by,
        at=at,
    )
    verb = "invoice.credited" if facts.kind is Kind.CREDIT else "invoice.issued"
    journal.write(
        verb,
        invoice,
        by=by,
        at=at,
        clause=APART if order.matter else CLAUSES[facts.kind],
        organisation=order.city.key,
        number=facts.number,
        gross=f"{facts.gross:f}",
        profile=order.profile.value,
    )
    return invoice, True


def _revenue(order: Order) -> Account:
    """Return the account of what an invoice is for. A credit note takes it off where the invoice put it."""
    if order.credits is not None:
        return booked.revenue_account(f"{Kind.INVOICE.value} {order.credits.text}")
    return Account.EXTRAS if order.matter else Account.CONTRIBUTIONS


def _lines(city_key: str, facts: InvoiceFacts, revenue: Account) -> list[Line]:
    """Return the booking: what the city owes, what that brings in, what is VAT."""
    zero = facts.net * 0
    if facts.kind is Kind.INVOICE:
        lines = [
            Line(Account.DEBTORS, debit=facts.gross, party=city_key, item=facts.number),
            Line(revenue, credit=facts.net),
            Line(Account.VAT, credit=facts.vat),
        ]
    else:
        lines = [
            Line(revenue, debit=facts.net),
            Line(Account.VAT, debit=facts.vat),
            Line(Account.DEBTORS, credit=facts.gross, party=city_key, item=facts.credits),
        ]
    return [line for line in lines if (line.debit, line.credit) != (zero, zero)]


def seal(made: Invoice) -> str:
    """Return the seal of an invoice: a SHA-256 of what it says and of the seal before it in its series."""
    told: dict[str, Any] = {
        "previous": made.previous,
        "series": made.series,
        "number": made.number,
        "text": made.text,
        "kind": made.kind,
        "covenant": made.covenant,
        "city": made.city_id,
        "year": made.year,
        "turn": made.turn,
        "credits": made.credits_id,
        "net": made.net_cents,
        "vat": made.vat_cents,
        "gross": made.gross_cents,
        "facts": made.facts,
        **({"matter": made.matter} if made.matter else {}),
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def faults() -> Iterator[str]:
    """Yield every series with a gap or a double, and every invoice whose seal or paper does not fit."""
    expected: dict[str, tuple[int, str]] = {}
    for made in Invoice.objects.order_by("series", "number").prefetch_related("papers"):
        number, previous = expected.get(made.series, (1, BEGINNING))
        if made.number != number:
            yield f"{made.series}: {number} is missing before {made.number}"
        if made.previous != previous or made.digest != seal(made):
            yield f"{made.text}: changed"
        if not made.papers.all() or any(
            hashlib.sha256(bytes(paper.xml)).hexdigest() != paper.sha256 for paper in made.papers.all()
        ):
            yield f"{made.text}: no paper, or a changed one"
        expected[made.series] = (made.number + 1, made.digest)
