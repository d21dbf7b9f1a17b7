"""The same people as nine offices would keep them: each function writes a file and says which fields it can hold.

People are dicts in the words of the importer (spreadsheets.md, the command's contract).
"""

import csv
import io
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

import openpyxl
import xlwt
from openpyxl.styles import Font

from nakhe.vietnamese.legacy import decode

SEX = {"M": "Nam", "F": "Nữ"}
OFFICE = {"SECRETARY": "BT", "DEPUTY_SECRETARY": "Phó bí thư", "COMMITTEE_MEMBER": "CUV"}
THEORY = {"NONE": "Chưa qua", "ELEMENTARY": "SC", "INTERMEDIATE": "Trung cấp", "ADVANCED": "CC", "BACHELOR": "Cử nhân"}
TRAINING = {"NONE": "không", "INTERMEDIATE": "TC", "COLLEGE": "Cao đẳng", "UNIVERSITY": "ĐH", "MASTER": "ThS"}
RATING = {"EXCELLENT": "HTSXNV", "GOOD": "Hoàn thành tốt", "COMPLETED": "HTNV", "NOT_COMPLETED": "KHTNV"}
BASIC = ("full_name", "birth_date", "sex", "ethnicity", "unit", "card_number", "admitted_on", "official_on")


@dataclass
class Written:
    data: bytes
    name: str
    keys: tuple
    """The fields that the file says."""


def typed(iso):
    """19/5/1985, 5/1985 or 1985."""
    return "/".join(str(int(part)) for part in reversed(iso.split("-"))) if iso else None


def as_day(iso):
    """A date cell where the whole date is known."""
    return datetime.fromisoformat(iso) if iso and len(iso) == 10 else typed(iso)


def _saved(workbook):
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def plain(people):
    """Headings in the first row, true date cells beside typed dates."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(
        ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc", "Chi bộ", "Số thẻ ĐV", "Ngày kết nạp", "Chính thức"]
        + ["Số CCCD", "Chức vụ Đảng", "Xếp loại năm 2023"]
    )
    for number, person in enumerate(people, 1):
        sheet.append([number, *_basic(person, as_day), person.get("citizen_id"), OFFICE.get(person.get("party_office")),
                      RATING.get(person.get("ratings", {}).get("2023"))])  # fmt: skip
    return Written(_saved(workbook), "plain.xlsx", (*BASIC, "citizen_id", "party_office", "ratings"))


def _basic(person, day=typed):
    return [
        person["full_name"], day(person.get("birth_date")), SEX.get(person.get("sex")), person.get("ethnicity"),
        person["unit"], person.get("card_number"), day(person.get("admitted_on")), day(person.get("official_on")),
    ]  # fmt: skip


def by_unit(people):
    """BM2: preamble, two merged heading rows, (1)(2)(3), NAM or NỮ, chi bộ as sub-headings, totals, signatures."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet["A1"], sheet["A2"], sheet["F2"] = "HUYỆN ỦY YÊN MINH", "ĐẢNG ỦY XÃ NA KHÊ", "ĐẢNG CỘNG SẢN VIỆT NAM"
    sheet["A4"] = "DANH SÁCH ĐẢNG VIÊN\n(Tính đến ngày 31/12/2023)"
    sheet.append(["TT", "HỌ VÀ TÊN\nKHAI SINH", "NGÀY, THÁNG, NĂM SINH", None, "DÂN TỘC", "SỐ THẺ ĐẢNG*"]
                 + ["NGÀY VÀO ĐẢNG", "NGÀY CHÍNH THỨC", "TRÌNH ĐỘ", None, "CHỨC VỤ HIỆN NAY", None])  # fmt: skip
    sheet.append([None, None, "NAM", "NỮ", *[None] * 4, "VĂN HOÁ", "LÝ LUẬN\nCHÍNH TRỊ", "ĐẢNG", "CHÍNH QUYỀN"])
    for merged in ("A5:A6", "B5:B6", "C5:D5", "E5:E6", "F5:F6", "G5:G6", "H5:H6", "I5:J5", "K5:L5"):
        sheet.merge_cells(merged)
    sheet.append([f"({number})" for number in range(1, 13)])
    people = sorted(people, key=lambda person: person["unit"])
    for unit, members in groupby(people, key=lambda person: person["unit"]):
        members = list(members)
        sheet.append([unit.upper()])
        sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=12)
        for number, person in enumerate(members, 1):
            born = typed(person.get("birth_date"))
            split = [None, born] if person.get("sex") == "F" else [born, None]
            sheet.append(
                [number, person["full_name"].upper(), *split, person.get("ethnicity"), person.get("card_number"),
                 typed(person.get("admitted_on")), typed(person.get("official_on")), person.get("general_education"),
                 THEORY.get(person.get("political_theory")), OFFICE.get(person.get("party_office"))]
            )  # fmt: skip
        sheet.append([None, "Cộng", len(members)])
    sheet.append([])
    sheet.append([*[None] * 8, "Na Khê, ngày 31 tháng 12 năm 2023"])
    sheet.append([None, "Người lập biểu", *[None] * 6, "T/M ĐẢNG ỦY"])
    sheet.append([None, "Lù Thị Chuyên", *[None] * 6, "Lý Văn Chiêm"])
    return Written(_saved(workbook), "bm2.xlsx", (*BASIC, "general_education", "political_theory", "party_office"))


