"""What people teach the program."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from kennispact.ground.acts.models import recorded
from kennispact.ground.acts.rules import date_refusals
from kennispact.ground.journal import commands as journal
from kennispact.ground.kit.actor import SYSTEM, Actor
from kennispact.ground.kit.calendar import AsOf, day_of
from kennispact.ground.kit.refusal import Refusal, refuse_if
from kennispact.ground.kit.words import N_
from kennispact.programme.finding import access, contents, rules
from kennispact.programme.finding.models import Judgement, Term
from kennispact.programme.products.models import Product
from kennispact.programme.products.rules import clean, joined
from kennispact.programme.questions import access as question_access
from kennispact.programme.questions import queries as questions
from kennispact.programme.questions.models import Question
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.network.models import Organisation


@transaction.atomic
def judge_link(
    *,
    question: Question,
    is_right: bool,
    organisation: Organisation,
    happened_on: date,
    by: Actor,
    at: datetime,
    product: Product | None = None,
    other: Question | None = None,
) -> Judgement:
    """Confirm or reject that a product or another question belongs to a question.

    Saying it again changes nothing; saying the opposite replaces what the same organisation said.

    :raises Refused: if there is not one thing to link with, or it is the question itself
    """
    access.require(by, "judge")
    for one in (question, other):
        line = questions.question(AsOf(day_of(at)), SYSTEM, one.pk) if one else None
        if one:
            question_access.require(by, "see", line)
    refuse_if(
        [
            *date_refusals(happened_on, at),
            *rules.judgement_refusals(
                has_product=product is not None,
                has_other=other is not None,
                is_itself=other is not None and other.pk == question.pk,
            ),
            *_own_refusals(organisation, by),
        ]
    )
    same = Judgement.objects.select_for_update().filter(
        question=question, product=product, other=other, organisation=organisation, struck_at__isnull=True
    )
    for before in same:
        if before.is_right == is_right:
            return before
        journal.strike(before, verb="link.judged-anew", why="said otherwise", by=by, at=at)
    act = Judgement.objects.create(
        question=question,
        product=product,
        other=other,
        organisation=organisation,
        is_right=is_right,
        happened_on=happened_on,
        **recorded(by, at),
    )
    journal.write("link.judged", act, by=by, at=at, organisation=organisation.key, is_right=is_right)
    return act


def _own_refusals(organisation: Organisation, by: Actor) -> list[Refusal]:
    if organisation.key in by.organisations:
        return []
    return [Refusal("link.not-yours", N_("You do not act for this organisation."))]


@transaction.atomic
def add_term(
    *,
    concept: str,
    words: Collection[str],
    happened_on: date,
    by: Actor,
    at: datetime,
    themes: Collection[str] = (),
) -> Term:
    """Add words to a concept of the thesaurus, or a new concept with its words.

    :raises Refused: if the words are none, or speak of it already
    """
    access.require(by, "keep_words")
    concept = " ".join(clean(concept).split()).casefold()
    plain = list(dict.fromkeys(word for one in words if (word := " ".join(clean(one).split()))))
    concepts = contents.thesaurus().concepts
    concept = next((key for key in concepts if contents.name_of(key) == concept), concept)
    known = concepts.get(concept)
    there = {term.casefold().rstrip("?") for term in known.terms} if known else set()
    refuse_if(
        [
            *date_refusals(happened_on, at),
            *rules.term_refusals(concept, plain, themes, covenants.covenant().theme, there),
        ]
    )
    act = Term.objects.create(
        concept=concept,
        words=", ".join(plain),
        themes=joined(themes),
        happened_on=happened_on,
        **recorded(by, at),
    )
    journal.write("thesaurus.words-added", act, by=by, at=at, concept=concept)
    return act


@transaction.atomic
def strike_term(*, term: Term, why: str, by: Actor, at: datetime) -> None:
    """Take added words away again.

    :raises Refused: if that was done before, or without a reason
    """
    access.require(by, "keep_words")
    journal.strike(term, verb="thesaurus.words-struck", why=why, by=by, at=at)
