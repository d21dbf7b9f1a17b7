"""One XML part of a workbook, read tag by tag: no DTD, no entity, plain UTF-8, and no more of anything than is kept by hand."""

import re
from xml.parsers import expat

from nakhe.spreadsheets.limits import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_FORMATS,
    MAX_MERGES,
    MAX_ROW_ELEMENTS,
    MAX_ROWS,
    MAX_STRINGS,
    MAX_STYLES,
    MAX_TEXT,
    Refused,
)

STRICT = "http://purl.oclc.org/ooxml/"
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
BROKEN = "Phần {0} của tệp bị hỏng. Mở bằng Excel, lưu lại rồi tải lên lần nữa."
ENCODING = "Phần {0} của tệp không dùng mã UTF-8. Mở bằng Excel, lưu lại rồi tải lên lần nữa."
DOCTYPE = "Phần {0} của tệp có khai báo DTD hoặc thực thể, Excel không ghi như vậy. Mở bằng Excel rồi lưu lại."
STRICT_FORM = "Tệp ở dạng Strict Open XML. Trong Excel lưu lại dạng Excel Workbook (.xlsx)."
LINKED = "Tệp có liên kết đến tệp khác. Trong Excel chọn Data, Edit Links, Break Link rồi lưu lại."
FAR_COLUMN = f"Ô {{1}} ở {{0}} ngoài cột thứ {MAX_COLUMNS}. Xóa các cột thừa bên phải rồi lưu lại."
FAR_ROW = f"Ô {{1}} ở {{0}} ngoài dòng {MAX_ROWS}. Xóa các dòng thừa bên dưới, hoặc chia thành nhiều tệp."
LONG_TEXT = "Phần {0} của tệp có một ô quá dài. Rút ngắn nội dung ô rồi lưu lại."
TOO_MANY = "Phần {0} của tệp có quá nhiều {1} (hơn {2}). Chép dữ liệu sang tệp mới (dán giá trị) rồi tải lên."
COUNTED = {
    "row": (MAX_ROW_ELEMENTS, "dòng"),
    "si": (MAX_STRINGS, "chuỗi chữ"),
    "mergeCell": (MAX_MERGES, "ô gộp"),
    "conditionalFormatting": (MAX_FORMATS, "định dạng có điều kiện"),
    "cfRule": (MAX_FORMATS, "định dạng có điều kiện"),
    "dataValidation": (MAX_FORMATS, "quy tắc nhập liệu"),
    "hyperlink": (MAX_ROWS, "liên kết"),
    "definedName": (MAX_FORMATS, "tên đã đặt"),
    "xf": (MAX_STYLES, "kiểu định dạng"),
    "font": (MAX_STYLES, "phông chữ"),
    "fill": (MAX_STYLES, "kiểu tô màu"),
    "cellStyle": (MAX_STYLES, "kiểu định dạng"),
}


class Totals:
    """What is counted over all sheets: cells with something in them."""

    cells = 0


def check_part(name, first, chunks, totals):
    """The number of bytes read from *chunks* after *first*; Refused where the part *name* is a trap."""
    if b"\0" in first or first.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused(ENCODING.format(name))
    return _Part(name, totals).read(first, chunks)


class _Part:
    """The handlers of one parser. Only what is kept between two tags is held: counts, and the cell that is open."""

    def __init__(self, name, totals):
        self.name, self.totals = name, totals
        self.counts = dict.fromkeys(COUNTED, 0)
        self.last_tag, self.cell, self.row = 0, "", 0
        self.column = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.XmlDeclHandler = self.declaration
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.EntityDeclHandler = self.doctype

    def read(self, first, chunks):
        size = 0
        try:
            self.parser.Parse(first)
            for chunk in chunks:
                size += len(chunk)
                self.parser.Parse(chunk)
                self.check_length()
            self.parser.Parse(b"", True)
        except (expat.ExpatError, UnicodeError, ValueError) as error:
            if isinstance(error, Refused):
                raise
            raise Refused(BROKEN.format(self.name)) from error
        return size

    def declaration(self, version, encoding, standalone):
        if encoding and encoding.lower() not in ("utf-8", "utf8", "us-ascii"):
            raise Refused(ENCODING.format(self.name))

    def doctype(self, *_):
        raise Refused(DOCTYPE.format(self.name))

    def check_length(self):
        if self.parser.CurrentByteIndex - self.last_tag > MAX_TEXT:
            raise Refused(LONG_TEXT.format(self.name))

    def start(self, tag, attributes):
        self.check_length()
        self.last_tag = self.parser.CurrentByteIndex
        tag = tag.rpartition(":")[2]
        if tag == "c":
            self.cell = attributes.get("r", "")
            self.column += 1
        elif tag in ("v", "is", "f"):
            self.filled(tag)
        elif tag in COUNTED:
            self.count(tag, attributes)
        elif tag == "Relationship":
            self.relationship(attributes)
        elif tag == "workbook" and any(value.startswith(STRICT) for value in attributes.values()):
            raise Refused(STRICT_FORM)

    def count(self, tag, attributes):
        self.counts[tag] += 1
        most, what = COUNTED[tag]
        if self.counts[tag] > most:
            raise Refused(TOO_MANY.format(self.name, what, most))
        if tag == "row":
            number = attributes.get("r", "")
            self.row = int(number) if number.isdecimal() else self.row + 1
            self.column, self.cell = 0, ""

    def filled(self, tag):
        """The open cell has a value; where it stands counts, and where one with no value stands does not."""
        found = REFERENCE.fullmatch(self.cell)
        column, row = (column_number(found[1]), int(found[2])) if found else (self.column, self.row)
        if column > MAX_COLUMNS:
            raise Refused(FAR_COLUMN.format(self.name, self.cell))
        if row > MAX_ROWS:
            raise Refused(FAR_ROW.format(self.name, self.cell))
        self.totals.cells += tag != "f"
        if self.totals.cells > MAX_CELLS:
            raise Refused(TOO_MANY.format(self.name, "ô có dữ liệu", MAX_CELLS))

    def relationship(self, attributes):
        """Links of cells to pages and addresses are no danger: they are never followed."""
        is_link = attributes.get("Type", "").endswith("/hyperlink")
        if attributes.get("TargetMode", "").lower() == "external" and not is_link:
            raise Refused(LINKED)


def column_number(letters):
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
