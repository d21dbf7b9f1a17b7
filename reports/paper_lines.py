"""Who stands on a list of a rating year, as its papers say: from the version of a locked year, else as it is now."""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from members.models import MemberRating, Office, Person, RatingRecord
from members.models.offices import position_name
from members.rating_grids import GRIDS
from members.rating_list import RatingList
from members.rating_sheets import Part
from nakhe.vietnamese.dates import PartialDate
from units.models import Level, RatingReason, Unit
from units.models.ratings import VOTES
from units.rating_remarks import format_score


@dataclass(frozen=True)
class Line:
    name: str
    group: str
    """The chi bộ of a member, as named then."""
    role: str = ""
    """The Party office of a member, the kind of a chi bộ, the village of a head."""
    birth_on: PartialDate | None = None
    rating: MemberRating | RatingRecord | None = None
    """A rating of any part, or what a version says of it: their fields have the same names."""
    why_not: str = ""
    """Why there is no rating; empty for who is to be rated."""

    @property
    def is_rated(self):
        return not self.why_not

    @property
    def birth_year(self):
        return str(self.birth_on.year) if self.birth_on else ""

    @property
    def votes(self):
        """Of each level, as text; empty where none were written."""
        given = [getattr(self.rating, name, None) for name in VOTES.values()]
        return ["" if votes is None else str(votes) for votes in given]

    @property
    def score(self):
        """As papers write it; empty where none was written."""
        score = getattr(self.rating, "score", None)
        return "" if score is None else format_score(score)

    @property
    def proposed(self):
        """The Level proposed or, before anything is, the one that stands; None without one."""
        rating = self.rating
        if rating is None:
            return None
        is_proposed = rating.proposed_level or rating.proposed_reason
        return level_of(rating.proposed_level if is_proposed else rating.level)

    @property
    def decided(self):
        return level_of(self.rating.level) if self.rating else None

    @property
    def self_level(self):
        return level_of(self.rating.self_level) if self.rating else None

    @property
    def committee_level(self):
        return level_of(self.rating.committee_level) if self.rating else None

    @property
    def remark(self):
        """The sub-code with its text, then the note."""
        if self.rating is None:
            return ""
        reason = self.rating.reason
        if isinstance(reason, RatingReason):
            reason = ": ".join(filter(None, [str(reason), reason.text]))
        return "; ".join(filter(None, [reason, self.rating.note]))


def level_of(value):
    return Level(value) if value else None


def full_name(level):
    return level.full_name if level else ""


def recorded(records):
    """The Lines of a version's *records*."""
    for record in records:
        why_not = "" if record.level else record.get_not_rated_reason_display()
        birth_on = PartialDate.from_iso(record.birth_on) if record.birth_on else None
        role = {Part.MEMBERS: record.office, Part.UNITS: type_name(record.unit_type), Part.HEADS: record.place}
        yield Line(record.name, record.unit_name, role[record.part], birth_on, record, why_not)


def type_name(unit_type):
    return Unit.Type(unit_type).label if unit_type else ""


def of_members(reader, campaign, branches):
    """The Lines of the members of *branches*, chi bộ by chi bộ, in name order; who was rated elsewhere is left out.

    A locked year has those with a rating alone: it asks nobody's membership.
    """
    listed = RatingList(reader, campaign, branches)
    found = [one for one in listed.of(listed.people.annotate(position=_position(campaign))) if not one.is_elsewhere]
    if campaign.is_locked:
        found = [one for one in found if one.given]
    read_reasons(one.given for one in found)
    for branch in branches:
        for one in found:
            if one.unit == branch.pk:
                yield _member(one, branch)


def read_reasons(ratings):
    """The sub-codes of *ratings*, some of them None, in one query."""
    with_reason = [rating for rating in ratings if rating and rating.reason_id]
    known = RatingReason.objects.in_bulk({rating.reason_id for rating in with_reason})
    for rating in with_reason:
        rating.reason = known[rating.reason_id]


def _position(campaign):
    """The highest Party office in the own chi bộ on the assessment date."""
    held = Office.objects.as_of(campaign.assessed_on).filter(
        person=OuterRef("pk"), unit=OuterRef("home"), position__in=Office.PARTY
    )
    return Subquery(held.in_rank_order().values("position")[:1])


def _member(listed, branch):
    person, rating = listed.person, listed.given
    role = position_name(person.position, Unit.Kind.BRANCH) if person.position else ""
    why_not = _why_not(rating, listed.not_rated, listed.campaign.listed_at)
    return Line(person.full_name, branch.name, role, person.birth_on, rating, why_not)


def _why_not(rating, by_record, is_frozen):
    """The reason that was written or, where no row says anything yet, the record's."""
    if rating and rating.level:
        return ""
    if rating and rating.not_rated_reason:
        is_by_record = by_record and by_record.reason == rating.not_rated_reason
        return by_record.text if is_by_record else rating.get_not_rated_reason_display()
    return by_record.text if by_record and not (rating and is_frozen) else ""


def of_grid(part, reader, campaign, branches):
    """The Lines of the chi bộ or the village heads: the rows of the grid that rates them."""
    rows = GRIDS[part](reader, campaign, branches, None).rows
    if campaign.is_locked:
        rows = [row for row in rows if row.rating]
    read_reasons(row.rating for row in rows)
    births = {}
    if part == Part.HEADS:
        births = dict(Person.objects.filter(pk__in=[row.key for row in rows]).values_list("pk", "birth_on"))
    for row in rows:
        rating = row.rating
        why_not = rating.get_not_rated_reason_display() if rating and not rating.level else ""
        yield Line(row.name, "", row.detail, births.get(row.key), rating, why_not)
