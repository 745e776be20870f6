"""What every page shares: who asks, for which day, and how a refusal comes back to the form."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Generic, NamedTuple, TypeVar, cast

from django.forms import Form
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods

from kennispact.ground import clock
from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.refusal import Refused
from kennispact.ground.look import sentences
from kennispact.ground.look.date_bar import DateBar


class Request(HttpRequest):
    """A request as pages see it: the doorkeeper added ``actor``, :func:`page` added ``bar``."""

    actor: Actor
    bar: DateBar


View = Callable[..., HttpResponseBase]
Made = TypeVar("Made")
read_or_write = require_http_methods(["GET", "HEAD", "POST"])


def page(view: View) -> View:
    """Open a view to whoever takes part in the covenant, and read the date bar.

    A view without this mark, or :func:`public`, is refused to everybody: unknown is denied.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked = cast("Request", request)
        asked.bar = DateBar.read(request.GET, clock.today())
        return view(asked, *args, **kwargs)

    answer.is_page = True  # type: ignore[attr-defined]
    return answer


def public(view: View) -> View:
    """Open a view to everybody, signed in or not. It decides itself what it shows."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


class Done(NamedTuple, Generic[Made]):
    """What was carried out; ``made`` is what its command returned."""

    made: Made


def carried_out(request: HttpRequest, form: Form, act: Callable[..., Made]) -> Done[Made] | None:
    """Carry out what a form asks, if it was sent. ``act`` takes what was typed, by field name.

    Return nothing if it was not sent or not done; what stands in the way comes back at the fields.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return Done(act(**form.cleaned_data))
    except Refused as refused:
        add_refusals(form, refused)
        return None


def add_refusals(form: Form, refused: Refused) -> None:
    """Put every reason of a refusal at its field, or above the form."""
    for one in refused.refusals:
        reason = sentences.refusal(one)
        text = f"{reason} ({one.clause})" if one.clause else reason
        form.add_error(one.field if one.field in form.fields else None, text)
