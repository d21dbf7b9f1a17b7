"""Numbers, levels and offices: what was before keeps its row and ends."""

from members.importing.writing.record import day_of
from members.models import IdentityNumber, Office, Qualification
from members.models.learning import PoliticalLevel, ProfessionalLevel
from nakhe.vietnamese.dates import PartialDate
from units.models import Unit

KIND = IdentityNumber.Kind
LEVELS = {
    "general_education": Qualification.Kind.GENERAL,
    "professional_level": Qualification.Kind.PROFESSIONAL,
    "political_theory": Qualification.Kind.POLITICAL,
}
RANKS = {
    Qualification.Kind.PROFESSIONAL: ProfessionalLevel.values[::-1],
    Qualification.Kind.POLITICAL: PoliticalLevel.values[::-1],
}
"""The lowest first."""


def write_numbers(row, person, said, record):
    """The newest of a kind is current; an old card, or one that another replaces, ends on the day of the list."""
    day = PartialDate.of(day_of(row))
    for name in ("citizen_id", "card_number", "profile_number"):
        if name in said:
            kind = kind_of(name, row.person[name])
            for held in record.open(person, IdentityNumber, kind=kind):
                record.effects.change(held, ended_on=day)
            record.effects.create(IdentityNumber(person=person, kind=kind, number=row.person[name]))
    former = row.beside.get("old_citizen_number", "")
    if not row.match and len(former) == 9 and former != row.person.get("citizen_id"):
        record.effects.create(IdentityNumber(person=person, kind=KIND.OLD_CITIZEN, number=former))
    if "old_card_number" in said:
        has_newer = "card_number" in row.person or record.open(person, IdentityNumber, kind=KIND.CARD)
        number = IdentityNumber(person=person, kind=KIND.CARD, number=row.person["old_card_number"])
        number.ended_on = day if has_newer else None
        record.effects.create(number)


def kind_of(name, number):
    if name == "citizen_id":
        return KIND.CITIZEN if len(number) == 12 else KIND.OLD_CITIZEN
    return {"card_number": KIND.CARD, "profile_number": KIND.PROFILE}[name]


def write_levels(row, person, said, record):
    """A higher level is reached by the day of the list; one that is not higher corrects what is on record."""
    for name, kind in LEVELS.items():
        if name not in said:
            continue
        level, held = row.person[name], next(iter(record.open(person, Qualification, kind=kind)), None)
        subject = row.beside.get("professional_subject", "") if name == "professional_level" else ""
        if held is None:
            record.effects.create(Qualification(person=person, kind=kind, level=level, subject=subject))
        elif is_higher(kind, level, held.level):
            day = PartialDate.of(day_of(row))
            record.effects.change(held, ended_on=day)
            higher = Qualification(person=person, kind=kind, level=level, subject=subject, started_on=day)
            record.effects.create(higher)
        else:
            record.effects.change(held, level=level, **({"subject": subject} if subject else {}))


def is_higher(kind, level, than):
    if kind == Qualification.Kind.GENERAL:
        (year, system), (other_year, other_system) = (map(int, each.split("/")) for each in (level, than))
        return system == other_system and year > other_year
    return RANKS[kind].index(level) > RANKS[kind].index(than)


def write_offices(row, person, said, membership, record):
    """A list says no first day: an office is held from the day of the list, and ends the one that it replaces."""
    day = day_of(row)
    if membership is None or "leaves" in row.beside:
        return
    if "party_office" in said:
        unit = _above(membership.unit, record) if row.beside.get("party_office_at") else membership.unit
        _hold_party_office(person, unit, row.person["party_office"], day, record)
    if "government_office" in said:
        title, position = row.person["government_office"], Office.Position.GOVERNMENT
        office = Office(person=person, unit=membership.unit, position=position, title=title, started_on=day)
        record.effects.create(office)


def _hold_party_office(person, unit, position, day, record):
    """One that began on the same day was a mistake of that day's list, and is put right."""
    held = [office for office in record.open(person, Office, unit=unit) if office.position in Office.PARTY]
    for office in held:
        if office.started_on < day:
            record.effects.change(office, ended_on=day)
    same_day = next((office for office in held if office.started_on == day), None)
    if same_day:
        record.effects.change(same_day, position=position)
    else:
        record.effects.create(Office(person=person, unit=unit, position=position, started_on=day))


def _above(unit, record):
    """The committee that the chi bộ lies under."""
    parent = record.parents.get(unit.pk, unit)
    while parent.kind in (Unit.Kind.BRANCH, Unit.Kind.CELL) and parent.pk in record.parents:
        parent = record.parents[parent.pk]
    return parent
