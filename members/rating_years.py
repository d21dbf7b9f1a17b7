"""The rating years of a committee: which a reader knows of, how many each has rated, and which the reader decides."""

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from members.models import MemberRating, RatingVersion
from nakhe.access import Right
from nakhe.periods import today
from units.models import RatingCampaign, RatingSheet, Unit
from units.models.ratings import HAS_RESULT
from units.scoping import closure_of_ratings

COUNTED = {"rated": ~Q(level=""), "not_rated": ~Q(not_rated_reason=""), "missing": ~HAS_RESULT}


def years_of(reader):
    """The campaigns that *reader* knows of, each with how many members are rated, are not, have no result yet."""
    below = closure_of_ratings(OuterRef(OuterRef("assessed_on"))).filter(ancestor=OuterRef(OuterRef("unit")))
    ratings = MemberRating.objects.visible_to(reader).filter(year=OuterRef("year"), unit__in=below.values("unit"))
    of_year = ratings.order_by().values("year")
    counts = {
        name: Coalesce(Subquery(of_year.annotate(n=Count("pk", filter=which)).values("n")), 0)
        for name, which in COUNTED.items()
    }
    last = _lists_with_people().filter(campaign=OuterRef("pk")).order_by("step").values("step")[:1]
    campaigns = RatingCampaign.objects.covering(reader).select_related("regime", "unit")
    versions = RatingVersion.objects.filter(campaign=OuterRef("pk"))
    found = campaigns.annotate(**counts, step=Subquery(last), has_versions=Exists(versions))
    return found.order_by("-year", "unit")


def _lists_with_people():
    """One that everybody has been taken off holds no year back."""
    rows = MemberRating.objects.filter(unit=OuterRef("unit"), year=OuterRef("campaign__year"))
    return RatingSheet.objects.filter(~Q(part=RatingSheet.Part.MEMBERS) | Exists(rows))


def years_decided_by(reader):
    """The campaigns whose steps *reader* takes for the committee; as covering(reader) has them."""
    return RatingCampaign.objects.covering(reader).filter(may_decide=True).select_related("regime", "unit")


def committees_deciding(reader):
    """The committees whose years *reader* opens, the highest first."""
    kept = Unit.objects.changeable_by(reader, Right.DECIDE).exclude(kind__in=[Unit.Kind.BRANCH, Unit.Kind.CELL])
    order = {kind: rank for rank, kind in enumerate(Unit.Kind.values)}
    return sorted(kept.as_of(today()).named(today()), key=lambda unit: (order[unit.kind], unit.position, unit.code))
