"""A virus scanner, if the organisation has one: off unless ``KENNISPACT_SCANNER`` names it."""

from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class Scanner(Protocol):
    """Looks at a file before it is kept."""

    def __call__(self, payload: bytes) -> str:
        """Return the name of what was found, or an empty text when nothing was.

        :raises OSError: if the scanner cannot be reached; the file is then not kept
        """


def scan(payload: bytes) -> str:
    """Return what the configured scanner found; empty when nothing was, or when there is no scanner.

    :raises OSError: if the scanner cannot be reached
    """
    if not settings.KENNISPACT_SCANNER:
        return ""
    scanner: Scanner = import_string(settings.KENNISPACT_SCANNER)
    return scanner(payload)
