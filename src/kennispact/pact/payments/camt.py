"""Reading bank statements: CAMT.053 versions 02 and 08 (ISO 20022). It knows no Django.

:func:`parse` runs in a process of its own (see the kit's sandbox). Elements are found by their own name, so
that both versions read alike. Nothing outside the file is ever read: a file that brings a DTD is refused.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from lxml import etree

from kennispact.ground.kit import sandbox
from kennispact.ground.kit.refusal import Refusal, Refused
from kennispact.ground.kit.words import N_
from kennispact.pact.einvoices import reading
from kennispact.pact.payments.bookings import Booking, Page, page_of, plain

MOST_BYTES = 10 * 1024 * 1024
MOST_BOOKINGS = 20_000
_KIND = re.compile(r"\{urn:iso:std:iso:20022:tech:xsd:(camt\.053\.001\.(?P<version>\d\d))\}Document")
VERSIONS = ("02", "08")
_AMOUNT = re.compile(r"\d{1,18}(\.\d{1,5})?", re.ASCII)
_TOO_MUCH = 10**13
_NOT_MONEY_YET = frozenset({"PDNG", "INFO", "FUTR"})
_SAYS_NOTHING = frozenset({"", "NOTPROVIDED", "NONREF", "NOREF"})
_LENGTHS = {"name": 140, "ultimate": 140, "text": 1000, "reference": 60, "end_to_end": 60, "reason": 10}


def read(payload: bytes) -> tuple[Page, ...]:
    """Return the pages of statements in a file. The work is done in a limited process.

    :raises Refused: if it is too big, no CAMT.053, not in euros, or cannot be read; with field ``file``
    """
    if len(payload) > MOST_BYTES:
        raise Refused([too_big()])
    answer = sandbox.call(f"{__name__}:parse", payload, seconds=20, megabytes=768)
    return tuple(page_of(facts) for facts in answer)


def too_big() -> Refusal:
    """Return the refusal of a file that is too big to open."""
    return _no("file.too-big", N_("This file is bigger than %(megabytes)s MB."), megabytes=MOST_BYTES >> 20)


def parse(payload: bytes) -> list[dict[str, Any]]:
    """Return the pages as plain values. For the sandbox only.

    :raises Refused: see :func:`read`
    """
    root, version = _document(payload)
    number, last = _paging(root.find("{*}BkToCstmrStmt/{*}GrpHdr/{*}MsgPgntn"), (1, True))
    pages = [
        _statement(node, version, number, last=last) for node in root.iterfind("{*}BkToCstmrStmt/{*}Stmt")
    ]
    if not pages:
        raise Refused([_no("camt.empty", N_("There is no statement in this file."))])
    if sum(len(one.bookings) for one in pages) > MOST_BOOKINGS:
        raise Refused(
            [_no("camt.too-many", N_("This file holds more than %(most)s bookings."), most=MOST_BOOKINGS)]
        )
    return [plain(one) for one in pages]


def _document(payload: bytes) -> tuple[etree._Element, str]:
    dtd = _no("camt.dtd", N_("This file defines entities or refers to a definition elsewhere."))
    if b"<!DOCTYPE" in payload or b"<!ENTITY" in payload:
        raise Refused([dtd])
    try:
        root = etree.fromstring(payload, reading.parser())
    except (etree.XMLSyntaxError, ValueError):
        raise Refused([_no("camt.not-xml", N_("This file is no correct XML."))]) from None
    info = root.getroottree().docinfo
    if info.internalDTD is not None or info.externalDTD is not None:
        raise Refused([dtd])
    kind = _KIND.fullmatch(str(root.tag))
    if kind is None or kind["version"] not in VERSIONS:
        found = kind[1] if kind else str(root.tag)[:80]
        told = N_("This is no bank statement in CAMT.053 version 02 or 08, but %(found)s.")
        raise Refused([_no("camt.version", told, found=found)])
    return root, kind["version"]


def _statement(node: etree._Element, version: str, number: int, *, last: bool) -> Page:
    number, last = _paging(node.find("{*}StmtPgntn"), (number, last))
    name = _text(node, "Id") or "?"
    balances = {kind: one for one in node.iterfind("{*}Bal") if (kind := _text(one, "Tp/CdOrPrtry/Cd"))}
    opening = balances.get("OPBD", balances.get("PRCD"))
    closing = balances.get("CLBD")
    bookings: list[Booking] = []
    pending: list[int] = []
    iban = _iban(node, "Acct")
    if _text(node, "Acct/Ccy") not in {"", "EUR"}:
        raise Refused([_currency(name)])
    for place, entry in enumerate(node.iterfind("{*}Ntry"), 1):
        state = _text(entry, "Sts/Cd") or _text(entry, "Sts")
        if state in _NOT_MONEY_YET:
            pending.append(_signed(entry, name))
        elif state == "BOOK":
            bookings += _bookings(entry, place, name, iban)
        else:
            told = N_("Statement %(id)s: booking %(place)s has no known state (%(state)s).")
            raise Refused([_no("camt.state", told, id=name, place=str(place), state=state[:10] or "-")])
    return Page(
        iban=iban,
        id=name[:60],
        version=version,
        number=number,
        last=last,
        opening=None if opening is None else _signed(opening, name),
        closing=None if closing is None else _signed(closing, name),
        opens_on=_day(opening, "Dt") or _day(node, "FrToDt/FrDtTm"),
        closes_on=_day(closing, "Dt") or _day(node, "FrToDt/ToDtTm"),
        bookings=tuple(bookings),
        pending=tuple(pending),
    )


def _bookings(entry: etree._Element, place: int, name: str, own: str) -> Iterator[Booking]:
    """Yield the transactions of one entry; one booking for the whole when the bank does not split it."""
    total = _signed(entry, name)
    on = _day(entry, "BookgDt") or _day(entry, "ValDt")
    if on is None:
        told = N_("Statement %(id)s: booking %(place)s has no date.")
        raise Refused([_no("camt.no-date", told, id=name, place=str(place))])
    told_of_all: dict[str, Any] = {"on": on, "valued_on": _day(entry, "ValDt") or on, "group": place}
    told_of_all["bank_reference"] = _meaning(_text(entry, "AcctSvcrRef"))
    undone = _text(entry, "RvslInd") in {"true", "1"}
    details = list(entry.iterfind("{*}NtryDtls/{*}TxDtls"))
    amounts = [_part_amount(one, entry, name) for one in details]
    if len(details) == 1 and amounts[0] is None:
        amounts = [total]
    if not details or None in amounts:
        several = _count(_text(entry, "NtryDtls/Btch/NbOfTxs")) if not details else len(details)
        known = _about(details[0], total, own) if len(details) == 1 else {}
        text = _short("text", known.get("text") or _text(entry, "AddtlNtryInf"))
        known |= {"text": text, "returned": undone or known.get("returned", False)}
        yield from _nonzero(Booking(cents=total, parts=several, **told_of_all, **known))
        return
    for number, (node, cents) in enumerate(zip(details, amounts, strict=True), 1):
        known = _about(node, cents or total, own)
        known["text"] = known["text"] or _short("text", _text(entry, "AddtlNtryInf"))
        known["returned"] = known["returned"] or undone
        yield from _nonzero(
            Booking(cents=cents or 0, part=number, parts=len(details), **told_of_all, **known)
        )
    rest = total - sum(cents or 0 for cents in amounts)
    text = _short("text", _text(entry, "AddtlNtryInf"))
    last = len(details) + 1
    yield from _nonzero(
        Booking(cents=rest, part=last, parts=len(details), rest=True, text=text, **told_of_all)
    )


def _nonzero(one: Booking) -> Iterator[Booking]:
    if one.cents:
        yield one


def _about(node: etree._Element, cents: int, own: str) -> dict[str, Any]:
    """Return who is on the other side of a transaction, and what was said with it."""
    theirs, ours = ("Dbtr", "Cdtr") if cents > 0 else ("Cdtr", "Dbtr")
    if own and _iban(node, f"RltdPties/{theirs}Acct") == own:
        theirs, ours = ours, theirs
    said = [part.text or "" for part in node.iterfind("{*}RmtInf/{*}Ustrd")]
    said += [part.text or "" for part in node.iterfind("{*}RmtInf/{*}Strd/{*}AddtlRmtInf")]
    reason = _text(node, "RtrInf/Rsn/Cd") or _text(node, "RtrInf/Rsn/Prtry")
    found = {
        "name": _name(node, theirs),
        "ultimate": _name(node, f"Ultmt{theirs}"),
        "reference": _text(node, "RmtInf/Strd/CdtrRefInf/Ref"),
        "text": " ".join(" ".join(said).split()) or _text(node, "AddtlTxInf"),
        "end_to_end": _meaning(_text(node, "Refs/EndToEndId")),
        "reason": reason,
    }
    short: dict[str, Any] = {name: _short(name, value) for name, value in found.items()}
    returned = node.find("{*}RtrInf") is not None
    return {**short, "iban": _iban(node, f"RltdPties/{theirs}Acct"), "returned": returned}


def _name(node: etree._Element, who: str) -> str:
    return _text(node, f"RltdPties/{who}/Nm") or _text(node, f"RltdPties/{who}/Pty/Nm")


def _part_amount(node: etree._Element, entry: etree._Element, name: str) -> int | None:
    """Return a transaction's own amount in cents; ``None`` if it has none in euros."""
    for path in ("{*}Amt", "{*}AmtDtls/{*}TxAmt/{*}Amt"):
        amount = node.find(path)
        if amount is not None and amount.get("Ccy") == "EUR":
            return _cents(amount, name) * _sign(
                node if node.find("{*}CdtDbtInd") is not None else entry, name
            )
    return None


