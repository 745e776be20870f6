"""The theme map and one theme, as people see them."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kennispact.registers.covenant import queries, theme_map
from kennispact.registers.network.tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    make.baseline(2)
    browser = Client()
    browser.force_login(make.mandate("ambtenaar", "GM0150").person)
    return browser


def text(client, name, *args):
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_theme_stands_on_the_map_with_its_other_names(client):
    page = text(client, "show_themes")
    for theme in queries.covenant().themes:
        assert reverse("show_theme", args=[theme.key]) in page
    assert "Ook wel Slimme mobiliteit" in page


def test_the_theme_that_is_only_named_is_marked_and_no_other(client):
    page = text(client, "show_themes")
    assert page.count("Genoemd, niet in de lijst") == 1
    assert "theme-card--unlisted" in page.split("Huisvesting van aandachtsgroepen")[0][-200:]


def test_the_graph_draws_every_touch_once_and_the_list_says_the_same(client):
    covenant, page = queries.covenant(), text(client, "show_themes")
    assert page.count('class="edge"') == len(covenant.touches)
    listed = page.split('class="touch-list"')[1]
    for touch in covenant.touches:
        assert theme_map.name_of(covenant.subject[touch.target]) in listed


def test_touching_goes_one_way_unless_the_annex_says_both(client):
    page = text(client, "show_theme", "armoede_schuldhulpverlening")
    touches, touched = page.split("<h2>Raakt</h2>")[1].split("<h2>Wordt geraakt door</h2>")
    assert "Duurzaamheid" in touches
    assert "Woningmarkt" not in touches
    assert "Woningmarkt" in touched


def test_no_name_in_the_graph_runs_out_of_the_drawing():
    drawing = str(theme_map.graph(queries.covenant()).svg)
    left, top, wide, tall = map(int, re.search(r'viewBox="([^"]+)"', drawing)[1].split())
    for anchor, x, y, words in re.findall(
        r'<text text-anchor="(\w+)"><tspan x="(-?\d+)" y="(-?\d+)">([^<]+)', drawing
    ):
        end = int(x) + len(words) * 9.5 * (1 if anchor == "start" else -1)
        assert left <= end <= left + wide
        assert top <= int(y) <= top + tall


def test_a_theme_without_priorities_says_so(client):
    assert "De documenten noemen geen prioriteiten." in text(client, "show_theme", "europa")


def test_a_theme_speaks_the_readers_language(client):
    client.cookies["django_language"] = "en"
    page = text(client, "show_theme", "woningmarkt")
    assert "Housing market" in page
    assert "Building faster, two thirds of it affordable" in page


def test_an_unknown_theme_is_not_found(client):
    assert client.get(reverse("show_theme", args=["zwaluwen"])).status_code == 404


def test_who_takes_no_part_does_not_see_the_themes(client):
    stranger = Client()
    stranger.force_login(make.person("stranger"))
    assert stranger.get(reverse("show_themes")).status_code == 403
    assert Client().get(reverse("show_themes")).status_code == 302


def test_the_map_asks_the_database_only_who_is_reading(client):
    text(client, "show_themes")
    with CaptureQueriesContext(connection) as asked:
        text(client, "show_themes")
    assert len(asked) <= 5
