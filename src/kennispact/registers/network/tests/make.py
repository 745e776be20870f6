"""Builds worlds of this room through its commands. Other rooms' tests may use it."""

import csv
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from kennispact.ground.kit.actor import SYSTEM, Actor
from kennispact.ground.people.models import Person
from kennispact.registers.network import commands, queries
from kennispact.registers.network.models import Mandate, Organisation

DATA = Path(__file__).resolve().parents[5] / "data" / "municipalities.csv"
SIGNED_AT = datetime(2022, 12, 19, 15, tzinfo=UTC)
SET_UP_AT = datetime(2025, 6, 1, 9, tzinfo=UTC)
FIRST = ("GM0034", "GM0150")  # Almere and Deventer
PARTIES = (
    commands.Party("g40", "network", "Stedennetwerk G40"),
    commands.Party("platform31", "partner", "Stichting Platform31", "Koningin Julianaplein 10, Den Haag"),
)
ROLES = {
    "voorzitter": ("network",),
    "secretaris": ("network",),
    "dagelijks-bestuur": ("network",),
    "thematrekker": ("network", "city"),
    "directeur": ("partner",),
    "relatiemanager": ("partner",),
    "financiele-administratie": ("partner",),
    "burgemeester": ("city",),
    "ambtenaar": ("city",),
    "contactpersoon": ("city",),
}


def baseline(number: int = 41, at: datetime = SET_UP_AT, data: Path = DATA) -> tuple[Organisation, ...]:
    """Bring in both parties and some cities, Deventer and Almere first; return the cities."""
    with data.open(encoding="utf-8", newline="") as lines:
        rows = sorted(csv.DictReader(lines), key=lambda row: (row["code"] not in FIRST, row["code"]))[:number]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / data.name
        with path.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)
        commands.import_baseline(path, parties=PARTIES, by=SYSTEM, at=at, known_at=SIGNED_AT)
    return queries.organisations("city")


def person(name: str, *, active: bool = True) -> Person:
    """Make somebody who can sign in, called by what they do."""
    email = f"{name}@example.org"
    found = Person.objects.filter(email=email).first()
    return found or Person.objects.create_user(email=email, name=name, created_at=SIGNED_AT, is_active=active)


def mandate(
    role: str, organisation: str, since: date = date(2023, 1, 1), until: date | None = None
) -> Mandate:
    """Appoint somebody called ``role-organisation``."""
    return commands.appoint(
        person=person(f"{role}-{organisation}".lower()),
        organisation=queries.organisation(organisation),
        role=role,
        since=since,
        until=until,
        roles=ROLES,
        by=SYSTEM,
        at=SET_UP_AT,
    )


def actor(role: str, organisation: str, on: date = date(2025, 6, 1)) -> Actor:
    """Appoint somebody and return them as they act on a day."""
    return queries.actor_for(mandate(role, organisation).person, on)
