"""How a unit was named, placed and led on a day, and what a locked rating year keeps of that for its papers."""

from collections import defaultdict

from django.db.models import DateField, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, JSONObject

from members.models import LetterheadSetting, Office
from members.models.letterhead_settings import INHERITED
from units.models import Term, Unit, UnitClosure, UnitName
from units.scoping import units_rated_under

KEPT = (
    "kind", "name", "short_name", "body", "place", "location", "superior", "superior_place", "signer",
    "deputy", "setting", "setting_above",
)  # fmt: skip
"""What a paper says of whom it is issued by."""


def with_letterhead(units):
    """*units*, which carry “day”, with everything of KEPT and with term_started_on."""
    named = UnitName.objects.filter(unit=OuterRef("pk"), started_on__lte=OuterRef("day")).order_by("-started_on")
    above = UnitName.objects.filter(
        Q(unit__children__ended_on=None) | Q(unit__children__ended_on__gt=OuterRef("day")),
        unit__children__unit=OuterRef("pk"),
        unit__children__started_on__lte=OuterRef("day"),
        started_on__lte=OuterRef("day"),
    ).order_by("-started_on")
    offices = Office.objects.as_of(OuterRef("day")).filter(unit=OuterRef("pk"))
    deputies = offices.filter(position=Office.Position.DEPUTY_SECRETARY).order_by("started_on", "pk")
    term = Term.objects.as_of(OuterRef("day")).filter(unit=OuterRef("pk"))
    return units.annotate(
        name=_first(named, "name"),
        short_name=_first(named, "short_name"),
        body=_first(named, "committee_name"),
        place=_first(named, "place"),
        location=_first(named, "location"),
        superior=_first(above, "committee_name"),
        superior_place=_first(above, "place"),
        signer=_first(offices.secretaries(), "person__full_name"),
        deputy=_first(deputies, "person__full_name"),
        setting=_setting(),
        setting_above=_setting_above(),
        term_started_on=_first(term, "started_on"),
    )


def _first(queryset, field):
    return Subquery(queryset.values(field)[:1])


def _setting():
    """The own LetterheadSetting of the day as a dict, or None."""
    own = LetterheadSetting.objects.as_of(OuterRef("day")).filter(unit=OuterRef("pk"))
    told = {name: F(name) for name in (*INHERITED, "recipients", "on_behalf_of", "signs")}
    return Subquery(own.values(told=JSONObject(**told, signer=F("signer__full_name")))[:1])


def _setting_above():
    """{name of INHERITED: what the nearest committee above on the day has laid down about that for others, or None}."""
    return JSONObject(**{name: _nearest_above(name) for name in INHERITED})


def _nearest_above(name):
    above = UnitClosure.objects.as_of(OuterRef("day")).filter(
        Q(ancestor__letterheads__ended_on=None) | Q(ancestor__letterheads__ended_on__gt=OuterRef("day")),
        unit=OuterRef("pk"),
        depth__gt=0,
        ancestor__letterheads__started_on__lte=OuterRef("day"),
        **{f"ancestor__letterheads__{name}__gt": ""},
    )
    return _first(above.order_by("depth"), f"ancestor__letterheads__{name}")


def kept_letterheads(campaign, records):
    """{key_of a unit and a day: {name of KEPT: value}} of every letterhead on the papers and reports of the year.

    Those are of whoever was rated, on the assessment date and on the day of the own vote, and of the committee on the
    day of every vote and decision. *records* are those of the version.
    """
    found = {}
    for day, units in _wanted(campaign, records).items():
        dated = Unit.objects.filter(pk__in=units).annotate(day=Cast(Value(day), DateField()))
        for unit in with_letterhead(dated):
            found[key_of(unit.pk, day)] = {name: getattr(unit, name) for name in KEPT}
    return found


def _wanted(campaign, records):
    """{day: keys of units}."""
    wanted = defaultdict(set)
    wanted[campaign.assessed_on].update(
        units_rated_under([campaign.unit_id], campaign.assessed_on).values_list("unit", flat=True)
    )
    for unit, day in campaign.sheets.exclude(voted_on=None).values_list("unit", "voted_on"):
        wanted[day].add(unit)
    for day in {campaign.decided_on, *(record.decided_on for record in records)} - {None}:
        wanted[day].add(campaign.unit_id)
    for units in wanted.values():
        units.add(campaign.unit_id)
    return wanted


def key_of(unit, day):
    return f"{unit} {day.isoformat()}"


def as_kept(unit, letterheads, day):
    """*unit* as *letterheads* kept it of *day*; unchanged where they didn't."""
    for name, value in letterheads.get(key_of(unit.pk, day), {}).items():
        setattr(unit, name, value)
    return unit
