"""The room as Django knows it."""

from django.apps import AppConfig


class IntegrityConfig(AppConfig):
    """The room ``review.integrity``."""

    name = "kennispact.review.integrity"
    label = "integrity"
