"""The parties say whether a question falls within the covenant. Source: covenant 5b, annex 1-6."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from kennispact.ground.acts.models import recorded
from kennispact.ground.acts.rules import date_refusals
from kennispact.ground.journal import commands as journal
from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.refusal import Refusal, refuse_if
from kennispact.ground.kit.words import N_
from kennispact.programme.products.rules import clean
from kennispact.programme.questions import access, rules
from kennispact.programme.questions.commands.asking import locked
from kennispact.programme.questions.models import Question, Voice
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.network.models import Organisation


@transaction.atomic
def give_voice(
    *,
    question: Question,
    party: Organisation,
    outcome: str,
    clauses: Collection[str],
    happened_on: date,
    by: Actor,
    at: datetime,
    route: str = "",
    reason: str = "",
) -> Voice:
    """Say for one party whether a question falls within the covenant. It counts when both say the same.

    A party may say something else later; its last word counts.

    :raises Refused: if there is no ground, no reason or no route where one is needed, the same was said
        before, or the same person spoke for the other party
    """
    access.require(by, "give_voice", party.kind)
    line = locked(question, "see", by, at)
    reason = clean(reason)
    clauses = list(dict.fromkeys(clauses))
    refuse_if(
        [
            *date_refusals(happened_on, at),
            *rules.voice_refusals(outcome, route, clauses, covenants.covenant().clauses, reason),
            *rules.two_people_refusals(by.person_id, party.kind, line.scope.voices),
            *_same_refusals(line.scope, party.kind, (outcome, route, reason)),
        ]
    )
    act = Voice.objects.create(
        question=question,
        party=party,
        role=access.VOICES[party.kind],
        outcome=outcome,
        route=route,
        clauses=" ".join(clauses),
        reason=reason,
        happened_on=happened_on,
        **recorded(by, at),
    )
    journal.write(
        "question.scope-voiced",
        act,
        by=by,
        at=at,
        clause="5b",
        organisation=line.organisation,
        question=line.id,
        outcome=outcome,
        party=party.kind,
    )
    return act


def _same_refusals(now: rules.Scope, party: str, said: tuple[str, str, str]) -> list[Refusal]:
    if any((one.outcome, one.route, one.reason) == said for one in now.voices if one.party == party):
        return [Refusal("scope.said-before", N_("Your party said this already."), "5b")]
    return []


@transaction.atomic
def strike_voice(*, voice: Voice, why: str, by: Actor, at: datetime) -> None:
    """Strike what a party said by mistake. Only that party's supervisor does.

    :raises Refused: if it was struck before, or without a reason
    """
    access.require(by, "give_voice", voice.party.kind)
    journal.strike(
        voice,
        verb="question.voice-struck",
        why=why,
        by=by,
        at=at,
        clause="5b",
        organisation=voice.question.organisation.key,
    )
