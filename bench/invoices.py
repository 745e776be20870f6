"""W5a, W5b: forty-one invoices of each of five years, complete and checked, beside the sum of their raw parts.

invoices.py    prints a JSON line a year, seconds for forty-one; the parts are measured on the same facts
"""

import json
import os
import resource
import tempfile
import time
from datetime import UTC, datetime

HOME = tempfile.TemporaryDirectory(prefix="kennispact-bench-invoices-")
os.environ["DJANGO_SETTINGS_MODULE"] = "kennispact.config.settings"
os.environ["KENNISPACT_HOME"] = HOME.name
os.environ.pop("DATABASE_URL", None)

import django

django.setup()

from django.core.management import call_command

from kennispact.ground.kit.calendar import AsOf
from kennispact.pact.einvoices import checking, papers, ubl
from kennispact.pact.einvoices.facts import Profile
from kennispact.pact.invoicing import queries
from kennispact.pact.invoicing.agreed import agreed
from kennispact.pact.invoicing.models import Invoice
from kennispact.pact.invoicing.tests import make

CITIES, YEARS = 41, range(2023, 2028)


def timed(work) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def parts(year: int) -> dict[str, float]:
    """Make the PDF, the UBL and the checks of a year's invoices once more, each by itself."""
    facts = [queries.facts_of(one) for one in Invoice.objects.filter(year=year)]
    pdfs: list[bytes] = []
    xmls: list[bytes] = []
    holds = agreed(AsOf(facts[0].issued_on))
    return {
        "pdf_s": timed(lambda: pdfs.extend(papers.pdf(one) for one in facts)),
        "ubl_s": timed(
            lambda: xmls.extend(
                ubl.build(one, Profile.NLCIUS, pdf) for one, pdf in zip(facts, pdfs, strict=True)
            )
        ),
        "checks_s": timed(lambda: [checking.report_on(xml, holds, ours=True) for xml in xmls]),
    }


def main() -> None:
    call_command("migrate", verbosity=0)
    make.world(CITIES)
    for year in YEARS:
        if year != YEARS[0]:
            make.order_numbers(year)
        at = datetime(year, 3, 1, 12, tzinfo=UTC)
        made = []
        spent = timed(lambda year=year, at=at, made=made: made.append(make.run(year, at)))
        assert len(made[0].issued) == CITIES, made[0].refused
        raw = parts(year)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        whole = sum(raw.values())
        print(
            json.dumps(
                {
                    "year": year,
                    "invoices_s": round(spent, 2),
                    **{name: round(seconds, 2) for name, seconds in raw.items()},
                    "ratio": round(spent / whole, 2),
                    "memory_mb": memory,
                }
            ),
            flush=True,
        )


if __name__ == "__main__":
    main()
