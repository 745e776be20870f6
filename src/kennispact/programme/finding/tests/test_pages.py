"""The pages of questions and finding: who sees what, wrong input, nothing lost, nothing twice."""

import pytest

from kennispact.ground.kit.actor import SYSTEM
from kennispact.ground.kit.calendar import EVER
from kennispact.programme.products.tests import make as products
from kennispact.programme.questions import queries
from kennispact.programme.questions.models import Question
from kennispact.programme.questions.tests.make import TEXT, actors, question
from kennispact.registers.network.tests.door import signed_in, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    products.collection()
    return actors()


@pytest.fixture
def deventer(cast):
    return signed_in("contactpersoon", "GM0150")


def asked(**more):
    return {
        "text": TEXT,
        "organisation": "GM0150",
        "openness": "open",
        "token": "4d3b5bd0-9f0e-4c13-9d41-0a8d5ac9f5d1",
        "themes": ["armoede_schuldhulpverlening"],
        **more,
    }


def test_what_exists_shows_with_and_without_a_script(deventer):
    piece = deventer.post("/vragen/suggesties/", asked())
    page = deventer.post("/vragen/stellen/", asked(show="1"))

    for answer in (piece, page):
        assert "Eerder aan de bel" in words_of(answer).replace("<mark>", "").replace("</mark>", "")
        assert "Waarom zie ik dit" in words_of(answer)
    assert "<html" not in words_of(piece)
    assert 'role="status"' in words_of(page)
    assert Question.objects.count() == 0


def test_what_was_written_is_there_again_after_the_connection_broke(deventer):
    deventer.post("/vragen/suggesties/", asked(text="Half een vraag over schulden"))
    again = signed_in("contactpersoon", "GM0150")
    assert "Half een vraag over schulden" in words_of(again.get("/vragen/stellen/"))
    assert "Half een vraag" not in words_of(signed_in("contactpersoon", "GM0034").get("/vragen/stellen/"))


def test_a_question_is_asked_once_and_shown_with_what_exists(deventer):
    answer = deventer.post("/vragen/stellen/", asked(), follow=True)
    assert answer.redirect_chain
    assert "Eerder aan de bel" in words_of(answer).replace("<mark>", "").replace("</mark>", "")
    assert queries.draft(Question.objects.get().recorded_by_id) is None


def test_stopping_asks_nothing(deventer):
    deventer.post("/vragen/suggesties/", asked())
    answer = deventer.post("/vragen/niet-nodig/", {"product": "P003"})
    assert answer.url == "/producten/P003/"
    assert Question.objects.count() == 0
    assert TEXT not in words_of(deventer.get("/vragen/stellen/"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "x" * 100_000,
        "\x00\x01\x02",
        "<script>alert(1)</script>",
        "日本語のテキストで質問します",
        "' OR 1=1 --",
        "\u202e\u200b",
    ],
)
def test_wrong_input_says_what_is_wrong_and_loses_nothing(deventer, text):
    for address, more in (
        ("/vragen/suggesties/", {}),
        ("/vragen/stellen/", {"show": "1"}),
        ("/vragen/stellen/", {}),
    ):
        answer = deventer.post(address, asked(text=text, **more))
        assert answer.status_code in {200, 302}
        assert "<script>alert(1)" not in answer.content.decode()
    assert deventer.get("/vragen/zoeken/", {"q": text[:3000]}).status_code == 200


def test_a_confidential_question_is_not_there_for_another_city(cast, deventer):
    one = question(cast["deventer"], in_confidence=True)
    other = signed_in("contactpersoon", "GM0034")
    places = (
        "",
        "besluit/",
        "brief/",
        "beantwoorden/",
        "verwoorden/",
        "themas/",
        "openen/",
        "intrekken/",
        "sluiten/",
    )

    assert deventer.get(f"/vragen/{one.pk}/").status_code == 200
    for place in places:
        assert other.get(f"/vragen/{one.pk}/{place}").status_code == 404, place
    assert other.post(f"/vragen/{one.pk}/koppeling/", {"product": "P001", "right": "yes"}).status_code == 404
    for address in (
        "/vragen/",
        "/vragen/vragen.csv",
        "/vragen/zoeken/?q=schulden",
        "/themas/armoede_schuldhulpverlening/",
    ):
        assert "uit hun huis worden gezet" not in words_of(other.get(address)), address
    assert "uit hun huis worden gezet" not in words_of(
        other.post("/vragen/suggesties/", {"text": "schulden huis"})
    )


