"""Where a row says that somebody belongs, from when and until when: decided with the preview, so that it can be shown.

What a row leads to stands beside its fields, and writing does just that: joins {on, precision, reason_in, came_from},
moves {on}, leaves {on, reason_out, went_to}, breaks {status, on}, resumes {on}. Days are ISO.
"""

from datetime import date, timedelta

from members.importing import words
from members.importing.comparing import KEEP
from members.importing.fields import RATINGS
from members.importing.result import ASK, ERROR, LEAVE, SKIP, WARNING, Option, Problem, Question
from members.importing.said import AS_READ
from members.models import Membership
from nakhe.vietnamese.dates import PartialDate, format_day

IN, OUT = Membership.ReasonIn, Membership.ReasonOut
WAYS_OUT = {
    words.OUT: OUT.TRANSFERRED_OUT, words.DEAD: OUT.DIED, words.REMOVED: OUT.REMOVED,
    words.EXPELLED: OUT.EXPELLED, words.WITHDRAWN: OUT.WITHDRAWN,
}  # fmt: skip
BREAKS = (words.EXEMPT, words.SUSPENDED, words.TEMPORARY)
SINCE_ADMISSION = "Tệp không ghi ngày vào chi bộ: lấy ngày vào Đảng?"
FROM_THE_LIST = Option(LEAVE, "Không, chỉ tính từ ngày của danh sách")
DAYS_OUT = ("left_for_on", "died_on", "left_party_on", "status_on")
DAYS_OF_BREAK = ("exempt_since_on", "status_on")


