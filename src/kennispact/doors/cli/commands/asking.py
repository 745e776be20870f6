"""Questions: each reads once and answers as a table, JSON or CSV."""

import sys
from datetime import date, datetime
from typing import Annotated, Any

import typer
from django.conf import settings

from kennispact.doors.cli import answers
from kennispact.doors.cli.answers import AnyFormat, CalendarFormat, Column, TableOrJson
from kennispact.ground import clock
from kennispact.ground.kit.actor import SYSTEM
from kennispact.pact.agreements import papers as agreement_papers
from kennispact.pact.agreements import queries as agreements
from kennispact.pact.contributions import papers as contribution_papers
from kennispact.pact.contributions import queries as contribution_queries
from kennispact.review.calendar import papers
from kennispact.review.calendar import queries as dates
from kennispact.review.compliance import papers as compliance_papers
from kennispact.review.compliance import queries as compliance

On = Annotated[
    date | None, typer.Option("--on", parser=answers.day, metavar="DATE", help="for this day; default today")
]
Known = Annotated[
    datetime | None,
    typer.Option(
        "--known", parser=answers.moment, metavar="MOMENT", help="with what was known then; default now"
    ),
]


def state(
    on: On = None,
    known: Known = None,
    format: Annotated[TableOrJson, typer.Option("--format")] = TableOrJson.TABLE,  # noqa: A002
) -> None:
    """The state of every clause on a day."""
    found = compliance.state(answers.view_of(on, known, clock.today()))
    if format is TableOrJson.JSON:
        answers.as_json(compliance_papers.covenant_state(found))
        return
    columns = (
        Column("artikel", "clause"),
        Column("afspraak", "title"),
        Column("keer", "occurrence"),
        Column("uiterlijk", "due_on"),
        Column("stand", "state"),
        Column("waarom", "reason"),
    )
    answers.as_table(
        f"{found.covenant.title} · {answers.written(found.view.on)}",
        columns,
        compliance_papers.state_rows(found),
    )


def contributions(
    year: Annotated[int, typer.Option("--year", min=1900, max=9999, help="the contribution year")],
    on: On = None,
    known: Known = None,
    format: Annotated[AnyFormat, typer.Option("--format")] = AnyFormat.TABLE,  # noqa: A002
) -> None:
    """What each city owes for a year, excluding VAT."""
    found = contribution_queries.contributions(year, answers.view_of(on, known, clock.today()))
    rows = [contribution_papers.contribution_row(row) for row in found.rows]
    if format is AnyFormat.JSON:
        answers.as_json(
            {
                "year": year,
                "currency": "EUR",
                "vat": "excluded",
                "total": found.total,
                "owed": found.owed,
                "unknown": [row.city.key for row in found.unknown],
                "rows": rows,
            }
        )
    elif format is AnyFormat.CSV:
        answers.as_csv(
            contribution_papers.CSV_COLUMNS, [{**row, "clauses": " ".join(row["clauses"])} for row in rows]
        )
    else:
        columns = (
            Column("stad", "city"),
            Column("inwoners", "inhabitants", number=True),
            Column("bedrag ex btw", "amount", number=True),
            Column("grond", "ground"),
            Column("bron", "source"),
        )
        total: dict[str, Any] = {"city": "totaal", "amount": found.total}
        answers.as_table(f"Bijdragen {year}", columns, [*rows, total])


def register(
    on: On = None,
    known: Known = None,
    format: Annotated[AnyFormat, typer.Option("--format")] = AnyFormat.TABLE,  # noqa: A002
) -> None:
    """Every city with its agreement as it stands on a day."""
    view = answers.view_of(on, known, clock.today())
    rows = [agreement_papers.register_row(row) for row in agreements.register(view)]
    if format is AnyFormat.JSON:
        taking_part = sum(row["participates"] for row in rows)
        answers.as_json({"on": view.on, "known": view.known, "participants": taking_part, "rows": rows})
    elif format is AnyFormat.CSV:
        answers.as_csv(agreement_papers.CSV_COLUMNS, rows)
    else:
        columns = (
            Column("stad", "city"),
            Column("stand", "standing"),
            Column("doet mee", "participates"),
            Column("sinds", "since"),
            Column("geldt tot", "ends_before"),
            Column("opzegging ontvangen", "notice_received_on"),
        )
        answers.as_table(f"Overeenkomsten op {answers.written(view.on)}", columns, rows)


def notice(
    received: Annotated[
        date, typer.Option("--received", parser=answers.day, metavar="DATE", help="the day of receipt")
    ],
    format: Annotated[TableOrJson, typer.Option("--format")] = TableOrJson.TABLE,  # noqa: A002
) -> None:
    """What a written notice received on a day leads to."""
    answer = agreement_papers.notice_answer(agreements.foretell_notice(received))
    if format is TableOrJson.JSON:
        answers.as_json(answer)
    else:
        shown = {
            "ontvangen": answer["received_on"],
            "overeenkomst geldt niet meer vanaf": answer["ends_on"],
            "laatste dag": answer["last_day"],
            "laatste jaar met bijdrage": str(answer["last_contribution_year"]),
            "regel": answer["rule"],
            "artikelleden": " ".join(answer["clauses"]),
        }
        columns = (Column("", "name"), Column("", "fact"))
        rows = [{"name": name, "fact": fact} for name, fact in shown.items()]
        answers.as_table("Opzegging", columns, rows)


def calendar(
    since: Annotated[
        date | None,
        typer.Option("--from", parser=answers.day, metavar="DATE", help="first day; default today"),
    ] = None,
    until: Annotated[date | None, typer.Option("--until", parser=answers.day, metavar="DATE")] = None,
    on: On = None,
    known: Known = None,
    format: Annotated[CalendarFormat, typer.Option("--format")] = CalendarFormat.TABLE,  # noqa: A002
) -> None:
    """All dates of the covenant, with who must act."""
    view = answers.view_of(on, known, clock.today())
    found = dates.days(view, SYSTEM, since=since or view.on, until=until)
    if format is CalendarFormat.ICS:
        name = "Kennispact"
        calendar_file = papers.ics(
            found, name=name, host=_host(), stamp=clock.now(), language=answers.language()
        )
        sys.stdout.write(calendar_file.decode())
        return
    rows = [papers.day_row(day) for day in found]
    if format is CalendarFormat.JSON:
        answers.as_json({"from": since or view.on, "until": until, "days": rows})
    else:
        columns = (
            Column("dag", "on"),
            Column("wat", "title"),
            Column("artikel", "clause"),
            Column("wie", "who"),
            Column("stand", "state"),
        )
        answers.as_table("Agenda", columns, [{**row, "who": ", ".join(row["owners"])} for row in rows])


def _host() -> str:
    return str(settings.KENNISPACT_BASE_URL).split("//")[-1].split("/")[0]
