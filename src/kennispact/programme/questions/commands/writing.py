"""Writing who asked what both parties decided. Source: covenant 5b, annex 1-6."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from kennispact.ground.journal import commands as journal
from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.refusal import Refusal, refuse_if
from kennispact.ground.kit.words import N_
from kennispact.ground.post import commands as post
from kennispact.pact.drafting.typeset.pdf import pdf
from kennispact.programme.questions import letters
from kennispact.programme.questions.commands.asking import locked
from kennispact.programme.questions.models import Question


@transaction.atomic
def send_scope_letter(*, question: Question, by: Actor, at: datetime) -> int:
    """Make the letter about the parties' decision ready for who asked; return how many are new.

    Everybody gets it once for the same decision, however often this is asked.

    :raises Refused: if the parties did not decide, or there is nobody to write to
    """
    line = locked(question, "send_letter", by, at, over=True)
    copies = letters.copies(line, at)
    refuse_if(_refusals(line.scope.outcome, len(copies)))
    letter = letters.letter(line)
    paper = post.Enclosed(letter.file_name, "application/pdf", pdf(letter.paper()))
    done = sum(
        post.queue(
            kind=letters.KIND,
            key=one.key,
            receiver=one.receiver,
            organisation=line.organisation,
            subject=letter.subject,
            text=letter.text(),
            enclosures=[paper],
            by=by,
            at=at,
        )
        for one in copies
    )
    if done:
        journal.write(
            "question.letter-sent", question, by=by, at=at, clause="5b", organisation=line.organisation
        )
    return done


def _refusals(outcome: str, receivers: int) -> Iterator[Refusal]:
    if not outcome:
        yield Refusal("letter.undecided", N_("Both parties have to decide first."), "5b")
    if not receivers:
        yield Refusal("letter.nobody", N_("Who asked has no contact person with an e-mail address."))
