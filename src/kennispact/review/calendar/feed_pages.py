"""A calendar feed: made and stopped by its owner, read by their calendar program."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kennispact.ground import clock
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.look import formatting
from kennispact.ground.look.door import Request, page, public
from kennispact.registers.network import queries as network
from kennispact.review.calendar import access, commands, queries
from kennispact.review.calendar.pages import as_file

PLACE = "#abonneren"


@page
@require_POST
def make_feed(request: Request) -> HttpResponse:
    """Make a feed for the reader; its address is shown once, on the page that follows."""
    language = formatting.language_of(get_language())
    token = commands.make_feed(language=language, by=request.actor, at=clock.now())
    request.session["new_feed"] = request.build_absolute_uri(reverse("feed", args=[token]))
    return redirect(reverse("show_calendar") + PLACE)


@page
@require_POST
def revoke_feed(request: Request, pk: int) -> HttpResponse:
    """Stop one of the reader's own feeds."""
    commands.revoke_feed(feed_id=pk, by=request.actor, at=clock.now())
    messages.success(request, _("The calendar address no longer works."))
    return redirect(reverse("show_calendar") + PLACE)


@public
@require_safe
def feed(_request: HttpRequest, token: str) -> HttpResponse:
    """Answer a feed's dates, with the rights its owner has today. What opens nothing does not exist."""
    found = queries.feed_owner(token)
    if found is None:
        raise Http404
    person, language, _made_at = found
    today = clock.today()
    actor = network.actor_for(person, today)
    if not access.may(actor, "see"):
        raise Http404
    with translation.override(language):
        answer = as_file(queries.days(AsOf(today), actor), language)
    answer["Cache-Control"] = "private, max-age=3600"
    answer["X-Robots-Tag"] = "noindex"
    return answer
