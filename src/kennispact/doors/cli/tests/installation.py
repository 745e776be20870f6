"""An installation of its own, for drills: run as a program with KENNISPACT_HOME (and DATABASE_URL) set.

installation.py write          migrate, then take in documents until standard input closes;
                               one line "id sha256" for each one that was acknowledged
installation.py backup FILE    installation.py restore FILE    installation.py tell
"""

import json
import os
import select
import sys
from datetime import UTC, date, datetime
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "kennispact.config.settings"


def say(text):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def write():
    from django.conf import settings
    from django.core.management import call_command

    from kennispact.ground import clock
    from kennispact.ground.kit import sandbox
    from kennispact.ground.kit.actor import SYSTEM
    from kennispact.registers.documents import commands, inspection

    Path(settings.HOME).mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    sandbox.call = lambda target, payload: inspection.kind_of(payload)
    number = 0
    while not select.select([sys.stdin], [], [], 0.005)[0]:
        number += 1
        document = commands.receive(
            file=b"brief %d\n" % number + b"x" * 50_000,
            name=f"brief {number}.txt",
            organisation="GM0150",
            happened_on=date(2025, 8, 28),
            by=SYSTEM,
            at=clock.now(),
        )
        say(f"{document.pk} {document.sha256}")


def tell():
    """Say what there is, which invariants do not hold, and whether an act can be changed."""
    from django.db import DatabaseError

    from kennispact.ground.journal.models import Entry
    from kennispact.ground.kit.calendar import AsOf
    from kennispact.registers.documents import queries
    from kennispact.registers.documents.models import Document
    from kennispact.review.integrity.queries import check

    lines = queries.documents(AsOf(date.max))
    try:
        Document.objects.update(name="changed")
        guarded = False
    except DatabaseError:
        guarded = True
    last = Entry.objects.first()
    facts = {
        "documents": sorted(f"{line.id} {line.sha256}" for line in lines),
        "last": last.subject_id if last else None,
        "broken": [one.invariant for one in check() if not one.holds],
        "guarded": guarded,
        "now": datetime.now(tz=UTC).isoformat(),
    }
    say(json.dumps(facts))


def main(action, *arguments):
    import django

    django.setup()
    from kennispact.doors.cli import keeping
    from kennispact.ground.kit.refusal import Refused

    try:
        match action:
            case "backup":
                say(str(keeping.back_up(Path(*arguments))))
            case "restore":
                say(str(keeping.restore(Path(*arguments))))
            case _:
                {"write": write, "tell": tell}[action]()
    except Refused as refused:
        sys.exit(" ".join([*(one.code for one in refused.refusals), str(refused)]))


if __name__ == "__main__":
    main(*sys.argv[1:])
