"""The room as Django knows it."""

from django.apps import AppConfig


class AuditfileConfig(AppConfig):
    """The room ``pact.auditfile``."""

    name = "kennispact.pact.auditfile"
    label = "auditfile"
