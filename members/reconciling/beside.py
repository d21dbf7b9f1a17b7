"""The lines of a file beside the members of a day: who is meant, what differs, who stands on one side alone."""

from collections import defaultdict

from members.importing.fields import BY_KEY
from members.importing.matching import may_be
from members.importing.reading import COMPARED, row_key, who_is_meant
from members.importing.repeats import find_repeats
from members.importing.result import ASK, ERROR
from members.importing.rows import status_of
from members.importing.words import ACTIVE, STATUS_NAMES
from members.models import Membership
from members.reconciling import groups
from members.reconciling.cells import WHOM, Columns, cells_of
from members.reconciling.register import SENSITIVE, RegisterOfDay
from members.reconciling.result import Candidate, Found, Line, Missing
from members.reconciling.scope import scope_of
from nakhe.periods import today
from nakhe.vietnamese.dates import format_day

ENDED = "Trong sổ đã ra khỏi danh sách từ {0}: {1}."
MAY_BE_LINE = "Có thể là dòng {0} của tệp, chưa chắc."


class Beside:
    """Handed to reading.read_in_steps() instead of what an import would do; then found() says what came of it."""

    def __init__(self, day, scope=""):
        self.day, self.chosen = day, scope

    def __call__(self, rows, letters, asked, units, answers, is_own):
        names = {unit.pk: unit.name for unit in units.all}
        self.rows, self.letters, self.reader = rows, letters, asked.reader
        self.register = RegisterOfDay(asked.reader, self.day, rows, names, is_own)
        self.known = who_is_meant(rows, letters, self.register, answers)
        find_repeats(rows, answers, lambda row: letters[row_key(row)])
        self.scope = scope_of(self.chosen, rows, units)
        for number, row in enumerate(rows):
            yield number, len(rows), COMPARED
            if not self.scope.holds(row, self.known.get(row_key(row))):
                row.problems = [each for each in row.problems if each.level != ASK]  # nobody is to answer for others
            row.status = status_of(row)

    def found(self, reading):
        columns = self._columns(reading)
        offered = {each.key: {option.value for option in each.options} for each in reading.questions}
        lines = [self._line(row, columns[row.sheet], offered) for row in self.rows]
        list_days = {row.day for row in self.rows} - {today().isoformat(), self.day.isoformat()}
        return Found(
            self.day.isoformat(),
            self.scope.name,
            self.scope.is_the_files,
            list_days.pop() if len(list_days) == 1 else "",
            lines,
            list(self._missing(lines)),
        )

    def _columns(self, reading):
        """{sheet: Columns}: a column in which no line says anything was not filled in, and is not compared."""
        said = defaultdict(set)
        for row in self.rows:
            said[row.sheet] |= row.person.keys() | row.beside.keys() | {each.field for each in row.problems}
            said[row.sheet] |= {f"ratings.{year}" for year in row.person.get("ratings", ())}
            said[row.sheet] |= {"office"} if said[row.sheet] & {"party_office", "government_office"} else set()
        letters = defaultdict(dict)
        for column in reading.columns:
            for name in fields_of(column.field):
                if name in said[column.sheet]:
                    letters[column.sheet].setdefault(name, column.column)
        return {sheet: Columns(letters[sheet]) for sheet in said}

    # --- One line ---

    def _line(self, row, columns, offered):
        known = self.known.get(row_key(row))
        cells = cells_of(row, known, columns, self.register.may_compare, offered) if known else []
        line = Line(row.sheet, row.row, self._group(row, known, cells), told=self._told(row, known))
        if known:
            line.person, line.is_changeable, line.cells = known.pk, known.is_changeable, cells
            line.name, line.birth, line.unit = known.names[0], known.birth, known.unit
        else:
            line.name, line.birth = row.person.get("full_name", ""), row.person.get("birth_date", "")
            line.unit = row.person.get("unit", "")
        if line.group == groups.DOUBT:
            line.candidates = [candidate(each) for each in self._possible(row, offered)]
        return line

    def _group(self, row, known, cells):
        kinds = {cell.kind for cell in cells}
        if not self.scope.holds(row, known):
            return groups.OUTSIDE
        if row.beside.get("left"):
            return groups.LEFT
        if any(is_doubt(problem) for problem in row.problems):
            return groups.DOUBT
        if known is None:
            return groups.THERE if "full_name" in row.person else groups.UNREAD
        for kind in (groups.DIFFERENT, groups.UNREAD):
            if kind in kinds:
                return kind
        return groups.BLANK if kinds else groups.SAME

    def _told(self, row, known):
        """Of who is meant, every remark that no cell carries; of others, everything that is wrong with the line."""
        told = [problem.message for problem in row.problems if is_doubt(problem)]
        told += [each.message for each in row.problems if each.code == "to_delete" or _is_of_the_line(each)]
        if known is None:
            told += [_unread(each) for each in row.problems if each.level in (ERROR, ASK) and not is_doubt(each)]
            status = row.person.get("status", ACTIVE)
            told += [] if status == ACTIVE else [f"Tệp ghi: {STATUS_NAMES[status].lower()}."]
        return list(dict.fromkeys(told))

    def _possible(self, row, offered):
        """Whom the open question offers, else the only namesake."""
        keys = [problem.question for problem in row.problems if is_doubt(problem) and problem.code == "match"]
        answers = sorted(value for key in keys for value in offered.get(key, ()) if value.isdigit())
        named = [self.register.people[int(value)] for value in answers]
        if named or not keys:
            return named
        birth = row.person.get("birth_date", "")
        return [known for known in self.register.namesakes(row.person["full_name"]) if may_be(birth, known.birth)]

    # --- Members whom no line means ---

    def _missing(self, lines):
        meant = {line.person for line in lines if line.group != groups.LEFT}
        doubtful = defaultdict(list)
        for line in (line for line in lines if line.group == groups.DOUBT):
            for each in line.candidates:
                doubtful[each.pk].append(line.row)
        for row in self._members():
            if row["person"] not in meant:
                yield Missing(
                    row["person"],
                    row["person__full_name"],
                    iso(row["person__birth_on"]),
                    self.register.unit_names.get(row["unit"], ""),
                    iso(row["person__admitted_on"] or row["person__admission_decision_on"]),
                    iso(row["person__official_on"]),
                    [*_ended(row), *(MAY_BE_LINE.format(line) for line in doubtful[row["person"]])],
                    doubtful[row["person"]],
                )

    def _members(self):
        found = Membership.objects.visible_on(self.reader, self.day).as_of(self.day)
        if self.scope.unit:
            found = found.filter(unit=self.scope.unit.pk)
        return found.order_by("unit__position", "unit__code", "person__sort_key", "person").values(
            "person", "unit", "ended_on", "reason_out", "person__full_name", "person__birth_on",
            "person__admitted_on", "person__admission_decision_on", "person__official_on",
        )  # fmt: skip


def _ended(row):
    if row["ended_on"] is None or row["ended_on"] > today():
        return []
    return [ENDED.format(format_day(row["ended_on"]), Membership.ReasonOut(row["reason_out"]).label.lower())]


def is_doubt(problem):
    return problem.level == ASK and problem.code in WHOM


def _is_of_the_line(problem):
    """Two dates that cannot both be, one number for two people: an error that no single cell carries."""
    return problem.level == ERROR and problem.code in ("order", "number_twice")


def _unread(problem):
    """What is wrong with a cell; of sensitive ones without what stands in it."""
    if problem.field not in SENSITIVE:
        return problem.message
    return f"{BY_KEY[problem.field].name}: cột {problem.column} có lỗi hoặc chưa rõ nghĩa."


def candidate(known):
    values = known.values
    return Candidate(
        known.pk, known.names[0], known.birth, known.unit, values.get("admitted_on", ""), values.get("status", "")
    )


def fields_of(meaning):
    """The fields of a column: ratings.2023, of “sex:M” sex, of “sex+ethnicity” both."""
    key = (meaning or "").partition(":")[0]
    return key.split("+") if key else []


def iso(partial):
    return partial.iso if partial else ""
