"""The payments of the exercise world: first a statement with riddles, then one a year on which most pay."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from xml.sax.saxutils import escape

from kennispact.doors.cli.exercise_invoices import SUPPLIER
from kennispact.ground.kit.actor import Actor
from kennispact.pact.einvoices.rules import creditor_reference
from kennispact.pact.payments import commands, importing, queries
from kennispact.pact.payments.rules import Claim, Part

RIDDLES_ON = date(2023, 7, 10)
RIDDLES = frozenset({"Deventer", "Almere", "Leiden", "Eindhoven", "Enschede"})
# Per day of a later statement who did not pay by then; everybody else pays its newest invoice.
SILENT: Mapping[date, frozenset[str]] = {
    date(2023, 10, 10): RIDDLES | {"Zaanstad"},
    date(2024, 2, 12): frozenset(),
    date(2025, 2, 10): frozenset({"Delft", "Zaanstad"}),
}
TWICE = "Almere"  # pays the last time twice
OPENING = 2_500_000
# Accounts that exist nowhere, with check digits that are right.
ACCOUNTS = ("NL20INGB0001234567", "NL69INGB0123456789", "NL86INGB0002445588", "NL02ABNA0123456789")


@dataclass(frozen=True, slots=True)
class Payment:
    """One transaction: ``cents`` below zero was paid."""

    cents: int
    name: str
    iban: str
    text: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """What the bank booked on a day, entry by entry; an entry of more than one payment is a batch."""

    on: date
    opening: int
    entries: Sequence[Sequence[Payment]]

    @property
    def closing(self) -> int:
        """Return the balance after it, in cents."""
        return self.opening + sum(one.cents for entry in self.entries for one in entry)


def bring(*, on: date, at: datetime, by: Actor) -> None:
    """Bring in the statement of a day, made of what is open then."""
    known = queries.claims()
    if RIDDLES - {one.city for one in known}:
        return
    claims = {one.city: one for one in known if one.open > 0}  # of a city the newest
    last = queries.statements().first()
    opening = last.closing_cents if last else OPENING
    found = Statement(on, opening, _riddles(claims) if on == RIDDLES_ON else _payments(on, claims))
    file = importing.File(f"oefenafschrift-{on}.xml", _written(found).encode())
    importing.import_statements(files=[file], by=by, at=at)
    _match_what_was_paid_twice(at=at, by=by)


def _payments(on: date, claims: Mapping[str, Claim]) -> list[list[Payment]]:
    batch = [_paid(one) for city, one in claims.items() if city not in SILENT[on]]
    return [batch, [_paid(claims[TWICE])]] if on == max(SILENT) else [batch]


def _paid(one: Claim) -> Payment:
    account = _account(one.city_key)
    return Payment(one.open, f"Gemeente {one.city}", account, reference=creditor_reference(one.item))


def _account(city_key: str) -> str:
    """Return an account of a bank that does not exist, with check digits that are right (ISO 13616)."""
    own = f"OEFE{int(city_key.removeprefix('GM')):010d}"
    digits = "".join(str(int(sign, 36)) for sign in f"{own}NL00")
    return f"NL{98 - int(digits) % 97:02d}{own}"


def _match_what_was_paid_twice(*, at: datetime, by: Actor) -> None:
    """Put what was paid twice on the invoice it names: the city paid too much, and that can be set off."""
    for one in queries.suggested(queries.to_match()):
        best = next(iter(one.suggestions), None)
        if best is not None and best.beyond and best.claim.city == TWICE:
            part = Part(best.claim.item, best.cents, beyond=True)
            commands.match(entry=one.entry, parts=[part], by=by, at=at)


def _riddles(claims: Mapping[str, Claim]) -> list[list[Payment]]:
    """Return a batch with a part, two that name no reference, one for two cities, and rent."""
    first, second, centre, other = ACCOUNTS
    deventer, almere, leiden = claims["Deventer"], claims["Almere"], claims["Leiden"]
    two = [claims["Eindhoven"], claims["Enschede"]]
    return [
        [
            Payment(1_000_000, "Gemeente Deventer", first, reference=creditor_reference(deventer.item)),
            Payment(almere.open, "Gemeente Almere", second, reference=creditor_reference(almere.item)),
        ],
        [Payment(leiden.open, "Gemeente Leiden", other, "Bijdrage convenant 2023")],
        [
            Payment(
                sum(one.open for one in two),
                "Servicecentrum Zuidoost",
                centre,
                " ".join(one.item for one in two),
            )
        ],
        [Payment(-125_000, "Verhuurder vergaderzaal", other, "Zaalhuur juli")],
    ]


def _written(one: Statement) -> str:
    day = f"{one.on:%Y%m%d}"
    body = "".join(_entry(entry, one.on, f"OEF{day}{place}") for place, entry in enumerate(one.entries, 1))
    balances = _balance("OPBD", one.opening, one.on) + _balance("CLBD", one.closing, one.on)
    return (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr>'
        f"<MsgId>OEFENING</MsgId></GrpHdr><Stmt><Id>OEFENING-{one.on:%Y-%m}</Id><Acct><Id><IBAN>"
        f"{SUPPLIER['iban']}</IBAN></Id></Acct>{balances}{body}</Stmt></BkToCstmrStmt></Document>"
    )


def _balance(kind: str, cents: int, on: date) -> str:
    return f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>{_amount(cents)}<Dt><Dt>{on}</Dt></Dt></Bal>"


def _amount(cents: int) -> str:
    way = "CRDT" if cents > 0 else "DBIT"
    return f'<Amt Ccy="EUR">{abs(cents) // 100}.{abs(cents) % 100:02d}</Amt><CdtDbtInd>{way}</CdtDbtInd>'


def _entry(parts: Sequence[Payment], on: date, reference: str) -> str:
    total = _amount(sum(one.cents for one in parts))
    return (
        f"<Ntry>{total}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{on}</Dt></BookgDt>"
        f"<AcctSvcrRef>{reference}</AcctSvcrRef><NtryDtls>{''.join(map(_details, parts))}</NtryDtls></Ntry>"
    )


def _details(one: Payment) -> str:
    who = "Dbtr" if one.cents > 0 else "Cdtr"
    said = f"<Ustrd>{escape(one.text)}</Ustrd>" if one.text else ""
    if one.reference:
        said += f"<Strd><CdtrRefInf><Ref>{one.reference}</Ref></CdtrRefInf></Strd>"
    return (
        f"<TxDtls>{_amount(one.cents)}<RltdPties><{who}><Pty><Nm>{escape(one.name)}</Nm></Pty></{who}>"
        f"<{who}Acct><Id><IBAN>{one.iban}</IBAN></Id></{who}Acct></RltdPties><RmtInf>{said}</RmtInf></TxDtls>"
    )
