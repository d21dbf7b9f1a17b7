"""Native Excel charts on one worksheet behind the tables; they refer to the tables' own cells and follow them.

Where the figures of a chart do not stand side by side, as those of years between their changes, a small table below it
takes them from there by formulas. Two or three charts stand on a page of A4.
"""

from itertools import groupby

from xlsxwriter.utility import quote_sheetname, xl_range_abs, xl_rowcol_to_cell

from reports.output.chart import BARS, HEADING, LINES, SHARES, TOTAL, UNDER, Between

PAGE = "Biểu đồ"
LABEL_WIDTH, VALUE_WIDTH, LAST = 30, 9, 5
"""Columns of the worksheet in characters; the last one that is printed."""
WIDTH, TALLEST = 550, 880
"""Pixels of a chart: the width of A4, and as much as a page takes."""
ROW, ROW_POINTS = 20, 17
"""A row of the worksheet in pixels; one with text in points."""
LETTERS = 80
"""What a line below the title holds."""
ROWS_OF_PAGE, SCALE = 50, 90
TYPES = {
    BARS: {"type": "bar"},
    SHARES: {"type": "bar", "subtype": "percent_stacked"},
    LINES: {"type": "line"},
}
COLOURS = {
    "l1": "#1D5B4D", "l2": "#5F9885", "l3": "#B57F1E", "l4": "#B4452F",
    "s1": "#3F5F78", "s2": "#A97C24", "s3": "#71834F", "s4": "#8A5A74",
}  # fmt: skip
"""Those of site.css and charts.css."""
PATTERNS = {"2": "wide_upward_diagonal", "3": "percent_20", "4": "large_grid"}
"""By the number of the look; in black and white they tell the parts apart."""
MARKERS = {"1": "circle", "2": "square", "3": "triangle", "4": "diamond"}
DASHES = {"1": "solid", "2": "dash", "3": "round_dot", "4": "dash_dot"}
FONT = {"name": "Times New Roman", "size": 10}
AROUND, BAR, ONE_LINE, TWO_LINES, SHORT = 110, 16, 20, 34, 20
"""Pixels of title, axis and legend, of a bar, of a label; the letters of one that needs a single line."""
NUMBERED = 2
"""Up to so many lines have their numbers beside the points."""


def add_charts(book, styles, footer, drawn):
    """A worksheet for the charts of *drawn*, [(Sheet, [Paper of each of its tables])]; none where there are none."""
    if any(sheet.charts for sheet, _ in drawn):
        page = ChartPage(book, styles, footer)
        for sheet, papers in drawn:
            page.add(sheet, papers)
        page.finish(drawn[0][0].mark)


