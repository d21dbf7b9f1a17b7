"""What may not be written as it stands: others' numbers, offices and ratings that are not the reader's to write,
a second secretary, a rating of a year in which somebody was gone. Asked once for all alike, and then left out."""

from datetime import date

from members.importing.fields import BY_KEY, RATINGS
from members.importing.in_words import in_words
from members.importing.locked import rated_at
from members.importing.register import KIND, NUMBER_KINDS
from members.importing.result import ASK, ERROR, LEAVE, WARNING, Option, Problem, Question
from members.importing.writing.personal import note_of
from members.models import Office, Person
from nakhe.access import Right
from nakhe.vietnamese.dates import format_day
from units.models import UnitParent
from units.scoping import units_kept

ALL_NUMBERS = NUMBER_KINDS | {
    "profile_number": (KIND.PROFILE,),
    "old_citizen_number": (KIND.OLD_CITIZEN,),
}
NOTE_LONGEST = Person._meta.get_field("note").max_length
OFFICES = ("party_office", "government_office")
NOT_YOURS = {
    "offices": "Bạn không có quyền ghi chức vụ. Để trống cột chức vụ, phần còn lại vẫn nhập.",
    "ratings": "Bạn không có quyền ghi xếp loại. Để trống cột xếp loại, phần còn lại vẫn nhập.",
    "elsewhere": "Có xếp loại của năm sinh hoạt ở nơi khác: nơi đó ghi. Để trống, phần còn lại vẫn nhập.",
}
STAYS_ELSEWHERE = "Không ghi “{0}”: tệp ghi ở {1}, sổ giữ ở {2}."
GONE = "Có chức vụ của người đã ra khỏi sổ: để trống chức vụ."
LEAVE_OUT = [Option(LEAVE, "Để trống, không nhập")]
KEEP = [Option(LEAVE, "Giữ như trong sổ")]
NAMES = {"citizen_id": "Số căn cước", "card_number": "Số thẻ", "old_card_number": "Số thẻ cũ",
         "profile_number": "Số lý lịch", "old_citizen_number": "Số CMND cũ"}  # fmt: skip


