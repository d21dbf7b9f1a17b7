"""Yearly ratings of chi bộ: the summary by type, and every chi bộ with its level."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from django.db.models import OuterRef, Subquery

from members.rating_sheets import Part as Subjects
from reports import links
from reports.base import Part, Report, ReportTable
from reports.cap_line import cap_notes, meter
from reports.charts import StackedShares
from reports.columns import Column, Count
from reports.rating_columns import LEVELS, SHARE_OF_RATED, share, units
from reports.rating_results import NO_LEVEL, RATED, verdict
from reports.rating_years import before, before_notes, in_year, open_notes
from units.models import Level, NotRatedReason, Unit, UnitRating
from units.models.rating_regimes import CapScope

NOT_RATED_YET = "Chưa đánh giá"
REASONS = {reason: reason.label for reason in NotRatedReason}


class RatingOfUnits(Report):
    slug = "xep-loai-chi-bo"
    title = "Kết quả xếp loại chi bộ"
    summary = "Bốn mức theo loại hình, so với năm trước, trần HTXSNV, danh sách"
    group = "Xếp loại"
    parameters = ("year", "compare_year", "unit")
    part = Subjects.UNITS
    charts = [StackedShares("Mức xếp loại của chi bộ theo loại hình", "name", tuple(LEVELS.values()))]

    class Table(ReportTable):
        name = Column("Loại hình")
        total = Count("Tổng số", link=links.rated_units(""))
        rated = Count("Được đánh giá", link=links.rated_units(RATED))
        excellent = units(Level.EXCELLENT)
        excellent_share = share(Level.EXCELLENT)
        good = units(Level.GOOD)
        good_share = share(Level.GOOD)
        completed = units(Level.COMPLETED)
        completed_share = share(Level.COMPLETED)
        not_completed = units(Level.NOT_COMPLETED)
        not_completed_share = share(Level.NOT_COMPLETED)
        not_rated = Count("Chưa đánh giá", link=links.rated_units(NO_LEVEL))
        note = Column("Ghi chú")

    class Units(ReportTable):
        name = Column("Chi bộ", accessor="short_name", link=links.unit)
        unit_type = Column("Loại hình", accessor="type_name")
        level = Column("Xếp loại", accessor="verdict")
        level_before = Column("Năm so sánh", accessor="verdict_before")
        note = Column("Ghi chú")

    @property
    def subtitle(self):
        return f"{super().subtitle}; {SHARE_OF_RATED}"

    def parts(self):
        units, compared = self._units(), before(self._other)
        summary = by_type(units)
        notes = self.summary_notes(units, summary, compared)
        return [
            Part(self.Table, summary, "Tổng hợp theo loại hình", notes=notes, **compared),
            Part(self.Units, units, "Danh sách chi bộ", notes=[self._compared_note()]),
        ]

    @cached_property
    def _other(self):
        """The report of the year compared with."""
        return in_year(self, self.given.compare_year)

    def _units(self):
        """The rows, each with its verdict of the year and of the year compared with."""
        units = with_verdicts(self.rows())
        compared = self._other.verdicts({unit.pk for unit in units})
        for unit in units:
            unit.verdict_before = full_verdict(*compared.get(unit.pk, ("", "")))
        return units

    def verdicts(self, units):
        """{key: (level, reason)} of the year, of those among *units* with a result; of one that another committee
        rated then, as stored."""
        given = [UnitRating.objects.filter(year=self.year)]
        if self.version:
            given.append(self.records(Subjects.UNITS))
        rows = (rows.filter(unit__in=units).values_list("unit", "level", "not_rated_reason") for rows in given)
        return {unit: verdict for unit, *verdict in chain.from_iterable(rows)}

    def summary_totals(self):
        return self.totals(by_type(with_verdicts(self.rows())))

    def rows(self):
        return self._locked_rows() if self.version else self._stored_rows()

    def _stored_rows(self):
        given = UnitRating.objects.with_result().filter(unit=OuterRef("pk"), year=self.year)
        return self.rated_branches(UnitRating.objects).annotate(
            level=Subquery(given.values("level")[:1]),
            reason=Subquery(given.values("not_rated_reason")[:1]),
            note=Subquery(given.values("note")[:1]),
        )

    def _locked_rows(self):
        fields = ("unit", "unit_short_name", "unit_type", "level", "not_rated_reason", "note")
        return [LockedUnit(*row) for row in self.records(Subjects.UNITS).values_list(*fields)]

    def summary_notes(self, units, summary, compared):
        notes = before_notes(self, compared)
        unheard = sum(not (unit.level or unit.reason) for unit in units)
        if unheard:
            notes.append(f"{unheard} chi bộ chưa ghi kết quả xếp loại năm {self.year}.")
        notes += open_notes(self, Subjects.UNITS)
        if self.campaign:
            notes += cap_notes(self.campaign, self.totals(summary), self._groups(units, summary), self.is_whole)
        return notes

    def _compared_note(self):
        return f"“Năm so sánh”: {self.given.compare_year}, kể cả mức do đảng bộ khác xếp khi đó."

    def _groups(self, units, summary):
        if self.campaign.cap_scope == CapScope.GROUP:
            return [(row["name"], row["excellent"], row["good"]) for row in summary]
        return [(u.short_name, u.level == Level.EXCELLENT, u.level == Level.GOOD) for u in units]

    @property
    def cap(self):
        """For the meter of the page; None where the cap is not counted over what is shown."""
        _, summary = self.laid_out[0]
        return meter(self.campaign, summary.totals) if self.is_whole else None


@dataclass
class LockedUnit:
    """A chi bộ as the version of its year has it."""

    pk: int
    short_name: str
    unit_type: str
    level: str
    reason: str
    note: str


def with_verdicts(units):
    """*units* as both tables read them."""
    units = list(units)
    for unit in units:
        unit.verdict = full_verdict(unit.level, unit.reason) or NOT_RATED_YET
        unit.type_name = Unit.Type(unit.unit_type).label if unit.unit_type else ""
    return units


def full_verdict(level, reason):
    return verdict(level, reason, reasons=REASONS)


def by_type(units):
    return [row(kind, group) for kind in Unit.Type if (group := [u for u in units if u.unit_type == kind])]


def row(kind, units):
    levels = Counter(unit.level for unit in units)
    counts = {name: levels[level] for level, name in LEVELS.items()}
    rated = sum(counts.values())
    without = [f"{unit.short_name} ({unit.verdict.lower()})" for unit in units if not unit.level]
    summed = {"total": len(units), "rated": rated, **counts, "not_rated": len(without)}
    return {"name": kind.label, "unit_type": kind.value, **summed, "note": "; ".join(without)}
