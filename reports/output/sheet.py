"""A report frozen to plain typed values: all that a writer of files ever sees."""

from dataclasses import dataclass, field

from reports.output.chart import Chart


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
    totals: dict
    notes: list[str]
    comparison: list[SummaryLine] = field(default_factory=list)
    facing: int = 0
    """How many columns stand on the left of two facing pages; 0 where a page holds them all."""


@dataclass(frozen=True)
class Letterhead:
    """The issuing body as it was named on the report's date, with its superior body and who signs for it."""

    name: str = ""
    body: str = ""
    superior: str = ""
    place: str = ""
    location: str = ""
    on_behalf_of: str = ""
    signer: str = ""
    author: str = ""


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
    mark: str = ""
    """Who took the file and when, with its code (nakhe.exports); empty where none is handed out."""
