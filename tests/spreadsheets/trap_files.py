"""Files that are refused, made byte by byte: a workbook with one thing changed, a zip, an OLE container."""

import io
import random
import struct
import zipfile

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
SHEET, STRINGS, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"
TYPES = "[Content_Types].xml"


def content_types(main=SHEET_TYPE):
    override = f'<Override PartName="/xl/workbook.xml" ContentType="{main}"/>'
    return f'{HEAD}<Types xmlns="{PACKAGE}/content-types">{override}</Types>'


def relations(*targets):
    """(Id, kind, target, mode) of each."""
    lines = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="{mode}"/>'
        for name, kind, target, mode in targets
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def sheet(rows="", after=""):
    return f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def cell(reference, text="Lan"):
    row = reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return f'<row r="{row}"><c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c></row>'


def numbers(count):
    """*count* rows with a number in A."""
    return "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in range(1, count + 1))


def parts(**changed):
    """The parts of a workbook with one sheet "Đảng viên"; keyword "sheet" for its XML."""
    workbook = '<sheets><sheet name="Đảng viên" sheetId="1" r:id="rId1"/></sheets>'
    return {
        TYPES: content_types(),
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml", "Internal")),
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{workbook}</workbook>',
        "xl/_rels/workbook.xml.rels": relations(("rId1", "worksheet", "worksheets/sheet1.xml", "Internal")),
        SHEET: changed.get("sheet", sheet(cell("A1"))),
    }


def packed(entries, **options):
    """The zip of {name or ZipInfo: text or bytes}."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", options.get("method", zipfile.ZIP_DEFLATED), compresslevel=1) as package:
        for name, content in entries.items():
            package.writestr(name, content)
    return target.getvalue()


def workbook(extra=None, **changed):
    return packed(parts(**changed) | (extra or {}))


def with_sheet(xml):
    return workbook(sheet=xml)


def random_text(length):
    return random.Random(6).randbytes(length // 2).hex()


SECTOR, SMALL_SECTOR, CUTOFF = 512, 64, 4096
END, FREE, OF_TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def compound(streams):
    """An OLE file (MS-CFB, version 3) with {name: bytes} in its root; under 4,096 bytes they go into small sectors."""
    small, small_table, sectors, chains, places = b"", [], [], [], {}

    def chained(content, table, size):
        """Appends the sectors of *content* to *table*; the number of the first."""
        first, count = len(table), max(1, -(-len(content) // size))
        table += [*range(first + 1, first + count), END]
        return first

    def stored(content):
        first = chained(content, chains, SECTOR)
        sectors.append(content.ljust(-(-len(content) // SECTOR) * SECTOR or SECTOR, b"\0"))
        return first

    for name, content in streams.items():
        if len(content) < CUTOFF:
            first = chained(content, small_table, SMALL_SECTOR)
            small += content.ljust(-(-len(content) // SMALL_SECTOR) * SMALL_SECTOR or SMALL_SECTOR, b"\0")
        else:
            first = stored(content)
        places[name] = (first, len(content))
    small_at = stored(small) if small else END
    small_table_at = stored(struct.pack(f"<{len(small_table)}L", *small_table)) if small else END
    entries = [_entry("Root Entry", 5, small_at, len(small), child=1)]
    entries += [_entry(name, 2, *place) for name, place in places.items()]
    directory_at = stored(b"".join(entries).ljust(-(-len(entries) // 4) * SECTOR, b"\0"))
    table_at = len(chains)
    table = struct.pack(f"<{table_at + 1}L", *chains, OF_TABLE).ljust(SECTOR, b"\xff")
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9L", 0, 1, directory_at, 0, CUTOFF, small_table_at, bool(small), END, 0)
    header += struct.pack("<109L", table_at, *[FREE] * 108)
    assert len(header) == SECTOR and len(table) == SECTOR
    return header + b"".join(sectors) + table


def _entry(name, kind, first, size, child=FREE):
    encoded = name.encode("utf-16-le") + b"\0\0"
    entry = encoded.ljust(64, b"\0") + struct.pack("<HBB3L", len(encoded), kind, 1, FREE, FREE, child)
    return entry + bytes(36) + struct.pack("<LQ", first, size)


def record(kind, body=b""):
    return struct.pack("<2H", kind, len(body)) + body


BOF, EOF = record(0x0809, struct.pack("<8H", 0x0600, 5, 0, 0, 0, 0, 0, 0)), record(0x000A)


def number_cell(row, column):
    return record(0x0203, struct.pack("<3Hd", row, column, 0, 1.0))


def biff(*records, sheet_kind=0):
    """A BIFF8 stream whose only sheet has the *records*."""
    name = record(0x0085, struct.pack("<LBBBB", 0, 0, sheet_kind, 1, 0) + b"A")
    return BOF + name + EOF + BOF + b"".join(records) + EOF


def xls(*records, sheet_kind=0, **streams):
    return compound({"Workbook": biff(*records, sheet_kind=sheet_kind), **streams})
