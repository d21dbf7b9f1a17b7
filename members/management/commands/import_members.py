"""`manage.py import_members FILE`: what a spreadsheet of members says, beside the people on record; with --commit it
is written, with --undo a batch is taken back."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction

from members.importing import batches
from members.importing.answer import as_json, in_words
from members.importing.result import CHANGED, NEW, Reading
from members.models import ImportBatch
from nakhe.access import SYSTEM
from nakhe.command_help import ShapeHelp
from nakhe.effects import Superseded
from nakhe.spreadsheets.safety import Refused
from units.models import Unit

REFUSED = 2
SHAPE = """\
Mã thoát: 0 đọc được (kể cả khi có dòng lỗi), 2 từ chối cả tệp, không ghi hoặc không hoàn tác được, lý do ở stderr.
--commit ghi các dòng hợp lệ, tất cả hoặc không dòng nào; dòng lỗi và dòng cần hỏi để lại.
JSON: {"file", "refused": null | "lý do",
       "columns": [{"sheet", "column", "heading", "field": null | "…"}, …],
       "rows": [{"sheet", "row", "status": "new" | "changed" | "same" | "ask" | "error", "person", "changes",
                 "problems": [{"level": "error" | "ask" | "warning", "column", "field", "code", "message"}]}, …],
       "summary": {"new", "changed", "same", "ask", "error"}}
      Với --commit thêm "batch": số lần nhập | null (không có gì để ghi), "written": {"loại": [mới, sửa]}.
"""


class Command(BaseCommand):
    help = (
        "Đọc một danh sách đảng viên và nói sẽ thay đổi gì; ghi khi có --commit, lấy lại bằng --undo: "
        "import_members danh-sach.xlsx --commit"
    )

    def add_arguments(self, parser):
        parser.epilog, parser.formatter_class = SHAPE, ShapeHelp
        parser.add_argument("file", metavar="TỆP", nargs="?", help="tệp .xlsx, .xls hoặc .csv")
        parser.add_argument("--unit", default="", metavar="MÃ", help="mã chi bộ của những dòng không ghi chi bộ")
        parser.add_argument("--year", default="", metavar="NĂM", help="năm của cột xếp loại không ghi năm")
        parser.add_argument("--json", action="store_true", help="in JSON thay cho câu chữ")

        parser.add_argument("--commit", action="store_true", help="ghi các dòng hợp lệ vào sổ")
        parser.add_argument("--undo", type=int, metavar="LẦN", help="lấy lại một lần nhập, theo số đã in khi ghi")

    def handle(self, file, **options):
        try:
            if options["undo"] is not None:
                self._undo(options["undo"])
            elif file is None:
                raise Refused("Ghi tên tệp, hoặc --undo cùng số lần nhập.")
            else:
                self._read(Path(file), options)
        except (Refused, Superseded, batches.NotWritten) as refusal:
            self._refuse("\n".join([str(refusal), *getattr(refusal, "told", [])]))

    def _refuse(self, sentence):
        self.stderr.write(sentence, self.style.ERROR)
        sys.exit(REFUSED)

    def _read(self, path, options):
        batch, reading = self._reading(path, options)
        written = {}
        if options["commit"] and not reading.refused:
            written = self._commit(batch, reading)
        if options["json"]:
            self.stdout.write(json.dumps(as_json(reading) | written, ensure_ascii=False, indent=1))
        elif not reading.refused:
            self.stdout.write("\n".join(in_words(reading, written or None)))
        if reading.refused:
            self._refuse(reading.refused)

    def _reading(self, path, options):
        """(the unsaved ImportBatch or None, its Reading)."""
        try:
            said = {"branch": known_unit(options["unit"]), "year": known_year(options["year"])}
            batch = batches.read_file(path.read_bytes(), path.name, SYSTEM, kind=ImportBatch.Kind.PEOPLE, **said)
        except OSError as error:
            return None, Reading(path.name, refused=f"Không đọc được tệp {path}: {error.strerror}.")
        except Refused as refusal:
            return None, Reading(path.name, refused=str(refusal))
        return batch, batch.read

    def _commit(self, batch, reading):
        if not any(row.status in (NEW, CHANGED) for row in reading.rows):
            return {"batch": None, "written": {}}
        with transaction.atomic():
            batch.save()
            batches.commit_now(batch, SYSTEM)
        return {"batch": batch.pk, "written": batch.written}

    def _undo(self, number):
        batch = ImportBatch.objects.filter(pk=number).first()
        if batch is None:
            raise Superseded(f"Không có lần nhập số {number}.")
        batches.undo_now(batch, SYSTEM, "hoàn tác bằng dòng lệnh")
        self.stdout.write(f"Đã hoàn tác lần nhập số {number}, tệp {batch.file_name}.")


def known_unit(code):
    if code and not Unit.objects.filter(code=code).exists():
        raise Refused(f"Không có tổ chức mang mã “{code}”.")
    return code


def known_year(year):
    if year and not (str(year).isdecimal() and 1930 <= int(year) <= 2200):
        raise Refused(f"“{year}” không phải một năm. Ghi bốn chữ số, ví dụ --year 2023.")
    return str(year)
