"""The room as Django knows it."""

from django.apps import AppConfig


class JointConfig(AppConfig):
    """The room ``programme.joint``."""

    name = "kennispact.programme.joint"
    label = "joint"
