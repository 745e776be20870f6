"""Bringing in bank statements: everything of the files that is new, or nothing."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from kennispact.ground.acts.models import recorded
from kennispact.ground.acts.rules import date_refusals
from kennispact.ground.journal import commands as journal
from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.money import in_euros
from kennispact.ground.kit.refusal import Refusal, Refused, refuse_if
from kennispact.ground.kit.words import N_
from kennispact.pact.invoicing import particulars
from kennispact.pact.ledger import commands as ledger
from kennispact.pact.ledger.rules import Account, Line
from kennispact.pact.payments import access, assembly, camt, commands, queries, rules
from kennispact.pact.payments.assembly import Group, Whole
from kennispact.pact.payments.bookings import Booking, Page
from kennispact.pact.payments.models import BankEntry, BankStatement
from kennispact.pact.payments.rules import Suggestion

MOST_FILES = 40


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was handed over."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A booking that is new, and the invoice it was put on at once, if its reference said so."""

    booking: Booking
    matched: Suggestion | None

    @property
    def amount(self) -> Decimal:
        """Return the amount in EUR, below zero when it was paid."""
        return in_euros(self.booking.cents)


@dataclass(frozen=True, slots=True)
class Brought:
    """One statement: what is new of it, how many bookings were known, and what is not money yet.

    ``pk`` is ``None`` when all of it was known. ``continues`` tells whether it follows what we had.
    """

    whole: Whole
    pk: int | None
    new: tuple[NewEntry, ...]
    known: int
    continues: bool

    @property
    def opening(self) -> Decimal:
        """Return the balance before it, in EUR."""
        return in_euros(self.whole.opening)

    @property
    def closing(self) -> Decimal:
        """Return the balance after it, in EUR."""
        return in_euros(self.whole.closing)

    @property
    def pending(self) -> Decimal:
        """Return what was announced but not booked, in EUR."""
        return in_euros(sum(self.whole.pending))


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do. ``others`` are accounts that are not ours: left alone."""

    statements: tuple[Brought, ...]
    others: tuple[str, ...]

    @property
    def new(self) -> int:
        """Return how many bookings are new."""
        return sum(len(one.new) for one in self.statements)

    @property
    def known(self) -> int:
        """Return how many bookings were known already."""
        return sum(one.known for one in self.statements)

    @property
    def matched(self) -> int:
        """Return how many new bookings were matched at once."""
        return sum(one.matched is not None for statement in self.statements for one in statement.new)


def import_statements(*, files: Sequence[File], by: Actor, at: datetime, dry_run: bool = False) -> Imported:
    """Bring in statements (CAMT.053): what is new of them, all or nothing. ``dry_run`` only tells.

    Pages of one statement are handed over together. Whatever names one invoice by its reference is put on
    it at once. The second time nothing is added, whatever the version or the file it comes in.

    :raises Refused: if a file cannot be read, is not of our account, or does not add up
    """
    access.require(by, "import")
    if not 0 < len(files) <= MOST_FILES:
        facts: dict[str, object] = {"most": MOST_FILES}
        told = N_("Choose at least one file, and at most %(most)s.")
        refuse_if([Refusal("statement.files", told, facts=facts, field="file")])
    # Outside the transaction: reading is slow, and nobody has to wait for it.
    pages = [(page, file) for file in files for page in camt.read(file.content)]
    found = assembly.assemble((page for page, _ in pages), _own(page for page, _ in pages))
    latest = max(max([whole.closes_on, *(one.on for one in whole.bookings)]) for whole in found.statements)
    refuse_if(date_refusals(latest, at, field="file"))
    origin = {(page.iban, page.id): file for page, file in reversed(pages)}
    with transaction.atomic():
        commands.hold_till()
        brought = tuple(
            _bring(whole, origin[whole.iban, whole.id], by=by, at=at) for whole in found.statements
        )
        if dry_run:
            transaction.set_rollback(True)
    return Imported(brought, found.others)


def _own(pages: Iterable[Page]) -> frozenset[str]:
    """Return the accounts that are ours: the one on our invoices now, and on the days of the statements."""
    days = {page.closes_on or date.max for page in pages} | {date.max}
    own = frozenset(particulars.of_supplier(AsOf(day)).get("iban", "") for day in days) - {""}
    if not own:
        told = N_("The account number (IBAN) of the supplier is missing.")
        raise Refused([Refusal("statement.no-own-account", told, field="file")])
    return own


def _bring(whole: Whole, file: File, *, by: Actor, at: datetime) -> Brought:
    groups = assembly.groups(whole)
    key = assembly.statement_key(whole, groups)
    stored = set(
        BankEntry.objects.filter(key__in=[one.key() for one in groups], struck_at__isnull=True)
        .order_by()
        .values_list("key", flat=True)
        .distinct()
    )
    present = BankStatement.objects.filter(key=key, struck_at__isnull=True).exists()
    unmoved = whole.opening == whole.closing and all(one.key() in stored for one in groups)
    continues, follows = _place_in_chain(whole, present=present or unmoved)
    new = _new(groups, stored, follows=follows)
    known = len(whole.bookings) - sum(len(group.bookings) for group, _ in new)
    if not new and (present or whole.bookings):
        return Brought(whole, None, (), known, continues=True)
    made = BankStatement.objects.create(
        key=key,
        iban=whole.iban,
        number=whole.id,
        version=whole.version,
        file_name=file.name[:200],
        sha256=hashlib.sha256(file.content).hexdigest(),
        opens_on=whole.opens_on,
        opening_cents=whole.opening,
        closing_cents=whole.closing,
        known=known,
        pending=len(whole.pending),
        continues=continues,
        happened_on=whole.closes_on,
        **recorded(by, at),
    )
    entries = _keep(made, new, by=by, at=at)
    _book(made, entries, by=by, at=at)
    matched = _match(entries, by=by, at=at)
    journal.write(
        "payment.statement-imported",
        made,
        by=by,
        at=at,
        number=whole.id,
        new=len(entries),
        known=known,
        matched=len(matched),
        sha256=made.sha256,
    )
    bookings = [one for group, _ in new for one in group.bookings]
    rows = tuple(NewEntry(one, matched.get(entry.pk)) for one, entry in zip(bookings, entries, strict=True))
    return Brought(whole, made.pk, rows, known, continues)


def _place_in_chain(whole: Whole, *, present: bool) -> tuple[bool, bool]:
    """Tell whether a statement fits what we have, and whether it comes after all of it.

    One that opens with our last balance cannot be one we have, unless nothing changed on it.
    """
    last = BankStatement.objects.filter(iban=whole.iban, struck_at__isnull=True)
    head = last.order_by("-happened_on", "-pk").first()
    if head is None:
        return True, True
    fits = whole.opening == head.closing_cents and whole.closes_on >= head.happened_on
    return fits or whole.closes_on <= head.happened_on, fits and not present


def _new(groups: Sequence[Group], stored: set[str], *, follows: bool) -> list[tuple[Group, str]]:
    """Return the entries we do not have, with their keys.

    What merely looks like an entry we have is another one when the statement comes after all of ours: two
    cities, or one, may pay the same amount with the same words.
    """
    found: list[tuple[Group, str]] = []
    taken = set(stored)
    for group in groups:
        key, nth = group.key(), group.nth
        if key in taken and (group.strong or not follows):
            continue
        while key in taken or (nth != group.nth and _is_kept(key)):
            nth += 1
            key = group.key(nth)
        taken.add(key)
        found.append((group, key))
    return found


def _is_kept(key: str) -> bool:
    return BankEntry.objects.filter(key=key, struck_at__isnull=True).exists()


def _keep(
    made: BankStatement, new: Sequence[tuple[Group, str]], *, by: Actor, at: datetime
) -> list[BankEntry]:
    stamp = recorded(by, at)
    rows = [
        BankEntry(
            statement=made,
            key=key,
            part=one.part,
            parts=one.parts,
            rest=one.rest,
            valued_on=one.valued_on,
            cents=one.cents,
            name=one.name,
            iban=one.iban,
            ultimate=one.ultimate,
            reference=one.reference,
            text=one.text,
            end_to_end=one.end_to_end,
            bank_reference=one.bank_reference,
            returned=one.returned,
            reason=one.reason,
            happened_on=one.on,
            **stamp,
        )
        for group, key in new
        for one in group.bookings
    ]
    return BankEntry.objects.bulk_create(rows, batch_size=500)


def _book(made: BankStatement, entries: Iterable[BankEntry], *, by: Actor, at: datetime) -> None:
    """Book per day what came in and went out; whose it is we do not know yet."""
    days: dict[date, list[Line]] = defaultdict(list)
    for one in entries:
        item, amount = commands.item_of(one), abs(one.amount)
        to, origin = (Account.BANK, Account.SUSPENSE) if one.cents > 0 else (Account.SUSPENSE, Account.BANK)
        days[one.happened_on] += [Line(to, debit=amount, item=item), Line(origin, credit=amount, item=item)]
    for day, lines in sorted(days.items()):
        source = f"statement {made.pk} {day.isoformat()}"
        ledger.post(
            source=source, text=f"Afschrift {made.number}", happened_on=day, lines=lines, by=by, at=at
        )


def _match(entries: Iterable[BankEntry], *, by: Actor, at: datetime) -> dict[int, Suggestion]:
    """Put on an invoice at once what names it by its reference, as far as the invoice is open."""
    known = {claim.item: claim for claim in queries.claims()}
    found: dict[int, Suggestion] = {}
    for one in entries:
        chosen = rules.automatic(queries.sign_of(one, abs(one.cents)), known.values())
        if chosen is not None:
            commands.place(one, chosen.claim, chosen.cents, by=by, at=at, automatic=True)
            found[one.pk] = chosen
            claim = chosen.claim
            left = rules.Claim(
                claim.item, claim.city_key, claim.city, claim.billed, claim.open - chosen.cents
            )
            known[claim.item] = left
    return found
