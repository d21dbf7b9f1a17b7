"""An Excel file that is written row by row: each is on the disk before the next, and never come back to."""

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter


@contextmanager
def row_by_row(file, **options):
    """An open xlsxwriter.Workbook ("constant_memory"), complete in *file* afterwards.

    What it puts beside *file* until then is gone afterwards, also where the writing is given up.
    """
    with TemporaryDirectory(dir=folder_of(file), ignore_cleanup_errors=True) as folder:
        book = xlsxwriter.Workbook(file, {"constant_memory": True, "tmpdir": folder, **options})
        try:
            yield book
            book.close()
        finally:
            for page in book.worksheets():
                page.row_data_fh.close()


def folder_of(file):
    """Where the file lies; None for one in memory."""
    name = getattr(file, "name", None)
    return str(Path(name).parent) if isinstance(name, str) else None
