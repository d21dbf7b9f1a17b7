"""Rows of a list that may be long: counted by the database, read in chunks at every use, never held whole.

A chunk costs the same queries whatever stands in it, and its first one is all that a short list needs.
"""

import heapq
import pickle
import weakref
from functools import cached_property
from itertools import islice
from tempfile import TemporaryFile

from django.conf import settings
from django_tables2.rows import BoundRow

CHUNK = 500
"""How many records are in memory at a time."""


class Rows:
    """*records* (a QuerySet) in their order; *made*(chunk of records) gives the rows that they become, one each."""

    def __init__(self, records, made):
        self.records, self.made = records, made

    def __iter__(self):
        for chunk in chunks(self.records):
            yield from self.made(chunk)

    def between(self, start, stop):
        """The rows at the places from *start* to before *stop*; only their records are read."""
        return list(self.made(list(self.records[start:stop])))

    def __len__(self):
        return self._count

    @cached_property
    def _count(self):
        return self.records.count()

    @property
    def expected(self):
        """How many there will be, as far as that is known without making them; None where it is not."""
        return len(self)


class RowsOfEach(Rows):
    """Any number of rows for each record: how many is known after they were read, or costs a reading."""

    known = None

    def between(self, start, stop):
        return list(islice(self, start, stop))

    def __iter__(self):
        count = 0
        for row in super().__iter__():
            count += 1
            yield row
        self.known = count

    def __len__(self):
        if self.known is None:
            for _ in self:
                pass
        return self.known

    @property
    def expected(self):
        return self.known


class Merged(Rows):
    """Several *sources*, each in the order of *key*, as one in that order."""

    def __init__(self, sources, key):
        self.sources, self.key = sources, key

    def __iter__(self):
        return heapq.merge(*self.sources, key=self.key)

    def between(self, start, stop):
        return list(islice(self, start, stop))

    @cached_property
    def _count(self):
        return sum(map(len, self.sources))


class Arranged(Rows):
    """*rows* in another order: kept in a file that has no name, and read from it one by one.

    *keys_of*(list of rows) gives what they are compared by, *places*(all keys) their order.
    """

    def __init__(self, rows, keys_of, places):
        self.rows, self.keys_of, self.places = rows, keys_of, places

    def __iter__(self):
        return self._read(None, None)

    def between(self, start, stop):
        return list(self._read(start, stop))

    def _read(self, start, stop):
        file, begins = self._kept
        for begin in begins[start:stop]:
            file.seek(begin)
            yield pickle.load(file)

    def __len__(self):
        return len(self._kept[1])

    @property
    def first(self):
        return list(islice(self, CHUNK))

    @cached_property
    def _kept(self):
        """The file, and where each row begins in it, in the order asked for."""
        file, begins, keys = TemporaryFile(), [], []  # noqa: SIM115 – it lives as long as the rows
        weakref.finalize(self, file.close)
        found = iter(self.rows)
        while chunk := list(islice(found, CHUNK)):
            keys += self.keys_of(chunk)
            for row in chunk:
                begins.append(file.tell())
                pickle.dump(row, file)
        return file, [begins[place] for place in self.places(keys)]


def chunks(records, size=CHUNK):
    """Lists of at most *size* of the QuerySet *records*, which does not keep them."""
    found = records.iterator(chunk_size=size)
    while chunk := list(islice(found, size)):
        yield chunk


def each(made):
    """What Rows asks for, of a function that makes one row of one record."""
    return lambda chunk: map(made, chunk)


def settled(rows):
    """A list, where they are at most settings.LONG_LIST; else Rows as they are, read as they are needed."""
    if not isinstance(rows, Rows):
        return list(rows)
    reading, few = iter(rows), min(CHUNK, settings.LONG_LIST)
    first = list(islice(reading, few + 1))
    if len(first) > few and rows.expected is None:
        first += islice(reading, settings.LONG_LIST - few)
    if len(first) > few and (rows.expected or len(first)) > settings.LONG_LIST:
        rows.first = first[:CHUNK]
        return rows
    return [*first, *reading]


class FrozenRows:
    """The plain values of a long table, row by row; what the writers of files read as often as they need."""

    def __init__(self, table, rows):
        self.table, self.rows = table, rows

    def __iter__(self):
        return map(self.table.frozen, bound(self.table, self.rows))

    def __len__(self):
        return len(self.rows)

    @property
    def expected(self):
        return self.rows.expected

    @cached_property
    def sample(self):
        """The first rows, by which columns are given their widths."""
        return [self.table.frozen(row) for row in bound(self.table, self.rows.first)]


def bound(table, records):
    """*records* as rows of the django table, one at a time."""
    return (BoundRow(record, table=table) for record in records)
