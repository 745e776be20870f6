"""Invoices on their way as plain rows: the same for JSON and tables."""

from typing import Any

from kennispact.ground.kit.words import N_
from kennispact.pact.delivery.queries import Line, ToSend
from kennispact.pact.delivery.rules import State

# Per state the sign it is shown with, and what it says.
SIGNS = {
    State.WAITING: ("waiting", N_("Will be tried")),
    State.UNDER_WAY: ("on-course", N_("Under way")),
    State.HANDED_OVER: ("sent", N_("Handed over")),
    State.DELIVERED: ("done", N_("Arrived")),
    State.FAILED: ("overdue", N_("Did not arrive")),
    State.GIVEN_UP: ("overdue", N_("Refused")),
}


def line_row(one: Line) -> dict[str, Any]:
    """Return how one invoice went."""
    return {
        "number": one.number,
        "city": one.city,
        "channel": one.channel,
        "receiver": one.receiver,
        "state": one.state.value,
        "tries": one.tries,
        "since": one.since,
        "receipt": one.receipt,
        "reply": one.reply,
    }


def to_send_row(one: ToSend) -> dict[str, Any]:
    """Return an invoice that was never sent, with where it goes."""
    invoice = one.paper.invoice
    return {
        "number": invoice.text,
        "city": invoice.city.key,
        "channel": one.channel,
        "receiver": one.receiver,
    }
