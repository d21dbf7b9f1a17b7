"""One office in any manner: how it heads, splits, crosses, joins, groups, encodes and damages, each chosen by itself.

A Manner names a choice for every shape of spreadsheets.md; write() lays people out by it. What a manner cannot say of a
person (a birth under NAM or NỮ of somebody without one) it does not say: said() tells what has to come out.
"""

import csv
import io
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from itertools import groupby

import openpyxl
import xlwt
from hypothesis import strategies as st
from openpyxl.styles import Font

from nakhe.vietnamese.legacy.charsets import VNI
from tests.importing.offices import OFFICE, RATING, SEX, THEORY, TRAINING, _decomposed_tones, in_tcvn3, typed

VNI_LETTERS = {
    letter: written
    for written, letter in reversed(VNI.items())
    if written == written.lower() or len(written) == 1 or written[1:] == written[1:].lower()
}
PREAMBLE = [
    "HUYỆN ỦY YÊN MINH", "ĐẢNG BỘ XÃ NA KHÊ", "ĐẢNG CỘNG SẢN VIỆT NAM", "*", "Số 12-DS/ĐU", "DANH SÁCH ĐẢNG VIÊN",
    "(Tính đến ngày 31/12/2023)", "Kèm theo công văn của Ban Tổ chức", "Đơn vị tính: người", "Biểu số 1",
]  # fmt: skip
LEVELS = {"UNIVERSITY": "Đại học", "COLLEGE": "Cao đẳng", "NONE": "LĐ phổ thông"}
THEORIES = {"ADVANCED": "Cao cấp", "INTERMEDIATE": "Trung cấp", "ELEMENTARY": "Sơ cấp"}
RESULTS = {"EXCELLENT": "HTXSNV", "GOOD": "HTTNV", "COMPLETED": "HTNV", "NOT_COMPLETED": "KHTNV"}


@dataclass(frozen=True)
class Manner:
    file: str
    """xlsx, xls, or a delimiter of CSV."""
    charset: str
    """unicode, nfd; tcvn3, vni with their fonts; in CSV also cp1258."""
    preamble: int
    is_merged: bool
    has_hints: bool
    is_numbered: bool
    units: str
    """column, rows (sub-headings) or sheets."""
    name: str
    birth: str
    sex: str
    dates: str
    numbers: str
    crosses: frozenset
    """Of level, theory, rating: those that are crossed instead of written."""
    office: str
    has_totals: bool
    is_signed: bool
    order: int
    """Turns the columns behind the name around."""


@st.composite
def manners(draw):
    file = draw(st.sampled_from(["xlsx", "xls", ",", ";", "\t"]))
    is_csv = len(file) == 1
    return Manner(
        file,
        charset=draw(st.sampled_from(["unicode", "nfd", "cp1258"] if is_csv else ["unicode", "nfd", "tcvn3", "vni"])),
        preamble=draw(st.integers(0, 10)),
        is_merged=draw(st.booleans()) and not is_csv,
        has_hints=draw(st.booleans()),
        is_numbered=draw(st.booleans()),
        units=draw(st.sampled_from(["column", "rows"] if is_csv else ["column", "rows", "sheets"])),
        name=draw(st.sampled_from(["plain", "capitals", "parts"])),
        birth=draw(st.sampled_from(["typed", "cell", "split"])),
        sex=draw(st.sampled_from(["word", "crossed", "joint"])),
        dates=draw(st.sampled_from(["typed", "cell", "joint"])),
        numbers=draw(st.sampled_from(["text", "joint", "damaged", "spaced"])),
        crosses=draw(st.frozensets(st.sampled_from(["level", "theory", "rating"]))),
        office=draw(st.sampled_from(["word", "group"])),
        has_totals=draw(st.booleans()),
        is_signed=draw(st.booleans()),
        order=draw(st.integers(0, 11)),
    )


