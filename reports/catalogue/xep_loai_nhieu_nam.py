"""The ratings of several years side by side: of the people of one chi bộ, or of all chi bộ and of the whole."""

from collections import Counter, defaultdict
from functools import cached_property
from typing import NamedTuple

from django.db.models import Count

from members.models import MemberRating, Person
from members.rating_sheets import Part as Subjects
from reports import links
from reports.base import Part, Report, ReportTable
from reports.charts import StackedShares
from reports.columns import Column
from reports.columns import Count as CountColumn
from reports.rating_results import DONE, OF_LEVEL, verdict
from reports.rating_results import NOT_RATED as WITHOUT_LEVEL
from reports.rating_results import RATED as WITH_LEVEL
from reports.rating_years import Years, span
from units.models import Level, Unit, UnitRating

TOTAL, RATED, NOT_RATED = "Tổng số", "Được đánh giá", "Không xếp loại"
FIGURES = [TOTAL, RATED, *(level.label for level in Level), NOT_RATED]
ASKED = {TOTAL: DONE, RATED: WITH_LEVEL, NOT_RATED: WITHOUT_LEVEL} | {x.label: key for x, key in OF_LEVEL.items()}
"""{figure: what ?ket_qua= asks for in the list of its year}."""
LIST_OF_MEMBERS, LIST_OF_UNITS = "xep-loai-chi-tiet", "xep-loai-chi-bo-chi-tiet"
LEVELS = [level.label for level in Level]
ALWAYS_SHOWN = {RATED, Level.EXCELLENT.label, Level.GOOD.label}
WHOLE = "Toàn Đảng bộ"
ELSEWHERE = "Gồm cả kết quả ở chi bộ khác của người chuyển đến."
LEVELS_NOTE = "Ô trống: chưa có kết quả của năm đó. “Miễn”, “Đình chỉ”, “< 6 tháng”, “Khác”: lý do không xếp loại."
CHANGE_NOTE = "Cột +/− so với năm liền trước; – là chưa có kết quả của một trong hai năm."


