"""Linking on the command line: a question and what exists about it; files ranked for a scorer."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from kennispact.doors.cli import answers
from kennispact.doors.cli.answers import Column, TableOrJson
from kennispact.ground import clock
from kennispact.ground.kit.actor import Actor, Capacity
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Refusal, Refused, refuse_if
from kennispact.ground.kit.words import N_
from kennispact.programme.finding import papers, queries
from kennispact.programme.linking import bench
from kennispact.programme.products.rules import clean
from kennispact.programme.questions.rules import text_refusals
from kennispact.registers.covenant import queries as covenants

NOT_READ = N_("This cannot be read: %(what)s")


def link_bench(
    items: Annotated[Path, typer.Option("--items", help="products: JSON lines with id, title, excerpt")],
    questions: Annotated[Path, typer.Option("--questions", help="questions: JSON lines with id, question")],
    out: Annotated[Path, typer.Option("--out", help="folder for items.tsv, pairs.tsv and themes.tsv")],
) -> None:
    """Rank files of products and questions from scratch. The database is left alone."""
    try:
        runs = bench.run(items, questions, out)
    except (bench.BadFile, OSError) as wrong:
        raise Refused([Refusal("link.not-read", NOT_READ, facts={"what": str(wrong)})]) from wrong
    answers.say(f"kennispact: {runs.items} + {runs.pairs} + {runs.themes} -> {out}")


def link(
    format: Annotated[TableOrJson, typer.Option("--format")] = TableOrJson.TABLE,  # noqa: A002
) -> None:
    """Show what exists about the question on standard input: questions, products, themes, and why."""
    text = clean(sys.stdin.buffer.read(MOST_BYTES).decode(errors="replace"))
    refuse_if(text_refusals(text))
    found = papers.found(queries.suggestions(text, _anybody(), AsOf(clock.today()), most=10))
    if format is TableOrJson.JSON:
        answers.as_json({"question": text, **found})
        return
    columns = (
        Column("wat", "what"),
        Column("titel", "title"),
        Column("score", "score"),
        Column("waarom", "why"),
    )
    rows = [
        {
            "what": row["key"],
            "title": row["title"],
            "score": f"{row['score']:.2f}",
            "why": papers.in_a_line(row),
        }
        for row in (*found["products"], *found["questions"])
    ]
    answers.as_table("Wat er al is", columns, rows)
    themes = [{"theme": row["key"], "confidence": f"{row['confidence']:.2f}"} for row in found["themes"]]
    answers.as_table("Thema's", (Column("thema", "theme"), Column("zekerheid", "confidence")), themes)


MOST_BYTES = 1024 * 1024


def _anybody() -> Actor:
    """Return somebody who takes part and has no secrets: the command line shows what all cities may see."""
    covenant = covenants.covenant()
    return Actor(capacities=(Capacity("", "", "network", covenant.signed_on),))
