"""The container of an .xlsx: a zip whose entries are counted, unpacked as a stream and read tag by tag."""

import io
import re
import stat
import struct
import zipfile
import zlib

from nakhe.spreadsheets.limits import MAX_ENTRIES, MAX_RATIO, MAX_UNPACKED, SMALL, Refused
from nakhe.spreadsheets.parts import Book, check_part

CHUNK = 1 << 16
CONTENT_TYPES = "[Content_Types].xml"
ENCRYPTED, DESCRIPTOR_FOLLOWS = 0x1, 0x8
LOCAL_HEADER = struct.Struct("<4s5H3L2H")
UNKNOWN_SIZE = 0xFFFFFFFF
SHEET_MAIN = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
OTHER_KINDS = [
    (b"macroenabled", "Tệp này là bảng tính có macro. Lưu lại dạng Excel Workbook (.xlsx)."),
    (b"sheet.binary", "Tệp này là bảng tính nhị phân (.xlsb). Lưu lại dạng Excel Workbook (.xlsx)."),
    (b"wordprocessingml", "Tệp này là văn bản Word, không phải bảng tính. Chọn tệp .xlsx, .xls hoặc .csv."),
    (b"presentationml", "Tệp này là trình chiếu, không phải bảng tính. Chọn tệp .xlsx, .xls hoặc .csv."),
    (b"template.main", "Tệp này là mẫu Excel (.xltx). Lưu lại dạng Excel Workbook (.xlsx)."),
]
BROKEN = "Tệp bị hỏng hoặc tải chưa hết. Mở bằng Excel, lưu lại rồi tải lên lần nữa."
NO_WORKBOOK = "Tệp nén này không phải bảng tính Excel. Chọn tệp .xlsx, .xls hoặc .csv."
TAMPERED = "Cấu trúc tệp không như Excel ghi ra ({0}). Mở bằng Excel rồi lưu lại dạng Excel Workbook (.xlsx)."
TOO_LARGE = "Tệp bung ra quá lớn. Xóa các dòng, cột và định dạng thừa trong Excel rồi lưu lại."
FORBIDDEN = [
    (r"vbaproject|vbadata|xl/macrosheets/", "Tệp có macro. Lưu lại dạng Excel Workbook (.xlsx), không kèm macro."),
    (r"xl/embeddings/|xl/activex/", "Tệp có tệp khác nhúng trong ô (OLE). Xóa đối tượng nhúng rồi lưu lại."),
    (
        r"xl/externallinks/|xl/connections\.xml|xl/querytables/",
        "Tệp có liên kết đến tệp hoặc nguồn dữ liệu khác. Trong Excel chọn Data, Edit Links, Break Link rồi lưu lại.",
    ),
]
UNCOUNTED = re.compile(r"xl/printersettings/", re.IGNORECASE)
"""Excel writes one for each sheet and nobody opens them."""
READ = (".xml", ".rels", ".vml")


