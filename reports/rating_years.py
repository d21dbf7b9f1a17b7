"""One yearly report beside itself in other years: the year it is compared with, a span of years, who is missing."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q

from members.rating_progress import has_result
from members.roster import unit_name
from units.models import RatingCampaign
from units.scoping import units_rated_under

NAMED_UP_TO = 30
"""More people than this are not named in a line below a table, but by the board of the year."""


def campaigns(report, years):
    """{year: campaign} of the committee that the report's own campaign belongs to."""
    if report.campaign is None:
        return {}
    found = RatingCampaign.objects.filter(unit=report.campaign.unit_id, year__in=years).select_related("regime")
    return {campaign.year: campaign for campaign in found}


def in_year(report, year):
    """The same report, for the same reader and unit, of *year*."""
    campaign = campaigns(report, [year]).get(year)
    day = campaign.assessed_on if campaign else date(year, 12, 31)
    return type(report)(report.reader, replace(report.given, year=year, as_of=day, campaign=campaign), report.right)


def given_in(report, years):
    """The condition on ratings: given in one of *years* under the report's units, as they lay when it was assessed."""
    if report.roots is None:
        return Q(year__in=years)
    known = campaigns(report, years)
    days = {year: known[year].assessed_on if year in known else date(year, 12, 31) for year in years}
    each = (Q(year=year, unit__in=units_rated_under(report.roots, day)) for year, day in days.items())
    return reduce(or_, each)


def span(report):
    """The years that the report looks at, the last one its own."""
    return list(range(report.year - report.given.years + 1, report.year + 1))


def missing(report):
    """The memberships on the assessment date of those without a result, in the order of the chi bộ.

    Nobody in a locked year: that is what was stored, whoever is found to have belonged there since.
    """
    members = report.memberships.as_of(report.as_of).filter(~has_result(report.year))
    if report.is_locked:
        members = members.none()
    named = members.annotate(unit_name=unit_name(report.as_of)).select_related("person", "unit")
    return named.order_by("unit__position", "unit__code", "person__sort_key", "person_id")


def missing_notes(report, people):
    """The lines below a table for those who are not in it."""
    if not people:
        return []
    counted = f"{len(people)} đảng viên chưa ghi kết quả xếp loại năm {report.year}, không có trong bảng."
    if len(people) > NAMED_UP_TO:
        return [counted, "Họ tên xem ở báo cáo Tiến độ xếp loại."]
    names = "; ".join(f"{unit}: {names}" for unit, names in names_by_unit(people).items())
    return [counted, f"Chưa có kết quả: {names}."]


def names_by_unit(people):
    """{name of the chi bộ: names of its people}."""
    found = defaultdict(list)
    for each in people:
        found[each.unit_name].append(each.person.full_name)
    return {unit: ", ".join(names) for unit, names in found.items()}


def before(report):
    """For Part.before: the totals of the year that the report is compared with; None where there is nothing."""
    other = in_year(report, report.given.compare_year)
    totals = other.summary_totals()
    return (f"Năm {other.year}", totals) if totals["rated"] else None


def before_notes(report, found):
    return [] if found else [f"Năm {report.given.compare_year} chưa có kết quả để so sánh."]
