"""Every change of the documents: a file comes in, is struck, is opened or closed."""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from kennispact.ground.acts.models import recorded
from kennispact.ground.acts.rules import date_refusals
from kennispact.ground.journal import commands as journal
from kennispact.ground.kit import sandbox
from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.refusal import Refusal, Refused, refuse_if
from kennispact.ground.kit.words import N_
from kennispact.registers.documents import access, gateway, rules, store
from kennispact.registers.documents.models import Disclosure, Document
from kennispact.registers.documents.queries import Damaged, DocumentLine
from kennispact.registers.documents.rules import Examined


def receive(
    *,
    file: BinaryIO | bytes,
    name: str,
    organisation: str,
    happened_on: date,
    by: Actor,
    at: datetime,
    openness: str = Document.Openness.CLOSED,
) -> Document:
    """Keep a file that came in on ``happened_on``, of the organisation with this key (empty: the covenant's).

    ``name`` is the sender's; it is made safe. Call it outside a transaction: the file is looked at in a
    process of its own first, which may take seconds.

    :raises Forbidden: if the actor may not send in for this organisation, or not make it public
    :raises Refused: if the file is no file that is kept (see :mod:`.inspection`), its name claims something
        else, or the day has not come
    """
    access.require(by, "receive", organisation)
    if openness == Document.Openness.PUBLIC:
        access.require(by, "decide_openness", organisation)
    found = list(date_refusals(happened_on, at))
    if openness not in Document.Openness.values:
        found += rules.openness_refusals(openness, "", partly=False)
    try:
        examined = examine(file, name)
    except Refused as refused:
        raise Refused([*found, *refused.refusals]) from refused
    refuse_if(found)

    store.keep(examined.payload)
    with transaction.atomic():
        document = Document.objects.create(
            sha256=examined.sha256,
            name=examined.name,
            media_type=examined.media_type,
            size=len(examined.payload),
            organisation=organisation,
            openness=openness,
            happened_on=happened_on,
            **recorded(by, at),
        )
        journal.write(
            "document.received", document, by=by, at=at, organisation=organisation, sha256=examined.sha256
        )
    return document


def examine(file: BinaryIO | bytes, name: str) -> Examined:
    """Look at a file without keeping it: its size, what it is, whether its name fits, what a scanner says.

    :raises Refused: with every reason why it cannot be kept
    """
    limit: int = settings.KENNISPACT_UPLOAD_LIMIT
    payload = file[: limit + 1] if isinstance(file, bytes) else file.read(limit + 1)
    refuse_if(rules.size_refusals(len(payload), limit))
    shown = rules.safe_name(name)
    kind = rules.Kind(sandbox.call("kennispact.registers.documents.inspection:kind_of", payload))
    refuse_if([*rules.name_refusals(shown, kind), *_scan_refusals(payload)])
    kind = rules.kind_by_name(kind, shown)
    if not rules.ending_of(shown):
        shown = f"{shown}.{rules.ENDINGS[kind][0]}"
    return Examined(payload, shown, kind.value, hashlib.sha256(payload).hexdigest())


def _scan_refusals(payload: bytes) -> Iterator[Refusal]:
    try:
        if gateway.scan(payload):
            yield Refusal("document.infected", N_("The virus scanner stopped this file."), field="file")
    except OSError:
        yield Refusal(
            "document.not-scanned", N_("The virus scanner does not answer. Try again later."), field="file"
        )


@transaction.atomic
def decide_openness(
    *,
    document: Document,
    openness: str,
    ground: str,
    happened_on: date,
    by: Actor,
    at: datetime,
    public_version: Document | None = None,
) -> Disclosure:
    """Decide who may read a document from ``happened_on`` on. Earlier decisions stay in the record.

    ``openness`` is ``closed``, ``parties`` or ``public``. What is not public needs a ground, such as
    ``Woo 5.1.2e``. ``public_version`` is another document that the public gets instead (partly public).

    :raises Forbidden: if the actor does not act for the organisation whose document it is
    :raises Refused: if the ground is missing, the day has not come, or the document was struck
    """
    access.require(by, "decide_openness", document.organisation)
    document = Document.objects.select_for_update().get(pk=document.pk)
    refuse_if(
        [
            *date_refusals(happened_on, at),
            *rules.openness_refusals(openness, ground, partly=public_version is not None),
            *_struck_refusals(document, public_version),
        ]
    )
    act = Disclosure.objects.create(
        document=document,
        openness=openness,
        ground=ground.strip(),
        public_version=public_version,
        happened_on=happened_on,
        **recorded(by, at),
    )
    journal.write(
        "document.openness-decided",
        document,
        by=by,
        at=at,
        clause="Woo 3.3",
        organisation=document.organisation,
        openness=openness,
    )
    return act


def _struck_refusals(document: Document, public_version: Document | None) -> Iterator[Refusal]:
    if document.struck_at is not None:
        yield Refusal("document.struck", N_("This document was struck."))
    if public_version is not None and public_version.pk == document.pk:
        yield Refusal(
            "document.own-version", N_("A document is not its own public version."), field="public_version"
        )


def strike_document(*, document: Document, why: str, by: Actor, at: datetime) -> None:
    """Strike a document that was entered wrongly. Its file stays, for the record of what was known then.

    :raises Forbidden: if the actor is not one of the supervisors
    :raises Refused: if it was struck before, or without a reason
    """
    access.require(by, "strike", document)
    journal.strike(
        document, verb="document.struck", why=why, by=by, at=at, organisation=document.organisation
    )


def report_damage(*, document: DocumentLine, fault: Damaged, by: Actor, at: datetime) -> None:
    """Write down that a file is missing or was changed. Nobody needs leave for that."""
    journal.write(
        "document.damaged",
        None,
        by=by,
        at=at,
        result="refused",
        organisation=document.organisation,
        document=document.id,
        sha256=fault.sha256,
        what=fault.what,
    )
