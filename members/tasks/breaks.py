"""Temporary transfers and exemptions whose end has passed without a word of what came after."""

from django.db.models import Exists, OuterRef, Q, Subquery

from members.models import Exemption, Movement, TemporaryAbsence
from members.tasks.task import PeopleTask
from nakhe.vietnamese.dates import add_months, format_day

MONTHS_TOLD = 3
"""The register is reconciled every 3 months (domain.md §2): what ended longer ago has been looked at."""
AWAY_MONTHS = 12
"""A temporary transfer lasts under 12 months; only studies take longer (domain.md §3)."""


class BreakOver(PeopleTask):
    """A period that ran out by its date; where a movement ended it, nothing is left to do."""

    model = None
    ended_by = None
    """The kind of movement that ends it."""
    is_late = False

    def rows(self):
        """Members with over_on, the day on which it ran out."""
        return self.members.annotate(over_on=Subquery(self.over().values("ended_on")[:1])).in_name_order()

    def over(self):
        """Those of the outer row's person, the latest first."""
        day = self.scope.day
        own = {"person": OuterRef("person")}
        told = Movement.objects.in_force().filter(kind=self.ended_by, effective_on=OuterRef("ended_on"), **own)
        again = self.model.objects.as_of(day).filter(**own)
        over = self.model.objects.filter(ended_on__lte=day, ended_on__gt=add_months(day, -MONTHS_TOLD), **own)
        return over.filter(~Exists(told), ~Exists(again)).order_by("-ended_on")

    def find_members(self):
        found = self.rows().exclude(over_on=None).order_by("over_on", "person__sort_key", "person_id")
        return [(row, f" hết hạn {format_day(row.over_on)}", self.is_late) for row in found]


class AbsenceOver(BreakOver):
    key = "het-tam-thoi"
    name = "Sinh hoạt tạm thời nơi khác đã hết hạn"
    tag = "Ghi ngày về"
    late_words = "cần hỏi lại"
    model, ended_by, is_late = TemporaryAbsence, Movement.Kind.BACK, True

    def find_members(self):
        """Also who went away without a day of return, longer ago than anybody but a student may."""
        day = self.scope.day
        away = TemporaryAbsence.objects.filter(person=OuterRef("person"), ended_on=None)
        away = away.filter(started_on__lte=add_months(day, -AWAY_MONTHS))
        rows = self.rows().annotate(away_since=Subquery(away.values("started_on")[:1]))
        rows = rows.filter(Q(over_on__isnull=False) | Q(away_since__isnull=False))
        return [(row, self._said(row), self.is_late) for row in rows]

    def _said(self, row):
        if row.away_since:
            return f" đi từ {format_day(row.away_since)}, quá {AWAY_MONTHS} tháng, chưa ghi ngày về"
        return f" hết hạn {format_day(row.over_on)}"


class ExemptionOver(BreakOver):
    key = "het-mien"
    name = "Miễn công tác và sinh hoạt đã hết hạn"
    tag = "Sinh hoạt trở lại"
    model, ended_by = Exemption, Movement.Kind.EXEMPTION_ENDED
