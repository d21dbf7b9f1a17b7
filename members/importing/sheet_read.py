"""One visible sheet of a file: in Unicode, with its headings found; and the Reading of all that are lists."""

from dataclasses import replace

from members.importing.bands import find_band
from members.importing.decoding import decode
from members.importing.headings import mapping_key
from members.importing.result import Column, Problem, Reading
from members.importing.settling import settle
from nakhe.vietnamese.names import tidy

READ = "Đã đọc"


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
    if not reading.rows:
        reading = replace(reading, refused=nobody if lists else no_list)
    return reading, letters
