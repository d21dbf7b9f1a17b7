"""One XML part of a workbook, read tag by tag: no DTD, no entity, UTF-8, and no more of anything than people keep."""

import re
from xml.parsers import expat

from nakhe.spreadsheets.limits import (
    MAX_AREA,
    MAX_CELL_ELEMENTS,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_FORMATS,
    MAX_MERGED,
    MAX_MERGES,
    MAX_ROW_ELEMENTS,
    MAX_ROWS,
    MAX_STRINGS,
    MAX_STYLES,
    MAX_TEXT,
    Refused,
)

STRICT = "http://purl.oclc.org/ooxml/"
AREA = re.compile(r"([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?", re.IGNORECASE)
PLACE = re.compile(r"([A-Z]{1,3})([0-9]{0,7})", re.IGNORECASE)
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.IGNORECASE)
BROKEN = "Tệp bị hỏng ở {0}. Mở bằng Excel, lưu lại rồi tải lên lần nữa."
ENCODING = "Tệp không dùng mã UTF-8 ở {0}. Mở bằng Excel, lưu lại rồi tải lên lần nữa."
DOCTYPE = "Tệp có khai báo DTD hoặc thực thể ở {0}, Excel không ghi như vậy. Mở bằng Excel rồi lưu lại."
STRICT_FORM = "Tệp ở dạng Strict Open XML. Trong Excel lưu lại dạng Excel Workbook (.xlsx)."
LINKED = "Tệp có liên kết đến tệp khác. Trong Excel chọn Data, Edit Links, Break Link rồi lưu lại."
FAR_COLUMN = f"Ô {{1}} ở {{0}} nằm ngoài {MAX_COLUMNS} cột đầu. Xóa các cột thừa bên phải rồi lưu lại."
FAR_ROW = f"Ô {{1}} ở {{0}} nằm ngoài {MAX_ROWS} dòng đầu. Xóa các dòng thừa bên dưới, hoặc chia thành nhiều tệp."
FAR_FORMAT = "Định dạng ở {0} kéo đến cột {1}, dòng {2}. Xóa các dòng, cột thừa (Delete) rồi lưu lại."
WIDE_MERGE = "Ô gộp hoặc liên kết {1} ở {0} quá rộng. Bỏ gộp ô đó rồi lưu lại."
LONG_TEXT = "Một ô ở {0} có nội dung quá dài. Rút ngắn ô đó rồi lưu lại."
TOO_MANY = "Ở {0} có quá nhiều {1} (hơn {2}). Chép dữ liệu sang tệp mới (dán giá trị) rồi tải lên."
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


def column_number(letters):
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number):
    """A for 1, AA for 27."""
    letters = ""
    while number:
        number, last = divmod(number - 1, 26)
        letters = chr(65 + last) + letters
    return letters


NEAR_COLUMNS = frozenset(map(column_letters, range(1, MAX_COLUMNS + 1)))


class Book:
    """What is known over all parts: the cells counted so far, and which part is which sheet."""

    PARTS = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")

    def __init__(self):
        self.cells = self.filled = 0
        self.names, self.targets = {}, {}

    def call(self, part):
        """A part as the person knows it: the name of its sheet where it is one."""
        relation = self.targets.get(part.removeprefix("xl/"))
        return f"trang “{self.names[relation]}”" if relation in self.names else f"phần {part}"


def check_part(name, first, chunks, book):
    """The number of bytes read from *chunks* after *first*; Refused where the part *name* is a trap."""
    if b"\0" in first or first.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused(ENCODING.format(book.call(name)))
    return _Part(name, book).read(first, chunks)


