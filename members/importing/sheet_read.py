"""One visible sheet of a file: in Unicode, with its headings found; and the Reading of all that are lists."""

from dataclasses import replace

from members.importing.bands import find_band
from members.importing.decoding import decode
from members.importing.headings import mapping_key
from members.importing.result import Column, Problem, Reading
from members.importing.settling import settle
from nakhe.spreadsheets.book import letters
from nakhe.vietnamese.names import tidy

READ = "Đã đọc"
OF_A_TABLE = 3
"""Cells in a row."""


class SheetRead:
    """*is_list*, *people* and *unread*, a generator of their Rows, are filled in by the kind of file."""

    def __init__(self, sheet, answers, mapped, meaning):
        self.sheet = sheet
        self.decoded = decode(sheet, answers)
        self.band = find_band(sheet, mapped, meaning)
        self.is_list, self.people, self.unread, self.rows = False, [], (), []

    def take(self, people):
        """*people*: PersonRows."""
        self.people = list(people)
        settle(self.band, self.people)

    @property
    def letters(self):
        """{field: letters of its column}."""
        return {
            key: column.letters
            for column in reversed(self.band.columns)
            if column.meaning
            for key in column.meaning.keys
        }

    def columns(self):
        for column in self.band.columns if self.band else ():
            meaning = str(column.meaning) if column.meaning else None
            yield Column(self.sheet.name, column.letters, column.heading, meaning, mapping_key(column.path))

    def preamble(self):
        return texts_above(self.sheet, self.band)

    def remark_hidden(self, row):
        if row.row in self.sheet.hidden_rows:
            message = "Dòng này đang ẩn trong tệp (đã lọc hoặc giấu), vẫn được đọc."
            row.problems.append(Problem("warning", "hidden_row", message))


def texts_above(sheet, band):
    """The texts above the headings."""
    return [
        tidy(cell.value)
        for number, cells in sheet.rows.items()
        if number < band.first
        for cell in cells.values()
        if cell.is_text
    ]


def _unread(book, sheets):
    """What is said of tables beside and below the lists, and of hidden sheets that are lists; covers have no table."""
    parts = [each.sheet.name for each in sheets]
    for each in sheets:
        if not each.is_list and sum(len(cells) >= OF_A_TABLE for cells in each.sheet.rows.values()) > 1:
            begins, place = min(each.sheet.rows), f"Trang “{each.sheet.name}”" if each.sheet.name else "Tệp"
            if parts.count(each.sheet.name) > 1:
                title = tidy(str(next(iter(each.sheet.rows[begins].values())).value))
                yield f"{place}, từ dòng {begins} (“{title}”): bảng khác, không đọc."
            else:
                yield f"{place}: không phải danh sách người, không đọc."
    yield from filter(None, map(_without_headings, sheets))
    for sheet in book.sheets:
        band = find_band(sheet) if sheet.is_hidden and sheet.rows else None
        if band and band.names_people:
            yield f"Trang “{sheet.name}” đang ẩn trong tệp, không đọc. Nếu cần thì bỏ ẩn trang rồi nhập lại."


def _without_headings(sheet_read):
    """The columns of a list in which something stands and no heading, so that nobody can say what they mean."""
    headed = {column.number for column in sheet_read.band.columns} if sheet_read.is_list else set()
    found = {}
    for row in sheet_read.rows:
        for column, cell in sheet_read.sheet.rows[row.row].items():
            if column not in headed and tidy(str(cell.value)):
                found.setdefault(column, tidy(str(cell.value)))
    if not found:
        return ""
    place = f"Trang “{sheet_read.sheet.name}”" if sheet_read.sheet.name else "Tệp"
    told = ", ".join(f"{letters(column)} (“{found[column]}”)" for column in sorted(found))
    return f"{place}, cột không có tiêu đề, không đọc: {told}. Nếu cần thì ghi tiêu đề rồi nhập lại."


def visible(book):
    return [sheet for sheet in book.sheets if sheet.rows and not sheet.is_hidden]


def read_rows(sheets):
    """The steps in which the *rows* of sheets are read."""
    done, total = 0, sum(len(sheet.people) for sheet in sheets)
    for sheet in sheets:
        for row in sheet.unread:
            sheet.rows.append(row)
            done += 1
            yield done, total, READ


def reading_of(book, sheets, no_list, nobody):
    """(the Reading of those of *sheets* that are lists, {(sheet, row): {field: letters}}).

    It is refused with *no_list* where none is, with *nobody* where they hold no row.
    """
    lists = [sheet for sheet in sheets if sheet.is_list]
    reading = Reading(book.name, columns=[column for sheet in lists or sheets for column in sheet.columns()])
    reading.rows = [row for sheet in lists for row in sheet.rows]
    letters = {(row.sheet, row.row): sheet.letters for sheet in lists for row in sheet.rows}
    reading.unread = [sentence for sentence in _unread(book, sheets) if lists]
    if not reading.rows:
        reading = replace(reading, refused=nobody if lists else no_list)
    return reading, letters
