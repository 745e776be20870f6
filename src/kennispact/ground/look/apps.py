"""The room as Django knows it."""

from django.apps import AppConfig


class LookConfig(AppConfig):
    """The room ``ground.look``."""

    name = "kennispact.ground.look"
    label = "look"
