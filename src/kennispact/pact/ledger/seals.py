"""The chain of seals: whoever changes a posting behind our back breaks every seal after it."""

from collections.abc import Iterator, Sequence

from kennispact.ground.kit.calendar import AMSTERDAM
from kennispact.pact.ledger import rules
from kennispact.pact.ledger.models import Movement, Posting


def seal(posting: Posting, movements: Sequence[Movement]) -> str:
    """Return the seal of a posting, from its facts and the seal before it."""
    facts: dict[str, object] = {
        "source": posting.source,
        "text": posting.text,
        "happened_on": posting.happened_on.isoformat(),
        "recorded_at": posting.recorded_at.astimezone(AMSTERDAM).isoformat(),
        "recorded_by": posting.recorded_by_id,
        "recorded_as": posting.recorded_as,
        "movements": [
            [
                movement.place,
                movement.debit,
                movement.debit_party,
                movement.debit_item,
                movement.credit,
                movement.credit_party,
                movement.credit_item,
                movement.cents,
            ]
            for movement in movements
        ],
    }
    return rules.digest(posting.previous, facts)


def broken_seals() -> Iterator[str]:
    """Yield the source of every posting whose seal does not fit, or does not follow the one before it."""
    before = rules.BEGINNING
    for posting in Posting.objects.order_by("pk").prefetch_related("movements"):
        if posting.previous != before or posting.digest != seal(posting, list(posting.movements.all())):
            yield posting.source
        before = posting.digest


def head() -> str:
    """Return the last seal: what a backup notes to prove later that nothing went missing."""
    return Posting.objects.order_by("-pk").values_list("digest", flat=True).first() or rules.BEGINNING
