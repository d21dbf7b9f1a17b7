"""Read the native charts of an Excel file, and the cells that they are drawn from."""

import io
import re
import zipfile
from xml.etree import ElementTree

NAMESPACE = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}


def charts_in(data):
    """[{title, series: [(name, labels, values)]}] as Excel reads them: addresses."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        names = [name for name in parts.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]
        found = [ElementTree.fromstring(parts.read(name)) for name in sorted(names, key=number_in)]
    return [
        {
            "title": "".join(text_of(root.find(".//c:title", NAMESPACE))),
            "series": [
                tuple(one.findtext(f"c:{part}//c:f", "", NAMESPACE) for part in ("tx", "cat", "val"))
                for one in root.iterfind(".//c:ser", NAMESPACE)
            ],
        }
        for root in found
    ]


def number_in(name):
    return int(re.search(r"\d+", name)[0])


def text_of(element):
    return [part.text for part in element.iter() if part.tag.endswith("}t")]


def cells_at(book, address):
    """The cells of “'Biểu 1'!$B$9:$B$12”, each with the one that its formula takes it from."""
    sheet, _, area = address.rpartition("!")
    found = book[sheet.strip("'")][area.replace("$", "")]
    cells = [cell for line in found for cell in line] if isinstance(found, tuple) else [found]
    return [source(book, cell) for cell in cells]


def source(book, cell):
    taken = re.fullmatch(r'=IF\((.+)="","",\1\)', str(cell.value))
    return cells_at(book, taken[1])[0] if taken else cell
