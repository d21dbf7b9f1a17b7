"""Yearly ratings of members by the chi bộ that gave them, and the cap on HTXSNV over the whole organisation."""

from django.db.models import Exists, F, OuterRef

from members.models import Discipline, MemberRating, Membership
from reports import links
from reports.base import BarChart, Report, ReportTable
from reports.cap_line import cap_notes, meter
from reports.columns import Column, Count
from reports.rating_columns import LEVELS, RATED_SHARE_NOTE, number, share
from units.models import Level, NotRatedReason, Unit
from units.models.ratings import CapScope

NOT_RATED = {
    "exempt": NotRatedReason.EXEMPT,
    "suspended": NotRatedReason.SUSPENDED,
    "under_six_months": NotRatedReason.UNDER_SIX_MONTHS,
    "other_not_rated": NotRatedReason.OTHER,
}


class RatingOfMembers(Report):
    slug = "xep-loai-dang-vien"
    title = "Kết quả xếp loại đảng viên"
    summary = "Bốn mức theo chi bộ, trần HTXSNV"
    group = "Xếp loại"
    parameters = ("year", "unit")
    chart = BarChart(title="Đảng viên HTXSNV theo chi bộ", label="name", value="excellent")

    class Table(ReportTable):
        name = Column("Chi bộ", accessor="short_name", link=links.ratings)
        total = Count("Tổng số", link=links.ratings)
        exempt = Count("Miễn", under="Không đánh giá")
        suspended = Count("Đình chỉ", under="Không đánh giá")
        under_six_months = Count("< 6 tháng", under="Không đánh giá")
        other_not_rated = Count("Khác", under="Không đánh giá")
        rated = Count("Được đánh giá")
        excellent = number(Level.EXCELLENT)
        excellent_share = share(Level.EXCELLENT)
        good = number(Level.GOOD)
        good_share = share(Level.GOOD)
        completed = number(Level.COMPLETED)
        completed_share = share(Level.COMPLETED)
        not_completed = number(Level.NOT_COMPLETED)
        not_completed_share = share(Level.NOT_COMPLETED)
        disciplined = Count("Bị kỷ luật")

    def rows(self):
        ratings = self.ratings(MemberRating.objects)
        counted = {name: ratings.filter(not_rated_reason=reason) for name, reason in NOT_RATED.items()}
        counted |= {name: ratings.filter(level=level) for level, name in LEVELS.items()}
        counted |= {"disciplined": ratings.filter(Exists(self._disciplines())), "missing": self._without_rating()}
        units = self.rated_branches(ratings).annotate(
            **{name: rows.count_per("unit") for name, rows in counted.items()}
        )
        rated = sum((F(name) for name in LEVELS.values()), 0)
        return units.annotate(rated=rated, total=rated + sum((F(name) for name in NOT_RATED), 0))

    def _disciplines(self):
        return Discipline.objects.filter(person=OuterRef("person"), decided_on__year=self.year)

    def _without_rating(self):
        given = MemberRating.objects.filter(person=OuterRef("person"), year=self.year)
        members = self.cut(Membership.objects).as_of(self.as_of)
        return members.filter(~Exists(given))

    def notes(self, rows):
        notes = [RATED_SHARE_NOTE]
        missing = sum(row.missing for row in rows)
        if missing:
            notes.append(f"{missing} đảng viên chưa ghi kết quả xếp loại năm {self.year}, không có trong bảng.")
        if self.campaign:
            notes += cap_notes(self.campaign, self.totals(rows), self._groups(rows), self.is_whole)
        return notes

    def _groups(self, rows):
        if self.campaign.cap_scope == CapScope.GROUP:
            kinds = [(kind, [row for row in rows if row.unit_type == kind]) for kind in Unit.Type]
            return [
                (kind.label, sum(row.excellent for row in group), sum(row.good for row in group))
                for kind, group in kinds
            ]
        return [(row.short_name, row.excellent, row.good) for row in rows]

    @property
    def cap(self):
        """For the meter of the page; None where the cap is not counted over what is shown."""
        _, summary = self.laid_out[0]
        return meter(self.campaign, summary.totals) if self.is_whole else None
