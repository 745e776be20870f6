"""What waits around questions, in words: letters to send, joint questions that a city is asked to join."""

from datetime import datetime

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.look.templatetags.look import day
from kennispact.programme.joint import queries as joint
from kennispact.programme.joint.queries import JointLine
from kennispact.programme.questions import letters
from kennispact.programme.questions.queries import QuestionLine

MOST, LONGEST = 10, 140


def question_chores(view: AsOf, by: Actor, at: datetime) -> list[dict[str, str]]:
    """Return what waits for the reader, each with the one thing to do. At most ten queries."""
    unsent = letters.unsent(view, by, at)[:MOST] if by.supervises else ()
    return [*map(_invited, joint.asking(view, by)), *map(_unsent, unsent)]


def _invited(line: JointLine) -> dict[str, str]:
    return {
        "title": Truncator(line.text).chars(LONGEST),
        "said": _("Your city is asked to join this question, since %(day)s.")
        % {"day": day(line.happened_on)},
        "sign": "waiting",
        "action": _("Join or not?"),
        "url": reverse("show_joint", args=[line.id]),
    }


def _unsent(line: QuestionLine) -> dict[str, str]:
    return {
        "title": line.title,
        "said": _("Outside the covenant. %(name)s was not told yet.") % {"name": line.organisation_name},
        "sign": "waiting",
        "action": _("Send the letter"),
        "url": reverse("show_scope_letter", args=[line.id]),
    }
