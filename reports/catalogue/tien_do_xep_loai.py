"""How far the rating of a year has come in each chi bộ, with the names of those who have no result yet."""

from collections import Counter, defaultdict

from django.db.models import OuterRef, Subquery

from members.models import MemberRating
from nakhe.vietnamese.dates import format_day
from reports import links
from reports.base import BarChart, Report, ReportTable
from reports.columns import Column, Count, Share
from reports.rating_columns import NOT_RATED, people_without
from reports.rating_results import MISSING, RATED, verdict
from units.models import NotRatedReason, UnitRating


class RatingBoard(Report):
    slug = "tien-do-xep-loai"
    title = "Tiến độ xếp loại"
    summary = "Theo chi bộ: đã có kết quả, không xếp loại, còn thiếu ai"
    group = "Xếp loại"
    parameters = ("year", "unit")
    chart = BarChart(title="Còn thiếu theo chi bộ", label="name", value="missing")

    class Table(ReportTable):
        name = Column("Chi bộ", link=links.ratings)
        members = Count("Đảng viên", link=links.ratings)
        rated = Count("Được đánh giá", under="Đã có kết quả", link=links.rated(RATED))
        exempt = people_without(NotRatedReason.EXEMPT, under="Đã có kết quả")
        suspended = people_without(NotRatedReason.SUSPENDED, under="Đã có kết quả")
        under_six_months = people_without(NotRatedReason.UNDER_SIX_MONTHS, under="Đã có kết quả")
        other_not_rated = people_without(NotRatedReason.OTHER, under="Đã có kết quả")
        done = Count("Cộng", under="Đã có kết quả")
        done_share = Share("%", under="Đã có kết quả", part="done", whole="members")
        missing = Count("Còn thiếu", link=links.rated(MISSING))
        unit_result = Column("Chi bộ đạt")
        names = Column("Chưa có kết quả")

    def rows(self):
        found = defaultdict(list)
        for unit, name, level, reason in self._results():
            found[unit].append((name, level, reason))
        return [counted(unit, found[unit.pk]) for unit in self._branches()]

    def _branches(self):
        given = UnitRating.objects.with_result().filter(unit=OuterRef("pk"), year=self.year)
        return self.rated_branches(self.ratings(MemberRating.objects)).annotate(
            level=Subquery(given.values("level")[:1]), reason=Subquery(given.values("not_rated_reason")[:1])
        )

    def _results(self):
        """(chi bộ, name, level, reason) of everybody on the assessment date; no level at all where nothing is known.

        In a locked year, of everybody with a stored rating.
        """
        if self.is_locked:
            rows = self.ratings(MemberRating.objects).order_by("person__sort_key", "person_id")
            return rows.values_list("unit", "person__full_name", "level", "not_rated_reason")
        given = MemberRating.objects.with_result().filter(person=OuterRef("person"), year=self.year)
        members = self.memberships.as_of(self.as_of).in_name_order()
        members = members.annotate(
            level=Subquery(given.values("level")[:1]), reason=Subquery(given.values("not_rated_reason")[:1])
        )
        return members.values_list("unit", "person__full_name", "level", "reason")

    def notes(self, rows):
        if self.is_locked:
            return [f"{self.campaign.lock_sentence} Số liệu tính theo kết quả đã lưu."]
        units = sum(bool(row["unit_result"]) for row in rows)
        return [
            f"Đảng viên chính thức và dự bị sinh hoạt ngày {format_day(self.as_of)}; "
            f"{units} / {len(rows)} chi bộ đã có kết quả của chính chi bộ."
        ]


def counted(unit, people):
    """The row of *unit*; *people* are (name, level, reason)."""
    reasons = Counter(reason for _, _, reason in people if reason)
    names = [name for name, level, _ in people if level is None]
    return {
        "pk": unit.pk,
        "name": unit.short_name,
        "members": len(people),
        "rated": sum(bool(level) for _, level, _ in people),
        **{column: reasons[reason] for reason, column in NOT_RATED.items()},
        "done": len(people) - len(names),
        "missing": len(names),
        "names": ", ".join(names),
        "unit_result": verdict(unit.level, unit.reason),
    }
