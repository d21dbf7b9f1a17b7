"""Read a Word file back: its texts in their order, its ruled tables, how its pages are laid out."""

import io

import docx
from docx.oxml.ns import qn


def opened(data):
    return docx.Document(io.BytesIO(data))


def texts(document):
    """Every paragraph that says something, those in tables included, from top to bottom."""
    found = ("".join(_parts(paragraph)) for paragraph in document.element.body.iter(qn("w:p")))
    return [" ".join(text.split()) for text in found if text.strip()]


def _parts(paragraph):
    for element in paragraph.iter(qn("w:t"), qn("w:br"), qn("w:tab")):
        yield (element.text or "") if element.tag == qn("w:t") else " "


def ruled_tables(document):
    """Those with lines: lists of rows of texts; what stands in merged cells stands once."""
    return [rows_of(table) for table in document.tables if table.style.name == "Table Grid"]


def rows_of(table):
    rows = []
    for row in table._tbl.tr_lst:
        cells = [cell for cell in row.tc_lst if cell.vMerge != "continue"]
        rows.append([" ".join(" ".join("".join(_parts(p)) for p in cell.p_lst).split()) for cell in cells])
    return rows


def has(row, name):
    """Whether a row has a property, “tblHeader” or “cantSplit”."""
    return row.trPr is not None and row.trPr.find(qn(f"w:{name}")) is not None
