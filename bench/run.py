"""Measure everything beside its reference, in turn, in one run, and write the numbers to docs/performance.md.

run.py [WORK]    WORK keeps the worlds between runs; by default var/bench
"""

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import linking_rows

ROOT = Path(__file__).resolve().parents[1]
PYTHON = str(ROOT / ".venv" / "bin" / "python")
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
ROUNDS = 5
HAS_POSTGRES = any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
WITH_POSTGRES = (PYTHON, str(ROOT / "tools" / "with_postgres.py"))


def run(*command: str) -> list[dict]:
    """Run one program and return the JSON lines it prints."""
    done = subprocess.run(command, cwd=ROOT / "bench", capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stderr[-2000:]}")
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def asof(work: Path, cities: int) -> list[str]:
    """Measure the state of the covenant on any day, ours and the references in turn."""
    folder = str(work / f"asof-{cities}")
    kinds = ("ours", "statement", "reference")
    run(PYTHON, "asof.py", "ours", folder, str(cities), "250000")
    found = {kind: [] for kind in kinds}
    for _ in range(ROUNDS):
        for kind in kinds:
            found[kind].append(run(PYTHON, "asof.py", kind, folder, str(cities), "250000")[-1])
    p50 = {kind: [one["p50_ms"] for one in found[kind]] for kind in kinds}

    def ratio(kind: str) -> str:
        return f"{statistics.median(a / b for a, b in zip(p50['ours'], p50[kind], strict=True)):.2f}"

    cells = found["ours"][0]["cells"]
    middle = {kind: f"{statistics.median(p50[kind]):.1f}" for kind in kinds}
    return [
        f"| {cities} cities x 60 clauses ({cells} cells), 250,000 acts | {middle['ours']} | {middle['statement']} "
        f"| {ratio('statement')} | {middle['reference']} | {ratio('reference')} |"
    ]


def pages(work: Path) -> tuple[list[str], dict]:
    """Measure the pages beside the bare page."""
    found = run(PYTHON, "pages.py", str(work / "pages"), str(ROUNDS))
    rows = [
        f"| {one['page']} | {one['at_once']} | {one['p50_ms']} | {one['bare_p50_ms']} | {one['ratio_p50']} "
        f"| {one['ratio_p95']} | {one['errors']} |"
        for one in found
        if "ratio_p50" in one
    ]
    return rows, found[-1]


def suggestions(work: Path) -> list[str]:
    """Measure the linking beside other engines, and the page while somebody types."""
    place = work / "linking"
    with_postgres = WITH_POSTGRES if HAS_POSTGRES else ()
    sizes = [int(size) for size in os.environ.get("LINKING", "310,20000").split(",")]
    lines = [
        "**Linking (W1): a question of 30 words, ten answers.** *Whole answer*: with themes, reasons and the order of"
        " the product itself. The ratios are to tantivy with compounds taken apart: words only, and building.",
    ]
    for size in sizes:
        table = (
            "linking.py",
            "table",
            str(ROOT / "data" / "products.jsonl"),
            str(place),
            str(size),
            str(ROUNDS),
        )
        found = {(one["engine"], one["mode"]): one for one in run(*with_postgres, PYTHON, *table)}
        lines += ["", f"{size:,} items:", "", *linking_rows.HEAD, *linking_rows.rows(found)]
    (seen,) = run(PYTHON, "suggesting.py", str(place), str(sizes[-1]))
    return [
        *lines,
        "",
        f"The page while typing, {seen['n']:,} products, every layer but the network: p50 {seen['typing_p50_ms']:.0f} ms,"
        f" p95 {seen['typing_p95_ms']:.0f} ms, processor {seen['typing_cpu_ms']:.0f} ms an answer. Index from the database:"
        f" {seen['rebuild_wall_s']:.1f} s ({seen['rebuild_cpu_s']:.1f} s of processor), the process at {seen['rebuild_rss_mb']}"
        f" MB. One more product was {'found' if seen['found'] else 'NOT found'} {seen['found_after_ms']:.0f} ms later,"
        " commit and answer included.",
    ]


