"""Excel that looks like the committee's own papers: letterhead, merged headings, totals, signatures, A4 (domain.md §7).

Text goes through write_string, so “=…” stays text; numbers and dates are numbers and dates.
"""

import datetime
from contextlib import contextmanager
from itertools import groupby

import xlsxwriter

from nakhe.excel_file import row_by_row
from nakhe.excel_footer import footer
from nakhe.vietnamese.dates import PartialDate
from reports.output import exchange
from reports.output.excel_charts import add_charts
from reports.output.excel_look import FONT, LINE_HEIGHT, Styles, height_of
from reports.output.excel_pages import TOGETHER, Pages, points, room_of, scale_of
from reports.output.excel_signatures import room_of_part, sent_to, signed, three_parts
from reports.output.excel_widths import PAGE_WIDTH, is_wide, widths
from reports.output.heading_boxes import draw_boxes, heading_boxes
from reports.output.letters import lines_of
from reports.output.written import as_bytes

INDENT = 9
"""What an indented cell keeps free, in points."""
FACING_PAGE = 104
"""How wide a landscape page is in column widths, with some reserve: programs differ in measuring them."""
CHANGES = {"count": "change", "flag": "flag_change", "share": "share_change"}
"""How the difference of two totals of a kind is shown."""
SHARES = {"share", "share_change", "score"}
"""Kinds with decimals of their own."""
WHOLE = {"count", "change", "flag", "flag_change"}
"""Kinds whose whole numbers have a look of their own."""


def write(sheet):
    return as_bytes(write_into, sheet)


def write_into(sheet, file):
    with workbook(file, sheet, sheet.is_long) as book:
        if sheet.lists:
            yield from exchange.draw(book, sheet)
            return
        styles, papers = Styles(book), []
        for number, table in enumerate(sheet.tables, 1):
            name = f"Biểu {number}" if len(sheet.tables) > 1 else "Biểu"
            papers.append(Paper(book.add_worksheet(name), styles, sheet, table))
            yield from papers[-1].draw()
        add_charts(book, styles, footer(sheet.mark), [(sheet, papers)])


@contextmanager
def workbook(file, described, is_long):
    """An open xlsxwriter.Workbook, complete in *file* afterwards."""
    with row_by_row(file, **options()) if is_long else in_memory(file) as book:
        book.set_properties({"title": described.title, "author": described.letterhead.author})
        yield book


@contextmanager
def in_memory(file):
    book = xlsxwriter.Workbook(file, {"in_memory": True, **options()})
    yield book
    book.close()


def options():
    """The book's own font is that of its cells: columns are measured by its digits, on every machine alike."""
    own = {"font_name": FONT["font_name"], "font_size": FONT["font_size"]}
    return {"default_format_properties": own, "default_column_width": 72, "default_row_height": 21}


