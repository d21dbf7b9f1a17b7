"""CSV that Excel opens as UTF-8 and never executes: the rows alone, dates in ISO, a point in decimals."""

import csv
import datetime
import io

from nakhe.vietnamese.dates import PartialDate

EXECUTABLE = ("=", "+", "-", "@", "\t", "\r")


def write(sheet):
    out = io.StringIO(newline="")
    lines = csv.writer(out)
    several = len(sheet.tables) > 1
    for number, table in enumerate(sheet.tables):
        if number:
            lines.writerow([])
        if several:
            lines.writerow([cell(table.title)])
        lines.writerow([cell(column.full_text) for column in table.columns])
        lines.writerows([cell(row[column.name]) for column in table.columns] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


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
