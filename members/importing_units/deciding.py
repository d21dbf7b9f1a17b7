"""The rows of a list of chi bộ beside the record: which chi bộ is meant, what is new, what differs, what is asked."""

from datetime import date

from members.importing.result import (
    ASK,
    CHANGED,
    ERROR,
    LEAVE,
    LEFT,
    NEW,
    SAME,
    SKIP,
    WARNING,
    Option,
    Problem,
    Question,
)
from members.importing_units import words
from members.importing_units.moving_start import why_not
from members.importing_units.register import are_alike
from nakhe.vietnamese.dates import format_day
from nakhe.vietnamese.names import exact_key, fold

MAKE = "new"
LEAVE_ROW = Option(SKIP, "Bỏ dòng này")
NO_TYPE = f"Chi bộ mới phải có loại hình. Ghi một trong: {words.ALLOWED}."
UNKNOWN_DAY = "Chưa rõ ngày thành lập: chi bộ được tính là đã có từ trước."
NO_VILLAGE = "Chi bộ thôn mà không ghi thôn: chi bộ chưa gắn với thôn nào."
NO_PLACE = "Đánh dấu biên giới mà không có thôn. Ghi tên thôn, hoặc xóa dấu."


def decide(rows, record, answers):
    """Set status, changes and match of *rows*; what is to be asked or mended stands in their problems."""
    _Deciding(record, answers).decide(rows)


