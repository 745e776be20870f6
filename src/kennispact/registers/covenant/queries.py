"""The configured covenant, read once. There is no table behind it."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from .definition import Covenant
from .loader import load


def covenant() -> Covenant:
    """Return the covenant that ``KENNISPACT_COVENANT`` points to.

    :raises DefinitionFaults: if the file is not a faultless definition
    """
    return _read(Path(settings.KENNISPACT_COVENANT))


@lru_cache(maxsize=8)
def _read(path: Path) -> Covenant:
    """Read one file; a definition does not change while the program runs."""
    return load(path)
