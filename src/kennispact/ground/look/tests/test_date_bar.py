"""The date bar reads the two clocks from a query, and never breaks on what people type."""

from datetime import date

import pytest
from django.http import QueryDict
from django.template import engines
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from kennispact.ground.kit.calendar import AsOf, end_of
from kennispact.ground.look.date_bar import DateBar

TODAY = date(2026, 11, 23)
LETTER_DAY = date(2025, 9, 1)


def bar(query: str) -> DateBar:
    return DateBar.read(QueryDict(query), TODAY)


def shown(query: str, language: str = "nl") -> str:
    with translation.override(language):
        return render_to_string("look/date_bar.html", {"bar": bar(query)})


def test_without_a_question_it_is_today_with_what_is_known_today():
    assert bar("").as_of == AsOf(TODAY)
    assert bar("").query == ""
    assert bar("").is_today


def test_true_then_and_known_then_are_two_questions():
    assert bar("on=01-09-2025").as_of == AsOf(LETTER_DAY)
    assert bar("on=2025-09-01&known=then").as_of == AsOf(LETTER_DAY, end_of(LETTER_DAY))
    assert "zoals het echt was" in shown("on=2025-09-01")
    assert "zoals we toen wisten" in shown("on=2025-09-01&known=then")
    assert "as we knew it then" in shown("on=2025-09-01&known=then", "en")


def test_a_moment_of_knowledge_can_be_asked_too():
    view = bar("on=2025-09-01&known=2025-09-05")
    assert view.as_of == AsOf(LETTER_DAY, end_of(date(2025, 9, 5)))
    assert "5 september 2025, 23.59 uur" in shown("on=2025-09-01&known=2025-09-05")


def test_what_is_no_date_gives_today_a_sentence_and_the_text_back():
    view = bar("on=31-02-2025&known=then")
    assert (view.as_of, view.typed) == (AsOf(TODAY), "31-02-2025")
    html = shown("on=31-02-2025")
    assert "Dit is geen datum" in html
    assert 'value="31-02-2025"' in html
    assert "open" in html.split("<details")[1].split(">")[0]


def test_another_view_keeps_the_other_fields_and_has_a_way_back():
    html = shown("on=2025-09-01&pillar=s&page=3")
    assert '<input type="hidden" name="pillar" value="s">' in html
    assert 'href="?pillar=s"' in html
    assert 'name="page"' not in html


def test_links_keep_the_view():

    template = engines["django"].from_string('{% load look %}{% dated "/steden" year=2023 %}')
    assert template.render({"date_bar": bar("on=2025-09-01&known=then")}) == (
        "/steden?on=2025-09-01&amp;known=then&amp;year=2023"
    )
    assert template.render({"date_bar": bar("")}) == "/steden?year=2023"


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_text_breaks_the_bar(on, known):
    view = DateBar.read({"on": on, "known": known}, TODAY)
    assert isinstance(view.as_of, AsOf)
    assert view.query == "" or DateBar.read(QueryDict(view.query[1:]), TODAY).as_of == view.as_of


@pytest.mark.parametrize("evil", ['"><script>alert(1)</script>', "<img src=x>"])
def test_what_was_typed_is_never_markup(evil):
    html = shown(f"on={evil}&x={evil}")
    assert "<script" not in html
    assert "<img" not in html
