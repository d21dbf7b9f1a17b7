"""JSON for other programs: ISO dates, numbers as numbers. The shape is an interface; see architecture.md."""

import datetime
import json

from nakhe.vietnamese.dates import PartialDate


def write(sheet):
    head = {"slug": sheet.slug, "title": sheet.title, "parameters": sheet.parameters}
    head |= {"letterhead": letterhead_as_dict(sheet)}
    tables = [table_as_dict(table) for table in sheet.tables]
    document = head | without_title(tables[0]) if len(tables) == 1 else head | {"tables": tables}
    return json.dumps(document, ensure_ascii=False, indent=1, default=iso).encode()


def letterhead_as_dict(sheet):
    """What the paper says above and below its tables, whoever takes it."""
    head = sheet.letterhead
    told = {name: getattr(head, name) for name in ("superior", "body", "on_behalf_of", "office", "signer")}
    return told | {"number": head.numbered(), "dated": sheet.dated, "recipients": list(head.sent_to)}


def table_as_dict(table):
    """A table without a comparison goes without its key."""
    compared = [{"label": line.label, "values": line.values} for line in table.comparison]
    return {
        "title": table.title,
        "columns": [{"name": column.name, "heading": column.text, "under": column.under} for column in table.columns],
        "rows": table.rows,
        "totals": table.totals,
        "notes": table.notes,
    } | ({"comparison": compared} if compared else {})


def without_title(table):
    """The only table of a report goes by the report's title."""
    return {key: value for key, value in table.items() if key != "title"}


def iso(value):
    if isinstance(value, PartialDate):
        return value.iso
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(f"{value!r} does not belong in a sheet.")
