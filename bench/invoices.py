"""W5a: forty-one invoices of each of five years, complete and checked, beside the sum of their raw parts.
W5b: 4,100 of them, a hundred years of forty-one, in one process.

invoices.py    prints a JSON line a year, seconds for forty-one (the parts are measured on the same facts), and one
               for all: how many times the time of forty-one, and the memory of all processes after 41 and after 4,100

A hundred years, because that is how 4,100 come about: the covenant is the real one, with later last years.
"""

import json
import os
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

HOME = tempfile.TemporaryDirectory(prefix="kennispact-bench-invoices-")
os.environ["DJANGO_SETTINGS_MODULE"] = "kennispact.config.settings"
os.environ["KENNISPACT_HOME"] = HOME.name
COVENANT = Path(HOME.name) / "long.toml"
os.environ["KENNISPACT_COVENANT"] = str(COVENANT)
REAL = Path(__file__).resolve().parents[1] / "covenants" / "g40-platform31-2023.toml"
LATER = {
    "ends_before = 2028-01-01": "ends_before = 2123-01-01",
    "ends_on = 2027-12-31": "ends_on = 2122-12-31",
    "first_year = 2023\nlast_year = 2027": "first_year = 2023\nlast_year = 2122",
}
definition = REAL.read_text(encoding="utf-8")
for text, other in LATER.items():
    assert text in definition, text
    definition = definition.replace(text, other, 1)
COVENANT.write_text(definition, encoding="utf-8")
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
from kennispact.registers.network import queries as network

CITIES, YEARS, BESIDE = 41, range(2023, 2123), range(2023, 2028)


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


def memory() -> float:
    """Return what this process and those it started hold, in MB."""
    held = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            facts = dict(line.split(":", 1) for line in status.read_text().splitlines())
        except OSError:
            continue
        if str(os.getpid()) in {facts["Pid"].strip(), facts["PPid"].strip()}:
            held += int(facts.get("VmRSS", "0 kB").split()[0])
    return held / 1024


def issue(year: int) -> float:
    made = []
    spent = timed(lambda: made.append(make.run(year, datetime(year, 3, 1, 12, tzinfo=UTC))))
    assert len(made[0].issued) == CITIES, made[0].refused
    return spent


def main() -> None:
    call_command("migrate", verbosity=0)
    make.world(CITIES)
    for city in network.organisations("city"):
        make.set_of(city.key, "buyer_reference", "Financien")
    spent = {}
    for year in YEARS:
        spent[year] = issue(year)
        if year == YEARS[0]:
            first = memory()
        if year in BESIDE:
            raw = parts(year)
            told = {
                "year": year,
                "invoices_s": round(spent[year], 2),
                **{name: round(seconds, 2) for name, seconds in raw.items()},
                "ratio": round(spent[year] / sum(raw.values()), 2),
                "memory_mb": round(memory()),
            }
            print(json.dumps(told), flush=True)
    # The first run warms up; the others of the first five tell what forty-one take.
    one = statistics.median(spent[year] for year in BESIDE[1:])
    last = statistics.median(spent[year] for year in YEARS[-len(BESIDE) :])
    told = {
        "documents": CITIES * len(YEARS),
        "seconds": round(sum(spent.values()), 1),
        "one_s": round(one, 2),
        "last_s": round(last, 2),
        "times": round(sum(spent.values()) / one, 1),
        "memory_first_mb": round(first),
        "memory_last_mb": round(memory()),
        "memory_ratio": round(memory() / first, 2),
    }
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
