"""The container of an .xls: an OLE file whose streams are named, and the records of its Workbook walked."""

import struct

from nakhe.spreadsheets.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Refused

END = 0xFFFFFFFA
"""Sector numbers from here on are no sectors: end of a chain, free, or of the table itself."""
ENTRY = 128
BROKEN = "Tệp .xls bị hỏng hoặc tải chưa hết. Mở bằng Excel rồi lưu lại dạng Excel Workbook (.xlsx)."
ENCRYPTED = "Tệp đặt mật khẩu. Bỏ mật khẩu trong Excel rồi lưu lại."
BOF, FILEPASS, BIFF8 = 0x0809, 0x002F, 0x0600
CELLS = {0x0203, 0x0204, 0x0205, 0x0006, 0x027E, 0x00BD, 0x00FD, 0x00D6}
"""NUMBER, LABEL, BOOLERR, FORMULA, RK, MULRK, LABELSST, RSTRING: cells with something in them."""
SUPBOOK = 0x01AE
OWN_SHEETS, ADD_IN = b"\x01\x04", b"\x01\x3a"


def check_compound(data):
    """Nothing, or Refused; *data* are the bytes of the file."""
    try:
        streams = _Container(data).streams()
        _check_names(streams)
        workbook = streams["Workbook"]
        _check_records(workbook())
    except (struct.error, IndexError, KeyError, UnicodeError, ValueError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused(BROKEN) from error


def _check_names(streams):
    if {"EncryptedPackage", "EncryptionInfo"} & set(streams):
        raise Refused(ENCRYPTED)
    if {"_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA"} & set(streams):
        raise Refused("Tệp có macro. Lưu lại dạng Excel Workbook (.xlsx), không kèm macro.")
    if any(name.startswith("MBD") or name == "\x01Ole10Native" for name in streams):
        raise Refused("Tệp có tệp khác nhúng trong ô (OLE). Xóa đối tượng nhúng rồi lưu lại.")
    if "Workbook" not in streams:
        old = "Book" in streams
        what = "của Excel trước 1997" if old else "không phải bảng tính"
        raise Refused(f"Tệp này {what}. Mở bằng Excel rồi lưu lại dạng Excel Workbook (.xlsx).")


class _Container:
    """Sectors in chains, the table of the chains, and the directory (MS-CFB)."""

    def __init__(self, data):
        self.data = data
        shift, small_shift = struct.unpack_from("<2H", data, 30)
        if shift not in (9, 12) or small_shift != 6:
            raise ValueError("sector size")
        self.size = 1 << shift
        self.first_directory, _, self.cutoff = struct.unpack_from("<L2L", data, 48)[0], 0, 4096
        self.table = self._table()

    def _sector(self, number):
        start = (number + 1) * self.size
        sector = self.data[start : start + self.size]
        if not sector:
            raise IndexError(number)
        return sector

    def _table(self):
        """The next sector of every sector."""
        places = list(struct.unpack_from("<109L", self.data, 76))
        following, count = struct.unpack_from("<2L", self.data, 68)
        for _ in range(min(count, len(self.data) // self.size)):
            numbers = struct.unpack(f"<{self.size // 4}L", self._sector(following))
            places += numbers[:-1]
            following = numbers[-1]
        table = []
        for place in places:
            if place < END:
                table += struct.unpack(f"<{self.size // 4}L", self._sector(place).ljust(self.size, b"\xff"))
        return table

    def _chain(self, number):
        """The sectors from *number* on; a chain longer than the file goes round in circles."""
        for _ in range(len(self.data) // self.size + 1):
            if number >= END:
                return
            yield self._sector(number)
            number = self.table[number]
        raise ValueError("circle")

    def streams(self):
        """A function that reads it, for the name of every stream and storage."""
        directory = b"".join(self._chain(self.first_directory))
        found = {}
        for start in range(0, len(directory) - ENTRY + 1, ENTRY):
            entry = directory[start : start + ENTRY]
            length, kind, first, size = *struct.unpack_from("<HB", entry, 64), *struct.unpack_from("<2L", entry, 116)
            if kind:
                name = entry[: max(length - 2, 0)].decode("utf-16-le")
                found[name] = lambda first=first, size=size: b"".join(self._chain(first))[:size]
        return found


def _check_records(stream):
    """The records of the workbook: version, password, cells and links to other files."""
    position, cells = 0, 0
    if struct.unpack_from("<3H", stream)[::2] != (BOF, BIFF8):
        raise Refused("Tệp này của Excel trước 1997. Mở bằng Excel rồi lưu lại dạng Excel Workbook (.xlsx).")
    unpack, end = struct.Struct("<2H").unpack_from, len(stream) - 4
    while position <= end:
        kind, length = unpack(stream, position)
        if kind in CELLS:
            cells += 1
            _check_cell(*unpack(stream, position + 4), cells)
        elif kind == FILEPASS:
            raise Refused(ENCRYPTED)
        elif kind == SUPBOOK and stream[position + 6 : position + 8] not in (OWN_SHEETS, ADD_IN):
            raise Refused("Tệp có liên kết đến tệp khác. Trong Excel chọn Data, Edit Links, Break Link rồi lưu lại.")
        position += 4 + length


def _check_cell(row, column, cells):
    if row >= MAX_ROWS:
        raise Refused(
            f"Có ô ở dòng {row + 1}, nhiều nhất được {MAX_ROWS}. Xóa các dòng thừa, hoặc chia thành nhiều tệp."
        )
    if column >= MAX_COLUMNS:
        raise Refused(f"Có ô ở cột thứ {column + 1}, nhiều nhất được {MAX_COLUMNS}. Xóa các cột thừa rồi lưu lại.")
    if cells > MAX_CELLS:
        raise Refused(f"Tệp có hơn {MAX_CELLS} ô có dữ liệu. Chia thành nhiều tệp.")
