"""Yearly ratings of chi bộ: the summary by type, and every chi bộ with its level."""

from collections import Counter

from django.db.models import OuterRef, Subquery

from reports import links
from reports.base import BarChart, Part, Report, ReportTable
from reports.cap_line import cap_notes, meter
from reports.columns import Column, Count
from reports.rating_columns import LEVELS, SHARE_OF_RATED, number, share
from reports.rating_results import verdict
from reports.rating_years import before, before_notes
from units.models import Level, NotRatedReason, Unit, UnitRating
from units.models.ratings import CapScope

NOT_RATED_YET = "Chưa đánh giá"
REASONS = {reason: reason.label for reason in NotRatedReason}


class RatingOfUnits(Report):
    slug = "xep-loai-chi-bo"
    title = "Kết quả xếp loại chi bộ"
    summary = "Bốn mức theo loại hình, so với năm trước, trần HTXSNV, danh sách"
    group = "Xếp loại"
    parameters = ("year", "compare_year", "unit")
    chart = BarChart(title="Chi bộ HTXSNV theo loại hình", label="name", value="excellent")

    class Table(ReportTable):
        name = Column("Loại hình")
        total = Count("Tổng số")
        rated = Count("Được đánh giá")
        excellent = number(Level.EXCELLENT)
        excellent_share = share(Level.EXCELLENT)
        good = number(Level.GOOD)
        good_share = share(Level.GOOD)
        completed = number(Level.COMPLETED)
        completed_share = share(Level.COMPLETED)
        not_completed = number(Level.NOT_COMPLETED)
        not_completed_share = share(Level.NOT_COMPLETED)
        not_rated = Count("Chưa đánh giá")
        note = Column("Ghi chú")

    class Units(ReportTable):
        name = Column("Chi bộ", accessor="short_name", link=links.unit)
        unit_type = Column("Loại hình")
        level = Column("Xếp loại", accessor="verdict")
        level_before = Column("Năm so sánh", accessor="verdict_before")
        note = Column("Ghi chú")

    @property
    def subtitle(self):
        return f"{super().subtitle}; {SHARE_OF_RATED}"

    def parts(self):
        units, compared = self._units(), before(self)
        summary = by_type(units)
        notes = self.summary_notes(units, summary, compared)
        return [
            Part(self.Table, summary, "Tổng hợp theo loại hình", notes=notes, before=compared),
            Part(self.Units, units, "Danh sách chi bộ"),
        ]

    def _units(self):
        return [with_verdict(unit) for unit in self.rows()]

    def summary_totals(self):
        return self.totals(by_type(self._units()))

    def rows(self):
        ratings = UnitRating.objects.with_result().filter(unit=OuterRef("pk"))
        this, other = (ratings.filter(year=year) for year in (self.year, self.given.compare_year))
        return self.rated_branches(self.ratings(UnitRating.objects)).annotate(
            level=Subquery(this.values("level")[:1]),
            reason=Subquery(this.values("not_rated_reason")[:1]),
            level_before=Subquery(other.values("level")[:1]),
            reason_before=Subquery(other.values("not_rated_reason")[:1]),
            note=Subquery(this.values("note")[:1]),
        )

    def summary_notes(self, units, summary, compared):
        notes = before_notes(self, compared)
        unheard = sum(unit.level is None for unit in units)
        if unheard:
            notes.append(f"{unheard} chi bộ chưa ghi kết quả xếp loại năm {self.year}.")
        if self.campaign:
            notes += cap_notes(self.campaign, self.totals(summary), self._groups(units, summary), self.is_whole)
        return notes

    def _groups(self, units, summary):
        if self.campaign.cap_scope == CapScope.GROUP:
            return [(row["name"], row["excellent"], row["good"]) for row in summary]
        return [(u.short_name, u.level == Level.EXCELLENT, u.level == Level.GOOD) for u in units]

    @property
    def cap(self):
        """For the meter of the page; None where the cap is not counted over what is shown."""
        _, summary = self.laid_out[0]
        return meter(self.campaign, summary.totals) if self.is_whole else None


def with_verdict(unit):
    unit.verdict = full_verdict(unit.level, unit.reason) or NOT_RATED_YET
    unit.verdict_before = full_verdict(unit.level_before, unit.reason_before)
    return unit


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
    return {"name": kind.label, **summed, "note": "; ".join(without)}
