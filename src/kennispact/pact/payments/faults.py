"""What always holds between statements, matches and the ledger. Whatever is yielded is wrong."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import F

from kennispact.ground.kit.calendar import EVER
from kennispact.pact.ledger import queries as ledger
from kennispact.pact.payments.models import BankEntry, BankStatement, Match, Transfer


def faults() -> Iterator[str]:
    """Yield every entry whose matches and ledger differ, and every statement that does not add up.

    And every set-off that the ledger does not know, or knows after it was struck.
    """
    yield from _unbooked_transfers()
    waits = ledger.waiting(EVER)
    matched: dict[int, int] = defaultdict(int)
    standing = Match.objects.filter(struck_at__isnull=True)
    for pk, cents in standing.values_list("entry", "cents"):
        matched[pk] += cents
    booked: dict[int, int] = defaultdict(int)
    for pk, statement, cents, struck in BankEntry.objects.values_list(
        "pk", "statement", "cents", "struck_at"
    ):
        booked[statement] += cents
        left = 0 if struck else (abs(cents) - matched[pk]) * (1 if cents > 0 else -1)
        if left * cents < 0 or waits.pop(f"entry {pk}", 0) != left:
            yield f"entry {pk}"
    yield from waits
    whole = BankStatement.objects.annotate(total=F("closing_cents") - F("opening_cents"))
    for pk, total, known in whole.values_list("pk", "total", "known"):
        if not known and booked[pk] != total:
            yield f"statement {pk}"


def _unbooked_transfers() -> Iterator[str]:
    """Yield every set-off that the ledger does not show as it stands: booked, and back when it was struck."""
    booked = {*ledger.sources("set-off "), *ledger.sources("reversal of set-off ")}
    for pk, struck_at in Transfer.objects.values_list("pk", "struck_at"):
        own = f"set-off {pk}"
        if own not in booked or (f"reversal of {own}" in booked) != (struck_at is not None):
            yield own
