"""Another covenant is another file, not other code."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from kennispact.ground.kit.calendar import MonthDay
from kennispact.registers.covenant import queries
from kennispact.registers.covenant.definition import SizeClass
from kennispact.registers.covenant.loader import checks, load

SECOND = Path(__file__).parent / "second.toml"


def test_another_network_has_other_parties_years_and_clauses() -> None:
    covenant = load(SECOND)
    assert [party.key for party in covenant.parties] == ["rivierennetwerk", "kenniswerf"]
    assert covenant.party("network").legal_person
    assert list(covenant.contribution.years) == [2025, 2026, 2027, 2028]
    assert list(covenant.clauses) == ["1.1", "1.2", "1.3"]
    assert checks(covenant) == []


def test_a_contribution_can_have_size_classes_a_base_a_minimum_and_a_maximum() -> None:
    terms = load(SECOND).contribution
    assert terms.rate is None
    assert (terms.base, terms.minimum, terms.maximum) == (
        Decimal("500.00"),
        Decimal("1250.00"),
        Decimal("9000.00"),
    )
    assert terms.classes == (
        SizeClass(0, 20000, amount=Decimal("720.85")),
        SizeClass(20000, 50000, amount=Decimal("4325.08")),
        SizeClass(50000, None, rate=Decimal("0.0776")),
    )


def test_notice_can_be_half_a_year() -> None:
    assert load(SECOND).notice.before == MonthDay(7, 1)


def test_a_window_from_29_february_opens_a_day_earlier_in_other_years() -> None:
    opens = [one.opens_on for one in load(SECOND).obligation["plan"].occurrences]
    assert opens == [date(2025, 2, 28), date(2026, 2, 28), date(2027, 2, 28), date(2028, 2, 29)]


def test_the_setting_decides_which_covenant_runs(settings) -> None:
    first = queries.covenant()
    assert first.key == "g40-platform31-2023"
    assert queries.covenant() is first
    settings.KENNISPACT_COVENANT = SECOND
    assert queries.covenant().key == "rivierenland-kenniswerf-2025"
