"""open_book(): the Book of a file, whatever its kind."""

from nakhe.spreadsheets.book import Unreadable
from nakhe.spreadsheets.csv_file import read_csv
from nakhe.spreadsheets.xls import read_xls
from nakhe.spreadsheets.xlsx import read_xlsx

READERS = {"xlsx": read_xlsx, "xls": read_xls, "csv": read_csv}
DAMAGED = "Tệp “{name}” không mở được, có thể đã hỏng. Mở bằng Excel, lưu lại thành .xlsx rồi tải lên lần nữa."


def open_book(data, name):
    """The Book of the bytes *data* of the file called *name*; Unreadable says why there is none."""
    kind = kind_of(data, name)
    try:
        return READERS[kind](data, name)
    except Exception as error:
        # parsers of foreign files raise whatever comes: KeyError, struct.error, zlib.error, RecursionError …
        raise Unreadable(DAMAGED.format(name=name)) from error


def kind_of(data, name):
    """By the first bytes, whatever the file is called."""
    if data.startswith(b"PK"):
        return "xlsx"
    return "xls" if data.startswith(b"\xd0\xcf\x11\xe0") else "csv"
