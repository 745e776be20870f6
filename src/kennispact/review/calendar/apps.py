"""The room as Django knows it."""

from django.apps import AppConfig


class CalendarConfig(AppConfig):
    """The room ``review.calendar``."""

    name = "kennispact.review.calendar"
    label = "calendar"
