"""read_training(): from an opened spreadsheet to a Reading of who attended which course. It writes nothing."""

from members.importing.bands import find_band
from members.importing.reading import questions_of
from members.importing.rows import SheetReader
from members.importing.said import Answers
from members.importing.shapes import person_rows
from members.importing.sheet_read import SheetRead, read_rows, reading_of, texts_above, visible
from members.importing.units import Units
from members.importing.values.context import Context
from members.importing_training import fields
from members.importing_training.deciding import decide
from members.importing_training.titles import course_in
from nakhe.steps import at_once

NO_LIST = (
    "Tệp này không đọc được là danh sách dự bồi dưỡng: không trang tính nào có cột “Họ và tên” cùng một cột khác "
    "(Ngày sinh, Chi bộ, Lớp, Kết quả)."
)
NOBODY = "Danh sách trong tệp không có dòng người dự nào dưới dòng tiêu đề. Kiểm tra lại tệp."


def fits(book, mapped):
    return any(_is_of_training(sheet, mapped) for sheet in visible(book))


def _is_of_training(sheet, mapped):
    """Names with their courses, or below a title that speaks of one."""
    band = find_band(sheet, mapped, fields.heading_meaning)
    if not band or not band.names_people:
        return False
    is_told = any(column.key == fields.COURSE for column in band.columns)
    return is_told or any(map(fields.TITLED.search, [sheet.name, *texts_above(sheet, band)]))


def read_training_in_steps(book, asked, answers=None):
    """The Reading of *book*; its rows say what members.importing_training.fields names."""
    answers = Answers(answers)
    context = Context(asked.day, answers, is_1904=book.is_1904)
    units = Units(asked.reader, asked.day)
    sheets = [_TrainingSheet(sheet, context, units, asked.mapped) for sheet in visible(book)]
    yield from read_rows(sheets)
    reading, letters = reading_of(book, sheets, NO_LIST, NOBODY)
    if not reading.refused:
        decide(reading.rows, letters, asked, units, answers)
        reading.questions = questions_of(reading.rows, answers)
    return reading


read_training = at_once(read_training_in_steps)


class _TrainingSheet(SheetRead):
    def __init__(self, sheet, context, units, mapped):
        super().__init__(sheet, context.answers, mapped, fields.heading_meaning)
        self.context = context
        self.is_list = bool(self.band and self.band.names_people)
        if self.is_list:
            self.take(person_rows(self.sheet, self.band, lambda text: len(units.meant_by(text)) == 1))
            self.unread = self._read(units)

    def _read(self, units):
        reader = SheetReader(
            self.sheet, self.band, self.decoded, self.context, units, unit="", year="", fields=fields.BY_KEY
        )
        titled = course_in(self.preamble())
        for person_row in self.people:
            row = reader.read(person_row)
            row.day = self.context.today.isoformat()
            self._take_title(row, titled)
            self.remark_hidden(row)
            yield row

    def _take_title(self, row, titled):
        """What the title says of its course, where the row names none of its own."""
        if fields.COURSE in row.person or any(problem.field == fields.COURSE for problem in row.problems):
            return
        named = {fields.COURSE: "name", fields.STARTED: "started_on", fields.ENDED: "ended_on"}
        for key, name in named.items():
            if name in titled:
                row.person.setdefault(key, titled[name])
