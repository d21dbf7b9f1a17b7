"""One row of a sheet read into a Row: every cell by what its column means, then what the row as a whole must say."""

from dataclasses import dataclass, field, replace

from members.importing import cells
from members.importing.bands import NAME, Band
from members.importing.decoding import problem_of
from members.importing.ditto import OWN, Above, repeated
from members.importing.fields import BY_KEY, PARTY_AGE, RATING_YEAR, RATINGS, REASON, ROW_NUMBER, TO_DELETE
from members.importing.headings import DATE_PARTS, NAME_PARTS, YEAR
from members.importing.in_words import in_words
from members.importing.notes import note_gone, read_note
from members.importing.result import ASK, ERROR, LEAVE, LEFT, NEW, TAKE, WARNING, Option, Problem, Question, Row
from members.importing.said import NOTHING, Said, asked, error, guessed
from members.importing.units import Units
from members.importing.values.context import Context
from members.importing.values.ratings import read_rating
from members.importing.values.text import clean, is_excel_error
from members.importing.words import FEMALE, MALE
from nakhe.spreadsheets.book import Sheet

CROSSED = ("sex", "professional_level", "political_theory", "status", "party_office", RATINGS)
IN_PARTS = (NAME, "native_place", "residence", "birthplace")
LEAVING = ("left_for", "came_from", "died", "left_party", "exempt_since")
NOT_WRITTEN = ("language", "badge_number")
UNREAD = (ROW_NUMBER, PARTY_AGE, REASON, RATING_YEAR)
SEVERAL_PLACES = ("residence", "native_place", "occupation", "note", "government_office", "phone")
"""Fields that a list may well have two columns for."""


LINE_BELOW = "Dòng {0} không đọc thành người nào: “{1}”. Nếu thuộc người ở dòng này thì ghi chung một dòng."
NAME_BELOW = "Dòng {0} chỉ có “{1}” ở cột họ tên: họ tên là “{2}”?"


