"""R17: the database is the truth. The index follows it, and may be lost at any moment."""

import random
import shutil
import threading

import pytest
from django.db import connection

from kennispact.ground.kit.actor import SYSTEM
from kennispact.ground.kit.calendar import AsOf
from kennispact.programme.finding import commands, contents, index, queries
from kennispact.programme.finding.models import Term
from kennispact.programme.products import commands as product_commands
from kennispact.programme.products.tests import make as products
from kennispact.programme.questions import commands as question_commands
from kennispact.programme.questions.models import Question
from kennispact.programme.questions.tests.make import AT, DAY, LATER, TEXT, actors, question

pytestmark = pytest.mark.django_db
NOW = AsOf(LATER.date())
DEBTS = "Inwoners met betalingsachterstanden eerder bereiken"


def found(text=DEBTS, reader=SYSTEM, **more):
    seen = queries.suggestions(text, reader, NOW, **more)
    return [one.product.title for one in seen.products], [one.question.id for one in seen.questions]


def scores(text=DEBTS, reader=SYSTEM):
    seen = queries.suggestions(text, reader, NOW)
    return [(one.product.key, one.score, one.reasons) for one in seen.products], seen.themes


@pytest.fixture
def cast():
    products.collection()
    return actors()


def test_a_change_is_found_by_the_next_question(cast):
    assert found()[0][0] == "Eerder aan de bel"
    product = products.product("Betalingsachterstanden eerder in beeld", summary="Inwoners eerder bereiken.")
    assert "Betalingsachterstanden eerder in beeld" in found()[0]
    product_commands.withdraw_product(product=product, why="Oud", happened_on=DAY, by=SYSTEM, at=LATER)
    assert "Betalingsachterstanden eerder in beeld" not in found()[0]

    asked = question(cast["deventer"])
    assert found()[1] == [asked.pk]
    assert found(leave_out=asked.pk)[1] == []
    question_commands.withdraw_question(
        question=asked, why="Klaar", happened_on=DAY, by=cast["deventer"], at=LATER
    )
    assert found()[1] == []


def test_a_correction_replaces_the_old_words(cast):
    made = products.product("Zeehonden", summary="Zeehonden in de haven.")
    facts = products.facts("Vuurwerk", summary="Overlast door vuurwerk met de jaarwisseling.")
    assert found("overlast door vuurwerk")[0][:1] != ["Vuurwerk"]
    product_commands.correct_product(product=made, facts=facts, why="Verwisseld", by=SYSTEM, at=LATER)
    assert found("overlast door vuurwerk")[0][0] == "Vuurwerk"


def files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def lose_all(folder):
    shutil.rmtree(folder)


def empty_all(folder):
    for path in files(folder):
        path.write_bytes(b"")


def shorten_one(folder):
    path = max(files(folder), key=lambda path: path.stat().st_size)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def scramble(folder):
    for path in files(folder):
        path.write_bytes(random.Random(1).randbytes(path.stat().st_size))


def lose_the_pointer(folder):
    (folder / "current").unlink()


def lose_the_marks(folder):
    for path in folder.rglob("seen.json"):
        path.write_text("[]")


def make_old(folder):
    for path in folder.rglob("made-by.json"):
        path.write_text(path.read_text().replace('"format": "', '"format": "0, before '))


DAMAGES = [lose_all, empty_all, shorten_one, scramble, lose_the_pointer, lose_the_marks, make_old]


@pytest.mark.parametrize(
    ("damage", "in_use"), [*((damage, False) for damage in DAMAGES), (lose_all, True), (scramble, True)]
)
def test_a_lost_or_damaged_index_changes_no_answer(cast, damage, in_use):
    question(cast["deventer"])
    before = scores(), found()
    place = queries.current_index()
    damage(place.folder)
    if not in_use:
        queries.the_index.cache_clear()
    assert (scores(), found()) == before
    products.product("Nieuw over betalingsachterstanden", summary="Eerder bereiken van inwoners.")
    assert "Nieuw over betalingsachterstanden" in found()[0]


def test_another_process_sees_what_one_wrote(cast):
    one, other = index.Index(queries.current_index().folder), index.Index(queries.current_index().folder)

    def keys(place):
        return {item.key for item in place.answer(DEBTS, lambda engine: engine.link(DEBTS)).items}

    assert keys(one) == keys(other)
    made = products.product("Betalingsachterstanden", summary="Inwoners eerder bereiken.")
    assert made.key in keys(one)
    assert made.key in keys(other)


