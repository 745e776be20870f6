"""Making one question of several, joining it, and its end."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from kennispact.ground.acts.models import recorded
from kennispact.ground.acts.rules import date_refusals
from kennispact.ground.journal import commands as journal
from kennispact.ground.kit.actor import SYSTEM, Actor
from kennispact.ground.kit.calendar import AsOf, day_of
from kennispact.ground.kit.refusal import refuse_if
from kennispact.programme.joint import access, queries, rules
from kennispact.programme.joint.models import Ending, Invitation, JointQuestion, Origin, Reply
from kennispact.programme.products.rules import clean
from kennispact.programme.questions import access as question_access
from kennispact.programme.questions import queries as questions
from kennispact.programme.questions import rules as question_rules
from kennispact.programme.questions.commands.asking import locked
from kennispact.programme.questions.models import Question
from kennispact.registers.network.models import Organisation


@transaction.atomic
def propose_joint(
    *,
    text: str,
    origins: Collection[Question],
    invited: Collection[Organisation],
    organisation: Organisation,
    happened_on: date,
    by: Actor,
    at: datetime,
) -> JointQuestion:
    """Propose one question in the place of several, and ask cities to join. Source: B1.

    :raises Refused: if the words are no question, or an origin is in confidence or over
    """
    access.require(by, "propose")
    joint = _create(text, origins, organisation, happened_on, by, at)
    for city in invited:
        Invitation.objects.create(joint=joint, organisation=city, happened_on=happened_on, **recorded(by, at))
    return joint


@transaction.atomic
def join_question(
    *, question: Question, organisation: Organisation, happened_on: date, by: Actor, at: datetime
) -> JointQuestion:
    """Join a question of another city that is open to all. It becomes a joint question if it was none.

    :raises Refused: if the question is in confidence or over, or this city joined before
    """
    access.require(by, "reply", organisation.key)
    line = locked(question, "see", by, at)
    there = queries.of_question(AsOf(day_of(at)), question.pk)
    joint = queries.row(there) if there else None
    if joint is None:
        joint = _create(line.words, [question], question.organisation, happened_on, by, at)
    reply_to_joint(joint=joint, organisation=organisation, joins=True, happened_on=happened_on, by=by, at=at)
    return joint


@transaction.atomic
def reply_to_joint(
    *,
    joint: JointQuestion,
    organisation: Organisation,
    joins: bool,
    happened_on: date,
    by: Actor,
    at: datetime,
) -> Reply:
    """Say for a city that it joins, or does not.

    :raises Refused: if it said so before
    """
    access.require(by, "reply", organisation.key)
    JointQuestion.objects.select_for_update().get(pk=joint.pk)
    line = queries.joint(AsOf(day_of(at)), by, joint.pk)
    question_access.require(by, "see", line.origins[0] if line else None)
    acts = Reply.objects.as_of(AsOf(day_of(at))).filter(joint=joint, organisation=organisation)
    before = acts.order_by("-happened_on", "-recorded_at", "-id").values_list("joins", flat=True).first()
    refuse_if(
        [
            *date_refusals(happened_on, at),
            *rules.live_refusals(_ended(joint)),
            *rules.reply_refusals(before, joins=joins),
        ]
    )
    act = Reply.objects.create(
        joint=joint, organisation=organisation, joins=joins, happened_on=happened_on, **recorded(by, at)
    )
    journal.write("joint.replied", act, by=by, at=at, clause="B1", organisation=organisation.key, joins=joins)
    return act


def withdraw_joint(*, joint: JointQuestion, why: str, happened_on: date, by: Actor, at: datetime) -> Ending:
    """Withdraw a joint question: its questions go their own way again.

    :raises Refused: if it is over already, or without a reason
    """
    return _end(joint, rules.WITHDRAWN, why, happened_on, by=by, at=at)


def close_joint(*, joint: JointQuestion, why: str, happened_on: date, by: Actor, at: datetime) -> Ending:
    """Close a joint question: nothing more is expected of it. Who took part stays on record.

    :raises Refused: if it is over already, or without a reason
    """
    return _end(joint, rules.CLOSED, why, happened_on, by=by, at=at)


@transaction.atomic
def _end(joint: JointQuestion, kind: str, why: str, happened_on: date, *, by: Actor, at: datetime) -> Ending:
    access.require(by, "end", joint.organisation.key)
    JointQuestion.objects.select_for_update().get(pk=joint.pk)
    why = clean(why)
    refuse_if(
        [
            *date_refusals(happened_on, at),
            *rules.live_refusals(_ended(joint)),
            *rules.why_refusals(why),
        ]
    )
    act = Ending.objects.create(joint=joint, kind=kind, why=why, happened_on=happened_on, **recorded(by, at))
    journal.write(
        f"joint.{kind}", act, by=by, at=at, clause="B1", organisation=joint.organisation.key, why=why
    )
    return act


def _ended(joint: JointQuestion) -> str:
    found = queries.ending(joint.pk)
    return found.kind if found else ""


@transaction.atomic
def strike_ending(*, ending: Ending, why: str, by: Actor, at: datetime) -> None:
    """Strike that a joint question ended: it goes on.

    :raises Refused: if it was struck before, or without a reason
    """
    organisation = ending.joint.organisation.key
    access.require(by, "end", organisation)
    journal.strike(
        ending, verb="joint.ending-struck", why=why, by=by, at=at, clause="B1", organisation=organisation
    )


def _create(
    text: str,
    origins: Collection[Question],
    organisation: Organisation,
    happened_on: date,
    by: Actor,
    at: datetime,
) -> JointQuestion:
    text = clean(text)
    lines = questions.by_ids(AsOf(day_of(at)), SYSTEM, [one.pk for one in origins])
    for one in origins:
        question_access.require(by, "see", lines.get(one.pk))
    over = {question_rules.State.WITHDRAWN, question_rules.State.CLOSED}
    refuse_if(
        [
            *date_refusals(happened_on, at),
            *question_rules.text_refusals(text),
            *rules.proposal_refusals(
                len(lines),
                all_open=not any(one.in_confidence for one in lines.values()),
                all_live=not any(one.state in over for one in lines.values()),
            ),
        ]
    )
    joint = JointQuestion.objects.create(
        organisation=organisation, text=text, happened_on=happened_on, **recorded(by, at)
    )
    for one in origins:
        Origin.objects.create(joint=joint, question=one, happened_on=happened_on, **recorded(by, at))
    journal.write("joint.proposed", joint, by=by, at=at, clause="B1", organisation=organisation.key)
    return joint
