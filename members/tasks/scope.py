"""Whose tasks, and on which day: everything is cut to the units that lay below the reader's own on that very day."""

from functools import cached_property

from members.models import Membership
from members.organisation import branches_on
from units.models import Village


class Scope:
    """Shared by the tasks of one page, so that what several of them ask is asked once."""

    def __init__(self, reader, day):
        self.reader, self.day = reader, day

    @property
    def members(self):
        return Membership.objects.visible_on(self.reader, self.day).as_of(self.day)

    @cached_property
    def branches(self):
        """The chi bộ of the day with their figures."""
        return list(branches_on(self.reader, self.day))

    @property
    def villages(self):
        return Village.objects.visible_on(self.reader, self.day).as_of(self.day)
