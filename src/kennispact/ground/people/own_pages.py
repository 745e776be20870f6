"""Pages about oneself: details, ways of signing in, sessions, and everything that is kept."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views import i18n
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kennispact.ground import clock
from kennispact.ground.kit.actor import VISITOR, Actor
from kennispact.ground.kit.refusal import Refused
from kennispact.ground.people import access, adapters, commands, queries, rules
from kennispact.ground.people.forms import OwnDetails
from kennispact.ground.people.models import Person

Page = Callable[..., HttpResponse]


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """Show one's own details, and correct them."""
    person = _oneself(request)
    form = OwnDetails(request.POST or None, initial={"name": person.name, "language": person.language})
    if request.method == "POST" and form.is_valid():
        try:
            corrected = commands.correct_person(
                person=person, **form.cleaned_data, by=_actor(request, person), at=clock.now()
            )
        except Refused as refused:
            for refusal in refused.refusals:
                form.add_error(refusal.field or None, adapters.sentence(refusal))
        else:
            messages.success(request, gettext("Your details are saved."))
            answer = redirect("people_me")
            adapters.keep_language(answer, corrected.language)
            return answer
    found = {
        "form": form,
        "person": person,
        "means": queries.means(person),
        "sessions": queries.sessions(person, current=request.session.session_key),
    }
    return render(request, "people/me.html", found)


@login_required
@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """End one of one's own sessions, or all others."""
    person = _oneself(request)
    only = request.POST.get("session", "")
    current = queries.handle(request.session.session_key)
    if only == current:
        raise Http404
    actor = _actor(request, person)
    number = commands.end_sessions(person=person, by=actor, at=clock.now(), only=only, but=current)
    if number:
        messages.success(request, gettext("Signed out on the other device."))
    return redirect("people_me")


@login_required
@never_cache
@require_safe
def export_me(request: HttpRequest) -> HttpResponse:
    """Give everything that this room keeps about oneself, as JSON. Source: AVG 15 and 20."""
    person = _oneself(request)
    access.require(_actor(request, person), "export_person", person)
    return JsonResponse(
        queries.everything_about(person),
        json_dumps_params={"indent": 2, "ensure_ascii": False},
        headers={"Content-Disposition": 'attachment; filename="kennispact-me.json"'},
    )


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Change the language of the screens, and of whoever is signed in."""
    answer = i18n.set_language(request)
    chosen, person = request.POST.get("language", ""), request.user
    if isinstance(person, Person) and chosen in rules.LANGUAGES:
        commands.correct_person(person=person, language=chosen, by=_actor(request, person), at=clock.now())
    return answer


def _oneself(request: HttpRequest) -> Person:
    if not isinstance(request.user, Person):
        raise Http404
    return request.user


def _actor(request: HttpRequest, person: Person) -> Actor:
    """Return who asks, with their mandates if the doors above have put them on the request."""
    actor: Actor = getattr(request, "actor", VISITOR)
    return actor if actor.person_id == person.pk else access.themselves(person)
