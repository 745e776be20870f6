"""Where sessions are kept: Django's own store, with a table that knows whose session it is."""

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from kennispact.ground.people.models import Session


def moment(seconds: float | None) -> datetime | None:
    """Return a moment from what a session holds: seconds since 1970, or nothing."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


class SessionStore(DatabaseStore):
    """The store that ``SESSION_ENGINE`` names."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Return the table."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Return the row for a session's contents."""
        row = super().create_model_instance(data)
        assert isinstance(row, Session)
        person = data.get(SESSION_KEY)
        row.person_id = int(person) if person else None
        row.started_at = moment(data.get("started_at")) if person else None
        row.seen_at = moment(data.get("seen_at")) if person else None
        row.device = str(data.get("device", ""))[:200] if person else ""
        return row
