"""`manage.py verify_export FILE`: whether a file is still what left the register, and who took it when."""

import io
import json
import re
import sys
import zipfile
from argparse import RawDescriptionHelpFormatter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, DjangoHelpFormatter
from django.utils.timezone import localtime

from nakhe.exports import CODE, digest, exports
from nakhe.vietnamese.dates import format_day

UNALTERED, ALTERED, UNKNOWN = "unaltered", "altered", "unknown"
STATUS = {UNALTERED: 0, ALTERED: 1, UNKNOWN: 2}
SHAPE = """\
Mã thoát: 0 nguyên vẹn, 1 có mã tệp đã biết nhưng nội dung đã khác, 2 không nhận ra hoặc không đọc được tệp.
JSON: {"file", "status": "unaltered" | "altered" | "unknown", "sha256", "code",
       "exports": [{"code", "what", "by", "at", "day", "rows", "sha256", "reason"}, …]}
Tệp CSV, JSON cùng số liệu giống nhau từng byte: exports có mọi lần xuất, mới nhất trước.
"""
LARGEST = 200_000_000
"""Of what a zip may unpack to: the command is given files of strangers."""


class ShapeHelp(DjangoHelpFormatter, RawDescriptionHelpFormatter):
    """Keeps the lines of the epilogue."""


@dataclass
class Answer:
    status: str
    sha256: str
    code: str
    entries: list


class Command(BaseCommand):
    help = "Xác nhận một tệp còn nguyên như khi xuất khỏi sổ: verify_export to-chuc-2024-05-28.xlsx"

    def add_arguments(self, parser):
        parser.epilog, parser.formatter_class = SHAPE, ShapeHelp
        parser.add_argument("file", metavar="TỆP", help="tệp .xlsx, .docx, .csv hoặc .json")
        parser.add_argument("--json", action="store_true", help="in JSON thay cho câu chữ")

    def handle(self, file, **options):
        path = Path(file)
        answer = verify(path.name, read(path))
        if options["json"]:
            self.stdout.write(json.dumps(as_dict(path.name, answer), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(in_words(answer)))
        if STATUS[answer.status]:
            sys.exit(STATUS[answer.status])


def read(path):
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"Không đọc được tệp {path}: {error.strerror}.", returncode=STATUS[UNKNOWN]) from error


def verify(name, data):
    """By its hash, whatever it is called; else by a code that stands in it or in its *name*."""
    sha256 = digest(data)
    entries = list(exports().filter(additional_data__sha256=sha256))
    if entries:
        return Answer(UNALTERED, sha256, entries[0].additional_data["code"], entries)
    codes = codes_in(name, data)
    for code in codes:
        entries = list(exports().filter(additional_data__code=code))
        if entries:
            return Answer(ALTERED, sha256, code, entries)
    return Answer(UNKNOWN, sha256, next(iter(codes), ""), [])


def codes_in(name, data):
    """The codes that the file carries, each once; Word and Excel may have parted one by markup."""
    texts = [name, *(re.sub(r"<[^>]*>", "", part.decode("utf-8", "replace")) for part in parts(data))]
    return list(dict.fromkeys(code for text in texts for code in CODE.findall(text)))


def parts(data):
    """The XML inside an Excel or Word file, which is a zip; any other file as it is."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = [each for each in package.infolist() if each.filename.endswith(".xml")]
            if sum(each.file_size for each in members) > LARGEST:
                return []
            return [package.read(each) for each in members]
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError):
        return [data]


# --- What is said ---


def in_words(answer):
    if answer.status == UNKNOWN:
        yield f"KHÔNG NHẬN RA: không có lần xuất nào của sổ này khớp với tệp (SHA-256 {answer.sha256})."
        if answer.code:
            yield f"Tệp ghi mã {answer.code}, nhưng nhật ký không có mã này."
        return
    if answer.status == UNALTERED:
        yield f"NGUYÊN VẸN: đúng từng byte như khi xuất, mã {answer.code}."
    else:
        yield f"ĐÃ KHÁC: tệp mang mã {answer.code} nhưng không còn đúng từng byte như khi xuất."
        yield "Có thể bị sửa, hoặc chỉ được mở rồi lưu lại. Muốn đối chiếu, hãy xuất lại với cùng bộ lọc."
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


def who(entry):
    """The account; a command says itself who ran it."""
    return str(entry.actor) if entry.actor else entry.additional_data.get("by", "tài khoản đã xóa")
