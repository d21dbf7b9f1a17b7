"""Which results are known on a day: what is still being rated is nobody's result."""

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import LessThan

from members.models import RatingVersion
from units.models import RatingCampaign, RatingSheet, Step
from units.models.ratings import HAS_RESULT
from units.scoping import closure_of_ratings

Part = RatingSheet.Part
DECIDED = Value(Step.DECIDED.value)
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
    """Condition on ratings of *part*: the list that they stand on is frozen, and waits to be decided."""
    is_locked = When(campaign__state=RatingCampaign.State.LOCKED, then=DECIDED)
    step = Case(is_locked, default=Cast("step", IntegerField()))
    first = _lists_of(part).order_by("campaign__listed_at").annotate(stands_at=step)
    return Q(LessThan(Coalesce(Subquery(first.values("stands_at")[:1]), DECIDED), DECIDED))


def _lists_of(part):
    """The frozen lists that a rating may stand on; of several committees' it is the one that was frozen first."""
    lists = RatingSheet.objects.filter(part=part, campaign__year=OuterRef("year"), campaign__listed_at__isnull=False)
    if part == Part.MEMBERS:
        return lists.filter(unit=OuterRef("unit"))
    below = closure_of_ratings(OuterRef("campaign__assessed_on"))
    there = below.filter(ancestor=OuterRef("campaign__unit"), unit=OuterRef(OuterRef(OF_COMMITTEE[part])))
    return lists.filter(Exists(there))
