"""The covenant that ships with Kennispact, as its sources have it."""

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kennispact.ground.kit.calendar import MonthDay
from kennispact.registers.covenant.definition import Covenant, Evidence, Rhythm, Scope
from kennispact.registers.covenant.loader import checks, load

DEFINITION = Path(__file__).parents[5] / "covenants" / "g40-platform31-2023.toml"


@pytest.fixture(scope="module")
def covenant() -> Covenant:
    return load(DEFINITION)


def test_every_clause_of_the_covenant_is_there_in_the_order_of_the_document(covenant: Covenant) -> None:
    letters = {1: "abc", 2: "abcdefgh", 3: "ab", 4: "abcdefg", 5: "ab", 6: "abcd", 7: "abcd", 8: "abcdef"}
    expected = [f"{article}{letter}" for article, row in letters.items() for letter in row]
    expected.insert(expected.index("7d") + 1, "7d-2")
    found = [clause.key for clause in covenant.clauses.values() if clause.source == "C"]
    assert found == expected
    assert len(found) == 37


def test_agreement_annexes_letter_and_proposal_are_there_too(covenant: Covenant) -> None:
    found = Counter(clause.source for clause in covenant.clauses.values())
    assert found == {"C": 37, "O": 10, "B1": 9, "B2": 1, "B3": 1, "L": 8, "N": 2}
    assert {"O1.1", "O1.3", "O2.2", "O3.1", "O4.4", "B1-1", "B1-8", "L"} <= covenant.clauses.keys()


def test_the_terms_are_those_of_the_documents(covenant: Covenant) -> None:
    assert (covenant.signed_on, covenant.signed_at) == (date(2022, 12, 19), "Den Haag")
    assert covenant.ends_before == date(2028, 1, 1)
    agreement = covenant.agreement
    assert (agreement.starts_on, agreement.ends_on) == (date(2023, 3, 1), date(2027, 12, 31))
    assert agreement.target_on == date(2023, 3, 1)
    assert (covenant.notice.before, covenant.notice.ends) == (MonthDay(9, 1), MonthDay(1, 1))
    terms = covenant.contribution
    assert (terms.rate, terms.previous_rate) == (Decimal("0.15"), Decimal("0.13"))
    assert terms.population_on == date(2022, 1, 1)
    assert list(terms.years) == [2023, 2024, 2025, 2026, 2027]
    assert terms.clauses == ("6b", "O3.1")


def test_the_parties_are_a_network_without_legal_person_and_a_partner(covenant: Covenant) -> None:
    assert (covenant.party("network").key, covenant.party("network").legal_person) == ("g40", False)
    assert (covenant.party("partner").key, covenant.party("partner").legal_person) == ("platform31", True)


def test_the_plan_of_2023_has_its_own_deadline_and_adoption_has_not(covenant: Covenant) -> None:
    ready = covenant.obligation["plan-ready"]
    adopted = covenant.obligation["plan-adopted"]
    assert {key: one.due_on for key, one in ready.by_occurrence.items()} == {
        "2023": date(2023, 3, 1),
        **{str(year): date(year, 1, 1) for year in range(2024, 2028)},
    }
    assert [one.due_on for one in adopted.occurrences] == [date(year, 3, 31) for year in range(2023, 2028)]
    assert (adopted.evidence, adopted.by_role) == (Evidence.DECISION, "dagelijks-bestuur")


def test_a_plan_is_evaluated_in_july_and_november_of_every_year(covenant: Covenant) -> None:
    keys = [one.key for one in covenant.obligation["plan-evaluation"].occurrences]
    assert keys == [f"{year}-{month}" for year in range(2023, 2028) for month in ("07", "11")]
    november = covenant.obligation["plan-evaluation"].by_occurrence["2024-11"]
    assert (november.opens_on, november.due_on) == (date(2024, 11, 1), date(2024, 11, 30))


def test_the_whole_covenant_is_evaluated_in_the_first_half_of_2027(covenant: Covenant) -> None:
    (once,) = covenant.obligation["covenant-evaluation"].occurrences
    assert (once.key, once.opens_on, once.due_on) == ("once", date(2027, 1, 1), date(2027, 6, 30))


def test_contribution_and_agreement_are_counted_for_every_city(covenant: Covenant) -> None:
    per_city = {one.key for one in covenant.obligations if one.scope is Scope.CITY}
    assert {"contribution", "agreement-concluded"} <= per_city
    assert covenant.obligation["agreement-concluded"].occurrences[0].due_on == covenant.agreement.target_on


def test_what_waits_for_an_event_has_no_days(covenant: Covenant) -> None:
    waiting = {one.key for one in covenant.obligations if one.rhythm is Rhythm.ON_EVENT}
    assert {
        "surplus",
        "wise-persons",
        "agreement-experts",
        "objections",
        "scope-decision",
        "website",
    } <= waiting
    assert all(not covenant.obligation[key].occurrences for key in waiting)


