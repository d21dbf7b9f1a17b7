"""A report is one file in catalogue/: its parameters, its columns and its rows, cut to what the reader may see."""

from dataclasses import dataclass, field
from functools import cached_property, partial

import django_tables2 as tables
from django.db.models import OuterRef, Q, Subquery
from django.utils.functional import SimpleLazyObject
from django.utils.text import capfirst

from members.models import Membership, RatingRecord, VillageHead
from members.rating_sheets import MODELS
from nakhe.access import SYSTEM, Right, granted_units
from nakhe.vietnamese.dates import PartialDate, format_day
from reports.letterhead import letterhead_of
from reports.locked_years import below, versions
from reports.other_day import compared_with
from reports.output.sheet import Heading, Sheet, SheetTable, SummaryLine
from reports.row_order import in_asked_order, long_in_asked_order
from reports.rows import FrozenRows, Rows, settled
from units.models import RatingSheet, Unit, UnitClosure, UnitName, Village
from units.scoping import units_rated_under

GROUPS = ("Tổ chức", "Đảng viên", "Trưởng thôn", "Xếp loại", "Biểu mẫu")


class ReportTable(tables.Table):
    """The only list of a report's columns. Its headings may stand in two rows."""

    is_numbered = True
    total_label = "Cộng"
    facing = 0
    """How many columns stand on the left of two facing pages; 0 where a page holds them all."""

    other = None
    """The report that the totals are compared with."""

    def __init__(self, report, rows, **options):
        self.report = report
        super().__init__(rows, order_by=(), exclude=self.left_out(report), **options)

    @staticmethod
    def left_out(report):
        """Names of the columns that *report* was not asked for."""
        return ()

    def is_for_screen(self, record):
        """Whether the row of *record* is not printed from the page."""
        return False

    @property
    def headings(self):
        return [
            Heading(name, column.column.heading, column.column.under, column.column.kind)
            for name, column in self.columns.items()
        ]

    def frozen_rows(self):
        return [self.frozen(row) for row in self.rows]

    def frozen(self, row):
        """{column: plain value} of one row."""
        return {name: self.frozen_value(row, name) for name in self.columns.names()}

    def frozen_value(self, row, name):
        value = row.get_cell_value(name)
        return self.columns[name].column.empty() if value is None else value

    def totals_of(self, rows):
        totals = {}
        for name, column in self.columns.items():
            if column.column.has_total:
                totals[name] = column.column.total(rows, name, totals)
        return totals


@dataclass
class Part:
    """One table of a report with its rows. *totals* replaces sums that would count somebody twice."""

    table: type[ReportTable]
    rows: list | Rows
    """Held where they are few, read anew at every use where they are many (reports.rows.settled)."""
    title: str = ""
    totals: dict = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    """What helps at the screen, below the notes: neither printed nor in a file."""
    before: tuple[str, dict] | None = None
    """What the totals are compared with: a label, “Năm 2022”, and the totals of then."""
    other: "Report | None" = None
    """The report that those totals are of, for the lists behind them."""

    def compared(self, totals):
        """The lines below the total."""
        if self.before is None:
            return []
        label, before = self.before
        return [SummaryLine(label, before), SummaryLine("So sánh", difference(totals, before), is_change=True)]


def difference(now, before):
    """Of each total, how much more it is now; shares to the decimal that they are shown with."""
    return {
        name: None if value is None or before.get(name) is None else round(value - before[name], 1)
        for name, value in now.items()
    }


def short_name_on(day, outer="unit"):
    """The short name on *day* of the unit that the outer row names."""
    names = UnitName.objects.filter(unit=OuterRef(outer), started_on__lte=day).order_by("-started_on")
    return Subquery(names.values("short_name")[:1])


