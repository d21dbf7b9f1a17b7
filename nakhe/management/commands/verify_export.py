"""`manage.py verify_export FILE`: whether a file is still what left the register, and who took it when."""

import json
import sys
from argparse import RawDescriptionHelpFormatter
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, DjangoHelpFormatter
from django.utils.timezone import localtime

from nakhe.verifying import ALTERED, UNALTERED, UNKNOWN, verdict, verify, who
from nakhe.vietnamese.dates import format_day

STATUS = {UNALTERED: 0, ALTERED: 1, UNKNOWN: 2}
SHAPE = """\
Mã thoát: 0 nguyên vẹn, 1 có mã tệp đã biết nhưng nội dung đã khác, 2 không nhận ra hoặc không đọc được tệp.
JSON: {"file", "status": "unaltered" | "altered" | "unknown", "sha256", "code",
       "exports": [{"code", "what", "by", "at", "day", "rows", "sha256", "reason"}, …]}
Tệp CSV, JSON cùng số liệu giống nhau từng byte: exports có mọi lần xuất, mới nhất trước.
"""


class ShapeHelp(DjangoHelpFormatter, RawDescriptionHelpFormatter):
    """Keeps the lines of the epilogue."""


class Command(BaseCommand):
    help = "Xác nhận một tệp còn nguyên như khi xuất khỏi sổ: verify_export to-chuc-2024-05-28.xlsx"

    def add_arguments(self, parser):
        parser.epilog, parser.formatter_class = SHAPE, ShapeHelp
        parser.add_argument("file", metavar="TỆP", help="tệp .xlsx, .docx, .csv hoặc .json")
        parser.add_argument("--json", action="store_true", help="in JSON thay cho câu chữ")

    def handle(self, file, **options):
        path = Path(file)
        with opened(path) as known:
            answer = verify(path.name, known)
        if options["json"]:
            self.stdout.write(json.dumps(as_dict(path.name, answer), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(in_words(answer)))
        if STATUS[answer.status]:
            sys.exit(STATUS[answer.status])


def opened(path):
    try:
        return path.open("rb")
    except OSError as error:
        raise CommandError(f"Không đọc được tệp {path}: {error.strerror}.", returncode=STATUS[UNKNOWN]) from error


# --- What is said ---


def in_words(answer):
    yield from verdict(answer)
    for entry in answer.entries:
        yield from told(entry)


def told(entry):
    data = entry.additional_data
    yield f"- {data['what']}: {data['rows']} dòng, số liệu tính đến ngày {format_day(date.fromisoformat(data['day']))}"
    yield f"  xuất lúc {localtime(entry.timestamp):%H:%M %d/%m/%Y}, người xuất: {who(entry)}"
    for label, name in (("lọc theo", "asked"), ("lý do", "reason")):
        if data.get(name):
            yield f"  {label}: {data[name]}"


def as_dict(name, answer):
    found = [export_as_dict(entry) for entry in answer.entries]
    return {"file": name, "status": answer.status, "sha256": answer.sha256, "code": answer.code, "exports": found}


def export_as_dict(entry):
    data = entry.additional_data
    known = {key: data.get(key, "") for key in ("code", "what", "day", "rows", "sha256", "reason")}
    return known | {"by": who(entry), "at": localtime(entry.timestamp).isoformat(timespec="seconds")}
