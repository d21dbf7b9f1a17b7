"""A table of a report as the page shows it: headings in two rows, cells with their links, the total line."""

from dataclasses import dataclass, replace
from itertools import groupby

from django.utils.html import format_html

from reports.columns import NO_VALUE
from reports.row_order import Order, order_of
from reports.row_pages import shown
from reports.rows import bound


@dataclass(frozen=True)
class Cell:
    text: str
    css: str = ""
    is_head: bool = False
    colspan: int = 1
    rowspan: int = 1
    next_order: str = ""
    """Of a heading that orders the list: what it asks for."""
    order: Order | None = None
    """The list's own, if this is the column that it stands by."""


NOT_PRINTED = "khong-in"


def laid_out(table, frozen, page, hints=()):
    """The rows of *page* (a RowPage); *hints* are those of its Part."""
    columns = [column.column for column in table.columns.iterall()]
    return {
        "title": frozen.title,
        "headings": list(headings(frozen.columns, columns, table)),
        "lines": list(lines(table, frozen, page)),
        "page": page,
        "totals": list(total_lines(table, frozen)) if frozen.totals and frozen.rows else [],
        "notes": frozen.notes,
        "hints": hints,
    }


def headings(heads, columns, table):
    """One row of heading cells, or two where columns share an upper heading."""
    depth = 2 if any(head.under for head in heads) else 1
    upper = [Cell("STT", "num", rowspan=depth)] if table.is_numbered else []
    lower = []
    position = 0
    for under, group in groupby(heads, key=lambda head: head.under):
        group = list(group)
        cells = [
            Cell(head.text, css(columns, position + n), **ordering(table.report, head.name))
            for n, head in enumerate(group)
        ]
        if under:
            upper.append(Cell(under, "gl", colspan=len(group)))
            lower += cells
        else:
            upper += [replace(cell, rowspan=depth) for cell in cells]
        position += len(group)
    return [upper, lower] if lower else [upper]


def ordering(report, name):
    """What a heading says of the order; nothing where the list cannot be asked for that column."""
    if name not in report.orders:
        return {}
    order = order_of(report)
    if order is None or order.name != name:
        return {"next_order": name}
    return {"next_order": order.opposite, "order": order}


def css(columns, position, is_zero=False, is_none=False):
    """Numbers right, the first column fixed, a rule where a group of columns begins or has just ended.

    What is “none” says so on screen alone: on paper, as in files, the cell is empty.
    """
    column, before = columns[position], columns[position - 1] if position else None
    names = ["num" if column.is_number or column.kind == "date" else "", "fix" if position == 0 else ""]
    names.append("nb" if column.find_link else column.css)
    if before is not None and column.under != before.under:
        names.append("gl")
    names.append(NOT_PRINTED if column.is_sensitive else "")
    return " ".join(name for name in [*names, "zero" if is_zero else "", "none" if is_none else ""] if name)


def lines(table, frozen, page):
    """The lines of *page*, with their numbers in the whole list."""
    for number, (row, plain) in enumerate(both(table, frozen, page), page.first):
        yield line(table, row, plain, number)


def both(table, frozen, page):
    """(the row as the page shows it, its plain values) of every row of *page*; long ones are read once for both."""
    if frozen.is_long:
        rows = shown(frozen.rows.rows, page)
        return ((row, table.frozen(row)) for row in bound(table, rows))
    return zip(table.rows[page.first - 1 : page.last], shown(frozen.rows, page), strict=True)


def line(table, row, plain, number):
    columns = [column.column for column in table.columns.iterall()]
    cells = [Cell(str(number), "num")] if table.is_numbered else []
    for position, name in enumerate(table.columns.names()):
        text, is_zero = row.get_cell(name), plain[name] in (0, None, "")
        looks = css(columns, position, is_zero, text == NO_VALUE)
        cells.append(Cell(text, looks, is_head=position == 0))
    return (
        [replace(cell, css=f"{cell.css} {NOT_PRINTED}") for cell in cells] if table.is_for_screen(row.record) else cells
    )


def total_lines(table, frozen):
    """The total line, and below it what it is compared with."""
    yield total_line(table, table.total_label, frozen.totals, linked_to(table.report))
    for line in frozen.comparison:
        yield total_line(table, line.label, line.values, display_change if line.is_change else linked_to(table.other))


def total_line(table, label, values, display):
    columns = [column.column for column in table.columns.iterall()]
    cells = [Cell("", "num")] if table.is_numbered else []
    for position, name in enumerate(table.columns.names()):
        if position == 0:
            cells.append(Cell(label, css(columns, 0), is_head=True))
        elif name in values:
            value, text = values[name], display(columns[position], values[name])
            cells.append(Cell(text, css(columns, position, value in (0, None), text == NO_VALUE)))
        else:
            cells.append(Cell("", css(columns, position)))
    return cells


def display_change(column, value):
    return column.display_change(value)


def linked_to(report):
    """Shows a total, linked to the list behind it in *report* as the cells above it are; None knows no lists."""

    def shown(column, value):
        text = column.display_total(value)
        url = column.find_link(report, None) if report and value and column.find_link else None
        return format_html('<a href="{}">{}</a>', url, text) if url else text

    return shown
