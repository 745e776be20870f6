"""The room as Django knows it."""

from django.apps import AppConfig


class DraftingConfig(AppConfig):
    """The room ``pact.drafting``."""

    name = "kennispact.pact.drafting"
    label = "drafting"
