"""Whoever takes an invoice along: a folder, the post, or a provider on the network of e-invoices.

All of them know an invoice by its key, so that handing it over twice delivers it once.
"""

import base64
import hashlib
import hmac
import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from typing import IO, Any, Protocol
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.refusal import Refused
from kennispact.ground.kit.retries import as_reply
from kennispact.ground.post import commands as post
from kennispact.ground.post.rules import Enclosed
from kennispact.pact.delivery.rules import Result
from kennispact.pact.einvoices.facts import CUSTOMIZATION, PROCESS, Profile

SECONDS = 10.0
_ROOT = "urn:oasis:names:specification:ubl:schema:xsd"


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is handed over: the e-invoice with its readable PDF, for whom, and the key it is known by."""

    key: str
    number: str
    kind: str
    profile: str
    city: str
    receiver: str
    xml: bytes
    pdf: bytes


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came of it. ``reached`` tells whether there was anybody: if not, the others need not be tried."""

    result: Result
    reply: str = ""
    receipt: str = ""
    reached: bool = True


class Transport(Protocol):
    """Whoever takes an invoice along."""

    def submit(self, parcel: Parcel) -> Delivery:
        """Hand an invoice over. Never raises for what the other side does; twice is as good as once."""


@dataclass(frozen=True, slots=True)
class Outbox:
    """A folder: e-invoice, PDF and a note with their seals, to be sent by hand."""

    folder: Path

    def submit(self, parcel: Parcel) -> Delivery:
        """Put the files in the folder, each of them whole or not at all; the note comes last."""
        files = {f"{parcel.number}-{parcel.profile}.xml": parcel.xml, f"{parcel.number}.pdf": parcel.pdf}
        note = {
            "key": parcel.key,
            "number": parcel.number,
            "city": parcel.city,
            "receiver": parcel.receiver,
            "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
        }
        name = f"{parcel.number}-{parcel.profile}.json"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for path, content in (*files.items(), (name, json.dumps(note, indent=1).encode())):
                self._write(path, content)
        except OSError as error:
            return Delivery(Result.DEFERRED, as_reply(str(error)), reached=False)
        return Delivery(Result.ACCEPTED, receipt=name)

    def _write(self, name: str, content: bytes) -> None:
        with tempfile.NamedTemporaryFile(dir=self.folder, delete=False) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(self.folder / name)


@dataclass(frozen=True, slots=True)
class ByPost:
    """E-mail, by way of the post: queued once under its key. The post tells what became of it."""

    by: Actor
    now: Callable[[], datetime]

    def submit(self, parcel: Parcel) -> Delivery:
        """Queue a letter with the e-invoice and the PDF."""
        what = "Creditfactuur" if parcel.kind == "credit" else "Factuur"
        try:
            post.queue(
                kind="invoice",
                key=letter_key(parcel.key),
                receiver=parcel.receiver,
                subject=f"{what} {parcel.number}",
                text=f"{what} {parcel.number} is bijgevoegd, als e-factuur (UBL) en als leesbare PDF.\n",
                organisation=parcel.city,
                enclosures=[
                    Enclosed(f"{parcel.number}.xml", "application/xml", parcel.xml),
                    Enclosed(f"{parcel.number}.pdf", "application/pdf", parcel.pdf),
                ],
                by=self.by,
                at=self.now(),
            )
        except Refused as refused:
            return Delivery(Result.REJECTED, as_reply("; ".join(str(one) for one in refused.refusals)))
        return Delivery(Result.ACCEPTED, receipt=letter_key(parcel.key))


def letter_key(key: str) -> str:
    """Return the key under which the post knows an invoice."""
    return f"invoice {key}"


class _NoRedirects(HTTPRedirectHandler):
    """A token is for the address it was given for, never for where that address points to."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        """Follow nothing."""


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider's REST API in the manner of Storecove: an invoice is known by its ``idempotencyGuid``."""

    url: str
    token: str
    entity: str
    seconds: float = SECONDS

    def submit(self, parcel: Parcel) -> Delivery:
        """Hand the e-invoice over. 422 for a key that is known means that it arrived before."""
        request = Request(  # noqa: S310 - the address is a setting of this installation
            f"{self.url.rstrip('/')}/document_submissions",
            data=json.dumps(submission(parcel, self.entity)).encode(),
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"},
        )
        try:
            with build_opener(_NoRedirects).open(request, timeout=self.seconds) as answer:
                return _accepted(answer.read(65536))
        except HTTPError as error:
            return _refused(error.code, error.read(65536))
        except (OSError, HTTPException, ValueError) as error:
            return Delivery(Result.DEFERRED, as_reply(str(error) or type(error).__name__), reached=False)


def submission(parcel: Parcel, entity: str) -> dict[str, Any]:
    """Return what the API is told of one invoice."""
    scheme, _, number = parcel.receiver.partition(":")
    root = "CreditNote" if parcel.kind == "credit" else "Invoice"
    customization = CUSTOMIZATION[Profile(parcel.profile)]
    return {
        "legalEntityId": entity,
        "idempotencyGuid": parcel.key,
        "routing": {"eIdentifiers": [{"scheme": scheme, "id": number}]},
        "document": {
            "documentType": "invoice",
            "rawDocumentData": {
                "document": base64.b64encode(parcel.xml).decode(),
                "documentTypeId": f"{_ROOT}:{root}-2::{root}##{customization}::2.1",
                "processId": PROCESS,
                "parse": False,
            },
        },
    }


def _accepted(payload: bytes) -> Delivery:
    guid = _read(payload).get("guid")
    if not isinstance(guid, str) or not guid:
        # It may have arrived: the next attempt finds the key known, or hands it over.
        return Delivery(Result.DEFERRED, "no guid in the answer")
    return Delivery(Result.ACCEPTED, receipt=guid[:200])


UNAUTHORIZED, TOO_MANY, UNPROCESSABLE, SERVER = 401, 429, 422, 500


def _refused(code: int, payload: bytes) -> Delivery:
    said = _read(payload)
    reply = as_reply(f"{code} {json.dumps(said) if said else payload.decode(errors='replace')}")
    if code == UNPROCESSABLE and said.get("code") == "duplicate":
        return Delivery(Result.ACCEPTED, reply, str(said.get("guid", ""))[:200])
    if code in {UNAUTHORIZED, 403, TOO_MANY}:
        # Ours to mend, or too much at once: no invoice is to blame, and the others would fare the same.
        return Delivery(Result.DEFERRED, reply, reached=False)
    return Delivery(Result.DEFERRED if code >= SERVER else Result.REJECTED, reply)


def _read(payload: bytes) -> dict[str, Any]:
    try:
        found = json.loads(payload)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def is_signed(payload: bytes, signature: str, secret: str) -> bool:
    """Tell whether a message was signed with the secret that we share with the provider (HMAC-SHA256)."""
    right = hmac.new(secret.encode(), payload, hashlib.sha256).hexdigest()
    return bool(secret) and hmac.compare_digest(right.encode(), signature.encode())
