"""The Reading of a file as its review page shows it: counts, old fonts, questions, columns, a page of its lines."""

import hashlib
from dataclasses import dataclass, field
from itertools import groupby

from django.core.paginator import Paginator

from members.importing.answer import STATUS_NAMES
from members.importing.bands import NAME
from members.importing.fields import BY_KEY, RATINGS
from members.importing.in_words import happenings, in_words, named, on_record, part_in_words
from members.importing.result import ASK, CHANGED, ERROR, LEFT, NEW, SAME, TAKE, WARNING
from members.importing.unnamed import looks_like_names

PER_PAGE = 100
EXAMPLES = 3
SHORT = 24
"""Letters of a cell that are not broken over lines."""
MOST_QUESTIONS = 60
"""Shared questions on one page; the others come when these are answered."""
FONT = "guess|font|"
GUESS = "guess|"
ORDER = [ERROR, ASK, NEW, CHANGED, LEFT, SAME]
NAMES = STATUS_NAMES | {LEFT: "bỏ qua"}
TAGS = {NEW: "ok", CHANGED: "", SAME: "", ASK: "warn", ERROR: "err", LEFT: ""}
LEVELS = {ASK: "lv l3", ERROR: "lv l4"}
ANSWER, TYPED = "tra_loi:", "ghi_vao:"
COLUMN = "cot:"
LEFT_OUT = "-"
OFFICIAL = "official_on"


@dataclass
class Asked:
    """A question with the answer that its buttons show: the one given, else what a guess takes."""

    question: object
    answer: str | None
    examples: list = field(default_factory=list)
    """[(before, after)] of the cells that it is about."""

    def __post_init__(self):
        values = [option.value for option in self.question.options]
        self.written = self.answer if self.question.typed and self.answer not in values else ""
        if self.answer not in values and not self.written:
            self.answer = TAKE if TAKE in values and self.question.key.startswith(GUESS) else None

    @property
    def name(self):
        return ANSWER + self.question.key

    @property
    def choices(self):
        """[(option, what differs, what agrees)], in words; both are empty where it is nobody on record."""
        for option in self.question.options:
            differs = [
                f"{named(name)}: tệp {in_words(name, theirs)}, sổ {on_record(name, ours) or 'trống'}"
                for name, (ours, theirs) in option.differs.items()
            ]
            yield option, "; ".join(differs), ", ".join(map(named, option.agrees))

    @property
    def box(self):
        """The name of the box for a typed answer."""
        return TYPED + self.question.key

    @property
    def anchor(self):
        return f"hoi-{hashlib.sha256(self.question.key.encode()).hexdigest()[:10]}"

    @property
    def is_of_one_row(self):
        return len(self.question.places) == 1

    @property
    def is_guess(self):
        return self.question.key.startswith(GUESS)

    @property
    def place(self):
        """Of an old font: “Danh sách, cột B”."""
        *_, sheet, column = self.question.key.split("|")
        return f"{sheet}, cột {column}" if sheet else f"Cột {column}"

    @property
    def rows(self):
        """“5, 7, 9 và 12 dòng nữa”."""
        numbers = [str(row) for _, row in self.question.places]
        more = f" và {len(numbers) - 8} dòng nữa" if len(numbers) > 8 else ""
        return ", ".join(numbers[:8]) + more


@dataclass
class Cell:
    heading: str
    before: str
    after: str
    is_new: bool

    @property
    def is_short(self):
        """Whether it stands on one line."""
        return len(self.before) + len(self.after) <= SHORT


@dataclass
class Told:
    """A problem of a line, and its question where that line alone asks it."""

    column: str
    message: str
    asked: Asked | None
    link: str
    """The anchor of the question that stands above."""
    is_remark: bool = False
    """Nothing is to be decided: a note or a guess."""


