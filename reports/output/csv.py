"""CSV that Excel opens as UTF-8 and never executes: the rows alone, dates in ISO, a point in decimals."""

import csv
import datetime
import io

from nakhe.vietnamese.dates import PartialDate
from reports.output.written import as_bytes

EXECUTABLE = ("=", "+", "-", "@", "\t", "\r")


def write(sheet):
    return as_bytes(write_into, sheet)


def write_into(sheet, file):
    out = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    lines = csv.writer(out)
    try:
        for number, table in enumerate(sheet.tables):
            lines.writerows(above(table, number, len(sheet.tables) > 1))
            for row in table.rows:
                lines.writerow([cell(row[column.name]) for column in table.columns])
                yield 1
    finally:
        out.detach()  # writes what is left, and leaves the file open


def above(table, number, is_one_of_several):
    """The lines before its rows: its headings, and a title where there are others."""
    if number:
        yield []
    if is_one_of_several:
        yield [cell(table.title)]
    yield [cell(column.full_text) for column in table.columns]


def cell(value):
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, PartialDate):
        return value.iso
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, str) and value.startswith(EXECUTABLE):
        return f"'{value}"
    return "" if value is None else value
