"""How far the rating of a year has come in each chi bộ, with the names of those who have no result yet."""

from collections import Counter, defaultdict
from typing import NamedTuple

from django.db.models import OuterRef, Subquery

from members.models import MemberRating
from members.rating_sheets import Part as Subjects
from nakhe.vietnamese.dates import format_day
from reports import links
from reports.base import Report, ReportTable
from reports.charts import StackedShares
from reports.columns import Column, Count, Share
from reports.rating_columns import NOT_RATED, people_without
from reports.rating_results import DONE, MISSING, RATED, verdict
from reports.rating_years import open_notes
from units.models import NotRatedReason, UnitRating

IN_THE_RECORD = "Đảng viên chính thức và dự bị sinh hoạt"


class RatingBoard(Report):
    slug = "tien-do-xep-loai"
    title = "Tiến độ xếp loại"
    summary = "Theo chi bộ: đã có kết quả, không xếp loại, còn thiếu ai"
    group = "Xếp loại"
    parameters = ("year", "unit")
    charts = [StackedShares("Tiến độ theo chi bộ", "name", ("done", "missing"))]

    class Table(ReportTable):
        name = Column("Chi bộ", link=links.ratings)
        members = Count("Đảng viên", link=links.rated(""))
        rated = Count("Được đánh giá", under="Đã có kết quả", link=links.rated(RATED))
        exempt = people_without(NotRatedReason.EXEMPT, under="Đã có kết quả")
        suspended = people_without(NotRatedReason.SUSPENDED, under="Đã có kết quả")
        under_six_months = people_without(NotRatedReason.UNDER_SIX_MONTHS, under="Đã có kết quả")
        other_not_rated = people_without(NotRatedReason.OTHER, under="Đã có kết quả")
        done = Count("Cộng", under="Đã có kết quả", link=links.rated(DONE))
        done_share = Share("%", under="Đã có kết quả", part="done", whole="members")
        missing = Count("Còn thiếu", link=links.rated(MISSING))
        unit_result = Column("Chi bộ đạt")
        names = Column("Chưa có kết quả")

    def rows(self):
        found = defaultdict(list)
        for unit, *person in self._people():
            found[unit].append(person)
        return [counted(*branch, found[branch.pk]) for branch in self._branches()]

    def _branches(self):
        """[Branch] in the committee's order."""
        if self.version:
            return self._locked_branches()
        given = UnitRating.objects.with_result().filter(unit=OuterRef("pk"), year=self.year)
        units = self.rated_branches(MemberRating.objects).annotate(
            level=Subquery(given.values("level")[:1]), reason=Subquery(given.values("not_rated_reason")[:1])
        )
        return [Branch(*row) for row in units.values_list("pk", "short_name", "level", "reason")]

    def _locked_branches(self):
        results = self.records(Subjects.UNITS).values_list("unit", "level", "not_rated_reason")
        given = {unit: verdict for unit, *verdict in results}
        rated = self.records(Subjects.MEMBERS).order_by("unit_position", "unit").distinct()
        return [
            Branch(unit, name, *given.get(unit, ("", "")))
            for unit, name, _ in rated.values_list("unit", "unit_short_name", "unit_position")
        ]

    def _people(self):
        """(chi bộ, name, level, reason) of everybody on the assessment date or, once there is one, on the frozen list.

        In a locked year, of everybody in its version or, without one, with a stored result.
        """
        if self.version:
            return self.records(Subjects.MEMBERS).values_list("unit", "name", "level", "not_rated_reason")
        if self.is_locked or self.is_listed:
            rows = self.ratings(MemberRating.objects) if self.is_locked else self.listed(MemberRating.objects)
            rows = rows.order_by("person__sort_key", "person_id")
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
        day = format_day(self.as_of)
        who = f"Danh sách đã chốt theo ngày {day}" if self.is_listed else f"{IN_THE_RECORD} ngày {day}"
        done = f"{who}; {units} / {len(rows)} chi bộ đã có kết quả của chính chi bộ."
        return [done, *open_notes(self, Subjects.MEMBERS)]


class Branch(NamedTuple):
    """A chi bộ with its own result."""

    pk: int
    name: str
    level: str
    reason: str


def counted(unit, name, level, reason, people):
    """The row of the chi bộ *unit*; *people* are (name, level, reason)."""
    reasons = Counter(reason for _, _, reason in people if reason)
    names = [name for name, level, reason in people if not (level or reason)]
    return {
        "pk": unit,
        "name": name,
        "members": len(people),
        "rated": sum(bool(level) for _, level, _ in people),
        **{column: reasons[reason] for reason, column in NOT_RATED.items()},
        "done": len(people) - len(names),
        "missing": len(names),
        "names": ", ".join(names),
        "unit_result": verdict(level, reason),
    }
