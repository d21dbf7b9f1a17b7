"""Which rows below the headings hold a person, and to which chi bộ they belong; everything else is passed over.

Passed over: blanks, the row of column numbers, headings printed again, sub-headings that name a chi bộ, totals, and
what stands behind the signatures.
"""

import re
from dataclasses import dataclass, field, replace

from members.importing.fields import RATING_YEAR, RATINGS, ROW_NUMBER
from members.importing.values.names import is_written_as_a_name
from members.importing.values.text import as_text, clean
from nakhe.vietnamese.names import fold, tidy

UNIT = re.compile(r"^(?:[IVXLC\d]+[.)/\s-]+)?\s*(?P<name>(?:chi bộ|cb|đảng bộ bộ phận)\b.*)$", re.IGNORECASE)
COUNTED = re.compile(
    r"\s*[:(–-]?\s*\(?\d+\s*(?:đ/c|đc|đảng viên|đồng chí|người|đv)\)?\s*$|\s*[:(–-]\s*\d+\)?\s*$", re.IGNORECASE
)
TOTAL = re.compile(r"^(?:tổng|cộng|tổng cộng|tổng số|cộng dồn)(?:\W|$)", re.IGNORECASE)
SIGNATURE = re.compile(
    r"^(?:người lập|t/m|tm\.|tm |k/t|kt\.|thủ trưởng|xác nhận|ký tên|lập biểu|\(ký)"
    r"|ngày\s*[\d.…]*\s*tháng\s*[\d.…]*\s*năm\s*[\d.…]*$",
    re.IGNORECASE,
)
SIGNER = re.compile(
    r"(?:phó )?(?:bí thư|chủ tịch)(?: (?:chi bộ|đảng bộ|đảng ủy|chi ủy))?|thư ký|chủ trì|chủ tọa|chủ toạ|đã ký"
    r"|(?:người |cán bộ )?(?:tổng hợp|ghi|lập|kiểm tra)(?: danh sách| biểu)?|kế toán|văn phòng|ban chi ủy|chi ủy",
    re.IGNORECASE,
)
"""Who signs, below a list without a day: all that stands in the row."""
COUNT = re.compile(
    r"^(?:trong đó|nữ|nam|dân tộc|tôn giáo|đảng viên|chính thức|dự bị|trình độ|độ tuổi|tuổi)\b", re.IGNORECASE
)
"""Behind a total: how many of them are women, of a people, on probation."""
COUNTED_AS = re.compile(r"\(?\d{0,4}\)?\s*(?:đ/c|đc|đảng viên|đồng chí|người|đv|%)?\s*[.;,/]*", re.IGNORECASE)
PAGE = re.compile(r"^(?:trang|tờ)(?: số)?\s*:?\s*\d", re.IGNORECASE)
COLUMN_NUMBER = re.compile(r"\(?\s*(?:\d{1,2}|[A-Z]{1,2})\s*\)?(?:\s*=.*)?")
EXAMPLE = "Ví dụ"
"""Where the number of the row stands: the line of the template that shows how to fill it in."""
EXAMPLE_NAME = "Nguyễn Văn Mẫu"
ROMAN = re.compile(r"[IVXLC]+\.?")
GROUP = re.compile(
    r"^(?:đảng viên|các đồng chí|cán bộ|công chức|danh sách|đang sinh hoạt|miễn sinh hoạt|được miễn|dự bị"
    r"|chính thức)\b",
    re.IGNORECASE,
)
"""A line above some rows that says what they have in common, and no chi bộ."""
ORGANISATION = re.compile(
    r"^(?:thôn|bản|xóm|khối|trường|trạm|công an|quân sự|ban chqs|ban chỉ huy|cơ quan|ủy ban|uỷ ban|doanh nghiệp"
    r"|hợp tác xã|htx|tổ dân phố|tdp|ubnd|hđnd|mttq|th|thcs|thpt|ptdt|ptdtbt|tiểu học|mầm non|mn|y tế)\b(?!\s*$)",
    re.IGNORECASE,
)
"""How an office calls a chi bộ for short; nobody's name begins so."""
OUTLINE = re.compile(r"(?:[IVXLC]+|[A-ZĐ])[.)]?")
"""I, II, A, B: numbers of parts of a list, never of a person."""
WHO = ("full_name", "birth_date", "citizen_id", "card_number", "unit")
"""What says who a row is about."""
TITLE = re.compile(r"^danh sách\b.*?\b(chi bộ\s.+)$", re.IGNORECASE)
LISTED_AT_LEAST = 2
SIGNED_AT_MOST = 3
"""Cells of a row of signatures: the place and day, and who signs on either side."""


