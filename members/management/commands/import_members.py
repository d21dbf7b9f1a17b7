"""`manage.py import_members FILE`: what a spreadsheet of members says, beside the people on record."""

import json
import sys
from argparse import RawDescriptionHelpFormatter
from pathlib import Path

from django.core.management.base import BaseCommand, DjangoHelpFormatter

from members.importing.answer import as_json, in_words
from members.importing.reading import Asked, read
from members.importing.result import Reading
from nakhe.spreadsheets.reading import open_book
from nakhe.spreadsheets.safety import Refused
from units.models import Unit

REFUSED = 2
SHAPE = """\
Mã thoát: 0 đọc được (kể cả khi có dòng lỗi), 2 từ chối cả tệp, lý do ở stderr.
JSON: {"file", "refused": null | "lý do",
       "columns": [{"sheet", "column", "heading", "field": null | "…"}, …],
       "rows": [{"sheet", "row", "status": "new" | "changed" | "same" | "ask" | "error", "person", "changes",
                 "problems": [{"level": "error" | "ask" | "warning", "column", "field", "code", "message"}]}, …],
       "summary": {"new", "changed", "same", "ask", "error"}}
"""


class ShapeHelp(DjangoHelpFormatter, RawDescriptionHelpFormatter):
    """Keeps the lines of the epilogue."""


class Command(BaseCommand):
    help = "Đọc một danh sách đảng viên và nói sẽ thay đổi gì, không ghi gì: import_members danh-sach.xlsx --json"

    def add_arguments(self, parser):
        parser.epilog, parser.formatter_class = SHAPE, ShapeHelp
        parser.add_argument("file", metavar="TỆP", help="tệp .xlsx, .xls hoặc .csv")
        parser.add_argument("--unit", default="", metavar="MÃ", help="mã chi bộ của những dòng không ghi chi bộ")
        parser.add_argument("--year", default="", metavar="NĂM", help="năm của cột xếp loại không ghi năm")
        parser.add_argument("--json", action="store_true", help="in JSON thay cho câu chữ")

    def handle(self, file, **options):
        reading = self._read(Path(file), options)
        if options["json"]:
            self.stdout.write(json.dumps(as_json(reading), ensure_ascii=False, indent=1))
        elif not reading.refused:
            self.stdout.write("\n".join(in_words(reading)))
        if reading.refused:
            self.stderr.write(reading.refused, self.style.ERROR)
            sys.exit(REFUSED)

    def _read(self, path, options):
        try:
            asked = Asked(unit=known_unit(options["unit"]), year=known_year(options["year"]))
            return read(open_book(path.read_bytes(), path.name), asked)
        except OSError as error:
            return Reading(path.name, refused=f"Không đọc được tệp {path}: {error.strerror}.")
        except Refused as refusal:
            return Reading(path.name, refused=str(refusal))


def known_unit(code):
    if code and not Unit.objects.filter(code=code).exists():
        raise Refused(f"Không có tổ chức mang mã “{code}”.")
    return code


def known_year(year):
    if year and not (str(year).isdecimal() and 1930 <= int(year) <= 2200):
        raise Refused(f"“{year}” không phải một năm. Ghi bốn chữ số, ví dụ --year 2023.")
    return str(year)
