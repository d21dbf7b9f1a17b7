"""A chart frozen beside its table: the figures that page and Excel draw, and the cells of the table they stand in."""

from dataclasses import dataclass
from datetime import date

BARS, SHARES, LINES = "bars", "shares", "lines"
TOTAL, HEADING, UNDER = "total", "heading", "under"


@dataclass(frozen=True)
class Cell:
    """*row* counts from 0, or is the TOTAL line, the HEADING of the column or the upper one, UNDER which it stands."""

    row: int | str
    column: str


@dataclass(frozen=True)
class Between:
    """No cell holds the figure: it counts those of *column* from *first* (None: the earliest) until before *end*."""

    column: str
    first: date | None
    end: date


@dataclass(frozen=True)
class Series:
    """One value for each label, None where nothing is known; *look* is its place among the colours and patterns."""

    name: str
    name_cell: Cell | None
    values: list
    cells: list[Cell | Between]
    look: str


@dataclass(frozen=True)
class Chart:
    """*kind* is BARS, SHARES or LINES; *table* is the number of its table in the sheet, from 0."""

    kind: str
    title: str
    table: int
    labels: list[str]
    label_cells: list[Cell | None]
    series: list[Series]
    unit: str = ""
    """What stands behind a value, as “ %”."""
    is_table: bool = True
    """Whether the rows of the table are the chart's own; else its figures need a small table of their own."""
