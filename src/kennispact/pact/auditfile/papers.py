"""The auditfile itself: XAF 3.2, written as it is read, in Dutch whatever the language of the reader."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from importlib.metadata import version
from typing import IO, Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from lxml import etree

from kennispact.ground.kit.calendar import AMSTERDAM
from kennispact.ground.kit.money import CENT
from kennispact.pact.auditfile import rules
from kennispact.pact.auditfile.queries import Auditfile
from kennispact.pact.auditfile.rules import NAMESPACE
from kennispact.pact.invoicing.particulars import Facts
from kennispact.pact.ledger.booked import Booking
from kennispact.pact.ledger.queries import OpenItem
from kennispact.pact.ledger.rules import NAMES, Account, Line


class _Writer:
    """Writes elements in the order in which they are asked for: the order XAF prescribes."""

    def __init__(self, xml: Any) -> None:
        self.xml = xml

    @contextmanager
    def into(self, name: str) -> Iterator[None]:
        """Open an element for what is written meanwhile."""
        self.xml.write("\n")
        with self.xml.element(f"{{{NAMESPACE}}}{name}"):
            yield

    def put(self, name: str, value: str | date | Decimal | int) -> None:
        """Write one element; an empty text is left out."""
        text = f"{value:f}" if isinstance(value, Decimal) else rules.fitting(name, str(value))
        if text:
            with self.into(name):
                self.xml.write(text)

    def amount(self, value: Decimal, prefix: str = "amnt") -> None:
        """Write an amount above zero with its side; below zero is credit."""
        self.put(prefix, abs(value).quantize(CENT))
        self.put(f"{prefix}Tp", rules.side(value))

    def sums(self, lines: int, debit: Decimal, credit: Decimal) -> None:
        """Write how many lines follow, and what they come to."""
        self.put("linesCount", lines)
        self.put("totalDebit", debit.quantize(CENT))
        self.put("totalCredit", credit.quantize(CENT))


def write(target: IO[bytes], found: Auditfile, created: date) -> None:
    """Write the file. No more than one booking is in memory at a time."""
    with translation.override("nl"), etree.xmlfile(target, encoding="UTF-8") as xml:
        xml.write_declaration()
        with xml.element(f"{{{NAMESPACE}}}auditfile", nsmap={None: NAMESPACE}):
            to = _Writer(xml)
            _header(to, found, created)
            with to.into("company"):
                _company(to, found.supplier)
                _customers(to, found)
                _accounts(to)
                _vat_codes(to, found)
                _periods(to, found)
                _opening(to, found)
                _transactions(to, found)


def _header(to: _Writer, found: Auditfile, created: date) -> None:
    with to.into("header"):
        to.put("fiscalYear", found.since.year)
        to.put("startDate", found.since)
        to.put("endDate", found.until)
        to.put("curCode", "EUR")
        to.put("dateCreated", created)
        to.put("softwareDesc", "Kennispact")
        to.put("softwareVersion", version("kennispact"))


def _company(to: _Writer, supplier: Facts) -> None:
    to.put("companyIdent", supplier["kvk"])
    to.put("companyName", supplier["legal_name"])
    to.put("taxRegistrationCountry", "NL")
    to.put("taxRegIdent", supplier["vat_number"])
    _address(to, "streetAddress", supplier)


def _address(to: _Writer, name: str, known: Facts) -> None:
    with to.into(name):
        to.put("streetname", known.get("street", ""))
        to.put("city", known.get("place", ""))
        to.put("postalCode", known.get("postcode", ""))
        to.put("country", "NL")


def _customers(to: _Writer, found: Auditfile) -> None:
    with to.into("customersSuppliers"):
        for key, known in found.customers.items():
            with to.into("customerSupplier"):
                to.put("custSupID", key)
                to.put("custSupName", known["name"])
                to.put("commerceNr", known["kvk"])
                to.put("custSupTp", "C")
                _address(to, "postalAddress", known)


def _accounts(to: _Writer) -> None:
    accounts = [(one.value, NAMES[one], rules.account_type(one)) for one in Account]
    with to.into("generalLedger"):
        for key, name, kind in (*accounts, (rules.RESULT, rules.RESULT_NAME, "B")):
            with to.into("ledgerAccount"):
                to.put("accID", key)
                to.put("accDesc", _(name))
                to.put("accTp", kind)


def _vat_codes(to: _Writer, found: Auditfile) -> None:
    with to.into("vatCodes"):
        for category, rate in sorted(set(found.vat.values())):
            with to.into("vatCode"):
                to.put("vatID", rules.vat_id(category, rate))
                to.put("vatDesc", _(rules.VAT_NAMES[category]) % {"rate": rules.plain(rate)})
                to.put("vatToPayAccID", Account.VAT.value)


def _periods(to: _Writer, found: Auditfile) -> None:
    with to.into("periods"):
        for month in range(1, 13):
            first = found.since.replace(month=month)
            after = date(first.year + month // 12, month % 12 + 1, 1)
            with to.into("period"):
                to.put("periodNumber", month)
                to.put("periodDesc", date_format(first, "F Y"))
                to.put("startDatePeriod", first)
                to.put("endDatePeriod", after - timedelta(days=1))


def _opening(to: _Writer, found: Auditfile) -> None:
    moment = date_format(found.known.astimezone(AMSTERDAM), r"j F Y, H:i")
    with to.into("openingBalance"):
        to.put("opBalDate", found.since)
        to.put("opBalDesc", _("This file holds what was known on %(moment)s.") % {"moment": moment})
        to.sums(len(found.opening), *rules.totals(one.amount for one in found.opening))
        for place, line in enumerate(found.opening, 1):
            with to.into("obLine"):
                to.put("nr", place)
                to.put("accID", line.account)
                to.amount(line.amount)
        if found.open_items:
            _open_items(to, found)


def _open_items(to: _Writer, found: Auditfile) -> None:
    accounts = [one.account for one in found.opening]
    with to.into("obSubledgers"), to.into("obSubledger"):
        to.put("sbType", "CU")
        to.put("sbDesc", _(NAMES[Account.DEBTORS]))
        to.sums(len(found.open_items), *rules.totals(one.open for one in found.open_items))
        for place, item in enumerate(found.open_items, 1):
            with to.into("obSbLine"):
                to.put("nr", place)
                to.put("obLineNr", accounts.index(Account.DEBTORS.value) + 1)
                _open_item(to, item)


def _open_item(to: _Writer, item: OpenItem) -> None:
    to.amount(item.open)
    to.put("docRef", item.item)
    to.put("custSupID", item.party)
    to.put("invRef", item.item)
    to.put("invPurSalTp", "S")
    to.put("invDt", item.since)


def _transactions(to: _Writer, found: Auditfile) -> None:
    with to.into("transactions"):
        to.sums(found.lines, found.debit, found.credit)
        for journal in rules.JOURNALS:
            with to.into("journal"):
                to.put("jrnID", journal.key)
                to.put("desc", _(journal.name))
                to.put("jrnTp", journal.type)
                if journal is rules.BANK:
                    to.put("offsetAccID", Account.BANK.value)
                    to.put("bankAccNr", found.supplier["iban"])
                for booking in found.bookings(journal):
                    _transaction(to, found, booking)


def _transaction(to: _Writer, found: Auditfile, booking: Booking) -> None:
    number = rules.document(booking.source)
    taxed, vat = rules.taxed(booking.lines)
    with to.into("transaction"):
        to.put("nr", booking.number)
        to.put("desc", booking.text)
        to.put("periodNumber", booking.happened_on.month)
        to.put("trDt", booking.happened_on)
        for place, line in enumerate(booking.lines, 1):
            with to.into("trLine"):
                to.put("nr", place)
                _line(to, booking, line, number)
                if line is taxed and number in found.vat:
                    _vat(to, *found.vat[number], vat)


def _line(to: _Writer, booking: Booking, line: Line, number: str) -> None:
    to.put("accID", line.account.value)
    to.put("docRef", number or line.item or booking.source)
    to.put("effDate", booking.happened_on)
    to.amount(line.debit - line.credit)
    to.put("recRef", booking.source)
    if line.party:
        to.put("custSupID", line.party)
        to.put("invRef", line.item)


def _vat(to: _Writer, category: str, rate: Decimal, vat: Decimal) -> None:
    with to.into("vat"):
        to.put("vatID", rules.vat_id(category, rate))
        to.put("vatPerc", rate)
        to.amount(vat, "vatAmnt")
