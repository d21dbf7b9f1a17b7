"""The villages whose heads a reader keeps, by the names that files give them; no village is ever made here."""

import re

from members.importing.result import ASK, LEAVE, SKIP, WARNING, Option, Problem, Question
from nakhe.access import Right
from nakhe.vietnamese.names import exact_key, fold
from units.models import Village

KIND = re.compile(r"^(?:thôn|bản|xóm|ấp|làng|buôn|khu phố|khu dân cư|tổ dân phố|tdp|khu)\b[\s.:,]*", re.IGNORECASE)
UNKNOWN = "Chưa có thôn “{0}” trong sổ. Chọn thôn đúng, hoặc lập thôn này trước rồi nhập lại."
SEVERAL = "“{0}” có thể là nhiều thôn. Chọn một."


class Villages:
    def __init__(self, reader, day):
        found = Village.objects.changeable_by(reader, Right.EDIT_RECORD).select_related("unit")
        self.all = sorted(found, key=lambda village: (not village.is_on(day), village.position, village.name))
        """Those of *day* first."""
        self.by_pk = {village.pk: village for village in self.all}
        self.current = [village for village in self.all if village.is_on(day)]
        self.communes = {village.unit_id for village in self.all}

    def meant_by(self, text):
        """The villages that *text* may mean; those that still exist before those that ended."""
        for key in (exact_key, fold):
            for wanted in (text, KIND.sub("", text)):
                found = [village for village in self.all if key(wanted) in (key(village.name), key(_short(village)))]
                if found:
                    return [village for village in found if village in self.current] or found
        return []

    def named(self, village):
        """With its commune where the reader keeps several."""
        return f"{village.name} ({village.unit})" if len(self.communes) > 1 else village.name

    def place(self, row, text, answers, column):
        """Put the village that *text* names into *row*, or the question which it is."""
        found = self.meant_by(text)
        row.person["village"] = text
        if len(found) == 1 and not self._is_refused(row, text, found[0], answers, column):
            self._put(row, found[0])
        else:
            self._ask(row, text, found, answers, column)

    def _ask(self, row, text, found, answers, column):
        message = SEVERAL.format(text) if len(found) > 1 else UNKNOWN.format(text)
        offered = found if len(found) > 1 else self._most_alike_first(text)
        options = [Option(str(village.pk), self.named(village)) for village in offered]
        question = Question(f"village|{fold(text)}", message, [*options, Option(SKIP, "Bỏ các dòng này")])
        answer = answers.ask(question)
        if answer == SKIP:
            row.beside["left"] = "village"
        elif answer:
            self._put(row, self.by_pk[int(answer)])
        else:
            row.problems.append(Problem(ASK, "village", message, "village", column, text, "", question.key))

    def _is_refused(self, row, text, village, answers, column):
        """A name written without its accents is a guess."""
        if exact_key(text) == exact_key(village.name) or exact_key(KIND.sub("", text)) in _spelt(village):
            return False
        message = f"“{text}” được hiểu là thôn {village.name}."
        question = Question(
            f"guess|village|{fold(text)}", message, [Option("take", "Đúng"), Option(LEAVE, "Không phải")]
        )
        if answers.ask(question) == LEAVE:
            return True
        row.problems.append(
            Problem(WARNING, "village_guess", message, "village", column, text, village.name, question.key)
        )
        return False

    def _put(self, row, village):
        row.person["village"], row.beside["village"] = village.name, village.pk

    def _most_alike_first(self, text):
        asked = set(fold(text).split())
        return sorted(self.current, key=lambda village: -len(asked & set(fold(village.name).split())))


def _short(village):
    return KIND.sub("", village.name) or village.name


def _spelt(village):
    return exact_key(village.name), exact_key(_short(village))
