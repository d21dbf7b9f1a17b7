"""`manage.py import_units FILE`: the chi bộ and villages of a spreadsheet, beside those on record."""

import json
import sys
from dataclasses import replace
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand

from members.importing.answer import as_json, in_words
from members.importing.result import Reading
from members.importing_units import batches, words
from members.importing_units.reading import AskedUnits, read_units
from members.importing_units.register import committee_of
from members.importing_units.writing import Unfinished
from members.models import ImportBatch
from nakhe.access import SYSTEM
from nakhe.command_help import ShapeHelp
from nakhe.effects import Superseded
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
       "summary": {"new", "changed", "same", "ask", "error"}}; với --commit thêm "batch" (số lần nhập), "written"
"""


class Command(BaseCommand):
    help = "Đọc danh sách chi bộ, thôn và nói sẽ thay đổi gì; ghi vào sổ khi có --commit: import_units don-vi.csv"

    def add_arguments(self, parser):
        parser.epilog, parser.formatter_class = SHAPE, ShapeHelp
        parser.add_argument("file", metavar="TỆP", nargs="?", help="tệp .xlsx, .xls hoặc .csv")
        parser.add_argument("--unit", default="", metavar="MÃ", help="mã đảng bộ, khi sổ có nhiều đảng bộ")
        parser.add_argument("--json", action="store_true", help="in JSON thay cho câu chữ")
        parser.add_argument("--commit", action="store_true", help="ghi vào sổ")
        parser.add_argument("--undo", type=int, metavar="LẦN", help="lấy lại một lần nhập, theo số đã in khi ghi")

    def handle(self, file, **options):
        if options["undo"] is not None:
            fault = self._undo(options["undo"])
        elif file is None:
            fault = "Ghi tên tệp, hoặc --undo cùng số lần nhập."
        else:
            fault = self._import(Path(file), options)
        if fault:
            self.stderr.write(fault, self.style.ERROR)
            sys.exit(REFUSED)

    def _import(self, path, options):
        """Why the file was refused; empty where it was not."""
        reading, data = self._read(path, options["unit"])
        fault, written = reading.refused or "", None
        if options["commit"] and not fault:
            fault, written = self._commit(reading, data, options["unit"])
        if options["json"]:
            answer = as_json(replace(reading, refused=fault or None), "unit") | (written or {})
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))
        elif not reading.refused:
            self.stdout.write("\n".join(in_words(reading, written, words.column_name)))
        return fault

    def _read(self, path, under):
        """(the Reading, the bytes of the file)."""
        data = b""
        try:
            data = path.read_bytes()
            return read_units(open_book(data, path.name), AskedUnits(under=under)), data
        except OSError as error:
            return Reading(path.name, refused=f"Không đọc được tệp {path}: {error.strerror}."), data
        except Refused as refusal:
            return Reading(path.name, refused=str(refusal)), data

    def _commit(self, reading, data, under):
        """(why nothing was written, {batch, written} where it was)."""
        try:
            batch = batches.commit(reading, data, committee_of(SYSTEM, under), SYSTEM)
        except (Unfinished, ValidationError) as error:
            return " ".join(getattr(error, "messages", [str(error)])), None
        return "", {"batch": batch and batch.pk, "written": batch.written if batch else {}}

    def _undo(self, number):
        """Why nothing was taken back; empty where it was."""
        batch = ImportBatch.objects.filter(pk=number, kind=batches.KIND).first()
        if batch is None:
            return f"Không có lần nhập chi bộ số {number}."
        try:
            batches.undo(batch, SYSTEM, "hoàn tác bằng dòng lệnh")
        except Superseded as refusal:
            return str(refusal)
        self.stdout.write(f"Đã hoàn tác lần nhập số {number}, tệp {batch.file_name}.")
        return ""
