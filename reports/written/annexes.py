"""The tables of the reports at the end of the written one, each on pages across, “Biểu số 1” and on."""

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from reports.output import word, word_document
from reports.output.paper import Column, Row, SheetOfPaper, Table, Text, Title
from reports.written.wording import plain

ANNEXED = ("to-chuc", "so-sanh", "bien-dong", "chat-luong-bi-thu", "truong-thon", "boi-duong", "xep-loai-chi-bo",
           "xep-loai-dang-vien", "chi-tieu")  # fmt: skip
GRID = "Table Grid"
WIDE = 11
"""From so many columns on, the letters are smaller."""
WIDTHS = {"count": 7, "change": 7, "share": 8, "flag": 8, "date": 12, "score": 8}
NAME_WIDTH, TEXT_WIDTH, NARROW_TEXT = 24, 16, 11
"""Shares of the width, by kind of column."""


def annexed(sources):
    """[(number, report, [(django table, SheetTable)])]."""
    found = [(sources.report(slug), sources.report(slug).laid_out) for slug in ANNEXED]
    return [(number, report, tables) for number, (report, tables) in enumerate(found, 1)]


def append(document, sources):
    ensure_grid(document)
    for number, report, tables in annexed(sources):
        section = word_document.new_section(document)
        word_document.lay_out(section, SheetOfPaper((), is_wide=True))
        word.write_blocks(document, list(blocks(number, report, tables)))
    word_document.small(document.add_paragraph())  # a document may not end with a table


def blocks(number, report, tables):
    yield Text(f"Biểu số {number}", align="right", is_italic=True)
    for place, (table, frozen) in enumerate(tables):
        yield Title(plain(frozen.title).upper(), note=plain(report.subtitle) if place == 0 else "")
        if frozen.rows:
            yield as_paper(table, frozen)
        else:
            yield Text("Không có dòng nào.", align="center", is_italic=True)
        for line, note in enumerate(frozen.notes, 1):
            yield Text(plain(note), align="left", is_italic=True, stays=line < len(frozen.notes))


def as_paper(table, frozen):
    columns = [column.column for column in table.columns.iterall()]
    width = {True: NARROW_TEXT, False: TEXT_WIDTH}[len(columns) >= WIDE]
    heads = [Column("STT", 5, "center")] if table.is_numbered else []
    for place, (head, column) in enumerate(zip(frozen.columns, columns, strict=True)):
        share = NAME_WIDTH if place == 0 else WIDTHS.get(column.kind, width)
        align = "center" if column.is_number or column.kind in ("flag", "date") else "left"
        heads.append(Column(head.text, share, align, head.under))
    size = 9 if len(columns) >= WIDE else 11
    return Table(tuple(heads), tuple(rows(table, frozen, columns)), size, head_column=int(table.is_numbered))


def rows(table, frozen, columns):
    names = [head.name for head in frozen.columns]
    for number, row in enumerate(frozen.rows, 1):
        running = (str(number),) if table.is_numbered else ()
        cells = tuple(shown(column, row[name]) for name, column in zip(names, columns, strict=True))
        yield Row((*running, *cells))
    if frozen.totals:
        yield summed(table, names, columns, table.total_label, frozen.totals)
    for line in frozen.comparison:
        yield summed(table, names, columns, line.label, line.values, line.is_change)


def shown(column, value):
    return "" if value is None else plain(column.display(value))


def summed(table, names, columns, label, values, is_change=False):
    running = ("",) if table.is_numbered else ()
    cells = [label]
    for name, column in list(zip(names, columns, strict=True))[1:]:
        display = column.display_change if is_change else column.display_total
        cells.append("" if values.get(name) is None else plain(display(values[name])))
    return Row((*running, *cells), is_total=True)


def ensure_grid(document):
    """A template made in Word need not have the style of ruled tables."""
    if GRID in document.styles:
        return
    style = document.styles.add_style(GRID, WD_STYLE_TYPE.TABLE)
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        rule = OxmlElement(f"w:{side}")
        for name, value in {"val": "single", "sz": "4", "space": "0", "color": "auto"}.items():
            rule.set(qn(f"w:{name}"), value)
        borders.append(rule)
    properties = OxmlElement("w:tblPr")
    properties.append(borders)
    style.element.append(properties)
