"""The room as Django knows it."""

from django.apps import AppConfig


class PostConfig(AppConfig):
    """The room ``ground.post``."""

    name = "kennispact.ground.post"
    label = "post"
