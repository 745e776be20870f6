"""A process of its own for the drills: says when it is ready, begins when told, and says what it did.

drill_process.py DATABASE_NAME FALL MODULE [ARGUMENT ...]

``prepare`` of the module gets the arguments, warms up, and returns the work: a function that returns a number.
"""

import os
import sys
from contextlib import nullcontext
from importlib import import_module


def main(database: str, fall: str, module: str, *arguments: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kennispact.config.settings")
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    import django

    django.setup()
    from django.db import connection

    from kennispact.ground.acts.tests.drill import FallAt

    work = import_module(module).prepare(*arguments)
    tell("ready")
    sys.stdin.readline()
    with connection.execute_wrapper(FallAt(int(fall))) if int(fall) else nullcontext():
        tell(str(work()))


def tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
