"""The room as Django knows it."""

from django.apps import AppConfig


class InvoicingConfig(AppConfig):
    """The room ``pact.invoicing``."""

    name = "kennispact.pact.invoicing"
    label = "invoicing"
