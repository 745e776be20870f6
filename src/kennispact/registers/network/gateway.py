"""Population figures from Statistics Netherlands (CBS), over its open data service (OData v4).

Nothing it answers is trusted: every row must be about what was asked, or all of it is refused.
"""

import json
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from http.client import HTTPException, HTTPMessage
from typing import IO, Any, Protocol
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from kennispact.ground.kit.refusal import Refusal, Refused
from kennispact.ground.kit.words import N_

CBS = "https://datasets.cbs.nl/odata/v1/CBS/03759ned"
TABLE, MEASURE = "03759ned", "M000352"  # population on 1 January
TOTALS = {"Geslacht": "T001038", "Leeftijd": "10000", "BurgerlijkeStaat": "T001019"}
STATUSES = {"Definitief": "final", "Voorlopig": "provisional", "NaderVoorlopig": "provisional"}
MOST_BYTES, MOST_PAGES, CHUNK = 32 * 1024 * 1024, 50, 64 * 1024


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure as the statistics office gave it. ``code`` is that of the city, such as ``GM0150``."""

    code: str
    inhabitants: int
    reference_on: date
    status: str
    source: str
    table: str
    measure: str


class Statistics(Protocol):
    """A statistics office that knows how many people live in cities."""

    def observations(self, codes: Collection[str], year: int) -> tuple[Observation, ...]:
        """Return the figures on 1 January of a year; cities the office has none for are absent.

        :raises Refused: ``statistics.unavailable``, or ``statistics.not-understood``
        """
        ...


class _NoRedirect(HTTPRedirectHandler):
    """The service has one address. Another one is not followed."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        """Follow nothing; the answer then counts as an error."""


@dataclass(frozen=True, slots=True)
class CbsOpenData:
    """The service of CBS. ``seconds`` limits the whole conversation."""

    address: str = CBS
    seconds: float = 30

    def observations(self, codes: Collection[str], year: int) -> tuple[Observation, ...]:
        """Return the figures on 1 January of a year. See :class:`Statistics`."""
        deadline = time.monotonic() + self.seconds
        period = f"{year}JJ00"
        status = self._status(period, deadline)
        asked = {"Measure": MEASURE, **TOTALS, "Perioden": period}
        conditions = [f"{name} eq '{value}'" for name, value in asked.items()]
        query = urlencode({"$filter": " and ".join([*conditions, "startswith(RegioS,'GM')"])})
        found: dict[str, Observation] = {}
        for row in self._rows(f"{self.address}/Observations?{query}", deadline):
            if any(row.get(name) != value for name, value in asked.items()):
                raise _not_understood("a row about something else")
            code = str(row.get("RegioS", "")).strip()
            if code not in codes or row.get("Value") is None:
                continue
            if code in found:
                raise _not_understood("a city twice")
            found[code] = Observation(
                code=code,
                inhabitants=_whole(row["Value"]),
                reference_on=date(year, 1, 1),
                status=status,
                source=f"CBS StatLine {TABLE} ({MEASURE}, {period}, {STATUS_NAMES[status]}), CC BY 4.0",
                table=TABLE,
                measure=MEASURE,
            )
        return tuple(found[code] for code in sorted(found))

    def _status(self, period: str, deadline: float) -> str:
        row = self._get(f"{self.address}/PeriodenCodes('{period}')", deadline)
        status = STATUSES.get(str(row.get("Status")))
        if row.get("Identifier") != period or status is None:
            raise _not_understood("a period without a known status")
        return status

    def _rows(self, address: str, deadline: float) -> Iterator[dict[str, Any]]:
        """Yield the rows of all pages; a next page is only sought at the service itself."""
        for _ in range(MOST_PAGES):
            page = self._get(address, deadline)
            rows = page.get("value")
            if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
                raise _not_understood("no rows")
            yield from rows
            following = page.get("@odata.nextLink")
            if following is None:
                return
            if not isinstance(following, str) or not _is_at(following, self.address):
                raise _not_understood("a next page elsewhere")
            address = following
        raise _not_understood("too many pages")

    def _get(self, address: str, deadline: float) -> dict[str, Any]:
        """Return the object at an address.

        :raises Refused: if the service fails, is slow, or answers with anything else
        """
        request = Request(address, headers={"Accept": "application/json"})  # noqa: S310 - a fixed service
        body = bytearray()
        try:
            with build_opener(_NoRedirect).open(
                request, timeout=max(0.1, deadline - time.monotonic())
            ) as answer:
                while chunk := answer.read1(CHUNK):
                    body += chunk
                    if len(body) > MOST_BYTES or time.monotonic() > deadline:
                        raise _unavailable()
        except (OSError, HTTPException, ValueError) as error:
            raise _unavailable() from error
        try:
            found = json.loads(body, parse_float=Decimal, parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            raise _not_understood("no JSON") from error
        if not isinstance(found, dict):
            raise _not_understood("no object")
        return found


STATUS_NAMES = {"final": "definitief", "provisional": "voorlopig"}


def _is_at(address: str, service: str) -> bool:
    """Tell whether an address lies within the service: same scheme, host, port and folder."""
    one, other = urlsplit(address), urlsplit(service)
    return (
        (one.scheme, one.netloc) == (other.scheme, other.netloc)
        and one.path.startswith(f"{other.path}/")
        and ".." not in one.path
    )


def _whole(value: object) -> int:
    """Return a whole number above nought.

    :raises Refused: for anything else
    """
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or value != int(value) or value <= 0:
        raise _not_understood("a figure that is no whole number")
    return int(value)


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _unavailable() -> Refused:
    return Refused(
        [
            Refusal(
                "statistics.unavailable",
                N_("The statistics office does not answer. Nothing was changed. Try again later."),
            )
        ]
    )


def _not_understood(what: str) -> Refused:
    return Refused(
        [
            Refusal(
                "statistics.not-understood",
                N_("The statistics office answered something we do not understand. Nothing was changed."),
                facts={"what": what},
            )
        ]
    )
