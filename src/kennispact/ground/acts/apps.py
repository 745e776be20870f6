"""The room as Django knows it."""

from django.apps import AppConfig


class ActsConfig(AppConfig):
    """The room ``ground.acts``."""

    name = "kennispact.ground.acts"
    label = "acts"
