"""What a list of members shows of each, asked for in the one query that lists them."""

from datetime import date

from django.db.models import (
    Aggregate,
    Case,
    Exists,
    IntegerField,
    Max,
    OuterRef,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat

from members.known_ratings import decided_by, rated_by, versions_to_read
from members.models import (
    Badge,
    Exemption,
    IdentityNumber,
    MemberRating,
    Membership,
    Office,
    Person,
    Qualification,
    RatingRecord,
    VillageHead,
)
from members.party_age import party_age
from nakhe.access import Right
from units.models import RatingSheet, Unit, UnitName


class Joined(Aggregate):
    """The texts of a group with a space between them, in no order."""

    function = "group_concat"
    template = "%(function)s(%(expressions)s, ' ')"
    output_field = TextField()

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, function="string_agg", **context)


YEAR_OF_RECORD = "version__campaign__year"
READMISSIONS = [Membership.ReasonIn.READMITTED]
"""Who is restored (khôi phục đảng tịch) was never rightly out: only readmission leaves a gap. [P]"""


def roster(memberships, reader, day, columns=()):
    """*memberships* with what a row shows on *day*, as far as *reader* may see it.

    *columns* are those of a table; each says what it asks for, so that one not shown costs nothing.
    """
    asked = {}
    for column in columns:
        asked |= column.asks(reader, day) if column.asks else {}
    related = {column.related for column in columns if column.related}
    return memberships.select_related("person", *related).annotate(
        unit_name=unit_name(day),
        party_since=party_since(),
        **asked,
    )


def party_since():
    """The date that tuổi đảng counts from, as Person.party_since."""
    return Coalesce("person__admission_decision_on", "person__admitted_on")


def unit_name(day, unit="unit"):
    """The short name of the row's unit on *day*; before its first name, its name of today."""
    names = UnitName.objects.filter(unit=OuterRef(unit), started_on__lte=day).order_by("-started_on")
    return Coalesce(Subquery(names.values("short_name")[:1]), f"{unit}__latest_name")


def _ranked(field, values):
    return Case(
        *(When(**{field: value}, then=Value(rank)) for rank, value in enumerate(values)),
        default=Value(99),
        output_field=IntegerField(),
    )


def foremost_office(reader, day, person="person"):
    """The Party office that stands first: a committee's secretary before a chi bộ's, a secretary before a deputy."""
    held = (
        Office.objects.visible_to(reader)
        .as_of(day)
        .filter(person=OuterRef(person), position__in=Office.PARTY)
        .order_by(_ranked("position", Office.PARTY), _ranked("unit__kind", Unit.Kind.values))
    )
    return {
        "position": Subquery(held.values("position")[:1]),
        "position_kind": Subquery(held.values("unit__kind")[:1]),
    }


def other_office(reader, day, person="person"):
    """An office outside the Party, the one held longest: of the state or of a mass organisation."""
    held = Office.objects.visible_to(reader).as_of(day).filter(person=OuterRef(person)).exclude(title="")
    held = held.exclude(position__in=Office.PARTY).order_by("started_on", "pk")
    return {"other_office": Subquery(held.values("title")[:1])}


def latest_rating(reader, day, person="person"):
    """The level given in the latest year that was rated by *day*, and that year; of a locked year as its version says.

    Of whom no version knows anything, as of another committee's people, what is stored.
    """
    ratings = MemberRating.objects.visible_to(reader).filter(rated_by(day))
    year = Subquery(ratings.order_by().values(everything=Value(1)).annotate(year=Max("year")).values("year"))
    stored = ratings.filter(person=OuterRef(person), year=year)
    kept = RatingRecord.objects.visible_to(reader).filter(decided_by(day, YEAR_OF_RECORD), person=OuterRef(person))
    kept = kept.filter(version__in=versions_to_read(), part=RatingSheet.Part.MEMBERS, **{YEAR_OF_RECORD: year})
    given = {
        name: Coalesce(Subquery(kept.values(name)[:1]), Subquery(stored.values(name)[:1]))
        for name in ("level", "not_rated_reason")
    }
    return {"rating_year": year, **given}


def time_out(day, person="person"):
    """Every stay outside the Party before a readmission, as absences() reads them; NULL for nearly everyone."""
    left = (
        Membership.objects.filter(person=OuterRef("person"), ended_on__lte=OuterRef("started_on"))
        .order_by("-ended_on")
        .values("ended_on")
    )
    returned = (
        Membership.objects.filter(person=OuterRef(person), reason_in__in=READMISSIONS, started_on__lte=day)
        .annotate(left_on=Subquery(left[:1]))
        .exclude(left_on=None)
        .order_by()
    )
    stay = Concat(Cast("left_on", TextField()), Value("/", TextField()), Cast("started_on", TextField()))
    return {"time_out": Subquery(returned.values("person").annotate(stays=Joined(stay)).values("stays"))}


def absences(row):
    """[(left, returned)] of a *row* that carries time_out()."""
    stays = (stay.split("/") for stay in (row.time_out or "").split())
    return [(date.fromisoformat(left), date.fromisoformat(returned)) for left, returned in stays]


def kept_here(reader, day):
    """Whether the person's latest unit is the reader's: where somebody who left now lives is others' to know."""
    here = Person.objects.changeable_by(reader, Right.READ)
    return {"is_here": Exists(here.filter(pk=OuterRef("person")))}


def highest_level(kind):
    """What a column of qualifications of *kind* asks for: {kind in small letters: the level's code}."""

    def asks(reader, day):
        return {kind.lower(): Qualification.objects.as_of(day).level_of(kind, "person")}

    return asks


def current_number(kind):
    """What a column of numbers of *kind* asks for, as far as the reader may see numbers."""

    def asks(reader, day):
        numbers = IdentityNumber.objects.visible_to(reader).current().filter(kind=kind, person=OuterRef("person"))
        return {f"{kind.lower()}_number": Subquery(numbers.values("number")[:1])}

    return asks


def exempt_since(reader, day):
    exemptions = Exemption.objects.as_of(day).filter(person=OuterRef("person")).order_by("started_on")
    return {"exempt_since": Subquery(exemptions.values("started_on")[:1])}


def highest_badge(reader, day):
    badges = Badge.objects.filter(person=OuterRef("person"), awarded_on__lte=day).order_by("-level__years")
    return {"badge_years": Subquery(badges.values("level__years")[:1])}


def age_in_party(since, row, day):
    """The PartyAge on *day*, since the partial date *since*; *row* carries time_out()."""
    if not since or since.first_day > day:
        return None
    return party_age(since.first_day, day, absences(row))


def on_file(people, reader, day):
    """*people* with where each was last known to *reader*: a chi bộ, a reason for leaving it, a village headed."""
    latest = Membership.objects.visible_to(reader).filter(person=OuterRef("pk"), started_on__lte=day)
    latest = latest.annotate(unit_name=unit_name(day)).order_by("-started_on")
    headed = VillageHead.objects.visible_to(reader).as_of(day).filter(person=OuterRef("pk"))
    return people.annotate(
        unit_name=Subquery(latest.values("unit_name")[:1]),
        ended_on=Subquery(latest.values("ended_on")[:1]),
        reason_out=Subquery(latest.values("reason_out")[:1]),
        village_name=Subquery(headed.values("village__name")[:1]),
    )
