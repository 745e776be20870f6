"""Invoices on the command line: what to invoice, issue it, take a paper out, check one from anywhere."""

import sys
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer
from django.utils.translation import gettext

from kennispact.doors.cli import answers
from kennispact.doors.cli.answers import Column, TableOrJson
from kennispact.doors.cli.commands.asking import Known, On
from kennispact.ground import clock
from kennispact.ground.journal import commands as journal
from kennispact.ground.kit.actor import SYSTEM
from kennispact.ground.kit.money import NotAnAmount, parse_amount
from kennispact.ground.kit.refusal import Refusal, Refused
from kennispact.ground.look import sentences
from kennispact.pact.einvoices import checking
from kennispact.pact.einvoices.facts import Profile
from kennispact.pact.invoicing import commands, particulars, queries
from kennispact.pact.invoicing import papers as rows_of
from kennispact.pact.invoicing.agreed import agreed
from kennispact.registers.network import queries as network

app = typer.Typer(help="Invoices: propose, issue, render, check.", no_args_is_help=True)
Year = Annotated[int, typer.Option("--year", min=1900, max=9999, help="the contribution year")]
Format = Annotated[TableOrJson, typer.Option("--format")]


@app.callback()
def invoices() -> None:
    """Tell where the change came in."""
    journal.origin.set("command line: invoices")


@app.command("propose")
def propose(year: Year, on: On = None, known: Known = None, format: Format = TableOrJson.TABLE) -> None:  # noqa: A002
    """Show what a run would invoice, and what is missing for it. Exit 1 if the supplier misses something."""
    found = queries.proposal(year, answers.view_of(on, known, clock.today()))
    rows = [rows_of.proposal_row(row) for row in found.rows]
    missing = [sentences.refusal(one) for one in found.refusals]
    if format is TableOrJson.JSON:
        answers.as_json({"year": year, "missing": missing, "ready": len(found.ready), "rows": rows})
    else:
        columns = (
            Column("stad", "city"),
            Column("stand", "standing"),
            Column("zonder btw", "net", number=True),
            Column("btw", "vat", number=True),
            Column("totaal", "gross", number=True),
            Column("factuur", "number"),
            Column("wat ontbreekt", "why"),
        )
        shown = [
            {**row, "standing": gettext(rows_of.STANDINGS[row["standing"]]), "why": " ".join(row["missing"])}
            for row in rows
        ]
        answers.as_table(f"Te factureren over {year}", columns, shown)
    for one in missing:
        answers.say(one)
    if missing:
        raise typer.Exit(1)


@app.command("issue")
def issue(
    year: Year,
    again: Annotated[
        list[str] | None,
        typer.Option("--again", help="a city to invoice once more after its whole invoice was credited"),
    ] = None,
    format: Format = TableOrJson.TABLE,  # noqa: A002
) -> None:
    """Invoice every city that owes and has no invoice yet. Exit 1 if a city was left out."""
    run = commands.issue(year=year, by=SYSTEM, at=clock.now(), again=[key.upper() for key in again or ()])
    left_out = {key: [sentences.refusal(one) for one in found] for key, found in run.refused.items()}
    if format is TableOrJson.JSON:
        answers.as_json(
            {
                "year": year,
                "issued": [rows_of.invoice_row(one) for one in run.issued],
                "present": [rows_of.invoice_row(one) for one in run.present],
                "left_out": left_out,
            }
        )
    else:
        answers.as_table(
            f"Gemaakte facturen over {year}", _COLUMNS, [rows_of.invoice_row(one) for one in run.issued]
        )
        answers.say(f"{len(run.issued)} gemaakt, {len(run.present)} waren er al, {len(left_out)} niet.")
        for key, reasons in left_out.items():
            answers.say(f"{key}: {' '.join(reasons)}")
    if left_out:
        raise typer.Exit(1)


_COLUMNS = (
    Column("factuur", "number"),
    Column("stad", "city"),
    Column("datum", "issued_on"),
    Column("uiterlijk", "due_on"),
    Column("zonder btw", "net", number=True),
    Column("btw", "vat", number=True),
    Column("totaal", "gross", number=True),
)


@app.command("list")
def list_invoices(
    on: On = None,
    known: Known = None,
    year: Annotated[int | None, typer.Option("--year")] = None,
    format: Format = TableOrJson.TABLE,  # noqa: A002
) -> None:
    """List the invoices and credit notes."""
    view = answers.view_of(on, known, clock.today())
    rows = [rows_of.invoice_row(one) for one in queries.invoices(view, year=year)]
    if format is TableOrJson.JSON:
        answers.as_json(rows)
    else:
        answers.as_table(f"Facturen op {answers.written(view.on)}", _COLUMNS, rows)


@app.command("credit")
def credit(
    number: Annotated[str, typer.Argument(help="the invoice's number, such as G40-2023-0010")],
    why: Annotated[str, typer.Option("--why", help="said on the credit note")],
    net: Annotated[str, typer.Option("--net", help="amount without VAT; default what is left")] = "",
) -> None:
    """Credit an invoice, wholly or for a part."""
    amount = _amount(net) if net else None
    made = commands.credit(invoice=queries.invoice(number), why=why, net=amount, by=SYSTEM, at=clock.now())
    answers.as_table("Creditfactuur", _COLUMNS, [rows_of.invoice_row(made)])


