"""One yearly report beside itself in other years: the year it is compared with, a span of years, who is missing."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q

from members.models import MemberRating, RatingRecord
from members.rating_progress import has_result
from members.rating_roll import subject_of
from members.rating_sheets import Part
from members.rating_versions import with_latest_version
from members.roster import unit_name
from reports.locked_years import below, versions
from units.models import RatingCampaign, Step
from units.models.ratings import HAS_RESULT
from units.scoping import units_rated_under

NAMED_UP_TO = 30
"""More people than this are not named in a line below a table, but by the board of the year."""


def campaigns(report, years):
    """{year: campaign} of the committee that the report's own campaign belongs to, each as it is read."""
    committee = report.campaign.unit_id if report.campaign else report.given.issuer
    found = RatingCampaign.objects.filter(unit=committee, year__in=years)
    return {campaign.year: campaign for campaign in with_latest_version(found)}


def in_year(report, year):
    """The same report, for the same reader and unit, of *year*."""
    campaign = campaigns(report, [year]).get(year)
    day = campaign.assessed_on if campaign else date(year, 12, 31)
    return type(report)(report.reader, replace(report.given, year=year, as_of=day, campaign=campaign), report.right)


def span(report):
    """The years that the report looks at, the last one its own."""
    return list(range(report.year - report.given.years + 1, report.year + 1))


# --- Several years at once ---


class Years:
    """The results of *years* as far as *report* covers them: of a locked year from its version, else as stored."""

    def __init__(self, report, years):
        self.report, self.years = report, years
        self.campaigns = campaigns(report, years)
        self.versions = versions(report, self.campaigns.values())

    @property
    def year_of(self):
        """{key of a version: its year}."""
        return {version: year for year, version in self.versions.items()}

    @property
    def open_campaigns(self):
        return [campaign for campaign in self.campaigns.values() if not campaign.is_locked]

    def stored(self, manager):
        """The results of the years without a version, given under the report's units as they lay when assessed."""
        results = manager.visible_to(self.report.reader, self.report.right).with_result()
        return results.filter(self._given(), year__in=[year for year in self.years if year not in self.versions])

    def records(self, part):
        """The lines with a result of the years that have a version, under the report's units."""
        each = [Q(version=self.versions[year]) & below(self.report, self.campaigns[year]) for year in self.versions]
        return self._records(part).with_result().filter(reduce(or_, each, Q()))

    def verdicts(self, manager, part, keys):
        """{key of a person or chi bộ among *keys*: {year: (level, reason)}}, wherever the reader sees it given.

        What a version says of somebody stands; of whom it doesn't know, another committee's rating as stored.
        """
        subject = subject_of(part)
        columns = (subject, "level", "not_rated_reason")
        among = {f"{subject}__in": keys}
        stored = manager.visible_to(self.report.reader, self.report.right).filter(**among, year__in=self.years)
        found = defaultdict(dict)
        for year, key, *verdict in stored.values_list("year", *columns):
            found[key][year] = tuple(verdict)
        for version, key, *verdict in self._records(part).filter(**among).values_list("version", *columns):
            found[key][self.year_of[version]] = tuple(verdict)
        return found

    def _records(self, part):
        records = RatingRecord.objects.visible_to(self.report.reader, self.report.right)
        return records.filter(version__in=self.versions.values(), part=part)

    def _given(self):
        roots = self.report.roots
        if roots is None:
            return Q()
        each = (Q(year=year, unit__in=units_rated_under(roots, self._assessed_on(year))) for year in self.years)
        return reduce(or_, each)

    def _assessed_on(self, year):
        return self.campaigns[year].assessed_on if year in self.campaigns else date(year, 12, 31)


# --- Who is missing ---


@dataclass(frozen=True)
class Missing:
    """A member without a result."""

    unit_id: int
    unit_name: str
    name: str


def missing(report):
    """The Missing of the year, in the order of the chi bộ: of the members on the assessment date or, once the lists
    are frozen, of those on them.

    Nobody of a year locked without a version: that is what was stored, whoever is found to have belonged there since.
    """
    if report.version:
        rows = report.records(Part.MEMBERS).exclude(HAS_RESULT)
        return [Missing(*row) for row in rows.values_list("unit", "unit_short_name", "name")]
    if report.is_locked:
        return []
    rows = without_result(report).annotate(named=unit_name(report.as_of))
    rows = rows.order_by("unit__position", "unit__code", "person__sort_key", "person_id")
    return [Missing(*row) for row in rows.values_list("unit", "named", "person__full_name")]


def without_result(report):
    """Of an open year: ratings on the frozen lists or, before there are any, memberships of the assessment date."""
    if report.is_listed:
        return report.listed(MemberRating.objects).exclude(HAS_RESULT)
    return report.memberships.as_of(report.as_of).filter(~has_result(report.year))


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
        found[each.unit_name].append(each.name)
    return {unit: ", ".join(names) for unit, names in found.items()}


# --- Beside another year ---


def before(other):
    """For a Part: the totals of *other*, the report of the year compared with; nothing where there are none."""
    totals = other.summary_totals()
    return {"before": (f"Năm {other.year}", totals), "other": other} if totals["rated"] else {}


def before_notes(report, found):
    return [] if found else [f"Năm {report.given.compare_year} chưa có kết quả để so sánh."]


# --- How far the year has come ---


def open_notes(report, part):
    """The line that says that the figures of the year may still change, with how many of its lists are decided."""
    campaign = report.campaign
    if campaign is None or campaign.year != report.year or campaign.is_locked:
        return []
    told = f"Năm {report.year} chưa khóa: số liệu theo kết quả đang ghi"
    if not report.is_listed:
        return [f"{told}."]
    steps = list(sheets(report, part).values_list("step", flat=True))
    return [f"{told}; {steps.count(Step.DECIDED)} / {len(steps)} danh sách đã quyết định."]


def sheets(report, part):
    """The lists of *part* as far as the report covers them; the committee's own only where it covers the committee."""
    found = report.campaign.sheets.visible_to(report.reader, report.right).filter(part=part)
    return found.filter(below(report, report.campaign))
