"""Every case of import_bad.json about the container (A) and its size (B), made byte by byte, and more of the kind."""

import re
import struct
import time
import tracemalloc
import zipfile

import pytest

from nakhe.spreadsheets.limits import MAX_BYTES, MAX_COLUMNS, MAX_ROWS
from nakhe.spreadsheets.safety import Refused, check
from tests.spreadsheets.trap_files import (
    EOF,
    HEAD,
    MAIN,
    SHEET,
    STRINGS,
    STYLES,
    TYPES,
    biff,
    cell,
    compound,
    content_types,
    number_cell,
    numbers,
    packed,
    parts,
    random_text,
    record,
    relations,
    sheet,
    with_sheet,
    workbook,
    xls,
)
from tests.vietnamese import vectors

JPEG = bytes.fromhex("ffd8ffe000104a464946") + bytes(500)
ENTITIES = (
    f"""{HEAD}<!DOCTYPE worksheet [<!ENTITY a "{"a" * 50_000}">]><worksheet xmlns="{MAIN}">{"&a;" * 1000}</worksheet>"""
)
OUTSIDE = f'{HEAD}<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet xmlns="{MAIN}">&x;</worksheet>'
EXTERNAL_DTD = f'{HEAD}<!DOCTYPE worksheet SYSTEM "http://10.0.0.1/a.dtd"><worksheet xmlns="{MAIN}"/>'
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACRO_BOOK = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
BINARY_BOOK = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"


def twice():
    with pytest.warns(UserWarning, match="Duplicate name"):
        return packed(
            {zipfile.ZipInfo(SHEET): "<a/>"} | {zipfile.ZipInfo(name): text for name, text in parts().items()}
        )


def symlink():
    link = zipfile.ZipInfo("xl/media/image1.png")
    link.external_attr = 0o120777 << 16
    return packed({**parts(), link: "/etc/passwd"})


def lying_header():
    """The local header of the sheet says another size than the directory."""
    data = bytearray(workbook())
    place = data.index(SHEET.encode()) - 30
    struct.pack_into("<L", data, place + 22, 7)
    return bytes(data)


def strict():
    entries = parts()
    entries["xl/workbook.xml"] = f'{HEAD}<workbook xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"/>'
    return packed(entries)


def without(name):
    return packed({entry: text for entry, text in parts().items() if entry != name})


def half():
    data = workbook(sheet=sheet(numbers(500)))
    return data[: len(data) // 2]


def strings(count):
    items = "".join(f"<si><t>{number}</t></si>" for number in range(count))
    return workbook({STRINGS: f'{HEAD}<sst xmlns="{MAIN}">{items}</sst>'})


def styles(count):
    items = "".join(f'<xf numFmtId="{number}" fontId="{number * 7919 % 9973}"/>' for number in range(count))
    return workbook({STYLES: f'{HEAD}<styleSheet xmlns="{MAIN}"><cellXfs>{items}</cellXfs></styleSheet>'})


def merges(count):
    items = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(1, count + 1))
    return with_sheet(sheet(cell("A1"), f"<mergeCells>{items}</mergeCells>"))


def formats(count):
    items = "".join(
        f'<conditionalFormatting sqref="A{row}"><cfRule priority="{row}"/></conditionalFormatting>'
        for row in range(1, count + 1)
    )
    return with_sheet(sheet(cell("A1"), items))


def sheets(count):
    return workbook({f"xl/worksheets/sheet{number}.xml": sheet() for number in range(2, count + 1)})


