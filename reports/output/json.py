"""JSON for other programs: ISO dates, numbers as numbers. The shape is an interface; see architecture.md."""

import datetime
import json
import re

from nakhe.vietnamese.dates import PartialDate
from reports.output.written import as_bytes

LATER = re.compile(r'^( *)"(rows|notes)": "\ue000(\d+)"', re.MULTILINE)
"""The place of rows and notes of a table by its number, on a line of its own; no text of ours has that sign."""


def write(sheet):
    return as_bytes(write_into, sheet)


def write_into(sheet, file):
    """The frame first, then its places filled in their order: rows are read as they are written, notes after them."""
    head = {"slug": sheet.slug, "title": sheet.title, "parameters": sheet.parameters}
    head |= {"letterhead": letterhead_as_dict(sheet)}
    tables = [table_as_dict(table, number) for number, table in enumerate(sheet.tables)]
    document = head | without_title(tables[0]) if len(tables) == 1 else head | {"tables": tables}
    frame, end = dumped(document), 0
    for place in LATER.finditer(frame):
        indent, name, number = place.groups()
        file.write(f'{frame[end : place.start()]}{indent}"{name}": '.encode())
        yield from filled(file, sheet.tables[int(number)], name, indent)
        end = place.end()
    file.write(frame[end:].encode())


def filled(file, table, name, indent):
    if name == "notes":
        file.write(indented(dumped(list(table.notes)), indent).encode())
        return
    before = f"[\n{indent} "
    for row in table.rows:
        file.write(f"{before}{indented(dumped(row), indent + ' ')}".encode())
        before = f",\n{indent} "
        yield 1
    file.write((f"\n{indent}]" if before.startswith(",") else "[]").encode())


def letterhead_as_dict(sheet):
    """What the paper says above and below its tables, whoever takes it."""
    head = sheet.letterhead
    told = {name: getattr(head, name) for name in ("superior", "body", "on_behalf_of", "office", "signer")}
    return told | {"number": head.numbered(), "dated": sheet.dated, "recipients": list(head.sent_to)}


def table_as_dict(table, number):
    """A table without a comparison goes without its key; rows and notes are filled in later."""
    compared = [{"label": line.label, "values": line.values} for line in table.comparison]
    return {
        "title": table.title,
        "columns": [{"name": column.name, "heading": column.text, "under": column.under} for column in table.columns],
        "rows": f"\ue000{number}",
        "totals": table.totals,
        "notes": f"\ue000{number}",
    } | ({"comparison": compared} if compared else {})


def without_title(table):
    """The only table of a report goes by the report's title."""
    return {key: value for key, value in table.items() if key != "title"}


def dumped(value):
    return json.dumps(value, ensure_ascii=False, indent=1, default=iso)


def indented(text, indent):
    """Strings have no line breaks of their own in JSON."""
    return text.replace("\n", f"\n{indent}")


def iso(value):
    if isinstance(value, PartialDate):
        return value.iso
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(f"{value!r} does not belong in a sheet.")