def _amount(text: str) -> Decimal:
    try:
        return parse_amount(text)
    except NotAnAmount:
        raise typer.BadParameter(f"{text}: 15216,90 / 15216.90") from None


@app.command("render")
def render(
    city: Annotated[str, typer.Option("--city", help="the city's code, such as GM0150")],
    year: Year,
    profile: Annotated[Profile, typer.Option("--profile")] = Profile.NLCIUS,
    out: Annotated[Path | None, typer.Option("--out", help="the file to write; default stdout")] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="the readable PDF instead of the e-invoice")] = False,
) -> None:
    """Write a city's e-invoice for a year, checked in this profile."""
    found = queries.invoice_of(city, year)
    paper = commands.make_paper(invoice=found, profile=profile, by=SYSTEM, at=clock.now())
    content = rows_of.readable(paper) if pdf else bytes(paper.xml)
    if out is None:
        sys.stdout.buffer.write(content)
    else:
        out.write_bytes(content)
        answers.say(f"{found.text}: {out}")


@app.command("check")
def check(
    file: Annotated[Path, typer.Argument(help="an e-invoice (XML), from us or from elsewhere", exists=True)],
    format: Format = TableOrJson.TABLE,  # noqa: A002
) -> None:
    """Check an e-invoice against every rule. Exit 1 if one is broken or could not be looked at."""
    report = checking.report_on_strange(file.read_bytes(), agreed(answers.view_of(None, None, clock.today())))
    answer = {"file": str(file), **report.plain(), "failed": list(report.broken)}
    if format is TableOrJson.JSON:
        answers.as_json(answer)
    else:
        layers: list[dict[str, Any]] = answer["layers"]
        columns = (Column("laag", "name"), Column("uitkomst", "said"), Column("regels", "rules"))
        answers.as_table(str(file), columns, [{**one, "said": _said(one)} for one in layers])
        found = [
            {"rule": one.rule, "text": sentences.told(one.text, one.facts), "where": one.where,
             "weight": "fout" if one.fatal else "advies"}
            for layer in report.layers
            for one in layer.findings
        ]  # fmt: skip
        if found:
            headings = ("regel", "rule"), ("", "weight"), ("wat", "text"), ("waar", "where")
            answers.as_table("Gevonden", [Column(*one) for one in headings], found)
    if not report.passed:
        raise typer.Exit(1)


def _said(layer: dict[str, Any]) -> str:
    words = {"passed": "goed", "failed": "fout", "not-run": "niet uitgevoerd"}
    why = f" ({layer['why']})" if layer["why"] else ""
    return f"{words[layer['outcome']]}{why}"


@app.command("settings")
def settings(
    file: Annotated[
        Path | None,
        typer.Argument(help="a TOML file with what invoices need; without it: show it"),
    ] = None,
    year: Annotated[int, typer.Option("--year", help="show the cities' facts for this year")] = 0,
) -> None:
    """Set what invoices need (supplier, cities, order numbers per year) from a file, or show it."""
    if file is not None:
        _set_all(tomllib.loads(file.read_text(encoding="utf-8")))
        return
    today = clock.today()
    view = answers.view_of(None, None, today)
    cities = network.organisations("city")
    known = particulars.of_cities(view, year or today.year, cities)
    answers.as_json(
        {
            "supplier": particulars.of_supplier(view),
            "year": year or today.year,
            "cities": {city.key: known[city.pk] for city in cities},
        }
    )


def _set_all(told: dict[str, Any]) -> None:
    """Set every fact of the file; all refusals come at once, and what was right was set."""
    since: date = told.get("since", clock.today())
    refusals: list[Refusal] = []
    for (key, year, name), value in _wanted(told).items():
        try:
            _set_one(key, year, name, value, since)
        except Refused as refused:
            refusals += refused.refusals
    if refusals:
        raise Refused(refusals)


def _wanted(told: dict[str, Any]) -> dict[tuple[str, int | None, str], str]:
    """Return per organisation, year and name the value the file gives; a city's own goes before ``all``."""
    partner = particulars.partner().key
    found: dict[tuple[str, int | None, str], str] = {}
    found |= {(partner, None, name): str(value) for name, value in told.get("supplier", {}).items()}
    cities = dict(told.get("cities", {}))
    common = cities.pop("all", {})
    everyone = {city.key: common for city in network.organisations("city")} if common else {}
    for key, facts in [*everyone.items(), *cities.items()]:
        for name, value in facts.items():
            if name.isdigit():
                found |= {(key, int(name), inner): str(said) for inner, said in value.items()}
            else:
                found[key, None, name] = str(value)
    return found


def _set_one(key: str, year: int | None, name: str, value: str, since: date) -> None:
    commands.set_value(
        organisation=network.organisation(key),
        name=name,
        value=value,
        since=since,
        year=year,
        by=SYSTEM,
        at=clock.now(),
    )
