"""Says in words in which capacity somebody did something."""

from django import template

from kennispact.registers.covenant import queries as covenants
from kennispact.registers.covenant.templatetags.covenant import role_name
from kennispact.registers.network import queries as network

register = template.Library()


@register.filter
def mandate_name(mandate: str) -> str:
    """Say a recorded capacity (``secretaris @ g40``) in words: ``secretaris (G40)``.

    A party goes by its short name, a city by its name. The system's own stays ``system``.
    """
    return ", ".join(map(_said, mandate.split(" / ")))


def _said(capacity: str) -> str:
    role, at, key = capacity.partition(" @ ")
    return f"{role_name(role)} ({_organisation_name(key)})" if at else role


def _organisation_name(key: str) -> str:
    short = {party.key: party.short_name for party in covenants.covenant().parties}.get(key)
    return short or next((one.name for one in network.organisations() if one.key == key), key)
