import os
import random
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kennispact.programme.linking import wordlists
from kennispact.programme.linking.documents import Because, Document, ThemeText
from kennispact.programme.linking.engine import Engine
from kennispact.programme.linking.spelling import edits

from .make import ITEMS, QUESTIONS

HOSTILE = [
    "", " ", "\n\t", "?", "a", "\x00\x01\x02", "\ud7ff\u202e\u200b", "' OR 1=1; --", "AND OR NOT title:*", "(((",
    "<script>alert(1)</script>", "&lt;b&gt;", "日本語のテキスト", "Привет мир", "مرحبا", "🙂" * 50, "9" * 500, "x" * 100_000,
    "woning " * 15_000, "<" * 100_000, "&" * 50_000, "\\u0000", "-" * 1000, "zzp'er's'", "é" * 1000,
]  # fmt: skip


@pytest.fixture(scope="module")
def engine():
    return Engine.build(ITEMS, QUESTIONS)


def keys(suggestions):
    return [one.key for one in suggestions]


@pytest.mark.parametrize(
    ("question", "item", "other"),
    [
        ("Onze binnenstad heeft te veel lege winkels, wat nu?", "leeg", "q-leeg"),
        ("Veel huishoudens hebben huurachterstand. Hoe voorkomen we huisuitzettingen?", "schuld", "q-schuld"),
        ("Hoe beheersen we de jeugdzorguitgaven?", "jeugd", "q-jeugd"),
    ],
)
def test_a_question_finds_its_product_and_the_same_question_of_another_city(engine, question, item, other):
    links = engine.link(question)
    assert keys(links.items)[0] == item
    assert keys(links.questions)[0] == other
    assert not links.unknown


def test_a_product_is_found_by_the_parts_of_its_compounds_among_hundreds_about_the_same():
    """The words of the question stand nowhere by themselves in what is wanted, and often in the others."""
    rng = random.Random(5)
    nouns = sorted(word for word in wordlists.words("compound-words.txt") if 4 <= len(word) <= 9)
    texts = [f"{one.title}. {one.body}" for one in ITEMS]
    pairs = {str(number): [rng.sample(nouns, 2) for _ in range(3)] for number in range(400)}
    products = [
        Document(
            key, rng.choice(texts), " ".join([*map("".join, made), rng.choice(texts), *rng.sample(nouns, 25)])
        )
        for key, made in pairs.items()
    ]
    engine = Engine.build(products)
    found = 0
    for key in map(str, range(20)):
        parts = " ".join(word for pair in pairs[key] for word in pair)
        best = engine.rank(
            f"Hoe kan een gemeente met een beperkt budget het beste omgaan met {parts}?"
        ).items[:10]
        found += key in [one.key for one in best]
    assert found >= 18


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_gets_an_answer(engine, text):
    links = engine.link(text)
    assert len(links.items) <= 10
    assert all(0 <= guess.confidence <= 1 for guess in links.themes)


@given(st.text(max_size=400))
@settings(max_examples=40, deadline=None)
def test_any_text_gets_an_answer(text):
    assert len(SHARED.link(text).items) <= 10


SHARED = Engine.build(ITEMS, QUESTIONS)


def test_an_unknown_subject_says_so(engine):
    links = engine.link("Hoe leer ik mijn papegaai een liedje fluiten?")
    assert links.unknown
    assert links.themes == ()


def test_a_known_subject_names_its_theme_with_confidence(engine):
    guess = engine.link("Hoe bereiken we mensen met schulden en betalingsachterstanden eerder?").themes[0]
    assert guess.slug == "armoede_schuldhulpverlening"
    assert guess.confidence > 0.5


@pytest.mark.parametrize(
    ("typed", "item"),
    [("vroegsignaalering van schulden", "schuld"), ("warmtenetten in de wijk aanleggen", "warmte"),
     ("leegstnad winkels", "leeg"), ("deelautos en hubs", "hub"), ("asielzoekerscentrm", "azc")],
)  # fmt: skip
def test_typing_errors_and_other_forms_are_forgiven(engine, typed, item):
    assert keys(engine.link(typed).items)[0] == item


def test_what_was_read_as_another_word_is_told(engine):
    assert ("leegstnad", "leegstand") in engine.link("de leegstnad van winkels").read_as


def test_a_word_being_typed_is_completed(engine):
    assert keys(engine.link("vroegsignale").items)[0] == "schuld"


def test_the_distance_of_words():
    assert edits("leegstnad", "leegstand", 2) == 1
    assert edits("huis", "muis", 1) == 1
    assert edits("huis", "buurthuis", 1) == 2


def test_every_suggestion_has_a_reason(engine):
    links = engine.link("Hoe maken we van leegstaande winkels woningen in het centrum?")
    assert all(one.reasons for one in links.items + links.questions)
    first = {reason.because: reason.values for reason in links.items[0].reasons}
    assert "winkelleegstand" in first[Because.SUBJECT]
    assert {"leegstaande", "winkels"} & set(first[Because.WORD])


def test_the_order_of_building_does_not_matter(engine):
    other = Engine.build(reversed(ITEMS), reversed(QUESTIONS))
    for question in QUESTIONS:
        assert engine.link(question.body) == other.link(question.body)


def test_a_question_is_not_linked_to_itself(engine):
    assert "q-leeg" not in keys(engine.link(QUESTIONS[0].body, leave_out="q-leeg").questions)


