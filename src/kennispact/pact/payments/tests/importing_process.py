"""A process of its own that brings in a statement, for the drills: says when it is ready, is killed at will.

importing_process.py DATABASE_NAME FILE
"""

import os
import sys
from pathlib import Path


def main(database: str, path: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kennispact.config.settings")
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    import django

    django.setup()
    from kennispact.pact.payments import camt, importing
    from kennispact.pact.payments.tests import make

    # Read before, so that a kill falls in the middle of the bringing in.
    content = Path(path).read_bytes()
    pages = camt.read(content)
    importing.camt.read = lambda _: pages
    tell("ready")
    sys.stdin.readline()
    done = importing.import_statements(files=[importing.File("a.xml", content)], by=make.SYSTEM, at=make.AT)
    tell(str(done.new))


def tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
