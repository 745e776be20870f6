"""Read the signatures of a PDF. Runs in the sandbox, and only there: offline, knows no Django."""

import base64
import json
from datetime import datetime
from io import BytesIO
from typing import Any

from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from kennispact.ground.kit.archives import damaged
from kennispact.ground.kit.refusal import Refusal, Refused
from kennispact.ground.kit.words import N_
from kennispact.pact.drafting.signatures import Trust

MOST_SIGNATURES = 20


def look(order: bytes) -> list[dict[str, Any]]:
    """Return every signature of a PDF as plain values.

    :raises Refused: if it is no PDF, is locked, or holds more signatures than anybody would set
    """
    asked = json.loads(order)
    payload, roots = base64.b64decode(asked["pdf"]), _roots(base64.b64decode(asked["roots"]))
    try:
        reader = PdfFileReader(BytesIO(payload), strict=False)
        if reader.encrypted:
            raise Refused([Refusal("file.password", _LOCKED, field="file")])
        signatures = list(reader.embedded_regular_signatures)
    except (PdfError, ValueError, KeyError, TypeError, RecursionError, AttributeError) as error:
        raise Refused([damaged()]) from error
    if len(signatures) > MOST_SIGNATURES:
        raise Refused([damaged()])
    return [_told(one, roots) for one in signatures]


_LOCKED = N_("This file is protected with a password. Save it without one.")


def _roots(text: bytes) -> list[Any]:
    return list(load_certs_from_pemder_data(text)) if text.strip() else []


def _told(signature: EmbeddedPdfSignature, roots: list[Any]) -> dict[str, Any]:
    certificate = signature.signer_cert
    told = {
        "field": str(signature.field_name)[:100],
        "signer": _name(certificate.subject) if certificate else "",
        "issuer": _name(certificate.issuer) if certificate else "",
        "whole": False,
        "trust": Trust.NOT_CHECKED,
        "signed_at": "",
        "stamped_at": "",
    }
    context = ValidationContext(
        trust_roots=roots, allow_fetching=False, revocation_mode="soft-fail", other_certs=[]
    )
    try:
        status = validate_pdf_signature(
            signature, signer_validation_context=context, ts_validation_context=context
        )
    except (PdfError, SignatureValidationError, SigningError, ValueError, KeyError, TypeError):
        return told
    told["whole"] = _whole(status)
    if roots:
        told["trust"] = Trust.TRUSTED if status.trusted and not status.revoked else Trust.UNTRUSTED
    told["signed_at"] = _iso(status.signer_reported_dt)
    if status.timestamp_validity and status.timestamp_validity.intact:
        told["stamped_at"] = _iso(status.timestamp_validity.timestamp)
    return told


def _whole(status: PdfSignatureStatus) -> bool:
    covered = status.coverage in {
        SignatureCoverageLevel.ENTIRE_FILE,
        SignatureCoverageLevel.ENTIRE_REVISION,
    }
    return bool(status.intact and status.valid and covered and status.docmdp_ok)


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _name(subject: Any) -> str:
    """Return the common name and the organisation of a certificate."""
    native = subject.native
    parts = [native.get("common_name"), native.get("organization_name")]
    return ", ".join(str(part)[:120] for part in parts if part)