class Report:
    slug = ""
    title = ""
    summary = ""
    """One line for the index of reports."""
    group = GROUPS[0]
    parameters = ("as_of", "unit")
    part = RatingSheet.Part.MEMBERS
    """Of a yearly report: whose ratings it shows."""
    charts = ()
    """Of reports.charts, in the order shown."""
    cap = None
    """The CapLine of a rating summary, for the meter of its page."""
    orders = ()
    """Names of the columns that the rows of a list may be ordered by; with the parameter “order”."""
    column_choice = None
    """The members.columns.ColumnChoice of a report that takes the parameter “columns”."""
    sensitive = ()
    """In words, what a file holds that was asked for with sensitive data; none of it is there unasked, or printed."""
    about = None
    """The one Person whom the report is about: who reads it leaves a trace on that record."""
    do_not_call_in_templates = True

    class Table(ReportTable):
        pass

    def __init__(self, reader, given, right=Right.READ):
        """*right* is what *reader* needs on every row: reading on screen, exporting into a file."""
        self.reader, self.given, self.right = reader, given, right

    def rows(self):
        raise NotImplementedError

    def notes(self, rows):
        return []

    def parts(self):
        """The tables in the order shown; a report of one table has only its rows() and notes()."""
        rows = settled(self.rows())
        return [Part(self.Table, rows, notes=self.notes_of(rows), hints=self.hints, **compared_with(self))]

    @property
    def hints(self):
        """Part.hints of a report of one table."""
        if "private" not in self.parameters or self.given.private:
            return []
        return [f"{capfirst(', '.join(self.sensitive))} để trống; chọn “Kèm dữ liệu nhạy cảm” để có."]

    def notes_of(self, rows):
        """notes(), of long rows only when they are asked for: then much of what they count has been read."""
        return SimpleLazyObject(partial(self.notes, rows)) if isinstance(rows, Rows) else self.notes(rows)

    # --- What was asked for ---

    @property
    def as_of(self):
        return self.given.as_of

    @property
    def first(self):
        return self.given.first

    @property
    def compare(self):
        return self.given.compare

    @property
    def beside(self):
        return self.given.beside

    @property
    def year(self):
        return self.given.year

    @property
    def campaign(self):
        return self.given.campaign

    @property
    def decision(self):
        """What decided the results that the report shows: several, where lists were decided apart."""
        if "year" not in self.parameters or not self.campaign:
            return ""
        rows = self.records(self.part) if self.version else self.ratings(MODELS[self.part].objects)
        decided = rows.exclude(decision_number="").order_by("decided_on", "decision_number")
        found = list(decided.values_list("decision_number", "decided_on").distinct())
        found = found or [(self.campaign.decision_number, self.campaign.decided_on)]
        return "; ".join(f"{number}, {format_day(day)}" if day else number for number, day in found if number)

    @property
    def subtitle(self):
        if "year" in self.parameters:
            return f"Năm {self.year} (ngày đánh giá {format_day(self.as_of)})"
        if "from" in self.parameters:
            return f"Từ ngày {format_day(self.first)} đến ngày {format_day(self.as_of)}"
        if "compare" in self.parameters:
            return f"Ngày {format_day(self.as_of)} so với ngày {format_day(self.compare)}"
        beside = self.given.beside
        return f"Tính đến ngày {format_day(self.as_of)}{f', so với ngày {format_day(beside)}' if beside else ''}"

    @property
    def dated(self):
        """“Na Khê, ngày 28 tháng 5 năm 2024”: where and on which date's figures the paper is made out."""
        line = PartialDate.of(self.as_of).on_paper
        place = self.letterhead.place
        return f"{place}, {line}" if place else line

    @property
    def letterhead(self):
        return letterhead_of(self.given.issuer, self.reader, self.given.number)

    # --- What the reader sees, under the chosen unit ---

    @property
    def roots(self):
        """Ids of the units that the report covers with all below them; None for the whole register."""
        if self.given.unit:
            return [self.given.unit.pk]
        return None if self.reader is SYSTEM else granted_units(self.reader, self.right)

    def cut(self, manager, day=None, since=None):
        """The rows whose unit lay under the report's units on *day*, or at any time *since* then."""
        queryset = manager.visible_to(self.reader, self.right)
        if self.roots is None:
            return queryset
        return queryset.filter(**{f"{queryset.unit_path}__in": self._below(day, since)})

    def moves(self, since):
        """Memberships in chi bộ that lay there at any time *since* then; began_here, ended_here: on that day?"""
        return self.members_of_branches(since=since).in_tree(self.roots)

    def _below(self, day, since):
        day = day or self.as_of
        return UnitClosure.objects.overlapping(since or day, day).filter(ancestor__in=self.roots).values("unit")

    @property
    def units(self):
        """The chi bộ of the report's date, in the committee's order, with the names of that date."""
        return self.branches(self.as_of)

    def branches(self, day):
        return self.cut(Unit.objects, day).as_of(day).branches().named(day).in_order()

    def ratings(self, manager):
        """The results given there; the report's date is the assessment date."""
        return self.listed(manager).with_result()

    def listed(self, manager):
        """The same, and those of a frozen list who have no result yet."""
        ratings = manager.visible_to(self.reader, self.right).filter(year=self.year)
        return ratings if self.roots is None else ratings.filter(unit__in=units_rated_under(self.roots, self.as_of))

    @cached_property
    def version(self):
        """The key of the RatingVersion that a locked year is read from; None where the stored ratings are counted."""
        return versions(self, [self.campaign]).get(self.year) if self.is_locked else None

    def records(self, part):
        """The lines of that version, in its order."""
        records = RatingRecord.objects.visible_to(self.reader, self.right).filter(version=self.version, part=part)
        return records.filter(below(self, self.campaign)).order_by("position")

    def rated_branches(self, manager):
        """The chi bộ of the report's date, and those with a rating of *manager* that had ended before it.

        A locked year has those with a result alone, one with frozen lists those on them: what is put right in the
        tree later moves no figure.
        """
        rated = self.listed(manager) if self.is_listed else self.ratings(manager)
        counted = Q(pk__in=rated.values("unit"))
        if not (self.is_locked or self.is_listed):
            counted |= Q(pk__in=self.cut(Unit.objects).as_of(self.as_of).values("pk"))
        units = Unit.objects.visible_to(self.reader, self.right).filter(counted)
        return units.branches().named(self.as_of).in_order()

    @property
    def is_locked(self):
        """Whether the year is decided: then its version or, without one, the stored ratings alone are counted, never
        who belonged where."""
        return self._is_of_year and self.campaign.is_locked

    @property
    def is_listed(self):
        """Whether the year is under way with frozen lists: then they say who is rated."""
        return self._is_of_year and not self.campaign.is_locked and bool(self.campaign.listed_at)

    @property
    def _is_of_year(self):
        return self.campaign is not None and self.campaign.year == self.year

    @property
    def memberships(self):
        """Who belonged to those chi bộ; not yet cut to a date."""
        return self.members_of_branches()

    def members_of_branches(self, day=None, since=None):
        return self.cut(Membership.objects, day, since).filter(unit__kind=Unit.Kind.BRANCH)

    @property
    def village_heads(self):
        return self.heads_of(self.villages())

    def heads_of(self, villages):
        return VillageHead.objects.visible_to(self.reader, self.right).filter(village__in=villages)

    def villages(self, day=None):
        """The villages of the report's communes, and those of its own chi bộ."""
        day = day or self.as_of
        villages = Village.objects.visible_to(self.reader, self.right).as_of(day)
        if self.roots is None:
            return villages
        return villages.lying_in(self._below(day, None), day)

    @property
    def is_whole(self):
        """Whether the report covers all of the committee that the year's rating campaign belongs to."""
        issuer = self.given.issuer
        return self.campaign is not None and issuer is not None and issuer.pk == self.campaign.unit_id

    # --- What comes out ---

    @cached_property
    def laid_out(self):
        """[(table, SheetTable)]: what the page renders beside what the files hold; short rows are read once."""
        return [self._lay_out(part) for part in self.asked_parts]

    @cached_property
    def asked_parts(self):
        return self.parts()

    def _lay_out(self, part):
        if isinstance(part.rows, Rows):
            table = part.table(self, [])
            rows = FrozenRows(table, long_in_asked_order(self, table, part.rows))
        else:
            table = in_asked_order(self, part.table(self, part.rows))
            rows = table.frozen_rows()
        table.other = part.other
        totals = table.totals_of(rows) | part.totals
        title = part.title or self.title
        laid = {"facing": table.facing, "is_numbered": table.is_numbered}
        frozen = SheetTable(title, table.headings, rows, totals, part.notes, part.compared(totals), **laid)
        return table, frozen

    def totals(self, rows, table=None):
        """The total line of *rows*, for the notes below it."""
        table = (table or self.Table)(self, rows)
        return table.totals_of(table.frozen_rows())

    def sheet(self):
        tables = [frozen for _, frozen in self.laid_out]
        return Sheet(
            slug=self.slug,
            title=self.title,
            subtitle="; ".join(filter(None, [self.subtitle, self.decision])),
            parameters=self.given.as_dict(self.parameters),
            stamp=str(self.year) if "year" in self.parameters else self.as_of.isoformat(),
            letterhead=self.letterhead,
            dated=self.dated,
            tables=tables,
            charts=[chart for declared in self.charts if (chart := declared.read(tables))],
        )
