"""The room as Django knows it."""

from django.apps import AppConfig
from django.core.checks import register

from kennispact.ground.people.checks import employers_are_complete, exercise_stays_at_home


class PeopleConfig(AppConfig):
    """The room ``ground.people``."""

    name = "kennispact.ground.people"
    label = "people"

    def ready(self) -> None:
        """Have the checks done at every start."""
        register(exercise_stays_at_home)
        register(employers_are_complete)
