"""The room as Django knows it."""

from django.apps import AppConfig


class EinvoicesConfig(AppConfig):
    """The room ``pact.einvoices``."""

    name = "kennispact.pact.einvoices"
    label = "einvoices"
