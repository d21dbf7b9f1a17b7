"""Who is due for a badge on the award day that the report's date leads to (4A-HHĐ), and who may be considered early.

Members who have the years by that day, and those who died in the twelve months before it, at most as many months short
of the years as a badge may be given early. Whether somebody is gravely ill is not on record: that mark is made by hand.
"""

from dataclasses import replace
from functools import cached_property

from django.db.models import OuterRef, Subquery

from members.badges import (
    POSTHUMOUS_MONTHS,
    around,
    early_months,
    highest_reached,
    on_file,
    with_years,
)
from members.models import Discipline, Membership
from members.roster import age_in_party, unit_name
from nakhe.access import Right
from nakhe.periods import day_before
from nakhe.vietnamese.dates import add_months, format_day
from reports import links
from reports.base import Part, Report, ReportTable
from reports.columns import Column, Count, DateColumn
from reports.narrowed import DELAYED, EARLY, GIVEN, MANNERS, POSTHUMOUS
from reports.other_day import against, on_other_day

MONTHS_OF_DISCIPLINE = 12
"""Discipline in the year before the award day, as far as decided by the report's own day, delays a badge; for how long
is the committee's to say [S]."""
LONGEST_AHEAD = 24


def listed(manner):
    """The list of those counted in the row's badge, or in all, in this *manner* (of MANNERS)."""

    def link(report, record):
        asked = {"ngay": format_day(report.as_of), "hinh_thuc": manner}
        asked |= {"huy_hieu": record["years"]} if record else {}
        unit = report.given.unit
        return links.address("huy-hieu", asked | ({"don_vi": unit.pk} if unit else {}))

    return link


class Badges(Report):
    slug = "huy-hieu"
    title = "Danh sách đề nghị tặng Huy hiệu Đảng"
    summary = "Đợt trao tới: đủ năm, truy tặng, có thể xét sớm (4A-HHĐ)"
    group = "Biểu mẫu"
    parameters = ("as_of", "beside", "badge", "manner", "order", "unit")
    orders = ("name", "birth_on", "unit", "admitted_on", "reached_on")

    class Table(ReportTable):
        name = Column("Họ và tên", link=links.person)
        birth_on = DateColumn("Ngày sinh")
        unit = Column("Chi bộ")
        admitted_on = DateColumn("Ngày vào Đảng")
        badge = Column("Huy hiệu")
        reached_on = DateColumn("Đủ năm từ ngày")
        party_age = Column("Tuổi đảng")
        kind = Column("Hình thức")
        delay = Column("Kỷ luật trong 12 tháng")
        note = Column("Ghi chú của đợt")

    class Early(ReportTable):
        name = Column("Họ và tên", link=links.person)
        birth_on = DateColumn("Ngày sinh")
        unit = Column("Chi bộ")
        admitted_on = DateColumn("Ngày vào Đảng")
        badge = Column("Huy hiệu")
        reached_on = DateColumn("Đủ năm từ ngày")
        delay = Column("Kỷ luật trong 12 tháng")
        gravely_ill = Column("Bệnh nặng (đánh dấu)")

    class Levels(ReportTable):
        is_numbered = False
        badge = Column("Huy hiệu")
        given = Count("Trao tặng", link=listed(GIVEN))
        posthumous = Count("Truy tặng", link=listed(POSTHUMOUS))
        delayed = Count("Trong đó bị kỷ luật", link=listed(DELAYED))
        early = Count("Có thể xét sớm", link=listed(EARLY))

    def __init__(self, reader, given, right=Right.READ):
        """The list behind one number is of one day."""
        is_list = given.badge or given.manner
        super().__init__(reader, replace(given, beside=None) if is_list else given, right)

    @cached_property
    def _on_file(self):
        return on_file()

    @cached_property
    def award_day(self):
        """The one on the report's date, or the first after it; None where no award day is on file."""
        awards = around(self.as_of, self._on_file[1])
        return awards and awards[1]

    @cached_property
    def levels(self):
        return self._on_file[0] if self.award_day else []

    @property
    def subtitle(self):
        award = f"Đợt {format_day(self.award_day)}" if self.award_day else "Chưa ghi ngày trao nào"
        badge, manner = self.given.badge, self.given.manner
        asked = [badge and f"huy hiệu {badge} năm", manner and MANNERS[manner].lower()]
        return "; ".join(filter(None, [award, super().subtitle.lower(), *asked]))

    def parts(self):
        due, early = self._due(), self._early()
        if self.given.badge or self.given.manner:
            return [self._asked_for(due, early)]
        counted, other = counted_by_level(self.levels, due, early), on_other_day(self)
        return [
            Part(self.Table, due, "Đủ tuổi đảng và truy tặng", notes=self._notes(due)),
            Part(self.Early, early, "Có thể xét tặng sớm nếu bệnh nặng", notes=EARLY_NOTES),
            Part(self.Levels, counted, "Theo loại huy hiệu", notes=LEVEL_NOTES, **(other.counted if other else {})),
        ]

    @property
    def counted(self):
        """This report as what another day's is compared with: its counts, and itself for the lists behind them."""
        rows = counted_by_level(self.levels, self._due(), self._early())
        return against(self, self.totals(rows, self.Levels))

    def _asked_for(self, due, early):
        """The list behind one number of the counts."""
        manner = self.given.manner
        rows = [row for row in (early if manner == EARLY else due) if is_meant(row, self.given.badge, manner)]
        table = self.Early if manner == EARLY else self.Table
        return Part(table, rows, notes=EARLY_NOTES if manner == EARLY else self._notes(rows))

    def _due(self):
        if not self.levels:
            return []
        found = [(*highest_reached(row, self.levels, self.award_day), row, MANNERS[GIVEN]) for row in self._members]
        found += [(*reached_by_death(row, self.levels), row, MANNERS[POSTHUMOUS]) for row in self._dead]
        due = [each for each in found if each[0] > (each[2].badge_years or 0)]
        return [self._described(*each) for each in sorted(due, key=in_order)]

    def _early(self):
        """Of who is not due on the day, whose next badge may be given before its time."""
        if not self.levels:
            return []
        found = [(*highest_reached(row, self.levels, self.award_day, early_months), row, "") for row in self._members]
        early = [each for each in found if each[0] > (each[2].badge_years or 0) and each[1] > self.award_day]
        return [self._described(*each) for each in sorted(early, key=in_order)]

    @cached_property
    def _members(self):
        return list(self._with_years(self.memberships.as_of(self.as_of)))

    @cached_property
    def _dead(self):
        since = add_months(self.award_day, -POSTHUMOUS_MONTHS)
        dead = self.moves(since=since).filter(ended_here=True)
        dead = dead.filter(reason_out=Membership.ReasonOut.DIED).ended_within(since, self.as_of)
        return list(self._with_years(dead))

    def _with_years(self, memberships):
        """Everybody old enough in the Party; a badge awarded on the very day is one that this list proposes."""
        known_on = min(self.as_of, day_before(self.award_day))
        since = add_months(self.award_day, LONGEST_AHEAD - 12 * min(self.levels))
        rows = with_years(memberships, self.reader, known_on, since)
        disciplined = Discipline.objects.filter(
            person=OuterRef("person"),
            decided_on__gt=add_months(self.award_day, -MONTHS_OF_DISCIPLINE),
            decided_on__lte=min(self.as_of, self.award_day),
        ).order_by("-decided_on")
        rows = rows.annotate(
            unit_name=unit_name(self.as_of),
            discipline=Subquery(disciplined.values("form")[:1]),
            disciplined_on=Subquery(disciplined.values("decided_on")[:1]),
        )
        return rows.select_related("person", "unit")

    def _described(self, years, reached, row, kind):
        person, until = row.person, row.ended_on if kind == MANNERS[POSTHUMOUS] else self.award_day
        return {
            "person": person.pk,
            "name": person.full_name,
            "birth_on": person.birth_on,
            "unit": row.unit_name,
            "admitted_on": row.party_since,
            "years": years,
            "badge": f"{years} năm",
            "reached_on": reached,
            "party_age": str(age_in_party(row.party_since, row, until)),
            "kind": kind,
            "delay": delay(row),
            "note": note(row, kind),
        }

    def _notes(self, due):
        delayed = sum(bool(row["delay"]) for row in due)
        dead = sum(row["kind"] == MANNERS[POSTHUMOUS] for row in due)
        lines = [f"{len(due)} người, trong đó truy tặng {dead}. Tuổi đảng tính đến ngày trao, truy tặng đến ngày mất."]
        if delayed:
            lines.append(f"{delayed} người bị kỷ luật trong 12 tháng trước ngày trao: cấp ủy xem xét lùi thời gian.")
        return lines


