"""The person: names, birth, places, dates of the Party. What a row does not say stays as it is."""

from members.importing.comparing import BESIDE, own_note
from members.models import Person
from nakhe.vietnamese.dates import PartialDate
from nakhe.vietnamese.names import fold

FIELDS = {
    "sex": "sex", "native_place": "native_place", "residence": "residence", "phone": "phone", "email": "email",
    "occupation": "occupation", "birth_date": "birth_on", "admission_decision_on": "admission_decision_on",
    "admitted_on": "admitted_on", "official_on": "official_on",
}  # fmt: skip
DATES = ("birth_date", "admission_decision_on", "admitted_on", "official_on")
HONOURS = {"commendations": "Khen thưởng", "disciplines": "Kỷ luật"}
OTHER_NAMES = ("goi khac", "bi danh")


def write_person(row, record, headings):
    """The Person of *row*, new or changed. *headings*: {field: heading} of its sheet."""
    if row.match:
        person = record.people[row.match]
        values = _values(row, record, person, set(row.changes), headings)
        values |= {name: row.beside[name] for name in BESIDE if name in row.changes}
        return record.effects.change(person, **values) if values else person
    values = _values(row, record, Person(), set(row.person), headings)
    values |= {name: row.beside[name] for name in BESIDE if name in row.beside}
    return record.effects.create(Person(**values))


def _values(row, record, person, said, headings):
    """{field of Person: value} of the keys *said*."""
    values = {FIELDS[key]: _value(key, row.person[key]) for key in said & FIELDS.keys()}
    if "ethnicity" in said:
        values["ethnicity"] = record.ethnicities[row.person["ethnicity"]]
    if "religion" in said:
        values["religion"] = record.religions[row.person["religion"]]
    values |= _names(row, person, said, headings)
    note = note_of(row.person, person.note, said)
    return values | ({"note": note} if note != person.note else {})


def _value(key, said):
    return PartialDate.from_iso(said) if key in DATES else said


def _names(row, person, said, headings):
    """The register shows the name in use; another name beside it is that of the birth certificate, or an alias."""
    full, in_use = (row.person.get(key) if key in said else None for key in ("full_name", "name_in_use"))
    values = {}
    if full:
        of_birth = person.birth_name and "khai sinh" in headings.get("full_name", "").lower()
        values["birth_name" if of_birth else "full_name"] = full
    if in_use and any(word in fold(headings.get("name_in_use", "")) for word in OTHER_NAMES):
        values["alias"] = in_use
    elif in_use and in_use != (full or person.full_name):
        values |= {"full_name": in_use, "birth_name": full or person.birth_name or person.full_name}
    return values


def note_of(said_of, held, said):
    """The note with the honours behind it that a list names without a decision, so that they are not lost."""
    own = said_of["note"] if "note" in said else own_note(held)
    honours = held[len(own_note(held)) :].removeprefix("; ")
    parts = [own, honours]
    for key, name in HONOURS.items():
        if key in said and fold(said_of[key]) not in fold(honours):
            parts.append(f"{name}: {said_of[key]}")
    return "; ".join(filter(None, parts))
