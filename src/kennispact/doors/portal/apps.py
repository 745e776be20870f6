"""The room as Django knows it."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The room ``doors.portal``."""

    name = "kennispact.doors.portal"
    label = "portal"