LEVEL_NOTES = ["Trao tặng và truy tặng cộng lại là danh sách đề nghị; người có thể xét sớm không nằm trong đó."]
EARLY_NOTES = [
    "Bệnh nặng không ghi trong sổ: đánh dấu bằng tay. Xét sớm không quá 12 tháng, từ 70 năm trở lên không quá 24 tháng."
]


def reached_by_death(row, levels):
    """The highest level that *row* had reached on the day of death, or would have within the months of an early one."""
    return highest_reached(row, levels, row.ended_on, early_months)


def in_order(each):
    years, _, row, _ = each
    return (-years, row.unit.position, row.unit.code, row.person.sort_key, row.person_id)


def delay(row):
    """“Cảnh cáo 20/04/2024”."""
    return f"{Discipline.Form(row.discipline).label} {format_day(row.disciplined_on)}" if row.discipline else ""


def note(row, kind):
    told = [f"từ trần {format_day(row.ended_on)}"] if kind == MANNERS[POSTHUMOUS] else []
    if row.party_since.precision != "day":
        told.append(f"ngày vào Đảng mới ghi {row.party_since}")
    return "; ".join(told)


def counted_by_level(levels, due, early):
    return [by_level(level, due, early) for level in levels]


def by_level(level, due, early):
    counted = {manner: sum(is_meant(row, level, manner) for row in due) for manner in (GIVEN, POSTHUMOUS, DELAYED)}
    return {
        "years": level,
        "badge": f"{level} năm",
        "given": counted[GIVEN],
        "posthumous": counted[POSTHUMOUS],
        "delayed": counted[DELAYED],
        "early": sum(is_meant(row, level, EARLY) for row in early),
    }


def is_meant(row, level, manner):
    """Whether *row* is for that badge and of that manner; empty asks for all. Early ones stand in a list of theirs."""
    of_manner = {
        GIVEN: row["kind"] == MANNERS[GIVEN],
        POSTHUMOUS: row["kind"] == MANNERS[POSTHUMOUS],
        DELAYED: bool(row["delay"]),
    }
    return level in ("", row["years"]) and of_manner.get(manner, True)
