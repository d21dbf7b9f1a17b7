"""What falls due in the twelve months from a date, and what was due by then and still waits; in the order of days."""

import re
from functools import cached_property

from django.db.models import Q
from django.urls import reverse

from members.badges import on_file
from members.models import Movement
from members.tasks.breaks import MONTHS_TOLD
from members.tasks.terms import end_of_years, latest_terms
from nakhe.vietnamese.dates import add_months, format_day
from reports import links
from reports.base import Report, ReportTable, short_name_on
from reports.charts import BarsOfPeriods
from reports.columns import Column, DateColumn
from reports.record_dates import asked, falling_due
from reports.rows import CHUNK
from units.models import Term, Unit

MONTHS = 12


class Calendar(Report):
    slug = "den-han"
    title = "Lịch việc đến hạn 12 tháng tới"
    summary = "Chính thức, huy hiệu, nhiệm kỳ, miễn, tạm thời nơi khác, chuyển đi"
    group = "Tổ chức"
    parameters = ("as_of", "order", "unit")
    orders = ("day", "kind", "unit")

    class Table(ReportTable):
        day = DateColumn("Ngày")
        kind = Column("Việc")
        name = Column("Ai, tổ chức nào", link=links.record)
        unit = Column("Chi bộ, thôn")
        note = Column("Ghi chú")

    @property
    def subtitle(self):
        return f"Từ ngày {format_day(self.as_of)} đến ngày {format_day(self.until)}"

    @property
    def until(self):
        return add_months(self.as_of, MONTHS)

    @property
    def charts(self):
        return [BarsOfPeriods("Việc đến hạn theo tháng", "day", tuple(self._months()))]

    def _months(self):
        """What was due before, then every month until the last day, as BarsOfPeriods takes them."""
        first = self.as_of.replace(day=1)
        yield f"Trước {month(first)}", None, first
        for number in range(MONTHS + 1):
            start, end = add_months(first, number), add_months(first, number + 1)
            yield month(start), start, end

    def rows(self):
        found = [*self._of_members(), *self._terms(), *self._heads(), *self._movements()]
        due = [row for row in found if row["day"] <= self.until]
        return sorted(due, key=lambda row: (row["day"], row["kind"], row["order"]))

    def notes(self, rows):
        late = sum(row["day"] <= self.as_of for row in rows)
        return [
            f"{len(rows)} việc, trong đó {late} việc đến hạn từ trước và chưa ghi là đã xong.",
            "Kỷ luật đủ 12 tháng: cấp ủy đối chiếu quy định hiện hành trước khi ghi chấm dứt hiệu lực.",
        ]

    @cached_property
    def _on_file(self):
        return on_file()

    def _of_members(self):
        rows = self.memberships.as_of(self.as_of).with_unit_name(self.as_of).select_related("person")
        for row in rows.annotate(**asked(self.reader, self.as_of)).iterator(chunk_size=CHUNK):
            person = row.person
            for day, kind, note in falling_due(row, self.as_of, self.until, *self._on_file):
                yield self._row(day, kind, person, person.sort_key, row.unit_name, note)

    def _terms(self):
        for day, term in latest_terms(self.cut(Term.objects), self.as_of):
            note = f"nhiệm kỳ {term.years}" + ("; chưa ghi đại hội mới" if day <= self.as_of else "")
            yield self._linked(day, "Hết nhiệm kỳ", term.unit_name, reverse("unit", args=[term.unit_id]), "", note)

    def _heads(self):
        for head in self.village_heads.as_of(self.as_of).select_related("person", "village"):
            if day := head_ends_on(head):
                note = f"nhiệm kỳ {head.term_years}" if head.term_years else ""
                person, village = head.person, f"Thôn {head.village}"
                yield self._row(day, "Hết nhiệm kỳ trưởng thôn", person, person.sort_key, village, note)

    def _movements(self):
        """What takes effect later, as far as it was recorded by the day, and who left without papers on file."""
        units = self.cut(Unit.objects).as_of(self.as_of).values("pk")
        rows = Movement.objects.visible_to(self.reader, self.right).in_force()
        rows = rows.filter(Q(unit__in=units) | Q(to_unit__in=units)).filter(self._to_come | self._without_papers)
        for row in rows.select_related("person").annotate(unit_name=short_name_on(self.as_of)):
            is_to_come = row.effective_on > self.as_of
            kind = f"{row.get_kind_display()} có hiệu lực" if is_to_come else "Chuyển đi, chưa ghi giấy tờ"
            address = row.get_absolute_url()
            yield self._linked(row.effective_on, kind, str(row.person), address, row.unit_name, row.place)

    @property
    def _to_come(self):
        return Q(effective_on__gt=self.as_of, effective_on__lte=self.until, recorded_at__date__lte=self.as_of)

    @property
    def _without_papers(self):
        since = add_months(self.as_of, -MONTHS_TOLD)
        left = Q(kind=Movement.Kind.TRANSFERRED_OUT, papers="")
        return left & Q(effective_on__gt=since, effective_on__lte=self.as_of)

    def _row(self, day, kind, person, order, unit, note):
        return self._linked(day, kind, str(person), person.get_absolute_url(), unit, note) | {"order": order}

    def _linked(self, day, kind, name, url, unit, note):
        return {
            "day": day, "kind": kind, "name": name, "url": url, "unit": str(unit or ""), "note": note, "order": name
        }  # fmt: skip


def month(day):
    return f"{day.month}/{day.year}"


def head_ends_on(head):
    """As recorded, else by the years of the term, “2022–2025”; None where neither is known."""
    if head.ended_on:
        return head.ended_on
    years = re.fullmatch(r"\s*(\d{4})\D+(\d{4})\s*", head.term_years)
    return end_of_years(head.started_on, *map(int, years.groups())) if years else None
