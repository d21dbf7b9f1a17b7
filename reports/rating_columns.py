"""The columns that every rating summary shares: each level as a number and as a share of the rated."""

from reports import links
from reports.columns import Count, Share
from reports.rating_results import OF_LEVEL, OF_REASON, RATED, SHORT_REASONS
from units.models import Level, NotRatedReason

LEVELS = {level: level.value.lower() for level in Level}
"""{Level: column name}."""
NOT_RATED = {
    NotRatedReason.EXEMPT: "exempt",
    NotRatedReason.SUSPENDED: "suspended",
    NotRatedReason.UNDER_SIX_MONTHS: "under_six_months",
    NotRatedReason.OTHER: "other_not_rated",
}
"""{NotRatedReason: column name}."""


def rated_people():
    return Count("Được đánh giá", link=links.rated(RATED))


def number(level, **options):
    return Count("SL", under=level.label, **options)


def people(level):
    """As number(), with the way to the people."""
    return number(level, link=links.rated(OF_LEVEL[level]))


def units(level):
    """As number(), with the way to the chi bộ."""
    return number(level, link=links.rated_units(OF_LEVEL[level]))


def share(level):
    return Share("%", under=level.label, part=LEVELS[level], whole="rated")


def people_without(reason, under="Không đánh giá"):
    """Those not rated for *reason*."""
    return Count(SHORT_REASONS[reason], under=under, link=links.rated(OF_REASON[reason]))


SHARE_OF_RATED = "tỷ lệ % tính trên số được đánh giá"
"""Of every summary with shares: it stands in its heading (domain.md §1)."""
