"""A world to measure in: the real covenant with 60 more obligations of cities, many cities, and very many acts."""

import os
import random
import sys
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

FIRST, DAYS = date(2023, 1, 1), 1826
OBLIGATION = """
[[obligation]]
key = "measured-{n}"
clause = "{clause}"
title = "Gemeten afspraak {n}"
title_en = "Measured obligation {n}"
scope = "city"
rhythm = "standing"
evidence = "statement"
owners = ["contactpersoon"]

  [obligation.schedule]
  opens_on = 2023-01-01
"""


def definition(root: Path, home: Path, obligations: int) -> Path:
    """Write the real covenant with more obligations."""
    text = (root / "covenants" / "g40-platform31-2023.toml").read_text(encoding="utf-8")
    clauses = ["O1.1", "O2.1", "O2.2", "O3.1", "3a", "3b"]
    more = "".join(OBLIGATION.format(n=n, clause=clauses[n % len(clauses)]) for n in range(obligations))
    path = home / "measured.toml"
    path.write_text(text + more, encoding="utf-8")
    return path


def build(home: Path, cities: int, acts: int, obligations: int = 60) -> None:
    """Make the world in ``home``, unless it stands there."""
    root = Path(__file__).resolve().parents[1]
    home.mkdir(parents=True, exist_ok=True)
    os.environ["KENNISPACT_HOME"] = str(home)
    os.environ["KENNISPACT_COVENANT"] = str(definition(root, home, obligations))
    os.environ["KENNISPACT_EXERCISE"] = "0"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kennispact.config.settings")
    import django

    django.setup()
    if (home / "built").exists():
        return
    from django.db import connection, transaction

    from kennispact.doors.cli.commands.putting_up import setup
    from kennispact.ground.acts.models import recorded
    from kennispact.ground.kit.actor import SYSTEM
    from kennispact.registers.decisions.models import Decision
    from kennispact.registers.network.models import Membership, Organisation

    setup()
    signed = datetime(2022, 12, 19, 12, tzinfo=UTC)
    g40 = Organisation.objects.get(key="g40")
    missing = cities - Organisation.objects.filter(kind="city").count()
    made = Organisation.objects.bulk_create(
        Organisation(key=f"GM9{n:03d}", kind="city", name=f"Meetstad {n}") for n in range(max(0, missing))
    )
    Membership.objects.bulk_create(
        Membership(
            network=g40, city=city, change="joined", happened_on=signed.date(), **recorded(SYSTEM, signed)
        )
        for city in made
    )
    about = list(Organisation.objects.filter(kind="city").values_list("pk", flat=True))
    rnd = random.Random(3)
    with transaction.atomic():
        for begin in range(0, acts, 10_000):
            Decision.objects.bulk_create(_acts(rnd, min(10_000, acts - begin), about, g40.pk, obligations))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    (home / "built").touch()


def _acts(rnd, number, about, body, obligations):
    from kennispact.registers.decisions.models import Decision
    from kennispact.registers.decisions.rules import matter_of

    matters = [matter_of("g40-platform31-2023", f"measured-{n}", "standing") for n in range(obligations)]
    for _ in range(number):
        obligation = rnd.randrange(obligations)
        on = FIRST + timedelta(days=rnd.randrange(DAYS))
        known = datetime.combine(on + timedelta(days=int(rnd.expovariate(1 / 20))), time(12), tzinfo=UTC)
        yield Decision(
            covenant="g40-platform31-2023",
            clause="O1.1",
            obligation=f"measured-{obligation}",
            matter=matters[obligation],
            occurrence="standing",
            kind="statement",
            outcome=rnd.choice(["yes", "yes", "yes", "no"]),
            body_id=body,
            by_role="secretaris",
            about_id=rnd.choice(about),
            subject="gemeten",
            happened_on=on,
            recorded_at=known,
            recorded_as="system",
        )


if __name__ == "__main__":
    build(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
