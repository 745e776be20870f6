"""Files that were handed over and wait to be confirmed: looked at first, then brought in as they were."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from kennispact.ground.kit.actor import Actor
from kennispact.pact.payments import access, importing
from kennispact.pact.payments.importing import File, Imported
from kennispact.pact.payments.models import Upload

KEPT = timedelta(days=1)


def hand_over(*, files: Sequence[File], by: Actor, at: datetime) -> str:
    """Keep files until they are confirmed, for a day at most; return the token that names them.

    :raises Refused: if they cannot be read or do not add up: then they are not kept
    """
    look(files=files, by=by, at=at)
    assert by.person_id is not None
    token = secrets.token_urlsafe(18)
    with transaction.atomic():
        Upload.objects.filter(at__lt=at - KEPT).delete()
        Upload.objects.bulk_create(
            Upload(token=token, name=one.name[:200], content=one.content, by_id=by.person_id, at=at)
            for one in files
        )
    return token


def handed_over(token: str, by: Actor, at: datetime) -> tuple[File, ...]:
    """Return the files somebody handed over themselves; none when they were confirmed or are too old."""
    access.require(by, "import")
    kept = Upload.objects.filter(token=token, by_id=by.person_id, at__gte=at - KEPT)
    return tuple(File(one.name, bytes(one.content)) for one in kept)


def confirm(*, token: str, by: Actor, at: datetime) -> Imported:
    """Bring in what was handed over. Confirmed twice it happens once.

    :raises Refused: if the books changed so that it does not fit any more
    """
    files = handed_over(token, by, at)
    if not files:
        return Imported((), ())
    try:
        return importing.import_statements(files=files, by=by, at=at)
    finally:
        forget(token=token, by=by)


def forget(*, token: str, by: Actor) -> None:
    """Throw away what was handed over."""
    access.require(by, "import")
    Upload.objects.filter(token=token, by_id=by.person_id).delete()


def look(*, files: Sequence[File], by: Actor, at: datetime) -> Imported:
    """Return what files would bring in. Nothing is kept."""
    return importing.import_statements(files=files, by=by, at=at, dry_run=True)
