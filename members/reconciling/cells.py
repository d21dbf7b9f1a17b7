"""A line of the file beside the person whom it means, cell by cell: what differs, and where one side says nothing."""

from dataclasses import dataclass, replace

from members.importing import words
from members.importing.comparing import KINDS, changes_of
from members.importing.departed import GONE
from members.importing.fields import FIELDS, OFFICE, RATINGS
from members.importing.matching import may_be
from members.importing.register import KIND
from members.importing.result import ASK, ERROR
from members.reconciling import groups
from members.reconciling.result import Cell
from nakhe.vietnamese.dates import format_day

NUMBER_KINDS = KINDS | {"citizen_id": (KIND.CITIZEN,), "old_citizen_number": (KIND.OLD_CITIZEN,)}
CARDS, NEW_CARD_DIGITS = {"card_number", "old_card_number"}, 12
AT_WORK = (words.ACTIVE, words.TEMPORARY)
"""Who takes part elsewhere for a time is a member of the own chi bộ all the same."""
LISTED, NO_MEMBER = "có tên trong tệp", "chưa từng là đảng viên trong sổ"
IN_ORDER = {each.key: place for place, each in enumerate(FIELDS)}
WHOM = ("match", "repeated")
"""Problems about who is meant, not about what a cell says."""


@dataclass(frozen=True)
class Columns:
    """The columns of one sheet: {field: letters}, without those in which no line says anything."""

    letters: dict

    def letter_of(self, name):
        key = name.partition(".")[0]
        return self.letters.get(name) or self.letters.get(key) or ""


def cells_of(row, known, columns, may_compare, offered):
    """[Cell] in the order of the fields.

    *may_compare(known, field)*: whether the reader may know; *offered*: {question: the answers that it knows}.
    """
    found = {cell.field: cell for cell in _blank_there(row, known, columns)}
    found |= {cell.field: cell for cell in _differing(row, known, columns)}
    found |= {cell.field: cell for cell in _unread(row, known, columns, found, offered)}
    allowed = [cell for name, cell in found.items() if may_compare(known, name.partition(".")[0])]
    return sorted(allowed, key=lambda cell: (IN_ORDER[cell.field.partition(".")[0]], cell.field))


# --- Both sides say something, or only the file does ---


def _differing(row, known, columns):
    changes = changes_of(row, known)
    changes.pop("status", None)
    changes |= _beside(row, known) | _standing(row, known) | _status(row, known)
    for name, (ours, theirs) in changes.items():
        kind = groups.HERE_BLANK if ours in (None, "") else groups.DIFFERENT
        cell = Cell(name, kind, None if kind == groups.HERE_BLANK else ours, theirs, columns.letter_of(name))
        yield replace(cell, told=_since(known)) if name == "status" else cell


def _beside(row, known):
    """{field: [ours, theirs]} of what stands beside the person: places, the former number, the day of the status."""
    found = {}
    number, held = row.beside.get("old_citizen_number"), known.numbers.get(KIND.OLD_CITIZEN, [])
    if number and number not in held:
        found["old_citizen_number"] = [next(iter(held), None), number]
    said, since = row.beside.get("status_on"), _day_of_status(known)
    if said and since and row.person.get("status") == known.values.get("status") and not may_be(said, since):
        found["status_on"] = [since, said]
    return found


def _day_of_status(known):
    """ISO: since when somebody has left, or is exempt or suspended; empty for who is neither."""
    has_left = known.values.get("status") in GONE
    day = known.until if has_left else known.break_since
    return day.isoformat() if day else ""


def _standing(row, known):
    """Probationary or official is compared as such only where the file gives no day that would tell."""
    theirs, ours = row.person.get("probationary"), known.values["probationary"]
    if theirs is None or theirs == ours or "official_on" in row.person:
        return {}
    return {"probationary": [ours, theirs]}


