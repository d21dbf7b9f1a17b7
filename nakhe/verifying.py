"""Whether a file is still what left the register, and which entries of the log tell of it: for a command and a page.

It is asked about files of strangers: they are read in blocks, and a zip that unpacks to too much is not unpacked.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localtime

from nakhe.exports import BLOCK, CODE, exports, sha256_of
from nakhe.vietnamese.dates import format_day

UNALTERED, ALTERED, UNKNOWN = "unaltered", "altered", "unknown"
LARGEST = 200_000_000
"""Of what a zip may unpack to, in bytes."""
OVERLAP = 4_000
"""How much of a block is read again with the next: a code that a block parts, with the markup inside it."""


@dataclass
class Answer:
    status: str
    sha256: str
    code: str
    entries: list


def verify(name, file):
    """The Answer about the binary *file*: by its hash, whatever it is called; else by a code in it or in its *name*."""
    sha256 = sha256_of(file)
    entries = list(exports().filter(additional_data__sha256=sha256))
    if entries:
        return Answer(UNALTERED, sha256, entries[0].additional_data["code"], entries)
    codes = codes_in(name, file)
    for code in codes:
        entries = list(exports().filter(additional_data__code=code))
        if entries:
            return Answer(ALTERED, sha256, code, entries)
    return Answer(UNKNOWN, sha256, next(iter(codes), ""), [])


def codes_in(name, file):
    """The codes that the file carries, each once; Word and Excel may have parted one by markup."""
    texts = (re.sub(r"<[^>]*>", "", block.decode("utf-8", "replace")) for block in blocks(file))
    return list(dict.fromkeys([*CODE.findall(name), *(code for text in texts for code in CODE.findall(text))]))


def blocks(file) -> Iterator[bytes]:
    """Of the XML inside an Excel or Word file, which is a zip; of any other file as it is."""
    try:
        with zipfile.ZipFile(file) as package:
            members = [each for each in package.infolist() if each.filename.endswith(".xml")]
            if sum(each.file_size for each in members) > LARGEST:
                return
            for member in members:
                with package.open(member) as part:
                    yield from overlapping(part)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, EOFError):
        file.seek(0)
        yield from overlapping(file)


def overlapping(stream):
    end = b""
    while block := stream.read(BLOCK):
        yield end + block
        end = (end + block)[-OVERLAP:]


# --- What is said ---


def verdict(answer):
    """The first lines of an answer: they tell nothing of who took the file."""
    if answer.status == UNKNOWN:
        yield f"KHÔNG NHẬN RA: không có lần xuất nào của sổ này khớp với tệp (SHA-256 {answer.sha256})."
        if answer.code:
            yield f"Tệp ghi mã {answer.code}, nhưng nhật ký không có mã này."
    elif answer.status == UNALTERED:
        yield f"NGUYÊN VẸN: đúng từng byte như khi xuất, mã {answer.code}."
    else:
        yield f"ĐÃ KHÁC: tệp mang mã {answer.code} nhưng không còn đúng từng byte như khi xuất."
        yield "Có thể bị sửa, hoặc chỉ được mở rồi lưu lại. Muốn đối chiếu, hãy xuất lại với cùng bộ lọc."


def facts(entry):
    """[(label, text)] of one time that the file left."""
    data = entry.additional_data
    told = {
        "mã tệp": data["code"],
        "số liệu tính đến ngày": format_day(date.fromisoformat(data["day"])),
        "xuất lúc": f"{localtime(entry.timestamp):%H:%M %d/%m/%Y}",
        "người xuất": who(entry),
        "lọc theo": data.get("asked", ""),
        "lý do": data.get("reason", ""),
    }
    return [(label, text) for label, text in told.items() if text]


def who(entry):
    """The account; a command says itself who ran it."""
    return str(entry.actor) if entry.actor else entry.additional_data.get("by", "tài khoản đã xóa")
