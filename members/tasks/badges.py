"""Who has the years for a badge by the next award day, and has not been given it (domain.md §5)."""

from functools import cached_property

from members.badges import around, highest_reached, on_file, with_years
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
    def _on_file(self):
        return on_file()

    @cached_property
    def _awards(self):
        """(the award day before, the coming one), or None where none is on file."""
        return around(self.scope.day, self._on_file[1])

    def find_members(self):
        levels = self._on_file[0]
        if not levels or not self._awards:
            return []
        coming = self._awards[1]
        rows = with_years(self.members, self.scope.reader, self.scope.day, add_months(coming, -12 * levels[0]))
        due = [(*highest_reached(row, levels, coming), row) for row in rows.in_name_order()]
        due = [(years, reached, row) for years, reached, row in due if years > (row.badge_years or 0)]
        return [(row, *self._said(years, reached, row)) for years, reached, row in sorted(due, key=lambda d: -d[0])]

    def _said(self, years, reached, row):
        is_late = reached <= self._awards[0]
        says = f": {years} năm, đủ từ {format_day(reached)}"
        if row.party_since.precision != "day":
            says += f" (ngày vào Đảng mới ghi {row.party_since})"
        return says + (", đợt trước chưa ghi trao" if is_late else ""), is_late
