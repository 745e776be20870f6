"""A process of its own that invoices a year, for the drills: it says when it has warmed up, and is killed at will.

    issuing_process.py DATABASE_NAME [broken]

``broken`` gives numbers that are kept before the invoice is: the drills must notice.
"""

import os
import sys


def main(database: str, *flags: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kennispact.config.settings")
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    import django

    django.setup()
    from kennispact.pact.einvoices import checking
    from kennispact.pact.einvoices.tests import make as einvoices
    from kennispact.pact.invoicing.tests import make

    assert checking.report_on(einvoices.xml(), lambda document: (), ours=True).passed
    if "broken" in flags:
        break_numbering()
    tell("ready")
    sys.stdin.readline()
    run = make.run()
    tell(str(len(run.issued)))
    sys.exit(1 if run.refused else 0)


def tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def break_numbering() -> None:
    from django.db import connection

    from kennispact.pact.invoicing import numbering
    from kennispact.pact.invoicing.models import Series

    given = []

    def kept_before(series: str) -> int:
        if not connection.in_atomic_block:
            given.append(Series.objects.filter(key__startswith="given-").count() + 1)
            Series.objects.create(key=f"given-{given[-1]}")
        return given[-1]

    numbering._next = kept_before


if __name__ == "__main__":
    main(*sys.argv[1:])