class Review:
    """*status*: the only kind of lines to be shown; empty: all but those that stay as they are.

    *fields*: {key: Field} that the kind of file knows, in their order.
    """

    def __init__(self, reading, answers, status="", page=1, fields=BY_KEY):
        self.reading, self.status = reading, status if status in ORDER else ""
        self.known, self.order_of = fields, {key: place for place, key in enumerate(fields)}
        self.asked = [Asked(question, answers.get(question.key)) for question in reading.questions]
        self._by_key = {asked.question.key: asked for asked in self.asked}
        self._open = {problem.question for row in reading.rows for problem in row.problems if problem.level == ASK}
        self._give_examples()
        self.counts = self._counts()
        self.page = Paginator(self._chosen(), PER_PAGE).get_page(page)
        self.fields = self._fields()

    def _counts(self):
        """[(number, name, status, class of the name)], in the order of the design."""
        summary = self.reading.summary
        left = sum(row.status == LEFT for row in self.reading.rows)
        summary |= {LEFT: left} if left else {}
        return [
            (number, NAMES[status].capitalize(), status, LEVELS.get(status, "")) for status, number in summary.items()
        ]

    @property
    def number_of(self):
        return {status: sum(row.status == status for row in self.reading.rows) for status in ORDER}

    @property
    def counted_as_probationary(self):
        """How many new members have no official date, which alone decides, and are not said to be probationary."""
        if OFFICIAL not in self.known:
            return 0
        new = [row.person for row in self.reading.rows if row.status == NEW]
        return sum(not person.keys() & {OFFICIAL, "probationary"} for person in new)

    @property
    def to_write(self):
        return self.number_of[NEW] + self.number_of[CHANGED]

    @property
    def waiting(self):
        return self.number_of[ASK] + self.number_of[ERROR]

    @property
    def left(self):
        return self.number_of[LEFT]

    @property
    def sheets(self):
        return list(dict.fromkeys(row.sheet for row in self.reading.rows))

    def _chosen(self):
        rows = self.reading.rows
        if self.status:
            return [row for row in rows if row.status == self.status]
        shown = [row for row in rows if row.status != SAME]
        return sorted(shown, key=lambda row: ORDER.index(row.status))

    # --- Questions ---

    def _give_examples(self):
        for row in self.reading.rows:
            for problem in row.problems:
                asked, pair = self._by_key.get(problem.question), (problem.before, problem.after)
                if asked and problem.before and len(asked.examples) < EXAMPLES and pair not in asked.examples:
                    asked.examples.append(pair)

    @property
    def fonts(self):
        return [asked for asked in self.asked if asked.question.key.startswith(FONT)]

    @property
    def open_questions(self):
        """What waits for an answer of several rows at once; that of one row stands beside it."""
        found = [asked for asked in self._decided if asked.question.key in self._open and not asked.is_of_one_row]
        return found[:MOST_QUESTIONS]

    @property
    def lacks_units(self):
        """Whether a name of a chi bộ or a village waits that is none on record."""
        return any(key.startswith(("unit|", "village|")) and key != "unit|" for key in self._open)

    @property
    def answered(self):
        """What was answered: its rows ask no more, and another answer may be given."""
        return [asked for asked in self._decided if asked.question.key not in self._open and asked.answer]

    @property
    def guesses(self):
        found = [asked for asked in self.asked if asked.is_guess and not asked.question.key.startswith(FONT)]
        return found[:MOST_QUESTIONS]

    @property
    def refusable(self):
        """How many readings of the file may be refused."""
        return len(self.fonts) + len(self.guesses)

    @property
    def _decided(self):
        return [asked for asked in self.asked if not asked.is_guess]

    # --- Columns ---

    @property
    def columns(self):
        """One of each heading, with the columns that carry it."""
        by_key = {}
        for column in self.reading.columns:
            by_key.setdefault(column.key, []).append(column)
        return [HeadedColumns(columns, self.known) for key, columns in by_key.items() if key]

    @property
    def unread(self):
        return [column for column in self.columns if column.field is None]

    # --- Lines ---

    def _fields(self):
        """The fields that any row says or changes, in the order of the table of fields, ratings by their years."""
        found = set()
        for row in self.reading.rows:
            found |= set(row.person) | set(row.changes) | {f"{RATINGS}.{year}" for year in row.person.get(RATINGS, ())}
            found |= {name for name, value in row.beside.items() if name in self.known and isinstance(value, str)}
        return sorted(found - {"full_name", RATINGS}, key=lambda name: (self.order_of[name.partition(".")[0]], name))

    @property
    def headings(self):
        return [named(name, self.known) for name in self.fields]

    @property
    def lines(self):
        return [self._line(row) for row in self.page.object_list]

    def _line(self, row):
        return {
            "row": row,
            "status": NAMES[row.status].capitalize(),
            "tag": TAGS[row.status],
            "name": self._cell(row, "full_name"),
            "cells": [self._cell(row, name) for name in self.fields],
            "told": sorted(self._all_told(row), key=lambda told: told.is_remark),
            "happens": list(happenings(row, _told_since(row))) if row.status in (NEW, CHANGED) else [],
        }

    def _cell(self, row, name):
        before, after = row.changes.get(name, (None, _said(row, name)))
        old = on_record(name, before) if name in row.changes else ""
        return Cell(named(name, self.known), old, in_words(name, after), row.status == NEW or name in row.changes)

    def _all_told(self, row):
        return [self._told(problem) for problem in row.problems if not problem.question.startswith(FONT)]

    def _told(self, problem):
        asked = self._by_key.get(problem.question)
        is_here = asked is not None and asked.is_of_one_row and problem.level == ASK
        link = asked.anchor if asked and not is_here and problem.level == ASK else ""
        return Told(problem.column, problem.message, asked if is_here else None, link, problem.level == WARNING)


def _told_since(row):
    """What a remark about since when somebody belongs has said already."""
    return ("joins",) if any(problem.code == "since" and "joins" in row.beside for problem in row.problems) else ()


def _said(row, name):
    key, _, year = name.partition(".")
    return row.person.get(key, {}).get(year) if year else row.person.get(name, row.beside.get(name))


class HeadedColumns:
    """Columns with one heading, on one or several sheets, and what they may be mapped to by hand."""

    def __init__(self, columns, fields):
        self.known = fields
        self.key, self.heading, self.field = columns[0].key, columns[0].heading, columns[0].field
        self.letters = ", ".join(letters for letters, _ in groupby(column.column for column in columns))
        self.samples = columns[0].samples

    @property
    def name(self):
        return COLUMN + self.key

    @property
    def chosen(self):
        return self.field or LEFT_OUT

    @property
    def proposed(self):
        """Of a list whose names were not found: the column that looks like names, for a person to agree."""
        return NAME if self.field is None and looks_like_names(self.samples) else self.chosen

    @property
    def options(self):
        """[(value, name)]; a meaning that is none of the fields alone stands first."""
        alone = self.field is None or self.field in self.known
        may_be = [(LEFT_OUT, "Không nhập"), *((key, each.name) for key, each in self.known.items())]
        return [*([] if alone else [(self.field, meaning_in_words(self.field, self.known))]), *may_be]


def meaning_in_words(meaning, fields=BY_KEY):
    """“Giới tính: Nam” for sex:M, “Giới tính, dân tộc” for sex+ethnicity."""
    key, _, part = meaning.replace(".", ":", 1).partition(":")
    names = ", ".join(named(each, fields) for each in key.split("+"))
    return f"{names}: {part_in_words(key, part)}" if part else names
