"""`manage.py reconcile FILE`: the register beside a spreadsheet of others. Nothing is written to it."""

import io
import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction

from members.importing.command import REFUSED
from members.management.commands.import_members import known_unit
from members.reconciling import keeping, workbook
from members.reconciling.answer import as_json, in_words
from members.reconciling.register import SENSITIVE_NAMES
from nakhe.access import SYSTEM
from nakhe.asof import AsOfForm
from nakhe.command_help import ShapeHelp
from nakhe.export_reason import ReasonForm
from nakhe.exports import at_the_command_line, digest, log_file, stamp_for
from nakhe.spreadsheets.file_names import plain_name
from nakhe.spreadsheets.safety import Refused

SHAPE = """\
Mã thoát: 0 đọc được, 2 từ chối cả tệp hoặc không ghi được tệp kết quả, lý do ở stderr. Không ghi gì vào sổ.
Không có --reason thì bỏ các ô dân tộc, tôn giáo, số giấy tờ, điện thoại, thư điện tử.
JSON: {"file", "refused": null | "lý do", "day": "2026-11-26", "unit": null | "chi bộ",
       "counts": {"same", "different", "blank", "unread", "doubt", "there", "left", "outside", "here"},
       "lines": [{"sheet", "row", "group", "name", "birth", "unit", "person": null | số, "is_changeable",
                  "cells": [{"field", "kind": "different" | "here_blank" | "there_blank" | "unread",
                             "ours", "theirs", "column", "told"}],
                  "candidates": [{"pk", "name", "birth", "unit", "admitted_on", "status"}], "told": ["…"]}, …],
       "only_here": [{"pk", "name", "birth", "unit", "admitted_on", "official_on", "told": ["…"], "may_be": [dòng]}, …]}
"""


class Command(BaseCommand):
    help = "Đối khớp sổ đảng viên với một tệp: reconcile nhap-lieu-4-0.xlsx -o doi-khop.xlsx"

    def add_arguments(self, parser):
        parser.epilog, parser.formatter_class = SHAPE, ShapeHelp
        parser.add_argument("file", metavar="TỆP", help="tệp .xlsx, .xls hoặc .csv")
        parser.add_argument("--on", default="", metavar="NGÀY", help="so với sổ ngày này; để trống: hôm nay")
        parser.add_argument("--unit", default="", metavar="MÃ", help="chỉ một chi bộ; để trống: theo tệp")
        parser.add_argument("--json", action="store_true", help="in JSON thay cho câu chữ")
        parser.add_argument("-o", "--output", metavar="TỆP.xlsx", help="ghi kết quả thành tệp Excel")
        parser.add_argument("--reason", default="", metavar="LÝ-DO", help=f"vì sao cần {SENSITIVE_NAMES}")

    def handle(self, file, output, reason, **options):
        path = Path(file)
        try:
            reason = given_reason(reason)
            kept = compared(path, options)
        except Refused as refusal:
            if options["json"]:
                self.stdout.write(printed(as_json(plain_name(path.name), str(refusal))))
            self._refuse(str(refusal))
        try:
            self._deliver(kept, output, reason, options["json"])
        except OSError as error:
            self._refuse(f"Không ghi được tệp {output}: {error.strerror}.")

    def _refuse(self, sentence):
        self.stderr.write(sentence, self.style.ERROR)
        sys.exit(REFUSED)

    @transaction.atomic
    def _deliver(self, kept, output, reason, is_json):
        """Print what was found, or write the file; one entry in the log says so, with the hash of what was compared."""
        found, withheld = workbook.for_export(keeping.found_in(kept), SYSTEM, bool(reason))
        stamp = stamp_for(at_the_command_line(SYSTEM), kept.day)
        if is_json:
            told = printed(as_json(kept.file_name, None, found))
        else:
            told = "\n".join(in_words(kept.file_name, found, withheld))
        data = excel(kept, found, withheld, stamp) if output else told.encode()
        details = {"file": kept.file_name, "file_sha256": kept.sha256, "reason": reason}
        details["sensitive"] = [SENSITIVE_NAMES] if reason else []
        log_file(stamp, digest(data), f"kết quả đối khớp với tệp {kept.file_name}", workbook.rows_of(found), **details)
        if output:
            Path(output).write_bytes(data)
        self.stdout.write(told)


def compared(path, options):
    day = AsOfForm({"ngay": options["on"]})
    if day.errors:
        raise Refused(f"--on: {day.errors['ngay'][0]}")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Refused(f"Không đọc được tệp {path}: {error.strerror}.") from error
    kept = keeping.reconcile(data, path.name, SYSTEM, scope=known_unit(options["unit"]), day=day.day)
    if kept.read.refused:
        raise Refused(kept.read.refused)
    return kept


def given_reason(reason):
    """Empty, or one that says something."""
    form = ReasonForm({"ly_do": reason})
    if reason and not form.is_valid():
        raise Refused(f"--reason: {form.errors['ly_do'][0]}")
    return reason and form.cleaned_data["ly_do"]


def printed(answer):
    return json.dumps(answer, ensure_ascii=False, indent=1)


def excel(kept, found, withheld, stamp):
    file = io.BytesIO()
    workbook.write(found, file, body="", about=workbook.about(kept, found), withheld=withheld, mark=stamp.line)
    return file.getvalue()
