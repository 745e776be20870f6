"""The room as Django knows it."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """The room ``registers.documents``."""

    name = "kennispact.registers.documents"
    label = "documents"
