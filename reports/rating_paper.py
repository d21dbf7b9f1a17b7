"""A paper of a rating year is one file in papers/: its slug, its title, the lists it is made of, and its sheets."""

from dataclasses import dataclass, replace

from members.rating_sheets import Part
from nakhe.vietnamese.dates import PartialDate
from nakhe.vietnamese.numbers import decimal, percent
from reports.output.paper import DOTS, Column, Head, Paper, Row, SheetOfPaper, Table, Text
from units.models import Level

OF = {Part.MEMBERS: "chất lượng đảng viên", Part.UNITS: "chất lượng chi bộ", Part.HEADS: "trưởng thôn"}
COUNTED = {Part.MEMBERS: "đồng chí", Part.UNITS: "chi bộ", Part.HEADS: "trưởng thôn"}
NO_DAY = f"ngày {DOTS} tháng {DOTS} năm {DOTS}"
MOST_COPIES = 99


@dataclass(frozen=True)
class Wishes:
    """What the address asks for beyond the list."""

    copies: int = 1
    decision: str = ""
    """The number of the decision wanted, where a list was decided in several."""
    number: str = ""
    """Of the paper itself, as the office typed it."""
    fault: str = ""
    """What is wrong with the number typed."""


class RatingPaper:
    slug = ""
    title = ""
    summary = ""
    """One line for the index."""
    order = 0
    """Its place in the index: the order in which the year needs them."""
    parts = tuple(Part)
    takes_copies = False
    takes_number = False
    """Whether the office numbers it; minutes, ballots and reviews have none, a decision's is on record."""
    do_not_call_in_templates = True

    def __init__(self, listed, wishes=None):
        self.list, self.wishes = listed, wishes or Wishes()

    def sheets(self):
        """[SheetOfPaper]."""
        raise NotImplementedError

    def paper(self):
        sheets = self.sheets() or [SheetOfPaper((self.head(), Text("Không có ai thuộc diện xếp loại.")))]
        return Paper(f"{self.title}: {self.name_of_list}", self.letterhead.body, sheets, self.is_numbered)

    @property
    def is_numbered(self):
        return self.wishes.copies == 1

    @property
    def rows(self):
        """How many people or chi bộ the paper names, for the log."""
        return len(self.list.lines)

    # --- What they say alike ---

    @property
    def name_of_list(self):
        """“Chi bộ thôn Na Pô, năm 2024”."""
        where = self.letterhead.name or self.list.unit
        part = "" if self.list.part == Part.MEMBERS else f", {self.counted}"
        return f"{where}{part}, năm {self.list.year}"

    @property
    def letterhead(self):
        return replace(self.list.letterhead, number=self.wishes.number)

    @property
    def about(self):
        """“xếp loại chất lượng đảng viên năm 2024”."""
        return f"xếp loại {OF[self.list.part]} năm {self.list.year}"

    @property
    def counted(self):
        return COUNTED[self.list.part]

    def number_of(self, lines):
        return f"{len(lines)} {self.counted}"

    def head(self, number="", day=None):
        letterhead = self.letterhead
        dated = ", ".join(filter(None, [letterhead.place, PartialDate.of(day).on_paper if day else NO_DAY]))
        return Head(letterhead.superior, letterhead.body, number, dated)

    @property
    def who(self):
        """The columns that say who is rated, without the running number."""
        if self.list.part == Part.UNITS:
            return (Column("Chi bộ", 46),)
        second = (Column("Thôn", 24),) if self.list.part == Part.HEADS else ()
        return (Column("Họ và tên", 46), *second)

    def who_is(self, line):
        return (line.name, line.role) if self.list.part == Part.HEADS else (line.name,)

    @property
    def facts(self):
        """The same with year of birth and office, or with the kind of chi bộ."""
        if self.list.part == Part.UNITS:
            return (Column("Chi bộ", 46), Column("Loại hình", 26))
        role = "Chức vụ" if self.list.part == Part.MEMBERS else "Thôn"
        return (Column("Họ và tên", 42), Column("Năm sinh", 15, "center"), Column(role, 26))

    def facts_of(self, line):
        return (
            (line.name, line.role)
            if self.list.part == Part.UNITS
            else (line.name, line.birth_year, line.role.removesuffix(" chi bộ"))
        )

    def not_rated_table(self, lines):
        columns = (Column("TT", 9, "center"), *self.facts, Column("Lý do", 66))
        rows = [Row((str(n), *self.facts_of(line), line.why_not)) for n, line in enumerate(lines, 1)]
        return Table(columns, tuple(rows))


def written(day):
    """“ngày 22 tháng 12 năm 2023”, or room for a pen."""
    return PartialDate.of(day).described if day else NO_DAY


def dotted(value, unit=""):
    """The value, or room for a pen where there is none."""
    text = DOTS if value in (None, "") else str(value)
    return f"{text} {unit}" if unit else text


def summary_table(levels):
    """How many there are of each Level among *levels*, and their share; None is whoever has none yet."""
    rated = [level for level in levels if level]
    rows = [_summary_row(level.full_name, rated.count(level), len(rated)) for level in Level]
    if len(rated) < len(levels):
        rows.append(Row(("Chưa có mức", str(len(levels) - len(rated)), "")))
    rows.append(Row(("Cộng", str(len(levels)), "100,0" if rated and len(rated) == len(levels) else ""), is_total=True))
    columns = (Column("Mức xếp loại", 90), Column("Số lượng", 35, "center"), Column("Tỷ lệ (%)", 35, "center"))
    return Table(columns, tuple(rows), head_column=0)


def _summary_row(name, count, whole):
    return Row((name, str(count), decimal(percent(count, whole)) if whole else ""))
