"""Putting an installation up: the real covenant, and if wanted the exercise world."""

from datetime import datetime, time
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from kennispact.doors.cli import answers, exercise_world
from kennispact.ground import clock
from kennispact.ground.journal import commands as journal
from kennispact.ground.kit.actor import SYSTEM
from kennispact.ground.kit.calendar import AMSTERDAM
from kennispact.ground.kit.refusal import Refusal, Refused
from kennispact.ground.kit.words import N_
from kennispact.programme.products import commands as products
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.network.commands import baseline


def setup() -> None:
    """Make or renew the database, the covenant, the cities and their figures. Repeating changes nothing."""
    journal.origin.set("command line: setup")
    Path(settings.HOME).mkdir(parents=True, exist_ok=True)
    covenant = covenants.covenant()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    signed_at = datetime.combine(covenant.signed_on, time(12), tzinfo=AMSTERDAM)
    new = baseline.import_baseline(
        settings.ROOT / "data" / "municipalities.csv",
        parties=[baseline.Party(party.key, party.kind, party.name, party.seat) for party in covenant.parties],
        by=SYSTEM,
        at=clock.now(),
        known_at=signed_at,
    )
    collection = (settings.ROOT / "data" / "products.jsonl").read_bytes()
    new += len(products.import_products(file=collection, by=SYSTEM, at=clock.now()).new)
    where = settings.DATABASES["default"]["NAME"] if connection.vendor == "sqlite" else connection.vendor
    answers.say(f"kennispact: {covenant.key}, {new or 'niets'} nieuw, {where}")


def exercise() -> None:
    """Fill the exercise world: marked people and acts, so that every page lives."""
    if not settings.KENNISPACT_EXERCISE:
        raise Refused([Refusal("exercise.off", N_("Set KENNISPACT_EXERCISE=1 for the exercise world."))])
    journal.origin.set("command line: exercise")
    made = exercise_world.make(at=clock.now())
    answers.say("kennispact: " + ("oefenwereld gemaakt" if made else "oefenwereld stond er al"))
    answers.say(f"Inloggen als oefenpersoon (secretaris, contactpersoon, ...): {_sign_in()}")


def _sign_in() -> str:
    return f"{settings.KENNISPACT_BASE_URL}{reverse('exercise_sign_in')}"