@dataclass
class PersonRow:
    number: int
    cells: dict
    """{column number: Cell}."""
    unit: str
    """The chi bộ named above the row; empty where none is."""
    group: str = ""
    """What else the line above the row says of those below it: “Đảng viên dự bị”."""
    strays: list = field(default_factory=list)
    """[(row number, cells)] right below it, or above the first one, that hold nobody and are nothing else."""


def person_rows(sheet, band, is_unit=lambda text: False, own="unit"):
    """The rows of *sheet* below *band* that hold a person, or should. *is_unit* knows the names on record.

    *own*: the field of the column in which such names stand for one row alone.
    """
    unit, group, has_ended, strays = "", "", False, []  # strays: of the person above, of the first one before that
    is_first = True
    headings = {text for column in band.columns for text in column.path}
    person = None
    for number, cells in _spread(sheet, band):
        cells = _continued(cells, person, band) if person and not has_ended else cells
        if number <= band.last or _repeats(headings, cells) or _is_example(cells, band):
            continue
        named = _unit_named(cells, band, is_unit, own)
        part = "" if named or is_signature(cells) else _part_named(cells, band)
        named = named or (_unit_in_title(part, is_unit) if part else "")
        if named or part and not GROUP.match(part):
            unit, group, has_ended = named or part, "", has_ended and not named
        elif part:
            group = part
        elif is_signature(cells):
            has_ended = True
        elif _holds_a_person(cells, band, has_ended and not is_unit(_text_in(cells, band.column_of(own)))):
            person = PersonRow(number, cells, unit, group, strays if is_first else [])
            strays, is_first = person.strays, False
            yield person
        elif not has_ended and _says_something(cells, band):
            strays.append((number, cells))


def _spread(sheet, band):
    """(number, cells) of the rows of *sheet*; a cell merged over several of them stands in each."""
    below = {}
    for top, left, bottom, right in sheet.merged:
        if band.last < top < bottom and left == right and sheet.at(top, left):
            for row in range(top + 1, bottom + 1):
                below.setdefault(row, {})[left] = replace(sheet.at(top, left), row=row)
    for number, cells in sheet.rows.items():
        yield number, below.get(number, {}) | cells


def _repeats(headings, cells):
    """The numbers of the columns, or the headings once more."""
    texts = [as_text(cell.value).strip() for cell in cells.values()]
    if len(texts) > 2 and all(COLUMN_NUMBER.fullmatch(text) for text in texts):
        return True
    return len(texts) > 1 and all(tidy(text) in headings for text in texts)


def _is_example(cells, band):
    """The line of the template as it came; whoever typed a person over it left the word beside it."""
    number, name = (_text_in(cells, band.column_of(key)) for key in (ROW_NUMBER, "full_name"))
    return number == EXAMPLE and name in ("", EXAMPLE_NAME)


def _text_in(cells, column):
    return tidy(as_text(cells[column.number].value)) if column and column.number in cells else ""


def _unit_named(cells, band, is_unit, own):
    """The name in a row that names a chi bộ and holds nobody: one text, beside it at most a number and a count."""
    column, text = _alone(cells)
    own = band.column_of(own)
    if not text or (own and column == own.number):
        return ""
    return unit_said_by(text) or (text if is_unit(text) else "")


def _alone(cells):
    """(column, text) of the only text of a row that has beside it at most a number and a count; (0, "") of others."""
    texts = [(column, clean(cell.value)) for column, cell in cells.items()]
    words = [(column, text) for column, text in texts if re.search(r"[^\W\d_]{2}", text) and not ROMAN.fullmatch(text)]
    if len({text for _, text in words}) != 1 or len(texts) > LISTED_AT_LEAST + 1:
        return 0, ""
    return words[0]


def _part_named(cells, band):
    """The text of a row that heads a part of the list and is no chi bộ on record: “TH Na Khê”, “II. Đảng viên dự bị”.

    What its rows have in common, or a chi bộ that is then asked about: never a person, never the chi bộ before it.
    """
    column, text = _alone(cells)
    if not text or column > band.column_of("full_name").number or TOTAL.match(text):
        return ""
    outline, rest = _outlined(text)
    numbers = [clean(cell.value) for place, cell in cells.items() if place < column]
    is_outlined = bool(outline) or any(OUTLINE.fullmatch(number) for number in numbers)
    says_it = GROUP.match(rest) or ORGANISATION.match(rest)
    return COUNTED.sub("", rest).strip(" :.-") if says_it or is_outlined else ""