BROKEN = "bị hỏng"
CASES = {
    "A01": (lambda: b"", "a.xlsx", "Tệp rỗng"),
    "A02": (lambda: b"P", "a.xlsx", "không phải bảng tính"),
    "A04": (lambda: b"<html><table><tr><td>Lan</td></tr></table></html>", "a.xls", "là trang web"),
    "A05": (lambda: "Họ và tên;Chi bộ\nLan;Na Pô\n".encode(), "a.xlsx", "không phải bảng tính Excel như tên tệp"),
    "A07": (lambda: JPEG, "a.xlsx", "là ảnh"),
    "A08": (lambda: packed({TYPES: content_types(WORD), "word/document.xml": "<a/>"}), "a.xlsx", "văn bản Word"),
    "A10": (lambda: b"MZ\x90\0" + bytes(500), "a.xlsx", "là chương trình"),
    "A11": (lambda: without(TYPES), "a.xlsx", "không phải bảng tính Excel"),
    "A13": (half, "a.xlsx", BROKEN),
    "A14": (lambda: workbook()[:-60], "a.xlsx", BROKEN),
    "A16": (twice, "a.xlsx", "hai thành phần trùng tên"),
    "A17": (lambda: workbook({"../../etc/x": "x"}), "a.xlsx", "đường dẫn ra ngoài tệp"),
    "A19": (symlink, "a.xlsx", "liên kết tượng trưng"),
    "A20": (lambda: compound({"EncryptionInfo": b"x", "EncryptedPackage": bytes(5000)}), "a.xlsx", "đặt mật khẩu"),
    "A23": (lambda: packed({**parts(), TYPES: content_types(BINARY_BOOK)}), "a.xlsb", "macro"),
    "A25": (
        lambda: packed({**parts(), TYPES: content_types(MACRO_BOOK), "xl/vbaProject.bin": b"x"}),
        "a.xlsm",
        "có macro",
    ),
    "A26": (lambda: workbook({"xl/vbaProject.bin": b"x"}), "a.xlsx", "có macro"),
    "A28": (lambda: workbook({"xl/embeddings/oleObject1.bin": b"x"}), "a.xlsx", "nhúng"),
    "A29": (strict, "a.xlsx", "Strict Open XML"),
    "A31": (lambda: with_sheet(sheet(cell("A1")).replace("UTF-8", "UTF-16").encode("utf-16")), "a.xlsx", "UTF-8"),
    "A32": (lambda: with_sheet(sheet(cell("A1", "La\0n"))), "a.xlsx", "ở trang “Đảng viên”"),
    "B01": (lambda: workbook({"xl/media/image1.emf": bytes(300 << 20)}), "a.xlsx", "bung ra quá lớn"),
    "B02": (lambda: workbook({"xl/media/a.zip": workbook()}), "a.xlsx", "nhúng"),
    "B04": (lying_header, "a.xlsx", "kích thước ghi không khớp"),
    "B05": (lambda: with_sheet(sheet(cell("XFD1048576"))), "a.xlsx", "Ô XFD1048576 ở trang “Đảng viên”"),
    "B07": (lambda: with_sheet(sheet(numbers(1_000_000))), "a.xlsx", f"ngoài {MAX_ROWS} dòng đầu"),
    "B08": (lambda: with_sheet(sheet(numbers(MAX_ROWS + 1))), "a.xlsx", f"Ô A{MAX_ROWS + 1} ở trang “Đảng viên”"),
    "B10": (lambda: sheets(500), "a.xlsx", "quá 100 thành phần"),
    "B11": (lambda: strings(1_000_000), "a.xlsx", "quá nhiều chuỗi chữ"),
    "B13": (lambda: with_sheet(sheet(cell("A1", random_text(10_000_000)))), "a.xlsx", "nội dung quá dài"),
    "B14": (lambda: merges(200_000), "a.xlsx", "quá nhiều ô gộp"),
    "B16": (lambda: formats(100_000), "a.xlsx", "quá nhiều định dạng có điều kiện"),
    "B17": (lambda: styles(64_000), "a.xlsx", "quá nhiều kiểu định dạng"),
    "B19": (lambda: with_sheet(ENTITIES), "a.xlsx", "khai báo DTD"),
    "B20": (lambda: with_sheet(OUTSIDE), "a.xlsx", "khai báo DTD"),
    "B22": (lambda: with_sheet(EXTERNAL_DTD), "a.xlsx", "khai báo DTD"),
    "B23": (lambda: workbook() + bytes(11 << 20), "a.xlsx", "lớn hơn 10 MB"),
}
READ_HERE = {"A22"}
"""An .xls is read: see below."""


def linked(kind):
    return workbook({"xl/worksheets/_rels/sheet1.xml.rels": relations(("rId1", kind, "file:///C:/a.xlsx", "External"))})


def overlapping():
    """Two entries of the directory share one local entry."""
    data = workbook({"xl/media/a": b"x"})
    place = data.rindex(b"xl/media/a") - 46
    changed = bytearray(data)
    struct.pack_into("<L", changed, place + 42, data.index(SHEET.encode()) - 30)
    return bytes(changed)


