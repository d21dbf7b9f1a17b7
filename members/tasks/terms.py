"""Terms that end within half a year, and those that ended without a congress on file."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from members.roster import unit_name
from members.tasks.task import Item, Task
from nakhe.vietnamese.dates import add_months, format_day
from units.models import Term

MONTHS_AHEAD = 6


class TermsEnding(Task):
    key = "nhiem-ky"
    name = "Nhiệm kỳ sắp hết hoặc đã hết"
    tag = "Chuẩn bị đại hội"
    late_words = "đã hết"
    counts = "tổ chức"

    def find(self):
        until = add_months(self.scope.day, MONTHS_AHEAD)
        ending = sorted((pair for pair in self._latest() if pair[0] <= until), key=lambda pair: pair[0])
        for day, term in ending:
            is_late = day <= self.scope.day
            yield Item(term.unit_name, self.address("unit", term.unit_id), self._said(day, term), is_late)

    def _latest(self):
        """[(when it ends, term)] of the last term begun by the day, of every unit that is there on it."""
        day = self.scope.day
        begun = Term.objects.visible_on(self.scope.reader, day).filter(started_on__lte=day)
        later = Term.objects.filter(unit=OuterRef("unit"), started_on__gt=OuterRef("started_on"), started_on__lte=day)
        there = Q(unit__ended_on=None) | Q(unit__ended_on__gt=day)
        rows = begun.filter(there, ~Exists(later)).order_by("unit__position", "unit__code")
        return [(ends_on(term), term) for term in rows.annotate(unit_name=unit_name(day))]

    def _said(self, day, term):
        if day > self.scope.day:
            return f": nhiệm kỳ {term.years} hết ngày {format_day(day)}"
        return f": nhiệm kỳ {term.years} hết từ {format_day(day)}, chưa ghi đại hội mới"


def ends_on(term):
    """Its end as recorded; else as many years after its beginning as it was elected for, within its last year. [P]"""
    if term.ended_on:
        return term.ended_on
    last_day = date(min(max(term.last_year, date.min.year), date.max.year), 12, 31)
    years = term.last_year - term.first_year
    return min(add_months(term.started_on, 12 * years), last_day) if years else last_day
