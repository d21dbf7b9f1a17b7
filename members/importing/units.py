"""The chi bộ that a sheet means by a name: with or without “Chi bộ” and “thôn”, accents and capitals as anybody types.

A name that no chi bộ on record has, or several, is asked once for all rows; no unit is ever made here.
"""

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from members.importing.result import ASK, LEAVE, SKIP, WARNING, Option, Problem, Question
from members.importing.said import Said
from nakhe.access import Right
from nakhe.periods import today
from nakhe.vietnamese.names import exact_key, fold
from units.models import Unit, UnitName, UnitParent

PREFIX = re.compile(r"^(?:chi bộ|cb|chi bo)\b[\s.:]*", re.IGNORECASE)
IN_TITLE = re.compile(r"\bchi bộ .*", re.IGNORECASE)
VILLAGE = re.compile(r"^(?:thôn|thon)\s+", re.IGNORECASE)
UNKNOWN = "Chưa có chi bộ “{0}” trong sổ. Chọn chi bộ đúng, hoặc lập chi bộ này trước rồi nhập lại."
KINDS = (Unit.Kind.BRANCH, Unit.Kind.CELL)


@dataclass(frozen=True)
class Known:
    pk: int
    code: str
    name: str
    is_current: bool
    spellings: frozenset
    """Every name that it ever had, whole and short."""
    today: frozenset
    """Those of the last one."""
    started_on: date
    ended_on: date | None
    is_kept: bool
    """Whether the reader writes the record of its people."""


class Units:
    """The chi bộ that *reader* sees, by every name that they ever had."""

    def __init__(self, reader, day=None):
        day = day or today()
        self.all = _told_apart(list(_known(reader, day)))
        self.by_code = {unit.code: unit for unit in self.all}
        self.by_name = {unit.name: unit for unit in sorted(self.all, key=lambda unit: unit.is_current)}
        self._by_exact, self._by_loose = {}, {}
        for unit in self.all:
            for spelling in unit.spellings:
                for key in keys(spelling):
                    self._by_exact.setdefault(exact_key(key), set()).add(unit)
                    self._by_loose.setdefault(fold(key), set()).add(unit)

    def meant_by(self, text):
        """The units that *text* may mean; those that still exist before those that ended."""
        for found_by, key in self._tries(text):
            found = found_by.get(key, set())
            if found:
                return sorted({unit for unit in found if unit.is_current} or found, key=lambda unit: unit.name)
        return []

    def _tries(self, text):
        spelt = keys(text)
        yield from ((self._by_exact, exact_key(key)) for key in spelt)
        yield from ((self._by_loose, fold(key)) for key in spelt)

    def read(self, text, answers):
        """Said about the field unit of a row that names *text*; one name is asked once for all of its rows."""
        found = self.meant_by(text)
        if len(found) != 1:
            return self._ask(text, found, answers)
        name = found[0].name
        if exact_key(text) in map(exact_key, found[0].today):
            return Said({"unit": name}, _ended(found[0]))
        message = f"“{text}” được hiểu là “{name}”."
        question = Question(
            f"guess|unit|{_told_by(text)}", message, [Option("take", "Đúng"), Option(LEAVE, "Không phải")]
        )
        if answers.ask(question) == LEAVE:
            return self._ask(text, [], answers)
        guess = Problem(WARNING, "unit_guess", message, "unit", "", text, name, question.key)
        return Said({"unit": name}, [guess, *_ended(found[0])])

    def _ask(self, text, found, answers):
        several = f"“{text}” có thể là {' hoặc '.join(unit.name for unit in found)}." if found else ""
        message = several or UNKNOWN.format(text)
        options = [Option(unit.code, unit.name) for unit in found or self._most_alike_first(text)]
        question = Question(f"unit|{_told_by(text)}", message, [*options, Option(SKIP, "Bỏ các dòng này")])
        answer = answers.ask(question)
        if answer == SKIP:
            return Said(beside={"left": "unit"})
        if answer in self.by_code:
            return Said({"unit": self.by_code[answer].name})
        return Said({"unit": text}, [Problem(ASK, "unit", message, "unit", "", text, "", question.key)])

    def _most_alike_first(self, text):
        asked = set(fold(text).split()) - {"chi", "bo", "cb", "thon"}
        current = [unit for unit in self.all if unit.is_current]
        return sorted(current, key=lambda unit: -len(asked & set(fold(unit.name).split())))


def named_in_title(texts, units):
    """The one chi bộ on record that a title such as “DANH SÁCH CHI BỘ THÔN NA PÔ NĂM 2023” names; else empty."""
    found = set()
    for text in texts:
        title = IN_TITLE.search(text)
        words = title.group().split() if title else []
        tries = (" ".join(words[:count]) for count in range(len(words), 1, -1))
        meant = next((units.meant_by(each) for each in tries if units.meant_by(each)), [])
        found |= set(meant)
    return found.pop().name if len(found) == 1 else ""


def keys(name):
    """*name* as written, without “Chi bộ”, and without “thôn” too."""
    short = PREFIX.sub("", name.strip())
    return list(dict.fromkeys(key for key in (name.strip(), short, VILLAGE.sub("", short)) if fold(key)))


def _told_apart(units):
    """*units* of several committees, those of one name called with the name of their committee behind it."""
    times = Counter(unit.name for unit in units if unit.is_current)
    alike = [unit.pk for unit in units if unit.is_current and times[unit.name] > 1]
    above = UnitParent.objects.filter(unit__in=alike, ended_on=None).select_related("parent") if alike else ()
    behind = {each.unit_id: f" ({each.parent})" for each in above}
    return [_called(unit, unit.name + behind[unit.pk]) if unit.pk in behind else unit for unit in units]


def _called(unit, name):
    return replace(unit, name=name, spellings=unit.spellings | {name}, today=unit.today | {name})


def _told_by(text):
    """Under which all rows are asked that name *text*; signs alone stand for themselves."""
    return fold((keys(text) or [""])[-1]) or text


def _known(reader, day):
    names = UnitName.objects.filter(unit__kind__in=KINDS, unit__in=Unit.objects.visible_to(reader).values("pk"))
    kept = set(Unit.objects.changeable_by(reader, Right.EDIT_PEOPLE).values_list("pk", flat=True))
    spoken = {}
    for name in names.select_related("unit").order_by("unit__position", "unit__code", "started_on"):
        spoken.setdefault(name.unit, []).append(name)
    for unit, all_names in spoken.items():
        last = next((name for name in reversed(all_names) if name.started_on <= day), all_names[0])
        is_current = unit.ended_on is None or unit.ended_on > day
        life = unit.started_on, unit.ended_on
        names = _texts(all_names), _texts([last])
        yield Known(unit.pk, unit.code, last.name, is_current, *names, *life, unit.pk in kept)


def _texts(names):
    return frozenset(text for name in names for text in (name.name, name.short_name) if text)


def _ended(unit):
    """A remark where people of today cannot belong any more."""
    if unit.is_current:
        return []
    return [Problem(WARNING, "unit_ended", f"{unit.name} đã kết thúc; không ghi thêm người vào được.", "unit")]
