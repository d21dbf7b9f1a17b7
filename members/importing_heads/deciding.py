"""The rows of a list of village heads beside the record: who is meant, which headship, what differs, what is asked."""

from dataclasses import dataclass

from members.importing.comparing import changes_of, told_of
from members.importing.matching import match, may_be
from members.importing.register import Register
from members.importing.result import ASK, CHANGED, ERROR, NEW, SAME, SKIP, WARNING, Option, Problem, Question
from members.importing.rows import status_of
from members.importing.words import ACTIVE, DEAD, EXEMPT, SUSPENDED, TEMPORARY
from members.importing_heads import fields
from members.importing_heads.record import Headships
from members.importing_heads.terms import Terms
from nakhe.vietnamese.dates import PartialDate, add_months, format_day
from nakhe.vietnamese.names import exact_key

OF_AGE = 18
MEMBERS = {ACTIVE, EXEMPT, SUSPENDED, TEMPORARY}
NOT_YOURS = "{0}: hồ sơ do nơi khác quản lý, bạn không sửa được."
NO_MEMBER = "Tệp ghi là đảng viên mà không thấy trong sổ. Kiểm tra họ tên, ngày sinh, hoặc nhập đảng viên trước."
AS_OUTSIDER = "outsider"
FIX, ANOTHER_TERM = "fix", "term"


def decide(rows, letters, asked, units, villages, answers):
    """Set status, changes and match of *rows*; what is to be asked or mended stands in their problems.

    A row says beside its person: village (key), head (key of the headship on record), same_as ([sheet, row] of the
    same newcomer), ends (the headship before it, see terms.py).
    """
    register = Register(asked.reader, asked.day, rows, {unit.pk: unit.name for unit in units.all})
    namesakes = {known.pk for row in rows for known in register.namesakes(row.person.get("full_name") or "-")}
    places = {row.beside["village"] for row in rows if "village" in row.beside}
    headships = Headships(asked.reader, places, namesakes | set(register.holders.values()))
    _Deciding(register, headships, villages, letters, answers, asked.day).decide(rows)