def test_only_what_the_reader_may_see_is_linked(engine):
    question = "leegstand van winkels in het centrum"
    assert keys(engine.link(question, may_see={"mkb", "hub"}).items)[:1] != ["leeg"]
    assert set(keys(engine.link(question, may_see=lambda key: key != "leeg").items)) <= {
        one.key for one in ITEMS
    } - {"leeg"}


def test_reasons_name_only_what_the_reader_may_see(engine):
    everything = {one.key for one in (*ITEMS, *QUESTIONS)}
    for hidden in everything:
        links = engine.link("leegstand van winkels en schulden", may_see=everything - {hidden})
        named = {
            value
            for one in links.items + links.questions
            for reason in one.reasons
            if reason.because in {Because.NEIGHBOUR, Because.ANSWERS, Because.JUDGED}
            for value in reason.values
        }
        assert hidden not in named


def test_the_cut_comes_after_the_eyes():
    many = [
        Document(f"w{number:04}", "Leegstaande winkels", "leegstand van winkels in het centrum")
        for number in range(900)
    ]
    engine = Engine.build([*many, Document("z", "Winkels", "een winkel")])
    assert "z" not in keys(engine.rank("leegstand van winkels").items)
    assert keys(engine.rank("leegstand van winkels", may_see={"z"}).items) == ["z"]


SECRETS = st.lists(
    st.sampled_from(
        [
            "schulden",
            "jeugdzorg",
            "leegstand",
            "winkels",
            "warmtenet",
            "azc",
            "wethouder",
            "fraude",
            "xqzy",
            "geheim",
            "ondermijning",
        ]
    ),
    min_size=1,
    max_size=8,
).map(" ".join)


@given(secrets=st.lists(SECRETS, min_size=1, max_size=4), question=SECRETS)
@settings(max_examples=10, deadline=None)
def test_a_question_in_confidence_changes_nothing_for_those_who_may_not_see_it(secrets, question):
    closed = [Document(f"secret{number}", "", text, public=False) for number, text in enumerate(secrets)]
    with_secrets = Engine.build(ITEMS, [*QUESTIONS, *closed])
    assert with_secrets.link(question) == SHARED.link(question)
    everyone = {one.key for one in (*ITEMS, *QUESTIONS)}
    assert with_secrets.link(question, may_see=everyone) == SHARED.link(question, may_see=everyone)


def test_a_question_in_confidence_is_found_by_who_may_see_it():
    secret = Document("secret", "", "leegstaande winkels in onze binnenstad", public=False)
    engine = Engine.build(ITEMS, [*QUESTIONS, secret])
    assert (
        "secret"
        in keys(engine.link("lege winkels in de binnenstad", may_see=lambda _key: True).questions)[:2]
    )
    assert engine.store.closed["questions"].keys() == {"secret"}
    assert "secret" not in engine.store.shelves["questions"].by_key


def test_a_question_made_confidential_leaves_the_index():
    engine = Engine.build(ITEMS, QUESTIONS)
    engine.add(questions=[Document("q-leeg", "", QUESTIONS[0].body, public=False)])
    assert "q-leeg" not in keys(engine.link(QUESTIONS[0].body).questions)
    assert "q-leeg" in keys(engine.link(QUESTIONS[0].body, may_see=lambda _key: True).questions)
    engine.add(questions=[QUESTIONS[0]])
    assert "q-leeg" in keys(engine.link(QUESTIONS[0].body).questions)


def test_a_new_product_is_found_at_once_and_a_withdrawn_one_is_gone():
    engine = Engine.build(ITEMS, QUESTIONS)
    engine.add(items=[Document("new", "Bijen in de berm", "Biodiversiteit en insecten langs wegen.")])
    assert keys(engine.link("Hoe helpen we insecten en bijen?").items)[0] == "new"
    engine.add(gone_items=["new"])
    assert "new" not in keys(engine.link("Hoe helpen we insecten en bijen?").items)
    assert engine.store.statistics.counts == Engine.build(ITEMS, QUESTIONS).store.statistics.counts


def test_links_that_readers_judged_move_up_and_down():
    engine = Engine.build(ITEMS, QUESTIONS)
    question = "Wat doen andere steden aan leegstand van winkels in hun centrum?"
    before = keys(engine.link(question).items)
    engine.learn({"q-leeg": {"mkb": 1, before[0]: -1}})
    after = engine.link(question).items
    assert keys(after).index("mkb") < before.index("mkb") if "mkb" in before else "mkb" in keys(after)
    judged = next(one for one in after if one.key == "mkb")
    assert judged.reasons[0].because is Because.JUDGED


def test_the_names_of_theme_groups_are_words_of_their_own():
    engine = Engine.build(ITEMS, themes=[ThemeText("ruimtevaart", ("Ruimtevaart en sterren", "Heelal"))])
    assert engine.link("Wat weten we over het heelal?").themes[0].slug == "ruimtevaart"


def test_another_process_gives_the_same_answer():
    program = (
        "from kennispact.programme.linking.tests.make import ITEMS, QUESTIONS\n"
        "from kennispact.programme.linking.engine import Engine\n"
        "print(Engine.build(ITEMS, QUESTIONS).link('schulden en lege winkels in de wijk, jeugdzorg'))"
    )
    answers = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": "src"}
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment
        )
        answers.add(done.stdout)
    assert len(answers) == 1
