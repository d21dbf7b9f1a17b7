"""The columns of a report: how a value reads on the page, what it is in a file, and what stands in the total line."""

import datetime

import django_tables2 as tables
from django_tables2.utils import Accessor

from nakhe.vietnamese import dates, numbers
from nakhe.vietnamese.dates import PartialDate
from nakhe.vietnamese.identity import mask

NO_VALUE = "–"


class Column(tables.Column):
    """Text. *under* is the upper heading that it shares; *link* (report, record) gives the list behind the cell.

    A sensitive column is not printed from the page. *css* is for a wide table, where a text gets no more room than its
    longest word: “nb” keeps a short one on a line, “roomy” gives a long one some.
    """

    kind = "text"
    has_total = False

    def __init__(self, heading, *, under="", link=None, css="", is_sensitive=False, **options):
        self.heading, self.under, self.find_link, self.css = heading, under, link, css
        self.is_sensitive = is_sensitive
        linkify = self._url if link else None
        super().__init__(verbose_name=heading, orderable=False, linkify=linkify, default=NO_VALUE, **options)

    def _url(self, value, record, table):
        return self.find_link(table.report, record) if value else None

    def value(self, value):
        """Plain and typed, for files: never the markup of render()."""
        return self.plain(value)

    def render(self, value):
        return self.display(self.plain(value))

    def plain(self, value):
        return str(value)

    def empty(self):
        """What a file holds where nothing is known."""
        return ""

    def display(self, plain):
        return plain

    def total(self, rows, name, totals):
        """From plain *rows*; only asked where has_total is set."""

    def display_total(self, plain):
        return self.display(plain)

    def display_change(self, plain):
        """How much more or less: with its sign."""
        return numbers.signed(plain)

    @property
    def is_number(self):
        return self.kind in {"count", "change", "share", "score"}


class Count(Column):
    """A whole number. The total line adds it up, unless *total* is False."""

    kind = "count"

    def __init__(self, heading, *, total=True, signed=False, **options):
        self.has_total = total
        self.kind = "change" if signed else "count"
        super().__init__(heading, **options)

    def plain(self, value):
        return int(value)

    def empty(self):
        return None

    def display(self, plain):
        return numbers.signed(plain) if self.kind == "change" else str(plain)

    def total(self, rows, name, totals):
        return sum(row[name] or 0 for row in rows)


class Share(Column):
    """*part* of *whole* in per cent, both columns of the same row; rounded half up to one decimal."""

    kind = "share"

    def __init__(self, heading, *, part, whole, total=True, **options):
        self.part, self.whole, self.has_total = part, whole, total
        super().__init__(heading, **options, empty_values=())

    def value(self, record):
        return self.of(Accessor(self.part).resolve(record), Accessor(self.whole).resolve(record))

    def render(self, record):
        return self.display(self.value(record))

    def of(self, part, whole):
        share = numbers.percent(part, whole)
        return None if share is None else float(share)

    def empty(self):
        return None

    def display(self, plain):
        return NO_VALUE if plain is None else numbers.decimal(str(plain))

    def display_change(self, plain):
        return NO_VALUE if plain is None else numbers.signed_decimal(str(plain))

    def total(self, rows, name, totals):
        return self.of(totals[self.part], totals[self.whole])


class Score(Column):
    """A number with as many decimals as it was given; nothing adds it up."""

    kind = "score"

    def plain(self, value):
        return float(value)

    def empty(self):
        return None

    def display(self, plain):
        return f"{plain:g}".replace(".", ",")


class DateColumn(Column):
    """A date as precisely as it is known."""

    kind = "date"

    def plain(self, value):
        if isinstance(value, PartialDate) and value.precision == "day":
            return value.first_day
        return value

    def empty(self):
        return None

    def display(self, plain):
        return dates.format_day(plain) if isinstance(plain, datetime.date) else str(plain)


class YesNo(Column):
    """The total line counts the yes."""

    kind = "flag"

    def __init__(self, heading, *, total=True, **options):
        self.has_total = total
        super().__init__(heading, **options, empty_values=())

    def plain(self, value):
        return bool(value)

    def empty(self):
        return False

    def display(self, plain):
        return "Có" if plain else NO_VALUE

    def total(self, rows, name, totals):
        return sum(row[name] for row in rows)

    def display_total(self, plain):
        return str(plain)


class Numbers(Column):
    """Numbers that identify a person: masked on the page, whole in a file that was asked for with them."""

    SEPARATOR = " / "

    def display(self, plain):
        return self.SEPARATOR.join(mask(number) for number in plain.split(self.SEPARATOR))
