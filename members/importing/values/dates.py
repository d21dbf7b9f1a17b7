"""Dates: what is certain is taken, what is a guess is asked once for all that are doubted alike."""

from dataclasses import replace
from datetime import date, datetime, time

from members.importing import words
from members.importing.result import ASK, LEAVE, TAKE, Option, Problem, Question
from members.importing.said import AS_READ, LEAVE_OUT, NOTHING, Said, error, guessed
from members.importing.values.around_dates import is_only_dressed, undressed
from members.importing.values.marks import STANDINGS
from members.importing.values.text import as_text, is_none_yet
from nakhe.vietnamese.dates import PartialDate, read_date
from nakhe.vietnamese.names import tidy


def date_of(kind):
    def read(name, value, context):
        dressed = undressed(name, value)
        if dressed != value:
            return _undressed(read(name, dressed, context), name, value, dressed, context)
        if is_none_yet(value) or name == "official_on" and words.meaning(as_text(value), STANDINGS) is True:
            return NOTHING
        found = read_date(value, kind=kind, today=context.today, epoch1904=context.is_1904)
        if found.status == "reject":
            return error(name, "date", f"“{as_text(value)}”: {found.message}")
        if found.status == "ask":
            return _doubtful_date(name, value, found, context)
        return Said({name: found.iso}) if found.iso else NOTHING

    return read


NOTED = "bỏ ghi chú bên cạnh ngày."


def _undressed(said, name, value, bare, context):
    """What *said* of the *bare* date; a remark beside it is left out as a guess, signs and labels go without a word."""
    if not said.values or is_only_dressed(name, value):
        return said
    told = guessed(name, said.values[name], tidy(value), "date_note", NOTED, context.answers, bare)
    return replace(told, problems=said.problems + told.problems)


def _doubtful_date(name, value, found, context):
    """One reading is confirmed for all dates doubted alike; of several one is chosen for all that are written so."""
    written = tidy(as_text(value))
    if found.iso:
        question = Question(f"date|{name}|{_doubt(value)}", DOUBTS[_doubt(value)], [AS_READ, LEAVE_OUT])
    else:
        choices = [Option(iso, str(PartialDate.from_iso(iso))) for iso in found.choices]
        question = Question(f"date|{name}|{written}", f"“{written}”: {found.message}", [*choices, LEAVE_OUT])
    answer = context.answers.ask(question)
    if answer == LEAVE:
        return NOTHING
    if answer is not None:
        return Said({name: found.iso if answer == TAKE else answer})
    after = str(found.value or "")
    problem = Problem(ASK, "date", f"“{written}”: {found.message}", name, "", written, after, question.key)
    return Said({name: found.iso} if found.iso else {}, [problem])


DOUBTS = {
    "year": "Ô kiểu ngày hiện một ngày năm 1905, thật ra là năm gõ vào: lấy năm như đã đọc?",
    "time": "Ô ngày có cả giờ: lấy ngày như đã đọc?",
    "number": "Ngày ghi thành số, không có dấu: lấy ngày như đã đọc?",
    "two_digits": "Năm chỉ có hai chữ số: lấy năm như đã đọc?",
}


def is_of_a_time(value):
    return isinstance(value, datetime) and value.time() != time()


def _doubt(value):
    if isinstance(value, date):
        return "time" if is_of_a_time(value) else "year"
    return "two_digits" if isinstance(value, str) and not value.strip().isdigit() else "number"
