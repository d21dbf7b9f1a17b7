"""The columns that every rating summary shares: each level as a number and as a share of the rated."""

from reports.columns import Count, Share
from units.models import Level

LEVELS = {level: level.value.lower() for level in Level}
"""{Level: column name}."""


def number(level, **options):
    return Count("SL", under=level.label, **options)


def share(level):
    return Share("%", under=level.label, part=LEVELS[level], whole="rated")


RATED_SHARE_NOTE = "Tỷ lệ % tính trên số được đánh giá."