def check_package(data):
    """Nothing, or Refused; *data* are the bytes of the zip."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            _check_names(entries)
            _check_headers(entries, data, package.start_dir)
            _check_kind(package, entries)
            _check_contents(package, entries)
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        NotImplementedError,
        UnicodeError,
        OSError,
    ) as error:
        raise Refused(BROKEN) from error


def _check_names(entries):
    if sum(not UNCOUNTED.match(entry.filename) for entry in entries) > MAX_ENTRIES:
        raise Refused(f"Tệp có quá {MAX_ENTRIES} thành phần (trang tính, hình). Xóa các trang không cần rồi lưu lại.")
    names = [entry.filename.lower() for entry in entries]
    if len(set(names)) < len(names):
        raise Refused(TAMPERED.format("hai thành phần trùng tên"))
    for entry in entries:
        _check_entry(entry)
        for name in {entry.filename, entry.orig_filename}:
            _check_name(name)


def _check_name(name):
    if name.startswith("/") or re.search(r"[\\:\0]|(^|/)\.\.(/|$)", name):
        raise Refused(TAMPERED.format("đường dẫn ra ngoài tệp"))
    for pattern, message in FORBIDDEN:
        if re.search(pattern, name, re.IGNORECASE):
            raise Refused(message)


def _check_entry(entry):
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise Refused(TAMPERED.format("liên kết tượng trưng"))
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused(TAMPERED.format("cách nén lạ"))
    if entry.flag_bits & ENCRYPTED:
        raise Refused("Tệp đặt mật khẩu. Bỏ mật khẩu trong Excel rồi lưu lại.")


def _check_headers(entries, data, start_of_directory):
    """Each entry lies where the directory says, is as large as it says, and on no other entry."""
    ends_at = start_of_directory
    for entry in sorted(entries, key=lambda entry: entry.header_offset, reverse=True):
        header = LOCAL_HEADER.unpack_from(data, entry.header_offset)
        magic, _, flags, method, _, _, crc, packed, unpacked, name_length, extra_length = header
        begins_at = entry.header_offset + LOCAL_HEADER.size + name_length + extra_length
        name = data[entry.header_offset + LOCAL_HEADER.size :][:name_length]
        sizes = (crc, packed, unpacked) if UNKNOWN_SIZE not in (packed, unpacked) else None
        declared = (entry.CRC, entry.compress_size, entry.file_size)
        if magic != b"PK\x03\x04" or method != entry.compress_type or name != _raw_name(entry):
            raise Refused(TAMPERED.format("hai phần mục lục khác nhau"))
        if sizes and sizes != declared and not flags & DESCRIPTOR_FOLLOWS:
            raise Refused(TAMPERED.format("kích thước ghi không khớp"))
        if begins_at + entry.compress_size > ends_at:
            raise Refused(TAMPERED.format("các thành phần chồng lên nhau"))
        ends_at = entry.header_offset


def _raw_name(entry):
    return entry.orig_filename.encode("utf-8" if entry.flag_bits & 0x800 else "cp437")


def _check_kind(package, entries):
    """A workbook by its content types."""
    by_name = {entry.filename: entry for entry in entries}
    if CONTENT_TYPES not in by_name:
        is_calc = "mimetype" in by_name
        raise Refused("Tệp này là bảng tính OpenDocument (.ods). Lưu lại dạng .xlsx." if is_calc else NO_WORKBOOK)
    with package.open(by_name[CONTENT_TYPES]) as part:
        types = part.read(SMALL).replace(b"\0", b"")
    for kind, message in OTHER_KINDS:
        if kind in types.lower():
            raise Refused(message)
    if SHEET_MAIN not in types:
        raise Refused(NO_WORKBOOK)


def _check_contents(package, entries):
    """Every entry to its end; the workbook and its relations first, which name the sheets."""
    book, unpacked = Book(), 0
    for entry in sorted(entries, key=lambda entry: entry.filename not in Book.PARTS):
        chunks = _unpacked(package, entry, unpacked)
        first = next(chunks, b"")
        if first.startswith((b"PK\x03\x04", b"MZ", b"\xd0\xcf\x11\xe0")):
            raise Refused("Trong tệp có tệp khác nhúng vào. Xóa đối tượng nhúng trong Excel rồi lưu lại.")
        size = len(first)
        if entry.filename.lower().endswith(READ):
            size += check_part(entry.filename, first, chunks, book)
        else:
            size += sum(map(len, chunks))
        unpacked += size


def _unpacked(package, entry, before):
    """The entry in chunks; given up where all together are too large, or this one packs better than typed text."""
    size = 0
    with package.open(entry) as part:
        while chunk := part.read(CHUNK):
            size += len(chunk)
            if before + size > MAX_UNPACKED:
                raise Refused(TOO_LARGE)
            if size > SMALL and size > MAX_RATIO * entry.compress_size:
                raise Refused(TOO_LARGE)
            yield chunk
