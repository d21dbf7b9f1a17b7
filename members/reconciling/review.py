"""A comparison as its page shows it: figures, tabs, a page of one group."""

from dataclasses import dataclass, replace
from functools import cached_property

from django.core.paginator import Paginator

from members.importing.in_words import in_words
from members.importing.review import Asked
from members.reconciling import groups
from members.reconciling.beside import is_doubt
from members.reconciling.in_words import (
    date_in_words,
    field_in_words,
    meaning_of,
    ours_in_words,
    place_in_words,
    theirs_in_words,
)
from members.reconciling.register import UNPRINTED

PER_PAGE = 50
BY_SLUG = {slug: group for group, slug in groups.SLUGS.items()}
NOTHING_SAID = "để trống"
LEVELS = {groups.DIFFERENT: "lv l3", groups.DOUBT: "lv l3"}


@dataclass(frozen=True)
class Tab:
    slug: str
    name: str
    number: int
    level: str
    is_current: bool


@dataclass(frozen=True)
class ShownCell:
    """One field as the page and the file say it."""

    field: str
    ours: str
    theirs: str
    column: str
    told: str
    is_ours_blank: bool
    is_theirs_blank: bool
    is_sensitive: bool


def shown(cell):
    return ShownCell(
        field_in_words(cell),
        NOTHING_SAID if cell.kind == groups.HERE_BLANK else ours_in_words(cell),
        NOTHING_SAID if cell.kind == groups.THERE_BLANK else theirs_in_words(cell),
        cell.column,
        cell.told,
        cell.kind == groups.HERE_BLANK or cell.ours is None,
        cell.kind == groups.THERE_BLANK,
        cell.field in UNPRINTED,
    )


class ComparisonReview:
    """*slug*: the group on the page; *with_blanks*: cells that one side leaves empty stand beside those that differ."""

    def __init__(self, found, reading, answers, slug="", page=1, with_blanks=False):
        self.found, self.reading, self.answers = found, reading, answers
        self.counts = found.counts
        self.group = BY_SLUG.get(slug) or next((each for each in groups.TABS[:-3] if self.counts[each]), groups.SAME)
        self.with_blanks = with_blanks
        self.page = Paginator(self._chosen(), PER_PAGE).get_page(page)

    def _chosen(self):
        if self.group == groups.HERE:
            return self.found.missing
        return [line for line in self.found.lines if line.group == self.group]

    # --- Counts ---

    @property
    def figures(self):
        return [self._tab(group) for group in groups.FIGURES]

    @property
    def tabs(self):
        return [self._tab(group) for group in groups.TABS if self.counts[group] or group == self.group]

    def _tab(self, group):
        level = LEVELS.get(group, "") if self.counts[group] else ""
        return Tab(groups.SLUGS[group], groups.NAMES[group], self.counts[group], level, group == self.group)

    @property
    def slug(self):
        return groups.SLUGS[self.group]

    @property
    def name(self):
        return groups.NAMES[self.group]

    @property
    def meaning(self):
        return meaning_of(self.group, self.found)

    @property
    def has_cells(self):
        return self.group in (groups.DIFFERENT, groups.BLANK, groups.UNREAD)

    @property
    def blanks(self):
        """How many cells of the differing people one side leaves empty."""
        lines = [line for line in self.found.lines if line.group == groups.DIFFERENT]
        return sum(cell.kind in (groups.HERE_BLANK, groups.THERE_BLANK) for line in lines for cell in line.cells)

    @property
    def list_day(self):
        return date_in_words(self.found.list_day)

    # --- Lines ---

    @cached_property
    def lines(self):
        return [self._line(line) for line in self.page.object_list]

    def _line(self, line):
        told = {"line": line, "birth": date_in_words(line.birth)}
        if self.group == groups.HERE:
            return told | {
                "admitted": date_in_words(line.admitted_on), "official": date_in_words(line.official_on)
            }  # fmt: skip
        told["place"] = place_in_words(line if self._has_sheets else replace(line, sheet=""))
        told["cells"] = [shown(cell) for cell in self._cells(line)]
        return told | (self._doubt(line) if self.group == groups.DOUBT else {})

    def _cells(self, line):
        if self.group == groups.DIFFERENT and not self.with_blanks:
            return [cell for cell in line.cells if cell.kind in (groups.DIFFERENT, groups.UNREAD)]
        return line.cells

    def _doubt(self, line):
        """What the file says of the person, whom it may be, and the questions that this line alone asks."""
        row = self._rows[line.sheet, line.row]
        keys = [problem.question for problem in row.problems if is_doubt(problem)]
        asked = [Asked(self._questions[key], self.answers.get(key)) for key in keys if key in self._questions]
        own = [each for each in asked if each.is_of_one_row]
        return {
            "said": {
                "admitted": in_words("admitted_on", row.person.get("admitted_on")),
                "status": in_words("status", row.person.get("status")),
            },
            "candidates": [self._candidate(each, own) for each in line.candidates],
            "asked": [
                {"name": each.name, "options": [o for o in each.question.options if not o.value.isdigit()]}
                for each in own
            ],
            "link": next((each.anchor for each in asked if not each.is_of_one_row), ""),
        }

    def _candidate(self, person, asked):
        """*name*: of the question among *asked* that offers this person; empty where none does."""
        offering = (each for each in asked if str(person.pk) in {option.value for option in each.question.options})
        return {
            "person": person,
            "birth": date_in_words(person.birth),
            "admitted": date_in_words(person.admitted_on),
            "status": in_words("status", person.status or None),
            "name": next((each.name for each in offering), ""),
        }

    @property
    def asks_here(self):
        """Whether a line of the page has its own question."""
        return any(line.get("asked") for line in self.lines)

    @cached_property
    def _has_sheets(self):
        return len({line.sheet for line in self.found.lines}) > 1

    @cached_property
    def _rows(self):
        return {(row.sheet, row.row): row for row in self.reading.rows}

    @cached_property
    def _questions(self):
        return {question.key: question for question in self.reading.questions}
