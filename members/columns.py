"""Which columns a list shows, and in which order: ?cot=full_name,birth_on,… in its address."""

from functools import cached_property

from members.roster import roster
from nakhe.access import Right, has_right

ALWAYS = "full_name"
"""A row without its name says nothing; it stands first and can't be taken off."""


class ColumnChoice:
    """The columns of *table_class* that *reader* asked for with the text *asked*; unknown names are ignored."""

    def __init__(self, table_class, asked, reader):
        self.table_class, self.reader = table_class, reader
        wanted = [name for name in dict.fromkeys(asked.split(",")) if name in self.offered and name != ALWAYS]
        self.shown = (ALWAYS, *wanted) if wanted else table_class.shown_first

    @cached_property
    def offered(self):
        """{name: column} of what this reader may have; the rows themselves are cut to whom the reader may read."""
        columns = self.table_class.base_columns.items()
        return {name: column for name, column in columns if column.right == Right.READ or self._holds(column.right)}

    def _holds(self, right):
        return has_right(self.reader, right)

    @property
    def columns(self):
        return [self.offered[name] for name in self.shown]

    def table(self, memberships, day, shown, order):
        """The table of *memberships* on *day* with the columns *shown*, each asking for what it needs."""
        rows = roster(memberships, self.reader, day, [self.offered[name] for name in shown])
        return self.table_class(rows, day, shown, order_by=order or ALWAYS)

    def for_file(self, with_sensitive=False):
        """The names that go into a file: never a number, and a sensitive column only *with_sensitive*."""
        return tuple(name for name in self.shown if self._leaves(self.offered[name], with_sensitive))

    @staticmethod
    def _leaves(column, with_sensitive):
        return column.right != Right.READ_NUMBERS and (with_sensitive or not column.is_sensitive)

    @property
    def sensitive(self):
        """Headings of the shown columns that a file leaves out unless they are asked for."""
        return [column.verbose_name for column in self.columns if column.is_sensitive]

    @property
    def numbers(self):
        """Headings of the shown columns that no file holds."""
        return [column.verbose_name for column in self.columns if column.right == Right.READ_NUMBERS]

    @property
    def as_text(self):
        """How the choice stands in an address; nothing for the columns of who chose none."""
        return "" if self.shown == self.table_class.shown_first else ",".join(self.shown)

    @property
    def menu(self):
        """What the form offers: the shown ones in their order with their places, then the others."""
        others = [name for name in self.offered if name not in self.shown]
        places = {name: place for place, name in enumerate(self.shown, 1)}
        return [
            {
                "name": name,
                "heading": self.offered[name].verbose_name,
                "place": places.get(name),
                "is_fixed": name == ALWAYS,
                "is_sensitive": self.offered[name].is_sensitive,
            }
            for name in (*self.shown, *others)
        ]

    def reordered(self, ticked, places):
        """The text of an address with the *ticked* columns; *places* are the numbers typed beside them, as text.

        Whoever types the place of another column means to stand there, and the others make room.
        """
        return ",".join(sorted({ALWAYS, *ticked}, key=lambda name: self._place(name, places.get(name, ""))))

    def _place(self, name, typed):
        known = list(self.offered)
        if name == ALWAYS or name not in known:
            return (0, 0, 0)
        before = self.shown.index(name) + 1 if name in self.shown else len(known) + known.index(name)
        wanted = int(typed) if typed.isdecimal() and len(typed) < 4 else before
        return (wanted, (wanted > before) - (wanted < before), known.index(name))
