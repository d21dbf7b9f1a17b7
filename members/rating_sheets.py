"""The lists of a rating year: which there are, what each holds, and who may write and decide them."""

from members.models import MemberRating, VillageHeadRating
from nakhe.access import Right
from units.models import RatingSheet, Step, Unit, UnitClosure, UnitRating, Village
from units.models.rating_campaigns import held_elsewhere
from units.models.ratings import VOTES
from units.scoping import units_rated_under

Part = RatingSheet.Part
MODELS = {Part.MEMBERS: MemberRating, Part.UNITS: UnitRating, Part.HEADS: VillageHeadRating}
PAPERS = ("self_level", "committee_level", "score", "note")
RESULT = ("level", "not_rated_reason", "reason", "note", "score")
EDITABLE = {
    Step.DRAFT: (),
    Step.SELF_RATING: PAPERS,
    Step.VOTING: (*PAPERS, *VOTES.values(), "level", "not_rated_reason", "reason"),
    Step.PROPOSED: RESULT,
    Step.DECIDED: (),
}
"""{Step: the fields of a rating that may be written then}: by whoever rates until it is proposed, then by whoever
decides."""


def branches_rated(campaign):
    """The chi bộ that lay under the committee on the assessment date, with their names of then, in its order."""
    day = campaign.assessed_on
    return Unit.objects.as_of(day).under(campaign.unit_id, day).branches().named(day).in_order()


def branches_to_rate(campaign):
    """Of those, the chi bộ whose year no other campaign holds."""
    return branches_rated(campaign).exclude(pk__in=units_held(campaign))


def units_held(campaign):
    """Ids (a subquery) of the units whose ratings of the year are another campaign's."""
    return held_elsewhere(campaign).values("unit")


def villages_rated(campaign):
    """The villages that lay there on the assessment date."""
    below = UnitClosure.objects.as_of(campaign.assessed_on).filter(ancestor=campaign.unit_id)
    return Village.objects.lying_in(below.values("unit"), campaign.assessed_on)


def villages_held(campaign):
    """The villages whose head's rating of the year is another campaign's."""
    return Village.objects.lying_in(units_held(campaign), campaign.assessed_on)


def sheet_of(campaign, part, unit):
    """The RatingSheet of *unit* (a key); unsaved, and open for votes, where the year was never opened on a page."""
    sheet = campaign.sheets.filter(part=part, unit=unit).first()
    return sheet or RatingSheet(campaign=campaign, part=part, unit_id=unit)


def rows_of(sheet):
    """The ratings on *sheet*: a queryset of the part's model."""
    campaign, rows = sheet.campaign, MODELS[sheet.part].objects.filter(year=sheet.campaign.year)
    if sheet.part == Part.MEMBERS:
        return rows.filter(unit=sheet.unit_id)
    if sheet.part == Part.UNITS:
        below = units_rated_under([campaign.unit_id], campaign.assessed_on)
        return rows.filter(unit__in=below, unit__kind=Unit.Kind.BRANCH)
    return rows.filter(village__in=villages_rated(campaign))


def rows_to_write(sheet):
    """Those of rows_of(sheet) that a step of this list writes: not what another campaign holds."""
    rows = rows_of(sheet)
    if sheet.part == Part.HEADS:
        return rows.exclude(village__in=villages_held(sheet.campaign))
    return rows.exclude(unit__in=units_held(sheet.campaign))


def rows_without_list(campaign):
    """The members' ratings that are counted for *campaign* although their chi bộ has no list in it."""
    below = units_rated_under([campaign.unit_id], campaign.assessed_on)
    rows = MemberRating.objects.filter(year=campaign.year, unit__in=below, unit__kind=Unit.Kind.BRANCH)
    listed = campaign.sheets.filter(part=Part.MEMBERS)
    rows = rows.exclude(unit__in=units_held(campaign)).exclude(unit__in=listed.values("unit"))
    return rows.select_related("person")


def writing_right(step):
    """The right that writes a rating at *step*; None where nobody writes."""
    if not EDITABLE[step]:
        return None
    return Right.DECIDE if step == Step.PROPOSED else Right.RATE


def holds(reader, right, sheet):
    """Whether *reader* has *right* on the list: deciding is the committee's, writing the rating unit's."""
    where = sheet.campaign.unit_id if right == Right.DECIDE else sheet.unit_id
    return Unit.objects.changeable_by(reader, right).filter(pk=where).exists()


def whole_step(sheets):
    """How far the whole year has come: as far as the last of its lists; None without any."""
    return min((Step(sheet.step) for sheet in sheets), default=None)
