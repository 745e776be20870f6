"""Reminding a city of what is open after its last day: shown first, then it leaves with the post."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from kennispact.ground.acts.models import recorded
from kennispact.ground.journal import commands as journal
from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.calendar import AsOf, day_of
from kennispact.ground.kit.refusal import Refusal, refuse_if
from kennispact.ground.kit.words import N_
from kennispact.ground.look import formatting
from kennispact.ground.post import commands as post
from kennispact.pact.einvoices.rules import creditor_reference
from kennispact.pact.invoicing import particulars
from kennispact.pact.payments import access
from kennispact.pact.payments.models import Reminder
from kennispact.pact.payments.overdue import CityOpen, open_by_city
from kennispact.registers.network import queries as network
from kennispact.registers.network.models import Organisation

KIND = "payment-reminder"


@dataclass(frozen=True, slots=True)
class Letter:
    """A reminder as it would leave now. ``open`` in EUR is what it asks for; ``receiver`` may be empty."""

    receiver: str
    subject: str
    text: str
    open: Decimal
    found: CityOpen | None


def letter(city: Organisation, on: date) -> Letter:
    """Return the reminder of a city on a day: invoice by invoice, in Dutch, without interest."""
    found = next(iter(open_by_city(AsOf(on), city.key)), None)
    supplier = particulars.of_supplier(AsOf(on))
    known = particulars.of_cities(AsOf(on), on.year, [city])[city.pk]
    late = found.late if found else ()
    before = len(found.reminders) if found else 0
    lines = [
        {
            "item": one.item,
            "due": formatting.day(one.due_on, "nl"),
            "open": formatting.euro(one.open, "nl"),
            "reference": creditor_reference(one.item),
        }
        for one in late
    ]
    total = found.overdue if found else Decimal("0.00")
    facts = {
        "city": known["name"],
        "lines": lines,
        "total": formatting.euro(total, "nl"),
        "iban": supplier.get("iban", ""),
        "supplier": supplier["legal_name"],
        "before": before,
        "on": formatting.day(on, "nl"),
    }
    with translation.override("nl"):
        text = render_to_string("payments/reminder.txt", facts).strip() + "\n"
    many = "facturen" if len(lines) > 1 else "factuur"
    number = ", ".join(line["item"] for line in lines[:3])
    again = f"{before + 1}e herinnering" if before else "Herinnering"
    return Letter(known.get("email", ""), f"{again}: {many} {number}"[:200], text, total, found)


@transaction.atomic
def remind(
    *, city: Organisation, receiver: str, by: Actor, at: datetime, seen_open: Decimal | None = None
) -> Reminder:
    """Remind a city of everything that is open after its last day, and leave the letter with the post.

    ``seen_open`` is what the letter asked for when it was shown.

    :raises Refused: if nothing is late, it was reminded today, money came in meanwhile, or no address
    """
    access.require(by, "remind")
    network.hold(city.pk)
    day = day_of(at)
    shown = letter(city, day)
    refuse_if(_refusals(shown, day, seen_open))
    assert shown.found is not None
    items = [
        {
            "item": one.item,
            "due_on": one.due_on.isoformat(),
            "open": f"{one.open:f}",
            "interest": f"{one.interest.amount:f}",
        }
        for one in shown.found.late
    ]
    key = f"{KIND} {city.key} {day.isoformat()} {len(shown.found.reminders)}"
    made = Reminder.objects.create(
        city=city,
        items=items,
        open_cents=int(shown.open * 100),
        letter_key=key,
        subject=shown.subject,
        text=shown.text,
        happened_on=day,
        **recorded(by, at),
    )
    post.queue(
        kind=KIND,
        key=key,
        receiver=receiver,
        subject=shown.subject,
        text=shown.text,
        organisation=city.key,
        by=by,
        at=at,
    )
    journal.write(
        "payment.reminded",
        made,
        by=by,
        at=at,
        clause="6b",
        organisation=city.key,
        amount=f"{shown.open:f}",
        number=", ".join(one["item"] for one in items),
    )
    return made


def _refusals(shown: Letter, day: date, seen_open: Decimal | None) -> list[Refusal]:
    if shown.found is None or not shown.found.late:
        return [Refusal("reminder.nothing-late", N_("This city has nothing open after its last day."))]
    if any(one.happened_on == day for one in shown.found.reminders):
        return [Refusal("reminder.today", N_("This city was reminded today already."))]
    if seen_open is not None and seen_open != shown.open:
        told = N_("Something was paid or booked in the meantime. Look at the letter again.")
        return [Refusal("reminder.changed", told)]
    return []
