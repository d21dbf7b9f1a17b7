"""A report beside itself on an earlier day, where that was asked for: made again, so that each figure is defined once.

The chi bộ, villages and people are those of that day, under the same units.
"""

from dataclasses import replace

from nakhe.vietnamese.dates import format_day
from reports.columns import Count


def on_other_day(report):
    """The same report, for the same reader and unit, on the day compared with; None where none was asked for."""
    day = report.given.beside
    return day and type(report)(report.reader, replace(report.given, as_of=day, beside=None), report.right)


def label(other):
    return f"Ngày {format_day(other.as_of)}"


def compared_with(report):
    """What the Part of a report of one table needs to show the totals of the other day."""
    other = on_other_day(report)
    return against(other, other.totals(list(other.rows()))) if other else {}


def against(other, totals):
    """For Part(…, **against(…))."""
    return {"before": (label(other), totals), "other": other}


# --- A number of every row, where the rows are levels and not units ---


def beside_each(rows, others, column, key):
    """*rows* with before and change of *column*, by the row of *others* with its *key*; rows of then alone last."""
    before = {key(row): row for row in others}
    joined = [joined_row(row, before.pop(key(row), None), column) for row in rows]
    return joined + [joined_row(row | {column: 0}, row, column) for row in before.values()]


def joined_row(row, other, column):
    number = other[column] if other else 0
    return row | {"before": number, "change": row[column] - number}


def with_before(table, other, link):
    """*table* with a column for the other day and one for the difference; *link* makes the list behind the former."""
    before = Count(label(other), total=False, link=link)
    change = Count("Tăng, giảm", total=False, signed=True)
    return type(table.__name__, (table,), {"before": before, "change": change})