@dataclass
class SheetReader:
    """What the rows of one sheet are read with."""

    sheet: Sheet
    band: Band
    decoded: dict
    context: Context
    units: Units
    unit: str
    """Named by the sheet as a whole, for rows that say none."""
    year: str
    """Of ratings whose heading names none."""
    is_titled: bool = False
    """Whether *unit* only stands in a title."""
    fields: dict = field(default_factory=lambda: BY_KEY)
    """{key: Field} of the kind of file."""
    titled_year: str = ""
    """The year that the title says, where nobody said *year*."""
    above: Above = field(default_factory=Above)
    row_year: str = ""
    """Of the ratings of the row that is read."""
    unit_above: str = ""
    """That of the last row that names one itself."""

    def read(self, person_row):
        row = Row(self.sheet.name, person_row.number)
        self.row_year = self._year_said(row, person_row)
        self._tell(row, self._columns_said(person_row))
        self._ask_the_note(row)
        if NAME not in row.person and "name_in_use" in row.person:
            row.person[NAME] = row.person.pop("name_in_use")
        self._place(row, person_row.unit or self.unit)
        _remark_group(row, person_row.group)
        self._remark_strays(row, person_row.strays)
        self._require_a_name(row)
        return row

    def _columns_said(self, person_row):
        """[(HeadedColumn, Said)] of the row, crossed and split columns after the others."""
        said, crosses, parts = [], {}, {}
        for column, cell in self._cells_meant(person_row, said):
            if cell.lacks_result or is_excel_error(cell.value):
                said.append((column, no_value(column.key, cell)))
            elif _is_in_parts(column.meaning):
                parts.setdefault(column.key, []).append((column, self._capitalised(column, cell).value))
            elif column.meaning.part and column.key in CROSSED and not column.meaning.is_year:
                said.append((column, self._cross(column, cell, crosses)))
            else:
                said.append((column, self._cell(column, self._capitalised(column, cell))))
        said += [self._crossed(key, marked, person_row) for key, marked in crosses.items()]
        return said + [self._joined(key, columns) for key, columns in parts.items()]

    def _cells_meant(self, person_row, said):
        """(HeadedColumn, Cell) of what is read, a mark as the cell above it; what marks tell goes into *said*."""
        meant, marks = self.above.filled(person_row.cells)
        for column in self.band.columns:
            cell = person_row.cells.get(column.number)
            if cell is None or column.meaning is None or column.key in UNREAD:
                continue
            if column.number in marks and column.key not in OWN:
                cell, told = repeated(column, meant[column.number], marks[column.number], self.context.answers)
                said.append((column, told))
            if cell is not None:
                yield column, cell

    def _capitalised(self, column, cell):
        """TCVN3 has no capitals with tones: of a decoded name “Hoàng Thị én” every word gets its capital."""
        if column.key != NAME or (cell.row, cell.column) not in self.decoded or not cell.is_text:
            return cell
        words = [word[:1].upper() + word[1:] for word in cell.value.split()]
        return replace(cell, value=" ".join(words))

    def _cell(self, column, cell):
        key, context = column.key, self.context
        if len(column.meaning.keys) > 1:
            return cells.read_joint(column.meaning.keys, cell.value, context)
        if key in (NAME, "birth_date") and column.meaning.part:
            return self._of_one_sex(key, column.meaning.part, cell)
        if key == "probationary" and column.meaning.part:
            return _turned(self.fields[key].read(key, cell.value, context))
        if key == "unit":
            return self.units.read(clean(cell.value), context.answers) if clean(cell.value) else NOTHING
        if key == RATINGS:
            return self._rating(column, cell)
        if key in LEAVING:
            return cells.read_leaving(key, cell.value, context)
        if key == TO_DELETE:
            return cells.deletion_asked(cell.value)
        meant = self.fields[key]
        found = meant.read(key, cell.value, context)
        return found if meant.is_of_person else _all_beside(found) | _not_written(meant, found)

    def _joined(self, key, columns):
        """A place, a name or a date in columns of its own, as one text."""
        texts = {column.meaning.part: clean(value) for column, value in columns}
        if key == NAME:
            text = " ".join(filter(None, map(texts.get, NAME_PARTS)))
        elif texts.keys() <= DATE_PARTS.keys():
            text = "/".join(texts.get(part, "") for part in DATE_PARTS).lstrip("/")
        else:
            text = cells.joined_place(texts)
        said = BY_KEY[key].read(key, text, self.context)
        return columns[-1][0], said if BY_KEY[key].is_of_person else _all_beside(said)

    def _of_one_sex(self, key, sex, cell):
        """A name or a date under NAM or NỮ says the sex too."""
        found = BY_KEY[key].read(key, cell.value, self.context)
        return found | Said({"sex": sex}) if clean(cell.value) else found

    def _year_said(self, row, person_row):
        """The year that stands in the row itself."""
        column = self.band.column_of(RATING_YEAR)
        text = clean(person_row.cells[column.number].value) if column and column.number in person_row.cells else ""
        found = YEAR.fullmatch(text)
        if text and not found:
            message = f"“{text}” không phải một năm. Ghi bốn chữ số, ví dụ 2023."
            row.problems.append(Problem(ERROR, "year", message, RATING_YEAR, column.letters))
        return found[1] if found else ""

    def _rating(self, column, cell):
        year = column.meaning.part or self.row_year or self.year
        if year:
            return read_rating(year, cell.value, self.context)
        if clean(cell.value) and self._takes_titled_year():
            return read_rating(self.titled_year, cell.value, self.context) | self._year_told()
        question, answer = cells.ask_year(column, self.context)
        if answer and answer.isdigit():
            return read_rating(answer, cell.value, self.context)
        if answer or not clean(cell.value):
            return NOTHING
        return Said(problems=[Problem(ASK, "year", question.text, RATINGS, "", clean(cell.value), "", question.key)])

    def _takes_titled_year(self):
        return bool(self.titled_year) and self.context.answers.ask(self._year_question()) != LEAVE

    def _year_question(self):
        year = self.titled_year
        options = [Option(TAKE, f"Đúng, năm {year}"), Option(LEAVE, "Không, chọn năm khác")]
        text = f"Cột xếp loại không ghi năm, tiêu đề nói năm {year}: là xếp loại năm {year}?"
        return Question(f"guess|year|{year}", text, options)

    def _year_told(self):
        question = self._year_question()
        message = f"Cột xếp loại không ghi năm: lấy năm {self.titled_year} theo tiêu đề."
        told = Problem(WARNING, "year", message, f"{RATINGS}.{self.titled_year}", "", "", "", question.key)
        return Said(problems=[told])

    def _cross(self, column, cell, crosses):
        """Remember a crossed column; what else the cell says is returned."""
        marked, said = cells.crossed(column.key, column.meaning.part, cell.value, self.context)
        if marked:
            year, _, part = column.meaning.part.rpartition(":")
            crosses.setdefault((column.key, year), []).append((column, part))
        return said

    def _crossed(self, key, marked, person_row):
        name, year = key
        column = marked[-1][0]
        place = f"{self.sheet.name}|{person_row.number}"
        said = cells.read_crosses(name, [part for _, part in marked], place, self.context)
        if name != RATINGS:
            return column, said
        year = year or self.row_year or self.year
        is_guess = not year and self._takes_titled_year()
        year = self.titled_year if is_guess else year
        renamed = {f"{RATINGS}.{year}": value for value in said.values.values()} if year else {}
        return column, replace(said, values=renamed) | (self._year_told() if is_guess and renamed else NOTHING)

    def _tell(self, row, columns_said):
        """Put what the columns said into *row*, each problem with the letters of its column."""
        for column, said in columns_said:
            for problem in said.problems:
                row.problems.append(replace(problem, column=problem.column or column.letters))
            for name, value in said.values.items():
                self._take(row, name, value, column)
            row.beside |= said.beside
        for column in self.band.columns:
            decoded = self.decoded.get((row.row, column.number))
            if decoded and column.meaning:
                row.problems.append(problem_of(decoded, self.sheet.name, column.key, column.letters))

    def _take(self, row, name, value, column):
        """Of columns that say a field differently one is chosen; of several addresses the first counts."""
        kept, key = (row.person, name) if not name.startswith(f"{RATINGS}.") else _ratings_of(row, name)
        if key not in kept:
            kept[key] = value
        elif kept[key] != value and name in SEVERAL_PLACES:
            message = f"Cột {column.letters} ghi khác: “{value}”; lấy “{kept[key]}”."
            row.problems.append(Problem(WARNING, "two_columns", message, name, column.letters))
        elif kept[key] != value:
            place = f"two|{row.sheet}|{row.row}|{name}"
            values = {str(each): each for each in (kept[key], value)}
            options = {text: in_words(name, each) for text, each in values.items()}
            message = f"Hai cột ghi khác nhau: {' và '.join(f'“{each}”' for each in options.values())}. Chọn một."
            said = asked(name, place, "two_columns", message, options, self.context.answers)
            row.problems += [replace(problem, column=column.letters) for problem in said.problems]
            kept.pop(key)
            if name in said.values:
                kept[key] = values[said.values[name]]

    def _place(self, row, text):
        """The chi bộ by the line, the sheet or the command, where the row itself says none."""
        if "unit" in row.person or row.beside.get("left") or not text:
            self._remember_the_unit(row)
            return
        said = self.units.read(text, self.context.answers)
        if self.is_titled and text == self.unit:
            reason = "tiêu đề của trang nói chi bộ này."
            said = guessed("unit", text, text, "title", reason, self.context.answers)
        row.person |= said.values
        row.beside |= said.beside
        row.problems += said.problems

    def _remember_the_unit(self, row):
        """Where the column of chi bộ is filled in the first row of each alone, the next ones may mean the same."""
        if "unit" in row.person:
            self.unit_above = row.person["unit"]
        elif self.unit_above and not any(problem.field == "unit" for problem in row.problems):
            row.beside["unit_above"] = self.unit_above

    def _ask_the_note(self, row):
        """Where the sheet has no column for them, a note may begin with the chi bộ and say who is exempt."""
        column = self.band.column_of("note")
        has = {each.key for each in self.band.columns if each.meaning}
        if column and "note" in row.person:
            read_note(row, column.letters, self.units, not has & {"unit"}, not has & {"status"}, self.context)
        if "note" in row.person and not has & {"status", *LEAVING}:
            note_gone(row, self.context)

    def _remark_strays(self, row, strays):
        """A word below the name may be its end, and is asked; whatever else stands alone below is told, never lost."""
        name = self.band.column_of(NAME)
        for number, stray in strays:
            text = ", ".join(clean(cell.value) for cell in stray.values() if clean(cell.value))
            if name and list(stray) == [name.number] and text.isalpha() and NAME in row.person:
                self._ask_the_end(row, name, number, text)
            else:
                row.problems.append(Problem(WARNING, "line_below", LINE_BELOW.format(number, text)))

    def _ask_the_end(self, row, column, number, text):
        """Whether the name goes on in the line below."""
        whole = f"{row.person[NAME]} {text}"
        key, message = f"name_below|{row.sheet}|{number}", NAME_BELOW.format(number, text, whole)
        question = Question(
            key, message, [Option(TAKE, f"Đúng, là {whole}"), Option(LEAVE, f"Không, là {row.person[NAME]}")]
        )
        answer = self.context.answers.ask(question)
        if answer == TAKE:
            row.person[NAME] = whole
        elif answer is None:
            row.problems.append(Problem(ASK, "name_below", message, NAME, column.letters, question=key))

    def _require_a_name(self, row):
        if NAME in row.person or any(problem.field == NAME for problem in row.problems):
            return
        column = self.band.column_of(NAME) or self.band.column_of("name_in_use")
        row.problems.append(
            Problem(ERROR, "name", "Thiếu họ và tên. Ghi họ và tên vào dòng này.", NAME, column.letters)
        )