def said(manner, person):
    """What of *person* comes out of a file in that manner."""
    keys = {
        "full_name", "birth_date", "unit", "sex", "ethnicity", "admitted_on", "official_on", "card_number",
        "profile_number", "citizen_id", "phone", "professional_level", "political_theory", "party_office", "ratings",
        "note",
    }  # fmt: skip
    found = {key: value for key, value in person.items() if key in keys}
    if "note" in found:
        found["note"] = " ".join(found["note"].split())
    if manner.birth == "split" and "birth_date" not in found:
        found.pop("sex", None)
    return found


# --- Columns ---


@dataclass
class Column:
    path: tuple
    """(heading,) or (group, heading)."""
    cell: object
    """person → value."""
    is_text: bool = True


def columns_of(manner):
    """[[Column]]: those below one group stay together; the name first, the rest turned around by the manner."""
    blocks = [
        _birth(manner), *_sex(manner), *_dates(manner), *_numbers(manner),
        _level(manner, "level", "Trình độ chuyên môn", "professional_level", TRAINING, LEVELS),
        _level(manner, "theory", "Lý luận chính trị", "political_theory", THEORY, THEORIES),
        _rating(manner), _office(manner), [Column(("Ghi chú",), lambda each: each.get("note"))],
    ]  # fmt: skip
    if manner.units == "column":
        blocks.append([Column(("Chi bộ",), lambda each: each["unit"])])
    turn = manner.order % len(blocks)
    return [*_name(manner), *(column for block in blocks[turn:] + blocks[:turn] for column in block)]


def _name(manner):
    if manner.name == "parts":
        return [
            Column(("Họ và tên đệm",), lambda each: each["full_name"].rpartition(" ")[0]),
            Column(("Tên",), lambda each: each["full_name"].rpartition(" ")[2]),
        ]
    is_upper = manner.name == "capitals" and manner.charset in ("unicode", "nfd")
    return [Column(("Họ và tên",), lambda each: each["full_name"].upper() if is_upper else each["full_name"])]


def _day(iso, as_cell):
    return datetime.fromisoformat(iso) if as_cell and iso and len(iso) == 10 else typed(iso)


def _birth(manner):
    if manner.birth != "split":
        return [Column(("Ngày sinh",), lambda each: _day(each.get("birth_date"), manner.birth == "cell"))]
    return [
        Column(
            ("Ngày, tháng, năm sinh", SEX[sex]),
            lambda each, sex=sex: typed(each.get("birth_date")) if each["sex"] == sex else None,
        )
        for sex in "MF"
    ]


def _sex(manner):
    ethnicity = [Column(("Dân tộc",), lambda each: each.get("ethnicity"))]
    if manner.birth == "split":
        return [ethnicity]
    if manner.sex == "joint":
        return [[Column(("Nam, nữ, dân tộc",), lambda each: _joined(", ", SEX[each["sex"]], each.get("ethnicity")))]]
    if manner.sex == "word":
        return [[Column(("Giới tính",), lambda each: SEX[each["sex"]])], ethnicity]
    crossed = [
        Column(("Giới tính", SEX[sex]), lambda each, sex=sex: "x" if each["sex"] == sex else None) for sex in "MF"
    ]
    return [crossed, ethnicity]


def _joined(between, *parts):
    return between.join(filter(None, parts)) or None


def _dates(manner):
    if manner.dates == "joint":
        days = lambda each: _joined(", ", typed(each.get("admitted_on")), typed(each.get("official_on")))  # noqa: E731
        return [[Column(("Ngày vào Đảng, ngày chính thức",), days)]]
    named = {"Ngày vào Đảng": "admitted_on", "Ngày chính thức": "official_on"}
    return [
        [Column((heading,), lambda each, key=key: _day(each.get(key), manner.dates == "cell"))]
        for heading, key in named.items()
    ]


