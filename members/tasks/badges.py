"""Who has the years for a badge by the next award day, and has not been given it (domain.md §5)."""

from datetime import date
from functools import cached_property

from members.models import AwardDay, BadgeLevel
from members.party_age import party_age, reached_on
from members.roster import absences, highest_badge, party_since, time_out
from members.tasks.task import PeopleTask
from nakhe.vietnamese.dates import add_months, format_day


class Badges(PeopleTask):
    """Of the levels and days on file; the highest level reached, by tuổi đảng without the time out of the Party."""

    key = "huy-hieu"
    name = "Huy hiệu Đảng đợt tới"
    tag = "Lập hồ sơ"
    late_words = "chưa ghi trao đợt trước"

    @property
    def title(self):
        return f"Huy hiệu Đảng đợt {format_day(self._awards[1])}" if self._awards else self.name

    @cached_property
    def _awards(self):
        """(the award day before, the coming one), or None where none is on file."""
        return around(self.scope.day, AwardDay.objects.values_list("month", "day"))

    def find_members(self):
        levels = sorted(BadgeLevel.objects.values_list("years", flat=True))
        if not levels or not self._awards:
            return []
        due = [(*self._reached(row, levels), row) for row in self._old_enough(levels[0])]
        due = [(years, reached, row) for years, reached, row in due if years > (row.badge_years or 0)]
        return [(row, *self._said(years, reached, row)) for years, reached, row in sorted(due, key=lambda d: -d[0])]

    def _old_enough(self, years):
        """Members whose admission lies *years* back on the award day; time out is taken off afterwards."""
        day = self.scope.day
        rows = self.members.annotate(**highest_badge(self.scope.reader, day), **time_out(day))
        rows = rows.annotate(party_since=party_since()).in_name_order()
        return rows.filter(party_since__lte=add_months(self._awards[1], -12 * years))

    def _reached(self, row, levels):
        """(years of the highest level reached by the award day, the day on which it was); (0, None) for none."""
        since, out = row.party_since.first_day, absences(row)
        age = party_age(since, self._awards[1], out).years
        years = max((level for level in levels if level <= age), default=0)
        return years, reached_on(years, since, out) if years else None

    def _said(self, years, reached, row):
        is_late = reached <= self._awards[0]
        says = f": {years} năm, đủ từ {format_day(reached)}"
        if row.party_since.precision != "day":
            says += f" (ngày vào Đảng mới ghi {row.party_since})"
        return says + (", đợt trước chưa ghi trao" if is_late else ""), is_late


def around(day, month_days):
    """The last award day before *day* and the first one from it on; 29/2 is one only where the year has it."""
    days = [award for year in range(day.year - 4, day.year + 5) for award in of_year(year, month_days)]
    before, coming = [award for award in days if award < day], [award for award in days if award >= day]
    return (max(before), min(coming)) if before and coming else None


def of_year(year, month_days):
    for month, number in month_days:
        try:
            yield date(year, month, number)
        except ValueError:
            continue
