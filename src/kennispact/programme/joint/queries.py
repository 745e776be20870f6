"""Joint questions as others read them, what may become one, and what the annual plan may take up."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from kennispact.ground.acts.unchanged import while_unchanged
from kennispact.ground.kit.actor import SYSTEM, Actor
from kennispact.ground.kit.calendar import AsOf
from kennispact.programme.finding import queries as finding
from kennispact.programme.joint import rules
from kennispact.programme.joint.models import Ending, Invitation, JointQuestion, Origin, Reply
from kennispact.programme.questions import queries as questions
from kennispact.programme.questions.queries import QuestionLine

NEWEST = 100  # open questions that are compared for clusters
City = tuple[str, str]  # key and name


@dataclass(frozen=True, slots=True)
class EndLine:
    """How a joint question ended. ``kind`` is ``withdrawn`` or ``closed``."""

    id: int
    kind: str
    why: str
    happened_on: date
    recorded_as: str


@dataclass(frozen=True, slots=True)
class JointLine:
    """A joint question: who takes part, who was asked and did not answer, who declined; and its origins."""

    id: int
    text: str
    organisation: str
    organisation_name: str
    happened_on: date
    origins: tuple[QuestionLine, ...]
    taking_part: tuple[City, ...]
    waiting: tuple[City, ...]
    declined: tuple[City, ...]
    end: EndLine | None = None

    @property
    def themes(self) -> tuple[str, ...]:
        """Return the themes of its origins, each once."""
        return tuple(dict.fromkeys(theme for one in self.origins for theme in one.themes))

    @property
    def is_inside(self) -> bool:
        """Tell whether both parties agreed of every origin that it falls within the covenant. Source: 5b."""
        return all(one.scope.outcome == "inside" for one in self.origins)


def joints(view: AsOf, reader: Actor, ids: Sequence[int] | None = None) -> tuple[JointLine, ...]:
    """Return joint questions, newest first. Eight queries.

    One is seen by whoever may see every origin: what was closed again takes its joint question along.
    """
    acts = JointQuestion.objects.as_of(view).select_related("organisation").order_by("-happened_on", "-id")
    found = list(acts if ids is None else acts.filter(pk__in=ids))
    keys = [one.pk for one in found]
    origins: dict[int, list[int]] = defaultdict(list)
    for joint, question in (
        Origin.objects.as_of(view)
        .filter(joint__in=keys)
        .order_by("id")
        .values_list("joint_id", "question_id")
    ):
        origins[joint].append(question)
    asked = questions.by_ids(view, reader, [pk for some in origins.values() for pk in some])
    invited = _invited(view, keys)
    replies, ends = _replies(view, keys), _ends(view, keys)
    return tuple(
        _line(
            one,
            [asked[pk] for pk in origins[one.pk]],
            invited[one.pk],
            replies[one.pk],
            ends.get(one.pk),
        )
        for one in found
        if origins[one.pk] and all(pk in asked for pk in origins[one.pk])
    )


def joint(view: AsOf, reader: Actor, pk: int) -> JointLine | None:
    """Return one joint question, or nothing when it is not there or the reader may not know of it."""
    return next(iter(joints(view, reader, [pk])), None)


@while_unchanged(most=12)
def asking(view: AsOf, reader: Actor) -> tuple[JointLine, ...]:
    """Return the joint questions that the reader's city has yet to answer. One query if there are none."""
    own = {one.organisation for one in reader.capacities if one.kind == "city"}
    if not own:
        return ()
    acts = Invitation.objects.as_of(view).filter(organisation__key__in=sorted(own))
    ids = sorted(set(acts.values_list("joint_id", flat=True)))
    found = joints(view, reader, ids) if ids else ()
    return tuple(one for one in found if one.end is None and own & {key for key, _name in one.waiting})


def row(pk: int) -> JointQuestion:
    """Return the joint question itself, to hand to a command. One query."""
    return JointQuestion.objects.select_related("organisation").get(pk=pk)


def of_question(view: AsOf, pk: int) -> int | None:
    """Return the id of the newest joint question that a question is part of, or nothing. One query."""
    acts = Origin.objects.as_of(view).filter(question=pk, joint__struck_at__isnull=True)
    acts = acts.exclude(joint__in=_withdrawn(view)).order_by("-id")
    return acts.values_list("joint_id", flat=True).first()