class ChartPage:
    """Charts from the top down; self.line is the next free row, self.begun the first one of the printed page."""

    def __init__(self, book, styles, footer):
        self.book, self.styles = book, styles
        self.page = book.add_worksheet(PAGE)
        self.line, self.begun, self.breaks = 0, 0, []
        self.page.set_paper(9)
        self.page.set_margins(left=0.9, right=0.6, top=0.6, bottom=0.6)
        self.page.hide_gridlines(2)
        self.page.set_footer(footer)
        self.page.set_column(0, 0, LABEL_WIDTH)
        self.page.set_column(1, LAST, VALUE_WIDTH)
        self.page.set_print_scale(SCALE)

    def add(self, sheet, papers):
        """The charts of one report under its title."""
        for number, chart in enumerate(sheet.charts):
            height = height_of(chart)
            figures = Figures(chart, papers[chart.table])
            self._begin_page_unless_room_for(2 + -(-height // ROW) + figures.depth + 1)
            if number == 0:
                self._write_title(sheet)
            where, self.line = self.line, self.line + -(-height // ROW) + 1
            sources = figures.write(self)
            self.page.insert_chart(
                where, 0, self._chart(chart, sources, height), {"description": description(chart), "y_offset": 4}
            )

    def finish(self, mark):
        """Who took the file stands below, as on every worksheet: the footer may be too short for it."""
        if mark:
            self._write_line(mark, "mark")
        self.page.set_h_pagebreaks(self.breaks)
        self.page.print_area(0, 0, self.line, LAST)

    def _begin_page_unless_room_for(self, rows):
        if self.line > self.begun and self.line + rows > self.begun + ROWS_OF_PAGE:
            self.begun = self.line
            self.breaks.append(self.line)

    def _write_title(self, sheet):
        self._write_line(sheet.title, "chart_title")
        self._write_line(sheet.subtitle, "note")

    def _write_line(self, text, style):
        look = self.styles.get(style)
        self.page.set_row(self.line, ROW_POINTS * (1 + len(text) // LETTERS))
        self.page.merge_range(self.line, 0, self.line, LAST, "", look)
        self.page.write_string(self.line, 0, text, look)
        self.line += 1

    def _chart(self, chart, sources, height):
        made = self.book.add_chart(TYPES[chart.kind])
        labels, series = sources
        for one, (name, values) in zip(chart.series, series, strict=True):
            made.add_series({"name": name, "categories": labels, "values": values} | look_of(chart, one.look))
        made.set_title({"name": chart.title, "name_font": FONT | {"size": 13, "bold": True}})
        made.set_legend({"position": "bottom", "font": FONT} if len(chart.series) > 1 else {"none": True})
        set_axes(made, chart)
        made.set_size({"width": WIDTH, "height": height})
        return made


class Figures:
    """Where Excel finds the figures of *chart*: in the table that *paper* drew, or in a small one that follows it."""

    def __init__(self, chart, paper):
        self.chart, self.paper = chart, paper
        self.sheet = quote_sheetname(paper.page.get_name())
        runs = [chart.label_cells, *(one.cells for one in chart.series)]
        self.ranges = [self._range(cells) for cells in runs]
        self.is_direct = all(self.ranges)

    @property
    def depth(self):
        """Rows of the small table; 0 where none is needed."""
        return 0 if self.is_direct else len(self.chart.labels) + 2

    def write(self, page):
        """(address of the labels, [(name, address of the values) of each series])."""
        if self.is_direct:
            names = [self._name(one) for one in self.chart.series]
            return self.ranges[0], list(zip(names, self.ranges[1:], strict=True))
        return self._write_table(page)

    def _range(self, cells):
        """The address of *cells* where they stand side by side, else nothing."""
        if any(cell is None or isinstance(cell, Between) for cell in cells):
            return None
        places = [place_of(self.paper, cell) for cell in cells]
        (top, left), (bottom, right) = places[0], places[-1]
        run = [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
        is_line = top == bottom or left == right
        return f"={self.sheet}!{xl_range_abs(top, left, bottom, right)}" if is_line and run == places else None

    def _name(self, series):
        return f"={self._address(series.name_cell)}" if series.name_cell else series.name

    def _address(self, cell):
        return f"{self.sheet}!{xl_rowcol_to_cell(*place_of(self.paper, cell), row_abs=True, col_abs=True)}"

    def _write_table(self, page):
        top, own = page.line, quote_sheetname(PAGE)
        first, last = top + 1, top + len(self.chart.labels)
        page.page.write_blank(top, 0, None, page.styles.get("heading"))
        for row, (label, cell) in enumerate(zip(self.chart.labels, self.chart.label_cells, strict=True), first):
            self._write(page, row, 0, label, cell, "text")
        for column, series in enumerate(self.chart.series, 1):
            self._write(page, top, column, series.name, series.name_cell, "heading")
            for row, (value, cell) in enumerate(zip(series.values, series.cells, strict=True), first):
                self._write(page, row, column, value, cell, "share" if isinstance(value, float) else "count")
        page.line = last + 2
        columns = [f"={own}!{xl_range_abs(first, n, last, n)}" for n in range(len(self.chart.series) + 1)]
        names = [f"={own}!{xl_range_abs(top, n, top, n)}" for n in range(1, len(columns))]
        return columns[0], list(zip(names, columns[1:], strict=True))

    def _write(self, page, row, column, value, cell, style):
        look = page.styles.get(style)
        if cell is None:
            page.page.write_string(row, column, value, look)
        else:
            page.page.write_formula(row, column, self._formula(cell), look, "" if value is None else value)

    def _formula(self, cell):
        """Takes the cell; an empty one stays empty."""
        if isinstance(cell, Between):
            return self._counted(cell)
        address = self._address(cell)
        return f'=IF({address}="","",{address})'

    def _counted(self, between):
        column = self.paper.first + [head.name for head in self.paper.table.columns].index(between.column)
        last = self.paper.top + len(self.paper.table.rows) - 1
        days = f"{self.sheet}!{xl_range_abs(self.paper.top, column, last, column)}"
        asked = [(">=", between.first), ("<", between.end)]
        tests = [f'{days},"{sign}"&DATE({day:%Y},{day.month},{day.day})' for sign, day in asked if day]
        return f"=COUNTIFS({','.join(tests)})"


def place_of(paper, cell):
    """(row, column) of *cell* in the worksheet that *paper* has drawn."""
    columns = paper.table.columns
    position = [head.name for head in columns].index(cell.column)
    if cell.row == UNDER:
        return paper.top - 2, paper.first + first_of_group(columns, position)
    if cell.row == HEADING:
        is_merged_down = not columns[position].under and any(head.under for head in columns)
        return paper.top - (2 if is_merged_down else 1), paper.first + position
    row = len(paper.table.rows) if cell.row == TOTAL else cell.row
    return paper.top + row, paper.first + position


def first_of_group(columns, position):
    """A merged heading stands in its first cell."""
    begun = 0
    for _, group in groupby(columns, key=lambda head: head.under):
        end = begun + len(list(group))
        if position < end:
            return begun
        begun = end
    raise ValueError(position)


def height_of(chart):
    if chart.kind == LINES:
        return 300
    needed = ONE_LINE if all(len(label) <= SHORT for label in chart.labels) else TWO_LINES
    bars = BAR * (len(chart.series) if chart.kind == BARS else 1)
    return min(TALLEST, AROUND + max(needed, bars) * len(chart.labels))


def look_of(chart, look):
    """Colour and pattern of a series, for a line its dashes and marks."""
    colour, number = COLOURS[look], look[-1]
    if chart.kind == LINES:
        mark = {"type": MARKERS[number], "size": 7, "fill": {"color": colour}, "border": {"color": colour}}
        line = {"color": colour, "width": 2, "dash_type": DASHES[number]}
        numbers = {"value": True, "position": "above", "font": FONT}
        return {"line": line, "marker": mark} | ({"data_labels": numbers} if len(chart.series) <= NUMBERED else {})
    pattern = PATTERNS.get(number)
    filled = {"pattern": {"pattern": pattern, "fg_color": "#FFFFFF", "bg_color": colour}} if pattern else {}
    filled |= {} if pattern else {"fill": {"color": colour}}
    return filled | {"border": {"color": "#231E1A", "width": 0.5}, "gap": 40, "data_labels": numbers_of(chart, pattern)}


def numbers_of(chart, pattern):
    """Nothing beside a bar of nothing; on a patterned part a number stands on white."""
    shown = {"value": True, "num_format": "0.0;;" if chart.unit else "0;;", "font": FONT}
    if chart.kind != SHARES:
        return shown
    if pattern:
        return shown | {"fill": {"color": "#FFFFFF"}}
    return shown | {"font": FONT | {"color": "#FFFFFF"}}


def set_axes(made, chart):
    values = {"num_font": FONT, "min": 0, "major_gridlines": {"visible": True, "line": {"color": "#CFC5B7"}}}
    values["num_format"] = "0%" if chart.kind == SHARES else "General"
    labels = {"num_font": FONT, "interval_unit": 1}
    if chart.kind == LINES:
        made.set_x_axis(labels)
        made.set_y_axis(values)
        return
    made.set_x_axis(values)
    made.set_y_axis(labels | {"reverse": True, "crossing": "max"})


def description(chart):
    """What a reader of screens is told: the title and every label with its figures."""
    told = [f"{label}: {', '.join(values_at(chart, place))}" for place, label in enumerate(chart.labels)]
    return f"{chart.title}. {'; '.join(told)}"


def values_at(chart, place):
    found = [(one.name, one.values[place]) for one in chart.series if one.values[place] is not None]
    named = len(chart.series) > 1
    return [f"{name} {value}{chart.unit}" if named else f"{value}{chart.unit}" for name, value in found]
