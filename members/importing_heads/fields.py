"""The columns of a list of village heads, how offices spell them, and what their cells say."""

import re
from datetime import date

from members.importing import fields as of_people
from members.importing.fields import BY_KEY as PEOPLE
from members.importing.fields import field_of
from members.importing.headings import meaning_within, plain, spellings_of
from members.importing.said import NOTHING, Said, error
from members.importing.values.dates import date_of
from members.importing.values.marks import read_mark
from members.importing.values.text import as_text, clean, text_of
from members.importing.words import compiled, meaning
from nakhe.vietnamese.names import exact_key

VILLAGE, NAME, IS_MEMBER = "village", "full_name", "is_member"
STARTED, ENDED, TERM, NUMBER, DECIDED, DECISION = (
    "started_on", "ended_on", "term_years", "decision_number", "decided_on", "decision",
)  # fmt: skip
SERVED_FROM_TO, OFFICE = "served", "office_held"
OF_HEADSHIP = (STARTED, ENDED, TERM, NUMBER, DECIDED)
PERSONAL = ("birth_date", "sex", "phone", "citizen_id")
"""What such a list may change of the person."""
SHARED = (of_people.ROW_NUMBER, "birth_date", "sex", "citizen_id", "card_number", "phone", "unit", of_people.REASON)

OFFICES = (
    "trưởng thôn", "trưởng bản", "trưởng xóm", "trưởng ấp", "trưởng làng", "trưởng khu", "trưởng thôn, bản",
    "trưởng thôn/bản", "trưởng khu phố", "trưởng khu dân cư", "tổ trưởng", "tổ trưởng dân phố",
    "tổ trưởng tổ dân phố", "trưởng thôn, tổ trưởng dân phố", "trưởng thôn/tổ trưởng dân phố",
)  # fmt: skip
OF_HEADS = [f"{before}{office}" for office in OFFICES for before in ("", "họ và tên ", "họ tên ", "tên ")]
TITLED = re.compile(rf"\b(?:{'|'.join(sorted(OFFICES, key=len, reverse=True))})\b", re.IGNORECASE)
YEARS = re.compile(r"(\d{1,2}(?:[.,]\d)?)(?:\s*năm)?", re.IGNORECASE)
FROM_TO = re.compile(r"(?:nhiệm kỳ\s*|nk\s*)?(\d{4})\s*[-–—/]\s*(\d{4})", re.IGNORECASE)
DECIDED_AS = re.compile(r"(?:số\s*:?\s*)?(.*?)[\s,;]*(?:\bngày\s*)?(\d{1,2}[/.-]\d{1,2}[/.-]\d{4})", re.IGNORECASE)
HEADS = compiled({True: OFFICES})
A_DATE = r"(?:\d{1,2}[/.-]){0,2}\d{4}"
BETWEEN_OFFICES = re.compile(r"\s*[,;+\n]\s*|\s+(?:kiêm|và)\s+", re.IGNORECASE)
SERVED = re.compile(
    rf"(?:từ\s*)?(?:ngày|tháng|năm)?\s*({A_DATE})\s*(?:[-–—]|đến)\s*(?:ngày|tháng|năm)?\s*({A_DATE}|nay)",
    re.IGNORECASE,
)
STILL = set(map(exact_key, ("nay", "đến nay", "hiện nay", "đương nhiệm", "hiện tại", "chưa")))
WHOLE = len("2022-03-01")


def read_term(name, value, context):
    """“2022–2025”; a length as “5 năm”; any other text as it stands."""
    text = clean(value)
    if found := FROM_TO.fullmatch(text):
        return Said({name: f"{found[1]}–{found[2]}"})
    if found := YEARS.fullmatch(text):
        return Said({name: f"{found[1].replace('.', ',')} năm"})
    return text_of(20)(name, value, context)


def read_decided(name, value, context):
    """The day of a decision; less than a day is refused, for the register keeps days."""
    said = date_of("past")(name, value, context)
    iso = said.values.get(name)
    if iso and len(iso) < WHOLE:
        return error(name, "date", f"“{as_text(value)}”: ghi đủ ngày, tháng, năm của quyết định.")
    return said


def read_decision(name, value, context):
    """“15/QĐ-UBND ngày 3/2/2023” in one cell."""
    if isinstance(value, date):
        return read_decided(DECIDED, value, context)
    text = clean(value)
    if not text:
        return NOTHING
    found = DECIDED_AS.fullmatch(text)
    number, day = (found[1], found[2]) if found else (text, "")
    said = text_of(60)(NUMBER, number, context) if number else NOTHING
    return said | read_decided(DECIDED, day, context) if day else said


def read_office(name, value, context):
    """Whoever is something else in the village than its head is no row of this list."""
    text = clean(value)
    if not text or any(meaning(part, HEADS) for part in BETWEEN_OFFICES.split(text)):
        return NOTHING
    return error(
        name, "not_a_head", f"“{text}” không phải trưởng thôn: dòng này không nhập. Xóa dòng, hoặc sửa chức vụ."
    )