class Given(NamedTuple):
    """The result of a chi bộ."""

    unit: int
    year: int
    level: str
    reason: str


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
        """What was given in the span, and in the year before it for the first change."""
        return Years(self, [self.years[0] - 1, *self.years])

    @property
    def is_branch(self):
        return self.given.issuer is not None and self.given.issuer.kind == Unit.Kind.BRANCH

    def parts(self):
        members = self._counted(MemberRating.objects, Subjects.MEMBERS)
        if self.is_branch:
            people = Part(level_table(self.People, self.years), self._people(), "Từng đảng viên", notes=[ELSEWHERE])
            return [people, self._figures("Số đảng viên theo mức", members, self._branches(members), LIST_OF_MEMBERS)]
        ratings = self._unit_ratings()
        units = count((one.unit, one.year, one.level, 1) for one in ratings)
        branches = self._branches(members, {one.unit for one in ratings})
        return [
            Part(
                level_table(self.Levels, self.years),
                self._levels(ratings, branches),
                "Mức của từng chi bộ",
                notes=[LEVELS_NOTE],
            ),
            self._figures("Số chi bộ theo mức", units, [], LIST_OF_UNITS),
            self._figures("Số đảng viên theo mức", members, branches, LIST_OF_MEMBERS),
        ]

    @property
    def charts(self):
        """The shares of the levels in each year: of the chi bộ, which stand in the second table, and of the members."""
        of_members = self._chart("Mức xếp loại của đảng viên qua các năm", -1)
        return [of_members] if self.is_branch else [self._chart("Mức xếp loại của chi bộ qua các năm", 1), of_members]

    def _chart(self, title, table):
        years = tuple(column_of(year) for year in self.years)
        return StackedShares(title, "figure", years, table, only=self._is_level_of_all, across=True)

    def _is_level_of_all(self, row):
        return row["figure"] in LEVELS and (self.is_branch or row["name"] == WHOLE)

    # --- What was given ---

    def _counted(self, manager, part):
        """{(unit, year): Counter of FIGURES}."""
        stored = self._given.stored(manager).order_by().values_list("unit", "year", "level")
        kept = self._given.records(part).order_by().values_list("unit", "version", "level")
        rows = [*stored.annotate(number=Count("pk"))]
        rows += [(unit, self._given.year_of[version], *row) for unit, version, *row in kept.annotate(n=Count("pk"))]
        return count(rows)

    def _unit_ratings(self):
        """[Given] of the chi bộ."""
        columns = ("level", "not_rated_reason")
        stored = self._given.stored(UnitRating.objects).filter(unit__kind=Unit.Kind.BRANCH)
        kept = self._given.records(Subjects.UNITS).values_list("unit", "version", *columns)
        found = [Given(*row) for row in stored.values_list("unit", "year", *columns)]
        return found + [Given(unit, self._given.year_of[version], *row) for unit, version, *row in kept]

    def _branches(self, counted, others=()):
        """[(key, name)] of the chi bộ that the figures are about, in the committee's order.

        Of a locked year as named and ordered in its version, those that had gone before it below, as named last.
        """
        found = {unit for unit, _ in counted} | set(others)
        named = self._named_in_versions() if self.version else {}
        rest = Unit.objects.visible_to(self.reader, self.right).filter(pk__in=found - named.keys())
        rest = rest.branches().named(self.as_of).in_order().values_list("pk", "short_name")
        return [(unit, name) for unit, name in named.items() if unit in found] + list(rest)

    def _named_in_versions(self):
        """{chi bộ: its name in the last version that has it}, the last year's first."""
        rows = self._given.records(Subjects.UNITS) | self._given.records(Subjects.MEMBERS)
        rows = rows.order_by().values_list("version", "unit_position", "unit", "unit_short_name").distinct()
        by_year = sorted(rows, key=lambda row: (-self._given.year_of[row[0]], row[1]))
        named = {}
        for _, _, unit, name in by_year:
            named.setdefault(unit, name)
        return named

    def _people(self):
        """Who was rated in the chi bộ in one of the years, with what other chi bộ gave them."""
        shown = Years(self, self.years)
        here = {*shown.stored(MemberRating.objects).values_list("person", flat=True)}
        here |= {*shown.records(Subjects.MEMBERS).values_list("person", flat=True)}
        verdicts = shown.verdicts(MemberRating.objects, Subjects.MEMBERS, here)
        people = Person.objects.filter(pk__in=here).order_by("sort_key", "pk")
        return [
            {"person": person, "name": name, **self._side_by_side(verdicts[person])}
            for person, name in people.values_list("pk", "full_name")
        ]

    def _levels(self, ratings, branches):
        given = defaultdict(dict)
        for rating in ratings:
            given[rating.unit][rating.year] = (rating.level, rating.reason)
        rows = ({"pk": unit, "name": name, **self._side_by_side(given[unit])} for unit, name in branches)
        return [row for row in rows if any(row[column_of(year)] for year in self.years)]

    def _side_by_side(self, by_year):
        """*by_year* is {year: (level, reason)}."""
        levels = {column_of(year): verdict(*by_year.get(year, ("", ""))) for year in self.years}
        last, before = (by_year.get(year, ("", ""))[0] for year in (self.year, self.year - 1))
        return levels | {"change": step(before, last)}

    def _notes(self):
        not_locked = sorted(each.year for each in self._given.open_campaigns if each.year in self.years)
        return (
            [f"Năm {', '.join(map(str, not_locked))} chưa khóa: số liệu theo kết quả đang ghi."] if not_locked else []
        )

    # --- Numbers ---

    def _figures(self, title, counted, branches, slug):
        """The part of the numbers: those of the whole, then those of each of *branches*; *slug* has the lists."""
        rows = [] if self.is_branch else self._figures_of(WHOLE, total_by_year(counted))
        for unit, name in branches:
            own = {year: figures for (pk, year), figures in counted.items() if pk == unit}
            rows += self._figures_of(name, own, unit)
        rows = [row | {"list": slug} for row in rows]
        return Part(figure_table(self.Table, self.years), rows, title, notes=[CHANGE_NOTE, *self._notes()])

    def _figures_of(self, name, by_year, unit=None):
        shown = [figure for figure in FIGURES if self._is_shown(figure, by_year)]
        return [{"pk": unit, "name": name, "figure": figure, **self._numbers(figure, by_year)} for figure in shown]

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
        columns[column_of(year)] = CountColumn("SL", under=str(year), total=False, link=list_of(year))
        columns[change_of(year)] = CountColumn("+/−", under=str(year), total=False, signed=True)
    return type(table.__name__, (table,), columns)


def list_of(year):
    """The link from a number of *year* to those it counts."""

    def link(report, record):
        unit = record["pk"] or (report.given.unit and report.given.unit.pk)
        asked = {"nam": year, "ket_qua": ASKED[record["figure"]]} | ({"don_vi": unit} if unit else {})
        return links.address(record["list"], asked)

    return link


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
    """How many levels somebody rose or fell from one level to the next; empty unless there are both."""
    if not (before and last):
        return ""
    rise = Level(before).rank - Level(last).rank
    return f"{'Lên' if rise > 0 else 'Xuống'} {abs(rise)} mức" if rise else "Không đổi"