def _continued(cells, person, band):
    """*cells* of a row that gives another year to the *person* above: who that is stands only there."""
    keys = {column.key: column.number for column in band.columns if column.meaning}
    own = {key for key, number in keys.items() if number in cells}
    if not {RATING_YEAR, RATINGS} <= own or own & {ROW_NUMBER, *WHO}:
        return cells
    who = {keys[key]: person.cells[keys[key]] for key in WHO if key in keys and keys[key] in person.cells}
    return {column: replace(cell, row=next(iter(cells.values())).row) for column, cell in who.items()} | cells


def _unit_in_title(text, is_unit):
    """The chi bộ that “DANH SÁCH ĐẢNG VIÊN CHI BỘ THÔN NA PÔ NĂM 2023” is of, with its year if nobody knows it."""
    found = TITLE.match(text)
    words = found[1].split() if found else []
    tries = (" ".join(words[:count]) for count in range(len(words), 2, -1))
    return next(filter(is_unit, tries), " ".join(words))


def _outlined(text):
    """(“II.”, the rest) of a text with the number of its part before it."""
    found = re.match(r"((?:[IVXLC]+|[A-ZĐ])\s*[.)/-])\s*(.+)", text)
    return (found[1], found[2]) if found else ("", text)


def unit_said_by(text):
    """The name in a line that begins with “Chi bộ”, without a number before and a count behind; else empty."""
    found = UNIT.match(text)
    return COUNTED.sub("", found["name"]).strip(" :.-") if found else ""


def is_signature(cells):
    texts = [tidy(cell.value) for cell in cells.values() if cell.is_text]
    if not texts or len(cells) > SIGNED_AT_MOST:
        return False
    are_signers = len(texts) == len(cells) and all(SIGNER.fullmatch(text.strip("() .:")) for text in texts)
    return are_signers or any(map(SIGNATURE.search, texts))


def _holds_a_person(cells, band, has_ended):
    """A name, with anything to it; without a name enough else that somebody must have been meant.

    Behind the signatures names stand alone: there only a row with figures, or of a chi bộ on record, is a person.
    """
    known = {column.number: column.key for column in band.columns if column.meaning}
    filled = {known[column] for column, cell in cells.items() if column in known and clean(cell.value)}
    name = next((clean(cells[c].value) for c, key in known.items() if key == "full_name" and c in cells), "")
    first = next((clean(cell.value) for cell in cells.values() if re.search(r"[^\W\d_]", clean(cell.value))), "")
    if _is_total(first, name, filled, cells, band):
        return False
    if has_ended and not any(re.search(r"\d", as_text(cell.value)) for cell in cells.values()):
        return False
    if name:
        return len(filled) > 1 or _may_be_a_name(name)
    return len(filled - {ROW_NUMBER}) > LISTED_AT_LEAST or (
        ROW_NUMBER in filled and len(filled - {ROW_NUMBER}) >= LISTED_AT_LEAST
    )


def _is_total(first, name, filled, cells, band):
    """A total, or one of its parts; somebody called Cộng Thị Hoa has a number and a date, or more."""
    numbered = _text_in(cells, band.column_of(ROW_NUMBER)).isdigit()
    if TOTAL.match(first) or TOTAL.match(name):
        return not (numbered and len(filled) > LISTED_AT_LEAST and is_written_as_a_name(name))
    return not numbered and is_count(cells, band.column_of("full_name").number)


def is_count(cells, name_column):
    """Whether a row says how many of the people above are something: “Nữ | 12”, “Dân tộc Mông: 4 đồng chí”."""
    texts = [(column, clean(cell.value)) for column, cell in cells.items() if clean(cell.value)]
    column, text = texts[0] if texts else (0, "")
    are_counts = all(COUNTED_AS.fullmatch(other) for _, other in texts[1:])
    return column <= name_column and bool(COUNT.match(text)) and are_counts


def _says_something(cells, band):
    """Whether a row that holds nobody has more than the number of a row left blank, or of a page."""
    number = band.column_of(ROW_NUMBER)
    texts = [clean(cell.value) for column, cell in cells.items() if number is None or column != number.number]
    words = [text for text in texts if re.search(r"\w", text)]
    first = next((clean(cell.value) for cell in cells.values() if clean(cell.value)), "")
    return bool(words) and not (
        PAGE.match(first)
        or PAGE.match(words[0])
        or TOTAL.match(first)
        or TOTAL.match(words[0])
        or is_count(cells, band.column_of("full_name").number)
    )


def _may_be_a_name(text):
    """Of a text that stands alone: a name is two to six words without figures or punctuation."""
    return 1 < len(text.split()) <= 6 and not re.search(r"[\d:;,.()/“”\"]", text) and fold(text) != ""
