"""W5c: forty-one agreements as Word and PDF, beside docxtpl alone and typst alone on the same data, in turn.

drafting.py [ROUNDS]    prints a JSON line a measurement, milliseconds a paper; the last one is the memory
"""

import csv
import io
import json
import os
import resource
import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kennispact.config.settings")
os.environ.setdefault("KENNISPACT_HOME", "/tmp/kennispact-bench-drafting")

import django

django.setup()

import typst
from docxtpl import DocxTemplate

from kennispact.ground.kit.typesetting_child import STANDARDS
from kennispact.pact.drafting import filling, wording
from kennispact.pact.drafting.rules import AgreementFacts, Side
from kennispact.pact.drafting.typeset import pdf as typeset


def cities() -> list[AgreementFacts]:
    with (ROOT / "data" / "municipalities.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))[:41]
    return [
        replace(
            filling.SAMPLE, key=row["code"], city=Side(row["name"], row["name"], row["name"], "burgemeester")
        )
        for row in rows
    ]


FACTS = cities()
WORDS = wording.read(wording.STANDARD, wording.AGREEMENT)
TEMPLATE = wording.STANDARD / "overeenkomst.docx"


def docx_ours() -> list[bytes]:
    return [filling.agreement_docx(one, WORDS) for one in FACTS]


def docx_alone() -> list[bytes]:
    made = []
    for said in [filling.agreement_fields(one, WORDS) for one in FACTS]:
        document, out = DocxTemplate(TEMPLATE), io.BytesIO()
        document.render(said, autoescape=True)
        document.save(out)
        made.append(out.getvalue())
    return made


def pdf_ours() -> list[bytes]:
    return [typeset.pdf(wording.agreement(one, WORDS)) for one in FACTS]


def pdf_alone() -> list[bytes]:
    template = Path(typeset.__file__).with_name("paper.typ")
    return [
        bytes(
            typst.compile(
                template,
                sys_inputs={"data": typeset.data(wording.agreement(one, WORDS))},
                pdf_standards=STANDARDS,
                ignore_system_fonts=True,
            )
        )
        for one in FACTS
    ]


def milliseconds(made) -> float:
    """Return the time of one paper."""
    began = time.perf_counter()
    count = len(made())
    return (time.perf_counter() - began) * 1000 / count


def memory() -> float:
    """Return what this process holds now, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1024**2


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    for form, ours, alone in (("docx", docx_ours, docx_alone), ("pdf", pdf_ours, pdf_alone)):
        pairs = [(milliseconds(ours), milliseconds(alone)) for _ in range(rounds)]
        print(
            json.dumps(
                {
                    "form": form,
                    "ours_ms": round(statistics.median(a for a, _ in pairs), 2),
                    "alone_ms": round(statistics.median(b for _, b in pairs), 2),
                    "ratio": round(statistics.median(a / b for a, b in pairs), 2),
                }
            ),
            flush=True,
        )
    once = memory()
    for _ in range(5):
        docx_ours()
        pdf_ours()
    print(json.dumps({"after_once_mb": round(once, 1), "after_five_times_more_mb": round(memory(), 1)}))


if __name__ == "__main__":
    main()
