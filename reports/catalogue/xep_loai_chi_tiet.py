"""The ratings of a year person by person, chi bộ by chi bộ: the list that goes with the decision."""

from django.db.models import OuterRef, Subquery

from members.models import MemberRating, Office
from members.models.offices import position_name
from members.roster import unit_name
from nakhe.vietnamese.dates import format_day
from reports import links
from reports.base import Report, ReportTable
from reports.columns import Column, DateColumn
from reports.rating_results import MISSING, NO_RESULT, RESULTS
from reports.rating_years import missing
from units.models import Unit


class RatingList(Report):
    slug = "xep-loai-chi-tiet"
    title = "Danh sách xếp loại đảng viên"
    summary = "Từng người: mức, lý do, quyết định"
    group = "Xếp loại"
    parameters = ("year", "result", "unit")

    class Table(ReportTable):
        name = Column("Họ và tên", link=links.person)
        birth_on = DateColumn("Ngày sinh")
        office = Column("Chức vụ")
        unit = Column("Chi bộ")
        result = Column("Xếp loại")
        reason = Column("Lý do")
        decision = Column("Số, ngày quyết định")
        note = Column("Ghi chú")

    def rows(self):
        return sorted([*self._rated(), *self._missing()], key=lambda row: row["order"])

    def notes(self, rows):
        asked = RESULTS.get(self.given.result)
        return [f"{asked.label}: {len(rows)} đảng viên." if asked else f"{len(rows)} đảng viên."]

    def _rated(self):
        if self.given.result == MISSING:
            return []
        ratings = self.ratings(MemberRating.objects)
        if self.given.result:
            ratings = ratings.filter(RESULTS[self.given.result].given)
        ratings = ratings.select_related("person", "reason", "unit").annotate(
            unit_name=unit_name(self.as_of), position=self._position()
        )
        return [self._described(rating) for rating in ratings]

    def _missing(self):
        if self.given.result not in ("", MISSING):
            return []
        members = missing(self).annotate(position=self._position())
        return [self._person(each) | {"result": NO_RESULT} for each in members]

    def _position(self):
        """The Party office held in that chi bộ on the assessment date."""
        held = Office.objects.as_of(self.as_of).filter(position__in=Office.PARTY)
        held = held.filter(person=OuterRef("person"), unit=OuterRef("unit"))
        return Subquery(held.in_rank_order().values("position")[:1])

    def _described(self, rating):
        return self._person(rating) | {
            "result": rating.get_level_display() or "Không xếp loại",
            "reason": reason_of(rating),
            "decision": decision_of(rating),
            "note": rating.note,
        }

    def _person(self, row):
        """What is known of whoever *row*, a rating or a membership, is about."""
        person, unit = row.person, row.unit
        return {
            "order": (unit.position, unit.code, person.sort_key, person.pk),
            "person": person.pk,
            "name": person.full_name,
            "birth_on": person.birth_on,
            "office": position_name(row.position, Unit.Kind.BRANCH) if row.position else "",
            "unit": row.unit_name,
        }


def reason_of(rating):
    """Why there is no level or, under a level, its sub-code with its text."""
    if rating.not_rated_reason:
        return rating.get_not_rated_reason_display()
    return ": ".join(filter(None, [str(rating.reason), rating.reason.text])) if rating.reason else ""


def decision_of(rating):
    """“118-QĐ/ĐU, 22/12/2023”."""
    day = format_day(rating.decided_on) if rating.decided_on else ""
    return ", ".join(filter(None, [rating.decision_number, day]))
