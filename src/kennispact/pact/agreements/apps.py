"""The room as Django knows it."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """The room ``pact.agreements``."""

    name = "kennispact.pact.agreements"
    label = "agreements"