def crossed(people):
    """Crosses for sex, training and theory."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    levels, theories = ["UNIVERSITY", "COLLEGE", "NONE"], ["ADVANCED", "INTERMEDIATE", "ELEMENTARY"]
    sheet.append(["STT", "Họ và tên", "Ngày sinh", "Chi bộ", "Giới tính", None, "Trình độ chuyên môn", None, None]
                 + ["Trình độ LLCT", None, None])  # fmt: skip
    sheet.append([*[None] * 4, "Nam", "Nữ", "Đại học", "Cao đẳng", "LĐ phổ thông", "Cao cấp", "Trung cấp", "Sơ cấp"])
    for number, person in enumerate(people, 1):
        marks = [
            *("x" if person.get("sex") == sex else None for sex in "MF"),
            *("X" if person.get("professional_level") == level else None for level in levels),
            *("✓" if person.get("political_theory") == theory else None for theory in theories),
        ]
        sheet.append([number, person["full_name"], typed(person.get("birth_date")), person["unit"], *marks])
    return Written(
        _saved(workbook), "x.xlsx", ("full_name", "birth_date", "unit", "sex", "professional_level", "political_theory")
    )


def register(people):
    """Mẫu 7-HSĐV: several values in a cell."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(["SỔ DANH SÁCH ĐẢNG VIÊN"])
    sheet.append(["Số TT", "Họ và tên,\nhọ tên khai sinh", "Ngày sinh", "Nam, nữ, dân tộc, tôn giáo"]
                 + ["Ngày vào Đảng, ngày chính thức", "Số thẻ đảng viên, số lý lịch", "Chi bộ"])  # fmt: skip
    for number, person in enumerate(people, 1):
        told = ", ".join(filter(None, [SEX.get(person.get("sex")), person.get("ethnicity")]))
        days = ", ".join(filter(None, [typed(person.get("admitted_on")), typed(person.get("official_on"))]))
        numbers = " / ".join(filter(None, [person.get("card_number"), person.get("profile_number")]))
        sheet.append(
            [number, person["full_name"], typed(person.get("birth_date")), told, days, numbers, person["unit"]]
        )
    return Written(_saved(workbook), "mau7.xlsx", (*BASIC, "profile_number"))


