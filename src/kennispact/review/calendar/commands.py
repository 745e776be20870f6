"""Making and revoking calendar feeds."""

import secrets
from datetime import datetime

from django.db import transaction

from kennispact.ground.journal import commands as journal
from kennispact.ground.kit.actor import Actor
from kennispact.review.calendar import access
from kennispact.review.calendar.models import Feed
from kennispact.review.calendar.queries import hash_of


@transaction.atomic
def make_feed(*, language: str, by: Actor, at: datetime) -> str:
    """Make a feed for the actor and return its token, which is shown only now."""
    access.require(by, "feed")
    assert by.person_id is not None
    token = secrets.token_urlsafe(32)
    feed = Feed.objects.create(
        person_id=by.person_id, token_hash=hash_of(token), language=language, made_at=at
    )
    journal.write("calendar.feed-made", feed, by=by, at=at)
    return token


@transaction.atomic
def revoke_feed(*, feed_id: int, by: Actor, at: datetime) -> None:
    """Stop one of the actor's own feeds. Another's, or one that stopped before, is left as it is."""
    access.require(by, "feed")
    feed = Feed.objects.select_for_update().filter(pk=feed_id, revoked_at=None).first()
    if feed and feed.person_id == by.person_id:
        feed.revoked_at = at
        feed.save(update_fields=["revoked_at"])
        journal.write("calendar.feed-revoked", feed, by=by, at=at)