@dataclass
class _Deciding:
    register: Register
    headships: Headships
    villages: object
    letters: dict
    answers: object
    day: object

    def decide(self, rows):
        for row in rows:
            if fields.NAME in row.person and "left" not in row.beside:
                self._match(row)
        self._recognise_newcomers(rows)
        for row in rows:
            self._compare_person(row)
            self._remark_membership(row)
            self._remark_elsewhere(row)
        Terms(self.headships, self.villages, self.answers, self._column).settle(rows)
        for row in rows:
            self._require_of_age(row)
            row.status = _status(row)

    def _column(self, row, name):
        return self.letters[row.sheet, row.row].get(name, "")

    def _tell(self, row, level, code, message, name, question=""):
        row.problems.append(Problem(level, code, message, name, self._column(row, name), question=question))

    # --- Who is meant ---

    def _match(self, row):
        """By a headship of the village on record, else as any person is matched."""
        of_village = self.headships.of_village.get(row.beside.get("village"), [])
        alike = [head for head in of_village if self._may_be(row, head)]
        if len({head.person_id for head in alike}) == 1:
            row.match, row.matched_by = alike[0].person_id, "village"
        else:
            known = match(row, self.register, self.answers, self.letters[row.sheet, row.row])
            row.match = known.pk if known else None
        if row.match:
            self._find_headship(row, [head for head in of_village if head.person_id == row.match])

    def _may_be(self, row, head):
        names = [exact_key(name) for name in head.person.all_names]
        born = head.person.birth_on.iso if head.person.birth_on else ""
        return exact_key(row.person[fields.NAME]) in names and may_be(row.person.get("birth_date", ""), born)

    def _find_headship(self, row, held):
        """Which of the person's headships of this village the row is; none for another."""
        started = row.person.get(fields.STARTED)
        same = [head for head in held if started and head.started_on.isoformat().startswith(started)]
        if same or (held and not started):
            row.beside["head"] = (same or held)[-1].pk
        elif held:
            self._ask_whether_another(row, held[-1], started)

    def _ask_whether_another(self, row, head, started):
        since, new = format_day(head.started_on), PartialDate.from_iso(started)
        message = f"Trong sổ {head.person} là trưởng thôn {head.village} từ {since}, ở đây ghi từ {new}. Chọn một."
        options = [
            Option(FIX, f"Sửa ngày bắt đầu: {since} → {new}"),
            Option(ANOTHER_TERM, f"Một nhiệm kỳ khác, từ {new}"),
            Option(SKIP, "Bỏ dòng này"),
        ]
        question = Question(f"term|{row.sheet}|{row.row}|{head.pk}", f"Dòng {row.row}: {message}", options)
        answer = self.answers.ask(question)
        if answer is None:
            self._tell(row, ASK, "another_term", message, fields.STARTED, question.key)
        elif answer == SKIP:
            row.beside["left"] = "term"
        elif answer == FIX:
            row.beside["head"] = head.pk

    def _recognise_newcomers(self, rows):
        """Two lines of one village with one name, who may be born alike, are two terms of one newcomer."""
        earlier = []
        for row in rows:
            if row.match or not _is_settled(row):
                continue
            same = next((other for other in earlier if _is_one(row, other)), None)
            if same:
                row.beside["same_as"] = same.beside.get("same_as", [same.sheet, same.row])
            earlier.append(row)

    # --- What else the row says of the person ---

    def _compare_person(self, row):
        known = self.register.people.get(row.match)
        if known is None:
            return
        row.changes = {name: pair for name, pair in changes_of(row, known).items() if name in fields.PERSONAL}
        if row.changes and not known.is_changeable:
            self._tell(row, ERROR, "not_yours", NOT_YOURS.format(known.described), fields.NAME)
            row.changes = told_of(row.changes, known)
        if known.values.get("status") == DEAD and "head" not in row.beside:
            died = f" ngày {format_day(known.until)}" if known.until else ""
            self._tell(row, ERROR, "dead", f"{known.names[0]} đã từ trần{died}. Kiểm tra lại người.", fields.NAME)

    def _remark_membership(self, row):
        """The record alone says who is a member; a cross against it is told, and asked of who is not on record."""
        marked, known = row.person.get(fields.IS_MEMBER), self.register.people.get(row.match)
        if known:
            is_member = known.values.get("status") in MEMBERS
            if marked is not None and marked != is_member:
                told = "không phải đảng viên" if marked else "là đảng viên"
                message = f"Trong sổ {known.names[0]} {told}. Cột này chỉ đối chiếu, không ghi."
                self._tell(row, WARNING, "member", message, fields.IS_MEMBER)
        elif marked and _is_settled(row):
            self._ask_outsider(row)

    def _ask_outsider(self, row):
        options = [Option(AS_OUTSIDER, "Ghi là người chưa là đảng viên"), Option(SKIP, "Bỏ các dòng này")]
        question = Question("member|unknown", NO_MEMBER, options)
        answer = self.answers.ask(question)
        if answer == SKIP:
            row.beside["left"] = "member"
        elif answer is None:
            self._tell(row, ASK, "member", NO_MEMBER, fields.IS_MEMBER, question.key)

    def _remark_elsewhere(self, row):
        """Somebody may head two villages; it is asked."""
        if "head" in row.beside or not row.match or fields.ENDED in row.person:
            return
        for head in self.headships.of_person.get(row.match, ()):
            if head.village_id != row.beside.get("village") and head.ended_on is None:
                message = f"{head.person} đang là trưởng thôn {head.village}. Vẫn ghi?"
                question = Question(
                    f"elsewhere|{head.pk}|{row.beside.get('village')}",
                    f"Dòng {row.row}: {message}",
                    [Option("yes", "Vẫn ghi"), Option(SKIP, "Bỏ dòng này")],
                )
                answer = self.answers.ask(question)
                if answer == SKIP:
                    row.beside["left"] = "elsewhere"
                elif answer is None:
                    self._tell(row, ASK, "elsewhere", message, fields.NAME, question.key)

    def _require_of_age(self, row):
        born, started = row.person.get("birth_date"), row.person.get(fields.STARTED)
        if "head" in row.beside or not born or not started:
            return
        if add_months(PartialDate.from_iso(born).first_day, 12 * OF_AGE) > PartialDate.from_iso(started).last_day:
            message = f"Chưa đủ {OF_AGE} tuổi vào ngày bắt đầu. Kiểm tra lại ngày sinh."
            self._tell(row, WARNING, "of_age", message, "birth_date")


def _is_settled(row):
    """Whether nothing about the person or the village waits for an answer."""
    return fields.NAME in row.person and "left" not in row.beside and status_of(row) == NEW


def _is_one(row, other):
    same_name = exact_key(row.person[fields.NAME]) == exact_key(other.person[fields.NAME])
    same_village = row.beside.get("village") == other.beside.get("village")
    return same_name and same_village and may_be(row.person.get("birth_date", ""), other.person.get("birth_date", ""))


def _status(row):
    status = status_of(row)
    if status == NEW and "head" in row.beside:
        return CHANGED if row.changes else SAME
    return status
