"""Ask for a report as the command line does, and read what comes back."""

import csv
import io
import json
import re
from html.parser import HTMLParser

import openpyxl
from django.core.management import call_command


def ask(slug, **options):
    out = io.StringIO()
    call_command("report", slug, stdout=out, **options)
    return json.loads(out.getvalue())


def tables_of(document):
    return document.get("tables") or [document]


def row_of(table, **wanted):
    """The one row that has these values."""
    rows = [row for row in table["rows"] if wanted.items() <= row.items()]
    assert len(rows) == 1, f"{len(rows)} rows with {wanted}"
    return rows[0]


def csv_lines(data):
    assert data.startswith(b"\xef\xbb\xbf"), "Excel needs the mark to read UTF-8"
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def worksheets(data):
    """Those that are to be seen."""
    return [page for page in openpyxl.load_workbook(io.BytesIO(data)).worksheets if page.sheet_state == "visible"]


def papers(data):
    """[(headings, rows)] of each worksheet, without the running number; headings from the lower of their two rows."""
    return [paper(page) for page in worksheets(data)]


def paper(page):
    lines = list(page.iter_rows(values_only=True))
    top = next(number for number, line in enumerate(lines) if line[0] == "STT")
    depth = 1 if isinstance(lines[top + 1][0], int) or not merged_down(page, top + 1) else 2
    headings = [lower or upper for upper, lower in zip(lines[top], lines[top + depth - 1], strict=True)][1:]
    headings = [" ".join(heading.split()) for heading in headings]
    rows = [line[1:] for line in lines[top + depth :] if isinstance(line[0], int)]
    return headings, rows


def merged_down(page, row):
    return any(merged.min_row == row and merged.min_col == 1 for merged in page.merged_cells.ranges)


class TableReader(HTMLParser):
    """The tables of a page as lists of rows of texts: head, body and foot apart."""

    def __init__(self):
        super().__init__()
        self.tables, self.part, self.cell = [], None, None

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.tables.append({"thead": [], "tbody": [], "tfoot": []})
        elif tag in ("thead", "tbody", "tfoot"):
            self.part = self.tables[-1][tag]
        elif tag == "tr":
            self.part.append([])
        elif tag in ("th", "td"):
            self.cell = ""

    def handle_data(self, data):
        if self.cell is not None:
            self.cell += data

    def handle_endtag(self, tag):
        if tag in ("th", "td"):
            self.part[-1].append(re.sub(r"\s+", " ", self.cell).strip())
            self.cell = None


def page_tables(html):
    reader = TableReader()
    reader.feed(html)
    return reader.tables
