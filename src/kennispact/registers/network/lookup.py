"""What an address names, for the pages of every room: it is there, or there is no such page."""

from django.http import Http404

from kennispact.ground.kit.refusal import Refused
from kennispact.registers.network import queries
from kennispact.registers.network.models import Organisation


def organisation_or_404(key: str) -> Organisation:
    """Return the organisation with this key, in capitals or not. One query.

    :raises Http404: if there is none
    """
    try:
        return queries.organisation(key)
    except Refused as refused:
        raise Http404 from refused


def city_or_404(key: str) -> Organisation:
    """Return the city with this key, in capitals or not. One query.

    :raises Http404: if there is none; also for an organisation that is no city
    """
    found = organisation_or_404(key)
    if found.kind != Organisation.Kind.CITY:
        raise Http404
    return found
