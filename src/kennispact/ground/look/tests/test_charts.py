"""Charts: readable by everyone, valid, escaped, quick; the map without overlaps."""

import random
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from kennispact.ground.look.charts import bars, heat, lines, stacked
from kennispact.ground.look.style_guide import _charts
from kennispact.ground.look.tile_map import Place, abbreviations, layout, tile_map

SVG = "{http://www.w3.org/2000/svg}"
EVIL = '<script>alert("x")</script>&\''
POINTS = [
    (50.8 + random.Random(n).random() * 2.6, 3.5 + random.Random(-n).random() * 3.6) for n in range(342)
]


def every_chart():
    with translation.override("nl"):
        return _charts()


@pytest.mark.parametrize("chart", every_chart(), ids=lambda chart: chart.name)
def test_a_chart_has_a_role_a_title_a_description_and_its_figures_as_a_table(chart):
    svg = etree.fromstring(chart.svg)
    assert svg.get("role") == ("group" if chart.is_group else "img")
    named = svg.get("aria-labelledby").split()
    assert [svg.find(f"{SVG}title").get("id"), svg.find(f"{SVG}desc").get("id")] == named
    assert svg.find(f"{SVG}title").text
    assert svg.find(f"{SVG}desc").text
    figure = html.fromstring(str(chart))
    assert len(figure.findall(".//table/tbody/tr")) >= 3
    assert not [one for one in figure.iter() if one.get("style")]


def test_figures_are_written_in_the_language_of_the_reader():
    for language, written in (("nl", "15.217"), ("en", "15,217")):
        with translation.override(language):
            chart = bars("c", "Titel", "Wat u ziet.", [("Deventer", 15217)])
            assert written in chart.svg
            assert written in str(chart)


def test_names_are_never_markup():
    for chart in (
        bars("c", EVIL, EVIL, [(EVIL, 1)]),
        stacked("c", EVIL, EVIL, ["kept"], [(EVIL, [1])]),
        lines("c", EVIL, EVIL, [EVIL], [(EVIL, [1])]),
        heat("c", EVIL, EVIL, [EVIL], [(EVIL, [1])]),
        tile_map("c", EVIL, EVIL, [Place("x", EVIL, 52, 5, "kept", EVIL, EVIL)]),
    ):
        assert "<script" not in str(chart)
        etree.fromstring(chart.svg)


@given(st.lists(st.tuples(st.text("ab ", max_size=30), st.decimals(-100, 10**9, places=2)), max_size=6))
def test_any_figures_make_a_drawing_within_its_box(data):
    svg = etree.fromstring(bars("c", "T", "D", data).svg)
    for bar in svg.iter(f"{SVG}rect"):
        left, wide = (Decimal(bar.get(name).rstrip("%")) for name in ("x", "width"))
        assert wide >= 0
        assert left + wide <= 100


@given(st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), max_size=4))
def test_any_counts_make_whole_bars_lines_and_strips(rows):
    states, data = ["kept", "overdue", "on-course"], [(f"r{n}", row) for n, row in enumerate(rows)]
    etree.fromstring(stacked("c", "T", "D", states, data).svg)
    etree.fromstring(heat("c", "T", "D", ["2023", "2024", "2025"], data).svg)
    etree.fromstring(lines("c", "T", "D", ["2023", "2024", "2025"], data).svg)


@pytest.mark.parametrize("count", [0, 1, 2, 41, 120])
def test_every_place_has_a_tile_of_its_own_and_the_map_is_always_the_same(count):
    points = tuple(POINTS[:count])
    cells = layout(points)
    assert len(set(cells)) == count
    layout.cache_clear()
    assert layout(points) == cells


def test_the_same_place_forty_times_still_gives_forty_tiles():
    assert len(set(layout(((52.1, 5.1),) * 40))) == 40


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.floats(50.7, 53.6), st.floats(3.3, 7.3)), min_size=1, max_size=30))
def test_no_two_tiles_are_on_top_of_each_other(points):
    assert len(set(layout(tuple(points)))) == len(points)


def test_the_real_cities_lie_where_people_expect_them():
    cells = dict(zip(CITIES, layout(tuple(CITIES.values())), strict=True))
    assert cells["Groningen"][1] < cells["Zwolle"][1] < cells["Arnhem"][1] < cells["Maastricht"][1]
    assert cells["Leiden"][0] < cells["Amersfoort"][0] < cells["Deventer"][0] < cells["Enschede"][0]


CITIES = {
    "Groningen": (53.219, 6.568),
    "Zwolle": (52.516, 6.12),
    "Arnhem": (51.985, 5.9),
    "Maastricht": (50.853, 5.69),
    "Leiden": (52.155, 4.49),
    "Amersfoort": (52.17, 5.38),
    "Deventer": (52.27, 6.16),
    "Enschede": (52.22, 6.89),
}


def test_a_tile_is_a_link_with_name_and_state_in_words():
    with translation.override("nl"):
        chart = tile_map(
            "m", "Kaart", "D", [Place("GM0150", "Deventer", 52.2, 6.2, "in-force", "/steden/GM0150")]
        )
    link = etree.fromstring(chart.svg).find(f".//{SVG}a")
    assert (link.get("href"), link.get("aria-label")) == ("/steden/GM0150", "Deventer: Van kracht")
    assert '<a href="/steden/GM0150">Deventer</a>' in str(chart)


def test_short_names_tell_neighbours_apart():
    names = ["Haarlem", "Haarlemmermeer", "Almelo", "Almere", "Deventer"]
    assert len(set(abbreviations(names))) == 5
