"""One writer a format; each takes a Sheet and writes it into a file, step by step (reports.output.written)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from reports.output import csv, excel, json, sheet_paper
from reports.output.sheet import Sheet
from reports.output.written import as_bytes


@dataclass(frozen=True)
class Format:
    label: str
    content_type: str
    write_into: Callable[[Sheet, BinaryIO], Iterator]
    is_marked: bool = True
    """Whether the file says who took it; where it holds data alone, for programs, its name has the code."""

    def write(self, sheet):
        """The bytes of a short one."""
        return as_bytes(self.write_into, sheet)


FORMATS = {
    "xlsx": Format("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", excel.write_into),
    "docx": Format(
        "Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", sheet_paper.write_into
    ),
    "csv": Format("CSV", "text/csv; charset=utf-8", csv.write_into, is_marked=False),
    "json": Format("JSON", "application/json", json.write_into, is_marked=False),
}


def file_name(sheet, extension, code):
    """ASCII, so that every browser and file system keeps it; *code* is the export's."""
    name = f"{sheet.slug}-{sheet.stamp}"
    return f"{name}.{extension}" if FORMATS[extension].is_marked else f"{name}-{code}.{extension}"
