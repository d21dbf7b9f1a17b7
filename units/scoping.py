"""Cutting rows to a reader's units. Every list, count, choice and export begins with visible_to()."""

from django.apps import apps
from django.db import models
from django.db.models import F, Q

from nakhe.access import SYSTEM, Right, granted_units
from nakhe.periods import PeriodQuerySet, today


def units_within(reader, right=Right.READ):
    """Ids (a subquery) of the units where *reader* holds *right*: the granted ones and all that ever lay below.

    The closure is not cut to a date: a dissolved or departed chi bộ stays part of what its committee may read.
    """
    closure = apps.get_model("units", "UnitClosure")
    return closure.objects.filter(ancestor__in=granted_units(reader, right)).values("unit")


def units_kept(reader, right):
    """Ids of the units whose record *reader* keeps: those below now, and those that lay below to their own end.

    A unit that moved to another committee is still read, but its record is the other committee's to change.
    """
    closure = apps.get_model("units", "UnitClosure")
    here = Q(ended_on=None) | Q(ended_on__gt=today()) | Q(ended_on=F("unit__ended_on"))
    return closure.objects.filter(here, ancestor__in=granted_units(reader, right)).values("unit")


class ScopedQuerySet(models.QuerySet):
    """Rows that hang on a unit; *unit_path* names the way to it."""

    unit_path = "unit"

    def visible_to(self, reader, right=Right.READ):
        """The rows that *reader* holds *right* on."""
        if reader is SYSTEM:
            return self
        return self.filter(**{f"{self.unit_path}__in": units_within(reader, right)})

    def changeable_by(self, reader, right):
        """The rows whose unit *reader* keeps the record of."""
        if reader is SYSTEM:
            return self
        return self.filter(**{f"{self.unit_path}__in": units_kept(reader, right)})

    def under(self, root, day):
        """The rows whose unit lay under *root*, or was it, on *day*."""
        closure = apps.get_model("units", "UnitClosure")
        below = closure.objects.as_of(day).filter(ancestor=root).values("unit")
        return self.filter(**{f"{self.unit_path}__in": below})

    def count_per(self, field, outer="pk"):
        return PeriodQuerySet.count_per(self, field, outer)


class ScopedPeriodQuerySet(ScopedQuerySet, PeriodQuerySet):
    pass