class Allowed:
    """Looks at one row after another, in the order of the file."""

    def __init__(self, reader, register, units, answers, day):
        self.register, self.units, self.answers, self.day = register, units, answers, day
        self.kept = {"offices": _units_kept(reader, Right.EDIT_RECORD), "ratings": _units_kept(reader, Right.RATE)}
        secretaries = Office.objects.secretaries().filter(ended_on=None).select_related("person")
        self.secretaries = {office.unit_id: (office.person_id, str(office.person)) for office in secretaries}
        self.above = dict(UnitParent.objects.filter(ended_on=None).values_list("unit", "parent"))
        self.branches = {unit.pk for unit in units.all}
        self.numbers = {}

    def settle(self, row, known, columns):
        """*row.changes* of somebody on record are settled already."""
        self._numbers(row, columns)
        self._keep_what_is_newer(row, known, columns)
        self._drop_an_office_elsewhere(row, known, columns)
        for name in OFFICES:
            if _is_told(row, known, name) and not self._keeps_offices(row, known, name):
                self._leave_out(row, name, "right|offices", NOT_YOURS["offices"], "not_allowed", columns)
            elif _is_told(row, known, name) and _left_on(row, known):
                self._leave_out(row, name, "gone|offices", GONE, "gone", columns)
        self._secretary(row, known, columns)
        self._note(row, known, columns)
        self._tell_since_when(row, known, columns)
        for year in list(row.person.get(RATINGS, {})):
            if _is_told(row, known, f"{RATINGS}.{year}"):
                self._rating(row, known, year, columns)
        if not row.person.get(RATINGS, True):
            del row.person[RATINGS]

    def _numbers(self, row, columns):
        """A number is one person's, in the register and in the file."""
        if any(problem.code in ("match", "repeated", "number_taken", "number_twice") for problem in row.problems):
            return
        for name, kinds in ALL_NUMBERS.items():
            number = row.person.get(name) or row.beside.get(name)
            holders = {self.register.holders.get((kind, number)) for kind in kinds} - {None, row.match}
            earlier = self.numbers.setdefault((kinds[0], number), row) if number else row
            if number and holders:
                told = f"{NAMES[name]} này trong sổ là của người khác. Kiểm tra lại giấy tờ."
            elif earlier is not row:
                told = f"{NAMES[name]} này đã ghi ở dòng {earlier.row}. Kiểm tra lại giấy tờ."
            else:
                continue
            row.problems.append(Problem(ERROR, "number_taken", told, name, columns.get(name, "")))

    def _keep_what_is_newer(self, row, known, columns):
        """A list takes nothing back: what holds since a later day than that of the list stays."""
        day = date.fromisoformat(row.day)
        for name, since in (known.since_of if known else {}).items():
            if since > day and _is_told(row, known, name):
                text = f"Danh sách ngày {format_day(day)} cũ hơn sổ ở mục “{BY_KEY[name].name}”."
                self._leave_out(row, name, f"older|{name}|{row.day}", text, "older", columns, KEEP)

    def _drop_an_office_elsewhere(self, row, known, columns):
        """Of somebody who stays in another chi bộ than the row says, an office there is none here."""
        named = row.person.get("unit")
        stays = known and known.unit and named and named != known.unit and "unit" not in row.changes
        if stays and _is_told(row, known, "party_office") and not row.beside.get("party_office_at"):
            office = in_words("party_office", row.person.pop("party_office"))
            message = STAYS_ELSEWHERE.format(office, named, known.unit)
            del row.changes["party_office"]
            column = columns.get("party_office", "")
            row.problems.append(Problem(WARNING, "office_elsewhere", message, "party_office", column))

    def _keeps_offices(self, row, known, name):
        """Whether the reader keeps the record of where the office would be held."""
        place = self._place(row, known)
        if name == "party_office" and row.beside.get("party_office_at"):
            place = self._committee_of(place)
        return place in self.kept["offices"] if place else bool(self.kept["offices"])

    def _place(self, row, known):
        """The key of the chi bộ where the person is once the row is written; None where nobody knows yet."""
        is_here = known and known.unit and "unit" not in row.changes
        unit = self.units.by_name.get(known.unit if is_here else row.person.get("unit"))
        return unit and unit.pk

    def _committee_of(self, place):
        """What the chi bộ *place* lies under, past the chi bộ of a cell."""
        while place in self.above:
            place = self.above[place]
            if place not in self.branches:
                return place
        return place

    def _secretary(self, row, known, columns):
        """A chi bộ has one secretary: the one on record, or the first in the file, stays."""
        is_told = _is_told(row, known, "party_office") and row.person.get("party_office") == "SECRETARY"
        unit = self.units.by_name.get(row.person.get("unit") or (known.unit if known else None))
        if not is_told or unit is None:
            return
        is_above = row.beside.get("party_office_at") and unit.pk in self.above
        where, name = (self.above[unit.pk], "Đảng ủy") if is_above else (unit.pk, unit.name)
        one = row.match or (row.sheet, row.row)
        holder = self.secretaries.setdefault(where, (one, row.person.get("full_name")))
        if holder[0] != one:
            text = f"{name} đã có bí thư là {holder[1]}. Ghi thôi chức ở hồ sơ trước, hoặc để trống."
            self._leave_out(row, "party_office", f"secretary|{unit.code}|{row.row}", text, "two_secretaries", columns)

    def _note(self, row, known, columns):
        """Honours without a decision are written behind the note: together they have to fit."""
        text = note_of(
            row.person, known.values.get("note", "") if known else "", set(row.changes if known else row.person)
        )
        if len(text) > NOTE_LONGEST:
            told = f"Ghi chú cùng khen thưởng, kỷ luật dài {len(text)} ký tự, nhiều nhất {NOTE_LONGEST}. Ghi gọn lại."
            row.problems.append(Problem(ERROR, "too_long", told, "note", columns.get("note", "")))

    def _tell_since_when(self, row, known, columns):
        """A list says no first day of an office; one outside the Party ends no other."""
        for name in OFFICES:
            if _is_told(row, known, name) and not any(problem.field == name for problem in row.problems):
                message = f"Tệp không ghi giữ chức vụ từ ngày nào: ghi từ {format_day(date.fromisoformat(row.day))}."
                if known and name == "government_office" and known.values.get(name):
                    message += f" Ghi thêm bên cạnh “{known.values[name]}”; đã thôi chức cũ thì ghi ở hồ sơ."
                row.problems.append(Problem(WARNING, "since", message, name, columns.get(name, "")))

    def _rating(self, row, known, year, columns):
        name = f"{RATINGS}.{year}"
        place = rated_at(row, known, year, self.units)
        if not self.kept["ratings"]:
            self._leave_out(row, name, "right|ratings", NOT_YOURS["ratings"], "not_allowed", columns)
        elif place and place not in self.kept["ratings"]:
            self._leave_out(row, name, "elsewhere|ratings", NOT_YOURS["elsewhere"], "not_allowed", columns)
        elif int(year) > self.day.year:
            text = f"Năm {year} chưa tới, không nhập xếp loại."
            self._leave_out(row, name, f"future|{year}", text, "year", columns)
        elif (left := _left_on(row, known)) and left < date(int(year), 1, 1):
            text = f"Có xếp loại năm {year} của người đã ra khỏi sổ trước năm đó."
            self._leave_out(row, name, f"gone|{year}", text, "gone", columns)

    def _leave_out(self, row, name, key, text, code, columns, options=LEAVE_OUT):
        """Drop the field once that was confirmed; until then it is asked."""
        question = Question(key, text, options)
        if self.answers.ask(question) != LEAVE:
            column = columns.get(name.partition(".")[0], "")
            row.problems.append(Problem(ASK, code, text, name, column, question=key))
            return
        field, _, year = name.partition(".")
        kept = row.person[field] if year else row.person
        kept.pop(year or field, None)
        row.changes.pop(name, None)


def _units_kept(reader, right):
    return set(units_kept(reader, right).values_list("unit", flat=True))


def _is_told(row, known, name):
    """Whether *row* would write the field."""
    if known:
        return name in row.changes
    field, _, year = name.partition(".")
    return year in row.person.get(field, {}) if year else field in row.person


def _left_on(row, known):
    """When somebody left for good, by the row or the record; None for who is still there."""
    leaves = row.beside.get("leaves")
    if leaves:
        return date.fromisoformat(leaves["on"])
    return known.until if known else None
