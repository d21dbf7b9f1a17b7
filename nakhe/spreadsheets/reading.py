"""open_book(): the Book of a file, whatever its kind, after safety.py has looked at it."""

from nakhe.spreadsheets.csv_file import read_csv
from nakhe.spreadsheets.safety import Refused, check
from nakhe.spreadsheets.xls import read_xls
from nakhe.spreadsheets.xlsx import read_xlsx

READERS = {"xlsx": read_xlsx, "xls": read_xls, "csv": read_csv}
DAMAGED = "Tệp này không mở được, có thể đã hỏng. Mở bằng Excel, lưu lại dạng .xlsx rồi tải lên lần nữa."


def open_book(data, name):
    """The Book of the bytes *data* of the file called *name*; Refused says in one sentence why there is none."""
    kind = check(data, name)
    try:
        return READERS[kind](data, name)
    except Exception as error:
        # parsers of foreign files raise whatever comes: KeyError, struct.error, zlib.error, RecursionError …
        raise Refused(DAMAGED) from error
