"""A document as paper knows it, on A4: sheets of blocks. The print page and the Word writer take the same Paper.

Every block has a `kind`: the template templates/reports/paper/<kind>.html and the function of that name in word.py.
Measures are millimetres of paper and points of type.
"""

from dataclasses import dataclass, field
from itertools import groupby
from typing import ClassVar

DOTS = "……"
MARGINS = {"top": 20, "bottom": 20, "left": 30, "right": 15}
SHORT, LONG = 210, 297
"""The sides of A4."""


@dataclass(frozen=True)
class Head:
    """The letterhead (domain.md §7): superior and issuing body left, the Party's name, place and date right."""

    kind: ClassVar[str] = "head"
    superior: str
    body: str
    number: str = ""
    dated: str = ""


@dataclass(frozen=True)
class Title:
    kind: ClassVar[str] = "title"
    text: str
    about: str = ""
    """What it is about, bold below the title."""
    note: str = ""
    """In italics below that."""


@dataclass(frozen=True)
class Text:
    kind: ClassVar[str] = "text"
    text: str
    lead: str = ""
    """Bold before the text: “Điều 1.”"""
    align: str = "justify"
    is_bold: bool = False
    is_italic: bool = False
    stays: bool = False
    """On the page of what follows, as whatever is bold does, too."""


@dataclass(frozen=True)
class Lines:
    """Room to write by hand, after what the first line already says."""

    kind: ClassVar[str] = "lines"
    text: str
    count: int = 1

    @property
    def numbers(self):
        return range(self.count)


@dataclass(frozen=True)
class Column:
    """*width* is its share of the table; *under* an upper heading shared with its neighbours."""

    text: str
    width: int
    align: str = "left"
    under: str = ""


@dataclass(frozen=True)
class Cell:
    text: str
    align: str = "left"
    colspan: int = 1
    rowspan: int = 1
    is_head: bool = False
    """Names its row."""


@dataclass(frozen=True)
class Row:
    cells: tuple
    """Texts, one a column."""
    is_total: bool = False
    is_group: bool = False
    """Its only text stands over all columns and stays with the row below."""


@dataclass(frozen=True)
class Table:
    kind: ClassVar[str] = "table"
    columns: tuple
    rows: tuple
    """A tuple; of a long table whatever can be read as often as one likes, and is not held."""
    size: float = 12
    """Of its letters, in points."""
    row_height: float = 0
    """At least so many millimetres, to write in; 0 as high as the text."""
    head_column: int = 1
    """The column that names a row."""

    @property
    def head(self):
        """The heading rows, one or, where columns share an upper heading, two: lists of Cells."""
        depth = 2 if any(column.under for column in self.columns) else 1
        upper, lower = [], []
        for under, group in groupby(self.columns, key=lambda column: column.under):
            cells = [Cell(column.text, "center", rowspan=1 if under else depth) for column in group]
            if under:
                upper.append(Cell(under, "center", colspan=len(cells)))
                lower += cells
            else:
                upper += cells
        return [upper, lower] if lower else [upper]

    @property
    def lines(self):
        """(Row, its Cells), one after another."""
        return ((row, self._cells(row)) for row in self.rows)

    def _cells(self, row):
        if row.is_group:
            return [Cell(row.cells[0], colspan=len(self.columns), is_head=True)]
        pairs = enumerate(zip(row.cells, self.columns, strict=True))
        return [Cell(text, column.align, is_head=place == self.head_column) for place, (text, column) in pairs]

    @property
    def shares(self):
        """The widths of the columns in per cent."""
        whole = sum(column.width for column in self.columns)
        return [round(100 * column.width / whole, 2) for column in self.columns]


@dataclass(frozen=True)
class Signer:
    on_behalf_of: str
    office: str = ""
    name: str = ""


@dataclass(frozen=True)
class Signatures:
    """Who signs, from left to right; with *recipients* “Nơi nhận” takes the left, one alone signs at the right."""

    kind: ClassVar[str] = "signatures"
    signers: tuple
    recipients: tuple = ()

    @property
    def columns(self):
        return len(self.signers) + self.has_left

    @property
    def has_left(self):
        """Whether the left is not a signer's."""
        return bool(self.recipients) or len(self.signers) == 1


@dataclass(frozen=True)
class SheetOfPaper:
    """What begins on a new page, and may run over several."""

    blocks: tuple
    is_wide: bool = False
    """Across the page (landscape)."""
    is_dense: bool = False
    """Smaller margins below and above, for what must fit on one page."""


@dataclass(frozen=True)
class Paper:
    title: str
    author: str
    """The body that issues it."""
    sheets: list = field(default_factory=list)
    is_numbered: bool = True
    """Whether its pages are numbered “n/N”; copies and sheets for one person each are not."""
    mark: str = ""
    """Who took the file and when, with its code (nakhe.exports); empty on screen."""