def test_rebuilding_gives_the_same_answers(cast):
    question(cast["deventer"])
    before = scores(), found()
    assert queries.current_index().rebuild() == 6
    assert (scores(), found()) == before


def test_a_large_collection_answers_while_its_index_is_built(cast, monkeypatch):
    monkeypatch.setattr(index, "LARGE", 3)
    started = threading.Event()
    monkeypatch.setattr(index.Index, "_build_beside", lambda self: started.set())
    assert found()[0][0] == "Eerder aan de bel"
    assert started.is_set()
    queries.current_index().rebuild()
    assert found()[0][0] == "Eerder aan de bel"


@pytest.mark.django_db(transaction=True)
def test_a_large_index_is_built_beside_the_reader(monkeypatch):
    products.collection()
    monkeypatch.setattr(index, "LARGE", 3)
    assert found()[0][0] == "Eerder aan de bel"
    place = queries.current_index()
    place._builder.join(60)
    assert (place.folder / "current").exists()
    before = len(files(place.folder))
    assert found()[0][0] == "Eerder aan de bel"
    assert place._engine is not None
    assert len(files(place.folder)) == before


@pytest.mark.django_db(transaction=True)
def test_two_processes_at_once_lose_nothing():
    products.collection()
    folder = queries.current_index().folder
    wrong = []

    def ask():
        place = index.Index(folder)
        try:
            for _ in range(5):
                links = place.answer(DEBTS, lambda engine: engine.link(DEBTS))
                if links.items[0].key != "P003":
                    wrong.append(links)
        except Exception as error:  # noqa: BLE001
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert wrong == []


def test_an_act_that_was_long_under_way_is_not_missed(cast):
    """Its number is lower than one that was seen before: counting tells."""
    found()
    seen = contents.how_far()
    early = type(seen)(
        (type(seen.products[0])(seen.products[0].count - 1, seen.products[0].last), *seen.products[1:]),
        seen.questions, seen.terms,
    )  # fmt: skip
    assert contents.change(early, seen) is None


def test_words_that_people_add_are_understood(cast):
    assert "Samen een warmtenet" not in found("Wat doen we met de flubberpijp?")[0]
    term = commands.add_term(
        concept="Warmtenet", words=["flubberpijp"], happened_on=DAY, by=cast["secretary"], at=AT
    )
    assert found("Wat doen we met de flubberpijp?")[0][0] == "Samen een warmtenet"
    commands.strike_term(term=term, why="Vergissing", by=cast["secretary"], at=LATER)
    assert "Samen een warmtenet" not in found("Wat doen we met de flubberpijp?")[0]
    assert Term.objects.count() == 1


def test_a_confirmed_link_comes_back_for_like_questions(cast):
    asked = question(cast["deventer"])
    like = "Hoe bereiken wij inwoners met schulden voordat een huisuitzetting dreigt?"
    before = dict((key, score) for key, score, _ in scores(like)[0])  # noqa: C402
    product = product_commands.queries.row("P001")
    commands.judge_link(
        question=asked, product=product, is_right=True, happened_on=DAY, by=cast["almere"], at=AT,
        organisation=question_commands.asking.queries.row(asked.pk).organisation.__class__.objects.get(key="GM0034"),
    )  # fmt: skip
    after, _ = scores(like)
    (reasons,) = (why for key, _, why in after if key == "P001")
    assert "judged" in [one.because for one in reasons]
    assert dict((key, score) for key, score, _ in after)["P001"] > before.get("P001", 0)  # noqa: C402


def test_the_index_follows_at_once(cast):
    found()
    products.product("Betalingsachterstanden", summary="Inwoners eerder bereiken.")
    assert "Betalingsachterstanden" in found()[0]


def test_long_and_hostile_texts_get_an_answer(cast):
    for text in (
        "",
        " ",
        "x" * 100_000,
        "woning " * 15_000,
        "<script>",
        "\x00\x01",
        "日本語",
        "' OR 1=1",
        "*:*",
    ):
        queries.suggestions(text, cast["deventer"], NOW)
    assert Question.objects.count() == 0
    assert TEXT
