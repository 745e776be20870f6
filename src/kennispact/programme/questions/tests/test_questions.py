from datetime import date, timedelta

import pytest

from kennispact.ground.kit.actor import SYSTEM, VISITOR
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Forbidden, Refused
from kennispact.programme.products.tests import make as products
from kennispact.programme.questions import access, commands, queries, rules
from kennispact.programme.questions.models import Question
from kennispact.programme.questions.queries import Wanted
from kennispact.registers.network import queries as network

from .make import AT, DAY, LATER, TEXT, actors, question, voice

pytestmark = pytest.mark.django_db
NOW = AsOf(date(2025, 7, 1))


@pytest.fixture
def cast():
    return actors()


def line(asked, reader=SYSTEM, view=NOW):
    return queries.question(view, reader, asked.pk)


def codes(refused) -> list[str]:
    return [one.code for one in refused.value.refusals]


def test_a_question_keeps_its_words_and_says_who_asked(cast):
    asked = question(cast["deventer"], f"  {TEXT}\x00\r\n")
    found = line(asked)

    assert (found.text, found.organisation, found.state) == (TEXT, "GM0150", "open")
    assert found.themes == ("armoede_schuldhulpverlening",)
    assert found.recorded_as == "contactpersoon @ GM0150"
    assert line(asked, view=AsOf(DAY - timedelta(days=1))) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "short"),
        ("  \n ", "short"),
        ("123456789012", "short"),
        ("\x00" * 50, "short"),
        ("hoe " * 25_000, "long"),
    ],
)
def test_what_is_no_question_is_refused_in_a_sentence(cast, text, code):
    with pytest.raises(Refused) as refused:
        question(cast["deventer"], text)
    assert codes(refused) == [f"question.too-{code}"]
    assert "%(" not in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "日本語のテキストで質問します、はい",
        "كيف نساعد السكان؟ نعم",
        "<script>alert(1)</script> hoe?",
        "' OR 1=1; -- hoe",
    ],
)
def test_other_scripts_and_html_are_words_like_others(cast, text):
    assert line(question(cast["deventer"], text)).text == text


def test_all_faults_are_said_at_once(cast):
    with pytest.raises(Refused) as refused:
        question(cast["deventer"], "", themes=["x"], on_behalf_of="y", happened_on=date(2099, 1, 1))
    assert {one.field for one in refused.value.refusals} == {"text", "themes", "on_behalf_of", "happened_on"}


def test_sending_a_draft_twice_asks_once(cast):
    first = question(cast["deventer"], token="abc")
    assert question(cast["deventer"], token="abc").pk == first.pk
    assert Question.objects.count() == 1
    other = question(cast["deventer"], f"{TEXT} En daarna?", token="abc")  # other words are another question
    assert other.pk != first.pk


def test_nobody_asks_for_another_city(cast):
    with pytest.raises(Forbidden):
        commands.ask(
            organisation=network.organisation("GM0034"),
            text=TEXT,
            happened_on=DAY,
            by=cast["deventer"],
            at=AT,
        )


def test_what_is_asked_in_confidence_is_for_the_city_and_the_two_supervisors(cast):
    asked = question(cast["deventer"], in_confidence=True)
    sees = {name: line(asked, actor) is not None for name, actor in cast.items()}

    assert sees == {"deventer": True, "almere": False, "secretary": True, "manager": True, "director": False}
    assert line(asked, VISITOR) is None
    assert queries.count(NOW, cast["almere"], Wanted(words=("schulden",))) == 0
    assert queries.years(NOW, cast["almere"]) == ()
    assert queries.askers(NOW, cast["almere"]) == ()

    commands.open_question(question=asked, happened_on=DAY, by=cast["deventer"], at=LATER)
    assert line(asked, cast["almere"]).in_confidence is False
    assert line(asked, cast["almere"], AsOf(NOW.on, AT)) is None
    with pytest.raises(Refused):
        commands.open_question(question=asked, happened_on=DAY, by=cast["deventer"], at=LATER)


def test_sql_and_python_agree_on_who_sees_what(cast):
    asked = [
        question(cast["deventer"], in_confidence=True),
        question(cast["almere"]),
        question(cast["secretary"]),
    ]
    for reader in (*cast.values(), VISITOR, SYSTEM):
        for one in asked:
            assert (line(one, reader) is not None) == access.sees(reader, line(one))


def test_sharper_words_count_once_who_asked_agrees(cast):
    asked = question(cast["deventer"])
    sharper = "Welke aanpak van vroegsignalering voorkomt huisuitzetting door schulden?"
    partner = network.organisation("platform31")
    proposed = commands.sharpen(
        question=asked, text=sharper, organisation=partner, happened_on=DAY, by=cast["manager"], at=AT
    )
    assert (line(asked).words, line(asked).text) == (TEXT, TEXT)

    with pytest.raises(Forbidden):
        commands.agree_wording(
            wording=proposed, organisation=partner, happened_on=DAY, by=cast["manager"], at=AT
        )
    own = network.organisation("GM0150")
    commands.agree_wording(wording=proposed, organisation=own, happened_on=DAY, by=cast["deventer"], at=LATER)

    assert (line(asked).words, line(asked).text) == (sharper, TEXT)
    assert line(asked, view=AsOf(NOW.on, AT)).words == TEXT
    (words,) = queries.wordings(NOW, asked.pk)
    assert {mandate for _, mandate, _ in words.agreed} == {
        "relatiemanager @ platform31",
        "contactpersoon @ GM0150",
    }
    assert words.counts
    with pytest.raises(Refused):
        commands.agree_wording(
            wording=proposed, organisation=own, happened_on=DAY, by=cast["deventer"], at=LATER
        )