def read_ended(name, value, context):
    """“Đến nay” has not ended."""
    return NOTHING if exact_key(clean(value)) in STILL else date_of("any")(name, value, context)


def read_served(name, value, context):
    """“Từ 2020 đến nay”, “2018 - 2022”: both ends in one cell."""
    found = None if isinstance(value, date) else SERVED.fullmatch(clean(value))
    if not found:
        return date_of("any")(STARTED, value, context)
    return date_of("any")(STARTED, found[1], context) | read_ended(ENDED, found[2] or "", context)


FIELDS = (
    PEOPLE[of_people.ROW_NUMBER],
    field_of(
        VILLAGE, "Thôn",
        "Thôn · Tên thôn · Bản · Tên bản · Thôn, bản · Thôn/bản · Thôn bản · Thôn, xóm · Xóm · Ấp · Tổ dân phố"
        " · Thôn, tổ dân phố · Thôn, bản, tổ dân phố · Thôn/tổ dân phố · Khu dân cư · Khu phố · TDP · Tên thôn, bản",
        text_of(80),
    ),
    field_of(NAME, "Họ và tên", " · ".join([*PEOPLE[NAME].spellings, *OF_HEADS]), PEOPLE[NAME].read),
    *(PEOPLE[key] for key in ("birth_date", "sex", "phone", "citizen_id", "card_number", "unit")),
    field_of(IS_MEMBER, "Đảng viên", "Đảng viên · Là đảng viên · Đảng viên hay không", read_mark),
    field_of(
        STARTED, "Từ ngày",
        "Từ ngày · Ngày bắt đầu · Bắt đầu · Bắt đầu từ · Từ · Giữ chức từ · Ngày nhận nhiệm vụ · Ngày giữ chức"
        " · Thời gian bắt đầu · Làm trưởng thôn từ · Từ năm · Năm bắt đầu · Ngày bổ nhiệm · Ngày bầu · Từ tháng, năm"
        " · Ngày được bầu · Giữ chức vụ từ · Thời gian giữ chức từ",
        date_of("any"),
    ),
    field_of(
        ENDED, "Đến ngày",
        "Đến ngày · Ngày kết thúc · Kết thúc · Đến · Thôi từ · Thôi giữ chức từ · Thời gian kết thúc · Ngày thôi"
        " · Ngày thôi giữ chức · Đến năm · Năm kết thúc · Thôi ngày · Đến tháng, năm",
        read_ended,
    ),
    field_of(
        SERVED_FROM_TO, "Thời gian giữ chức",
        "Thời gian giữ chức · Thời gian giữ chức vụ · Thời gian làm trưởng thôn · Thời gian công tác · Thời gian",
        read_served,
    ),
    field_of(
        OFFICE, "Chức vụ", "Chức vụ · Chức danh · Chức vụ ở thôn · Chức vụ hiện nay", read_office, is_of_person=False
    ),
    field_of(TERM, "Nhiệm kỳ", "Nhiệm kỳ · Khóa · Nhiệm kỳ năm · Thời hạn", read_term),
    field_of(
        NUMBER, "Số quyết định",
        "Số quyết định · Số QĐ · Quyết định số · QĐ số · Số quyết định công nhận · Số QĐ công nhận", text_of(60),
    ),
    field_of(
        DECIDED, "Ngày quyết định",
        "Ngày quyết định · Ngày QĐ · Ngày ký quyết định · Ngày ký · Ngày quyết định công nhận · Ngày công nhận",
        read_decided,
    ),
    field_of(
        DECISION, "Quyết định",
        "Quyết định · QĐ · Số, ngày quyết định · Số, ngày QĐ · Số quyết định, ngày quyết định · Số QĐ, ngày QĐ"
        " · Số QĐ/ngày QĐ · Số/ngày QĐ · Số, ngày tháng quyết định · Số, ngày, tháng, năm quyết định"
        " · Quyết định công nhận",
        read_decision,
    ),
    PEOPLE[of_people.REASON],
)  # fmt: skip
BY_KEY = {field.key: field for field in FIELDS}
heading_meaning = meaning_within(BY_KEY, spellings_of(FIELDS), {NAME, *SHARED})
SAYS_HEAD = {plain(each) for each in OF_HEADS}
ITS_OWN = {TERM, NUMBER, DECISION}
"""Columns that hardly another list of people has."""
OF_PARTY = {"admitted_on", "official_on", "admission_decision_on", "profile_number", "ratings", "political_theory"}
"""Columns that make a list with villages one of members."""


def says_head(column):
    """Whether its heading names the office: “Họ và tên trưởng thôn”."""
    return any(plain(text) in SAYS_HEAD for text in (column.path[-1], " ".join(column.path)))
