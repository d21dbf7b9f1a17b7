"""The columns of a list of participants, how offices spell them, and what their cells say."""

import re
from datetime import date

from members.importing import fields as of_people
from members.importing.fields import BY_KEY as PEOPLE
from members.importing.fields import field_of
from members.importing.headings import meaning_within, spellings_of
from members.importing.said import NOTHING, Said, asked
from members.importing.values.dates import date_of
from members.importing.values.text import clean, text_of
from members.importing.words import compiled, meaning
from members.models import TrainingAttendance, TrainingCourse
from nakhe.vietnamese.names import fold

COURSE, KIND, ORGANISER, STARTED, ENDED, PERIOD = (
    "course", "course_kind", "organiser", "course_started_on", "course_ended_on", "course_period",
)  # fmt: skip
RESULT, ROLE = "result", "attended_as"
OF_COURSE = (COURSE, KIND, ORGANISER, STARTED, ENDED)
SHARED = (
    of_people.ROW_NUMBER, "full_name", "birth_date", "sex", "citizen_id", "card_number", "unit", of_people.REASON,
)  # fmt: skip
Role = TrainingAttendance.AttendedAs
KINDS = {
    TrainingCourse.Kind.PARTY_WORK: ["công tác đảng", "nghiệp vụ công tác đảng", "nghiệp vụ công tác xây dựng đảng"],
    TrainingCourse.Kind.KNOWLEDGE_UPDATE: ["cập nhật kiến thức"],
    TrainingCourse.Kind.POLITICAL_THEORY: ["lý luận chính trị", "llct"],
    TrainingCourse.Kind.VILLAGE_HEADS: ["nghiệp vụ trưởng thôn", "trưởng thôn"],
    TrainingCourse.Kind.NEW_MEMBERS: ["đảng viên mới"],
    TrainingCourse.Kind.OTHER: ["khác"],
}
ROLES = {
    Role.SECRETARY: ["bí thư chi bộ", "bí thư", "btcb", "bt"],
    Role.VILLAGE_HEAD: ["trưởng thôn", "trưởng bản", "tổ trưởng", "tổ trưởng dân phố"],
    Role.MEMBER: ["đảng viên", "đv", "đảng viên mới"],
}
KNOWN_KINDS, KNOWN_ROLES = compiled(KINDS), compiled(ROLES)
A_DAY = r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}"
A_DATE = rf"(?:{A_DAY}|\d{{1,2}}[/.-]\d{{4}}|\d{{4}})"
FROM_TO = re.compile(
    rf"(?:từ\s*)?(?:ngày\s*)?({A_DATE})\s*(?:[-–—]|đến(?: hết)?)\s*(?:ngày\s*)?({A_DATE})", re.IGNORECASE
)
DAYS_OF_MONTH = re.compile(
    r"(?:từ\s*)?(?:ngày\s*)?(?<![\d/.-])(\d{1,2}(?:[/.]\d{1,2})?)\s*(?:[-–—]|đến(?: hết)?)\s*(?:ngày\s*)?"
    r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})",
    re.IGNORECASE,
)


def one_of(table, codes):
    """A reader of a fixed word; another one is asked, once for all alike."""

    def read(name, value, context):
        text = clean(value)
        meant = meaning(text, table) if text else None
        if meant or not text:
            return Said({name: str(meant)}) if meant else NOTHING
        options = dict(codes.choices)
        return asked(name, f"{name}|{fold(text)}", name, f"“{text}” là gì?", options, context.answers)

    return read


def period_in(text):
    """(first, last) of the days that *text* tells, as they are written; None where it tells no period."""
    if found := DAYS_OF_MONTH.search(text):
        first, day, month, year = found.groups()
        first = f"{first}/{year}" if re.search(r"[/.]", first) else f"{first}/{month}/{year}"
        return first, f"{day}/{month}/{year}"
    found = FROM_TO.search(text)
    return found.groups() if found else None