def test_an_answer_counts_until_who_asked_says_it_did_not_help(cast):
    asked = question(cast["deventer"])
    product = products.product()
    given = commands.answer(
        question=asked, kind="product", product=product, organisation=network.organisation("GM0034"),
        happened_on=DAY, by=cast["almere"], at=AT,
    )  # fmt: skip
    assert line(asked).state == "answered"
    assert queries.answered_with(NOW, [product.key]) == {product.key: (asked.pk,)}

    with pytest.raises(Forbidden):
        commands.judge_answer(answer=given, helped=True, happened_on=DAY, by=cast["almere"], at=AT)
    for helped, state in ((False, "open"), (True, "answered")):
        commands.judge_answer(answer=given, helped=helped, happened_on=DAY, by=cast["deventer"], at=LATER)
        assert line(asked).state == state
        found = queries.questions(NOW, SYSTEM, Wanted(state=state))
        assert [one.id for one in found] == [asked.pk]
    assert queries.answers(NOW, asked.pk)[0].helped is True


def test_a_person_or_session_is_named_and_nothing_is_answered_twice(cast):
    asked = question(cast["deventer"])
    own = {"organisation": network.organisation("GM0034"), "happened_on": DAY, "by": cast["almere"], "at": AT}
    with pytest.raises(Refused) as refused:
        commands.answer(question=asked, kind="person", **own)
    assert codes(refused) == ["answer.no-text"]
    commands.answer(question=asked, kind="session", text="Expertsessie op 1 juli", **own)
    with pytest.raises(Refused):
        commands.answer(question=asked, kind="session", text="Expertsessie op 1 juli", **own)


def test_a_withdrawn_question_is_over(cast):
    asked = question(cast["deventer"])
    with pytest.raises(Forbidden):
        commands.withdraw_question(question=asked, why="x", happened_on=DAY, by=cast["almere"], at=AT)
    turn = commands.withdraw_question(
        question=asked, why="Al opgelost", happened_on=DAY, by=cast["deventer"], at=AT
    )
    assert line(asked).state == "withdrawn"
    for command in (
        lambda: voice(asked, cast["secretary"]),
        lambda: commands.choose_themes(
            question=asked, themes=["europa"], happened_on=DAY, by=cast["deventer"], at=AT
        ),
    ):
        with pytest.raises(Refused) as refused:
            command()
        assert codes(refused) == ["question.over"]
    assert queries.scope_proofs(NOW, 14) == ()
    commands.strike_turn(turn=turn, why="Vergissing", by=cast["deventer"], at=LATER)
    assert line(asked).state == "open"


def test_themes_are_chosen_anew_and_filter(cast):
    asked = question(cast["deventer"])
    commands.choose_themes(question=asked, themes=["europa"], happened_on=DAY, by=cast["secretary"], at=LATER)
    assert line(asked).themes == ("europa",)
    assert queries.count(NOW, SYSTEM, Wanted(theme="europa")) == 1
    assert queries.count(NOW, SYSTEM, Wanted(theme="armoede_schuldhulpverlening")) == 0
    assert queries.count(AsOf(NOW.on, AT), SYSTEM, Wanted(theme="armoede_schuldhulpverlening")) == 1


def test_a_draft_is_kept_for_its_writer_and_no_longer_than_a_book(cast):
    def keep(by, at=AT, **content):
        commands.keep_draft(content=content, token="t-1", by=by, at=at)

    keep(cast["deventer"], text="half een vra\x00ag" + "x" * 100_000, themes=["een\x00"])
    kept = queries.draft(cast["deventer"].person_id)
    assert kept.content["text"].startswith("half een vraag")
    assert len(kept.content["text"]) == 5 * rules.LONGEST
    assert kept.content["themes"] == ["een"]
    keep(cast["deventer"], LATER, text="meer")
    assert queries.draft(cast["deventer"].person_id).content == {"text": "meer"}
    assert queries.draft(cast["almere"].person_id) is None
    keep(VISITOR)
    commands.lose_draft(by=cast["deventer"])
    assert queries.draft(cast["deventer"].person_id) is None


def test_what_was_sent_is_no_draft_any_more(cast):
    question(cast["deventer"], token="t-1")
    commands.keep_draft(content={"text": "een late suggestie"}, token="t-1", by=cast["deventer"], at=LATER)
    assert queries.draft(cast["deventer"].person_id) is None


def test_a_list_costs_as_much_for_many_as_for_few(cast, django_assert_num_queries):
    question(cast["deventer"])
    with django_assert_num_queries(2):
        queries.questions(NOW, cast["almere"])
    for number in range(20):
        voice(question(cast["almere"], f"{TEXT} {number}"), cast["manager"])
    with django_assert_num_queries(2):
        assert len(queries.questions(NOW, cast["almere"])) == 21
