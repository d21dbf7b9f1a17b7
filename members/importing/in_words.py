"""What a row says, as people say it: dates day first, levels and states by their names."""

import re

from members.importing import words
from members.importing.fields import BY_KEY, RATINGS
from members.models import TrainingAttendance, TrainingCourse
from nakhe.vietnamese.dates import PartialDate
from nakhe.vietnamese.identity import mask

SEX_NAMES = {words.MALE: "Nam", words.FEMALE: "Nữ"}
STANDINGS = {True: words.STANDING_NAMES["yes"], False: words.STANDING_NAMES["no"]}
NAMES = {
    "sex": SEX_NAMES,
    "professional_level": words.TRAINING_NAMES,
    "political_theory": words.THEORY_NAMES,
    "party_office": words.OFFICE_NAMES | {"STANDING_MEMBER": "Ủy viên ban thường vụ"},
    "status": words.STATUS_NAMES,
    "probationary": STANDINGS,
    "is_member": {True: "có", False: "không"},
    "course_kind": dict(TrainingCourse.Kind.choices),
    "attended_as": dict(TrainingAttendance.AttendedAs.choices),
    RATINGS: words.RATING_NAMES,
}
"""{field: {value: name}}; any other field is shown as it stands."""
PARTS = {
    "country": "quốc gia", "province": "tỉnh", "address": "địa chỉ", "family": "họ và chữ đệm", "given": "tên",
}  # fmt: skip
"""{part of a field in columns of its own: how it is called}."""
NUMBERS = ("citizen_id", "card_number", "old_card_number", "profile_number", "old_citizen_number", "phone")
ISO = re.compile(r"\d{4}(?:-\d\d){0,2}")
LENGTHS = {"year": 4, "month": 7}
HAPPENS = {
    "joins": "sinh hoạt từ {0}",
    "moves": "ghi chuyển sinh hoạt từ {0}",
    "breaks": "ghi {1} từ {0}",
    "resumes": "ghi sinh hoạt lại từ {0}",
    "leaves": "ghi ra khỏi sổ từ {0}",
    "attends": "dự với tư cách {2}",
    "ends": "kết thúc nhiệm kỳ của {2} vào {0}",
}
"""{what a row says beside the person: what will be written of it}."""


def in_words(name, value):
    """*value* of the field *name*, ratings.2023 among them; empty for None."""
    key = name.partition(".")[0]
    if value is None:
        return ""
    if key in NAMES:
        return NAMES[key].get(value, str(value))
    return (
        str(PartialDate.from_iso(value)) if key.endswith(("_on", "_date")) and ISO.fullmatch(str(value)) else str(value)
    )


def part_in_words(name, part):
    """“Nam” of sex, “Cao đẳng hoặc Trung cấp” of a column for two levels, “2023 Xuất sắc …” of a year's cross."""
    year, _, levels = part.rpartition(":")
    told = " hoặc ".join(PARTS.get(level) or in_words(name, level) for level in levels.split("|"))
    return f"{year} {told}".strip()


def on_record(name, value):
    """The same of what stands in the register: numbers are hidden on screen there."""
    return mask(str(value)) if value and name in NUMBERS else in_words(name, value)


def named(name, fields=BY_KEY):
    """How a field is called: “Xếp loại 2023” for ratings.2023."""
    key, _, year = name.partition(".")
    return f"{fields[key].name} {year}".strip()


def happenings(row, told_already=()):
    """What the row makes happen beside its fields, in words."""
    subject = row.beside.get("professional_subject")
    if subject and (row.match is None or "professional_level" in row.changes):
        yield f"ghi ngành {subject}"
    for key, told in HAPPENS.items():
        if key in row.beside and key not in told_already:
            said = row.beside[key]
            status = words.STATUS_NAMES.get(said.get("status"), "").lower()
            yield told.format(_day(said), status, said.get("name", ""))


def _day(said):
    """As precise as it is known."""
    iso = said["on"][: LENGTHS.get(said.get("precision"), 10)]
    return str(PartialDate.from_iso(iso))
