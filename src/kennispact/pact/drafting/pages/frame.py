"""What the pages of this folder share: the way back, a city, a file to save, a refusal as a message."""

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from kennispact.ground.kit.refusal import Refused
from kennispact.ground.look import sentences
from kennispact.ground.look.door import Request
from kennispact.pact.drafting import access, queries
from kennispact.pact.drafting.queries import CityPapers


def crumbs(request: Request, *steps: tuple[str, str]) -> list[dict[str, str]]:
    """Return the path of a page: labels with their addresses, the last one without."""
    start = {"label": _("Overview"), "url": reverse("home") + request.bar.query}
    return [start, *({"label": label, "url": url} for label, url in steps)]


def of_city(request: Request, found: CityPapers, *steps: tuple[str, str]) -> list[dict[str, str]]:
    """Return the path of a page about the papers of one city."""
    key, query = found.city.key, request.bar.query
    return crumbs(
        request,
        (_("Cities"), reverse("list_cities") + query),
        (found.city.name, reverse("show_city", args=[key]) + query),
        (_("Papers"), reverse("show_papers", args=[key]) + query if steps else ""),
        *steps,
    )


def papers_of(request: Request, key: str, action: str = "read_papers") -> CityPapers:
    """Return the papers of a city in the view, for who may see or do this.

    :raises Http404: if there is no such city in the network on that day
    """
    access.require(request.actor, action, key.upper())
    try:
        return queries.one(key, request.bar.as_of)
    except Refused as refused:
        raise Http404 from refused


def say_refused(request: Request, refused: Refused) -> None:
    """Put every reason of a refusal above the next page."""
    for one in refused.refusals:
        messages.error(request, sentences.refusal(one))


def to_save(key: str, query: str = "") -> list[dict[str, Any]]:
    """Return the papers of a city with the addresses where they can be saved, in every form."""
    return [
        {
            "title": title,
            "text": text,
            "files": [
                {
                    "label": "Word" if form == "docx" else form.upper(),
                    "about": title,
                    "url": reverse("save_paper", args=[key, kind, form]) + query,
                }
                for form in ("docx", "odt", "pdf")
            ],
        }
        for kind, title, text in (
            ("agreement", _("The agreement"), _("To sign. Both sides get a copy.")),
            (
                "nota",
                _("The proposal for the college"),
                _("With the figures of your city, and their source."),
            ),
        )
    ]
