"""What the commands that import a file share: reading, printing, writing with --commit, taking back with --undo."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction

from members.importing import committing, previews, taking_back
from members.importing.answer import as_json, in_words
from members.importing.batches import NotWritten
from members.importing.kinds import KINDS
from members.importing.result import CHANGED, NEW, Reading
from members.importing.review import meaning_in_words
from members.models import ImportBatch
from nakhe.access import SYSTEM
from nakhe.command_help import ShapeHelp
from nakhe.effects import Superseded
from nakhe.spreadsheets.safety import Refused

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


class ImportCommand(BaseCommand):
    """One kind of file; *kind* is its code."""

    kind = None

    def add_arguments(self, parser):
        parser.epilog, parser.formatter_class = SHAPE, ShapeHelp
        parser.add_argument("file", metavar="TỆP", nargs="?", help="tệp .xlsx, .xls hoặc .csv")
        self.add_own_arguments(parser)
        parser.add_argument("--json", action="store_true", help="in JSON thay cho câu chữ")
        parser.add_argument("--commit", action="store_true", help="ghi các dòng hợp lệ vào sổ")
        parser.add_argument("--undo", type=int, metavar="LẦN", help="lấy lại một lần nhập, theo số đã in khi ghi")

    def add_own_arguments(self, parser):
        """What only this kind of file asks."""

    def said(self, options):
        """What its own arguments say to previews.read_file(). Raises Refused."""
        return {}

    def handle(self, file, **options):
        try:
            if options["undo"] is not None:
                self._undo(options["undo"])
            elif file is None:
                raise Refused("Ghi tên tệp, hoặc --undo cùng số lần nhập.")
            else:
                self._read(Path(file), options)
        except (Refused, Superseded, NotWritten) as refusal:
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
            self.stdout.write("\n".join([*in_words(reading, written or None, self._named), *self._questions(reading)]))
        if reading.refused:
            self._refuse(reading.refused)

    def _named(self, field):
        return meaning_in_words(field, KINDS[self.kind].by_key) if field else "không nhập"

    def _questions(self, reading):
        return ()

    def _reading(self, path, options):
        """(the unsaved ImportBatch or None, its Reading)."""
        try:
            batch = previews.read_file(path.read_bytes(), path.name, SYSTEM, kind=self.kind, **self.said(options))
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
            committing.commit_now(batch, SYSTEM)
        return {"batch": batch.pk, "written": batch.written}

    def _undo(self, number):
        batch = ImportBatch.objects.filter(pk=number).first()
        if batch is None:
            raise Superseded(f"Không có lần nhập số {number}.")
        taking_back.undo_now(batch, SYSTEM, "hoàn tác bằng dòng lệnh")
        self.stdout.write(f"Đã hoàn tác lần nhập số {number}, tệp {batch.file_name}.")


class AnsweredCommand(ImportCommand):
    """Of a kind whose files often ask: with --answer, what a person would choose on the page."""

    def add_own_arguments(self, parser):
        parser.add_argument(
            "--answer", action="append", default=[], metavar="CÂU=TRẢ LỜI",
            help="trả lời một câu hỏi, theo mã câu và mã trả lời in ở cuối; ghi nhiều lần được",
        )  # fmt: skip

    def said(self, options):
        pairs = [text.rpartition("=") for text in options["answer"]]
        if any(not key for key, _, _ in pairs):
            raise Refused("--answer ghi mã câu hỏi, dấu =, rồi mã trả lời, ví dụ --answer “ends|=take”.")
        return {"answers": {key: value for key, _, value in pairs}}

    def _questions(self, reading):
        """Every question with its answers, as --answer takes them."""
        for question in reading.questions:
            yield f"CÂU HỎI {question.key}: {question.text}"
            yield from (f"  {option.value}: {option.label}" for option in question.options)
            if question.typed:
                yield f"  … hoặc ghi: {question.typed.lower()}"
