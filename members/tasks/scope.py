"""Whose tasks, and on which day: everything is cut to the units that lay below the reader's own on that very day."""

from functools import cached_property

from members.models import Membership
from members.organisation import branches_on


class Scope:
    """Shared by the tasks of one page, so that what several of them ask is asked once."""

    def __init__(self, reader, day):
        self.reader, self.day = reader, day

    def cut(self, manager):
        return manager.visible_on(self.reader, self.day)

    @property
    def members(self):
        return self.cut(Membership.objects).as_of(self.day)

    @cached_property
    def branches(self):
        """The chi bộ of the day with their figures."""
        return list(branches_on(self.reader, self.day))
