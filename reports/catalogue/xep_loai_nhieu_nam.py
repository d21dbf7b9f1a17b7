"""The ratings of several years side by side: of the people of one chi bộ, or of all chi bộ and of the whole."""

from collections import Counter, defaultdict
from functools import cached_property

from django.db.models import Count

from members.models import MemberRating
from reports import links
from reports.base import Part, Report, ReportTable
from reports.columns import Column
from reports.columns import Count as CountColumn
from reports.rating_results import verdict
from reports.rating_years import given_in, span
from units.models import Level, Unit, UnitRating

TOTAL, RATED, NOT_RATED = "Tổng số", "Được đánh giá", "Không xếp loại"
FIGURES = [TOTAL, RATED, *(level.label for level in Level), NOT_RATED]
ALWAYS_SHOWN = {RATED, Level.EXCELLENT.label, Level.GOOD.label}
WHOLE = "Toàn Đảng bộ"
ELSEWHERE = "Gồm cả kết quả ở chi bộ khác của người chuyển đến."
CHANGE_NOTE = "Cột +/− so với năm liền trước; – là chưa có kết quả của một trong hai năm."


class RatingsOverYears(Report):
    slug = "xep-loai-nhieu-nam"
    title = "Xếp loại qua các năm"
    summary = "Chi bộ, đảng viên: các năm cạnh nhau, tăng giảm"
    group = "Xếp loại"
    parameters = ("year", "years", "unit")

    class Levels(ReportTable):
        """One level a year; its years are columns made for the span."""

        name = Column("Chi bộ", link=links.unit)

    class People(ReportTable):
        name = Column("Họ và tên", link=links.person)

    class Table(ReportTable):
        """One number a year and how far it lies from the year before."""

        name = Column("Tổ chức")
        figure = Column("Chỉ số")

    decision = ""
    """Each of the years has its own."""

    @property
    def subtitle(self):
        return f"Các năm {self.years[0]}–{self.years[-1]}"

    @property
    def years(self):
        return span(self)

    @cached_property
    def _given(self):
        """The condition on ratings of the span, and of the year before it for the first change."""
        return given_in(self, [self.years[0] - 1, *self.years])

    @property
    def is_branch(self):
        return self.given.issuer is not None and self.given.issuer.kind == Unit.Kind.BRANCH

    def parts(self):
        members = self._counted(MemberRating.objects)
        if self.is_branch:
            people = Part(level_table(self.People, self.years), self._people(), "Từng đảng viên", notes=[ELSEWHERE])
            return [people, self._figures("Số đảng viên theo mức", members, self._branches(members))]
        ratings = list(self._ratings(UnitRating.objects).filter(unit__kind=Unit.Kind.BRANCH))
        units = count((one.unit_id, one.year, one.level, 1) for one in ratings)
        branches = self._branches(members, {one.unit_id for one in ratings})
        return [
            Part(level_table(self.Levels, self.years), self._levels(ratings, branches), "Mức của từng chi bộ"),
            self._figures("Số chi bộ theo mức", units, []),
            self._figures("Số đảng viên theo mức", members, branches),
        ]

    # --- What was given ---

    def _ratings(self, manager):
        return manager.visible_to(self.reader, self.right).with_result().filter(self._given)

    def _counted(self, manager):
        """{(unit, year): Counter of FIGURES}."""
        groups = self._ratings(manager).order_by().values_list("unit", "year", "level")
        return count(groups.annotate(number=Count("pk")))

    def _branches(self, counted, others=()):
        """The chi bộ that the figures are about, in the committee's order."""
        found = {unit for unit, _ in counted} | set(others)
        units = Unit.objects.visible_to(self.reader, self.right).filter(pk__in=found)
        return list(units.branches().named(self.as_of).in_order())

    def _people(self):
        """Who was rated in the chi bộ in one of the years, with what other chi bộ gave them."""
        here = self._ratings(MemberRating.objects).filter(year__in=self.years)
        ratings = MemberRating.objects.visible_to(self.reader, self.right).with_result()
        ratings = ratings.filter(year__in=self.years, person__in=here.values("person"))
        found = defaultdict(list)
        for rating in ratings.select_related("person").order_by("person__sort_key", "person_id"):
            found[rating.person].append(rating)
        return [
            {"person": person.pk, "name": person.full_name, **self._side_by_side(given)}
            for person, given in found.items()
        ]

    def _levels(self, ratings, branches):
        given = defaultdict(list)
        for rating in ratings:
            given[rating.unit_id].append(rating)
        rows = ({"pk": unit.pk, "name": unit.short_name, **self._side_by_side(given[unit.pk])} for unit in branches)
        return [row for row in rows if any(row[column_of(year)] for year in self.years)]

    def _side_by_side(self, ratings):
        by_year = {rating.year: rating for rating in ratings}
        levels = {
            column_of(year): verdict(by_year[year].level, by_year[year].not_rated_reason) if year in by_year else ""
            for year in self.years
        }
        last, before = (by_year.get(year) for year in (self.year, self.year - 1))
        return levels | {"change": step(before, last)}

    # --- Numbers ---

    def _figures(self, title, counted, branches):
        """The part of the numbers: those of the whole, then those of each of *branches*."""
        rows = [] if self.is_branch else self._figures_of(WHOLE, total_by_year(counted))
        for unit in branches:
            own = {year: figures for (pk, year), figures in counted.items() if pk == unit.pk}
            rows += self._figures_of(unit.short_name, own)
        return Part(figure_table(self.Table, self.years), rows, title, notes=[CHANGE_NOTE])

    def _figures_of(self, name, by_year):
        shown = [figure for figure in FIGURES if self._is_shown(figure, by_year)]
        return [{"name": name, "figure": figure, **self._numbers(figure, by_year)} for figure in shown]

    def _is_shown(self, figure, by_year):
        return any(year in by_year and (figure in ALWAYS_SHOWN or by_year[year][figure]) for year in self.years)

    def _numbers(self, figure, by_year):
        """The number of each year and its change; nothing where the year, or the one before, has no ratings."""
        numbers = {year: figures[figure] for year, figures in by_year.items()}
        found = {}
        for year in self.years:
            now, before = numbers.get(year), numbers.get(year - 1)
            found[column_of(year)] = now
            found[change_of(year)] = None if None in (now, before) else now - before
        return found


