"""JSON that is kept but never asked for by its contents, compressed: ten thousand rows of it take a megabyte."""

import json
import re
import zlib
from codecs import getincrementaldecoder
from collections.abc import Iterator
from contextlib import suppress

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

ITEM, BETWEEN = json.JSONDecoder(), re.compile(r"[\[,\s]*")
PIECE = 1 << 16
"""Bytes of text that are unpacked at a time."""


def encoded(value):
    return json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder)


class Packed(bytes):
    """A JSON value, compressed: a PackedJSONField stores it as it is."""

    @property
    def value(self):
        return json.loads(zlib.decompress(self))

    def each(self):
        """The items of a list of objects, one after the other, so that a long list is never unpacked as a whole."""
        rest = ""
        for text in self._texts():
            rest, at = rest + text, 0
            with suppress(json.JSONDecodeError):  # the end of the item comes with the next text
                while True:
                    item, at = ITEM.raw_decode(rest, BETWEEN.match(rest, at).end())
                    yield item
            rest = rest[at:]
        if rest not in ("]", "[]"):
            raise ValueError("a packed list without its end")

    def _texts(self):
        press, decoder = zlib.decompressobj(), getincrementaldecoder("utf-8")()
        packed = self
        while packed and not press.eof:
            yield decoder.decode(press.decompress(packed, PIECE))
            packed = press.unconsumed_tail


class Packing:
    """Compresses JSON piece by piece, so that a long list is never held whole as text."""

    def __init__(self):
        self._press, self._parts = zlib.compressobj(), []

    def write(self, text):
        self._parts.append(self._press.compress(text.encode()))

    def write_items(self, items, is_first=True):
        """The *items* of a list with their commas; the caller writes the brackets."""
        for item in items:
            self.write(encoded(item) if is_first else f",{encoded(item)}")
            is_first = False

    def finished(self):
        return Packed(b"".join([*self._parts, self._press.flush()]))


def packed_value(value):
    return Packed(zlib.compress(encoded(value).encode()))


def packed_object(members):
    """The Packed dict *members*; an iterator among its values is a list, packed item by item."""
    packing = Packing()
    for number, (name, value) in enumerate(members.items()):
        packing.write(f"{',' if number else '{'}{encoded(name)}:")
        if isinstance(value, Iterator):
            packing.write("[")
            packing.write_items(value)
            packing.write("]")
        else:
            packing.write(encoded(value))
    packing.write("}")
    return packing.finished()


class PackedJSONField(models.BinaryField):
    """Any JSON value, or one that is Packed already; None where nothing was kept.

    *stays_packed*: what comes from the database is Packed, too, and unpacked by who wants its `.value` or each() of its
    items; the log of every save reads the whole row that was there before.
    """

    def __init__(self, *args, stays_packed=False, **kwargs):
        self.stays_packed = stays_packed
        super().__init__(*args, **kwargs)

    def get_prep_value(self, value):
        if value is None or isinstance(value, Packed):
            return value
        return packed_value(value)

    def from_db_value(self, value, expression, connection):
        packed = None if value is None else Packed(value)
        return packed if packed is None or self.stays_packed else packed.value

    def get_db_prep_value(self, value, connection, prepared=False):
        prepared_value = value if prepared else self.get_prep_value(value)
        return None if prepared_value is None else connection.Database.Binary(prepared_value)
