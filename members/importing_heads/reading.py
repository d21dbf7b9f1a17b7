"""read_heads(): from an opened spreadsheet to a Reading of village heads, beside those on record. It writes nothing."""

from dataclasses import replace

from members.importing.bands import find_band
from members.importing.headings import meaning_of
from members.importing.reading import questions_of
from members.importing.result import ERROR, Problem
from members.importing.rows import SheetReader
from members.importing.said import Answers
from members.importing.shapes import person_rows
from members.importing.sheet_read import SheetRead, read_rows, reading_of, texts_above, visible
from members.importing.units import PREFIX, Units
from members.importing.values.context import Context
from members.importing.values.text import clean
from members.importing_heads import fields
from members.importing_heads.deciding import decide
from members.importing_heads.villages import Villages
from nakhe.steps import at_once

NO_LIST = (
    "Tệp này không đọc được là danh sách trưởng thôn: không trang tính nào có cột “Thôn” cùng cột họ tên trưởng thôn."
)
NOBODY = "Danh sách trong tệp không có dòng trưởng thôn nào dưới dòng tiêu đề. Kiểm tra lại tệp."
NO_VILLAGE = "Dòng này không có tên thôn. Ghi tên thôn."


def fits(book, mapped):
    return any(_is_of_heads(sheet, mapped) for sheet in visible(book))


def _is_of_heads(sheet, mapped):
    """Villages and names, and something that tells them from members with their villages."""
    band = find_band(sheet, mapped, fields.heading_meaning)
    if not _has_heads(band):
        return False
    keys = {column.key for column in band.columns}
    titles = [sheet.name, *texts_above(sheet, band)]
    if any(map(fields.says_head, band.columns)) or any(map(fields.TITLED.search, titles)):
        return True
    of_party = {meaning.keys[0] for column in band.columns if (meaning := meaning_of(column.path))} & fields.OF_PARTY
    return bool(keys & {fields.STARTED, *fields.ITS_OWN}) and not of_party


def _has_heads(band):
    return band is not None and {fields.VILLAGE, fields.NAME} <= {column.key for column in band.columns}


def read_heads_in_steps(book, asked, answers=None):
    """The Reading of *book*; its rows say of the person and the village what members.importing_heads.fields names."""
    answers = Answers(answers)
    context = Context(asked.day, answers, is_1904=book.is_1904)
    units, villages = Units(asked.reader, asked.day), Villages(asked.reader, asked.day)
    sheets = [_HeadSheet(sheet, context, units, villages, asked.mapped) for sheet in visible(book)]
    yield from read_rows(sheets)
    reading, letters = reading_of(book, sheets, NO_LIST, NOBODY)
    if not reading.refused:
        decide(reading.rows, letters, asked, units, villages, answers)
        reading.questions = questions_of(reading.rows, answers)
    return reading


read_heads = at_once(read_heads_in_steps)


class _HeadSheet(SheetRead):
    def __init__(self, sheet, context, units, villages, mapped):
        super().__init__(sheet, context.answers, mapped, fields.heading_meaning)
        self.context, self.villages = context, villages
        self.is_list = _has_heads(self.band)
        if self.is_list:
            self.take(person_rows(self.sheet, self.band, self._is_village, fields.VILLAGE))
            self.unread = self._read(units)

    def _is_village(self, text):
        return len(self.villages.meant_by(text)) == 1

    def _read(self, units):
        reader = SheetReader(
            self.sheet, self.band, self.decoded, self.context, units, unit="", year="", fields=fields.BY_KEY
        )
        for person_row in self.people:
            row = reader.read(replace(person_row, unit=""))
            row.day = self.context.today.isoformat()
            self._place(row, person_row)
            self.remark_hidden(row)
            yield row

    def _place(self, row, person_row):
        text = row.person.pop(fields.VILLAGE, "") or self._merged(person_row.number) or PREFIX.sub("", person_row.unit)
        column = self.letters.get(fields.VILLAGE, "")
        if text:
            self.villages.place(row, text, self.context.answers, column)
        elif not any(problem.field == fields.VILLAGE for problem in row.problems):
            row.problems.append(Problem(ERROR, "village", NO_VILLAGE, fields.VILLAGE, column))

    def _merged(self, number):
        """The village in a cell merged over several of its heads."""
        column = self.band.column_of(fields.VILLAGE).number
        for top, left, bottom, right in self.sheet.merged:
            if top <= number <= bottom and left <= column <= right and self.sheet.at(top, left):
                return clean(self.sheet.at(top, left).value)
        return ""
