"""The kinds of charts that a report declares: which table, which column names the rows, which hold the figures.

Names come from the table: a row's from its label column, a column's from its headings. The chart is read from the
frozen tables, so that page, Excel and the text table show the same figures.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from reports.output.chart import BARS, HEADING, LINES, SHARES, TOTAL, UNDER, Between, Cell, Chart, Series
from units.models import Level

RANKS = {level.label: f"l{level.rank}" for level in Level}
"""{code of a level: its look}: HTXSNV is drawn alike in every chart."""
LOOKS = 4
"""How many looks there are besides: s1 … s4."""
SUM = "Cộng"
"""The heading of a column that adds up those beside it, and the name of the line of sums."""


def every_row(row):
    return True


@dataclass(frozen=True)
class ChartOfTable:
    """One label a row and one series a column of *values*; with *across*, one label a column and one series a row.

    *table* counts from 0, from behind when negative; *only* says which of its rows. With *total* the one series is the
    line of sums. A row without any value, and a chart of nothing but zeros, is not drawn.
    """

    title: str
    label: str = ""
    values: tuple[str, ...] = ()
    table: int = 0
    only: Callable[[dict], bool] = every_row
    across: bool = False
    total: bool = False
    unit: str = ""
    kind = ""

    def read(self, tables):
        """The frozen Chart; None where there is nothing to show."""
        number = range(len(tables))[self.table]
        table = tables[number]
        labels, series = (self._across if self.across or self.total else self._down)(table)
        if not any(value for one in series for value in one.values):
            return None
        names, cells = zip(*labels, strict=True)
        unit = self.unit or (" %" if self._kind_of(table) == "share" else "")
        is_table = not (self.across or self.total)
        return Chart(self.kind, self.title, number, list(names), list(cells), series, unit, is_table)

    def rows(self, table):
        """[(number of the row, row)] of what the chart claims to show."""
        rows = [(number, row) for number, row in enumerate(table.rows) if self.only(row)]
        return [(number, row) for number, row in rows if any(row[name] is not None for name in self.values)]

    def _kind_of(self, table):
        return next(column.kind for column in table.columns if column.name == self.values[0])

    def _down(self, table):
        rows, names = self.rows(table), column_names(table, self.values)
        labels = [(row[self.label], Cell(number, self.label)) for number, row in rows]
        series = [
            Series(
                *names[column],
                [row[column] for _, row in rows],
                [Cell(number, column) for number, _ in rows],
                look(names[column][0], place),
            )
            for place, column in enumerate(self.values)
        ]
        return labels, series

    def _across(self, table):
        names = column_names(table, self.values)
        return [names[column] for column in self.values], [
            Series(
                *name,
                [row.get(column) for column in self.values],
                [Cell(number, column) for column in self.values],
                look(name[0], place),
            )
            for place, (number, row, name) in enumerate(self._lines(table))
        ]

    def _lines(self, table):
        """(where, values, (name, its cell)) of what a series is made of."""
        if not self.total:
            return [(number, row, (row[self.label], Cell(number, self.label))) for number, row in self.rows(table)]
        return [(TOTAL, table.totals, (SUM, None))] if table.rows else []


class Bars(ChartOfTable):
    """Lying bars, as long as their value."""

    kind = BARS


class StackedShares(ChartOfTable):
    """A bar of whole length for each label, divided as its series share in their sum; none where that is nothing."""

    kind = SHARES

    def rows(self, table):
        return [(number, row) for number, row in super().rows(table) if any(row[name] for name in self.values)]


class Lines(ChartOfTable):
    """A line for each series over labels that follow in time."""

    kind = LINES


@dataclass(frozen=True)
class BarsOfPeriods:
    """How many rows have the date of column *day* in each of *periods*: (label, first or None, day after the last)."""

    title: str
    day: str
    periods: tuple[tuple[str, date | None, date], ...]
    table: int = 0

    def read(self, tables):
        table = tables[self.table]
        days = [row[self.day] for row in table.rows]
        if not days:
            return None
        counts = [sum((not first or first <= day) and day < end for day in days) for _, first, end in self.periods]
        cells = [Between(self.day, first, end) for _, first, end in self.periods]
        labels = [label for label, _, _ in self.periods]
        series = Series("Số dòng", None, counts, cells, "s1")
        return Chart(BARS, self.title, self.table, labels, [None] * len(labels), [series], is_table=False)


def look(name, place):
    return RANKS.get(name) or f"s{place % LOOKS + 1}"


def column_names(table, names):
    """{column: (name, the cell that holds it)}: as short as tells *names* apart; None where no one cell says it."""
    heads = {column.name: column for column in table.columns}
    texts, unders = {heads[name].text for name in names}, {heads[name].under for name in names}
    if len(unders) == 1:
        return {name: (heads[name].text, Cell(HEADING, name)) for name in names}
    if len(texts) == 1:
        return {name: (heads[name].under, Cell(UNDER, name)) for name in names}
    return {name: full_name(heads[name]) for name in names}


def full_name(head):
    """With the upper heading before it; the sum of a group goes by the group's name."""
    if not head.under:
        return head.text, Cell(HEADING, head.name)
    return (head.under, Cell(UNDER, head.name)) if head.text == SUM else (head.full_text, None)
