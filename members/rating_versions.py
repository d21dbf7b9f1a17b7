"""Locking a rating year writes a version of it: every line as its lists read that day."""

from copy import copy

from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from members.letterheads import kept_letterheads
from members.models import Discipline, MemberRating, Membership, Office, RatingRecord, RatingVersion, VillageHeadRating
from members.models.offices import position_name
from members.rating_sheets import Part, villages_rated
from nakhe.access import SYSTEM
from nakhe.audit import because
from units.models import RatingCampaign, Unit, UnitName, UnitRating
from units.models.ratings import VOTES
from units.scoping import units_rated_under

COPIED = (
    "self_level", "committee_level", *VOTES.values(), "proposed_level", "proposed_reason", "level",
    "not_rated_reason", "score", "decision_number", "decided_on", "note",
)  # fmt: skip
"""What a record takes from the rating as it is."""
SETTINGS = (
    "assessed_on", "cap_base", "cap_rate", "cap_scope", "cap_decision", "decision_number", "decided_on", "signer",
)  # fmt: skip
REGIME = ("name", "regulation", "regulation_on", "guidance", "guidance_on", "uses_scores")


def write_version(campaign, by):
    """The next RatingVersion of *campaign* with a record for everybody on its lists."""
    last = campaign.versions.order_by("-number").values_list("number", flat=True).first() or 0
    records = records_of(campaign)
    version = RatingVersion(
        campaign=campaign,
        number=last + 1,
        locked_at=timezone.now(),
        locked_by=None if by is SYSTEM else by,
        settings=settings_of(campaign) | {"letterheads": kept_letterheads(campaign, records)},
    )
    version.save()
    for record in records:
        record.version = version
    RatingRecord.objects.bulk_create(records)
    return version


def settings_of(campaign):
    """What the year was rated under, as JSON: {field: value} of the campaign, and “regime”: the same of its regime."""
    regime = {name: _plain(getattr(campaign.regime, name)) for name in REGIME}
    return {name: _plain(getattr(campaign, name)) for name in SETTINGS} | {"regime": regime}


def _plain(value):
    return value.isoformat() if hasattr(value, "isoformat") else value


def records_of(campaign):
    """Unsaved RatingRecords of the year as it stands now, each part in the committee's order."""
    return [*_members(campaign), *_units(campaign), *_heads(campaign)]


def latest_version(campaign):
    """The RatingVersion that a locked *campaign* is read from; None where it was locked before there were any."""
    return campaign.versions.order_by("-number").first() if campaign.is_locked else None


def with_latest_version(campaigns):
    """[campaign] of the queryset *campaigns*, each as it is read."""
    latest = RatingVersion.objects.filter(campaign=OuterRef("pk")).order_by("-number")
    found = campaigns.select_related("regime").annotate(
        last_version=Subquery(latest.values("pk")[:1]), last_settings=Subquery(latest.values("settings")[:1])
    )
    return [as_locked(campaign, campaign.last_version, campaign.last_settings) for campaign in found]


def as_it_is_read(campaign):
    version = latest_version(campaign)
    return as_locked(campaign, version and version.pk, version and version.settings)


def as_locked(campaign, version, settings):
    """A copy of *campaign* that says what to read: locked_version is the key of its last version, None of an open one.

    A locked one has the *settings* of that version, whatever was changed in it or in its regime since, and the
    letterheads that it kept (members.letterheads).
    """
    campaign = copy(campaign)
    campaign.locked_version = version if campaign.is_locked else None
    campaign.letterheads = settings.get("letterheads", {}) if campaign.locked_version else {}
    if campaign.locked_version:
        campaign.regime = copy(campaign.regime)
        _restore(campaign, settings, SETTINGS)
        _restore(campaign.regime, settings["regime"], REGIME)
    return campaign


def _restore(row, kept, names):
    for name in names:
        setattr(row, name, row._meta.get_field(name).to_python(kept[name]))


@transaction.atomic
def keep_locked_years(using=None, **signal):
    """Write the first version of every locked year that has none: imported, or locked before there were versions.

    One whose ratings can't be found yet, because the closure has still to be built, waits for the next time; so do all
    where the database *using* has just been migrated to an older state.
    """
    if using and _is_behind(using):
        return []
    locked = RatingCampaign.objects.filter(state=RatingCampaign.State.LOCKED, versions=None)
    with because("Giữ nguyên năm đã khóa từ trước"):
        return [write_version(each, SYSTEM) for each in locked.select_related("regime") if records_of(each)]


