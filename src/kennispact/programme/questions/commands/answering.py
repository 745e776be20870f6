"""Answers to a question, and whether they helped."""

from datetime import date, datetime

from django.db import transaction

from kennispact.ground.acts.models import recorded
from kennispact.ground.acts.rules import date_refusals
from kennispact.ground.journal import commands as journal
from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.calendar import AsOf, day_of
from kennispact.ground.kit.refusal import Forbidden, Refusal, refuse_if
from kennispact.ground.kit.words import N_
from kennispact.programme.products import access as product_access
from kennispact.programme.products import queries as products
from kennispact.programme.products.models import Product
from kennispact.programme.products.rules import clean
from kennispact.programme.questions import access, queries, rules
from kennispact.programme.questions.commands.asking import locked
from kennispact.programme.questions.models import Answer, Question, Verdict
from kennispact.registers.network.models import Organisation


@transaction.atomic
def answer(
    *,
    question: Question,
    kind: str,
    organisation: Organisation,
    happened_on: date,
    by: Actor,
    at: datetime,
    product: Product | None = None,
    text: str = "",
) -> Answer:
    """Answer a question by a product, somebody who knows, or a session. Whoever may see it, may answer.

    :raises Refused: if it does not say what or who, the product was named before, or the question is over
    """
    line = locked(question, "answer", by, at)
    text = clean(text)
    given = queries.answers(AsOf(day_of(at)), question.pk)
    refuse_if(
        [
            *date_refusals(happened_on, at),
            *rules.answer_refusals(kind, text, has_product=product is not None),
            *_product_refusals(product, by, at),
            *_twice_refusals(product, kind, text, given),
        ]
    )
    if organisation.key not in by.organisations:
        raise Forbidden([Refusal("answer.not-yours", N_("You do not act for this organisation."))])
    act = Answer.objects.create(
        question=question,
        organisation=organisation,
        kind=kind,
        product=product if kind == rules.PRODUCT else None,
        text=text,
        happened_on=happened_on,
        **recorded(by, at),
    )
    journal.write(
        "question.answered", act, by=by, at=at, clause="2e", organisation=line.organisation, kind=kind
    )
    return act


def _product_refusals(product: Product | None, by: Actor, at: datetime) -> list[Refusal]:
    if product is None:
        return []
    line = products.product(AsOf(day_of(at)), product.key)
    if line is None or line.withdrawn_on or not product_access.may(by, "see", line):
        return [Refusal("answer.product-gone", N_("This product is not offered."), field="product")]
    return []


def _twice_refusals(
    product: Product | None, kind: str, text: str, given: tuple[queries.AnswerLine, ...]
) -> list[Refusal]:
    said = {(one.kind, one.product or one.text) for one in given}
    if (kind, product.key if product else text) in said:
        return [Refusal("answer.twice", N_("This answer was given before."))]
    return []


@transaction.atomic
def judge_answer(
    *, answer: Answer, helped: bool, happened_on: date, by: Actor, at: datetime, remark: str = ""
) -> Verdict:
    """Say, for who asked, whether an answer helped. The last word counts.

    :raises Refused: if the day has not come or the remark is too long
    """
    line = locked(answer.question, "judge", by, at, over=True)
    remark = clean(remark)
    refuse_if([*date_refusals(happened_on, at), *_remark_refusals(remark)])
    act = Verdict.objects.create(
        answer=answer, helped=helped, remark=remark, happened_on=happened_on, **recorded(by, at)
    )
    journal.write("question.answer-judged", act, by=by, at=at, organisation=line.organisation, helped=helped)
    return act


def _remark_refusals(remark: str) -> list[Refusal]:
    if len(remark) <= rules.LONGEST_REMARK:
        return []
    return [
        Refusal(
            "answer.too-long",
            N_("This is longer than %(most)s signs. Make it shorter."),
            facts={"most": rules.LONGEST_REMARK},
            field="remark",
        )
    ]


@transaction.atomic
def strike_verdict(*, verdict: Verdict, why: str, by: Actor, at: datetime) -> None:
    """Strike, for who asked, that an answer helped or did not. What they said before counts again.

    :raises Refused: if it was struck before, or without a reason
    """
    line = locked(verdict.answer.question, "judge", by, at, over=True)
    journal.strike(
        verdict, verb="question.verdict-struck", why=why, by=by, at=at, organisation=line.organisation
    )


@transaction.atomic
def strike_answer(*, answer: Answer, why: str, by: Actor, at: datetime) -> None:
    """Strike an answer that was given by mistake: by who gave it, or a supervisor.

    :raises Refused: if it was struck before, or without a reason
    """
    line = locked(answer.question, "see", by, at, over=True)
    access.require_strike(by, answer.recorded_by_id)
    journal.strike(
        answer, verb="question.answer-struck", why=why, by=by, at=at, organisation=line.organisation
    )