def of_questions(view: AsOf, reader: Actor, ids: Collection[int]) -> dict[int, tuple[JointLine, ...]]:
    """Return per question the joint questions it is part of and the reader may see, newest first.

    One query if there are none, else nine. What was withdrawn is left out.
    """
    acts = Origin.objects.as_of(view).filter(question__in=list(ids)).exclude(joint__in=_withdrawn(view))
    keys = sorted(set(acts.values_list("joint_id", flat=True)))
    found: dict[int, list[JointLine]] = defaultdict(list)
    for line in joints(view, reader, keys) if keys else ():
        for origin in line.origins:
            found[origin.id].append(line)
    return {pk: tuple(lines) for pk, lines in found.items()}


def ending(joint: int) -> Ending | None:
    """Return the end of a joint question that counts, with it, or nothing. One query."""
    return Ending.objects.select_related("joint__organisation").filter(joint=joint, struck_at=None).first()


def proposals(view: AsOf) -> tuple[JointLine, ...]:
    """Return what the annual plan may take up: within the covenant, two cities or more. Source: B1, 4c."""
    going_on = (one for one in joints(view, SYSTEM) if one.end is None)
    return tuple(one for one in going_on if one.is_inside and len(one.taking_part) > 1)


def clusters(view: AsOf, reader: Actor) -> tuple[tuple[QuestionLine, ...], ...]:
    """Return open questions of different organisations that may be one. What is in confidence is left out."""
    newest = questions.questions(view, reader, questions.Wanted(state="open"), most=NEWEST)
    origins = Origin.objects.as_of(view).exclude(joint__in=_withdrawn(view))
    joined = set(origins.values_list("question_id", flat=True))
    lines = {one.id: one for one in newest if not one.in_confidence and one.id not in joined}
    said = finding.judged_pairs(list(lines))
    groups = rules.clusters(
        finding.nearest(tuple(lines.values())),
        [pair for pair, is_right in said.items() if is_right],
        [pair for pair, is_right in said.items() if not is_right],
    )
    found = [tuple(lines[pk] for pk in group if pk in lines) for group in groups]
    return tuple(one for one in found if len({line.organisation for line in one}) > 1)


def _invited(view: AsOf, keys: Sequence[int]) -> dict[int, list[City]]:
    found: dict[int, list[City]] = defaultdict(list)
    acts = Invitation.objects.as_of(view).filter(joint__in=keys).order_by("organisation__name")
    for joint_, key, name in acts.values_list("joint_id", "organisation__key", "organisation__name"):
        found[joint_].append((key, name))
    return found


def _replies(view: AsOf, keys: Sequence[int]) -> dict[int, dict[City, bool]]:
    found: dict[int, dict[City, bool]] = defaultdict(dict)
    acts = Reply.objects.as_of(view).filter(joint__in=keys).order_by("happened_on", "recorded_at", "id")
    fields = ("joint_id", "organisation__key", "organisation__name", "joins")
    for joint_, key, name, joins in acts.values_list(*fields):
        found[joint_][key, name] = joins
    return found


def _withdrawn(view: AsOf) -> "QuerySet[Ending, int]":
    return Ending.objects.as_of(view).filter(kind=Ending.Kind.WITHDRAWN).values_list("joint_id", flat=True)


def _ends(view: AsOf, keys: Sequence[int]) -> dict[int, EndLine]:
    acts = Ending.objects.as_of(view).filter(joint__in=keys)
    return {
        one.joint_id: EndLine(one.pk, one.kind, one.why, one.happened_on, one.recorded_as) for one in acts
    }


def _line(
    act: JointQuestion,
    origins: list[QuestionLine],
    invited: list[City],
    replies: dict[City, bool],
    end: EndLine | None,
) -> JointLine:
    names = dict((*invited, *replies))
    names |= {one.organisation: one.organisation_name for one in origins}
    said = {key: joins for (key, _name), joins in replies.items()}
    part = rules.taking_part([one.organisation for one in origins], said)
    return JointLine(
        act.pk,
        act.text,
        act.organisation.key,
        act.organisation.name,
        act.happened_on,
        tuple(origins),
        tuple((key, names[key]) for key in part),
        tuple(one for one in invited if one[0] not in said and one[0] not in part),
        tuple((key, names[key]) for key, joins in said.items() if not joins),
        end,
    )
