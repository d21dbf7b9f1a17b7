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
        latest = latest_terms(Term.objects.visible_on(self.scope.reader, self.scope.day), self.scope.day)
        ending = sorted((pair for pair in latest if pair[0] <= until), key=lambda pair: pair[0])
        for day, term in ending:
            is_late = day <= self.scope.day
            yield Item(term.unit_name, self.address("unit", term.unit_id), self._said(day, term), is_late)

    def _said(self, day, term):
        if day > self.scope.day:
            return f": nhiệm kỳ {term.years} hết ngày {format_day(day)}"
        return f": nhiệm kỳ {term.years} hết từ {format_day(day)}, chưa ghi đại hội mới"


def latest_terms(terms, day):
    """[(when it ends, term)] of the last of *terms* begun by *day*, of every unit that is there on it."""
    later = Term.objects.filter(unit=OuterRef("unit"), started_on__gt=OuterRef("started_on"), started_on__lte=day)
    there = Q(unit__ended_on=None) | Q(unit__ended_on__gt=day)
    rows = terms.filter(there, ~Exists(later), started_on__lte=day).order_by("unit__position", "unit__code")
    return [(ends_on(term), term) for term in rows.annotate(unit_name=unit_name(day))]


def ends_on(term):
    return term.ended_on or end_of_years(term.started_on, term.first_year, term.last_year)


def end_of_years(started_on, first_year, last_year):
    """As many years after its beginning as a term was elected for, within its last year. [P]"""
    last_day = date(min(max(last_year, date.min.year), date.max.year), 12, 31)
    years = last_year - first_year
    return min(add_months(started_on, 12 * years), last_day) if years else last_day
