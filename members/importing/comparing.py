"""A row beside the person on record, field by field: what is empty, or said less precisely, changes nothing."""

import re

from members.importing.fields import RATINGS
from members.importing.register import KIND, WHOLE
from members.importing.result import ASK, WARNING, Option, Problem, Question
from members.importing.words import STATUS_NAMES
from nakhe.vietnamese.names import exact_key, fold

MOVE, KEEP = "move", "keep"
HONOURS = re.compile(r"(?:^|; )(?=(?:Khen thưởng|Kỷ luật): )")
DATES = ("birth_date", "admission_decision_on", "admitted_on", "official_on")
NAMES = ("full_name", "name_in_use")
IN_FILES = {"STANDING_MEMBER": "COMMITTEE_MEMBER"}
"""What a position on record is called in files."""
KINDS = {
    "citizen_id": (KIND.CITIZEN, KIND.OLD_CITIZEN),
    "card_number": (KIND.CARD,),
    "old_card_number": (KIND.CARD,),
    "profile_number": (KIND.PROFILE,),
}
SIDE_BY_SIDE = (
    "birth_date", "sex", "unit", "native_place", "residence", "admitted_on", "official_on", "citizen_id", "card_number",
    "profile_number",
)  # fmt: skip
"""What is shown of a row and of each whom it may mean, where the row says it."""
PLACES = ("native_place_now", "temporary_residence", "birthplace")
"""Places that the row says beside the person."""
WORDS = (
    *PLACES,
    "native_place",
    "residence",
    "occupation",
    "note",
    "government_office",
    "commendations",
    "disciplines",
    "email",
)


TELLING = ("admission_decision_on", "admitted_on", "official_on", "profile_number")
"""Fields that few people of one chi bộ share, beside the numbers that nobody shares."""


def telling(row, known):
    """([fields of TELLING on record as *row* has them, dates to the day], [those on record otherwise])."""
    said = [name for name in TELLING if name in row.person and _on_record(name, row.person[name], known)]
    alike = [name for name in said if _says_the_same(name, row.person[name], known)]
    agreeing = [name for name in alike if name not in DATES or len(row.person[name]) == WHOLE]
    return agreeing, [name for name in said if name not in alike]


def side_by_side(row, known):
    """({field: [on record, in the file]} of what differs, [fields that agree]): by what a person tells people apart."""
    said = [name for name in SIDE_BY_SIDE if name in row.person and known.tells(name)]
    agreeing = [name for name in said if _says_the_same(name, row.person[name], known)]
    differing = [name for name in said if name not in agreeing]
    return {name: [_on_record(name, row.person[name], known), row.person[name]] for name in differing}, agreeing


def settle_unclear_status(row, known, answers):
    """A word that may mean several states, “Rời khỏi Đảng”, is no question where one of them is on record."""
    status = known.values.get("status")
    for problem in [each for each in row.problems if each.code == "status_unclear"]:
        options = {option.value for option in answers.asked[problem.question].options}
        if status in options and not STATUS_NAMES.keys() <= options:
            row.problems.remove(problem)
            row.person["status"] = status


def changes_of(row, known):
    """{field: [on record, in the file]}; ratings by year: ratings.2023."""
    changes = {}
    for name, value in row.person.items():
        if name == RATINGS:
            changes |= _ratings(value, known)
        elif not _says_the_same(name, value, known):
            changes[name] = [_on_record(name, value, known), value]
    for name in changes.keys() & set(NAMES):
        changes[name][0] = _name_on_record(name, row, known)
    return changes | _places(row, known)


def told_of(changes, known):
    """Those of *changes* whose former value the reader may learn."""
    return {name: pair for name, pair in changes.items() if known.tells(name)}


def _name_on_record(name, row, known):
    """Of two names in a row one may be that of the birth certificate, the other an alias."""
    in_use, birth_name = known.names[0], known.values.get("birth_name")
    if name == "full_name":
        is_of_birth = exact_key(row.person.get("name_in_use", "")) == exact_key(in_use)
        return birth_name if birth_name and is_of_birth else in_use
    is_in_use = birth_name and exact_key(row.person.get("full_name", "")) == exact_key(birth_name)
    return in_use if is_in_use else known.values.get("alias")


