"""Builds bank statements and worlds of this room. Other rooms' tests may use it. All identifiers are made up."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from xml.sax.saxutils import escape

from kennispact.ground.kit.actor import SYSTEM
from kennispact.pact.einvoices.rules import creditor_reference
from kennispact.pact.einvoices.tests import make as einvoices
from kennispact.pact.einvoices.tests.make import IBAN
from kennispact.pact.invoicing.tests import make as invoicing
from kennispact.pact.payments import commands, importing, queries
from kennispact.pact.payments.importing import File

quick = einvoices.quick
DEVENTER = "NL20INGB0001234567"
OTHER = "NL69INGB0123456789"
DAY = date(2023, 3, 20)
AT = datetime(2023, 6, 1, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Tx:
    """A transaction as the bank tells it; ``cents`` below zero is paid."""

    cents: int
    reference: str = ""
    text: str = ""
    name: str = "GEMEENTE DEVENTER"
    iban: str = DEVENTER
    ultimate: str = ""
    end_to_end: str = "NOTPROVIDED"
    returned: str = ""


@dataclass(frozen=True)
class Ntry:
    """An entry: one transaction, or a batch; ``cents`` when the entry is not their sum."""

    parts: tuple[Tx, ...] = ()
    cents: int | None = None
    bank: str = ""
    state: str = "BOOK"
    on: date = DAY
    reversal: bool = False
    batch: int = 0

    @property
    def total(self):
        return sum(one.cents for one in self.parts) if self.cents is None else self.cents


@dataclass(frozen=True)
class Paper:
    """A statement to be written in either version."""

    entries: tuple[Ntry, ...] = ()
    version: str = "08"
    id: str = "2023-055"
    iban: str = IBAN
    opening: int = 100_000
    closing: int | None = None
    on: date = DAY
    page: tuple[int, bool] | None = None
    currency: str = "EUR"
    padded: bool = False
    extra: str = field(default="")

    @property
    def booked(self):
        return self.opening + sum(one.total for one in self.entries if one.state == "BOOK")

    def xml(self) -> bytes:
        return self.text().encode()

    def text(self) -> str:
        pages = ""
        if self.page:
            number, last = self.page
            pages = f"<MsgPgntn><PgNb>{number}</PgNb><LastPgInd>{str(last).lower()}</LastPgInd></MsgPgntn>"
        closing = self.booked if self.closing is None else self.closing
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{self.version}"><BkToCstmrStmt>'
            f"<GrpHdr><MsgId>M1</MsgId><CreDtTm>2023-03-21T06:00:00</CreDtTm>{pages}</GrpHdr>"
            f"<Stmt><Id>{self.id}</Id><Acct><Id><IBAN>{self.iban}</IBAN></Id><Ccy>{self.currency}</Ccy></Acct>"
            f"{self.balance('OPBD', self.opening)}{self.balance('CLBD', closing)}"
            f"{''.join(self.entry(one) for one in self.entries)}{self.extra}</Stmt></BkToCstmrStmt></Document>"
        )

    def balance(self, kind, cents):
        return (
            f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>{self.amount(cents)}"
            f"<Dt><Dt>{self.on}</Dt></Dt></Bal>"
        )

    def amount(self, cents):
        euro = f"{abs(cents) // 100}.{abs(cents) % 100:02d}"
        euro = euro.zfill(18) if self.padded else euro
        return f'<Amt Ccy="{self.currency}">{euro}</Amt>' + direction(cents)

    def entry(self, one):
        state = one.state if self.version == "02" else f"<Cd>{one.state}</Cd>"
        reversal = "<RvslInd>true</RvslInd>" if one.reversal else ""
        bank = f"<AcctSvcrRef>{one.bank}</AcctSvcrRef>" if one.bank else ""
        batch = f"<Btch><NbOfTxs>{one.batch}</NbOfTxs></Btch>" if one.batch else ""
        details = "".join(self.details(tx) for tx in one.parts)
        return (
            f"<Ntry>{self.amount(one.total)}{reversal}<Sts>{state}</Sts><BookgDt><Dt>{one.on}</Dt></BookgDt>"
            f"<ValDt><Dt>{one.on}</Dt></ValDt>{bank}<NtryDtls>{batch}{details}</NtryDtls></Ntry>"
        )

    def details(self, tx):
        theirs = "Dbtr" if tx.cents > 0 else "Cdtr"
        amount = self.amount(tx.cents)
        if self.version == "02":
            bare = amount.partition("</Amt>")[0] + "</Amt>"
            amount = f"<AmtDtls><TxAmt>{bare}</TxAmt></AmtDtls>"
        named = (
            f"<Nm>{escape(tx.name)}</Nm>"
            if self.version == "02"
            else f"<Pty><Nm>{escape(tx.name)}</Nm></Pty>"
        )
        who = f"<{theirs}>{named}</{theirs}><{theirs}Acct><Id><IBAN>{tx.iban}</IBAN></Id></{theirs}Acct>"
        if tx.ultimate:
            other = f"<Nm>{escape(tx.ultimate)}</Nm>"
            other = other if self.version == "02" else f"<Pty>{other}</Pty>"
            who += f"<Ultmt{theirs}>{other}</Ultmt{theirs}>"
        said = f"<Ustrd>{escape(tx.text)}</Ustrd>" if tx.text else ""
        if tx.reference:
            said += f"<Strd><CdtrRefInf><Ref>{tx.reference}</Ref></CdtrRefInf></Strd>"
        back = f"<RtrInf><Rsn><Cd>{tx.returned}</Cd></Rsn></RtrInf>" if tx.returned else ""
        return (
            f"<TxDtls><Refs><EndToEndId>{tx.end_to_end}</EndToEndId></Refs>{amount}"
            f"<RltdPties>{who}</RltdPties><RmtInf>{said}</RmtInf>{back}</TxDtls>"
        )


def direction(cents):
    return f"<CdtDbtInd>{'CRDT' if cents >= 0 else 'DBIT'}</CdtDbtInd>"


def one(cents, bank="B1", *, on=DAY, reversal=False, **tx) -> Ntry:
    """Return an entry of one transaction."""
    return Ntry((Tx(cents, **tx),), bank=bank, on=on, reversal=reversal)


def paper(*entries, **facts) -> Paper:
    return Paper(entries=entries, **facts)


def after(before: Paper, *entries, days: int = 1, **facts) -> Paper:
    """Return the statement that follows another."""
    on = before.on.replace(day=before.on.day + days)
    moved = tuple(replace(entry, on=on) for entry in entries)
    start = {"opening": before.booked, "on": on, "id": f"{before.id}+{days}", "version": before.version}
    return Paper(entries=moved, **{**start, **facts})


def bring(*papers: Paper, dry_run: bool = False, at: datetime = AT, by=SYSTEM):
    files = [File(f"{one.id}.xml", one.xml()) for one in papers]
    return importing.import_statements(files=files, by=by, at=at, dry_run=dry_run)


def world(number: int = 3) -> None:
    """Bring in some cities that were invoiced for 2023."""
    invoicing.world(number)
    invoicing.run()


def claim(city_key: str = "GM0150"):
    return next(found for found in queries.claims() if found.city_key == city_key)


def reference(city_key: str = "GM0150") -> str:
    return creditor_reference(claim(city_key).item)


def opened(city_key: str = "GM0150") -> Decimal:
    """Return what a city has open."""
    return Decimal(claim(city_key).open) / 100


def waiting():
    return queries.suggested(queries.to_match())


def put(entry, cents, city_key="GM0150", *, beyond=False, **more):
    parts = [commands.Part(claim(city_key).item, cents, beyond)]
    return commands.match(entry=entry, parts=parts, by=SYSTEM, at=AT, **more)
