"""Whole statements out of pages: every page there, one account each, and right to the cent."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from kennispact.ground.kit.money import in_euros
from kennispact.ground.kit.refusal import Refusal, Refused
from kennispact.ground.kit.words import N_
from kennispact.pact.payments.bookings import Booking, Page


@dataclass(frozen=True, slots=True)
class Whole:
    """A statement with all its pages, oldest first. Amounts in cents; ``pending`` is no money yet."""

    iban: str
    id: str
    version: str
    opens_on: date
    closes_on: date
    opening: int
    closing: int
    bookings: tuple[Booking, ...]
    pending: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Assembled:
    """The statements of our own accounts, and the other accounts that were left alone."""

    statements: tuple[Whole, ...]
    others: tuple[str, ...]


def assemble(pages: Iterable[Page], own: Collection[str]) -> Assembled:
    """Return whole statements of our accounts, the oldest first.

    :raises Refused: with every reason: none is of our accounts, a page or a balance is missing, or the
        opening balance and the bookings do not make the closing balance
    """
    found = list(dict.fromkeys(pages))
    ours = [one for one in found if one.iban in own]
    others = tuple(dict.fromkeys(one.iban or "?" for one in found if one.iban not in own))
    if not ours:
        told = N_("This statement is of %(found)s. The account on our invoices is %(own)s.")
        facts: dict[str, object] = {"found": ", ".join(others), "own": ", ".join(sorted(own))}
        raise Refused([Refusal("statement.other-account", told, facts=facts, field="file")])
    refusals: list[Refusal] = []
    statements: list[Whole] = []
    for chain in _chains(ours):
        reasons = list(_chain_refusals(chain))
        refusals += reasons
        if not reasons:
            statements.append(_joined(chain))
    if refusals:
        raise Refused(refusals)
    return Assembled(tuple(sorted(statements, key=lambda one: (one.closes_on, one.opens_on))), others)


def _chains(pages: list[Page]) -> list[list[Page]]:
    """Return the pages that belong together. One that is first and last stands by itself."""
    chains = [[one] for one in pages if one.number == 1 and one.last]
    parted: dict[tuple[str, str], list[Page]] = defaultdict(list)
    for one in pages:
        if not (one.number == 1 and one.last):
            parted[one.iban, one.id].append(one)
    return chains + [sorted(chain, key=lambda one: one.number) for chain in parted.values()]


def _chain_refusals(chain: Sequence[Page]) -> Iterator[Refusal]:
    about: dict[str, object] = {"id": chain[0].id}
    numbers = [one.number for one in chain]
    ends = [one.number for one in chain if one.last]
    if numbers != list(range(1, len(chain) + 1)) or ends != [len(chain)]:
        told = N_("Statement %(id)s is not complete: we have page %(pages)s. Choose all its pages together.")
        facts = {**about, "pages": ", ".join(map(str, numbers))}
        yield Refusal("statement.pages", told, facts=facts, field="file")
        return
    first, last = chain[0], chain[-1]
    if first.opening is None or last.closing is None or first.opens_on is None or last.closes_on is None:
        told = N_("Statement %(id)s does not say its opening and closing balance.")
        yield Refusal("statement.no-balance", told, facts=about, field="file")
        return
    booked = sum(one.cents for page in chain for one in page.bookings)
    if first.opening + booked != last.closing:
        told = N_(
            "Statement %(id)s is wrong: %(opening)s and bookings of %(booked)s do not give %(closing)s."
        )
        amounts = {"opening": first.opening, "booked": booked, "closing": last.closing}
        facts = {**about, **{name: in_euros(cents) for name, cents in amounts.items()}}
        yield Refusal("statement.balance", told, facts=facts, field="file")


def _joined(chain: Sequence[Page]) -> Whole:
    first, last = chain[0], chain[-1]
    assert first.opening is not None
    assert last.closing is not None
    assert first.opens_on is not None
    assert last.closes_on is not None
    return Whole(
        first.iban,
        first.id,
        first.version,
        min(first.opens_on, last.closes_on),
        last.closes_on,
        first.opening,
        last.closing,
        tuple(one for page in chain for one in page.bookings),
        tuple(cents for page in chain for cents in page.pending),
    )


# ---- the same booking in two files is one booking ------------------------------------------------


@dataclass(frozen=True, slots=True)
class Group:
    """The transactions of one entry, and what they have in common with the same entry in another file.

    ``strong`` when the bank gave the entry a reference of its own. ``nth`` counts entries that look alike.
    """

    bookings: tuple[Booking, ...]
    looks: str
    strong: bool
    nth: int

    def key(self, nth: int = 0) -> str:
        """Return what this entry is known by; ``nth`` puts it after others that look alike."""
        return _hash(self.looks, str(nth or self.nth))


def groups(whole: Whole) -> tuple[Group, ...]:
    """Return the entries of a statement with the keys by which they are recognised in another file.

    The bank's own reference decides, with day and amount. Without one: day, amount, other account,
    references and text, and which of several equal ones it is.
    """
    seen: Counter[str] = Counter()
    found: list[Group] = []
    pages = groupby(_numbered(whole.bookings), key=lambda pair: pair[0])
    for _, pairs in pages:
        bookings = tuple(one for _, one in pairs)
        total, reference = sum(one.cents for one in bookings), bookings[0].bank_reference
        common = (whole.iban, bookings[0].on.isoformat(), str(total))
        if reference:
            looks = _hash("bank", *common, reference)
        else:
            looks = _hash("looks", *common, *(part for one in bookings for part in _appearance(one)))
        seen[looks] += 1
        found.append(Group(bookings, looks, bool(reference), seen[looks]))
    return tuple(found)


def _numbered(bookings: Sequence[Booking]) -> Iterator[tuple[int, Booking]]:
    """Yield each booking with the number of its entry; on every page these start anew."""
    number, before = 0, None
    for one in bookings:
        first_part = before is None or one.group != before.group or one.part <= before.part
        number, before = number + first_part, one
        yield number, one


def _appearance(one: Booking) -> tuple[str, ...]:
    text = re.sub(r"[\W_]", "", one.text + one.reference).upper()[:200]
    return str(one.cents), one.iban, one.end_to_end, text


def statement_key(whole: Whole, found: Sequence[Group]) -> str:
    """Return what a statement is known by, whatever the version or the file it came in."""
    balances = (
        whole.opens_on.isoformat(),
        whole.closes_on.isoformat(),
        str(whole.opening),
        str(whole.closing),
    )
    return _hash(whole.iban, *balances, *sorted(one.key() for one in found))


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
