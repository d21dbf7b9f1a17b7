"""In whose name a report is made, as that body was named, placed and led on the report's date. One query."""

from datetime import date

from django.db.models import DateField, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce, JSONObject

from members.letterheads import with_letterhead
from members.rating_versions import as_it_is_read
from nakhe.access import SYSTEM, granted_units
from nakhe.keys import is_key
from nakhe.periods import today
from reports import letterhead_words as words
from reports.output.sheet import Letterhead
from units.models import RatingCampaign, RatingRegime, Unit, UnitClosure

CAMPAIGN = ["pk", "unit_id", "year", "assessed_on", "cap_base", "cap_rate", "cap_scope", "cap_decision",
            "state", "decision_number", "decided_on", "listed_at"]  # fmt: skip
REGIME = ["regulation", "regulation_on", "guidance", "guidance_on", "uses_scores"]


def issuing_unit(reader, right, chosen, day, year, yearly):
    """The chosen unit (a code or a number), else the highest where *reader* holds *right*, with its letterhead.

    Annotated: day, campaign_data, term_started_on and what members.letterheads.KEPT names.
    """
    asked_on = day or (date(year, 12, 31) if year else today())
    units = Unit.objects.visible_to(reader, right).filter(_is_meant(reader, right, chosen, asked_on))
    campaigns = _campaigns(year, day, asked_on)
    assessed = Subquery(campaigns.values("ancestor__campaigns__assessed_on")[:1])
    fallback = Cast(Value(asked_on), DateField())
    units = units.annotate(
        day=Coalesce(assessed, fallback) if yearly else fallback,
        campaign_data=Subquery(campaigns.values(data=_campaign_as_json())[:1]),
    )
    order = {kind: rank for rank, kind in enumerate(Unit.Kind.values)}
    return min(with_letterhead(units), key=lambda unit: order[unit.kind], default=None)


def _is_meant(reader, right, chosen, day):
    if chosen:
        return Q(code=chosen) | Q(pk=int(chosen)) if is_key(chosen) else Q(code=chosen)
    if reader is SYSTEM:
        return Q(pk=Subquery(_common_ancestor(day)))
    return Q(pk__in=granted_units(reader, right))


def _common_ancestor(day):
    """The lowest unit that the most chi bộ of the register lay under on *day*."""
    above = UnitClosure.objects.as_of(day).filter(unit__kind=Unit.Kind.BRANCH).exclude(ancestor__kind=Unit.Kind.BRANCH)
    counted = above.values("ancestor").annotate(n=Sum(1), distance=Sum("depth"))
    return counted.order_by("-n", "distance").values("ancestor")[:1]


def _campaigns(year, day, asked_on):
    """The rating campaigns that the unit lay under when they were assessed, the one to show first.

    That is the one of its own committee or the nearest above on the day asked for: of *year*, else the latest that
    is locked by *day*, so that a year half rated does not stand for a finished one.
    """
    assessed_on = F("ancestor__campaigns__assessed_on")
    wanted = {"started_on__lte": assessed_on}
    if year:
        wanted |= {"ancestor__campaigns__year": year}
    elif day:
        wanted |= {"ancestor__campaigns__assessed_on__lte": day}
    lay_there = Q(ended_on=None) | Q(ended_on__gt=assessed_on)
    above = UnitClosure.objects.filter(lay_there, unit=OuterRef("pk"), **wanted)
    now = UnitClosure.objects.as_of(asked_on).filter(unit=OuterRef("unit"), ancestor=OuterRef("ancestor"))
    nearest = Subquery(now.values("depth")[:1]).asc(nulls_last=True)
    return above.order_by(nearest, "ancestor__campaigns__state", "-ancestor__campaigns__year", "depth")


def _campaign_as_json():
    regime = {f"regime_{name}": f"ancestor__campaigns__regime__{name}" for name in REGIME}
    return JSONObject(**{name: f"ancestor__campaigns__{name}" for name in CAMPAIGN}, **regime)


def campaign_of(issuer):
    """The RatingCampaign that came with *issuer*, regime included; None where there is none.

    A locked one as it is read, which asks for its last version.
    """
    if issuer is None or issuer.campaign_data is None:
        return None
    data = issuer.campaign_data
    regime = _record(RatingRegime, {name: data[f"regime_{name}"] for name in REGIME})
    campaign = _record(RatingCampaign, {name: data[name] for name in CAMPAIGN})
    campaign.regime = regime
    return as_it_is_read(campaign)


def _record(model, values):
    """An unsaved instance; JSON has no dates, the fields read them."""
    instance = model()
    for name, value in values.items():
        field = model._meta.pk if name == "pk" else model._meta.get_field(name.removesuffix("_id"))
        setattr(instance, field.attname, field.to_python(value))
    return instance


def letterhead_of(issuer, reader, number=""):
    """*number* is what the office typed for the one paper."""
    if issuer is None:
        return Letterhead()
    return Letterhead(
        name=issuer.name or "",
        body=issuer.body or issuer.name or "",
        superior=issuer.superior or "",
        place=issuer.place or issuer.superior_place or "",
        location=issuer.location or "",
        number=number,
        symbols=words.symbols_of(issuer),
        recipients=words.recipients_of(issuer),
        filed=words.filed_with(issuer),
        on_behalf_of=words.on_behalf_of(issuer),
        office=words.office_of(issuer),
        signer=words.signer_of(issuer),
        author="" if reader is SYSTEM else str(reader),
    )
