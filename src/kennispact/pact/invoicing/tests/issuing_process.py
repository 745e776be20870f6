"""Invoices a year in a process of its own, for the drills.

``broken`` gives numbers that are kept before the invoice is: the drills must notice.
"""

from django.db import connection

from kennispact.pact.einvoices import checking
from kennispact.pact.einvoices.tests import make as einvoices
from kennispact.pact.invoicing import numbering
from kennispact.pact.invoicing.models import Series
from kennispact.pact.invoicing.tests import make


def prepare(*flags):
    """Return the work; it tells how many invoices it made."""
    assert checking.report_on(einvoices.xml(), lambda document: (), ours=True).passed
    if "broken" in flags:
        break_numbering()
    return issue


def issue():
    run = make.run()
    assert not run.refused, run.refused
    return len(run.issued)


def break_numbering():
    given = []

    def kept_before(series):
        if not connection.in_atomic_block:
            last = Series.objects.filter(key__startswith="given-").count()
            Series.objects.create(key=f"given-{last + 1}")
            given.append((last, f"{last:064}"))
        return given[-1]

    numbering._last = kept_before
