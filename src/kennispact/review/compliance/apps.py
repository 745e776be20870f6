"""The room as Django knows it."""

from django.apps import AppConfig


class ComplianceConfig(AppConfig):
    """The room ``review.compliance``."""

    name = "kennispact.review.compliance"
    label = "compliance"
