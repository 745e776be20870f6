"""What the parties said about a question's scope: also what was struck."""

from collections import defaultdict
from collections.abc import Iterable

from kennispact.ground.kit.calendar import AsOf
from kennispact.programme.questions.models import Voice
from kennispact.programme.questions.rules import Said


def by_question(view: AsOf, ids: Iterable[int] | None = None) -> dict[int, list[Said]]:
    """Return per question what was said of it, oldest first; ``ids`` keeps to these. One query."""
    acts = Voice.objects.as_of(view)
    acts = acts if ids is None else acts.filter(question__in=list(ids))
    found: dict[int, list[Said]] = defaultdict(list)
    for act in acts.select_related("party", "recorded_by").order_by("happened_on", "recorded_at", "id"):
        found[act.question_id].append(_said(act, view))
    return found


def voices(view: AsOf, pk: int) -> tuple[Said, ...]:
    """Return what was said of a question, oldest first. One query."""
    return tuple(by_question(view, [pk])[pk])


def struck_voices(view: AsOf, pk: int) -> tuple[Said, ...]:
    """Return what was said of a question and struck by the view's moment, oldest first. One query."""
    acts = Voice.objects.with_struck(view).filter(question=pk, struck_at__isnull=False)
    found = acts.select_related("party", "recorded_by").order_by("happened_on", "recorded_at", "id")
    return tuple(_said(act, view) for act in found if act.is_struck_in(view))


def voice(pk: int) -> Voice | None:
    """Return what a party said and did not strike, with its question, or nothing. One query."""
    found = Voice.objects.select_related("question__organisation", "party")
    return found.filter(pk=pk, struck_at=None).first()


def _said(act: Voice, view: AsOf) -> Said:
    is_struck = act.is_struck_in(view)
    return Said(
        act.party.kind,
        act.outcome,
        act.route,
        tuple(act.clauses.split()),
        act.reason,
        act.recorded_as,
        act.happened_on,
        act.pk,
        act.recorded_by_id,
        act.recorded_by.name if act.recorded_by else "",
        act.recorded_at,
        act.struck_at if is_struck else None,
        act.struck_why if is_struck else "",
    )