class Paper:
    """One table on one worksheet, drawn from the top down; self.line is the next free row.

    A row that is left is never come back to: of a long table it is on the disk by then.
    """

    def __init__(self, page, styles, sheet, table):
        self.page, self.styles, self.sheet, self.table = page, styles, sheet, table
        self.orientation = "landscape" if is_wide(table) else "portrait"
        self.page_width = PAGE_WIDTH[self.orientation]
        self.widths = widths(table, self.page_width * (2 if table.facing else 1))
        self.first = int(table.is_numbered)
        """Where the table's own columns begin: after the running number, if there is one."""
        self.last = table.facing or len(table.columns) - 1 + self.first
        """The last column that letterhead and notes stand over."""
        self.line = 0
        self.pages = Pages(self._room())
        self.top = 0
        """The line of the first row of the table."""

    def draw(self):
        self.set_up()
        self.letterhead()
        self.heading_rows()
        self.top = self.line
        for number, row in enumerate(self.table.rows, 1):
            self.row(number, row)
            self.pages.place(keep=TOGETHER)
            self._forget_the_row_above()
            yield 1
        if self.table.totals and self.table.rows:
            self.summary("Cộng", self.table.totals)
            for line in self.table.comparison:
                self.summary(line.label, line.values, line.is_change)
        self.notes()
        self.signatures()
        self.pages.finish()
        self.page.set_h_pagebreaks(self.pages.breaks)

    def end_row(self, height=LINE_HEIGHT):
        """Go on to the next row; this one is *height* points high."""
        self.page.set_row(self.line, height)
        self.pages.add(self.line, height)
        self.line += 1

    def set_up(self):
        page = self.page
        page.set_paper(9)
        page.set_landscape() if self.orientation == "landscape" else page.set_portrait()
        page.set_margins(left=0.9, right=0.6, top=0.6, bottom=0.6)
        self._face() if self.table.facing else page.fit_to_pages(1, 0)
        page.set_footer(footer(self.sheet.mark))
        page.hide_gridlines(2)
        for column, width in enumerate(self.widths):
            page.set_column(column, column, width)

    def _face(self):
        """Two pages side by side: the wider half sets the scale (“fit to pages” would ignore the break)."""
        self.page.set_print_scale(self._facing_scale())
        self.page.set_v_pagebreaks([self.last + 1])
        self.page.repeat_columns(0)
        self.page.print_across()

    def _facing_scale(self):
        """In per cent."""
        left, right = self.widths[: self.last + 1], [self.widths[0], *self.widths[self.last + 1 :]]
        return max(10, min(100, int(100 * FACING_PAGE / max(sum(left), sum(right)))))

    def _room(self):
        """How many points of rows stand on a page."""
        if self.table.facing:
            return room_of(self.orientation, self._facing_scale() / 100)
        return room_of(self.orientation, scale_of(self.orientation, self.widths))

    @property
    def width(self):
        """Of the columns that letterhead and notes stand over."""
        return sum(self.widths[: self.last + 1])

    # --- Above the table ---

    def letterhead(self):
        head, middle, number = self.sheet.letterhead, self._middle(), self.sheet.letterhead.numbered()
        self.pair(middle, head.superior.upper(), "superior", "ĐẢNG CỘNG SẢN VIỆT NAM", "party")
        self.pair(middle, head.body.upper(), "body", self.sheet.dated, "dated")
        self.pair(middle, "*", "superior", "", "dated")
        if number:
            self.pair(middle, number, "superior", "", "dated")
        self.across(self.sheet.title.upper(), "title")
        if self.table.title != self.sheet.title:
            self.across(self.table.title, "subtitle")
        self.across(self.sheet.subtitle, "subtitle", below=8 if number else 0)
        if not number:  # the table begins in the same row either way
            self.end_row()

    def _middle(self):
        """The last column of the left half: as near as columns allow to two parts for the body, three for the Party."""

        def room(column):
            left = sum(self.widths[: column + 1])
            return min(left / 2, (self.width - left) / 3)

        return max(range(self.last), key=room)

    def pair(self, middle, left, left_style, right, right_style):
        self.merge(self.line, 0, self.line, middle, left, left_style)
        self.merge(self.line, middle + 1, self.line, self.last, right, right_style)
        self.end_row(max(height_of(text, look) for text, look in ((left, left_style), (right, right_style))))

    def across(self, text, style, below=0):
        self.merge(self.line, 0, self.line, self.last, text, style)
        self.end_row(height_of(text, style, points(self.width, self.last + 1)) + 2 + below)

    def merge(self, top, left, bottom, right, text, style, is_total=False):
        look = self.styles.get(style, is_total)
        if (top, left) == (bottom, right):
            self.page.write_string(top, left, text, look)
            return
        self.page.merge_range(top, left, bottom, right, "", look)
        self.page.write_string(top, left, text, look)

    # --- The table ---

    def heading_rows(self):
        top, columns = self.line, self.table.columns
        depth = 2 if any(column.under for column in columns) else 1
        boxes, position = [(top, 0, top + depth - 1, 0, "STT")] * self.first, self.first
        for under, group in groupby(columns, key=lambda column: column.under):
            texts = [column.text for column in group]
            boxes += heading_boxes(top, depth, position, under, texts)
            position += len(texts)
        self._fit_headings(depth)  # first: a row that is drawn may be on the disk
        draw_boxes(self.page, boxes, self.styles.get("heading"))
        self.page.repeat_rows(top, self.line - 1)
        self.page.freeze_panes(self.line, self.first + 1)

    def _fit_headings(self, depth):
        """Merged cells never fit themselves: the upper row holds one line, the lower what the longest text needs."""
        needed = [
            lines_of(column.text, points(self.widths[position]) - INDENT, FONT["font_size"], is_bold=True)
            - (0 if column.under else depth - 1)
            for position, column in enumerate(self.table.columns, self.first)
        ]
        heights = [LINE_HEIGHT + 4] * (depth - 1) + [max(1, *needed) * LINE_HEIGHT + 4]
        for height in heights:
            self.end_row(height)
        self.pages.repeat(heights)

    def row(self, number, row):
        if self.first:
            self.page.write_number(self.line, 0, number, self.styles.get("number"))
        for position, column in enumerate(self.table.columns, self.first):
            self.cell(position, column.kind, row.get(column.name))
        self._fit_row(row)

    def _forget_the_row_above(self):
        """Heights are kept to the end, which is for pictures; of a long table they are written with their rows."""
        if self.table.is_long:
            self.page.row_info.pop(self.line - 2, None)
            self.page.row_sizes.pop(self.line - 2, None)

    def summary(self, label, values, is_change=False):
        """The total line, or one below it."""
        if self.first:
            self.page.write_blank(self.line, 0, None, self.styles.get("number"))
        values = {self.table.columns[0].name: label} | values
        for position, column in enumerate(self.table.columns, self.first):
            kind = CHANGES.get(column.kind, column.kind) if is_change else column.kind
            self.cell(position, kind, values.get(column.name), is_total=True)
        self._fit_row(values, is_total=True)

    def cell(self, position, kind, value, is_total=False):
        page, at = self.page, (self.line, position)
        if isinstance(value, bool):
            page.write_string(*at, "Có" if value else "", self.styles.get("flag"))
        elif isinstance(value, int):
            page.write_number(*at, value, self.styles.get(kind if kind in WHOLE else "count", is_total))
        elif isinstance(value, float):
            page.write_number(*at, value, self.styles.get(kind if kind in SHARES else "share", is_total))
        elif isinstance(value, datetime.date):
            page.write_datetime(*at, value, self.styles.get("date"))
        elif isinstance(value, PartialDate):
            page.write_string(*at, str(value), self.styles.get("date"))
        elif value:
            page.write_string(*at, value, self.styles.get("text", is_total))
        else:
            page.write_blank(*at, None, self.styles.get("text", is_total))

    def _fit_row(self, row, is_total=False):
        size = FONT["font_size"]
        texts = [(row.get(c.name), self.widths[position]) for position, c in enumerate(self.table.columns, self.first)]
        lines = [
            lines_of(text, points(width) - INDENT, size, is_total) for text, width in texts if isinstance(text, str)
        ]
        self.end_row(max(lines, default=1) * LINE_HEIGHT + 2)

    # --- Below the table ---

    def notes(self):
        self.end_row()
        for note in self.table.notes:
            self.across(note, "note")
        if self.sheet.mark:
            self.across(self.sheet.mark, "mark")

    def signatures(self):
        """Beside them at the left “Nơi nhận”, where the columns leave room for three parts; else it stands below."""
        self.end_row()
        author, signer = signed(self.sheet.letterhead)
        recipients = sent_to(self.sheet.letterhead)
        under = self.widths[: self.last + 1]
        parts = three_parts(under, (recipients, author, signer)) if recipients else None
        middle = self._middle()
        for line in range(max(len(signer), len(recipients) if parts else 0)):
            texts = [said[line] if line < len(said) else ("", "signature") for said in (recipients, author, signer)]
            self.signature_row(parts or [None, (0, middle), (middle + 1, self.last)], texts)
        if not parts and recipients:
            self.end_row(LINE_HEIGHT / 2)
            for text, style in recipients:
                self.across(text, style)

    def signature_row(self, parts, texts):
        heights = []
        for part, (text, style) in zip(parts, texts, strict=True):
            if part:
                self.merge(self.line, part[0], self.line, part[1], text, style)
                heights.append(height_of(text, style, room_of_part(self.widths, part)))
        self.end_row(max(heights))
