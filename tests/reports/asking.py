"""Ask for a report as the command line does, and read what comes back."""

import csv
import io
import json
import re
from html.parser import HTMLParser
from itertools import takewhile

import openpyxl
from django.core.management import call_command

from reports.output.excel_charts import PAGE as CHARTS


def ask(slug, **options):
    """Sensitive data are asked for with a reason of its own."""
    options = {"reason": "Kiểm thử"} | options if options.get("private") else options
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
    """Those to be seen that have a table; the one of the charts has no rows of its own."""
    pages = openpyxl.load_workbook(io.BytesIO(data)).worksheets
    return [page for page in pages if page.sheet_state == "visible" and page.title != CHARTS]


def papers(data):
    """[(headings, rows)] of each worksheet, without the running number; headings from the lower of their two rows."""
    return [paper(page) for page in worksheets(data)]


def paper(page):
    """The heading rows are those repeated on every page; a table without running numbers ends with its total."""
    top, last = (int(number) for number in page.print_title_rows.replace("$", "").split(":"))
    lines = list(page.iter_rows(values_only=True))
    headings = [lower or upper for upper, lower in zip(lines[top - 1], lines[last - 1], strict=True)]
    headings = [" ".join(heading.split()) for heading in headings]
    if headings[0] == "STT":
        return headings[1:], [line[1:] for line in lines[last:] if isinstance(line[0], int)]
    rows = list(takewhile(lambda line: line[0] not in (None, "Cộng"), lines[last:]))
    return headings, rows


class TableReader(HTMLParser):
    """The tables of a page as lists of rows of texts, head, body and foot apart; without those of its charts."""

    def __init__(self):
        super().__init__()
        self.tables, self.of_charts, self.part, self.cell = [], [], None, None

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            of_chart = "chart-table" in (dict(attrs).get("class") or "")
            (self.of_charts if of_chart else self.tables).append({"thead": [], "tbody": [], "tfoot": []})
            self.table = (self.of_charts if of_chart else self.tables)[-1]
        elif tag in ("thead", "tbody", "tfoot"):
            self.part = self.table[tag]
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
    return read_page(html).tables


def chart_tables(html):
    """The small tables of the charts whose figures no table of the page shows as they are drawn."""
    return read_page(html).of_charts


def read_page(html):
    reader = TableReader()
    reader.feed(html)
    return reader
