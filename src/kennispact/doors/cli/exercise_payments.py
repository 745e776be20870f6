"""The payments of the exercise world: one statement of the bank, with a batch, a part and some riddles."""

from dataclasses import dataclass
from datetime import date, datetime
from xml.sax.saxutils import escape

from kennispact.doors.cli.exercise_invoices import SUPPLIER
from kennispact.ground.kit.actor import Actor
from kennispact.pact.einvoices.rules import creditor_reference
from kennispact.pact.payments import importing, queries
from kennispact.pact.payments.rules import Claim

ON = date(2023, 7, 10)
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


def make(*, at: datetime, brought_at: datetime, by: Actor) -> None:
    """Bring in a statement with what some cities paid, if that day has come."""
    claims = {one.city: one for one in queries.claims() if one.open > 0}
    if brought_at > at or not {"Deventer", "Almere", "Eindhoven", "Enschede", "Leiden"} <= set(claims):
        return
    statement = _statement(_entries(claims)).encode()
    file = importing.File("oefenafschrift-2023-07-10.xml", statement)
    importing.import_statements(files=[file], by=by, at=brought_at)


def _entries(claims: dict[str, Claim]) -> list[list[Payment]]:
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


def _statement(entries: list[list[Payment]]) -> str:
    closing = OPENING + sum(one.cents for entry in entries for one in entry)
    body = "".join(_entry(entry, f"OEF{place}") for place, entry in enumerate(entries, 1))
    return (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr>'
        "<MsgId>OEFENING</MsgId></GrpHdr><Stmt><Id>OEFENING-2023-07</Id><Acct><Id><IBAN>"
        f"{SUPPLIER['iban']}</IBAN></Id></Acct>{_balance('OPBD', OPENING)}{_balance('CLBD', closing)}{body}"
        "</Stmt></BkToCstmrStmt></Document>"
    )


def _balance(kind: str, cents: int) -> str:
    return f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>{_amount(cents)}<Dt><Dt>{ON}</Dt></Dt></Bal>"


def _amount(cents: int) -> str:
    way = "CRDT" if cents > 0 else "DBIT"
    return f'<Amt Ccy="EUR">{abs(cents) // 100}.{abs(cents) % 100:02d}</Amt><CdtDbtInd>{way}</CdtDbtInd>'


def _entry(parts: list[Payment], reference: str) -> str:
    total = _amount(sum(one.cents for one in parts))
    return (
        f"<Ntry>{total}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{ON}</Dt></BookgDt>"
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
