"""One writer a format; each takes a Sheet and returns the bytes of a file."""

from collections.abc import Callable
from dataclasses import dataclass

from reports.output import csv, excel, json, sheet_paper
from reports.output.sheet import Sheet


@dataclass(frozen=True)
class Format:
    label: str
    content_type: str
    write: Callable[[Sheet], bytes]


FORMATS = {
    "xlsx": Format("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", excel.write),
    "docx": Format(
        "Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", sheet_paper.write
    ),
    "csv": Format("CSV", "text/csv; charset=utf-8", csv.write),
    "json": Format("JSON", "application/json", json.write),
}


def file_name(sheet, extension):
    """ASCII, so that every browser and file system keeps it."""
    return f"{sheet.slug}-{sheet.stamp}.{extension}"
