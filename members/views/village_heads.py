"""Who heads the villages on a date; who is not a member comes first."""

from django.db.models import F, OuterRef, Subquery
from django.shortcuts import render

from members.models import Qualification, VillageHeadRating
from members.models.learning import education_name, level_name
from members.organisation import heads_on
from members.roster import rated_by
from nakhe.access import Right, requires
from nakhe.asof import AsOfForm
from units.models import Level

KINDS = Qualification.Kind


@requires(Right.READ)
def village_heads(request):
    asof = AsOfForm(request.GET)
    asof.fill(ngay=asof.day)
    heads = list(_heads(request.user, asof.day))
    for head in heads:
        head.education = education_name(head.professional, head.general)
        head.theory = level_name(KINDS.POLITICAL, head.political)
        head.verdict = Level(head.rating_level).label if head.rating_level else ""
    outside = [head for head in heads if not head.is_member]
    context = {"asof": asof, "heads": heads, "outside": outside, "totals": _totals(heads)}
    return render(request, "members/village_heads.html", context)


def _heads(reader, day):
    held = Qualification.objects.as_of(day)
    ratings = VillageHeadRating.objects.visible_to(reader).filter(rated_by(day), person=OuterRef("person"))
    latest = ratings.rated().order_by("-year")
    return heads_on(reader, day).annotate(
        professional=held.level_of(KINDS.PROFESSIONAL, "person"),
        general=held.level_of(KINDS.GENERAL, "person"),
        political=held.level_of(KINDS.POLITICAL, "person"),
        sex=F("person__sex"),
        rating_level=Subquery(latest.values("level")[:1]),
        rating_year=Subquery(latest.values("year")[:1]),
    )


def _totals(heads):
    return {
        "heads": len(heads),
        "members": sum(head.is_member for head in heads),
        "secretaries": sum(head.is_secretary for head in heads),
        "women": sum(head.sex == "F" for head in heads),
    }
