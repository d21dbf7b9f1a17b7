"""`manage.py import_units FILE`: the chi bộ and villages of a spreadsheet, beside those on record."""

import json
import sys
from argparse import RawDescriptionHelpFormatter
from dataclasses import replace
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, DjangoHelpFormatter

from members.importing.answer import as_json, in_words
from members.importing.result import CHANGED, NEW, Reading
from members.importing_units import words
from members.importing_units.reading import AskedUnits, read_units
from members.importing_units.register import committee_of
from members.importing_units.writing import Unfinished, write_units
from nakhe.access import SYSTEM
from nakhe.spreadsheets.reading import open_book
from nakhe.spreadsheets.safety import Refused

REFUSED = 2
SHAPE = """\
Cột: Tên đơn vị; Loại hình; Thôn; Biên giới (x); Ngày thành lập. Không có --commit thì không ghi gì.
Với --commit: ghi tất cả hoặc không ghi gì; còn dòng lỗi hay cần hỏi thì không ghi.
Mã thoát: 0 đọc được (kể cả khi có dòng lỗi) và, với --commit, đã ghi; 2 từ chối, lý do ở stderr.
JSON: {"file", "refused": null | "lý do",
       "columns": [{"sheet", "column", "heading", "field": null | "…"}, …],
       "rows": [{"sheet", "row", "status": "new" | "changed" | "same" | "ask" | "error",
                 "unit": {"name", "unit_type", "village", "is_border", "founded_on"}, "changes",
                 "problems": [{"level": "error" | "ask" | "warning", "column", "field", "code", "message"}]}, …],
       "summary": {"new", "changed", "same", "ask", "error"}}
"""


class ShapeHelp(DjangoHelpFormatter, RawDescriptionHelpFormatter):
    """Keeps the lines of the epilogue."""


class Command(BaseCommand):
    help = "Đọc danh sách chi bộ, thôn và nói sẽ thay đổi gì; ghi vào sổ khi có --commit: import_units don-vi.csv"

    def add_arguments(self, parser):
        parser.epilog, parser.formatter_class = SHAPE, ShapeHelp
        parser.add_argument("file", metavar="TỆP", help="tệp .xlsx, .xls hoặc .csv")
        parser.add_argument("--unit", default="", metavar="MÃ", help="mã đảng bộ, khi sổ có nhiều đảng bộ")
        parser.add_argument("--json", action="store_true", help="in JSON thay cho câu chữ")
        parser.add_argument("--commit", action="store_true", help="ghi vào sổ")

    def handle(self, file, **options):
        reading = self._read(Path(file), options["unit"])
        fault = reading.refused or (self._commit(reading, options["unit"]) if options["commit"] else "")
        if options["json"]:
            answer = as_json(replace(reading, refused=fault or None), "unit")
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))
        elif not reading.refused:
            told = list(in_words(reading, named=words.column_name))
            if options["commit"] and not fault:
                told[0] = f"{reading.file}: đã ghi {reading.summary[NEW]} mới, {reading.summary[CHANGED]} thay đổi."
            self.stdout.write("\n".join(told))
        if fault:
            self.stderr.write(fault, self.style.ERROR)
            sys.exit(REFUSED)

    def _read(self, path, under):
        try:
            return read_units(open_book(path.read_bytes(), path.name), AskedUnits(under=under))
        except OSError as error:
            return Reading(path.name, refused=f"Không đọc được tệp {path}: {error.strerror}.")
        except Refused as refusal:
            return Reading(path.name, refused=str(refusal))

    def _commit(self, reading, under):
        """Why nothing was written; empty where it was."""
        try:
            write_units(reading, committee_of(SYSTEM, under))
        except (Unfinished, ValidationError) as error:
            return " ".join(getattr(error, "messages", [str(error)]))
        return ""
