"""What stands in the register and what in the file, as plain data that can be kept, shown and written to a file."""

from dataclasses import asdict, dataclass, field

from members.reconciling import groups


@dataclass
class Cell:
    """One field of one person; values in the importer's words, None where a side says nothing."""

    field: str
    kind: str
    """DIFFERENT, HERE_BLANK, THERE_BLANK or UNREAD."""
    ours: object = None
    theirs: object = None
    column: str = ""
    told: str = ""
    """What else is known about it."""


@dataclass
class Candidate:
    """Somebody whom a doubtful line may mean."""

    pk: int
    name: str
    birth: str = ""
    unit: str = ""
    admitted_on: str = ""
    status: str = ""


@dataclass
class Line:
    """A line of the file. Name, birth and chi bộ are the register's where it is known who is meant."""

    sheet: str
    row: int
    group: str
    name: str = ""
    birth: str = ""
    unit: str = ""
    person: int | None = None
    is_changeable: bool = False
    cells: list = field(default_factory=list)
    candidates: list = field(default_factory=list)
    told: list = field(default_factory=list)
    """Sentences about the line as a whole."""


@dataclass
class Missing:
    """A member of the day whom no line of the file means."""

    pk: int
    name: str
    birth: str = ""
    unit: str = ""
    admitted_on: str = ""
    official_on: str = ""
    told: list = field(default_factory=list)
    may_be: list = field(default_factory=list)
    """The rows of doubtful lines that may mean this member."""


@dataclass
class Found:
    """*unit*: the chi bộ that the comparison is narrowed to, by name; empty: all that the reader sees."""

    day: str
    unit: str = ""
    is_the_files: bool = False
    """Whether the file alone narrowed it."""
    list_day: str = ""
    """The day that the file says it is of, where that is another."""
    lines: list = field(default_factory=list)
    missing: list = field(default_factory=list)

    @property
    def doubtful(self):
        """How many of *missing* may be a doubtful line."""
        return sum(bool(each.may_be) for each in self.missing)

    @property
    def counts(self):
        """{group: lines or people}."""
        found = [line.group for line in self.lines]
        return {group: found.count(group) for group in groups.LINE_GROUPS} | {groups.HERE: len(self.missing)}


def packed(found):
    return asdict(found)


def unpacked(stored):
    lines = [Line(**each | _parts(each)) for each in stored["lines"]]
    return Found(**stored | {"lines": lines, "missing": [Missing(**each) for each in stored["missing"]]})


def _parts(line):
    return {
        "cells": [Cell(**each) for each in line["cells"]],
        "candidates": [Candidate(**each) for each in line["candidates"]],
    }