def a_sheet_each(people):
    """One sheet per chi bộ, whose name is the sheet's; a hidden one with a person-like row."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for unit, members in groupby(sorted(people, key=lambda person: person["unit"]), key=lambda person: person["unit"]):
        sheet = workbook.create_sheet(unit.replace("Chi bộ", "CB"))
        sheet.append(["DANH SÁCH ĐẢNG VIÊN"])
        sheet.append(["STT", "Họ tên", "Ngày sinh", "Giới tính", "Dân tộc", "Số thẻ Đảng", "Vào Đảng", "Chính thức"])
        for number, person in enumerate(members, 1):
            row = _basic(person, as_day)
            sheet.append([number, *row[:4], *row[5:]])
    hidden = workbook.create_sheet("DANHMUC")
    hidden.append(["Họ và tên", "Ngày sinh"])
    hidden.append(["Nguyễn Văn Mẫu", "01/01/1990"])
    hidden.sheet_state = "hidden"
    return Written(_saved(workbook), "sheets.xlsx", BASIC)


def _encoder(charset):
    """{letter: how *charset* wrote it}, worked out from its decoder."""
    read = {chr(code): decode(chr(code), charset) for code in range(0xA0, 0x100)}
    return {letter: written for written, letter in read.items() if letter != written}


TCVN3 = _encoder("tcvn3")


def in_tcvn3(text, upper=False):
    """As typed in .VnTime; in .VnTimeH, which shows capitals, the letters are the small ones."""
    if upper:
        return "".join(TCVN3.get(letter, letter) for letter in text.lower())
    return "".join(
        TCVN3.get(letter, TCVN3.get(letter.lower(), letter) if not letter.isascii() else letter) for letter in text
    )


def old_fonts(people):
    """TCVN3: names in .VnTimeH, the rest in .VnTime, headings too."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    small, capitals = Font(name=".VnTime"), Font(name=".VnTimeH")

    def write(row, values, upper=()):
        for column, value in enumerate(values, 1):
            text = isinstance(value, str) and not value.replace("/", "").isdigit()
            cell = sheet.cell(row, column, in_tcvn3(value, column in upper) if text else value)
            if text:
                cell.font = capitals if column in upper else small

    headings = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc", "Chi bộ", "Số thẻ đảng viên", "Ngày vào Đảng"]
    write(1, [*headings, "Ngày chính thức"], upper=range(1, 10))
    for number, person in enumerate(people, 1):
        write(number + 1, [number, *_basic(person)], upper=[2])
    return Written(_saved(workbook), "vntime.xlsx", BASIC)


def damaged(people):
    """Numbers as number cells, which lose their zeros."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(["Họ và tên", "Ngày sinh", "Chi bộ", "Số thẻ", "Số căn cước", "Số ĐT"])
    for person in people:
        numbers = [int(person[key]) if person.get(key) else None for key in ("card_number", "citizen_id", "phone")]
        sheet.append([person["full_name"], as_day(person.get("birth_date")), person["unit"], *numbers])
    return Written(
        _saved(workbook), "so.xlsx", ("full_name", "birth_date", "unit", "card_number", "citizen_id", "phone")
    )


def in_csv(people, delimiter=";", encoding="utf-8-sig"):
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter)
    headings = [
        "Họ và tên",
        "Ngày sinh",
        "Giới tính",
        "Dân tộc",
        "Chi bộ",
        "Số thẻ",
        "Ngày vào Đảng",
        "Ngày chính thức",
    ]
    writer.writerow([*headings, "Ghi chú"])
    for person in people:
        writer.writerow([*(value or "" for value in _basic(person)), person.get("note", "")])
    text = stream.getvalue()
    if encoding == "cp1258":
        text = _decomposed_tones(text)
    data = in_tcvn3(text).encode("cp1252") if encoding == "tcvn3" else text.encode(encoding)
    return Written(data, "danh-sach.csv", (*BASIC, "note"))


def _decomposed_tones(text):
    """Windows-1258 has the letters with their marks, and the tones as characters of their own."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    found = []
    for letter in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in parts if mark in tones)
        found.append(unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in tones)) + tone)
    return "".join(found)


def in_xls(people):
    """The old format, dates as date cells."""
    workbook = xlwt.Workbook(encoding="utf-8")
    sheet = workbook.add_sheet("Danh sach")
    day = xlwt.easyxf(num_format_str="dd/mm/yyyy")
    headings = ["Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc", "Chi bộ", "Số thẻ", "Ngày vào Đảng", "Chính thức"]
    for column, heading in enumerate(headings):
        sheet.write(0, column, heading)
    for number, person in enumerate(people, 1):
        for column, value in enumerate(_basic(person, as_day)):
            if isinstance(value, date):
                sheet.write(number, column, value, day)
            elif value is not None:
                sheet.write(number, column, value)
    return Written(_saved(workbook), "danh-sach.xls", BASIC)


def in_tabs(people):
    return in_csv(people, "\t")


def in_cp1258(people):
    return in_csv(people, ",", "cp1258")


def in_tcvn3_csv(people):
    return in_csv(people, ";", "tcvn3")


OFFICES = [
    plain, by_unit, crossed, register, a_sheet_each, old_fonts, damaged, in_csv, in_tabs, in_cp1258, in_tcvn3_csv,
    in_xls,
]  # fmt: skip