def _signed(node: etree._Element, name: str) -> int:
    """Return the amount of an entry or a balance; the sign comes from its direction only."""
    amount = node.find("{*}Amt")
    if amount is not None and amount.get("Ccy") != "EUR":
        raise Refused([_currency(name)])
    return _cents(amount, name) * _sign(node, name)


def _cents(amount: etree._Element | None, name: str) -> int:
    text = "" if amount is None else (amount.text or "").strip()
    cents = Decimal(text) * 100 if _AMOUNT.fullmatch(text) else None
    if cents is None or cents != int(cents) or cents > _TOO_MUCH:
        told = N_("Statement %(id)s: “%(amount)s” is no amount in euros and cents.")
        raise Refused([_no("camt.amount", told, id=name, amount=text[:30])])
    return int(cents)


def _sign(node: etree._Element, name: str) -> int:
    direction = _text(node, "CdtDbtInd")
    if direction not in {"CRDT", "DBIT"}:
        told = N_("Statement %(id)s: an amount does not say whether it was received or paid.")
        raise Refused([_no("camt.direction", told, id=name)])
    return 1 if direction == "CRDT" else -1


def _paging(node: etree._Element | None, otherwise: tuple[int, bool]) -> tuple[int, bool]:
    if node is None:
        return otherwise
    return max(_count(_text(node, "PgNb")), 1), _text(node, "LastPgInd") in {"true", "1", ""}


def _count(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else 1


def _day(node: etree._Element | None, path: str) -> date | None:
    if node is None:
        return None
    text = _text(node, f"{path}/Dt") or _text(node, f"{path}/DtTm") or _text(node, path)
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        raise Refused([_no("camt.date", N_("“%(text)s” is no date."), text=text[:20])]) from None


def _text(node: etree._Element, path: str) -> str:
    found = node.find("/".join(f"{{*}}{name}" for name in path.split("/")))
    return "" if found is None else " ".join((found.text or "").split())


def _iban(node: etree._Element, path: str) -> str:
    return _text(node, f"{path}/Id/IBAN").replace(" ", "").upper()[:34]


def _meaning(reference: str) -> str:
    """Return a reference that means something; zeros or a word for nothing become empty."""
    return "" if reference.upper() in _SAYS_NOTHING or not reference.strip("0") else reference[:60]


def _short(name: str, value: str) -> str:
    return value[: _LENGTHS[name]]


def _currency(name: str) -> Refusal:
    return _no("camt.currency", N_("Statement %(id)s is not in euros."), id=name)


def _no(code: str, reason: str, **facts: object) -> Refusal:
    return Refusal(code, reason, facts=facts, field="file")