class Stays:
    """Decides for one row after another; *columns* are {field: letters} of the row's sheet."""

    def __init__(self, units, answers):
        self.units, self.answers = units, answers

    def settle(self, row, known, columns):
        if known is None or known.since is None:
            self._settle_newcomer(row, columns)
        elif not any(problem.code == "departed" for problem in row.problems):
            self._settle_move(row, known, columns)
            self._settle_status(row, known, columns)

    # --- Somebody new ---

    def _settle_newcomer(self, row, columns):
        unit = self.units.by_name.get(row.person.get("unit"))
        if unit is None:
            return
        if not unit.is_kept:
            message = f"{unit.name} không thuộc nơi bạn quản lý. Để nơi đó nhập người này."
            row.problems.append(Problem(ERROR, "not_yours", message, "unit", columns.get("unit", "")))
            return
        status = row.person.get("status", words.ACTIVE)
        left = self._day_out(row, status, columns) if status in WAYS_OUT else None
        start = self._beginning(row, unit, left, columns)
        if start is None:
            return
        row.beside["joins"] = start
        if left:
            self._leave(row, status, left)
            _tell_the_cause(row, columns)
        elif unit.ended_on and date.fromisoformat(row.day) >= unit.ended_on:
            since = format_day(unit.ended_on)
            message = f"{unit.name} kết thúc hoạt động từ {since}. Ghi chi bộ hiện nay của người này."
            row.problems.append(Problem(ERROR, "unit_ended", message, "unit", columns.get("unit", "")))
        if status in BREAKS:
            self._break(row, status, date.fromisoformat(start["on"]), columns)

    def _beginning(self, row, unit, left, columns):
        """Where the row says it, there; else from the admission, a guess; else from the day of the list."""
        came = row.beside.get("came_from_on")
        if came:
            start = _joined(came, IN.TRANSFERRED_IN, row.beside.get("came_from_text", ""))
        else:
            start = self._since_admission(row, unit, columns) or _joined(_known_from(row), IN.ON_FILE)
        on = date.fromisoformat(start["on"])
        if left and left <= on and start["reason_in"] == IN.ON_FILE:
            start = _joined((left - timedelta(days=1)).isoformat(), IN.ON_FILE)
        elif left and left <= on:
            message = f"Ngày rời chi bộ {format_day(left)} không sau ngày vào {format_day(on)}. Sửa một trong hai."
            row.problems.append(Problem(ERROR, "order", message, "status", columns.get("status", "")))
            return None
        if on < unit.started_on:
            start = _joined(unit.started_on.isoformat(), IN.ON_FILE)
        return start

    def _since_admission(self, row, unit, columns):
        name = next((each for each in ("admitted_on", "admission_decision_on") if each in row.person), None)
        column = columns.get(name, "")
        if name is None:
            message = f"Chưa biết vào chi bộ từ ngày nào: ghi có tên từ {_vn(_known_from(row))}, lý do vào chưa rõ."
            row.problems.append(Problem(WARNING, "since", message, "admitted_on", column))
            return None
        question = Question("guess|since", SINCE_ADMISSION, [AS_READ, FROM_THE_LIST])
        if self.answers.ask(question) == LEAVE:
            return None
        admitted = PartialDate.from_iso(row.person[name])
        is_before = admitted.first_day < unit.started_on
        told = f"từ ngày lập chi bộ {format_day(unit.started_on)}" if is_before else f"từ ngày vào Đảng {admitted}"
        message = f"Sinh hoạt ở {unit.name} được ghi {told}."
        row.problems.append(Problem(WARNING, "since", message, name, column, "", told, question.key))
        return _joined(row.person[name], IN.ADMITTED)

    # --- Somebody on record ---

    def _settle_move(self, row, known, columns):
        """A move that was confirmed happens on the day that the row says, else on the day of the list."""
        change = row.changes.get("unit")
        if not change or change[0] is None or any(problem.code in ("unit", "move") for problem in row.problems):
            return
        unit, on = self.units.by_name.get(change[1]), row.beside.get("came_from_on", row.day)
        on = PartialDate.from_iso(on).first_day
        why_not = self._why_no_move(known, unit, on)
        if not why_not:
            row.beside["moves"] = {"on": on.isoformat()}
            message = f"Chuyển sang {unit.name} từ {format_day(on)}."
            row.problems.append(Problem(WARNING, "moved", message, "unit", columns.get("unit", "")))
        elif not self._kept(row, known, "unit", why_not, columns):
            return

    def _why_no_move(self, known, unit, on):
        if known.since is None or known.until:
            return f"{known.described} đã ra khỏi sổ. Ghi chuyển đến ở trang Biến động."
        if not unit.is_kept or not known.is_changeable:
            return f"{unit.name} không thuộc nơi bạn quản lý. Ghi chuyển sinh hoạt ở trang Biến động."
        if on <= known.since:
            since = f"{known.unit} từ {format_day(known.since)}"
            return f"Danh sách ngày {format_day(on)}, trong sổ đã ở {since}: danh sách cũ hơn sổ."
        if on < unit.started_on or unit.ended_on:
            return f"{unit.name} không hoạt động vào ngày {format_day(on)}."
        return ""

    def _settle_status(self, row, known, columns):
        change = row.changes.get("status")
        if not change:
            self._remark_other_day(row, known, columns)
            return
        was, now = change
        if was is None or was in WAYS_OUT:
            told = words.STATUS_NAMES.get(was, "chưa có sinh hoạt đảng")
            why_not = f"Trong sổ: {told.lower()}; tệp ghi {words.STATUS_NAMES[now].lower()}."
            self._kept(row, known, "status", f"{why_not} Sửa ở trang Biến động.", columns)
            return
        if now in WAYS_OUT:
            day = self._day_out(row, now, columns)
            if day and day > known.since:
                self._leave(row, now, day)
                _tell_the_cause(row, columns)
            elif day:
                why_not = f"Ngày rời {format_day(day)} không sau ngày vào chi bộ {format_day(known.since)}."
                self._kept(row, known, "status", why_not, columns)
            return
        self._change_break(row, known, was, now, columns)

    def _remark_other_day(self, row, known, columns):
        """The first day of a break on record stays; the file says another."""
        said = next((row.beside[name] for name in DAYS_OF_BREAK if name in row.beside), None)
        is_break = known.break_since and row.person.get("status") == known.values.get("status")
        if said and is_break and not known.break_since.isoformat().startswith(said):
            since = format_day(known.break_since)
            message = f"Trong sổ {words.STATUS_NAMES[row.person['status']].lower()} từ {since}. Sửa ngày ở hồ sơ."
            row.problems.append(Problem(WARNING, "break_on", message, "status", columns.get("status", "")))

    def _change_break(self, row, known, was, now, columns):
        """A break begins or ends from the day of the list, if it is not older than the break itself."""
        if was in BREAKS:
            on = date.fromisoformat(row.day)
            if known.break_since and on <= known.break_since:
                why_not = (
                    f"Trong sổ: {words.STATUS_NAMES[was].lower()} từ {format_day(known.break_since)}; tệp cũ hơn sổ."
                )
                self._kept(row, known, "status", why_not, columns)
                return
            row.beside["resumes"] = {"on": row.day}
        if now in BREAKS:
            self._break(row, now, max(known.since, known.break_since or known.since), columns)

    # --- Both ---

    def _break(self, row, status, earliest, columns):
        said = next((row.beside[name] for name in DAYS_OF_BREAK if name in row.beside), None)
        on = max(PartialDate.from_iso(said or row.day).first_day, earliest)
        if said is None:
            message = f"{words.STATUS_NAMES[status]}: tệp không ghi từ ngày nào, ghi từ {format_day(on)}."
            row.problems.append(Problem(WARNING, "break_since", message, "status", columns.get("status", "")))
        row.beside["breaks"] = {"status": status, "on": on.isoformat()}

    def _day_out(self, row, status, columns):
        """When somebody left: what the row says, of a month or year its last day; asked once where it says nothing."""
        said = next((row.beside[name] for name in DAYS_OUT if name in row.beside), None)
        if said:
            day = PartialDate.from_iso(said)
            if day.precision != "day":
                message = f"{words.STATUS_NAMES[status]} {day}: ghi ngày cuối, {format_day(day.last_day)}."
                row.problems.append(Problem(WARNING, "left_on", message, "status", columns.get("status", "")))
            return min(day.last_day, date.fromisoformat(row.day)) if day.precision != "day" else day.last_day
        name, on = words.STATUS_NAMES[status], _vn(row.day)
        options = [Option(row.day, f"Ghi từ {on}, ngày của danh sách"), Option(SKIP, "Bỏ các dòng này")]
        text = f"“{name}” mà không có ngày. Ghi từ ngày nào?"
        answer = self._ask(row, f"left|{status}|{row.day}", text, options, "left_on", "status", columns)
        if answer == SKIP:
            row.beside["left"] = "status"
        return date.fromisoformat(answer) if answer and answer != SKIP else None

    def _leave(self, row, status, day):
        went_to = row.beside.get("left_for_text", "") if status == words.OUT else ""
        row.beside["leaves"] = {"on": day.isoformat(), "reason_out": WAYS_OUT[status].value, "went_to": went_to[:200]}

    def _kept(self, row, known, name, why_not, columns):
        """Whether the person stays as on record in the field *name*; asked for everybody with the same reason."""
        options = [Option(KEEP, "Giữ như trong sổ")]
        if self._ask(row, f"keep|{name}|{why_not}", why_not, options, "kept", name, columns) == KEEP:
            row.changes.pop(name, None)
            return True
        return False

    def _ask(self, row, key, text, options, code, name, columns):
        question = Question(key, text, options)
        answer = self.answers.ask(question)
        if answer is None:
            row.problems.append(Problem(ASK, code, text, name, columns.get(name, ""), question=key))
        return answer


def _tell_the_cause(row, columns):
    """The register has no place for what somebody died of."""
    cause = row.beside.get("died_text")
    if cause:
        message = f"“{cause}”: nhập tệp không ghi lý do từ trần, chỉ ghi ngày."
        row.problems.append(Problem(WARNING, "not_written", message, "died", columns.get("died", "")))


def _joined(iso, reason_in, came_from=""):
    on = PartialDate.from_iso(iso)
    first = on.first_day.isoformat()
    return {"on": first, "precision": on.precision, "reason_in": reason_in.value, "came_from": came_from[:200]}


def _known_from(row):
    """The first day on which the row knows somebody to have been a member.

    Who is exempt was one when that began, who has a level of a year was one on its last day.
    """
    said = next((row.beside[name] for name in DAYS_OF_BREAK if name in row.beside), row.day)
    is_break = row.person.get("status") in BREAKS
    rated = [f"{year}-12-31" for year, level in row.person.get(RATINGS, {}).items() if level != words.NOT_RATED]
    begun = [PartialDate.from_iso(said).first_day.isoformat()] if is_break else []
    return min([row.day, *begun, *rated])


def _vn(iso):
    return format_day(date.fromisoformat(iso))
