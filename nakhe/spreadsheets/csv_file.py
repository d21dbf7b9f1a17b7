"""A .csv file as a Book of one Sheet: UTF-8 with or without its mark, UTF-16, or an old code page.

Text of an old code page is read as Windows-1252, byte by byte, and left to nakhe.vietnamese.legacy, which sees a whole
column and tells Windows-1258 from TCVN3 and VNI.
"""

import csv
import io
from collections import Counter

from nakhe.spreadsheets.book import Book, Cell, Sheet
from nakhe.spreadsheets.limits import MAX_BYTES

DELIMITERS = ";,\t"
UTF16 = (b"\xff\xfe", b"\xfe\xff")
"""How a text of Excel in two bytes a letter begins."""
SAMPLE = 50
"""Lines that are asked for the delimiter."""
csv.field_size_limit(MAX_BYTES)
"""It holds for the whole process, so no file sets its own: another thread may be in the midst of a longer one."""


def read_csv(data, name):
    """A record is a row, as a spreadsheet would number it, however many lines its quoted text has."""
    text = decoded(data)
    sheet = Sheet("")
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
    for number, record in enumerate(records, 1):
        for column, value in enumerate(record, 1):
            if value.strip():
                sheet.add(Cell(number, column, value.replace("\r\n", "\n")))
    return Book(name, "csv", [sheet])


def decoded(data):
    if data.startswith(UTF16):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "".join(map(_old_character, data))


def _old_character(byte):
    """Windows-1252 has no character for five bytes; they stay as they are."""
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


def delimiter_of(text):
    """The one that parts the most lines into the same number of columns; a comma where none does."""
    lines = text.splitlines()[:SAMPLE]
    return max(DELIMITERS, key=lambda delimiter: (_agreement(lines, delimiter), delimiter == ","))


def _agreement(lines, delimiter):
    counted = Counter(len(record) for record in csv.reader(lines, delimiter=delimiter) if len(record) > 1)
    return max((columns * times for columns, times in counted.items()), default=0)
