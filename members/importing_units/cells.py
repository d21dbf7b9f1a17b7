"""What one cell of a list of chi bộ says. Each reader takes (value, Context) and returns Said."""

import re

from members.importing.result import LEAVE, TAKE, WARNING, Option, Problem, Question
from members.importing.said import NOTHING, Said, error, guessed
from members.importing.units import PREFIX, VILLAGE
from members.importing.values.dates import date_of
from members.importing.values.marks import is_marked
from members.importing.values.names import in_title_case
from members.importing.values.text import as_text, clean
from members.importing.words import meaning
from members.importing_units import words
from members.importing_units.register import CHI_BO
from nakhe.vietnamese.dates import PartialDate, format_day

BEGINS = re.compile(r"^chi bộ\b", re.IGNORECASE)
OTHER_KINDS = re.compile(r"^(đảng bộ|đảng ủy|đảng uỷ|tổ đảng|chi ủy|chi uỷ)\b", re.IGNORECASE)
LONGEST = {words.NAME: 200, words.VILLAGE: 80}
ONLY_BRANCHES = "“{0}” không phải chi bộ. Tệp này chỉ lập chi bộ; tổ chức khác lập ở trang Thay đổi tổ chức."
IN_FULL = [Option(TAKE, "Lấy như đã đọc"), Option(LEAVE, "Giữ nguyên như trong tệp")]


def read_name(value, context):
    """A name as papers have it; where “Chi bộ” is missing it is put before, as a guess."""
    text = clean(value)
    if not text:
        return NOTHING
    if len(text) > LONGEST[words.NAME]:
        return error(words.NAME, "too_long", f"Tên dài {len(text)} ký tự, nhiều nhất {LONGEST[words.NAME]}.")
    if OTHER_KINDS.match(text):
        return error(words.NAME, "not_a_branch", ONLY_BRANCHES.format(text))
    full = in_full(text)
    if full == text:
        return Said({words.NAME: text})
    question = Question(f"guess|name|{text}", f"“{text}” được đọc là “{full}”.", IN_FULL)
    if context.answers.ask(question) == LEAVE:
        return Said({words.NAME: text})
    problem = Problem(WARNING, "name_in_full", question.text, words.NAME, "", text, full, question.key)
    return Said({words.NAME: full}, [problem])


def in_full(text):
    """“CB Na Pô”, “Thôn Na Pô”, “CHI BỘ THÔN NA PÔ” with “Chi bộ” before it, “thôn” small."""
    rest = PREFIX.sub("", in_title_case(text))
    rest = VILLAGE.sub("thôn ", rest)
    return text if BEGINS.match(text) and text != text.upper() else f"{CHI_BO} {rest}"


def read_type(value, context):
    text = clean(value)
    if not text:
        return NOTHING
    meant = meaning(text, words.KNOWN_TYPES) or meaning(PREFIX.sub("", text), words.KNOWN_TYPES)
    if meant:
        return Said({words.TYPE: meant})
    return error(words.TYPE, "unit_type", f"Không có loại hình “{text}”. Ghi một trong: {words.ALLOWED}.")


def read_village(value, context):
    """A village by its own name: “Thôn Na Pô” is Na Pô."""
    text = VILLAGE.sub("", clean(value))
    if len(text) > LONGEST[words.VILLAGE]:
        return error(words.VILLAGE, "too_long", f"Tên thôn dài {len(text)} ký tự, nhiều nhất {LONGEST[words.VILLAGE]}.")
    return Said({words.VILLAGE: text}) if text else NOTHING


def read_border(value, context):
    """A cross says yes; an empty cell says nothing."""
    text = clean(value)
    marked = is_marked(value) if text else None
    if marked is None and text:
        return error(words.BORDER, "mark", f"“{text}” không phải dấu đánh. Ghi x nếu là thôn biên giới.")
    return NOTHING if marked is None else Said({words.BORDER: marked})


READ_DAY = date_of("join")
AS_WRITTEN = "founded_as_written"
"""Beside a founding day read from less than a day: as precise as the file has it."""


def read_founded(value, context):
    """The founding day; a year or month alone begins on its first day, as a guess that may be refused."""
    said = READ_DAY(words.FOUNDED, value, context)
    iso = said.values.get(words.FOUNDED)
    if not iso or len(iso) == len("2021-03-01"):
        return said
    day = PartialDate.from_iso(iso).first_day
    reason = "chỉ biết năm hoặc tháng, tính từ ngày đầu."
    found = guessed(
        words.FOUNDED, day.isoformat(), as_text(value), "founded_from", reason, context.answers, format_day(day)
    )
    return Said(found.values, said.problems + found.problems, {AS_WRITTEN: iso})


READERS = {
    words.NAME: read_name,
    words.TYPE: read_type,
    words.VILLAGE: read_village,
    words.BORDER: read_border,
    words.FOUNDED: read_founded,
}
