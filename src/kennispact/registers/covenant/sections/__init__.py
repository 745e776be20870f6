"""The sections of a definition, each read by its own module."""

from .known import Known

__all__ = ["Known"]
