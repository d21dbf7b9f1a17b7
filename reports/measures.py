"""How a target's result is counted: one function per Target.Measure, and the lists behind its two numbers.

Each gives (part, whole) as expressions over a Target row; *whole* is None for a plain number.
"""

from dataclasses import replace
from datetime import date

from django.db.models import Count, Exists, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from members.models import MemberRating, Membership
from nakhe.vietnamese.dates import format_day
from reports import links
from reports import rating_results as results
from reports.narrowed import IS_MEMBER
from units.models import Committee, Level, RatingSheet, Target, Unit, UnitRating

Part = RatingSheet.Part
GOOD_OR_BETTER = [Level.EXCELLENT, Level.GOOD]


def units_good_or_better(report):
    return _rated(report, Part.UNITS, GOOD_OR_BETTER)


def units_excellent(report):
    return _rated(report, Part.UNITS, [Level.EXCELLENT])


def members_good_or_better(report):
    return _rated(report, Part.MEMBERS, GOOD_OR_BETTER)


def village_heads_members(report):
    heads = report.village_heads.as_of(report.as_of).with_membership(report.as_of)
    return _how_many(heads.filter(is_member=True)), _how_many(heads)


def units_with_committee(report):
    committee = Committee.objects.as_of(report.as_of).filter(unit=OuterRef("pk"))
    branches = report.cut(Unit.objects).as_of(report.as_of).branches()
    return _how_many(branches.filter(Exists(committee))), _how_many(branches)


def admissions(report):
    """In the whole year: the report ket-nap of it lists them."""
    whole_year = replace(report.given, as_of=date(report.year, 12, 31))
    admitted = type(report)(report.reader, whole_year, report.right).moves(since=date(report.year, 1, 1))
    admitted = admitted.filter(began_here=True, reason_in=Membership.ReasonIn.ADMITTED)
    return _how_many(admitted.filter(started_on__year=OuterRef("year"))), None


MEASURES = {
    Target.Measure.UNITS_GOOD_OR_BETTER: units_good_or_better,
    Target.Measure.UNITS_EXCELLENT: units_excellent,
    Target.Measure.MEMBERS_GOOD_OR_BETTER: members_good_or_better,
    Target.Measure.VILLAGE_HEADS_MEMBERS: village_heads_members,
    Target.Measure.UNITS_WITH_COMMITTEE: units_with_committee,
    Target.Measure.ADMISSIONS: admissions,
}


def admitted_in(report, record):
    """The list of the whole year, whatever its assessment date."""
    first, last = (format_day(date(report.year, *day)) for day in ((1, 1), (12, 31)))
    unit = report.given.unit
    return links.address("ket-nap", {"tu": first, "ngay": last} | ({"don_vi": unit.pk} if unit else {}))


LISTS = {
    Target.Measure.UNITS_GOOD_OR_BETTER: (links.rated_units(results.GOOD_OR_BETTER), links.rated_units(results.RATED)),
    Target.Measure.UNITS_EXCELLENT: (
        links.rated_units(results.OF_LEVEL[Level.EXCELLENT]),
        links.rated_units(results.RATED),
    ),
    Target.Measure.MEMBERS_GOOD_OR_BETTER: (links.rated(results.GOOD_OR_BETTER), links.rated(results.RATED)),
    Target.Measure.VILLAGE_HEADS_MEMBERS: (
        links.of_report("truong-thon", truong_thon=IS_MEMBER),
        links.of_report("truong-thon"),
    ),
    Target.Measure.UNITS_WITH_COMMITTEE: (links.of_report("to-chuc", chi_uy="1"), links.of_report("to-chuc")),
    Target.Measure.ADMISSIONS: (admitted_in, None),
}
"""{measure: (list of the part, list of the whole)}, each a link of the whole report."""


def part_of(report, record):
    return LISTS[record["measure"]][0](report, None)


def whole_of(report, record):
    return LISTS[record["measure"]][1](report, None)


def _rated(report, part, levels):
    """Those with one of *levels*, of all with a level: in a locked year as its version has them."""
    if report.version:
        rated = report.records(part).exclude(level="")
        return _how_many(rated.filter(level__in=levels)), _how_many(rated)
    rated = _unit_ratings(report) if part == Part.UNITS else report.ratings(MemberRating.objects).rated()
    return _in_its_year(rated.filter(level__in=levels)), _in_its_year(rated)


def _unit_ratings(report):
    return report.ratings(UnitRating.objects).filter(unit__kind=Unit.Kind.BRANCH).rated()


def _in_its_year(ratings):
    return ratings.count_per("year", outer="year")


def _how_many(rows):
    counted = rows.order_by().annotate(every=Value(1)).values("every").annotate(n=Count("pk", distinct=True))
    return Coalesce(Subquery(counted.values("n")), 0)