def _numbers(manner):
    if manner.numbers == "joint":
        both = lambda each: _joined(" / ", each["card_number"], each.get("profile_number"))  # noqa: E731
        found = [Column(("Số thẻ đảng viên, số lý lịch",), both, is_text=False)]
    else:
        found = [
            Column(("Số thẻ đảng viên",), lambda each: _number(manner, each["card_number"]), is_text=False),
            Column(("Số lý lịch",), lambda each: each.get("profile_number"), is_text=False),
        ]
    rest = {"Số căn cước": "citizen_id", "Số điện thoại": "phone"}
    found += [
        Column((heading,), lambda each, key=key: _number(manner, each[key]), is_text=False)
        for heading, key in rest.items()
    ]
    return [[column] for column in found]


def _number(manner, digits):
    """Whole, without its zeros as Excel keeps it, or with an apostrophe and spaces."""
    if manner.numbers == "damaged":
        return int(digits)
    return f"'{digits[:4]} {digits[4:]}" if manner.numbers == "spaced" else digits


def _level(manner, name, heading, key, written, crossed):
    if name not in manner.crosses:
        return [Column((heading,), lambda each: written.get(each.get(key)))]
    return [
        Column((heading, below), lambda each, level=level: "x" if each.get(key) == level else None)
        for level, below in crossed.items()
    ]


def _rating(manner):
    level = lambda each: each.get("ratings", {}).get("2023")  # noqa: E731
    if "rating" not in manner.crosses:
        return [Column(("Xếp loại năm 2023",), lambda each: RATING.get(level(each)))]
    return [
        Column(("Xếp loại năm 2023", below), lambda each, result=result: "x" if level(each) == result else None)
        for result, below in RESULTS.items()
    ]


def _office(manner):
    if manner.office == "word":
        return [Column(("Chức vụ Đảng",), lambda each: OFFICE.get(each.get("party_office")))]
    return [
        Column(("CHỨC VỤ HIỆN NAY", "ĐẢNG"), lambda each: OFFICE.get(each.get("party_office"))),
        Column(("CHỨC VỤ HIỆN NAY", "CHÍNH QUYỀN"), lambda each: None),
    ]


# --- Rows ---


@dataclass
class Page:
    name: str
    rows: list = field(default_factory=list)
    merged: list = field(default_factory=list)
    """[(first row, first column, last row, last column)], from 1."""
    plain: set = field(default_factory=set)
    """{(row, column)} of numbers, which no old font touches."""


def write(people, manner):
    """(the bytes of the file, its name)."""
    people = sorted(people, key=lambda each: each["unit"])
    if manner.units == "sheets":
        pages = [_page(list(here), manner, unit.replace("Chi bộ", "CB")) for unit, here in groupby(people, _unit)]
    else:
        pages = [_page(people, manner, "Danh sách")]
    kind = manner.file if manner.file in WRITERS else "csv"
    return WRITERS.get(kind, _csv)(pages, manner), f"danh-sach.{kind}"


def _unit(person):
    return person["unit"]


def _page(people, manner, name):
    page, columns = Page(name), columns_of(manner)
    page.rows += [[line] for line in PREAMBLE[: manner.preamble]]
    _head(page, columns, manner)
    for unit, here in groupby(people, _unit) if manner.units == "rows" else [("", people)]:
        if unit:
            page.rows.append([unit.upper() if manner.charset in ("unicode", "nfd") else unit])
        here = list(here)
        for number, person in enumerate(here, 1):
            page.plain |= {(len(page.rows) + 1, c) for c, each in enumerate(columns, 2) if not each.is_text}
            page.rows.append([number, *(column.cell(person) for column in columns)])
        if manner.has_totals:
            page.rows += [[None, "Cộng", len(here)], []]
    if manner.is_signed:
        page.rows += [[], [None, None, None, "Na Khê, ngày 31 tháng 12 năm 2023"]]
        page.rows += [[None, "Người lập biểu", None, "T/M ĐẢNG ỦY"], [None, "Lù Thị Chuyên", None, "Lý Văn Chiêm"]]
    return page