def reaching():
    """Both headers of an entry say that it is longer than the room there is."""
    data = bytearray(workbook())
    local, central = data.index(SHEET.encode()) - 30, data.rindex(SHEET.encode()) - 46
    length = struct.unpack_from("<L", data, local + 18)[0] + 50
    struct.pack_into("<L", data, local + 18, length)
    struct.pack_into("<L", data, central + 20, length)
    return bytes(data)


def counted_text(length):
    """Packs about 1 to 15, as tables do."""
    return "".join(f"{number:016}" for number in range(length // 16))


def encrypted_entry():
    data = bytearray(workbook())
    place = data.rindex(SHEET.encode()) - 46
    struct.pack_into("<H", data, place + 8, 1)
    return bytes(data)


def circle():
    """The directory of the OLE file goes on in itself."""
    data = bytearray(xls(number_cell(0, 0)))
    table = len(data) - 512
    directory = struct.unpack_from("<L", data, 48)[0]
    struct.pack_into("<L", data, table + 4 * directory, directory)
    return bytes(data)


OTHERS = {
    "empty zip": (lambda: packed({}), "a.xlsx", "là tệp nén rỗng"),
    "any zip": (lambda: packed({"a.txt": "a"}), "a.xlsx", "không phải bảng tính Excel"),
    "an xlsx in a zip": (lambda: packed({"a.xlsx": workbook()}), "a.zip", "không phải bảng tính Excel"),
    "ods": (lambda: packed({"mimetype": "application/vnd.oasis"}), "a.ods", "OpenDocument"),
    "pptx": (lambda: packed({TYPES: content_types("presentationml")}), "a.xlsx", "trình chiếu"),
    "absolute path": (lambda: workbook({"/etc/x": "x"}), "a.xlsx", "đường dẫn ra ngoài tệp"),
    "backslash": (lambda: workbook({"xl\\..\\x": "x"}), "a.xlsx", "đường dẫn ra ngoài tệp"),
    "drive": (lambda: workbook({"C:/x": "x"}), "a.xlsx", "đường dẫn ra ngoài tệp"),
    "same name in capitals": (lambda: workbook({SHEET.upper(): "<a/>"}), "a.xlsx", "hai thành phần trùng tên"),
    "overlapping": (overlapping, "a.xlsx", "hai phần mục lục khác nhau"),
    "packs too well": (lambda: workbook({"xl/media/image1.emf": bytes(20 << 20)}), "a.xlsx", "bung ra quá lớn"),
    "entries that reach into others": (reaching, "a.xlsx", "chồng lên nhau"),
    "many large parts": (
        lambda: workbook({f"xl/media/{number}.bin": counted_text(9 << 20) for number in range(6)}),
        "a.xlsx",
        "bung ra quá lớn",
    ),
    "encrypted": (encrypted_entry, "a.xlsx", "đặt mật khẩu"),
    "bzip2": (lambda: packed(parts(), method=zipfile.ZIP_BZIP2), "a.xlsx", "cách nén lạ"),
    "external workbook": (lambda: workbook({"xl/externalLinks/externalLink1.xml": "<a/>"}), "a.xlsx", "Break Link"),
    "external relation": (lambda: linked("oleObject"), "a.xlsx", "Break Link"),
    "connections": (lambda: workbook({"xl/connections.xml": "<a/>"}), "a.xlsx", "Break Link"),
    "macro sheet": (lambda: workbook({"xl/macrosheets/sheet1.xml": "<a/>"}), "a.xlsx", "có macro"),
    "ActiveX": (lambda: workbook({"xl/activeX/activeX1.bin": "x"}), "a.xlsx", "nhúng"),
    "a program as a picture": (lambda: workbook({"xl/media/a.png": b"MZ\x90\0"}), "a.xlsx", "nhúng"),
    "not well-formed": (lambda: with_sheet("<worksheet><row>"), "a.xlsx", "bị hỏng ở trang “Đảng viên”"),
    "Latin-1": (lambda: with_sheet(sheet().replace("UTF-8", "ISO-8859-1")), "a.xlsx", "UTF-8"),
    "no UTF-8": (lambda: with_sheet(sheet(cell("A1", "Lan")).encode().replace(b"Lan", b"L\xe3n")), "a.xlsx", BROKEN),
    "far column": (lambda: with_sheet(sheet(cell("CW1"))), "a.xlsx", "Ô CW1 ở trang “Đảng viên” nằm ngoài 100 cột đầu"),
    "far column in small letters": (
        lambda: with_sheet(sheet(cell("A1").replace('r="A1"', 'r="xfd1"'))),
        "a.xlsx",
        "ngoài 100 cột đầu",
    ),
    "far by counting": (
        lambda: with_sheet(sheet("<row>" + "<c><v>1</v></c>" * (MAX_COLUMNS + 1) + "</row>")),
        "a.xlsx",
        "ngoài 100 cột đầu",
    ),
    "a row that lies": (
        lambda: with_sheet(sheet(cell("A1").replace('<row r="1">', '<row r="1048576">'))),
        "a.xlsx",
        "ngoài 12000 dòng đầu",
    ),
    "formatted to the end": (
        lambda: with_sheet(sheet(cell("A1") + '<row r="1048576"><c r="XFD1048576" s="1"/></row>')),
        "a.xlsx",
        "kéo đến cột XFD, dòng 1048576",
    ),
    "formatted to the end, out of its row": (
        lambda: with_sheet(sheet(cell("A1") + '<row r="2"><c r="B1048576" s="1"/></row>')),
        "a.xlsx",
        "kéo đến cột B, dòng 1048576",
    ),
    "merged to the end": (
        lambda: with_sheet(sheet(cell("A1"), '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')),
        "a.xlsx",
        "Ô gộp hoặc liên kết A1:XFD1048576 ở trang “Đảng viên” quá rộng",
    ),
    "linked to the end": (
        lambda: with_sheet(sheet(cell("A1"), '<hyperlinks><hyperlink ref="A1:XFD1048576"/></hyperlinks>')),
        "a.xlsx",
        "quá rộng",
    ),
    "no reference": (lambda: with_sheet(sheet(cell("A1").replace('r="A1"', 'r="$A$1"'))), "a.xlsx", BROKEN),
    "a number of 5,000 digits": (lambda: with_sheet(sheet(f'<row r="{"9" * 5000}"/>')), "a.xlsx", BROKEN),
    "a long attribute": (
        lambda: with_sheet(sheet(f'<row r="1" s="{random_text(3_000_000)}"/>')),
        "a.xlsx",
        "nội dung quá dài",
    ),
    "text as csv with NUL": (lambda: b"a;b\0\n", "a.csv", "nhị phân"),
    "UTF-16 csv cut off": (lambda: "Họ và tên\tChi bộ".encode("utf-16")[:-1], "a.csv", "UTF-16 này bị hỏng"),
    "picture as csv": (lambda: JPEG, "a.csv", "là ảnh"),
    "page as csv": (lambda: b"\xef\xbb\xbf  <!DOCTYPE html>", "a.csv", "là trang web"),
    "blank csv": (lambda: b"\r\n \n", "a.csv", "Tệp rỗng"),
    "csv of a million lines": (lambda: b"a\n" * 1_000_000, "a.csv", "1000001 dòng"),
    "csv of one line": (lambda: b"a;" * 1_000_000, "a.csv", "dòng quá dài"),
    "xls with a password": (lambda: xls(record(0x2F, bytes(6))), "a.xls", "đặt mật khẩu"),
    "xls with macros": (lambda: xls(VBA=b"x"), "a.xls", "có macro"),
    "xls with a macro sheet": (lambda: xls(sheet_kind=1), "a.xls", "có macro"),
    "xls with an object": (lambda: xls(MBD0001=b"x"), "a.xls", "nhúng"),
    "xls with links": (lambda: xls(record(0x01AE, b"\x01\0\x05\0\0a.xls")), "a.xls", "Break Link"),
    "xls too long": (lambda: xls(number_cell(MAX_ROWS, 0)), "a.xls", f"Có ô ở dòng {MAX_ROWS + 1}"),
    "xls too wide": (lambda: xls(number_cell(0, MAX_COLUMNS)), "a.xls", f"Có ô ở cột thứ {MAX_COLUMNS + 1}"),
    "xls cut off": (lambda: xls(number_cell(0, 0))[:700], "a.xls", BROKEN),
    "xls in a circle": (circle, "a.xls", BROKEN),
    "Excel 95": (lambda: compound({"Book": bytes(10)}), "a.xls", "trước 1997"),
    "Word 97": (lambda: compound({"WordDocument": bytes(10)}), "a.xls", "không phải bảng tính Excel"),
}


def test_every_case_of_the_vectors_is_made():
    categories = vectors("import_bad")["categories"]
    cases = [case["id"] for name in ("A container", "B bombs") for case in categories[name]["cases"]]
    assert sorted(cases) == sorted({*CASES, *READ_HERE})


@pytest.mark.parametrize("case", [*CASES, *OTHERS])
def test_a_trap_is_refused_within_two_seconds_with_a_sentence(case):
    make, name, said = (CASES | OTHERS)[case]
    data = make()
    began = time.process_time()
    with pytest.raises(Refused) as refusal:
        check(data, name)
    assert time.process_time() - began < 2
    assert said in refusal.value.message
    assert re.fullmatch(r"(?s)[A-ZĐÔỞ].*\.", refusal.value.message)


@pytest.mark.parametrize("case", ["B01", "B07", "B11", "B13", "B14", "B19", "a long attribute"])
def test_a_trap_takes_no_memory(case):
    make, name, _ = CASES.get(case) or OTHERS[case]
    data = make()
    tracemalloc.start()
    try:
        with pytest.raises(Refused):
            check(data, name)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 8 << 20


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (workbook(), "a.xlsx", "xlsx"),
        (workbook(), "danh sách (NFD).XLS", "xlsx"),
        (xls(number_cell(0, 0)), "a.xls", "xls"),
        (xls(*[number_cell(row, 0) for row in range(400)]), "a.xls", "xls"),
        ("Họ và tên;Chi bộ\n".encode("utf-8-sig"), "a.csv", "csv"),
        ("Họ và tên\tChi bộ\r\n".encode("cp1258", "replace"), "A.CSV", "csv"),
        (with_sheet(sheet(numbers(MAX_ROWS))), "a.xlsx", "xlsx"),
        (with_sheet(sheet(cell("CV1"))), "a.xlsx", "xlsx"),
        (with_sheet(sheet(cell("A1") + '<row r="20000"><c r="AD20000" s="1"/></row>')), "a.xlsx", "xlsx"),
        (with_sheet(sheet(cell("A1") + '<row r="3"><c r="AMJ3" s="1"/></row>')), "a.xlsx", "xlsx"),
        (with_sheet(sheet(cell("A1") + '<row r="1048576" ht="15"/>')), "a.xlsx", "xlsx"),
        (with_sheet(sheet(cell("A1"), '<mergeCells><mergeCell ref="A1:XFD1"/></mergeCells>')), "a.xlsx", "xlsx"),
        (with_sheet(sheet(cell("A1", "=1+1|cmd{{7*7}}"))), "a.xlsx", "xlsx"),
        (linked("hyperlink"), "a.xlsx", "xlsx"),
        (
            workbook({f"xl/printerSettings/printerSettings{number}.bin": b"x" for number in range(200)}),
            "a.xlsx",
            "xlsx",
        ),
    ],
    ids=[
        "xlsx",
        "whatever its name",
        "xls in small sectors",
        "xls",
        "csv",
        "csv of Windows-1258",
        "as many rows as may be",
        "as many columns as may be",
        "far down, but only formatted",
        "far right, but only formatted, as LibreOffice does",
        "a last row without cells",
        "a title merged over the whole row",
        "formulas are the reader's matter",
        "links to pages",
        "printer settings",
    ],
)
def test_what_offices_keep_passes(data, name, kind):
    assert check(data, name) == kind


def test_ten_megabytes_are_the_most():
    assert MAX_BYTES == 10 * 1024 * 1024
    line = b"a;" * 1000 + b"\n"
    assert check(line * (MAX_BYTES // len(line)), "a.csv") == "csv"


def test_what_is_said_names_sheet_cell_and_the_way_out():
    with pytest.raises(Refused) as refusal:
        check(CASES["B05"][0](), "a.xlsx")
    assert str(refusal.value) == (
        "Ô XFD1048576 ở trang “Đảng viên” nằm ngoài 100 cột đầu. Xóa các cột thừa bên phải rồi lưu lại."
    )


def test_a_small_workbook_behind_other_small_streams():
    before = {"\x05SummaryInformation": bytes(200)}
    data = compound(before | {"Workbook": biff(number_cell(0, MAX_COLUMNS))})
    with pytest.raises(Refused, match=f"cột thứ {MAX_COLUMNS + 1}"):
        check(data, "a.xls")


def test_an_unclosed_workbook_of_excel_97_is_not_read_beyond_its_end():
    assert check(xls(number_cell(0, 0), EOF, b"\x03\x02\xff\xff"), "a.xls") == "xls"
