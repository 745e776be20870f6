"""Questions of the exercise world, one in every state: so that asking, deciding and answering can be seen."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from kennispact.ground.kit.actor import Actor
from kennispact.programme.joint import commands as joint
from kennispact.programme.products import queries as products
from kennispact.programme.questions import commands
from kennispact.programme.questions.models import Question
from kennispact.registers.network import queries as network

DEBTS, ENERGY, SHOPS = "armoede_schuldhulpverlening", "duurzaamheid", "vitale_binnensteden_werklocaties"
ANSWER = "P160"  # a real product: early signs of debts


@dataclass(frozen=True)
class Cast:
    """Who asks and who decides, and from which day on nothing happened yet."""

    deventer: Actor
    zwolle: Actor
    secretary: Actor
    manager: Actor
    moment: Callable[[date], datetime]
    until: datetime


def plan(cast: Cast) -> Iterator[Callable[[], None]]:
    """Yield what happens around questions, one idea at a time."""
    yield partial(_answered, cast)
    yield partial(_sharpened, cast)
    yield partial(_outside, cast)
    yield partial(_waiting, cast)


def _ask(
    cast: Cast, by: Actor, city: str, day: date, text: str, *themes: str, closed: bool = False
) -> Question:
    return commands.ask(
        organisation=network.organisation(city),
        text=text,
        themes=themes,
        in_confidence=closed,
        happened_on=day,
        by=by,
        at=cast.moment(day),
    )


def _voice(cast: Cast, question: Question, by: Actor, day: date, outcome: str = "inside") -> None:
    outside = {"route": "supplementary", "reason": "Dit onderzoek gaat over één gebouw van één stad."}
    commands.give_voice(
        question=question,
        party=network.organisation("g40" if by is cast.secretary else "platform31"),
        outcome=outcome,
        clauses=["B1-6"] if outcome == "outside" else ["1b", "3b"],
        happened_on=day,
        by=by,
        at=cast.moment(day),
        **(outside if outcome == "outside" else {}),
    )


def _answered(cast: Cast) -> None:
    asked_on, decided_on, answered_on = date(2026, 3, 3), date(2026, 3, 9), date(2026, 4, 14)
    if cast.moment(answered_on) > cast.until:
        return
    text = "Hoe bereiken we inwoners met betalingsachterstanden voordat de schulden te groot worden?"
    question = _ask(cast, cast.deventer, "GM0150", asked_on, text, DEBTS)
    for by in (cast.secretary, cast.manager):
        _voice(cast, question, by, decided_on)
    _mistaken(cast, question)
    product = products.row(ANSWER)
    answer = commands.answer(
        question=question,
        kind="product" if product else "person",
        product=product,
        text="Begin bij de factsheets. De expert van Platform31 denkt graag een uur mee.",
        organisation=network.organisation("platform31"),
        happened_on=answered_on,
        by=cast.manager,
        at=cast.until,  # the collection itself was brought in today,
    )
    judged_on = date(2026, 5, 6)
    commands.judge_answer(
        answer=answer,
        helped=True,
        remark="Wij bellen nu aan bij de eerste achterstand.",
        happened_on=judged_on,
        by=cast.deventer,
        at=cast.until,
    )


def _mistaken(cast: Cast, question: Question) -> None:
    """Give an answer that belonged to another question, and strike it."""
    given_on = date(2026, 3, 17)
    answer = commands.answer(
        question=question,
        kind="session",
        text="Kennisbijeenkomst over leegstand in de binnenstad, 2 april 2026.",
        organisation=network.organisation("platform31"),
        happened_on=given_on,
        by=cast.manager,
        at=cast.moment(given_on),
    )
    why = "Dit antwoord hoort bij een andere vraag."
    commands.strike_answer(answer=answer, why=why, by=cast.manager, at=cast.moment(date(2026, 3, 18)))


def _sharpened(cast: Cast) -> None:
    asked_on, sharpened_on = date(2026, 9, 22), date(2026, 10, 6)
    if cast.moment(sharpened_on) > cast.until:
        return
    text = (
        "Onze wijk moet van het gas af maar het stroomnet zit vol. Wat kunnen we dan nog doen voor bewoners?"
    )
    question = _ask(cast, cast.zwolle, "GM0193", asked_on, text, ENERGY)
    words = commands.sharpen(
        question=question,
        text="Welke warmteoplossingen zijn er voor een wijk waar het stroomnet tot 2030 vol zit?",
        organisation=network.organisation("platform31"),
        happened_on=sharpened_on,
        by=cast.manager,
        at=cast.moment(sharpened_on),
    )
    agreed_on = date(2026, 10, 8)
    commands.agree_wording(
        wording=words,
        organisation=network.organisation("GM0193"),
        happened_on=agreed_on,
        by=cast.zwolle,
        at=cast.moment(agreed_on),
    )
    for by in (cast.secretary, cast.manager):
        _voice(cast, question, by, agreed_on)
    invited_on = date(2026, 11, 10)
    if cast.moment(invited_on) <= cast.until:
        joint.propose_joint(
            text="Welke warmteoplossingen kunnen steden met een vol stroomnet samen uitproberen?",
            origins=[question],
            invited=[network.organisation("GM0150")],
            organisation=network.organisation("g40"),
            happened_on=invited_on,
            by=cast.secretary,
            at=cast.moment(invited_on),
        )


def _outside(cast: Cast) -> None:
    asked_on, decided_on = date(2026, 6, 2), date(2026, 6, 11)
    if cast.moment(decided_on) > cast.until:
        return
    text = "Kunt u uitrekenen of onze oude schouwburg een goede plek is voor een nieuwe bibliotheek?"
    question = _ask(cast, cast.zwolle, "GM0193", asked_on, text)
    for by in (cast.manager, cast.secretary):
        _voice(cast, question, by, decided_on, "outside")
    commands.send_scope_letter(question=question, by=cast.secretary, at=cast.moment(decided_on))


def _waiting(cast: Cast) -> None:
    """Ask what waits: for both supervisors, too long already; for one; and one in confidence."""
    late_on, asked_on, closed_on = date(2026, 10, 20), date(2026, 11, 12), date(2026, 11, 18)
    if cast.moment(closed_on) > cast.until:
        return
    text = "Wat doen andere steden met winkelpanden die al jaren leegstaan in de binnenstad?"
    _ask(cast, cast.deventer, "GM0150", late_on, text, SHOPS)
    text = "Ons stroomnet is vol. Hoe helpen andere steden bedrijven die niet kunnen verduurzamen?"
    question = _ask(cast, cast.deventer, "GM0150", asked_on, text, ENERGY)
    _voice(cast, question, cast.manager, date(2026, 11, 16))
    joined_on = date(2026, 11, 17)
    joint.join_question(
        question=question,
        organisation=network.organisation("GM0193"),
        happened_on=joined_on,
        by=cast.zwolle,
        at=cast.moment(joined_on),
    )
    text = "Een zorgaanbieder in onze stad gaat misschien failliet. Hoe bereiden we ons daarop voor?"
    _ask(cast, cast.deventer, "GM0150", closed_on, text, "zorg_jeugd_onderwijs", closed=True)
