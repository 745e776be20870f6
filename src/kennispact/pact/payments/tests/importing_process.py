"""Brings in a statement in a process of its own, for the drills."""

from functools import partial
from pathlib import Path

from kennispact.pact.payments import camt, importing
from kennispact.pact.payments.tests import make


def prepare(path):
    """Return the work; it tells how many bookings were new. Read before, so that a kill falls in the middle."""
    content = Path(path).read_bytes()
    pages = camt.read(content)
    importing.camt.read = lambda _: pages
    return partial(bring, content)


def bring(content):
    return importing.import_statements(
        files=[importing.File("a.xml", content)], by=make.SYSTEM, at=make.AT
    ).new
