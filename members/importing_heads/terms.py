"""One headship after another in each village: what the file adds to the record, by the rules of members.headship."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError

from members.headship import check
from members.importing.result import ASK, ERROR, LEAVE, NEW, SKIP, TAKE, WARNING, Option, Problem, Question
from members.importing.rows import status_of
from members.importing.said import AS_READ, LEAVE_OUT
from members.importing_heads import fields
from members.models import Person, VillageHead
from members.movements.act import too_far
from nakhe.vietnamese.dates import PartialDate, format_day
from nakhe.vietnamese.names import exact_key

NO_START = "Chưa ghi ngày bắt đầu làm trưởng thôn. Ghi từ ngày nào, hoặc ghi ngày quyết định."
FIRST_DAY = "chỉ biết năm hoặc tháng, tính từ ngày đầu."
BY_DECISION = "tệp không ghi từ ngày, tính từ ngày quyết định."
BY_TERM = "tệp không ghi từ ngày, tính từ ngày đầu của nhiệm kỳ."
ENDS = (
    "Những thôn này còn người trước chưa thôi chức. Kết thúc nhiệm kỳ của người trước vào ngày người sau bắt đầu, "
    "như ghi ở từng dòng?"
)


@dataclass
class Span:
    """A headship, of the record or of the file."""

    name: str
    started_on: date
    ended_on: date | None
    head: int | None = None
    """Its key on record."""
    row: object = None
    """The Row that adds it."""

    def as_head(self):
        return VillageHead(person=Person(full_name=self.name), started_on=self.started_on, ended_on=self.ended_on)


class Terms:
    def __init__(self, headships, villages, answers, column):
        self.headships, self.villages, self.answers, self.column = headships, villages, answers, column

    def settle(self, rows):
        """First what the file says of headships on record, then those that it adds, the earliest first."""
        by_village = {}
        for row in rows:
            if "village" in row.beside and "left" not in row.beside:
                by_village.setdefault(row.beside["village"], []).append(row)
        for pk, of_village in by_village.items():
            spans = [
                Span(str(head.person), head.started_on, head.ended_on, head.pk)
                for head in self.headships.of_village[pk]
            ]
            known, new = [], []
            for row in of_village:
                (known if "head" in row.beside else new).append(row)
            self._settle_known(known, spans)
            self._settle_new(new, spans, self.villages.by_pk[pk])

    # --- On record ---

    def _settle_known(self, rows, spans):
        taken = {}
        for row in rows:
            span = next(span for span in spans if span.head == row.beside["head"])
            if span.head in taken:
                message = f"Nhiệm kỳ này đã ghi ở dòng {taken[span.head]}. Giữ một dòng."
                self._tell(row, ERROR, "repeated", message, fields.NAME)
                continue
            taken[span.head] = row.row
            self._compare(row, self.headships.by_pk[span.head])
            self._move(row, span, [other for other in spans if other is not span])

    def _compare(self, row, head):
        """Into *row.changes* what differs from the headship on record; less precise days change nothing."""
        for name in fields.OF_HEADSHIP:
            held, said = getattr(head, name), row.person.get(name)
            held = held.isoformat() if isinstance(held, date) else held or None
            if not said or (held and (held.startswith(said) or exact_key(held) == exact_key(said))):
                continue
            whole = self._whole(row, name) if name in (fields.STARTED, fields.ENDED) else said
            if whole:
                row.changes[name] = [held, whole]

    def _move(self, row, span, others):
        """The days of a headship on record become others, as far as its neighbours let them."""
        said = {name: date.fromisoformat(row.changes[name][1]) for name in _DAYS if name in row.changes}
        started, ended = said.get(fields.STARTED, span.started_on), said.get(fields.ENDED, span.ended_on)
        if said and self._stands(row, started, ended, others):
            span.started_on, span.ended_on = started, ended

    # --- New ---

    def _settle_new(self, rows, spans, village):
        started = [(self._started(row), row) for row in rows]
        for _, row in sorted(((day, row) for day, row in started if day), key=lambda each: (each[0], each[1].row)):
            self._add(row, spans, village)

    def _started(self, row):
        """The first day, as a guess where less is known; None where nothing is."""
        said = row.person
        if fields.STARTED in said:
            return self._whole(row, fields.STARTED)
        if any(problem.field == fields.STARTED and problem.level in (ERROR, ASK) for problem in row.problems):
            return None
        first_year = fields.FROM_TO.fullmatch(said.get(fields.TERM, ""))
        if fields.DECIDED in said:
            return self._guess(row, said[fields.DECIDED], said[fields.DECIDED], "by_decision", BY_DECISION)
        if first_year:
            return self._guess(row, f"{first_year[1]}-01-01", said[fields.TERM], "by_term", BY_TERM)
        self._tell(row, ERROR, "no_start", NO_START, fields.STARTED)
        return None

    def _guess(self, row, iso, before, code, reason):
        question = Question(f"guess|{fields.STARTED}|{code}", reason, [AS_READ, LEAVE_OUT])
        if self.answers.ask(question) == LEAVE:
            self._tell(row, ERROR, "no_start", NO_START, fields.STARTED)
            return None
        self._say_guess(row, fields.STARTED, iso, before, code, reason, question)
        return iso

    def _whole(self, row, name):
        """The ISO day of *name*; of a year or month the first, as a guess that may be refused."""
        said = row.person[name]
        if len(said) == fields.WHOLE:
            return said
        question = Question(f"guess|{name}|first_day", FIRST_DAY, [AS_READ, LEAVE_OUT])
        if self.answers.ask(question) == LEAVE:
            del row.person[name]
            if name == fields.STARTED and "head" not in row.beside:
                self._tell(row, ERROR, "no_start", NO_START, name)
            return None
        day = PartialDate.from_iso(said)
        self._say_guess(row, name, day.first_day.isoformat(), str(day), "first_day", FIRST_DAY, question)
        return row.person[name]

    def _say_guess(self, row, name, iso, before, code, reason, question):
        row.person[name] = iso
        after = format_day(date.fromisoformat(iso))
        message = f"“{before}” được đọc là “{after}”: {reason}"
        column = self.column(row, name)
        row.problems.append(Problem(WARNING, code, message, name, column, before, after, question.key))

    def _add(self, row, spans, village):
        """Put the headship of *row* among *spans*, ending the one before it; or say why it can't stand there."""
        if fields.ENDED in row.person:
            self._whole(row, fields.ENDED)
        if status_of(row) != NEW:
            return
        started, ended = (date.fromisoformat(row.person[n]) if n in row.person else None for n in _DAYS)
        earlier = [span for span in spans if span.started_on < started]
        before = max(earlier, key=lambda span: span.started_on, default=None)
        others = [span for span in spans if span is not before or span.ended_on]
        if not self._is_possible(row, started, village) or not self._follows(row, before, started):
            return
        if self._stands(row, started, ended, others):
            self._end(row, before, started)
            if status_of(row) == NEW:
                spans.append(Span(row.person[fields.NAME], started, ended, row=row))

    def _is_possible(self, row, started, village):
        fault = too_far(started)
        if not fault and not village.is_on(started):
            fault = f"Thôn {village} chưa có hoặc không còn vào ngày {format_day(started)}."
        if fault:
            self._tell(row, ERROR, "started_on", fault, fields.STARTED)
        return not fault

    def _follows(self, row, before, started):
        """Whether somebody may follow the headship *before* on that day."""
        try:
            check(before.as_head() if before else None, started, True)
        except ValidationError as refused:
            self._tell(row, ERROR, "not_after", " ".join(refused.messages), fields.STARTED)
            return False
        return True

    def _stands(self, row, started, ended, others):
        """Whether the days are in order and meet none of *others*."""
        if ended and ended <= started:
            message = f"Ngày kết thúc {format_day(ended)} không sau ngày bắt đầu {format_day(started)}."
            self._tell(row, ERROR, "order", message, fields.ENDED)
            return False
        for other in sorted(others, key=lambda span: span.started_on):
            if (ended is None or other.started_on < ended) and (other.ended_on is None or started < other.ended_on):
                self._tell(row, ERROR, "overlap", _overlap(other, ended), fields.STARTED)
                return False
        return True

    def _end(self, row, before, started):
        if before is None or before.ended_on is not None:
            return
        message = f"Kết thúc nhiệm kỳ của {before.name} vào {format_day(started)}."
        options = [Option(TAKE, "Kết thúc như ghi ở từng dòng"), Option(SKIP, "Bỏ các dòng này")]
        question = Question("ends|", ENDS, options)
        answer = self.answers.ask(question)
        if answer == SKIP:
            row.beside["left"] = "ends"
        elif answer is None:
            self._tell(row, ASK, "ends", message, fields.STARTED, question.key)
        else:
            of_file = [before.row.sheet, before.row.row] if before.row else None
            row.beside["ends"] = {"on": started.isoformat(), "name": before.name, "head": before.head, "row": of_file}
            before.ended_on = started

    def _tell(self, row, level, code, message, name, question=""):
        row.problems.append(Problem(level, code, message, name, self.column(row, name), question=question))


_DAYS = (fields.STARTED, fields.ENDED)


def _overlap(other, ended):
    until = f" đến {format_day(other.ended_on)}" if other.ended_on else ""
    told = f"{other.name} là trưởng thôn từ {format_day(other.started_on)}{until}"
    return f"{told}. {'Sửa' if ended else 'Ghi'} ngày kết thúc, hoặc sửa ngày bắt đầu."
