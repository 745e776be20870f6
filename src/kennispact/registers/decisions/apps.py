"""The room as Django knows it."""

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    """The room ``registers.decisions``."""

    name = "kennispact.registers.decisions"
    label = "decisions"
