"""How far the rating of a year has come: of the members on the assessment date, how many have a result."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from members.models import MemberRating, Membership


@dataclass(frozen=True)
class RatingProgress:
    """Of the members on the assessment date, how many have a result: a level, or a reason for having none."""

    year: int
    members: int
    done: int

    @property
    def missing(self):
        return self.members - self.done


def has_result(year):
    """Condition on memberships: the person has a result of *year*, wherever it was given."""
    given = MemberRating.objects.with_result().filter(person=OuterRef("person"), year=year)
    return Q(Exists(given))


def rating_progress(reader, campaign):
    """The RatingProgress of *campaign* within the reader's units."""
    day = campaign.assessed_on
    members = Membership.objects.visible_to(reader).as_of(day).under(campaign.unit, day)
    counted = members.aggregate(members=Count("pk"), done=Count("pk", filter=has_result(campaign.year)))
    return RatingProgress(campaign.year, **counted)