def papers() -> list[str]:
    """Measure the agreements beside docxtpl alone and typst alone."""
    *forms, kept = run(PYTHON, "drafting.py", str(ROUNDS))
    rows = [f"| {one['form']} | {one['ours_ms']} | {one['alone_ms']} | {one['ratio']} |" for one in forms]
    return [
        "**Papers (W5c), ms a paper, 41 agreements.** *Alone*: docxtpl for Word, typst for PDF, on the same data.",
        "",
        "| Form | ours | alone | ratio |",
        "| --- | ---: | ---: | ---: |",
        *rows,
        "",
        f"Memory after 41 papers of each form: {kept['after_once_mb']} MB; after 205 more of each:"
        f" {kept['after_five_times_more_mb']} MB.",
        "",
    ]


def invoices() -> list[str]:
    """Measure five years of forty-one invoices beside the sum of their parts."""
    *found, whole = run(PYTHON, "invoices.py")
    rows = [
        f"| {one['year']} | {one['invoices_s']} | {one['pdf_s']} | {one['ubl_s']} | {one['checks_s']} | {one['ratio']} "
        f"| {one['memory_mb']} |"
        for one in found
    ]
    return [
        "**Invoices (W5a), seconds for 41: number, PDF, UBL, every check, booking.** *Ratio*: to the sum of PDF,"
        " UBL and checks alone on the same facts. The first year warms up the rules.",
        "",
        "| Year | whole | PDF | UBL | checks | ratio | memory, MB |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
        *rows,
        "",
        f"{whole['documents']:,} invoices (W5b), a hundred years of 41 in one process: {whole['seconds']:.0f} s,"
        f" {whole['times']:.0f} times the {whole['one_s']:.2f} s of 41; the last years {whole['last_s']:.2f} s each. Memory of"
        f" all processes {whole['memory_first_mb']} MB after 41, {whole['memory_last_mb']} MB after all:"
        f" {whole['memory_ratio']:.2f} times.",
        "",
        *numbers(),
    ]


def numbers() -> list[str]:
    """Measure two workers that give numbers at once beside the raw drill, on each engine there is."""
    found = run(PYTHON, "numbering.py", "400", "3")
    if HAS_POSTGRES:
        found += run(*WITH_POSTGRES, PYTHON, "numbering.py", "400", "3")
    rows = [
        f"| {one['engine']} | {one['ours_per_s']} | {one['raw_per_s']} | {one['ratio']} |" for one in found
    ]
    return [
        "**Numbers given by two workers at once (W5e), a second.** *Raw*: a number and two small rows. *Ours*: the sealed"
        " invoice, its e-invoice, its sealed booking and the line in the journal, all or nothing.",
        "",
        "| Engine | ours | raw | ratio |",
        "| --- | ---: | ---: | ---: |",
        *rows,
        "",
    ]


def main() -> None:
    if not shutil.which("wrk"):
        if os.geteuid() != 0:
            sys.exit("bench: apt-get install --no-install-recommends wrk")
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "wrk"], check=True)
    work = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "var" / "bench"
    states = [*asof(work, 41), *asof(work, 342)]
    rows, memory = pages(work)
    links = suggestions(work)
    fresh, after = memory["fresh"], memory["after"]
    text = "\n".join(
        [
            BEGIN,
            f"Measured on {datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} cores,"
            " medians of five rounds in turn.",
            "",
            "**State of the covenant on any day (W6), ms, SQLite.** *Statement*: the one SQL statement alone, on"
            " the same table. *Bare*: the best statement on a bare table of five integers.",
            "",
            "| World | ours | statement | ratio | bare | ratio |",
            "| --- | ---: | ---: | ---: | ---: | ---: |",
            *states,
            "",
            "**Pages (W3), signed in, two workers, SQLite, ms at 1 and 16 at once.** The bare page lists 50 of 10,000.",
            "",
            "| Page | at once | p50 | bare p50 | ratio p50 | ratio p95 | errors |",
            "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
            *rows,
            "",
            *papers(),
            *invoices(),
            "**Memory of a worker (W8), MB.**",
            "",
            "| | bare | ours | ratio |",
            "| --- | ---: | ---: | ---: |",
            f"| fresh | {fresh['bare']} | {fresh['ours']} | {fresh['ours'] / fresh['bare']:.2f} |",
            f"| after the load | {after['bare']} | {after['ours']} | {after['ours'] / after['bare']:.2f} |",
            "",
            *links,
            END,
        ]
    )
    page = PAGE.read_text(encoding="utf-8")
    head, rest = page.split(BEGIN)[0], page.split(END)[1]
    PAGE.write_text(head + text + rest, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
