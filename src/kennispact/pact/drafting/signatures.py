"""Who signed a PDF, when, and whether it is whole. They are read in the sandbox, where the library lives.

Whether the signer can be trusted is told only against roots that somebody chose; without those it says
``not-checked``, for a certificate that nobody checked proves nothing about a person.
"""

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from kennispact.ground.kit import sandbox

READER = "kennispact.pact.drafting.signature_reader:look"


class Trust(StrEnum):
    """Whether the signer's certificate leads to a root that somebody chose."""

    TRUSTED = "trusted"
    UNTRUSTED = "untrusted"
    NOT_CHECKED = "not-checked"


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature. ``signer`` and ``issuer`` are as the certificate names them: personal data.

    ``whole`` tells that what was signed is what is there, and nothing was added that the signature does not
    allow. ``signed_at`` is what the signer's clock said, ``stamped_at`` what a time stamp proves; ``None``
    without.
    """

    field: str
    signer: str
    issuer: str
    whole: bool
    trust: Trust
    signed_at: datetime | None = None
    stamped_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What a PDF says about its signatures; without any it is a scan or a draft, and that is no fault."""

    signatures: tuple[Signature, ...]

    @property
    def is_signed(self) -> bool:
        """Tell whether there is any signature in the file itself."""
        return bool(self.signatures)

    @property
    def is_tampered(self) -> bool:
        """Tell whether any signature no longer fits the file."""
        return any(not one.whole for one in self.signatures)


def inspect(payload: bytes, roots: bytes = b"") -> Report:
    """Look at the signatures of a PDF, in a process of its own. ``roots`` is PEM text of certificates.

    :raises Refused: if it is no PDF, is locked with a password or cannot be read
    """
    order = {"pdf": base64.b64encode(payload).decode(), "roots": base64.b64encode(roots).decode()}
    found = sandbox.call(READER, json.dumps(order).encode(), seconds=20, megabytes=1024)
    return Report(tuple(_signature(one) for one in found))


def _signature(plain: dict[str, Any]) -> Signature:
    moments = {name: datetime.fromisoformat(plain[name]) if plain[name] else None for name in _MOMENTS}
    return Signature(
        plain["field"], plain["signer"], plain["issuer"], plain["whole"], Trust(plain["trust"]), **moments
    )


_MOMENTS = ("signed_at", "stamped_at")
