"""The room as Django knows it."""

from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    """The room ``pact.contributions``."""

    name = "kennispact.pact.contributions"
    label = "contributions"
