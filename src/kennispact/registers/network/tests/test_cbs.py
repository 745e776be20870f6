import json
import threading
import time
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from kennispact.ground.kit.actor import SYSTEM, VISITOR
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Forbidden, Refused
from kennispact.registers.network import commands, gateway, queries, rules
from kennispact.registers.network.models import Population

from . import make

RECORDED = Path(__file__).parent / "cbs"
CODES = {"GM0150", "GM0034"}


class Office:
    """A statistics office on this machine that gives recorded answers; ``answers`` go out in order."""

    def __init__(self) -> None:
        self.answers: list[str | int | bytes | float] = []
        self.asked: list[str] = []
        office = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                office.asked.append(self.path)
                answer = office.answers.pop(0)
                if isinstance(answer, float):
                    time.sleep(answer)
                    answer = b"{}"
                status = answer if isinstance(answer, int) else 200
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", "http://127.0.0.1:9/")
                self.end_headers()
                if isinstance(answer, bytes):
                    self.wfile.write(answer)
                elif isinstance(answer, str):
                    text = (RECORDED / f"{answer}.json").read_text().replace("{service}", office.address)
                    self.wfile.write(text.encode())

            def log_message(self, *args) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.handle_error = lambda *_: None  # a caller who gave up waiting is no news
        self.address = f"http://127.0.0.1:{self.server.server_port}/odata/v1/CBS/03759ned"
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        ).start()

    def gives(self, *answers) -> gateway.CbsOpenData:
        self.answers = list(answers)
        return gateway.CbsOpenData(self.address, seconds=1)


@pytest.fixture
def office() -> Iterator[Office]:
    office = Office()
    yield office
    office.server.shutdown()
    office.server.server_close()


def test_figures_come_with_their_table_measure_and_status(office):
    found = office.gives("period-2022", "ok").observations(CODES, 2022)

    assert [(one.code, one.inhabitants) for one in found] == [("GM0034", 217_828), ("GM0150", 101_446)]
    assert (found[0].table, found[0].measure, found[0].status) == ("03759ned", "M000352", "final")
    assert found[0].reference_on == date(2022, 1, 1)
    asked = parse_qs(urlsplit(office.asked[1]).query)["$filter"][0]
    for part in (
        "Measure eq 'M000352'",
        "Geslacht eq 'T001038'",
        "Leeftijd eq '10000'",
        "Perioden eq '2022JJ00'",
    ):
        assert part in asked


def test_all_pages_are_read(office):
    found = office.gives("period-2022", "page-1", "page-2").observations(CODES, 2022)

    assert [one.code for one in found] == ["GM0034", "GM0150"]


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ([500], "statistics.unavailable"),
        (["period-2022", 503], "statistics.unavailable"),
        ([404], "statistics.unavailable"),
        ([302], "statistics.unavailable"),
        ([1.5], "statistics.unavailable"),
        ([b"<html>onderhoud</html>"], "statistics.not-understood"),
        ([b"[" * 100_000], "statistics.not-understood"),
        ([b'{"Identifier": "2022JJ00", "Status": "Misschien"}'], "statistics.not-understood"),
        (["period-2026"], "statistics.not-understood"),
        (["period-2022", b"[]"], "statistics.not-understood"),
        (["period-2022", b'{"value": [1]}'], "statistics.not-understood"),
        (["period-2022", "wrong-measure"], "statistics.not-understood"),
        (["period-2022", "wrong-period"], "statistics.not-understood"),
        (["period-2022", "fraction"], "statistics.not-understood"),
        (["period-2022", "text"], "statistics.not-understood"),
        (["period-2022", "twice"], "statistics.not-understood"),
        (["period-2022", "elsewhere"], "statistics.not-understood"),
    ],
)
def test_an_answer_that_is_not_one_is_refused(office, answers, code):
    with pytest.raises(Refused) as refused:
        office.gives(*answers).observations(CODES, 2022)

    assert [one.code for one in refused.value.refusals] == [code]


def test_pages_without_end_are_refused(office):
    with pytest.raises(Refused):
        office.gives("period-2022", *["page-1"] * 60).observations(CODES, 2022)

    assert len(office.asked) <= 52


def test_an_office_that_is_not_there_is_refused():
    with pytest.raises(Refused) as refused:
        gateway.CbsOpenData("http://127.0.0.1:9/odata", seconds=2).observations(CODES, 2022)

    assert [one.code for one in refused.value.refusals] == ["statistics.unavailable"]


@pytest.mark.django_db
def test_a_new_year_comes_in_and_the_contract_stays_as_it_was(office):
    make.baseline(2)
    base = rules.Base(date(2022, 1, 1), "6b")
    new = json.loads((RECORDED / "ok.json").read_text().replace("2022JJ00", "2024JJ00"))
    period = (RECORDED / "period-2022.json").read_text().replace("2022JJ00", "2024JJ00")
    statistics = office.gives(period.encode(), json.dumps(new).encode())

    done = commands.import_statistics(
        statistics=statistics, year=2024, purpose=commands.Purpose(base), by=SYSTEM, at=make.SET_UP_AT
    )

    assert {one.status for one in done.new} == {"final"}
    row = Population.objects.get(city__key="GM0150", happened_on=date(2024, 1, 1), status="final")
    assert (row.table, row.measure, row.inhabitants) == ("03759ned", "M000352", 101_446)
    view = AsOf(date(2025, 6, 1))
    assert {figure.inhabitants for figure in queries.populations(view, base.reference_on).values()} == {
        101_446,
        217_828,
    }


@pytest.mark.django_db
def test_another_figure_for_the_contract_is_refused_and_a_missing_city_is_named(office):
    make.baseline(3)
    changed = (RECORDED / "ok.json").read_text().replace("101446.0", "101447.0").encode()

    with pytest.raises(Refused) as refused:
        commands.import_statistics(
            statistics=office.gives("period-2022", changed), year=2022, by=SYSTEM, at=make.SET_UP_AT
        )

    assert {one.code for one in refused.value.refusals} == {"population.differs", "statistics.city-missing"}


@pytest.mark.django_db
def test_a_visitor_makes_us_ask_nothing(office):
    with pytest.raises(Forbidden):
        commands.import_statistics(statistics=office.gives(), year=2022, by=VISITOR, at=make.SET_UP_AT)

    assert office.asked == []
