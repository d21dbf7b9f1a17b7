"""Names pasted from a sheet or a letter, one a line, and the people whom they mean."""

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field

from members.namesakes import may_be_born
from nakhe.vietnamese.dates import DateError, PartialDate, parse
from nakhe.vietnamese.names import exact_key, fold, tidy

BETWEEN = re.compile(r"[\t,;]")
NUMBER = re.compile(r"\d{1,3}[.)]?")
BEFORE_THE_NAME = re.compile(r"^(\d{1,3}[.)]\s*)?((đ/c|đc|đồng chí)[.:]?\s+)?", re.IGNORECASE)


@dataclass
class Line:
    text: str
    name: str
    born: PartialDate | None
    key: str
    """The same for the same line pasted again: the choice among namesakes belongs to it."""
    fault: str = ""
    matches: list = field(default_factory=list)
    is_sure: bool = False
    """Whether the name is written as in the register."""

    @property
    def the_one(self):
        return self.matches[0] if len(self.matches) == 1 and not self.fault else None


def read(text):
    """The Lines of *text*; empty ones are left out."""
    seen = Counter()
    for raw in text.splitlines():
        if not fold(raw):
            continue
        seen[raw] += 1
        yield _line(raw.strip(), f"{hashlib.sha256(raw.encode()).hexdigest()[:12]}-{seen[raw]}")


def _line(text, key):
    """Of the columns the first that is no running number is the name; a birth may stand in any later one."""
    columns = [tidy(column) for column in BETWEEN.split(text)]
    columns = [column for column in columns if column]
    if len(columns) > 1 and NUMBER.fullmatch(columns[0]):
        columns = columns[1:]
    name = BEFORE_THE_NAME.sub("", columns[0])
    born, fault = _birth(columns[1:])
    return Line(text, name, born, key, fault)


def _birth(columns):
    """(the first date, ""); of columns with digits that are no date, what is wrong with the first."""
    fault = ""
    for column in columns:
        try:
            return parse(column), ""
        except DateError as error:
            if not fault and re.search(r"\d{4}", column):
                fault = f"“{column}”: {error}"
    return None, fault


class Index:
    """*candidates* by name: those who go by a whole name, else those with all of its words."""

    def __init__(self, candidates):
        self.candidates = candidates
        self.by_name = {}
        for candidate in candidates:
            for name in {fold(name) for name in candidate.person.all_names}:
                self.by_name.setdefault(name, []).append(candidate)

    def meet(self, line, chosen=""):
        """Fill in whom *line* means; *chosen* is the id picked among several."""
        named = self.by_name.get(fold(line.name)) or self._with_words(line.name)
        line.matches = [candidate for candidate in named if may_be_born(candidate.person, line.born)]
        picked = [candidate for candidate in line.matches if str(candidate.person.pk) == chosen]
        line.matches = picked or line.matches
        line.is_sure = bool(picked) or any(_spelt_so(line.name, candidate.person) for candidate in line.matches)
        if not line.matches and named and not line.fault:
            born = ", ".join(str(candidate.person.birth_on) for candidate in named)
            line.fault = f"{line.name} trong sổ sinh {born}, ở đây ghi {line.born}. Sửa ngày sinh, hoặc bỏ đi."

    def _with_words(self, name):
        words = set(fold(name).split())
        return [each for each in self.candidates if words and words <= set(each.person.search_key.split())]


def _spelt_so(name, person):
    return exact_key(name) in map(exact_key, person.all_names)
