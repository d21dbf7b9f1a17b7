"""Probationary members whose twelve months are over, or will be within a month."""

from django.db.models import OuterRef, Subquery

from members import probation
from members.models import Probation
from members.tasks.task import PeopleTask
from nakhe.vietnamese.dates import add_months, format_day

MONTHS_AHEAD = 1
LONG = 365
"""Days overdue from which the record rather lacks the official date, as lists often do, than the decision."""


class Recognition(PeopleTask):
    """By the ceremony or, after readmission, by the second probation; where neither date is known, nothing is due."""

    key = "xet-chinh-thuc"
    name = "Đảng viên dự bị đến hạn xét chính thức"
    tag = "Đến hạn"

    def find_members(self):
        until = add_months(self.scope.day, MONTHS_AHEAD)
        rows = self.members.probationary_on(self.scope.day).in_name_order().annotate(**probation_again(self.scope.day))
        due = [(due_on(row), row) for row in rows]
        due = sorted(((day, row) for day, row in due if day and day <= until), key=lambda pair: pair[0])
        return [(row, *self._said(day)) for day, row in due]

    def _said(self, day):
        days = (self.scope.day - day).days
        if probation.is_overdue(day, self.scope.day):
            how_long = f"{days} ngày" if days <= LONG else "hoặc hồ sơ chưa ghi ngày chính thức"
            return f" quá hạn từ {format_day(day)}, {how_long}", True
        return f" {'đến hạn từ' if days > 0 else 'hạn'} {format_day(day)}", False


def probation_again(day):
    """What due_on() needs of a membership: since when the person is on probation once more, after readmission."""
    again = Probation.objects.as_of(day).filter(person=OuterRef("person"))
    return {"again_since": Subquery(again.values("started_on")[:1])}


def due_on(membership):
    """The day on which the probation of *membership*, with probation_again(), is over, or None."""
    admitted = membership.person.admitted_on
    began = membership.again_since or (admitted and admitted.first_day)
    return began and probation.ends_on(began)