def _is_behind(using):
    executor = MigrationExecutor(connections[using])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


# --- The three parts ---


def _members(campaign):
    day = campaign.assessed_on
    office = Office.objects.as_of(day).filter(
        position__in=Office.PARTY, person=OuterRef("person"), unit=OuterRef("unit")
    )
    ratings = MemberRating.objects.filter(year=campaign.year, unit__in=_below(campaign))
    ratings = ratings.select_related("person", "unit", "reason").annotate(
        **_unit_names(day),
        position=Subquery(office.in_rank_order().values("position")[:1]),
        disciplined=Exists(Discipline.objects.filter(person=OuterRef("person"), decided_on__year=campaign.year)),
    )
    present = dict(campaign.sheets.filter(part=Part.MEMBERS).values_list("unit", "present"))
    places = _places(rating.unit for rating in ratings)
    in_order = sorted(ratings, key=lambda each: (places[each.unit_id], each.person.sort_key, each.person_id))
    for position, rating in enumerate(in_order, 1):
        yield _record(
            Part.MEMBERS, position, rating, rating.unit, places[rating.unit_id],
            **_person(rating.person),
            office=position_name(rating.position, Unit.Kind.BRANCH) if rating.position else "",
            disciplined=rating.disciplined,
            present=present.get(rating.unit_id),
        )  # fmt: skip


def _units(campaign):
    ratings = UnitRating.objects.filter(year=campaign.year, unit__in=_below(campaign), unit__kind=Unit.Kind.BRANCH)
    ratings = ratings.select_related("unit", "reason").annotate(**_unit_names(campaign.assessed_on))
    present = campaign.sheets.filter(part=Part.UNITS).values_list("present", flat=True).first()
    places = _places(rating.unit for rating in ratings)
    for rating in sorted(ratings, key=lambda each: places[each.unit_id]):
        place = places[rating.unit_id]
        yield _record(Part.UNITS, place, rating, rating.unit, place, name=rating.unit_name, present=present)


def _heads(campaign):
    """Of each the village; whether the head was a member on the assessment date."""
    day = campaign.assessed_on
    members = Membership.objects.as_of(day).filter(person=OuterRef("person"))
    ratings = VillageHeadRating.objects.filter(year=campaign.year, village__in=villages_rated(campaign))
    ratings = ratings.select_related("person", "village", "reason").annotate(
        **_unit_names(day, outer="village__unit"), is_member=Exists(members)
    )
    present = campaign.sheets.filter(part=Part.HEADS).values_list("present", flat=True).first()
    for position, rating in enumerate(ratings.order_by("village__position", "village__name", "pk"), 1):
        yield _record(
            Part.HEADS, position, rating, campaign.unit, 0,
            **_person(rating.person),
            place=rating.village.name, is_member=rating.is_member, present=present,
        )  # fmt: skip


def _record(part, position, rating, unit, unit_position, **fields):
    return RatingRecord(
        part=part,
        position=position,
        unit=unit,
        unit_name=rating.unit_name or str(unit),
        unit_short_name=rating.unit_short_name or str(unit),
        unit_type=unit.unit_type,
        unit_position=unit_position,
        reason=": ".join(filter(None, [str(rating.reason), rating.reason.text])) if rating.reason else "",
        **{name: getattr(rating, name) for name in COPIED},
        **fields,
    )


def _person(person):
    return {"person": person, "name": person.full_name, "birth_on": person.birth_on.iso if person.birth_on else ""}


def _below(campaign):
    return units_rated_under([campaign.unit_id], campaign.assessed_on)


def _places(units):
    """{key: its place from 1} in the committee's order."""
    known = {unit.pk: unit for unit in units}
    in_order = sorted(known.values(), key=lambda unit: (unit.position, unit.code))
    return {unit.pk: place for place, unit in enumerate(in_order, 1)}


def _unit_names(day, outer="unit"):
    named = UnitName.objects.filter(unit=OuterRef(outer), started_on__lte=day).order_by("-started_on")
    return {
        "unit_name": Subquery(named.values("name")[:1]),
        "unit_short_name": Subquery(named.values("short_name")[:1]),
    }
