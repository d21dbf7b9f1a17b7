"""A report frozen to plain typed values: all that a writer of files ever sees."""

from dataclasses import dataclass, field

from reports.output.chart import Chart

ROOM = "\u00a0" * 6
"""Where no number was typed: to be written by hand."""


@dataclass(frozen=True)
class Heading:
    """A column: *under* is the upper heading it shares with its neighbours; *kind* as in reports.columns."""

    name: str
    text: str
    under: str = ""
    kind: str = "text"

    @property
    def full_text(self):
        return f"{self.under} – {self.text}" if self.under else self.text


@dataclass(frozen=True)
class SummaryLine:
    """A line below the total: the totals of another year, or how far the two lie apart."""

    label: str
    values: dict
    is_change: bool = False


@dataclass(frozen=True)
class SheetTable:
    title: str
    columns: list[Heading]
    rows: list[dict]
    """Sized, and read from the beginning as often as one likes; a list where is_long is false."""
    totals: dict
    notes: list[str]
    comparison: list[SummaryLine] = field(default_factory=list)
    facing: int = 0
    """How many columns stand on the left of two facing pages; 0 where a page holds them all."""
    is_numbered: bool = True
    """Whether a running number stands before each row."""

    @property
    def is_long(self):
        """Whether its rows are read as they are written (reports.rows.FrozenRows), as often as asked, never held."""
        return not isinstance(self.rows, list)

    @property
    def sample(self):
        """The rows that columns get their widths by: all, of a long table the first."""
        return self.rows.sample if self.is_long else self.rows


@dataclass(frozen=True)
class Letterhead:
    """The issuing body as it was named on the report's date, with its superior body and who signs for it."""

    name: str = ""
    body: str = ""
    superior: str = ""
    place: str = ""
    location: str = ""
    on_behalf_of: str = ""
    office: str = ""
    """“BÍ THƯ”, or two lines: “K/T BÍ THƯ”, “PHÓ BÍ THƯ”."""
    signer: str = ""
    author: str = ""
    number: str = ""
    """As typed for the one paper, “12”."""
    symbols: dict = field(default_factory=dict)
    """{kind of paper: “BC/ĐU”} (reports.letterhead_words.KINDS)."""
    recipients: tuple = ()
    """The lines that the unit has laid down for its own papers."""
    filed: str = "Lưu"
    """Where the own copy stays, the last line where nothing is laid down; empty for a paper that goes to nobody."""

    def numbered(self, kind="report"):
        """The line of a paper's number: “Số 12-BC/ĐU”, with room for a pen where none was typed (domain.md §7)."""
        symbol = self.symbols.get(kind)
        return f"Số {self.number or ROOM}-{symbol}" if symbol else ""

    @property
    def sent_to(self):
        """The lines below “Nơi nhận:”; what is usual where nothing is laid down and there is a body above."""
        if not self.filed:
            return ()
        return self.recipients or ((f"- {self.superior} (báo cáo);", f"- {self.filed}.") if self.superior else ())

    @property
    def signed_as(self):
        """The lines above the signer's name: on whose behalf, and as what."""
        return [self.on_behalf_of, *self.office.splitlines()] if self.on_behalf_of else []


@dataclass(frozen=True)
class Sheet:
    slug: str
    title: str
    subtitle: str
    parameters: dict
    stamp: str
    letterhead: Letterhead = field(default_factory=Letterhead)
    tables: list[SheetTable] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    dated: str = ""
    """The line “Na Khê, ngày 28 tháng 5 năm 2024”."""
    lists: dict = field(default_factory=dict)
    """Of the exchange file alone: {name of a hidden worksheet: values to choose from}."""
    mark: str = ""
    """Who took the file and when, with its code (nakhe.exports); empty where none is handed out."""

    @property
    def is_long(self):
        return any(table.is_long for table in self.tables)

    @property
    def expected(self):
        """How many rows there will be; None where only writing them tells."""
        counts = [table.rows.expected if table.is_long else len(table.rows) for table in self.tables]
        return None if None in counts else sum(counts)
