"""The room as Django knows it."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The room ``pact.ledger``."""

    name = "kennispact.pact.ledger"
    label = "ledger"