def _status(row, known):
    """{"status": [ours, theirs]}; to stand on a list without more is to be there."""
    ours, theirs = known.values.get("status"), row.person.get("status")
    if ours is None:
        return {"status": [NO_MEMBER, theirs or LISTED]}
    if ours in GONE and theirs is None:
        is_asked = any(each.field == "status" and each.level in (ERROR, ASK) for each in row.problems)
        return {} if is_asked else {"status": [ours, LISTED]}
    if theirs is None or theirs == ours or {ours, theirs} <= set(AT_WORK):
        return {}
    return {"status": [ours, theirs]}


def _since(known):
    day = _day_of_status(known)
    return f"trong sổ: từ {format_day(known.until if known.until else known.break_since)}" if day else ""


# --- The file says nothing ---


def _blank_there(row, known, columns):
    for name, letters in columns.letters.items():
        ours = None if _says(row, name) else _ours(name, row, known, columns)
        if ours is not None and ours != "":
            yield Cell(_field_of(name, known), groups.THERE_BLANK, ours, None, letters)


def _says(row, name):
    if name == OFFICE:
        return "party_office" in row.person or "government_office" in row.person
    key, _, year = name.partition(".")
    told = row.person.get(RATINGS, {}).get(year) if year else row.person.get(name, row.beside.get(name))
    return told is not None or any(problem.field in (name, key) for problem in row.problems)


def _field_of(name, known):
    """Of “Chức vụ” the office that the register has."""
    if name != OFFICE:
        return name
    return "party_office" if "party_office" in known.values else "government_office"


def _ours(name, row, known, columns):
    """What the register says of the field *name*; None for what a blank cell does not contradict."""
    key, _, year = name.partition(".")
    if year:
        return known.ratings.get(year)
    if name in NUMBER_KINDS:
        return _number(name, row, known, columns)
    if name == "status":
        return None if known.values.get(name) in (*AT_WORK, *GONE) else known.values.get(name)
    if name == "probationary":
        return known.values[name] or None
    if name == "admitted_on":
        return known.values.get(name) or known.values.get("admission_decision_on")
    if name == "native_place":
        return known.values.get(name) or known.values.get("native_place_now")
    return known.values.get(_field_of(name, known)) if name in COMPARED else None


COMPARED = (
    "birth_date", "sex", "ethnicity", "religion", "unit", "admission_decision_on", "official_on", "residence",
    "birthplace", "temporary_residence", "native_place_now", "party_office", "government_office", OFFICE,
    "general_education", "professional_level", "political_theory", "phone", "email", "occupation", "commendations",
    "disciplines", "note",
)  # fmt: skip


def _number(name, row, known, columns):
    """The current number that would stand in the column; of two columns of cards the new one has twelve digits."""
    held = [number for kind in NUMBER_KINDS[name] for number in known.numbers.get(kind, ())]
    if columns.letters.keys() >= CARDS and name in CARDS:
        held = [number for number in held if (len(number) == NEW_CARD_DIGITS) == (name == "card_number")]
    elif name == "old_card_number":
        held = [number for number in held if len(number) < NEW_CARD_DIGITS]
    return next(iter(held), None)


# --- What could not be read ---


def _unread(row, known, columns, found, offered):
    """A cell that has an error, or a question that nobody answered yet; its column is that of the problem.

    “Rời khỏi Đảng” may be any of three ways: where the register has one of them, they do not contradict each other.
    """
    for problem in row.problems:
        is_open = problem.level in (ERROR, ASK) and problem.code not in WHOM and problem.field
        key = problem.field.partition(".")[0]
        is_read = problem.level == ERROR and key in row.person
        is_said = problem.field == "status" and known.values.get("status") in offered.get(problem.question, ())
        if not is_open or is_read or is_said or key not in IN_ORDER:
            continue
        before = found.get(problem.field)
        ours = before.ours if before else _ours(problem.field, row, known, columns)
        yield Cell(problem.field, groups.UNREAD, ours, problem.before or None, problem.column, problem.message)
