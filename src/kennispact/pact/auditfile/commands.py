"""Handing a year of the ledger over."""

from datetime import datetime
from typing import IO

from django.db import transaction

from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.calendar import day_of
from kennispact.ground.kit.refusal import refuse_if
from kennispact.pact.auditfile import gateway, papers, queries
from kennispact.pact.auditfile.queries import Auditfile
from kennispact.pact.ledger import access
from kennispact.pact.ledger import commands as ledger


@transaction.atomic
def write_auditfile(
    *, year: int, into: IO[bytes], by: Actor, at: datetime, known: datetime | None = None
) -> Auditfile:
    """Write a year into an empty file that can be read back. Nobody books meanwhile. Changes nothing.

    :raises Refused: if nothing was booked, particulars are missing, or the official schema refuses the file
    """
    access.require(by, "hand_over")
    ledger.hold_book()
    found = queries.auditfile(year, known or at, at)
    papers.write(into, found, day_of(at))
    refuse_if(gateway.schema_refusals(into))
    into.seek(0)
    return found