def read_period(name, value, context):
    """“14–18/8/2023”, “từ ngày 14/8/2023 đến ngày 18/8/2023” or one date, in one cell."""
    days = None if isinstance(value, date) else period_in(clean(value))
    if not days:
        return date_of("any")(STARTED, value, context)
    return date_of("any")(STARTED, days[0], context) | date_of("any")(ENDED, days[1], context)


FIELDS = (
    *(PEOPLE[key] for key in SHARED[:-1]),
    field_of(
        COURSE, "Lớp",
        "Lớp · Tên lớp · Lớp bồi dưỡng · Tên lớp bồi dưỡng · Lớp tập huấn · Lớp học · Khóa học · Khóa bồi dưỡng"
        " · Tên khóa bồi dưỡng · Nội dung bồi dưỡng · Nội dung · Nội dung bồi dưỡng, tập huấn · Lớp đã dự"
        " · Lớp bồi dưỡng, tập huấn · Tên lớp bồi dưỡng, tập huấn · Chương trình bồi dưỡng · Lớp đào tạo, bồi dưỡng",
        text_of(200),
    ),
    field_of(KIND, "Loại lớp", "Loại lớp · Loại · Loại hình bồi dưỡng · Loại bồi dưỡng",
             one_of(KNOWN_KINDS, TrainingCourse.Kind)),
    field_of(
        STARTED, "Khai giảng",
        "Từ ngày · Khai giảng · Ngày khai giảng · Ngày bắt đầu · Bắt đầu · Năm · Năm học · Năm bồi dưỡng · Ngày mở lớp"
        " · Ngày học · Từ",
        date_of("any"),
    ),
    field_of(
        ENDED, "Bế giảng", "Đến ngày · Bế giảng · Ngày bế giảng · Ngày kết thúc · Kết thúc · Đến", date_of("any")
    ),
    field_of(
        PERIOD, "Thời gian học",
        "Thời gian · Thời gian học · Thời gian bồi dưỡng · Thời gian mở lớp · Từ ngày, đến ngày · Từ ngày đến ngày"
        " · Thời gian tham gia",
        read_period,
    ),
    field_of(
        ORGANISER, "Nơi mở",
        "Nơi mở · Nơi mở lớp · Nơi học · Cơ sở đào tạo · Đơn vị tổ chức · Đơn vị mở lớp · Nơi bồi dưỡng · Nơi tổ chức"
        " · Địa điểm",
        text_of(200),
    ),
    field_of(
        ROLE, "Dự với tư cách", "Dự với tư cách · Tư cách dự · Tư cách · Đối tượng · Tư cách tham gia",
        one_of(KNOWN_ROLES, Role),
    ),
    field_of(
        RESULT, "Kết quả",
        "Kết quả · Kết quả học tập · Xếp loại · Xếp loại học tập · Kết quả bồi dưỡng · Xếp loại tốt nghiệp · Điểm"
        " · Kết quả xếp loại",
        text_of(80),
    ),
    PEOPLE[of_people.REASON],
)  # fmt: skip
BY_KEY = {field.key: field for field in FIELDS}
OWN = [field for field in FIELDS if field.key not in SHARED]
heading_meaning = meaning_within(BY_KEY, spellings_of(OWN), set(SHARED))
TITLED = re.compile(
    r"\b(?:bồi dưỡng|tập huấn|học viên)\b|\b(?:lớp|khóa)\b.*\b(?:nghiệp vụ|cập nhật|lý luận|đảng viên mới)\b",
    re.IGNORECASE,
)


def kind_named_in(name):
    """The kind of course that its name speaks of; None for none or several.

    One for new members is theirs whatever it teaches: “Lý luận chính trị dành cho đảng viên mới”.
    """
    text = f" {fold(name)} "
    found = {kind for kind, words in KINDS.items() for word in words if f" {fold(word)} " in text}
    found -= {TrainingCourse.Kind.OTHER}
    if TrainingCourse.Kind.NEW_MEMBERS in found:
        return str(TrainingCourse.Kind.NEW_MEMBERS)
    return str(found.pop()) if len(found) == 1 else None