def test_two_supervisors_decide_and_one_alone_does_not(cast, deventer):
    one = question(cast["deventer"])
    secretary, manager = signed_in("secretaris", "g40"), signed_in("relatiemanager", "platform31")
    address = f"/vragen/{one.pk}/besluit/"
    form = {
        "outcome": "outside",
        "clauses": "B1-6",
        "reason": "Alleen voor deze stad",
        "route": "own-account",
    }

    assert deventer.get(address).status_code == 403
    assert "overeenkomst" in words_of(secretary.get(address))
    assert secretary.post(address, {**form, "reason": ""}).context["form"].errors
    assert secretary.post(address, form).status_code == 302
    assert secretary.post(address, form).context["form"].errors
    assert deventer.get(f"/vragen/{one.pk}/brief/").status_code == 404
    assert manager.post(address, form).status_code == 302
    page = words_of(deventer.get(f"/vragen/{one.pk}/brief/"))
    assert "valt buiten het convenant" in page
    assert "voor uw eigen rekening" in page


def test_an_answer_is_given_and_judged(cast, deventer):
    one = question(cast["deventer"])
    other = signed_in("contactpersoon", "GM0034")
    address = f"/vragen/{one.pk}/beantwoorden/"
    assert other.post(address, {"kind": "product", "product": "P999"}).context["form"].errors
    assert other.post(address, {"kind": "product", "product": "P003"}).status_code == 302
    (given,) = queries.answers(EVER, one.pk)
    assert other.post(f"/vragen/antwoorden/{given.id}/", {"helped": "yes"}).status_code == 403
    assert deventer.post(f"/vragen/antwoorden/{given.id}/", {"helped": "no"}).status_code == 302
    assert queries.question(EVER, SYSTEM, one.pk).state == "open"


def test_words_are_sharpened_and_agreed_with(cast, deventer):
    one = question(cast["deventer"])
    manager = signed_in("relatiemanager", "platform31")
    manager.post(f"/vragen/{one.pk}/verwoorden/", {"text": "Welke vroegsignalering voorkomt huisuitzetting?"})
    (words,) = queries.wordings(EVER, one.pk)
    assert manager.post(f"/vragen/verwoording/{words.id}/eens/").status_code == 403
    assert deventer.post(f"/vragen/verwoording/{words.id}/eens/").status_code == 302
    page = words_of(deventer.get(f"/vragen/{one.pk}/"))
    assert "Welke vroegsignalering voorkomt huisuitzetting?" in page
    assert TEXT in page


def test_search_finds_everything_marks_it_and_offers_to_ask(cast, deventer):
    question(cast["deventer"])
    page = words_of(deventer.get("/vragen/zoeken/", {"q": "schulden en betalingsachterstanden"}))
    assert "<mark>" in page
    kinds = {one["hit"].kind for one in deventer.get("/vragen/zoeken/", {"q": "schulden"}).context["hits"]}
    assert {"question", "product"} <= kinds
    assert "clause" in {
        one["hit"].kind
        for one in deventer.get("/vragen/zoeken/", {"q": "opzeggen overeenkomst"}).context["hits"]
    }
    assert "theme" in {
        one["hit"].kind for one in deventer.get("/vragen/zoeken/", {"q": "slimme mobiliteit"}).context["hits"]
    }
    none = deventer.get("/vragen/zoeken/", {"q": "papegaaienliedjes & fluiten"})
    assert none.context["hits"] == []
    assert "?q=papegaaienliedjes+%26+fluiten" in words_of(none)
    only = deventer.get("/vragen/zoeken/", {"q": "schulden", "kind": "question", "city": "GM0150"}).context[
        "hits"
    ]
    assert {one["hit"].kind for one in only} == {"question"}
    assert deventer.get("/vragen/zoeken/", {"q": "schulden", "year": "1990"}).status_code == 200


def test_a_theme_shows_its_neighbours_and_blind_spots(cast, deventer):
    question(cast["deventer"], themes=("armoede_schuldhulpverlening", "woningmarkt"))
    page = deventer.get("/themas/armoede_schuldhulpverlening/")
    assert page.context["about"].question_count == 1
    assert page.context["about"].product_count == 1
    assert ("woningmarkt", False) in [
        (one.key, shared.is_blind) for one, shared in page.context["touched_by"]
    ]
    assert "1 gedeelde vraag, 0 gedeelde producten" in page.content.decode()
    assert deventer.get("/themas/nee/").status_code == 404
    assert "?theme=armoede_schuldhulpverlening" in page.content.decode()
    form = deventer.get("/vragen/stellen/?theme=armoede_schuldhulpverlening").context["form"]
    assert form["themes"].value() == ["armoede_schuldhulpverlening"]
    chosen = deventer.post("/vragen/suggesties/", asked(text=""))
    near = dict(chosen.context["near"])
    assert near
    assert "armoede_schuldhulpverlening" not in near
    assert all(f'name="choose" value="{key}"' in chosen.content.decode() for key in near)
    assert deventer.get("/vragen/stellen/?theme=nee").context["form"]["themes"].value() == []


