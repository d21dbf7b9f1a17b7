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
    here = closure.objects.filter(Q(ended_on=None) | Q(ended_on__gt=today()) | Q(ended_on=F("unit__ended_on")))
    kept = here if reader is SYSTEM else here.filter(ancestor__in=granted_units(reader, right))
    return kept.values("unit")


def units_on(reader, day, right=Right.READ):
    """Ids of the units that lay on *day* where *reader* holds *right*: the figures of a day are counted over these."""
    closure = apps.get_model("units", "UnitClosure")
    return closure.objects.as_of(day).filter(ancestor__in=granted_units(reader, right)).values("unit")


def units_rated_under(roots, day):
    """Ids of the units whose ratings count under *roots*; *day* is the assessment date.

    A unit counts where it lay on that day or, when it had ended before, where it lay to its end.
    """
    return closure_of_ratings(day).filter(ancestor__in=roots).values("unit")


def closure_of_ratings(day):
    """The closure rows by which ratings count on *day*, a date or an OuterRef."""
    closure = apps.get_model("units", "UnitClosure")
    on_the_day = Q(started_on__lte=day) & (Q(ended_on=None) | Q(ended_on__gt=day))
    to_its_end = Q(ended_on__lte=day, ended_on=F("unit__ended_on"))
    return closure.objects.filter(on_the_day | to_its_end)


class ScopedQuerySet(models.QuerySet):
    """Rows that hang on a unit; *unit_path* names the way to it."""

    unit_path = "unit"

    def visible_to(self, reader, right=Right.READ):
        """The rows that *reader* holds *right* on."""
        if reader is SYSTEM:
            return self
        return self.filter(**{f"{self.unit_path}__in": units_within(reader, right)})

    def visible_on(self, reader, day, right=Right.READ):
        """Of those, the rows whose unit lay below the reader's on *day*: figures of a day begin with this."""
        if reader is SYSTEM:
            return self
        return self.filter(**{f"{self.unit_path}__in": units_on(reader, day, right)})

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
