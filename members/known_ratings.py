"""Which results are known on a day: what is still being rated is nobody's result."""

from django.db.models import Exists, F, OuterRef, Q

from members.models import RatingVersion
from units.models import RatingCampaign, RatingSheet, Step, UnitClosure
from units.models.ratings import HAS_RESULT

Part = RatingSheet.Part
OF_COMMITTEE = {Part.UNITS: "unit", Part.HEADS: "village__unit"}
"""The way from a rating on a committee's list to a unit below that committee."""


def rated_by(day, part=Part.MEMBERS):
    """Condition on ratings of *part*: known on *day*, that is decided by then or, where no decision is on file, of an
    earlier year; and on no frozen list that is still open."""
    return decided_by(day) & ~on_open_list(part)


def decided_by(day, year="year"):
    """The same of ratings and of records of a version, whichever list they stand on; *year* is the way to the year."""
    return HAS_RESULT & (Q(decided_on__lte=day) | Q(**{"decided_on": None, f"{year}__lt": day.year}))


def versions_to_read():
    """Of every locked campaign the version that it is read from."""
    newer = RatingVersion.objects.filter(campaign=OuterRef("campaign"), number__gt=OuterRef("number"))
    return RatingVersion.objects.filter(~Exists(newer), campaign__state=RatingCampaign.State.LOCKED)


def on_open_list(part=Part.MEMBERS):
    """Condition on ratings of *part*: they stand on a frozen list that waits to be decided."""
    if part == Part.MEMBERS:
        own = RatingSheet.objects.filter(
            part=part,
            unit=OuterRef("unit"),
            step__lt=Step.DECIDED,
            campaign__year=OuterRef("year"),
            campaign__state=RatingCampaign.State.OPEN,
            campaign__listed_at__isnull=False,
        )
        return Q(Exists(own))
    return Q(Exists(_below_open_list(part)))


def _below_open_list(part):
    """The closure rows that lead from a rating to a committee whose list of *part* waits."""
    assessed_on = F("ancestor__campaigns__assessed_on")
    on_the_day = Q(started_on__lte=assessed_on) & (Q(ended_on=None) | Q(ended_on__gt=assessed_on))
    to_its_end = Q(ended_on__lte=assessed_on, ended_on=F("unit__ended_on"))
    return UnitClosure.objects.filter(
        on_the_day | to_its_end,
        unit=OuterRef(OF_COMMITTEE[part]),
        ancestor__campaigns__year=OuterRef("year"),
        ancestor__campaigns__state=RatingCampaign.State.OPEN,
        ancestor__campaigns__listed_at__isnull=False,
        ancestor__campaigns__sheets__part=part,
        ancestor__campaigns__sheets__step__lt=Step.DECIDED,
    )
