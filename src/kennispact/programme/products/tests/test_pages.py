"""The pages of products: who sees what, wrong input, and that a list costs the same for many as for few."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kennispact.ground.kit.calendar import AsOf
from kennispact.programme.products import queries, reader
from kennispact.registers.network.tests import make as network
from kennispact.registers.network.tests.door import signed_in, words_of

from .make import DAY, product

pytestmark = pytest.mark.django_db
FORM = {"title": "Nieuw", "kind": "publication", "year": "2025", "audience": "public", "themes": ["europa"]}


@pytest.fixture
def secretary():
    network.baseline(2)
    return signed_in("secretaris", "g40")


def test_a_visitor_finds_what_is_public_and_nothing_else(secretary):
    product("Openbaar <b>stuk</b>")
    product("Besloten", audience="parties")
    visitor = Client()

    page = words_of(visitor.get("/producten/"))
    assert "Openbaar &lt;b&gt;stuk" in page
    assert "Besloten" not in page
    assert "Besloten" not in visitor.get("/producten/producten.csv").content.decode()
    assert visitor.get("/producten/P001/").status_code == 200
    assert visitor.get("/producten/P002/").status_code == visitor.get("/producten/P999/").status_code == 302
    assert "Besloten" in words_of(secretary.get("/producten/"))
    assert secretary.get("/producten/P999/").status_code == 404


def test_a_product_is_registered_corrected_and_withdrawn(secretary):
    assert secretary.post("/producten/nieuw/", FORM).url == "/producten/P001/"
    known = {**FORM, "title": "Beter", "why": "Typefout"}
    assert secretary.post("/producten/P001/verbeteren/", known).status_code == 302
    page = words_of(secretary.get("/producten/P001/"))
    assert "Beter" in page
    assert "Typefout" in page
    assert secretary.post("/producten/P001/intrekken/", {"why": "Oud"}).status_code == 302
    assert secretary.post("/producten/P001/intrekken/", {"why": "Oud"}).context["form"].errors
    assert "Oud" in words_of(secretary.get("/producten/P001/"))
    assert "Beter" not in words_of(secretary.get("/producten/"))


def test_a_city_registers_for_itself_only(secretary):
    city = signed_in("contactpersoon", "GM0150")
    assert city.post("/producten/nieuw/", {**FORM, "organisation": "GM0034"}).status_code == 302
    (line,) = queries.products(AsOf(DAY.replace(year=2030)))
    assert line.organisation == "GM0150"
    product("Van een ander")
    assert city.get("/producten/P002/verbeteren/").status_code == 403
    assert city.get("/producten/inlezen/").status_code == 403
    assert city.get("/producten/soorten/").status_code == 403


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("leeg.csv", b""),
        ("x.csv", b"titel;soort;jaar\n;x;y\n"),
        ("x.xlsx", b"PK\x03\x04kapot"),
        ("x.json", b"[1]"),
    ],
)
def test_a_wrong_file_says_why_and_changes_nothing(secretary, name, payload):
    answer = secretary.post("/producten/inlezen/", {"file": SimpleUploadedFile(name, payload)})
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert "%(" not in words_of(answer)
    assert queries.count(AsOf(DAY)) == 0


def test_a_huge_file_is_refused(secretary, monkeypatch):
    monkeypatch.setattr(reader, "MOST_BYTES", 1000)
    answer = secretary.post("/producten/inlezen/", {"file": SimpleUploadedFile("x.csv", b"x" * 2000)})
    assert "groter dan" in words_of(answer)


def test_a_list_is_tried_before_it_comes_in(secretary):
    payload = b"titel;soort;jaar\nEen;publicatie;2020\n"
    tried = secretary.post("/producten/inlezen/", {"file": SimpleUploadedFile("x.csv", payload), "try": "1"})
    assert "1 product zou nieuw zijn" in words_of(tried)
    assert queries.count(AsOf(DAY.replace(year=2030))) == 0
    assert (
        secretary.post("/producten/inlezen/", {"file": SimpleUploadedFile("x.csv", payload)}).status_code
        == 302
    )
    assert queries.count(AsOf(DAY.replace(year=2030))) == 1


def test_a_kind_is_added(secretary):
    secretary.post("/producten/soorten/", {"key": "podcast", "name": "podcast", "name_en": "podcast"})
    assert "podcast" in words_of(secretary.get("/producten/nieuw/"))


def test_the_list_asks_as_much_for_many_as_for_few(secretary, django_assert_max_num_queries):
    product()
    secretary.get("/producten/")
    with django_assert_max_num_queries(12) as few:
        secretary.get("/producten/")
    for number in range(60):
        product(f"Stuk {number}")
    with django_assert_max_num_queries(12) as many:
        answer = secretary.get("/producten/")
    assert len(few) == len(many)
    assert answer.context["page"].paginator.num_pages == 3
    assert len(answer.content) < 40_000
    for query in ({"q": "'; DROP"}, {"q": "x" * 300}, {"year": "abc"}, {"page": "999"}, {"theme": "nee"}):
        assert secretary.get("/producten/", query).status_code == 200
