"""The figures of the first page, taken from the reports so that each is defined once."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from members import tasks
from members.known_ratings import on_open_list, rated_by
from members.models import MemberRating, Membership, VillageHead
from members.rating_sheets import Part
from nakhe.access import Right, granted_units
from nakhe.vietnamese.dates import format_day
from reports.narrowed import IS_NO_MEMBER
from reports.rating_columns import LEVELS
from reports.rating_results import OF_LEVEL
from reports.rating_years import in_year
from reports.registry import reports
from units.models import Committee, Level, Unit, UnitRating
from units.rating_bars import level_bar
from units.scoping import units_on

CHART_YEARS = 4
RATED = "xep-loai-dang-vien"
LEVEL_OF = {name: level for level, name in LEVELS.items()}
"""{column: level}."""


@dataclass(frozen=True)
class Figure:
    name: str
    value: int
    url: str
    whole: int | None = None
    before: int | None = None
    before_whole: int | None = None
    note: str = ""
    """What the change is made of: the name of a new chi bộ."""
    unknown: bool = False
    """Whether nothing that it counts was on record by the earlier day: then 0 would be no figure."""

    @property
    def change(self):
        return None if self.before is None else self.value - self.before

    @property
    def arrow(self):
        return "▲" if self.change > 0 else "▼" if self.change < 0 else "="

    @property
    def size(self):
        return abs(self.change)


class Overview:
    """Everything that the page shows, for *reader*, on the day and compared with the day of *given*."""

    def __init__(self, reader, given):
        self.reader, self.given = reader, given
        self.day, self.compared = given.as_of, given.compare

    def _report(self, slug):
        return reports()[slug](self.reader, self.given, Right.READ)

    @cached_property
    def figures(self):
        rows = {row["figure"]: row for row in self._report("so-sanh").rows()}
        day = {"ngay": format_day(self.day)}
        members, units = rows["Đảng viên"], rows["Chi bộ"]
        committees, outside = rows["Chi bộ có chi ủy"], rows["Trưởng thôn chưa là đảng viên"]
        heads, heads_before = self._heads(self.day, self.compared)
        return [
            Figure("Đảng viên", members["after"], address("people", day), **earlier(members["before"])),
            Figure(
                "Chi bộ",
                units["after"],
                address("report", day, "to-chuc"),
                **earlier(units["before"]),
                note=units["names"],
            ),
            Figure(
                "Chi bộ có chi ủy",
                committees["after"],
                address("report", day | {"chi_uy": "1"}, "to-chuc"),
                units["after"],
                **earlier(committees["before"], units["before"], committees["before"] or self._committees_on_record),
            ),
            Figure(
                "Trưởng thôn chưa là đảng viên",
                outside["after"],
                address("report", day | {"truong_thon": IS_NO_MEMBER}, "truong-thon"),
                heads,
                **earlier(outside["before"], heads_before, heads_before),
            ),
            *self._excellent(),
        ]

    @property
    def _committees_on_record(self):
        of_branches = Committee.objects.visible_to(self.reader).filter(unit__kind=Unit.Kind.BRANCH)
        return of_branches.filter(started_on__lte=self.compared).exists()

    def _heads(self, *days):
        """How many village heads there are on each of *days*; one query."""
        heads = [VillageHead.objects.visible_on(self.reader, day).as_of(day) for day in days]
        asked = {f"on_{n}": Count("pk", filter=Q(pk__in=rows.values("pk"))) for n, rows in enumerate(heads)}
        return list(VillageHead.objects.visible_to(self.reader).aggregate(**asked).values())

    def _excellent(self):
        """Members rated HTXSNV in the year of the page, and in the last year rated by the compared day."""
        if not self.year:
            return []
        known = [year for year in self._known_years if year <= self.compared.year and year < self.year]
        last = totals(self._of_year(RATED, max(known)).rows()) if known else {}
        return [
            Figure(
                f"Đảng viên HTXSNV {self.year}",
                self.rated_totals["excellent"],
                self.list_of("excellent"),
                sum(self.rated_totals.values()),
                last.get("excellent"),
                sum(last.values()) if last else None,
            )
        ]

    @cached_property
    def year(self):
        """The latest year whose ratings were known on the day of the page; 0 when there is none."""
        return max(self._known_years, default=0)

    @cached_property
    def _known_years(self):
        """Those with ratings known on the day, and none on a list that is still open: a year half decided waits."""
        ratings = MemberRating.objects.visible_to(self.reader).order_by()
        known = ratings.rated().filter(rated_by(self.day))
        known = known.exclude(year__in=ratings.filter(on_open_list()).values("year"))
        return list(known.values_list("year", flat=True).distinct())

    @cached_property
    def rated_units(self):
        """The rows of the yearly summary that have somebody rated, each with the level of the chi bộ itself."""
        if not self.year:
            return []
        report = self._yearly(RATED)
        by_unit = self._levels(report)
        rows = [row for row in report.rows() if row.rated]
        longest = max((row.rated for row in rows), default=0)
        for row in rows:
            row.level = Level(by_unit[row.pk]) if by_unit.get(row.pk) else None
            row.cells = [(getattr(row, name), self.list_of(name, row.pk)) for name in LEVELS.values()]
            row.bar = level_bar({level: getattr(row, name) for level, name in LEVELS.items()}, longest)
        return rows

    def list_of(self, column, unit=None):
        """The address of the people with that level in the year of the page."""
        asked = {"nam": self.year, "ket_qua": OF_LEVEL[LEVEL_OF[column]]} | ({"don_vi": unit} if unit else {})
        return address("report", asked, "xep-loai-chi-tiet")

    @property
    def rated_total_cells(self):
        return [(number, self.list_of(name)) for name, number in self.rated_totals.items()]

    def _levels(self, report):
        """{key of a chi bộ: its own level}, of a locked year from its version."""
        known = rated_by(self.day, Part.UNITS)
        stored = UnitRating.objects.visible_to(self.reader).filter(known, year=self.year)
        given = report.records(Part.UNITS) if report.version else stored
        return dict(given.values_list("unit", "level"))

    @cached_property
    def rated_totals(self):
        return totals(self.rated_units)

    @cached_property
    def targets(self):
        """The targets of the year; result_text is the result as the report shows it."""
        if not self.year:
            return []
        report = self._yearly("chi-tieu")
        result = report.Table.base_columns["result"]
        return [row | {"result_text": result.display(row["result"])} for row in report.rows()]

    def _yearly(self, slug):
        """The report on the page's rating year."""
        return self._of_year(slug, self.year)

    def _of_year(self, slug, year):
        return in_year(self._report(slug), year)

    @cached_property
    def years(self):
        """(label, members, admitted) at the ends of the last years and on the day."""
        ends = [date(self.day.year - back, 12, 31) for back in range(CHART_YEARS, 0, -1)]
        days = [*ends, self.day]
        memberships = Membership.objects.visible_to(self.reader).in_tree(granted_units(self.reader, Right.READ))
        counted = memberships.aggregate(
            **{f"members_{n}": Count("pk", filter=self._in_force(day)) for n, day in enumerate(days)},
            **{f"admitted_{n}": Count("pk", filter=admitted(day)) for n, day in enumerate(days)},
            admitted_since=Count("pk", filter=admitted(self.day, since=self.given.first)),
        )
        self.admitted_since = counted["admitted_since"]
        labels = [*(str(end.year) for end in ends), format_day(self.day)]
        return [(label, counted[f"members_{n}"], counted[f"admitted_{n}"]) for n, label in enumerate(labels)]

    def _in_force(self, day):
        """Members on *day* of the units that lay below the reader's on that day."""
        units = units_on(self.reader, day)
        return Q(started_on__lte=day, unit__in=units) & (Q(ended_on=None) | Q(ended_on__gt=day))

    @cached_property
    def tasks(self):
        """The first kinds of the page of tasks, where there is something to say of them."""
        found = tasks.tasks_of(self.reader, self.day, tasks.ON_FIRST_PAGE)
        return [task for task in found if task.count or task.is_done]


def earlier(before, whole=None, on_record=None):
    """What a Figure says of the earlier day; *on_record*: whether anything was then, else the figure itself."""
    known = before if on_record is None else on_record
    return {"before": before, "before_whole": whole} if known else {"unknown": True}


def totals(rows):
    """{column of a level: how many people}."""
    rows = list(rows)
    return {name: sum(getattr(row, name) for row in rows) for name in LEVELS.values()}


def admitted(day, since=None):
    """Admitted from *since* on or, without it, in the year that *day* closes or stands in."""
    first = since or date(day.year, 1, 1)
    since_then = Q(started_on__gte=first, started_on__lt=day + timedelta(days=1))
    return since_then & Q(reason_in=Membership.ReasonIn.ADMITTED, began_here=True)


def address(name, query, *args):
    return f"{reverse(name, args=args)}?{urlencode(query)}"
