"""Read a Word file back: its texts in their order, its ruled tables, how its pages are laid out."""

import io
from itertools import takewhile

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


def papers_of(data):
    """[(headings, rows)] of each table of a report, without the running number; what goes on below is put together."""
    found, goes_on = [], False
    for element in opened(data).element.body:
        if element.tag == qn("w:p") and element.xpath("string(.)"):
            goes_on = element.xpath("string(.)") == "(tiếp theo)"
        elif element.tag == qn("w:tbl") and any(has(row, "tblHeader") for row in element.tr_lst):
            headings, rows = paper_of(element)
            if goes_on:
                headings = found[-1][0] + headings[1:]
                rows = [left + right[1:] for left, right in zip(found.pop()[1], rows, strict=True)]
            found.append((headings, rows))
    return found


def paper_of(table):
    heads = [texts_of(row) for row in table.tr_lst if has(row, "tblHeader")]
    headings = [lower or upper for upper, lower in zip(heads[0], heads[-1], strict=True)]
    body = [texts_of(row) for row in table.tr_lst if not has(row, "tblHeader")]
    if headings[0] == "STT":
        return headings[1:], [line[1:] for line in body if line[0]]
    return headings, list(takewhile(lambda line: line[0] not in ("", "Cộng"), body))


def texts_of(row):
    """A text for every column of the grid: that of a merged cell at its left end, nothing where it goes on."""
    texts = []
    for cell in row.tc_lst:
        text = "" if cell.vMerge == "continue" else " ".join("".join("".join(_parts(p)) for p in cell.p_lst).split())
        texts += [text] + [""] * (cell.grid_span - 1)
    return texts
