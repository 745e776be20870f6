"""What every page's frame shows."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kennispact.ground.kit.actor import VISITOR, Actor
from kennispact.ground.people import queries as people
from kennispact.pact.invoicing import access as invoicing
from kennispact.pact.payments import access as payments
from kennispact.registers.covenant import queries as covenants


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the covenant's name, the navigation for this actor, the date bar and the exercise banner."""
    actor: Actor = getattr(request, "actor", VISITOR)
    covenant = covenants.covenant()
    return {
        "covenant_title": covenant.title_en if get_language() == "en" else covenant.title,
        "navigation": _navigation(actor, request.path) if actor.takes_part else [],
        "exercise_world": people.is_exercise_world(),
        "date_bar": getattr(request, "bar", None),
        "actor": actor,
        "user_menu": [{"label": _("My details"), "url": reverse("people_me")}],
    }


_BENEATH = {"list_questions": "list_joints"}  # stands under a heading, at an address of its own


def _navigation(actor: Actor, path: str) -> list[dict[str, Any]]:
    items = [
        (_("Overview"), "home"),
        (_("Covenant"), "show_covenant"),
        (_("Themes"), "show_themes"),
        (_("Questions"), "list_questions"),
        (_("Products"), "list_products"),
        (_("Cities"), "list_cities"),
        (_("Contributions"), "list_contributions"),
        (_("Calendar"), "show_calendar"),
    ]
    if invoicing.may(actor, "issue"):
        items.append((_("Invoices"), "list_invoices"))
    if payments.may(actor, "see"):
        items.append((_("Payments"), "list_payments"))
    if actor.supervises:
        items.append((_("Manage"), "manage"))
    found = []
    for label, name in items:
        url = reverse(name)
        exact = path == url
        places = (url, reverse(_BENEATH[name])) if name in _BENEATH else (url,)
        current = exact or (url != "/" and path.startswith(places))
        found.append({"label": label, "url": url, "current": current, "exact": exact})
    return found
