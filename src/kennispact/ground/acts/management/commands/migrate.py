"""``migrate`` as Django knows it, and after it the guard on every act and the table of the cache."""

from typing import Any

from django.core.management import call_command
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

from kennispact.ground.acts import guard


class Command(Migrate):
    """Migrate, then put the guard back."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the migrations, then install the triggers."""
        super().handle(*args, **options)
        guard.install(connections[options["database"]])
        call_command("createcachetable", database=options["database"], verbosity=0)
