"""The act: something that was done, with the day it counts for and the moment we knew."""

from datetime import datetime
from typing import Any, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.calendar import AsOf

A_co = TypeVar("A_co", bound="Act", covariant=True)


class ActQuerySet(models.QuerySet[A_co, A_co]):
    """Acts, seen on two clocks."""

    def as_of(self, view: AsOf) -> Self:
        """Return the acts that count in this view: happened by its day, known and unstruck at its moment."""
        return self.known_in(view).filter(happened_on__lte=view.on)

    def known_in(self, view: AsOf) -> Self:
        """Return the acts known and not struck at the view's moment, whatever day they count for."""
        if view.known is None:
            return self.filter(struck_at__isnull=True)
        return self.filter(
            Q(struck_at__isnull=True) | Q(struck_at__gt=view.known), recorded_at__lte=view.known
        )

    def with_struck(self, view: AsOf) -> Self:
        """Return what :meth:`as_of` returns, and what was struck by the view's moment."""
        found = self.filter(happened_on__lte=view.on)
        return found if view.known is None else found.filter(recorded_at__lte=view.known)


ActManager = models.Manager.from_queryset(ActQuerySet)


class Act(models.Model):
    """A row that is never changed and never removed, only struck. The database itself sees to it.

    ``happened_on`` is the day it counts for, ``recorded_at`` the moment we knew. ``recorded_by`` is the
    person (``None`` for the system), ``recorded_as`` the capacity they had at that moment.
    """

    happened_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_as = models.CharField(max_length=300)
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    struck_why = models.CharField(max_length=500, blank=True)

    objects = ActManager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_struck_with_reason",
                condition=Q(struck_at__isnull=True, struck_why="")
                | (Q(struck_at__isnull=False) & ~Q(struck_why="")),
            ),
        ]

    def is_struck_in(self, view: AsOf) -> bool:
        """Tell whether it was struck by the view's moment."""
        return self.struck_at is not None and (view.known is None or self.struck_at <= view.known)


class AppendOnly(models.Model):
    """A row that is never changed, never removed and never struck. The database itself sees to it."""

    class Meta:
        abstract = True


def recorded(by: Actor, at: datetime) -> dict[str, Any]:
    """Return the columns that say who entered an act, in which capacity, and when."""
    return {"recorded_by_id": by.person_id, "recorded_as": by.mandate, "recorded_at": at}