def column_of(year):
    return f"y{year}"


def change_of(year):
    return f"y{year}_change"


def level_table(table, years):
    columns = {column_of(year): Column(str(year)) for year in years}
    return type(table.__name__, (table,), columns | {"change": Column("So với năm trước")})


def figure_table(table, years):
    columns = {}
    for year in years:
        columns[column_of(year)] = CountColumn("SL", under=str(year), total=False)
        columns[change_of(year)] = CountColumn("+/−", under=str(year), total=False, signed=True)
    return type(table.__name__, (table,), columns)


def count(groups):
    """{(unit, year): Counter of FIGURES} from (unit, year, level or nothing, how many)."""
    counted = defaultdict(Counter)
    for unit, year, level, number in groups:
        figures = [RATED, Level(level).label] if level else [NOT_RATED]
        counted[unit, year].update(dict.fromkeys([TOTAL, *figures], number))
    return counted


def total_by_year(counted):
    totals = defaultdict(Counter)
    for (_, year), figures in counted.items():
        totals[year].update(figures)
    return totals


def step(before, last):
    """How many levels somebody rose or fell from one rating to the next; empty unless both have a level."""
    if not (before and last and before.level and last.level):
        return ""
    rise = Level(before.level).rank - Level(last.level).rank
    return f"{'Lên' if rise > 0 else 'Xuống'} {abs(rise)} mức" if rise else "Không đổi"
