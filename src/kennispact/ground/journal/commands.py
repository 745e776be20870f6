"""Writing in the journal. Called inside the transaction of the change itself."""

from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db import models, transaction

from kennispact.ground.acts.models import Act
from kennispact.ground.acts.rules import strike_refusals
from kennispact.ground.journal.models import Entry
from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.refusal import refuse_if

# Where the change came in (page, command line, job) and its request id; a door sets it.
origin: ContextVar[str] = ContextVar("origin", default="")


def write(
    verb: str,
    subject: models.Model | None,
    *,
    by: Actor,
    at: datetime,
    clause: str = "",
    organisation: str = "",
    result: str = "done",
    **facts: Any,
) -> Entry:
    """Write one line about a change. ``facts`` must be plain values."""
    return Entry.objects.create(
        at=at,
        by_id=by.person_id,
        mandate=by.mandate[:300],
        origin=origin.get()[:100],
        verb=verb,
        result=result,
        clause=clause,
        subject=subject._meta.label_lower if subject else "",
        subject_id=subject.pk if subject else None,
        organisation=organisation,
        facts=facts,
    )


@transaction.atomic
def strike(
    act: Act, *, verb: str, why: str, by: Actor, at: datetime, clause: str = "", organisation: str = ""
) -> None:
    """Strike an act that was entered wrongly. The room it belongs to has asked ``access`` before.

    :raises Refused: if it was struck before, or without a reason
    """
    locked = type(act)._default_manager.select_for_update().get(pk=act.pk)
    refuse_if(strike_refusals(locked.struck_at, why))
    type(act)._default_manager.filter(pk=act.pk).update(
        struck_at=at, struck_by_id=by.person_id, struck_why=why.strip()
    )
    write(verb, act, by=by, at=at, clause=clause, organisation=organisation, why=why.strip())
