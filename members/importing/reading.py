"""read(): from an opened spreadsheet to a Reading, beside the people on record. It writes nothing.

Answers given to its questions are read again with the same file: read(book, asked, {question key: answer}).
read_in_steps() is for who shows how far it is.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches

from members.importing.allowed import Allowed
from members.importing.bands import lists_of
from members.importing.checks import check_row, day_of_list
from members.importing.comparing import changes_of, remark_standing, settle_move, settle_unclear_status, told_of
from members.importing.departed import settle_departed
from members.importing.fields import BY_KEY, PARTY_AGE
from members.importing.headings import NAMELESS, YEAR, meaning_of
from members.importing.joined import join_years
from members.importing.locked import HeldYears, settle_locked
from members.importing.matching import match
from members.importing.mended import match_mended
from members.importing.notes import settle_noted_gone
from members.importing.others import OTHERS, settle_others, title_of_others
from members.importing.own_files import is_own_export
from members.importing.register import Register
from members.importing.repeats import find_repeats
from members.importing.result import ASK, CHANGED, ERROR, LEAVE, NEW, SAME, TAKE, Option, Problem, Question
from members.importing.rows import SheetReader, status_of
from members.importing.said import Answers
from members.importing.settling import year_of_the_row
from members.importing.shapes import person_rows, unit_said_by
from members.importing.sheet_read import SheetRead, read_rows, reading_of, visible
from members.importing.side_by_side import lists_beside, told_beside
from members.importing.stays import Stays
from members.importing.units import Units, named_in_title
from members.importing.unnamed import headed, looks_like_names, unnamed_columns
from members.importing.values.context import Context
from members.models import Ethnicity, Religion
from nakhe.access import SYSTEM
from nakhe.periods import today
from nakhe.steps import at_once
from nakhe.vietnamese.names import fold

NO_LIST = (
    "Tệp này không phải danh sách đảng viên: không trang tính nào có cột “Họ và tên” cùng các cột khác "
    "(bảng tổng hợp số liệu không nhập được); chọn tệp danh sách, hoặc đặt tên cột họ tên là “Họ và tên”."
)
UNNAMED = (
    "Không nhận ra cột họ và tên trong các cột: {0}. Chọn cột ở trang Nhập từ Excel, hoặc đặt tên cột họ tên là "
    "“Họ và tên” rồi nhập lại."
)
MOST_TOLD = 8
"""Columns named in a sentence."""
MISSPELT = "Không tìm thấy cột “Họ và tên”, chỉ có cột “{0}”. Sửa tên cột thành “Họ và tên” rồi nhập lại."
RATED = re.compile(r"xếp loại|đánh giá", re.IGNORECASE)
NEARLY = 0.8
"""How much of a heading has to be as in “Họ và tên” for a slip of the pen."""
COMPARED = "Đã so với sổ"
UNIT_ABOVE = (
    "Ô chi bộ để trống ở một số dòng, chỉ ghi ở dòng đầu của mỗi chi bộ: các dòng trống thuộc chi bộ ghi gần nhất "
    "phía trên?"
)
NOBODY = "Danh sách trong tệp không có dòng đảng viên nào dưới dòng tiêu đề. Kiểm tra lại tệp."


@dataclass
class Asked:
    """For whom a file is read, and what the one who brings it says about all of its rows."""

    reader: object = SYSTEM
    unit: str = ""
    """The code of the chi bộ for rows that name none."""
    year: str = ""
    """Of ratings whose heading names none."""
    day: date = field(default_factory=today)
    mapped: dict = field(default_factory=dict)
    """{plain heading: field}, columns mapped by hand (headings.mapping_key)."""


def read_in_steps(book, asked=None, answers=None, beside=None):
    """The Reading of *book*; refused as a whole where no sheet is a list of people.

    *beside*(rows, {row_key: {field: letters}}, asked, units, answers, is_own) sets the rows beside the record, in
    steps; empty: as what would be written.
    """
    asked, answers = asked or Asked(), Answers(answers)
    context = Context(asked.day, answers, _names(Ethnicity), _names(Religion), book.is_1904, book.kind == "csv")
    units = Units(asked.reader, asked.day)
    side_by_side = [part for sheet in visible(book) for part in lists_beside(headed(sheet, asked.mapped), asked.mapped)]
    parts = [part for sheet in side_by_side for part in lists_of(sheet, asked.mapped)]
    sheets = [_SheetRead(part, context, units, asked) for part in parts]
    yield from read_rows(sheets)
    reading, letters = reading_of(book, sheets, NO_LIST, NOBODY)
    if not any(sheet.is_list for sheet in sheets):
        return _without_list(reading, sheets, asked.mapped)
    if not reading.refused:
        reading.rows = join_years(reading.rows, answers)
        setting = beside or set_beside_the_record
        yield from setting(reading.rows, letters, asked, units, answers, is_own_export(book, asked.reader))
        reading.questions = questions_of(reading.rows, answers)
    return reading


read = at_once(read_in_steps)


def _without_list(reading, sheets, mapped):
    """*reading* refused, with the columns of which one may be chosen as that of the names, where there are such."""
    unnamed = [column for sheet in sheets for column in unnamed_columns(sheet.sheet, mapped)]
    if unnamed:
        reading = replace(reading, columns=unnamed)
    near = next((column.heading for column in reading.columns if not column.field and is_nearly_a_name(column)), None)
    told = ", ".join(map(_told, unnamed[:MOST_TOLD]))
    return replace(reading, refused=MISSPELT.format(near) if near else UNNAMED.format(told) if unnamed else NO_LIST)


def _told(column):
    """Of a column without a heading its letters alone: the log keeps why a file was refused, and no names."""
    return column.column if NAMELESS.fullmatch(column.heading) else f"{column.column} “{column.heading}”"


def is_nearly_a_name(column):
    """Whether the heading is “Họ và tên” but for a slip of the pen."""
    names = [fold(spelling) for spelling in BY_KEY["full_name"].spellings]
    is_near = bool(get_close_matches(fold(column.heading), names, 1, NEARLY))
    return is_near and (not column.samples or looks_like_names(column.samples))


def _names(model):
    return list(model.objects.values_list("name", flat=True))


def row_key(row):
    return row.sheet, row.row


class _SheetRead(SheetRead):
    """One visible sheet: its headings, and its rows as they stand by themselves."""

    def __init__(self, sheet, context, units, asked):
        super().__init__(sheet, context.answers, asked.mapped, meaning_of)
        self.is_list = bool(self.band and self.band.names_people)
        if self.is_list:
            year_of_the_row(self.band, self.sheet, context.today, asked.mapped)
            self.take(person_rows(self.sheet, self.band, lambda text: len(units.meant_by(text)) == 1))
            self.unread = self._read(context, units, asked)

    def _read(self, context, units, asked):
        preamble = self.preamble()
        unit = self._unit(preamble, units) or _unit_of_code(asked.unit, units)
        titled = "" if unit else named_in_title(preamble, units)
        reader = SheetReader(
            self.sheet, self.band, self.decoded, context, units, unit or titled, str(asked.year), bool(titled),
            titled_year=_year_of([self.sheet.name, *preamble]),
        )  # fmt: skip
        list_day, letters = day_of_list(preamble), self.letters
        others = title_of_others(preamble, self.sheet.name)
        for person_row in self.people:
            row = reader.read(person_row)
            row.day = min(list_day or context.today, context.today).isoformat()
            row.beside |= {OTHERS: others} if others else {}
            check_row(row, letters, list_day, self._party_age(person_row))
            self.remark_hidden(row)
            told_beside(row, context.answers)
            yield row

    def _unit(self, preamble, units):
        """The chi bộ whose name the sheet has, or that is named alone above the headings."""
        if units.meant_by(self.sheet.name):
            return self.sheet.name
        named = [unit for unit in map(unit_said_by, [self.sheet.name, *preamble]) if unit]
        return named[0].split(":")[-1].strip() if len(set(named)) == 1 else ""

    def _party_age(self, person_row):
        column = self.band.column_of(PARTY_AGE)
        cell = column and person_row.cells.get(column.number)
        return cell.value if cell else None


def _unit_of_code(code, units):
    return units.by_code[code].name if code in units.by_code else ""


def _year_of(texts):
    """The one year that *texts* name as that of ratings or alone; the day of a paper is no year of ratings."""
    of_ratings = [text for text in texts if YEAR.fullmatch(text) or RATED.search(text)]
    years = {year for text in of_ratings for year in re.findall(YEAR, text)}
    return years.pop() if len(years) == 1 else ""


# --- Beside the record ---


def set_beside_the_record(rows, letters, asked, units, answers, is_own):
    """What each row would write: new, changed, the same, or what has to be asked first. *is_own*: see own_files.

    In steps.
    """
    register = Register(asked.reader, asked.day, rows, {unit.pk: unit.name for unit in units.all}, is_own)
    known = who_is_meant(rows, letters, register, answers)
    find_repeats(rows, answers, lambda row: letters[row_key(row)])
    held_years = HeldYears(asked.reader)
    stays, allowed = Stays(units, answers), Allowed(asked.reader, register, units, answers, asked.day)
    for number, row in enumerate(rows):
        yield number, len(rows), COMPARED
        columns, one = letters[row_key(row)], known.get(row_key(row))
        settle_locked(row, one, held_years, units, answers, columns)
        _decide(row, one, units, answers, columns)
        remark_standing(row, one, columns)
        if one or _is_surely_new(row):
            stays.settle(row, one, columns)
        if not row.beside.get("left"):
            allowed.settle(row, one, columns)
        _give_status(row, one)


def who_is_meant(rows, letters, register, answers):
    """{key of a row: Known}; who is nobody on record may be somebody put right, whom no other row means."""
    known = {row_key(row): match(row, register, answers, letters[row_key(row)]) for row in rows}
    taken = {found.pk for found in known.values() if found}
    for row in rows:
        if not known[row_key(row)] and _is_surely_new(row):
            known[row_key(row)] = match_mended(row, register, taken, answers, letters[row_key(row)])
        row.match = known[row_key(row)] and known[row_key(row)].pk
    return known


def _decide(row, known, units, answers, columns):
    """What *row* would change, or that somebody new needs a chi bộ."""
    settle_noted_gone(row, known, answers)
    if known is None and _is_surely_new(row):
        settle_others(row, answers)
    if known:
        settle_unclear_status(row, known, answers)
        row.changes = changes_of(row, known)
        if row.changes and not known.is_changeable:
            message = f"{known.described}: hồ sơ do nơi khác quản lý, bạn không sửa được."
            row.problems.append(Problem(ERROR, "not_yours", message, "full_name", columns.get("full_name", "")))
            row.changes = told_of(row.changes, known)
        settle_move(row, known, answers, columns)
        settle_departed(row, known, answers, columns)
    if (known is None or known.since is None) and "unit" not in row.person and _is_surely_new(row):
        _ask_for_the_unit(row, units, answers)


def _give_status(row, known):
    """What its problems say, else new, changed or same."""
    row.status = status_of(row)
    if row.status == NEW and known:
        row.status = CHANGED if row.changes else SAME


def _is_surely_new(row):
    waits = any(problem.level == ERROR or problem.code in ("match", "repeated") for problem in row.problems)
    return not waits and not row.beside.get("left")


def _ask_for_the_unit(row, units, answers):
    """Somebody new has to belong somewhere; asked once for all rows that do not say where."""
    if _is_of_the_unit_above(row, units, answers):
        return
    options = [Option(unit.code, unit.name) for unit in units.all if unit.is_current]
    question = Question(
        "unit|",
        "Tệp không nói chi bộ của những người mới này. Chọn chi bộ.",
        [*options, Option("skip", "Bỏ các dòng này")],
    )
    answer = answers.ask(question)
    if answer == "skip":
        row.beside["left"] = "unit"
    elif answer in units.by_code:
        row.person["unit"] = units.by_code[answer].name
    else:
        row.problems.append(Problem(ASK, "unit", question.text, "unit", question=question.key))


def _is_of_the_unit_above(row, units, answers):
    """Whether the chi bộ written last above the blank cell of *row* is its own, or that is asked; once for the file."""
    above = row.beside.get("unit_above", "")
    meant = units.meant_by(above) if above else []
    if len(meant) != 1:
        return False
    question = Question(
        "unit_above|", UNIT_ABOVE, [Option(TAKE, "Đúng, cùng chi bộ với dòng trên"), Option(LEAVE, "Không")]
    )
    answer = answers.ask(question)
    if answer == TAKE:
        row.person["unit"] = meant[0].name
    elif answer is None:
        message = f"Ô chi bộ trống, dòng trên gần nhất ghi “{above}”."
        row.problems.append(Problem(ASK, "unit_above", message, "unit", after=meant[0].name, question=question.key))
    return answer != LEAVE


def questions_of(rows, answers):
    """The questions and refusable guesses that rows have, each with its places."""
    for row in rows:
        for problem in row.problems:
            question = answers.asked.get(problem.question)
            if question and [row.sheet, row.row] not in question.places[-1:]:
                question.places.append([row.sheet, row.row])
    return [each for each in answers.asked.values() if each.places or each.key in answers.given]
