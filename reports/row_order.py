"""The order that a reader chose for the rows of a list, ?sap_xep=-birth_on: as the list of members has it.

What is not known stands last in both directions; where two rows are equal, the report's own order stays. A report says
in *orders* which columns may be asked for; any other name asks for nothing.
"""

import re
from dataclasses import dataclass
from functools import partial

from members.models import Person
from nakhe.vietnamese.dates import PartialDate
from nakhe.vietnamese.names import sort_key
from reports import links
from reports.rows import Arranged, bound

UNIT = "unit"
"""In every list the column of the chi bộ, which has the committee's order."""

OF_PEOPLE = (links.person, links.person_or_unit, links.form)
"""What a column of names links to: these stand by given name."""


@dataclass(frozen=True)
class Order:
    name: str
    is_descending: bool = False

    @property
    def opposite(self):
        return self.name if self.is_descending else f"-{self.name}"


def order_of(report):
    """The Order asked for, or None where the report's own holds."""
    name = report.given.order.removeprefix("-")
    return Order(name, report.given.order.startswith("-")) if name in report.orders else None


def in_asked_order(report, table):
    """*table* again with its rows in the order asked for; itself where none is, or where it has no such column."""
    order = order_of(report)
    if order is None or order.name not in table.columns.names():
        return table
    records = [row.record for row in table.rows]
    keys = keys_of(report, table, order.name, records)
    return type(table)(report, [records[place] for place in places(keys, order)])


def long_in_asked_order(report, table, rows):
    """The same of the long *rows* (reports.rows) of *table*: of each its key and its place are held, no more."""
    order = order_of(report)
    if order is None or order.name not in table.columns.names():
        return rows
    return Arranged(rows, partial(keys_of, report, table, order.name), partial(places, order=order))


def places(keys, order):
    """The places of *keys* in the *order*, the unknown last."""
    known = sorted((key, place) for place, key in enumerate(keys) if key is not None)
    if order.is_descending:
        known = sorted(known, key=lambda each: each[0], reverse=True)
    unknown = [place for place, key in enumerate(keys) if key is None]
    return [*(place for _, place in known), *unknown]


def keys_of(report, table, name, records):
    """What each row is compared by; None where nothing is known. All of one kind."""
    found = [table.frozen_value(row, name) for row in bound(table, records)]
    values = [None if value in ("", None) else value for value in found]
    if table.columns[name].column.find_link in OF_PEOPLE:
        return by_given_name(values, records)
    if name == UNIT:
        return by_committee(report, values)
    return [None if value is None else plain_key(value) for value in values]


def by_given_name(names, records):
    """As shown; of whose given name is not the last word, by that one. A unit's name is read from its beginning."""
    people = [record["person"] for record in records]
    known = Person.objects.filter(pk__in=filter(None, people)).exclude(given_name="")
    given = dict(known.values_list("pk", "given_name"))
    return [name and sort_key(name, given.get(pk) if pk else name) for name, pk in zip(names, people, strict=True)]


def by_committee(report, names):
    """Chi bộ of the report's date in their order, any other after them."""
    places = {
        name: place for place, name in enumerate(report.branches(report.as_of).values_list("short_name", flat=True))
    }
    return [None if name is None else (places.get(name, len(places)), text_key(name)) for name in names]


def plain_key(value):
    """Numbers by size, dates by their text (a year before its days), text word by word."""
    if isinstance(value, (int, float)):
        return value
    if isinstance(value, str):
        return text_key(value)
    return value.iso if isinstance(value, PartialDate) else value.isoformat()


def text_key(text):
    """By the Vietnamese alphabet, the numbers in it by size: “30 năm” before “100 năm”."""
    words = re.findall(r"\d+|[^\W\d]+", text)
    return [(0, int(word), "") if word.isdecimal() else (1, 0, sort_key(word)) for word in words]
