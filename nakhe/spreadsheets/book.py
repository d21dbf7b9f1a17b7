"""What a spreadsheet holds, whatever kind of file it came in: a Book of Sheets of Cells.

Rows and columns are numbered from 1, as the spreadsheet shows them; letters() names a column as people do.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that is not empty. *value*: str, int, float, bool, datetime, date, time."""

    row: int
    column: int
    value: object
    font: str = ""
    """The font's name; empty where there is none, or where several stand in one cell."""
    number_format: str = "General"
    lacks_result: bool = False
    """Of a formula whose result was not saved with the file; its value is then the formula itself."""

    @property
    def is_text(self):
        return isinstance(self.value, str)

    @property
    def is_day(self):
        return isinstance(self.value, (datetime, date, time))


@dataclass
class Sheet:
    name: str
    rows: dict = field(default_factory=dict)
    """{row number: {column number: Cell}}, in order; what is empty is left out."""
    merged: list = field(default_factory=list)
    """[(first row, first column, last row, last column)]."""
    is_hidden: bool = False
    hidden_rows: set = field(default_factory=set)
    hidden_columns: set = field(default_factory=set)

    def add(self, cell):
        self.rows.setdefault(cell.row, {})[cell.column] = cell

    def at(self, row, column):
        return self.rows.get(row, {}).get(column)

    @property
    def last_column(self):
        return max((max(cells) for cells in self.rows.values()), default=0)


@dataclass
class Book:
    name: str
    kind: str
    """xlsx, xls or csv."""
    sheets: list
    is_1904: bool = False
    """Whether its days are counted from 1904, as old Macintosh workbooks did."""


def letters(column):
    """A for 1, Z for 26, AA for 27."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
