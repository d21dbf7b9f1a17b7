"""Discipline, commendations, and the badges that the years in the Party have earned."""

from datetime import date

from members.demonstration.plan import DECISIONS, LAST_DAY
from members.demonstration.rows import badge_level
from members.models import Badge, Commendation, Discipline, MemberRating, Membership
from nakhe.vietnamese.dates import add_months

BADGE_YEARS = [30, *range(40, 95, 5)]
AWARD_DAYS = [(2, 3), (5, 19), (9, 2), (11, 7)]


class Honours:
    def __init__(self, rows, organisation, history):
        self.rows, self.organisation, self.history = rows, organisation, history

    def blame(self):
        """One reprimand, found and mended by himself: under QĐ 124 it does not force KHTNV."""
        self.rows.add(
            Discipline,
            person=self.history.by_name["Giàng Mí Lềnh"],
            form="REPRIMAND",
            decided_on=date(2023, 4, 12),
            decision_number="03-QĐ/UBKT",
            reason="Chậm nộp đảng phí nhiều tháng",
            self_remedied=True,
        )

    def praise(self):
        """Na Pô for 2023, its head for the new countryside, and whoever was HTXSNV in two years running."""
        self.rows.add(
            Commendation,
            unit=self.organisation.units["na-po"],
            form="Giấy khen chi bộ hoàn thành xuất sắc nhiệm vụ năm 2023",
            given_by="Huyện ủy Yên Minh",
            decided_on=date(2024, 1, 15),
            decision_number=self.rows.decision(date(2024, 1, 15), "HU"),
        )
        self._praise("Vàng Mí Dế", date(2022, 12, 20), "UBND xã Na Khê", "Hoàn thành tốt xây dựng nông thôn mới")
        excellent = {(row.person.pk, row.year) for row in self.rows.of[MemberRating] if row.level == "EXCELLENT"}
        for row in self.rows.of[MemberRating]:
            key, year = row.person.pk, row.year
            if {(key, year), (key, year - 1)} <= excellent:
                reason = f"Hoàn thành xuất sắc nhiệm vụ năm {year - 1} và {year}"
                self._praise(row.person.full_name, DECISIONS[year][1], "Đảng ủy xã Na Khê", reason, row.person)

    def _praise(self, name, day, given_by, reason, person=None):
        self.rows.add(
            Commendation,
            person=person or self.history.by_name[name],
            form="Giấy khen",
            given_by=given_by,
            decided_on=day,
            reason=reason,
        )

    def award(self):
        """Each badge on the first award day after its years were reached, to whoever was still on file then."""
        number = 0
        for person in dict.fromkeys(row.person for row in self.rows.of[Membership]):
            until = self.history.rows_of(person)[-1].ended_on or LAST_DAY
            since = (person.admission_decision_on or person.admitted_on).first_day
            for years in BADGE_YEARS:
                day = award_day(add_months(since, 12 * years))
                if date(2005, 1, 1) <= day <= until:
                    number += 1
                    self.rows.add(
                        Badge, person=person, level=badge_level(years), awarded_on=day, number=f"HG{number:05}"
                    )


def award_day(reached_on):
    """The first award day on or after *reached_on*."""
    days = [date(year, *day) for year in (reached_on.year, reached_on.year + 1) for day in AWARD_DAYS]
    return next(day for day in days if day >= reached_on)
