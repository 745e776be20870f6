"""The room as Django knows it."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The room ``ground.people``."""

    name = "kennispact.ground.people"
    label = "people"