def test_words_are_kept_by_the_secretaries(cast, deventer):
    secretary = signed_in("secretaris", "g40")
    assert deventer.get("/vragen/woorden/").status_code == 403
    assert (
        secretary.post("/vragen/woorden/", {"concept": "warmtenet", "words": "flubberpijp, |"})
        .context["form"]
        .errors
    )
    assert (
        secretary.post("/vragen/woorden/", {"concept": "warmtenet", "words": "flubberpijp"}).status_code
        == 302
    )
    assert "flubberpijp" in words_of(secretary.get("/vragen/woorden/"))


def test_pages_ask_as_much_for_many_as_for_few(cast, deventer, django_assert_max_num_queries):
    one = question(cast["deventer"])
    for address, most in (("/vragen/", 14), (f"/vragen/{one.pk}/", 30), ("/vragen/zoeken/?q=schulden", 22)):
        deventer.get(address)
        with django_assert_max_num_queries(most) as few:
            deventer.get(address)
        for number in range(12):
            question(cast["almere"], f"{TEXT} {number} {address}")
        deventer.get(address)
        with django_assert_max_num_queries(most) as many:
            answer = deventer.get(address)
        assert len(few) == len(many), address
        assert len(answer.content) < 60_000


def test_what_was_closed_by_mistake_goes_on(cast, deventer):
    one = question(cast["deventer"])
    assert deventer.post(f"/vragen/{one.pk}/sluiten/", {"why": "Beantwoord"}).status_code == 302
    assert deventer.post(f"/vragen/{one.pk}/sluiten/", {"why": "Nog eens"}).context["form"].errors
    (turn,) = queries.turns(EVER, one.pk)
    page = f"/vragen/wending/{turn.id}/doorhalen/"
    assert page in words_of(deventer.get(f"/vragen/{one.pk}/"))
    assert signed_in("contactpersoon", "GM0034").get(page).status_code == 403
    assert "weer open" in words_of(deventer.get(page))
    assert deventer.post(page, {"why": ""}).context["form"].errors
    assert deventer.post(page, {"why": "Vergissing"}).status_code == 302
    assert deventer.get(page).status_code == 404
    assert queries.question(EVER, SYSTEM, one.pk).state == "open"


def test_the_words_the_program_knows_are_found_by_word_and_by_theme(cast):
    secretary = signed_in("secretaris", "g40")
    page = secretary.get("/vragen/woorden/", {"q": "stadsverwarming"})
    assert [one.key for one, _themes in page.context["concepts"]] == ["warmtenet"]
    assert "concept=warmtenet#add" in page.content.decode().replace("?q=stadsverwarming&amp;", "")
    form = secretary.get("/vragen/woorden/", {"concept": "warmtenet"}).context["form"]
    assert form["concept"].value() == "warmtenet"
    added = {"concept": "draagvlak energie", "words": "flubberpijp"}
    assert secretary.post("/vragen/woorden/", added).status_code == 302
    page = secretary.get("/vragen/woorden/", {"q": "flubberpijp"})
    assert [one.key for one, _themes in page.context["concepts"]] == ["draagvlak_energie"]
    europe = secretary.get("/vragen/woorden/", {"theme": "europa"}).context
    assert 0 < europe["found"] < europe["count"]
    assert "Woorden toevoegen" in words_of(secretary.get("/vragen/woorden/", {"q": "zzzz"}))
    for address in ("/themas/europa/", "/vragen/zoeken/?q=schulden"):
        assert "/vragen/woorden/" in secretary.get(address).content.decode()


def test_what_lies_outside_the_filters_is_offered_as_nearest(cast, deventer):
    page = deventer.get("/vragen/zoeken/", {"q": "schulden", "theme": "europa"})
    assert page.context["hits"] == []
    assert page.context["nearest"]
    assert "Zoek zonder filters" in words_of(page)


def test_a_likely_theme_is_chosen_from_the_page_of_the_question(cast, deventer):
    one = question(cast["deventer"], themes=())
    address = f"/vragen/{one.pk}/themas/?theme=armoede_schuldhulpverlening"
    assert address in deventer.get(f"/vragen/{one.pk}/").content.decode()
    assert "armoede_schuldhulpverlening" in deventer.get(address).context["form"]["themes"].value()