class _Deciding:
    def __init__(self, record, answers):
        self.record, self.answers = record, answers
        self.earlier = []
        self.villages = [village.name for village in record.villages]
        """The names on record, then those of the rows before."""

    def decide(self, rows):
        for row in rows:
            if row.name:
                self._match(row)
                self._beside_the_rows_before(row)
            if row.name and row.status != LEFT:
                self._place(row)
                self._compare(row)
                self.earlier.append(row)
            row.status = _status(row)

    # --- Which chi bộ is meant ---

    def _match(self, row):
        found = self.record.named(row.name)
        if len(found) == 1 and found[0].is_current:
            row.match = found[0].pk
            return
        alike = found or self.record.like(row.name)
        if alike:
            self._ask_which(row, alike, is_ended=bool(found) and not found[0].is_current)

    def _ask_which(self, row, alike, is_ended):
        names = " và ".join(f"“{known.name}”" for known in alike)
        said = f"Trong sổ đã có {names}{', nay đã kết thúc' if is_ended else ''}. “{row.name}” là chi bộ nào?"
        same = [Option(str(known.pk), f"Là {known.name}") for known in alike if known.is_current]
        question = Question(f"unit|{fold(row.name)}", said, [*same, Option(MAKE, "Chi bộ mới"), LEAVE_ROW])
        answer = self._ask(row, question, words.NAME, "alike")
        if answer and answer.isdigit():
            row.match = int(answer)

    def _beside_the_rows_before(self, row):
        for other in self.earlier:
            is_same = exact_key(other.name) == exact_key(row.name) or (row.match and row.match == other.match)
            if is_same and row.status != LEFT:
                message = f"Chi bộ này đã ghi ở dòng {other.row}. Giữ một dòng."
                self._tell(row, ERROR, "repeated", message, words.NAME)
                return
            if not row.match and not other.match and are_alike(row.name, other.name):
                self._ask_whether_two(row, other)

    def _ask_whether_two(self, row, other):
        said = f"“{row.name}” gần giống “{other.name}” ở dòng {other.row}. Hai chi bộ khác nhau?"
        options = [Option(MAKE, "Hai chi bộ khác nhau"), LEAVE_ROW]
        self._ask(row, Question(f"two|{fold(other.name)}|{row.name}", said, options), words.NAME, "alike")

    # --- Its village ---

    def _place(self, row):
        if words.VILLAGE in row.unit:
            self._name_the_village(row)
        elif row.unit.get(words.TYPE) == "VILLAGE" and not row.match:
            self._tell(row, WARNING, "no_village", NO_VILLAGE, words.VILLAGE)
        village = row.unit.get(words.VILLAGE) or (self.record.by_pk[row.match].village if row.match else "")
        if words.BORDER in row.unit:
            self._border(row, village)

    def _name_the_village(self, row):
        text = row.unit[words.VILLAGE]
        kind = row.unit.get(words.TYPE) or (self.record.by_pk[row.match].unit_type if row.match else "VILLAGE")
        if kind != "VILLAGE" and not self._is_wanted(row, text):
            del row.unit[words.VILLAGE]
            return
        same = next((name for name in self.villages if exact_key(name) == exact_key(text)), None)
        if same:
            row.unit[words.VILLAGE] = same
        elif alike := [name for name in self.villages if are_alike(text, name)]:
            self._ask_which_village(row, text, alike)
        else:
            self.villages.append(text)

    def _is_wanted(self, row, text):
        said = f"“{row.name}” không phải chi bộ thôn mà cột Thôn ghi “{text}”. Gắn chi bộ với thôn này?"
        options = [Option(MAKE, f"Gắn với thôn {text}"), Option(LEAVE, "Không, bỏ ô này")]
        return self._ask(row, Question(f"place|{row.name}", said, options), words.VILLAGE, "place") != LEAVE

    def _ask_which_village(self, row, text, alike):
        said = f"Đã có thôn {' và '.join(alike)}. “{text}” là thôn nào?"
        options = [Option(f"={name}", f"Là thôn {name}") for name in alike]
        question = Question(f"village|{text}", said, [*options, Option(MAKE, "Thôn mới"), LEAVE_ROW])
        answer = self._ask(row, question, words.VILLAGE, "alike_village")
        if answer and answer.startswith("="):
            row.unit[words.VILLAGE] = answer[1:]
        elif answer == MAKE:
            self.villages.append(text)

    def _border(self, row, village):
        marked = row.unit[words.BORDER]
        if not village and marked:
            self._tell(row, ERROR, "no_village", NO_PLACE, words.BORDER)
        before = next((other for other in self.earlier if self._says_otherwise(other, village, marked)), None)
        if before:
            message = f"Dòng {before.row} ghi khác về biên giới của thôn {village}. Ghi thống nhất."
            self._tell(row, ERROR, "border", message, words.BORDER)

    def _says_otherwise(self, other, village, marked):
        return village and other.unit.get(words.VILLAGE) == village and other.unit.get(words.BORDER, marked) != marked

    # --- What differs ---

    def _compare(self, row):
        if row.match:
            self._compare_with(row, self.record.by_pk[row.match])
            return
        if words.TYPE not in row.unit and not _has(row, words.TYPE):
            self._tell(row, ERROR, "no_type", NO_TYPE, words.TYPE)
        if words.FOUNDED not in row.unit and not _has(row, words.FOUNDED):
            self._tell(row, WARNING, "founded_unknown", UNKNOWN_DAY, words.FOUNDED)
        self._remark_older_than_the_committee(row)

    def _remark_older_than_the_committee(self, row):
        began = self.record.committee.founded_on
        day = row.unit.get(words.FOUNDED)
        if began and day and day < began.isoformat():
            message = f"Trước ngày thành lập đảng bộ: chi bộ được tính vào đảng bộ từ {format_day(began)}."
            self._tell(row, WARNING, "before_committee", message, words.FOUNDED)

    def _compare_with(self, row, known):
        if known.founded_on and row.as_written and known.founded_on.isoformat().startswith(row.as_written):
            row.unit[words.FOUNDED] = known.founded_on.isoformat()  # the record knows the day, too
            row.problems = [each for each in row.problems if each.code != "founded_from"]
        row.changes = {
            name: [held, row.unit[name]]
            for name, held in self._held(row, known).items()
            if name in row.unit and row.unit[name] != held
        }
        if row.changes and not known.is_changeable:
            self._tell(row, ERROR, "not_yours", f"{known.name} do nơi khác quản lý, bạn không sửa được.", words.NAME)
        if words.FOUNDED in row.changes:
            fault = why_not(known.pk, date.fromisoformat(row.unit[words.FOUNDED]))
            if fault:
                self._tell(row, ERROR, "founded_late", fault, words.FOUNDED)

    def _held(self, row, known):
        """{field: what is on record}; the border is that of the village the row means."""
        village = row.unit.get(words.VILLAGE, known.village)
        return {
            words.TYPE: known.unit_type or None,
            words.VILLAGE: known.village or None,
            words.BORDER: self.record.borders.get(village, False),
            words.FOUNDED: known.founded_on.isoformat() if known.founded_on else None,
        }

    # --- Saying it ---

    def _ask(self, row, question, name, code):
        """The answer; None with the question among the problems of *row* as long as there is none."""
        answer = self.answers.ask(question)
        if answer == SKIP:
            row.status = LEFT
        elif answer is None:
            problem = Problem(ASK, code, question.text, name, row.column(name), question=question.key)
            row.problems.append(problem)
        return answer

    def _tell(self, row, level, code, message, name):
        row.problems.append(Problem(level, code, message, name, row.column(name)))


def _has(row, name):
    """Whether something is to be mended about the field already."""
    return any(problem.field == name and problem.level in (ERROR, ASK) for problem in row.problems)


def _status(row):
    if row.status == LEFT:
        return LEFT
    levels = {problem.level for problem in row.problems}
    if ERROR in levels:
        return ERROR
    if ASK in levels:
        return ASK
    if row.match is None:
        return NEW
    return CHANGED if row.changes else SAME