def _places(row, known):
    said = {name: row.beside[name] for name in PLACES if name in row.beside}
    return {
        name: [known.values.get(name), value] for name, value in said.items() if not _says_the_same(name, value, known)
    }


def _ratings(ratings, known):
    on_record = known.ratings
    return {
        f"{RATINGS}.{year}": [on_record.get(year), level]
        for year, level in ratings.items()
        if on_record.get(year) != level
    }


def _says_the_same(name, value, known):
    if name in NAMES:
        return exact_key(value) in map(exact_key, known.names)
    if name in KINDS:
        return value in _numbers(name, known)
    if name in DATES:
        return _same_date(name, value, known)
    if name == "party_office":
        return value in {IN_FILES.get(position, position) for position in known.offices}
    if name == "probationary":
        return True  # follows from the official date alone; remark_standing() says where the two differ
    held = known.values.get(name)
    if name == "phone":
        return re.sub(r"\D", "", held or "") == value
    if name in WORDS:
        return _same_words(name, value, held or "", known)
    return held == value


def _same_date(name, value, known):
    """What is known more precisely stays; “ngày vào Đảng” may be the day of the decision or of the ceremony."""
    names = ("admitted_on", "admission_decision_on") if name == "admitted_on" else (name,)
    return any(known.values.get(each, "").startswith(value) for each in names)


def _same_words(name, value, held, known):
    """However capitals and tones are written; of several offices or honours each may stand alone."""
    if name == "native_place" and exact_key(value) == exact_key(known.values.get("native_place_now", "")):
        return True
    if name in ("commendations", "disciplines"):
        return _each_in(value, f"{held}; {known.values.get('note', '')}")
    if name == "government_office":
        return _each_in(value, held)
    if name == "note":
        return exact_key(value) in (exact_key(held), exact_key(own_note(held)))
    return exact_key(value) == exact_key(held)


def _each_in(value, held):
    """Whether each part of *value* begins a part of *held*, as “Trưởng thôn” begins “Trưởng thôn Na Pô”."""
    parts, on_record = ([fold(part) for part in re.split("[,;:]", text)] for text in (value, held))
    return all(any(f"{other} ".startswith(f"{part} ") for other in on_record) for part in parts)


def own_note(note):
    """*note* without the honours that an import wrote behind it (writing.personal)."""
    return HONOURS.split(note)[0]


def remark_standing(row, known, columns):
    """Where a row and the official date, of the row or on record, contradict each other."""
    said = row.person.get("probationary")
    official = row.person.get("official_on") or (known.values.get("official_on") if known else None)
    if said is None or said != bool(official):
        return
    told = "chưa biết ngày chính thức nên vẫn tính là dự bị" if not said else f"có ngày chính thức {official}"
    message = f"Tệp ghi {'dự bị' if said else 'chính thức'}, {told}. Chỉ ngày chính thức quyết định."
    row.problems.append(Problem(WARNING, "standing", message, "probationary", columns.get("probationary", "")))


def _numbers(name, known):
    return [number for kind in KINDS[name] for number in known.numbers.get(kind, ())]


def _on_record(name, value, known):
    if name in KINDS:
        same_length = [number for number in _numbers(name, known) if len(number) == len(value)]
        return (same_length or _numbers(name, known) or [None])[0]
    return known.values.get(name)


def settle_move(row, known, answers, columns):
    """A chi bộ other than on record is a transfer, and asked once for all who would go the same way."""
    change = row.changes.get("unit")
    if not change or change[0] is None or any(problem.code == "unit" for problem in row.problems):
        return
    old, new = change
    message = f"Trong sổ sinh hoạt ở {old}, ở đây ghi {new}: ghi chuyển sinh hoạt nội bộ?"
    question = Question(
        f"move|{fold(old)}|{fold(new)}", message, [Option(MOVE, "Ghi chuyển"), Option(KEEP, "Giữ chi bộ cũ")]
    )
    answer = answers.ask(question)
    if answer == KEEP:
        del row.changes["unit"]
    elif answer is None:
        problem = Problem(ASK, "move", message, "unit", columns.get("unit", ""), old, new, question.key)
        row.problems.append(problem)
