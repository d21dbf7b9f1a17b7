"""How large a spreadsheet may be, and how one is refused."""

MAX_BYTES = 10 << 20
MAX_UNPACKED = 50 << 20
MAX_ENTRIES = 100
MAX_RATIO = 100
SMALL = 1 << 20
"""Unpacked bytes below which no ratio is looked at: a few blank rows pack well."""
MAX_ROWS = 12_000
"""The last row with something in it, of any sheet."""
MAX_COLUMNS = 100
MAX_CELLS = 600_000
MAX_CELL_ELEMENTS = 1_000_000
"""Cells with a value, of all sheets, and those that are only formatted too."""
MAX_ROW_ELEMENTS = 50_000
MAX_AREA = 1_000_000
"""Cells of the rectangle around all that is in a sheet, formatted ones too: openpyxl walks through all of it."""
MAX_MERGED = 300_000
"""Cells under merged cells and links of a sheet: openpyxl makes one of each."""
MAX_TEXT = 200_000
"""Bytes between two tags; a cell of Excel holds 32,767 characters."""
MAX_LINE = 400_000
MAX_STRINGS = 400_000
MAX_MERGES = 20_000
MAX_FORMATS = 10_000
MAX_STYLES = 30_000


class Refused(ValueError):
    """The file is refused as a whole; a Vietnamese sentence says what is wrong and what to do."""

    @property
    def message(self):
        return str(self)