def _is_in_parts(meaning):
    """Whether the column holds one part of a name, of a place or of a date."""
    is_of_one_sex = meaning.part in (MALE, FEMALE)
    return meaning.part in DATE_PARTS or bool(meaning.part) and meaning.keys[0] in IN_PARTS and not is_of_one_sex


def _turned(said):
    """A cross below “Chính thức” is none on probation."""
    return replace(said, values={name: not value for name, value in said.values.items()})


def _remark_group(row, group):
    """What a line above says of the rows below it is written by nobody's guess."""
    if group:
        message = f"Dòng phía trên ghi “{group}”: không nhập điều ấy. Cần thì ghi ở cột Trạng thái, Ngày chính thức."
        row.problems.append(Problem(WARNING, "group", message))


def _ratings_of(row, name):
    return row.person.setdefault(RATINGS, {}), name.partition(".")[2]


def no_value(name, cell):
    """Said of a cell whose formula has no result, or failed."""
    message = f"Công thức “{cell.value}” chưa có kết quả lưu trong tệp. Mở bằng Excel, lưu lại, hoặc ghi giá trị."
    failed = f"“{cell.value}” là lỗi công thức của Excel. Sửa công thức, hoặc ghi giá trị vào ô."
    return error(name, "formula", message if cell.lacks_result else failed)


def _not_written(field, said):
    """What a list says and the register has no place for without more is told, not lost unseen."""
    if field.key not in NOT_WRITTEN or not said.values:
        return NOTHING
    message = f"{field.name} “{said.values[field.key]}”: nhập tệp không ghi mục này. Cần thì ghi ở hồ sơ của người ấy."
    return Said(problems=[Problem(WARNING, "not_written", message, field.key)])


def _all_beside(said):
    return Said(problems=said.problems, beside=said.values)


def status_of(row):
    """From its problems alone: error, ask, left out by choice, or new as long as nobody is matched."""
    levels = {problem.level for problem in row.problems}
    if row.beside.get("left"):
        return LEFT
    return ERROR if ERROR in levels else ASK if ASK in levels else NEW
