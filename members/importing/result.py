"""What was read out of a file, as plain data: it can be stored as JSON, shown, answered and read again."""

from dataclasses import dataclass, field

NEW, CHANGED, SAME, ASK, ERROR, LEFT = "new", "changed", "same", "ask", "error", "left"
"""LEFT: a person chose to leave the row out."""
WARNING = "warning"
TAKE, LEAVE, SKIP = "take", "leave", "skip"
"""Answers that many questions know: take the proposed value; leave the field as it is; leave the whole row out."""


@dataclass
class Option:
    value: str
    label: str
    differs: dict = field(default_factory=dict)
    """Of somebody on record whom a row may mean: {field: [on record, in the file]}."""
    agrees: list = field(default_factory=list)
    """The fields that both say alike."""


@dataclass
class Question:
    """Asked once for all rows that share *key*; the answer is the value of one of its options."""

    key: str
    text: str
    options: list
    places: list = field(default_factory=list)
    """[[sheet, row]] of who waits for the answer."""
    typed: str = ""
    """What may be typed instead of choosing an option, as the label of its box; empty: nothing."""


@dataclass
class Problem:
    """*level*: error (not imported), ask (waits for an answer), warning (imported, with this note)."""

    level: str
    code: str
    message: str
    field: str = ""
    column: str = ""
    before: str = ""
    after: str = ""
    """Of a guess: what stands in the file, and as what it was read."""
    question: str = ""
    """The key of the question that decides it; of a warning, of the guess that may be refused."""


@dataclass
class Column:
    sheet: str
    column: str
    heading: str
    field: str | None
    """The field it is read as, with its part: sex:M, ratings.2023, sex+ethnicity; None: not understood."""
    key: str = ""
    """headings.mapping_key: under which it is mapped by hand."""
    samples: list = field(default_factory=list)
    """Of a list whose names were not found: some of what stands in the column."""


@dataclass
class Row:
    sheet: str
    row: int
    status: str = NEW
    person: dict = field(default_factory=dict)
    beside: dict = field(default_factory=dict)
    """What the row says beyond the fields of a person: the day of leaving, reasons of ratings, the former CMND."""
    changes: dict = field(default_factory=dict)
    """{field: [on record, in the file]}."""
    problems: list = field(default_factory=list)
    match: int | None = None
    """The person on record."""
    matched_by: str = ""
    day: str = ""
    """ISO: the day that its list is of, else the day of reading; what the row says holds from then at the latest."""

    def columns_of(self, name):
        return [problem.column for problem in self.problems if problem.field == name]


@dataclass
class Reading:
    file: str
    refused: str | None = None
    columns: list = field(default_factory=list)
    rows: list = field(default_factory=list)
    questions: list = field(default_factory=list)
    unread: list = field(default_factory=list)
    """Sentences about tables and sheets of the file that were not read."""
    rights: list = field(default_factory=list)
    """[[right, keys of units]] with which it was read, once it is kept (reading_rights.py)."""

    @property
    def is_unnamed(self):
        """Whether the file is refused only until a person says which column has the names."""
        return bool(self.refused) and any(column.samples for column in self.columns)

    @property
    def summary(self):
        """{status: rows}."""
        statuses = [row.status for row in self.rows]
        return {status: statuses.count(status) for status in (NEW, CHANGED, SAME, ASK, ERROR)}