def _head(page, columns, manner):
    """One row of headings or, where any stands below a group, two."""
    paths, first = [("STT",), *(column.path for column in columns)], len(page.rows) + 1
    is_tall = any(len(path) > 1 for path in paths)
    hint = "*\n(ghi đủ)" if manner.has_hints else ""
    groups = [path[0] for path in paths]
    repeated = [place and path[0] == groups[place - 1] and len(path) > 1 for place, path in enumerate(paths)]
    shown = [path[0] + (hint if len(path) == 1 else "") for path in paths]
    page.rows.append([None if again else text for text, again in zip(shown, repeated, strict=True)])
    if is_tall:
        page.rows.append([path[1] if len(path) > 1 else None for path in paths])
    if manner.is_merged and is_tall:
        _merge(page, paths, first)
    if manner.is_numbered:
        page.rows.append([f"({number})" for number in range(1, len(paths) + 1)])


def _merge(page, paths, first):
    place = 1
    for path, group in groupby(paths, key=lambda path: path if len(path) == 1 else path[:1] + ("below",)):
        width = len(list(group))
        if len(path) == 1:
            page.merged.append((first, place, first + 1, place))
        elif width > 1:
            page.merged.append((first, place, first, place + width - 1))
        place += width


# --- Files ---


def _encoded(value, manner, is_plain):
    if not isinstance(value, str) or is_plain:
        return value
    if manner.charset == "tcvn3":
        return in_tcvn3(value)
    if manner.charset == "vni":
        return "".join(VNI_LETTERS.get(letter, letter) for letter in value)
    if manner.charset == "nfd":
        return unicodedata.normalize("NFD", value)
    return value


FONTS = {"tcvn3": ".VnTime", "vni": "VNI-Times"}


def _cells(page, manner):
    """(row, column, value, font)."""
    for row, values in enumerate(page.rows, 1):
        for column, value in enumerate(values, 1):
            if value is not None:
                is_plain = (row, column) in page.plain
                font = FONTS.get(manner.charset, "Times New Roman")
                yield row, column, _encoded(value, manner, is_plain), "Arial" if is_plain else font


def _xlsx(pages, manner):
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for page in pages:
        sheet = workbook.create_sheet(page.name)
        for row, column, value, font in _cells(page, manner):
            cell = sheet.cell(row, column, value)
            cell.font = Font(name=font)
        for top, left, bottom, right in page.merged:
            sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


@cache
def _style(font, is_day):
    return xlwt.easyxf(f"font: name {font}", num_format_str="dd/mm/yyyy" if is_day else "General")


def _xls(pages, manner):
    workbook = xlwt.Workbook(encoding="utf-8")
    for page in pages:
        sheet = workbook.add_sheet(page.name)
        merged = {(top, left): (bottom, right) for top, left, bottom, right in page.merged}
        for row, column, value, font in _cells(page, manner):
            style = _style(font, isinstance(value, datetime))
            bottom, right = merged.get((row, column), (row, column))
            if (bottom, right) == (row, column):
                sheet.write(row - 1, column - 1, value, style)
            else:
                sheet.write_merge(row - 1, bottom - 1, column - 1, right - 1, value, style)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _csv(pages, manner):
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=manner.file)
    for page in pages:
        width = max(map(len, page.rows))
        for row in page.rows:
            shown = [f"{value:%d/%m/%Y}" if isinstance(value, datetime) else value for value in row]
            writer.writerow([_encoded(value, manner, False) for value in shown] + [None] * (width - len(row)))
    text = stream.getvalue()
    return _decomposed_tones(text).encode("cp1258") if manner.charset == "cp1258" else text.encode("utf-8-sig")


WRITERS = {"xlsx": _xlsx, "xls": _xls}