class _Part:
    """The handlers of one parser. Only counts, and the cell that is open, are held between two tags."""

    def __init__(self, name, book):
        self.name, self.book = name, book
        self.counts = dict.fromkeys(COUNTED, 0)
        self.fed = self.last_tag = self.row = self.column = self.last_row = self.merged = 0
        self.places = set()
        self.is_near = False
        self.cell = self.row_text = self.letters = ""
        self.handlers = {
            "row": self.open_row,
            "mergeCell": self.merge,
            "hyperlink": self.merge,
            "c": self.open_cell,
            "v": self.fill_cell,
            "is": self.fill_cell,
            "f": self.fill_cell,
            "sheet": self.sheet,
            "workbook": self.workbook,
            "Relationship": self.relation,
        }
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.XmlDeclHandler = self.declaration
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.EntityDeclHandler = self.doctype

    def read(self, first, chunks):
        try:
            self.feed(first)
            for chunk in chunks:
                self.feed(chunk)
            self.parser.Parse(b"", True)
            self.check_area()
        except (expat.ExpatError, UnicodeError) as error:
            raise self.refused(BROKEN) from error
        return self.fed - len(first)

    def feed(self, chunk):
        self.parser.Parse(chunk)
        self.fed += len(chunk)
        if self.fed - self.last_tag > MAX_TEXT + len(chunk):
            raise self.refused(LONG_TEXT)

    def refused(self, message, *parts):
        return Refused(message.format(self.book.call(self.name), *parts))

    def declaration(self, version, encoding, standalone):
        if encoding and encoding.lower() not in ("utf-8", "utf8", "us-ascii"):
            raise self.refused(ENCODING)

    def doctype(self, *_):
        raise self.refused(DOCTYPE)

    def start(self, tag, attributes):
        self.last_tag = self.parser.CurrentByteIndex
        if ":" in tag:
            tag = tag.rpartition(":")[2]
        if tag in self.counts:
            self.count(tag)
        if tag in self.handlers:
            self.handlers[tag](attributes)

    def count(self, tag):
        self.counts[tag] += 1
        most, what = COUNTED[tag]
        if self.counts[tag] > most:
            raise self.refused(TOO_MANY, what, most)

    def open_row(self, attributes):
        self.row_text = attributes.get("r", str(self.row + 1))
        if not re.fullmatch("[0-9]{1,7}", self.row_text):
            raise self.refused(BROKEN)
        self.row, self.column = int(self.row_text), 0
        self.is_near = 0 < self.row <= MAX_ROWS

    def open_cell(self, attributes):
        self.cell = attributes.get("r", "")
        self.column += 1
        self.letters = self.cell.removesuffix(self.row_text) or column_letters(self.column)
        self.places.add(self.letters)
        self.last_row = max(self.last_row, self.row)
        self.book.cells += 1
        if self.book.cells > MAX_CELL_ELEMENTS:
            raise self.refused(TOO_MANY, "ô đã định dạng", MAX_CELL_ELEMENTS)

    def fill_cell(self, attributes):
        """The open cell has something in it: where it stands counts. Where an empty one stands does not."""
        self.book.filled += 1
        if self.book.filled > MAX_CELLS:
            raise self.refused(TOO_MANY, "ô có dữ liệu", MAX_CELLS)
        if self.letters not in NEAR_COLUMNS or not self.is_near:
            self.check_place()

    def check_place(self):
        column, row = self.place()
        if column > MAX_COLUMNS:
            raise self.refused(FAR_COLUMN, self.cell)
        if row > MAX_ROWS:
            raise self.refused(FAR_ROW, self.cell)

    def check_area(self):
        """The rectangle around all cells, empty ones too; a reference out of its row counts as it stands."""
        row, column = self.last_row, 0
        for place in self.places:
            found = PLACE.fullmatch(place)
            if not found:
                raise self.refused(BROKEN)
            column, row = max(column, column_number(found[1].upper())), max(row, int(found[2] or 0))
        if row * column > MAX_AREA:
            raise self.refused(FAR_FORMAT, column_letters(column), row)

    def merge(self, attributes):
        reference = attributes.get("ref", "")
        found = AREA.fullmatch(reference)
        if not found:
            raise self.refused(BROKEN)
        columns = abs(column_number((found[3] or found[1]).upper()) - column_number(found[1].upper())) + 1
        self.merged += columns * (abs(int(found[4] or found[2]) - int(found[2])) + 1)
        if self.merged > MAX_MERGED:
            raise self.refused(WIDE_MERGE, reference)

    def place(self):
        if not self.cell:
            return self.column, self.row
        found = REFERENCE.fullmatch(self.cell)
        if not found:
            raise self.refused(BROKEN)
        return column_number(found[1].upper()), max(int(found[2]), self.row)

    def sheet(self, attributes):
        relation = next((value for name, value in attributes.items() if name.endswith(":id")), "")
        self.book.names[relation] = attributes.get("name", "")[:40]

    def workbook(self, attributes):
        if any(value.startswith(STRICT) for value in attributes.values()):
            raise Refused(STRICT_FORM)

    def relation(self, attributes):
        """Links of cells to pages and addresses are no danger, they are never followed; links to files are."""
        is_link = attributes.get("Type", "").endswith("/hyperlink")
        if attributes.get("TargetMode", "").lower() == "external" and not is_link:
            raise Refused(LINKED)
        if self.name in Book.PARTS:
            target = attributes.get("Target", "").removeprefix("/xl/").removeprefix("./")
            self.book.targets[target] = attributes.get("Id", "")
