"""Which years a report reads from the version that locked them, and which of its lines it reads.

A version is read where its committee rated all that the report covers; what lies beyond is counted on stored ratings.
"""

from django.db.models import Q

from units.models import RatingCampaign, UnitClosure
from units.scoping import units_rated_under


def versions(report, campaigns):
    """{year: key of the RatingVersion to read} of those *campaigns*, as they are read, that are locked with one."""
    locked = [campaign for campaign in campaigns if campaign.locked_version]
    if not locked:
        return {}
    is_read = is_read_whole(locked) if report.roots is None else covers(report.roots, locked)
    return {campaign.year: campaign.locked_version for campaign in locked if is_read(campaign)}


def is_read_whole(locked):
    """Of the whole register: whether no other committee rated the same year."""
    others = RatingCampaign.objects.filter(year__in=[each.year for each in locked]).exclude(unit=locked[0].unit_id)
    years = set(others.values_list("year", flat=True))
    return lambda campaign: campaign.year not in years


def covers(roots, locked):
    """Of the units *roots*: whether all of them lay under the committee when it was assessed."""
    committee = locked[0].unit_id
    periods = {root: [] for root in roots if root != committee}
    for row in UnitClosure.objects.filter(ancestor=committee, unit__in=periods):
        periods[row.unit_id].append((row.started_on, row.ended_on))
    return lambda campaign: all(was_in_force(each, campaign.assessed_on) for each in periods.values())


def was_in_force(periods, day):
    return any(start <= day and (end is None or end > day) for start, end in periods)


def below(report, campaign):
    """The condition on the records of the campaign: of the report's units, as they lay when it was assessed."""
    if report.roots is None or campaign.unit_id in report.roots:
        return Q()
    return Q(unit__in=report.roots) | Q(unit__in=units_rated_under(report.roots, campaign.assessed_on))
