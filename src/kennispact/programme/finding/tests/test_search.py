"""Searching everything: what a reader may see, also in counts; wrong input; a theme's blind spots; words of the field."""

import pytest

from kennispact.programme.finding import papers, search
from kennispact.programme.finding.models import Term
from kennispact.programme.finding.pages import searching
from kennispact.programme.products.tests import make as products
from kennispact.programme.questions.tests.make import TEXT, actors, question
from kennispact.registers.network.tests.door import signed_in, words_of

pytestmark = pytest.mark.django_db
SEARCH, WORDS, SUGGEST = "/vragen/zoeken/", "/vragen/woorden/", "/vragen/suggesties/"
THEME = "armoede_schuldhulpverlening"


@pytest.fixture
def cast():
    products.collection()
    return actors()


@pytest.fixture
def almere(cast):
    return signed_in("contactpersoon", "GM0034")


def tabs(answer):
    return {one["label"]: one["count"] for one in answer.context["tabs"]}


def test_a_question_in_confidence_is_in_no_count_of_another_city(cast, almere):
    question(cast["almere"])
    before = almere.get(SEARCH, {"q": TEXT})
    question(cast["deventer"], f"{TEXT} In stilte.", in_confidence=True)

    after = almere.get(SEARCH, {"q": TEXT})
    own = signed_in("contactpersoon", "GM0150").get(SEARCH, {"q": TEXT})

    assert tabs(after) == tabs(before)
    assert [one["url"] for one in after.context["hits"]] == [one["url"] for one in before.context["hits"]]
    assert tabs(own)["Vragen"] == tabs(after)["Vragen"] + 1


def test_a_tab_narrows_to_its_kind_and_keeps_the_counts_of_the_others(cast, almere):
    question(cast["deventer"])
    everything = almere.get(SEARCH, {"q": "schulden", "theme": THEME})
    (tab,) = (one for one in everything.context["tabs"] if one["label"] == "Producten")

    only = almere.get(SEARCH + tab["url"])

    assert {one["hit"].kind for one in only.context["hits"]} == {"product"}
    assert tabs(only) == tabs(everything)
    assert f"theme={THEME}" in tab["url"]


def test_many_hits_come_in_pages(cast, almere, monkeypatch):
    monkeypatch.setattr(searching, "PER_PAGE", 2)
    for place in range(5):
        question(cast["deventer"], f"Hoe helpen wij buurt {place} met een kwakzalverijmeldpunt?", themes=())

    for page, number in (("1", 1), ("2", 2), ("99", 3), ("-1", 3), ("x", 1)):
        answer = almere.get(SEARCH, {"q": "kwakzalverijmeldpunt", "kind": "question", "page": page})
        assert answer.context["page"].number == number
        assert answer.context["count"] == 5
        assert len(answer.context["hits"]) == (1 if number == 3 else 2)


WRONG = (
    {"kind": "onzin"},
    {"theme": "' OR 1=1"},
    {"city": "GM9999"},
    {"year": "twintig"},
    {"q": "x" * 100_000},
    {"q": "\x00\x1b"},
    {"q": "日本語 שלום"},
    {"q": "<script>alert(1)</script>"},
    {"q": '"*:* AND NOT ('},
)


def test_wrong_input_is_answered_with_a_page(almere):
    for wrong in WRONG:
        answer = almere.get(SEARCH, {"q": "schulden", **wrong})
        assert answer.status_code == 200, wrong
        assert "<script>alert(1)" not in answer.content.decode()


def test_nothing_found_offers_the_nearest_and_to_ask(cast, almere):
    question(cast["deventer"])
    page = almere.get(SEARCH, {"q": "schulden", "kind": "question", "city": "GM0034"})
    assert page.context["hits"] == []
    nowhere = almere.get(SEARCH, {"q": "schulden betalingsachterstanden", "kind": "clause"})
    assert nowhere.context["hits"] == []
    assert nowhere.context["nearest"]
    assert "Stel deze vraag" in words_of(nowhere)
    assert "Wat er het dichtst bij komt" in words_of(nowhere) or "dichtst" in words_of(nowhere)


def test_a_long_text_shows_the_piece_with_the_words_and_marks_no_others():
    text = f"{'Vooraf een lange inleiding. ' * 30}Dan gaat het over schulden & wonen. {'En nog meer. ' * 30}"
    piece = papers._around(text, "schulden wonen")
    assert "schulden" in piece
    assert piece.startswith("… ")
    assert papers.marked("<b>bewonersinitiatief</b>", "wonen") == "&lt;b&gt;bewonersinitiatief&lt;/b&gt;"
    assert "<mark>schuldendomein</mark>" in papers.marked("schuldendomein", "schulden")
    assert papers.marked("bereiden", "bereiken") == "bereiden"
    assert "<mark>" not in papers.marked("voorbeelden voor wie voorkomen wil", "voordat het te laat is")


def test_a_shared_question_takes_a_blind_spot_away(cast, almere):
    (other, *_) = search.neighbours(THEME)
    address = f"/themas/{THEME}/"
    assert other in [one.key for one in almere.get(address).context["blind"]]
    assert "Blinde vlekken" in words_of(almere.get(address))

    question(cast["deventer"], themes=(THEME, other), in_confidence=True)
    assert other in [one.key for one in almere.get(address).context["blind"]]  # not for who may not know
    question(cast["deventer"], themes=(THEME, other))
    assert other not in [one.key for one in almere.get(address).context["blind"]]


def test_words_that_a_secretary_adds_and_strikes_change_the_next_suggestions(almere):
    secretary = signed_in("secretaris", "g40")

    def suggested():
        return words_of(almere.post(SUGGEST, {"text": "Wat doen we met de flubberpijp?"}))

    assert "Samen een" not in suggested()
    secretary.post(WORDS, {"concept": "warmtenet", "words": "flubberpijp"})
    assert "Samen een" in suggested()
    address = f"{WORDS}{Term.objects.get().pk}/doorhalen/"
    assert secretary.post(address, {"why": ""}).context["form"].errors
    assert almere.post(address, {"why": "Nee"}).status_code == 403
    assert secretary.post(address, {"why": "Vergissing"}).status_code == 302
    assert "Samen een" not in suggested()
