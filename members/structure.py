"""The groups that members of a day are told apart by (report co-cau), each said once: report and list ask the same.

Ages are completed years on the day; a birth known to the month or year counts from its first day.
"""

from members.models import Qualification
from members.models.learning import PoliticalLevel, ProfessionalLevel
from members.narrowing import of_level
from members.roster import age_in_party, party_since, time_out
from nakhe.vietnamese.dates import completed_years

UNKNOWN, UNKNOWN_LABEL = "chua_ro", "Chưa rõ"
"""What an address asks with for those of whom the record doesn't say it."""
AGES = {
    "den_30": (31, "18–30"),
    "31_40": (41, "31–40"),
    "41_50": (51, "41–50"),
    "51_60": (61, "51–60"),
    "tren_60": (None, "Trên 60"),
}
PARTY_AGES = {
    "duoi_5": (5, "Dưới 5 năm"),
    "5_10": (10, "5 đến dưới 10 năm"),
    "10_20": (20, "10 đến dưới 20 năm"),
    "20_30": (30, "20 đến dưới 30 năm"),
    "30_40": (40, "30 đến dưới 40 năm"),
    "40_50": (50, "40 đến dưới 50 năm"),
    "tu_50": (None, "50 năm trở lên"),
}
"""{key in an address: (years below which somebody is in the band, its name)}."""


def labels(bands):
    """{key: name}, the unknown last."""
    return {key: name for key, (_, name) in bands.items()} | {UNKNOWN: UNKNOWN_LABEL}


def band_of(years, bands):
    """The key of the band; *years* is None where the record doesn't say."""
    if years is None:
        return UNKNOWN
    return next(key for key, (limit, _) in bands.items() if limit is None or years < limit)


def age_band(person, day):
    return band_of(completed_years(person.birth_on.first_day, day) if person.birth_on else None, AGES)


def party_age_band(membership, day):
    """*membership* carries time_out()."""
    age = age_in_party(membership.person.party_since, membership, day)
    return band_of(age and age.years, PARTY_AGES)


# --- The same as filters ---


def in_age_band(memberships, key, day):
    return _those(memberships, lambda row: age_band(row.person, day) == key)


def in_party_age_band(memberships, key, day):
    rows = memberships.annotate(**time_out(day), party_since=party_since())
    return _those(rows, lambda row: party_age_band(row, day) == key, memberships)


def _those(rows, is_meant, memberships=None):
    """Ages are counted as everywhere else, in Python, so that a list and a figure can't differ."""
    found = [row.pk for row in rows.select_related("person").order_by() if is_meant(row)]
    return (rows if memberships is None else memberships).filter(pk__in=found)


def of_ethnicity(memberships, name):
    return _named(memberships, "person__ethnicity", name)


def of_religion(memberships, name):
    return _named(memberships, "person__religion", name)


def _named(memberships, field, name):
    return memberships.filter(**({field: None} if name == UNKNOWN else {f"{field}__name": name}))


def of_sex(memberships, key):
    return memberships.filter(person__sex="" if key == UNKNOWN else key)


def of_learning(memberships, day, kind, level):
    """Whose highest level of *kind* on *day* is *level*, a code or UNKNOWN."""
    if level != UNKNOWN:
        return of_level(memberships, day, kind, level)
    held = Qualification.objects.as_of(day).level_of(kind, outer="person")
    return memberships.alias(held_level=held).filter(held_level=None)


CODES = {
    Qualification.Kind.PROFESSIONAL: {level.label: level.value for level in ProfessionalLevel},
    Qualification.Kind.POLITICAL: {level.label: level.value for level in PoliticalLevel},
}
"""{kind: {name of a level: its code}}; of school years the name is the code."""


def code_of(kind, name):
    return UNKNOWN if name == UNKNOWN_LABEL else CODES.get(kind, {}).get(name, name)
