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
    is_marked: bool = True
    """Whether the file says who took it; where it holds data alone, for programs, its name has the code."""


FORMATS = {
    "xlsx": Format("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", excel.write),
    "docx": Format(
        "Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", sheet_paper.write
    ),
    "csv": Format("CSV", "text/csv; charset=utf-8", csv.write, is_marked=False),
    "json": Format("JSON", "application/json", json.write, is_marked=False),
}


def file_name(sheet, extension, code):
    """ASCII, so that every browser and file system keeps it; *code* is the export's."""
    name = f"{sheet.slug}-{sheet.stamp}"
    return f"{name}.{extension}" if FORMATS[extension].is_marked else f"{name}-{code}.{extension}"
