"""Whose tasks, and on which day: everything is cut to the units that lay below the reader's own on that very day."""

from functools import cached_property

from members.models import Membership
from members.organisation import branches_on
from nakhe.access import SYSTEM, Right, granted_units
from units.models import UnitClosure, Village


class Scope:
    """Shared by the tasks of one page, so that what several of them ask is asked once."""

    def __init__(self, reader, day):
        self.reader, self.day = reader, day

    def units(self, day=None):
        """Ids (a subquery) of the units that lay below the reader's on *day*; None for the whole register."""
        if self.reader is SYSTEM:
            return None
        closure = UnitClosure.objects.as_of(day or self.day)
        return closure.filter(ancestor__in=granted_units(self.reader, Right.READ)).values("unit")

    def cut(self, manager, day=None):
        """The rows whose unit lay there on *day*."""
        rows, units = manager.visible_to(self.reader), self.units(day)
        return rows if units is None else rows.filter(**{f"{rows.unit_path}__in": units})

    @property
    def members(self):
        return self.cut(Membership.objects).as_of(self.day)

    @cached_property
    def branches(self):
        """The chi bộ of the day with their figures."""
        rows, units = branches_on(self.reader, self.day), self.units()
        return list(rows if units is None else rows.filter(pk__in=units))

    @property
    def villages(self):
        villages, units = Village.objects.visible_to(self.reader).as_of(self.day), self.units()
        return villages if units is None else villages.lying_in(units, self.day)
