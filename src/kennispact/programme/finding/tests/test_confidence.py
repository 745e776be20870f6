"""Nothing that is asked in confidence shows to another city: in no answer, reason, score or count."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kennispact.ground.kit.calendar import AsOf
from kennispact.programme.finding import queries
from kennispact.programme.products.tests import make as products
from kennispact.programme.questions import commands
from kennispact.programme.questions import queries as questions
from kennispact.programme.questions.models import Question
from kennispact.programme.questions.tests.make import AT, DAY, actors, question

pytestmark = pytest.mark.django_db
NOW = AsOf(date(2025, 12, 1))
WORDS = [
    "schulden",
    "huurachterstand",
    "warmtenet",
    "leegstand",
    "winkels",
    "jeugdzorg",
    "asielzoekers",
    "opvang",
    "parkeren",
    "deelauto",
    "ouderen",
    "mantelzorg",
    "zwervuil",
    "zonnepanelen",
    "kwakzalverij",
    "flubberpijp",
]
sentences = st.lists(st.sampled_from(WORDS), min_size=2, max_size=6).map(
    lambda some: "Hoe gaan wij om met " + " ".join(some) + "?"
)
askers = st.sampled_from(["deventer", "almere", "secretary"])


def answers(texts, reader):
    """Return all that a reader can tell from the program."""
    told = []
    for text in texts:
        seen = queries.suggestions(text, reader, NOW, most=50)
        told.append((
            [(one.product.key, one.score, one.reasons) for one in seen.products],
            [(one.question.id, one.score, one.reasons) for one in seen.questions],
            seen.themes, seen.unknown, seen.read_as,
        ))  # fmt: skip
    told.append([one.text for one in questions.questions(NOW, reader)])
    told.append((questions.count(NOW, reader), questions.years(NOW, reader), questions.askers(NOW, reader)))
    return told


@pytest.fixture(scope="module")
def _shared():
    return {}


@given(
    public=st.lists(st.tuples(askers, sentences), max_size=3),
    secret=st.lists(st.tuples(st.sampled_from(["deventer", "secretary"]), sentences), min_size=1, max_size=3),
    probes=st.lists(sentences, min_size=1, max_size=3),
    rebuilt=st.booleans(),
)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_another_city_cannot_tell_a_world_with_secrets_from_one_without(
    tmp_path_factory, public, secret, probes, rebuilt
):
    from django.conf import settings as django_settings
    from django.db import transaction

    def world(*, with_secrets):
        told = None
        with transaction.atomic():
            django_settings.HOME = tmp_path_factory.mktemp("index")
            cast = actors()
            products.collection()
            for who, text in public:
                question(cast[who], text, themes=())
            if with_secrets:
                for who, text in secret:
                    question(cast[who], text, themes=(), in_confidence=True)
            if rebuilt:
                queries.current_index().rebuild()
            told = answers([*probes, *(text for _, text in secret)], cast["almere"])
            own = answers([text for _, text in secret], cast["deventer"])
            transaction.set_rollback(True)
        return told, own

    def plain(told):
        """Ids of questions differ between two worlds: number them in the order they were asked."""
        ids = sorted({pk for one in told[:-2] for pk, _, _ in one[1]})
        names = {pk: place for place, pk in enumerate(ids)}
        return [
            (one[0], [(names[pk], score, [r.because for r in why]) for pk, score, why in one[1]], *one[2:])
            for one in told[:-2]
        ] + told[-2:]

    with_secrets, own = world(with_secrets=True)
    without, _ = world(with_secrets=False)
    assert plain(with_secrets) == plain(without)
    asked_by_deventer = [text for who, text in secret if who == "deventer"]
    for text in asked_by_deventer:
        assert text in own[-2]


def test_what_is_opened_is_found_and_what_is_struck_open_is_hidden_again():
    cast = actors()
    asked = question(cast["deventer"], in_confidence=True)

    def found(name):
        seen = queries.suggestions(asked.text, cast[name], NOW)
        return [one.question.id for one in seen.questions]

    assert [found(name) for name in ("deventer", "almere", "secretary", "director")] == [
        [asked.pk],
        [],
        [asked.pk],
        [],
    ]
    turn = commands.open_question(question=asked, happened_on=DAY, by=cast["deventer"], at=AT)
    assert found("almere") == [asked.pk]
    commands.strike_turn(turn=turn, why="Vergissing", by=cast["deventer"], at=AT)
    assert found("almere") == []
    assert found("deventer") == [asked.pk]
    assert Question.objects.count() == 1


def test_secrets_are_in_no_file_of_the_index(tmp_path):
    cast = actors()
    products.collection()
    question(cast["deventer"], "Hoe gaan wij om met flubberpijpenkoorts in de wijk?", in_confidence=True)
    queries.suggestions("flubberpijpenkoorts", cast["almere"], NOW)
    queries.suggestions("flubberpijpenkoorts", cast["deventer"], NOW)
    files = [path for path in (tmp_path / "index").rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if b"flubber" in path.read_bytes()]
