"""read_units(): from an opened spreadsheet to a Reading of UnitRows, beside the units on record. It writes nothing."""

from dataclasses import dataclass, field, replace
from datetime import date

from members.importing.bands import find_band
from members.importing.decoding import decode, problem_of
from members.importing.fields import ROW_NUMBER
from members.importing.headings import meaning_of
from members.importing.reading import questions_of
from members.importing.result import ASK, ERROR, LEFT, Column, Problem, Reading
from members.importing.rows import no_value
from members.importing.said import Answers
from members.importing.shapes import COLUMN_NUMBER, EXAMPLE, SIGNATURE, TOTAL
from members.importing.values.context import Context
from members.importing.values.text import as_text, clean, is_excel_error
from members.importing_units import words
from members.importing_units.cells import AS_WRITTEN, READERS
from members.importing_units.deciding import decide
from members.importing_units.register import UnitsOnRecord, committee_of
from members.importing_units.result import UnitRow
from members.importing_units.template import EXAMPLE_NAME
from nakhe.access import SYSTEM
from nakhe.periods import today
from nakhe.spreadsheets.limits import Refused
from nakhe.vietnamese.names import exact_key, tidy

NO_LIST = (
    "Tệp này không phải danh sách chi bộ: không trang tính nào có cột “Tên đơn vị” cùng cột khác "
    "(Loại hình, Thôn, Biên giới, Ngày thành lập)."
)
PEOPLE = "Tệp này là danh sách đảng viên. Nhập bằng import_members, hoặc chọn tệp danh sách chi bộ."
NOTHING = "Danh sách trong tệp không có dòng chi bộ nào dưới dòng tiêu đề. Kiểm tra lại tệp."
NAMELESS = "Dòng này không có tên chi bộ. Ghi tên, hoặc xóa dòng."


@dataclass
class AskedUnits:
    reader: object = SYSTEM
    under: str = ""
    """The code of the committee; empty where there is only one."""
    day: date = field(default_factory=today)


def read_units(book, asked=None, answers=None):
    """The Reading of *book*. Refused as a whole where no sheet is a list of chi bộ, or there is no committee."""
    asked, answers = asked or AskedUnits(), Answers(answers)
    try:
        record = UnitsOnRecord(committee_of(asked.reader, asked.under), asked.reader)
    except Refused as refusal:
        return Reading(book.name, refused=str(refusal))
    context = Context(asked.day, answers, is_1904=book.is_1904)
    sheets = [_SheetRead(sheet, context) for sheet in book.sheets if sheet.rows and not sheet.is_hidden]
    lists = [sheet for sheet in sheets if sheet.is_list]
    reading = Reading(book.name, columns=[column for sheet in lists or sheets for column in sheet.columns()])
    if not lists:
        return replace(reading, refused=PEOPLE if any(sheet.names_people for sheet in sheets) else NO_LIST)
    reading.rows = [row for sheet in lists for row in sheet.rows(record.committee)]
    if not reading.rows:
        return replace(reading, refused=NOTHING)
    decide(reading.rows, record, answers)
    reading.questions = questions_of(reading.rows, answers)
    return reading


def fits(book):
    """Whether a sheet of *book* is a list of chi bộ by its headings, and none names people."""
    sheets = [sheet for sheet in book.sheets if sheet.rows and not sheet.is_hidden]
    bands = (find_band(sheet, read=words.heading_meaning) for sheet in sheets)
    return any(map(_names_units, bands)) and not any(map(_names_people, sheets))


def _names_units(band):
    """A name alone makes no chi bộ: tables of figures have that, too."""
    keys = {column.key for column in band.columns} if band else set()
    return words.NAME in keys and bool(keys & set(READERS) - {words.NAME})


def _names_people(sheet):
    band = find_band(sheet, read=meaning_of)
    return bool(band and band.names_people)


class _SheetRead:
    """One visible sheet: its headings and its rows as they stand by themselves."""

    def __init__(self, sheet, context):
        self.sheet, self.context = sheet, context
        self.decoded = decode(sheet, context.answers)
        self.band = find_band(sheet, read=words.heading_meaning)

    @property
    def names_people(self):
        return _names_people(self.sheet)

    @property
    def is_list(self):
        return _names_units(self.band) and not self.names_people

    def columns(self):
        for column in self.band.columns if self.band else ():
            meaning = str(column.meaning) if column.meaning else None
            yield Column(self.sheet.name, column.letters, column.heading, meaning)

    def rows(self, committee):
        """The UnitRows below the headings, until the signatures; the line of *committee* itself is no chi bộ."""
        named = self.band.column_of(words.NAME).number
        for number, cells in self.sheet.rows.items():
            if number <= self.band.last or _is_passed_over(cells) or self._repeats(cells):
                continue
            if _is_signature(cells):
                return
            name = clean(cells[named].value) if named in cells else ""
            if self._is_example(cells, name):
                continue
            if exact_key(name) != exact_key(str(committee)) and self._says_anything(cells):
                yield self._row(number, cells)

    def _is_example(self, cells, name):
        """The line of the template as it came; whoever typed a chi bộ over it left the word beside it."""
        number = self.band.column_of(ROW_NUMBER)
        beside = clean(cells[number.number].value) if number and number.number in cells else ""
        return beside == EXAMPLE and name in ("", EXAMPLE_NAME)

    def _repeats(self, cells):
        """The headings once more."""
        headings = {text for column in self.band.columns for text in column.path}
        return len(cells) > 1 and all(tidy(as_text(cell.value)) in headings for cell in cells.values())

    def _says_anything(self, cells):
        understood = [column for column in self.band.columns if column.meaning and column.key != ROW_NUMBER]
        return any(clean(cells[column.number].value) for column in understood if column.number in cells)

    def _row(self, number, cells):
        letters = {column.key: column.letters for column in reversed(self.band.columns) if column.meaning}
        row = UnitRow(self.sheet.name, number, letters=letters)
        for column in self.band.columns:
            cell = cells.get(column.number)
            if cell is not None and column.meaning and column.key in READERS:
                self._take(row, column, cell)
        if words.NAME not in row.unit and not any(each.field == words.NAME for each in row.problems):
            row.problems.append(Problem(ERROR, "no_name", NAMELESS, words.NAME, row.column(words.NAME)))
        return row

    def _take(self, row, column, cell):
        is_broken = cell.lacks_result or is_excel_error(cell.value)
        said = no_value(column.key, cell) if is_broken else READERS[column.key](cell.value, self.context)
        row.unit |= {name: value for name, value in said.values.items() if name not in row.unit}
        row.as_written = said.beside.get(AS_WRITTEN, row.as_written)
        row.problems += [replace(problem, column=column.letters) for problem in said.problems]
        decoded = self.decoded.get((cell.row, cell.column))
        if decoded:
            row.problems.append(problem_of(decoded, self.sheet.name, column.key, column.letters))


def _is_passed_over(cells):
    """Totals, and the row of column numbers."""
    texts = [clean(cell.value) for cell in cells.values() if clean(cell.value)]
    first = next((text for text in texts if any(map(str.isalpha, text))), "")
    return bool(TOTAL.match(first)) or (len(texts) > 1 and all(COLUMN_NUMBER.fullmatch(text) for text in texts))


def _is_signature(cells):
    return any(SIGNATURE.search(tidy(cell.value)) for cell in cells.values() if cell.is_text)


def waiting(reading):
    """The rows that keep the file from being written: errors and open questions."""
    return [row for row in reading.rows if row.status in (ERROR, ASK)]


def left_out(reading):
    return [row for row in reading.rows if row.status == LEFT]
