"""Transfers of a period (10-SHĐ): out, in, between two chi bộ, and for a time; what nobody has confirmed is named."""

from collections import Counter

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from members.models import Membership, Movement, TemporaryAbsence
from members.tasks.breaks import AWAY_MONTHS, MONTHS_TOLD
from nakhe.vietnamese.dates import add_months
from reports import links
from reports.base import Report, ReportTable, short_name_on
from reports.belonging import belonged_to, under_report
from reports.columns import Column, DateColumn
from reports.documents import decision_text
from reports.movements import IN, OUT, joined, left
from reports.rows import Merged, Rows, each

OUTWARD, INWARD, INSIDE, FOR_A_TIME = "Chuyển đi", "Chuyển đến", "Chuyển nội bộ", "Tạm thời"
NO_TARGET, NO_SOURCE = "chưa ghi nơi đến", "chưa ghi nơi đi"
OVERDUE, AWAY_TOO_LONG = "hết hạn, chưa ghi ngày về", f"quá {AWAY_MONTHS} tháng, chưa ghi ngày về"
UNCONFIRMED = {NO_TARGET, NO_SOURCE, OVERDUE, AWAY_TOO_LONG}


class Transfers(Report):
    slug = "chuyen-sinh-hoat"
    title = "Chuyển sinh hoạt đảng"
    summary = "Mẫu 10-SHĐ: chuyển đi, đến, nội bộ, tạm thời; nơi đi, nơi đến, giấy giới thiệu"
    group = "Đảng viên"
    parameters = ("from", "as_of", "order", "unit")
    orders = ("name", "kind", "moved_on", "until")

    class Table(ReportTable):
        name = Column("Họ và tên", link=links.person)
        kind = Column("Hình thức")
        moved_on = DateColumn("Từ ngày")
        place_from = Column("Nơi đi")
        place_to = Column("Nơi đến")
        decision = Column("Số, ngày quyết định")
        until = DateColumn("Đến ngày")
        status = Column("Theo dõi")

    def rows(self):
        sources = [
            Rows(in_order(self._arrivals(), "started_on"), each(self._arrival)),
            Rows(in_order(self._departures(), "ended_on"), each(self._departure)),
            Rows(in_order(self._absences(), "started_on"), each(self._absence)),
        ]
        return Merged(sources, key=lambda row: (row["moved_on"], row["order"]))

    # --- What is on record ---

    def _arrivals(self):
        departure = self._end_of_a_move(reason_out=OUT.INTERNAL, ended_on=OuterRef("started_on"))
        return self._placed(joined(self, (IN.TRANSFERRED_IN, IN.INTERNAL)), departure, "counterpart_in", "came_from")

    def _departures(self):
        """Without those whose arrival in another chi bộ of the report tells the same move."""
        told = joined(self, (IN.INTERNAL,)).filter(person=OuterRef("person"), started_on=OuterRef("ended_on"))
        arrival = self._end_of_a_move(reason_in=IN.INTERNAL, started_on=OuterRef("ended_on"))
        gone = left(self, (OUT.TRANSFERRED_OUT, OUT.INTERNAL)).exclude(Q(reason_out=OUT.INTERNAL) & Exists(told))
        return self._placed(gone, arrival, "counterpart_out", "went_to")

    def _end_of_a_move(self, **on):
        ends = Membership.objects.filter(person=OuterRef("person"), **on)
        return ends.annotate(unit_name=short_name_on(self.as_of))

    def _placed(self, rows, other_end, counterpart, place):
        """*rows* with unit_name, elsewhere, and has_other_end: whether the move stands in the other chi bộ, too."""
        named = (short_name_on(self.as_of, counterpart), Subquery(other_end.values("unit_name")[:1]), place)
        return rows.select_related("person").annotate(
            unit_name=short_name_on(self.as_of), elsewhere=Coalesce(*named), has_other_end=Exists(other_end)
        )

    def _absences(self):
        back = Movement.objects.in_force().filter(
            kind=Movement.Kind.BACK, person=OuterRef("person"), effective_on=OuterRef("ended_on")
        )
        absences = TemporaryAbsence.objects.visible_to(self.reader, self.right).started_within(self.first, self.as_of)
        absences = under_report(self, absences.annotate(unit_then=belonged_to("started_on")), "started_on")
        absences = absences.annotate(unit_name=short_name_on(self.as_of, "unit_then"), is_back=Exists(back))
        return absences.select_related("person")

    # --- One row each ---

    def _arrival(self, row):
        is_inside = row.reason_in == IN.INTERNAL
        is_known = row.has_other_end if is_inside else row.elsewhere
        return of_person(row.person) | {
            "kind": INSIDE if is_inside else INWARD,
            "moved_on": row.started_on,
            "place_from": row.elsewhere,
            "place_to": row.unit_name,
            "decision": decision_text(row.decision_in, row.decided_in_on),
            "status": "" if is_known else NO_SOURCE,
        }

    def _departure(self, row):
        is_inside = row.reason_out == OUT.INTERNAL
        is_known = row.has_other_end if is_inside else row.elsewhere
        return of_person(row.person) | {
            "kind": INSIDE if is_inside else OUTWARD,
            "moved_on": row.ended_on,
            "place_from": row.unit_name,
            "place_to": row.elsewhere,
            "decision": decision_text(row.decision_out, row.decided_out_on),
            "status": "" if is_known else NO_TARGET,
        }

    def _absence(self, row):
        return of_person(row.person) | {
            "kind": FOR_A_TIME,
            "moved_on": row.started_on,
            "place_from": row.unit_name,
            "place_to": row.place,
            "decision": decision_text(row.decision_number, row.decided_on),
            "until": row.ended_on,
            "status": self._status(row),
        }

    def _status(self, absence):
        """As far as the record tells; what ran out longer ago than the task of it looks back has been looked at."""
        day, until = self.as_of, absence.ended_on
        if until is None:
            return AWAY_TOO_LONG if absence.started_on <= add_months(day, -AWAY_MONTHS) else "đang ở nơi khác"
        if until > day:
            return "đang ở nơi khác"
        if absence.is_back:
            return "đã về"
        return OVERDUE if until > add_months(day, -MONTHS_TOLD) else "đã hết hạn"

    def notes(self, rows):
        kinds, open_ones = Counter(), []
        for row in rows:
            kinds[row["kind"]] += 1
            if row["status"] in UNCONFIRMED:
                open_ones.append(f"{row['name']} ({row['status']})")
        of_each = ", ".join(f"{kind.lower()} {kinds[kind]}" for kind in (OUTWARD, INWARD, INSIDE, FOR_A_TIME))
        waiting = [f"Chưa xác nhận {len(open_ones)}: {', '.join(open_ones)}."] if open_ones else []
        return [f"{kinds.total()} lượt: {of_each}.", *waiting]


def in_order(rows, day):
    return rows.order_by(day, "person__sort_key", "person")


def of_person(person):
    return {"person": person.pk, "name": person.full_name, "order": (person.sort_key, person.pk), "until": None}
