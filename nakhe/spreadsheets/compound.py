"""The container of an .xls: an OLE file (MS-CFB) whose streams are named, and the records of its Workbook (MS-XLS)."""

import struct

from nakhe.spreadsheets.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Refused

NO_SECTOR = 0xFFFFFFFA
"""Numbers from here on are no sectors: the end of a chain, free, part of the table."""
ENTRY, SMALL_SECTOR, ROOT = 128, 64, 5
BROKEN = "Tệp .xls bị hỏng hoặc tải chưa hết. Mở bằng Excel rồi lưu lại dạng Excel Workbook (.xlsx)."
ENCRYPTED = "Tệp đặt mật khẩu. Bỏ mật khẩu trong Excel rồi lưu lại."
MACROS = "Tệp có macro. Lưu lại dạng Excel Workbook (.xlsx), không kèm macro."
EMBEDDED = "Tệp có tệp khác nhúng trong ô (OLE). Xóa đối tượng nhúng rồi lưu lại."
LINKED = "Tệp có liên kết đến tệp khác. Trong Excel chọn Data, Edit Links, Break Link rồi lưu lại."
TOO_OLD = "Tệp này của Excel trước 1997. Mở bằng Excel rồi lưu lại dạng Excel Workbook (.xlsx)."
NO_WORKBOOK = "Tệp này không phải bảng tính Excel. Chọn tệp .xlsx, .xls hoặc .csv."
BOF, FILEPASS, BOUNDSHEET, SUPBOOK, BIFF8 = 0x0809, 0x002F, 0x0085, 0x01AE, 0x0600
CELLS = {0x0203, 0x0204, 0x0205, 0x0006, 0x027E, 0x00BD, 0x00FD, 0x00D6}
"""NUMBER, LABEL, BOOLERR, FORMULA, RK, MULRK, LABELSST, RSTRING: cells with something in them."""
OWN_SHEETS, ADD_IN = b"\x01\x04", b"\x01\x3a"
MACRO_SHEETS = (1, 6)


def check_compound(data):
    """Nothing, or Refused; *data* are the bytes of the file."""
    try:
        container = _Container(data)
        _check_names(container.names)
        _check_records(container.stream("Workbook"))
    except (struct.error, IndexError, UnicodeError) as error:
        raise Refused(BROKEN) from error


def _check_names(names):
    if {"EncryptedPackage", "EncryptionInfo"} & names:
        raise Refused(ENCRYPTED)
    if {"_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA"} & names:
        raise Refused(MACROS)
    if any(name.startswith("MBD") or name == "\x01Ole10Native" for name in names):
        raise Refused(EMBEDDED)
    if "Workbook" not in names:
        raise Refused(TOO_OLD if "Book" in names else NO_WORKBOOK)


class _Container:
    """Sectors in chains, the table of the chains, and the directory."""

    def __init__(self, data):
        self.data = data
        shift = struct.unpack_from("<H", data, 30)[0]
        if shift not in (9, 12):
            raise IndexError("sector size")
        self.size = 1 << shift
        self.table = self._table()
        first, self.cutoff, self.first_small = struct.unpack_from("<L4x2L", data, 48)
        self.entries = list(self._entries(self._joined(first)))
        self.names = {name for name, *_ in self.entries}

    def _sector(self, number):
        start = (number + 1) * self.size
        if start >= len(self.data):
            raise IndexError(number)
        return self.data[start : start + self.size].ljust(self.size, b"\xff")

    def _numbers(self, sector):
        return struct.unpack(f"<{self.size // 4}L", self._sector(sector))

    def _table(self):
        """The next sector of every sector."""
        places = list(struct.unpack_from("<109L", self.data, 76))
        following, count = struct.unpack_from("<2L", self.data, 68)
        for _ in range(min(count, len(self.data) // self.size)):
            *more, following = self._numbers(following)
            places += more
        return [number for place in places if place < NO_SECTOR for number in self._numbers(place)]

    def _joined(self, number):
        """The sectors from *number* on; a chain longer than the file goes round in circles."""
        parts = []
        while number < NO_SECTOR:
            parts.append(self._sector(number))
            if len(parts) * self.size > len(self.data):
                raise IndexError("circle")
            number = self.table[number]
        return b"".join(parts)

    def _entries(self, directory):
        """(name, kind, first sector, size) of every stream and storage."""
        for start in range(0, len(directory) - ENTRY + 1, ENTRY):
            length, kind, first, size = struct.unpack_from("<HB49x2L", directory, start + 64)
            if kind:
                yield directory[start : start + min(max(length - 2, 0), 62)].decode("utf-16-le"), kind, first, size

    def stream(self, wanted):
        """The bytes of a stream; a small one lies in the stream of the root, in sectors of its own."""
        first, size = next((first, size) for name, _, first, size in self.entries if name == wanted)
        if size >= self.cutoff:
            return self._joined(first)[:size]
        small = self._joined(next(first for _, kind, first, _ in self.entries if kind == ROOT))
        table = self._joined(self.first_small)
        found = b""
        while first < NO_SECTOR and len(found) < size:
            found += small[first * SMALL_SECTOR :][:SMALL_SECTOR]
            first = struct.unpack_from("<L", table, first * 4)[0]
        return found[:size]


def _check_records(stream):
    """The records of the workbook: version, password, macro sheets, links to other files, and where its cells stand."""
    position, cells = 0, 0
    kind, _, version = struct.unpack_from("<3H", stream)
    if (kind, version) != (BOF, BIFF8):
        raise Refused(TOO_OLD)
    unpack, end = struct.Struct("<2H").unpack_from, len(stream) - 4
    while position <= end:
        kind, length = unpack(stream, position)
        if kind in CELLS:
            cells += 1
            _check_cell(*unpack(stream, position + 4), cells)
        else:
            _check_record(kind, stream[position + 4 : position + 12])
        position += 4 + length


def _check_record(kind, body):
    if kind == FILEPASS:
        raise Refused(ENCRYPTED)
    if kind == BOUNDSHEET and body[5] in MACRO_SHEETS:
        raise Refused(MACROS)
    if kind == SUPBOOK and body[2:4] not in (OWN_SHEETS, ADD_IN):
        raise Refused(LINKED)


def _check_cell(row, column, cells):
    if row >= MAX_ROWS:
        raise Refused(
            f"Có ô ở dòng {row + 1}, nhiều nhất được {MAX_ROWS} dòng. Xóa các dòng thừa, hoặc chia thành nhiều tệp."
        )
    if column >= MAX_COLUMNS:
        raise Refused(f"Có ô ở cột thứ {column + 1}, nhiều nhất được {MAX_COLUMNS}. Xóa các cột thừa rồi lưu lại.")
    if cells > MAX_CELLS:
        raise Refused(f"Tệp có hơn {MAX_CELLS} ô có dữ liệu. Chia thành nhiều tệp.")
