"""The room as Django knows it."""

from django.apps import AppConfig


class FindingConfig(AppConfig):
    """The room ``programme.finding``."""

    name = "kennispact.programme.finding"
    label = "finding"
