"""Whether a file may be opened at all, looked at before any parser touches it: what it is, and that it is no trap.

The limits are of what a commune keeps: 10,000 people with their preamble and sub-headings, and the longest list in the
national file (10,600 communes). Everything is read as a stream and given up at the first limit.
"""

import re

from nakhe.spreadsheets.compound import check_compound
from nakhe.spreadsheets.csv_file import UTF16
from nakhe.spreadsheets.limits import MAX_BYTES, MAX_LINE, MAX_ROWS, Refused
from nakhe.spreadsheets.package import check_package

__all__ = ["Refused", "check"]

ZIP, OLE = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
TEXT_NAMES = (".csv", ".txt", ".tsv")
KNOWN = [
    (b"MZ", "là chương trình, không phải bảng tính"),
    (b"\x7fELF", "là chương trình, không phải bảng tính"),
    (b"\xff\xd8\xff", "là ảnh, không phải bảng tính"),
    (b"\x89PNG", "là ảnh, không phải bảng tính"),
    (b"GIF8", "là ảnh, không phải bảng tính"),
    (b"%PDF", "là PDF, không phải bảng tính"),
    (b"{\\rtf", "là văn bản RTF, không phải bảng tính"),
    (b"Rar!", "là tệp nén RAR, không phải bảng tính"),
    (b"7z\xbc\xaf", "là tệp nén 7z, không phải bảng tính"),
    (b"\x1f\x8b", "là tệp nén gzip, không phải bảng tính"),
    (b"PK\x05\x06", "là tệp nén rỗng, không phải bảng tính"),
]
MARKUP = re.compile(rb"\s*<(?:!doctype|\?xml|html|head|table|meta|script|body)", re.IGNORECASE)
SAVE_AS_XLSX = "Mở bằng Excel rồi lưu lại dạng Excel Workbook (.xlsx)."


def check(data, name):
    """ "xlsx", "xls" or "csv", by what is inside the bytes *data* of the file *name*; Refused says why not."""
    if not data:
        raise Refused("Tệp rỗng, không có dữ liệu. Kiểm tra lại tệp rồi tải lên lần nữa.")
    if len(data) > MAX_BYTES:
        raise Refused(f"Tệp lớn hơn {MAX_BYTES >> 20} MB. Xóa ảnh và trang không cần, hoặc chia thành nhiều tệp.")
    if data.startswith(ZIP):
        check_package(data)
        return "xlsx"
    if data.startswith(OLE):
        check_compound(data)
        return "xls"
    _check_text(data, name)
    return "csv"


def _check_text(data, name):
    for magic, what in KNOWN:
        if data.startswith(magic):
            raise Refused(f"Tệp này {what}. Chọn tệp .xlsx, .xls hoặc .csv.")
    if data.startswith(UTF16):
        data = _in_utf8(data)
    if MARKUP.match(data.removeprefix(b"\xef\xbb\xbf")[:1000]):
        raise Refused(f"Tệp này là trang web hoặc XML, không phải bảng tính. {SAVE_AS_XLSX}")
    if not name.lower().endswith(TEXT_NAMES):
        raise Refused(f"Nội dung tệp không phải bảng tính Excel như tên tệp. {SAVE_AS_XLSX}")
    if b"\0" in data:
        raise Refused("Tệp .csv này chứa dữ liệu nhị phân. Trong Excel lưu lại dạng CSV UTF-8 (.csv) hoặc .xlsx.")
    _check_lines(data)


def _in_utf8(data):
    """“Unicode Text” of Excel, as the other texts are."""
    try:
        return data.decode("utf-16").encode()
    except UnicodeError as error:
        raise Refused("Tệp văn bản UTF-16 này bị hỏng hoặc tải chưa hết. Lưu lại dạng .xlsx.") from error


def _check_lines(data):
    if not data.strip():
        raise Refused("Tệp rỗng, không có dữ liệu. Kiểm tra lại tệp rồi tải lên lần nữa.")
    lines = data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n") + 1
    if lines > 2 * MAX_ROWS:  # a cell may hold line breaks; the reader counts rows
        raise Refused(f"Tệp .csv có {lines} dòng, nhiều nhất được {MAX_ROWS}. Chia thành nhiều tệp.")
    if max(map(len, re.split(rb"[\r\n]", data))) > MAX_LINE:
        raise Refused("Tệp .csv có một dòng quá dài. Kiểm tra lại tệp, hoặc lưu lại dạng .xlsx.")
