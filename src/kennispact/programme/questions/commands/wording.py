"""Sharper words for a question, and who agrees (vraagarticulatie, annex 1)."""

from datetime import date, datetime

from django.db import transaction

from kennispact.ground.acts.models import recorded
from kennispact.ground.acts.rules import date_refusals
from kennispact.ground.journal import commands as journal
from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.refusal import Refusal, refuse_if
from kennispact.ground.kit.words import N_
from kennispact.programme.products.rules import clean
from kennispact.programme.questions import rules
from kennispact.programme.questions.commands.asking import locked
from kennispact.programme.questions.models import Question, Wording, WordingConsent
from kennispact.registers.network.models import Organisation


@transaction.atomic
def sharpen(
    *, question: Question, text: str, organisation: Organisation, happened_on: date, by: Actor, at: datetime
) -> Wording:
    """Propose sharper words. Whoever proposes agrees; they count once who asked agrees too.

    :raises Refused: if the words are no question or were there already, or the question is over
    """
    line = locked(question, "sharpen", by, at)
    text = clean(text)
    words = [line.text, *question.wordings.filter(struck_at__isnull=True).values_list("text", flat=True)]
    refuse_if(
        [
            *date_refusals(happened_on, at),
            *_own_refusals(organisation, by),
            *rules.text_refusals(text),
            *rules.same_words_refusals(text, words),
        ]
    )
    act = Wording.objects.create(
        question=question, organisation=organisation, text=text, happened_on=happened_on, **recorded(by, at)
    )
    journal.write("question.sharpened", act, by=by, at=at, clause="B1-5", organisation=line.organisation)
    _agree(act, organisation, happened_on, by, at)
    return act


@transaction.atomic
def agree_wording(
    *, wording: Wording, organisation: Organisation, happened_on: date, by: Actor, at: datetime
) -> WordingConsent:
    """Agree with sharper words, for the organisation that asked.

    :raises Refused: if it agreed before, or the question is over
    """
    line = locked(wording.question, "agree_wording", by, at)
    before = WordingConsent.objects.filter(
        wording=wording, organisation=organisation, struck_at__isnull=True
    ).exists()
    refuse_if(
        [
            *date_refusals(happened_on, at),
            *_own_refusals(organisation, by),
            *(
                [Refusal("wording.agreed-before", N_("You agreed with these words before."))]
                if before
                else ()
            ),
        ]
    )
    journal.write(
        "question.wording-agreed", wording, by=by, at=at, clause="B1-5", organisation=line.organisation
    )
    return _agree(wording, organisation, happened_on, by, at)


def _agree(
    wording: Wording, organisation: Organisation, happened_on: date, by: Actor, at: datetime
) -> WordingConsent:
    role = next((one.role for one in by.capacities if one.organisation == organisation.key), "")
    return WordingConsent.objects.create(
        wording=wording, organisation=organisation, role=role, happened_on=happened_on, **recorded(by, at)
    )


def _own_refusals(organisation: Organisation, by: Actor) -> list[Refusal]:
    if organisation.key in by.organisations:
        return []
    return [Refusal("wording.not-yours", N_("You do not act for this organisation."), field="organisation")]