def test_eleven_theme_groups_are_listed_four_are_independent_and_one_is_only_named(
    covenant: Covenant,
) -> None:
    listed = Counter(theme.pillar for theme in covenant.themes if theme.listed)
    assert listed == {"fysiek": 4, "economie_en_werk": 3, "sociaal": 4, "": 4}
    assert [theme.key for theme in covenant.themes if not theme.listed] == ["huisvesting_aandachtsgroepen"]


def test_what_touches_what_is_as_annex_2_says(covenant: Covenant) -> None:
    touched: dict[str, set[str]] = {}
    for touch in covenant.touches:
        touched.setdefault(touch.origin, set()).add(touch.target)
    assert {origin: len(targets) for origin, targets in touched.items()} == {
        "duurzaamheid": 3,
        "woningmarkt": 9,
        "leefomgeving_stedelijke_transformatie": 6,
        "slimme_bereikbaarheid": 3,
        "economie_en_werk": 1,
        "armoede_schuldhulpverlening": 2,
        "wonen_welzijn_zorg": 2,
        "vergunninghouders_asiel": 1,
    }
    assert {"duurzaamheid", "woningmarkt", "slimme_bereikbaarheid"} < touched[
        "leefomgeving_stedelijke_transformatie"
    ]
    assert touched["economie_en_werk"] == {"programma_stedelijke_transformatie"}
    assert "sterke_keten" not in touched, (
        "that poverty touches the strong chain does not make the chain touch poverty"
    )
    assert all(touch.target in covenant.subject for touch in covenant.touches)


def test_every_second_name_of_a_theme_leads_to_it(covenant: Covenant) -> None:
    by_name = {name: theme.key for theme in covenant.themes for name in theme.names}
    assert by_name["Slimme mobiliteit"] == "slimme_bereikbaarheid"
    assert by_name["Financiën"] == "gemeentefinancien"
    assert by_name["Democratische vernieuwing"] == "interbestuurlijke_samenwerking"
    assert by_name["Sterke keten van participatie, leren, werken en ondernemen"] == "sterke_keten"


def test_all_contradictions_of_the_sources_are_named_in_both_languages(covenant: Covenant) -> None:
    assert {
        "increase", "twelve-themes", "theme-names", "ready-and-adopted", "term", "twice-7d", "two-councils", "wise-persons",
    } <= {doubt.key for doubt in covenant.doubts}  # fmt: skip


def test_the_calendar_says_every_year_when_notice_closes(covenant: Covenant) -> None:
    closing = {day.key: (day.on, day.title) for day in covenant.key_dates if day.key.startswith("notice-")}
    assert closing["notice-2025"] == (date(2025, 8, 31), "Laatste dag om op te zeggen per 1 januari 2026")
    assert sorted(closing) == [f"notice-{year}" for year in range(2023, 2027)]


def test_the_checks_report_twelve_counted_against_eleven_listed(covenant: Covenant) -> None:
    remarks = {remark.code: remark for remark in checks(covenant)}
    assert remarks["themes.counted"].facts == {"counted": 12, "listed": 11}
    assert remarks["themes.unlisted"].facts == {"name": "Huisvesting van aandachtsgroepen"}
    assert "notice.calendar" not in remarks


def test_no_person_is_named(covenant: Covenant) -> None:
    text = DEFINITION.read_text()
    assert "@" not in text
    assert "de heer" not in text


def test_theme_keys_are_those_of_the_linking_data(covenant: Covenant) -> None:
    slugs = {
        "armoede_schuldhulpverlening", "duurzaamheid", "europa", "gemeentefinancien", "interbestuurlijke_samenwerking",
        "leefomgeving_stedelijke_transformatie", "mkb_economische_vernieuwing", "slimme_bereikbaarheid", "sterke_keten",
        "veiligheid", "vergunninghouders_asiel", "vitale_binnensteden_werklocaties", "wonen_welzijn_zorg", "woningmarkt",
        "zorg_jeugd_onderwijs",
    }  # fmt: skip
    assert {theme.key for theme in covenant.themes if theme.listed} == slugs


def test_every_owner_of_an_obligation_is_somebody_a_mandate_can_name(covenant: Covenant) -> None:
    kinds = {key: set(role.kinds) for key, role in covenant.role.items()}
    for obligation in covenant.obligations:
        if obligation.scope is Scope.NETWORK:
            assert all(kinds[owner] & {"network", "partner"} for owner in obligation.owners), obligation.key
        else:
            assert any("city" in kinds[owner] for owner in obligation.owners), obligation.key
