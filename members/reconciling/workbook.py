"""What was found as an Excel file to work through: a summary, then a sheet for each kind of finding, on A4."""

from collections import Counter
from dataclasses import replace
from math import ceil

from django.utils import timezone

from members.importing.fields import FIELDS
from members.importing.in_words import in_words, named
from members.models import Person
from members.output import FONT, write_cell
from members.reconciling import groups
from members.reconciling.in_words import (
    date_in_words,
    field_in_words,
    meaning_of,
    ours_in_words,
    place_in_words,
    theirs_in_words,
)
from members.reconciling.register import SENSITIVE, SENSITIVE_NAMES
from nakhe.access import Right
from nakhe.excel_file import row_by_row
from nakhe.excel_footer import footer
from nakhe.vietnamese.dates import PartialDate, format_day
from nakhe.vietnamese.names import fold

LINE_HEIGHT, CAPITALS = 16, 0.4
TITLE = "ĐỐI KHỚP SỔ ĐẢNG VIÊN VỚI TỆP"
KINDS = (groups.DIFFERENT, groups.HERE_BLANK, groups.THERE_BLANK, groups.UNREAD)
PLACES = {field.key: place for place, field in enumerate(FIELDS)}
WITHHELD = f"Không kèm {{0}} ô {SENSITIVE_NAMES}; muốn có, xuất kèm dữ liệu nhạy cảm."


def for_export(found, reader, private=False):
    """(Found cut to what *reader* may take out, how many cells are withheld without *private*)."""
    allowed = set(Person.objects.visible_to(reader, Right.EXPORT).values_list("pk", flat=True))
    lines, withheld = [], 0
    for line in found.lines:
        if line.person and line.person not in allowed:
            continue
        cells = [cell for cell in line.cells if private or cell.field not in SENSITIVE]
        withheld += len(line.cells) - len(cells)
        candidates = [each for each in line.candidates if each.pk in allowed]
        told = line.told if len(candidates) == len(line.candidates) else []  # it names those who stay behind
        lines.append(replace(line, cells=cells, candidates=candidates, told=told))
    missing = [each for each in found.missing if each.pk in allowed]
    return replace(found, lines=lines, missing=missing), withheld


def about(kept, found):
    """The lines below the title: what was compared with what, and when."""
    where = found.unit or "mọi chi bộ được xem"
    return [
        f"Tệp: {kept.file_name}; {len(found.lines)} dòng",
        f"Sổ: ngày {format_day(kept.day)}, {where}; đối khớp lúc {timezone.localtime(kept.compared_at):%H:%M %d/%m/%Y}",
    ]


def rows_of(found):
    """How many lines the sheets behind the summary have."""
    return sum(len(lines) for _, _, lines in _sheets(found))


def write(found, file, *, body, about, withheld, mark):
    """Write the .xlsx. *about*: sentences below the title; *mark*: who took the file, on every sheet."""
    with row_by_row(file, default_format_properties=FONT) as book:
        book.set_properties({"title": TITLE.capitalize()})
        looks = Looks(book)
        summary = Page(book, looks, "Tổng hợp", (24, 9, 9, 9, 9, 9, 9, 9), mark, is_wide=False)
        _summary(summary, found, body, about, withheld)
        for name, columns, lines in _sheets(found):
            _list(Page(book, looks, name, [width for _, width in columns], mark), name, columns, lines)


class Looks:
    def __init__(self, book):
        wrapped = {**FONT, "border": 1, "text_wrap": True, "valign": "top"}
        self.plain, self.bold = book.add_format(FONT), book.add_format({**FONT, "bold": True})
        self.title = book.add_format({**FONT, "bold": True, "font_size": 15})
        self.head = book.add_format(wrapped | {"bold": True, "align": "center", "valign": "vcenter"})
        self.beside = book.add_format({**FONT, "indent": 1})
        self.text, self.number = book.add_format(wrapped), book.add_format(wrapped | {"align": "center"})
        self.day = book.add_format(wrapped | {"num_format": "dd/mm/yyyy", "align": "left"})


class Page:
    """A worksheet that is written from the top down."""

    def __init__(self, book, looks, name, widths, mark, is_wide=True):
        self.sheet, self.looks, self.line, self.mark = book.add_worksheet(name), looks, 0, mark
        self.sheet.set_paper(9)  # A4
        self.sheet.set_landscape() if is_wide else self.sheet.set_portrait()
        self.sheet.set_margins(left=0.6, right=0.5, top=0.6, bottom=0.7)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer(footer(mark))
        self.widths = widths
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)

    def say(self, text, look=None, blank=0):
        self.sheet.write_string(self.line, 0, text, look or self.looks.plain)
        self.line += 1 + blank

    def headings(self, texts):
        self._fit(texts)
        for column, text in enumerate(texts):
            self.sheet.write_string(self.line, column, text, self.looks.head)
        self.line += 1

    def row(self, values):
        self._fit(values)
        for column, value in enumerate(values):
            if isinstance(value, int):
                self.sheet.write_number(self.line, column, value, self.looks.number)
            else:
                write_cell(self.sheet, self.line, column, value, self.looks.text, self.looks.day)
        self.line += 1

    def _fit(self, values):
        """As high as its longest text needs: not every program fits rows to wrapped text by itself."""
        lines = [
            sum(max(1, ceil(_length(part) / width)) for part in value.split("\n"))
            for value, width in zip(values, self.widths, strict=False)
            if isinstance(value, str)
        ]
        self.sheet.set_row(self.line, LINE_HEIGHT * max([1, *lines]))


def _length(text):
    """In the units of columns: capitals are wider."""
    return len(text) + CAPITALS * sum(map(str.isupper, text))


# --- The summary ---


def _summary(page, found, body, about, withheld):
    if body:
        page.say(body.upper(), page.looks.bold, blank=1)
    page.say(TITLE, page.looks.title)
    for text in [*about, page.mark]:
        page.say(text)
    if withheld:
        page.say(WITHHELD.format(withheld))
    page.line += 1
    _groups(page, found)
    _fields(page, found)
    _units(page, found)


def _groups(page, found):
    page.headings(["Nhóm", "Số"])
    for group in groups.ORDER:
        if found.counts[group] or group not in (groups.LEFT, groups.OUTSIDE):
            page.row([groups.NAMES[group], found.counts[group]])
            page.sheet.write_string(page.line - 1, 2, meaning_of(group, found), page.looks.beside)
    page.line += 1


def _fields(page, found):
    """Which fields differ how often."""
    counted = Counter((cell.field, cell.kind) for line in _compared(found) for cell in line.cells)
    fields = sorted({name for name, _ in counted}, key=lambda name: (PLACES[name.partition(".")[0]], name))
    if fields:
        page.headings(["Mục", "Khác nhau", "Sổ để trống", "Tệp để trống", "Chưa đọc được"])
        for name in fields:
            page.row([named(name), *(counted[name, kind] for kind in KINDS)])
        page.line += 1


def _units(page, found):
    """The groups of each chi bộ, as the register has it, of lines without anybody there as the file says."""
    counted = Counter((each.unit, each.group) for each in found.lines if each.group in groups.BY_UNIT)
    counted += Counter((each.unit, groups.HERE) for each in found.missing)
    page.headings(["Chi bộ", *(groups.NAMES[group] for group in groups.BY_UNIT)])
    for unit in sorted({unit for unit, _ in counted}, key=fold):
        page.row([unit or "Chưa rõ chi bộ", *(counted[unit, group] for group in groups.BY_UNIT)])


# --- The lists ---


def _sheets(found):
    """[(name, [(heading, width)], [values of a line])]."""
    whose = [("Họ và tên", 24), ("Ngày sinh", 12), ("Chi bộ", 24)]
    places = [("Trang", 21), ("Dòng", 7), ("Cột", 6)]
    yield (
        "Khác nhau",
        [*whose, ("Mục", 18), ("Trong sổ", 26), ("Trong tệp", 26), *places, ("Ghi chú", 30)],
        [_cell(line, cell) for kind in KINDS for line in _compared(found) for cell in line.cells if cell.kind == kind],
    )
    dates = [("Ngày vào Đảng", 14), ("Ngày chính thức", 14)]
    yield "Chỉ trong sổ", [*whose, *dates, ("Ghi chú", 44)], [_missing(each) for each in found.missing]
    noted = [*whose, *places[:2], ("Ghi chú", 50)]
    yield "Chỉ ở tệp", noted, [_line(line) for line in found.lines if line.group == groups.THERE]
    doubts = [("Dòng của tệp", 20), ("Họ và tên", 24), ("Ngày sinh", 12), ("Có thể là", 46), ("Vì sao", 46)]
    unsure = [line for line in found.lines if line.group in (groups.DOUBT, groups.UNREAD)]
    yield "Chưa chắc", doubts, [_doubt(line) for line in unsure if line.group == groups.DOUBT or not line.cells]


def _compared(found):
    return [line for line in found.lines if line.group in (groups.DIFFERENT, groups.BLANK, groups.UNREAD)]


def _list(page, name, columns, lines):
    page.say(name.upper(), page.looks.title)
    page.say(f"{len(lines)} dòng · {page.mark}", blank=1)
    top = page.line
    page.headings([heading for heading, _ in columns])
    page.sheet.repeat_rows(top)
    page.sheet.freeze_panes(page.line, 1)
    if lines:
        page.sheet.autofilter(top, 0, top + len(lines), len(columns) - 1)
    for line in lines:
        page.row(line)


def _cell(line, cell):
    ours = _typed(cell, cell.ours, ours_in_words(cell, masked=False))
    theirs = _typed(cell, cell.kind != groups.UNREAD and cell.theirs, theirs_in_words(cell))
    whose = [line.name, _date(line.birth), line.unit]
    return [*whose, field_in_words(cell), ours, theirs, line.sheet, line.row, cell.column, cell.told]


def _typed(cell, value, words):
    """A date as a date; anything else as people say it."""
    is_date = cell.field.endswith(("_on", "_date")) and value
    return PartialDate.from_iso(value) if is_date else words


def _missing(each):
    dates = _date(each.admitted_on), _date(each.official_on)
    return [each.name, _date(each.birth), each.unit, *dates, " ".join(each.told)]


def _line(line):
    return [line.name, _date(line.birth), line.unit, line.sheet, line.row, " ".join(line.told)]


def _doubt(line):
    possible = [
        [each.name, date_in_words(each.birth), each.unit, in_words("status", each.status or None)]
        for each in line.candidates
    ]
    possible = [", ".join(filter(None, parts)) for parts in possible]
    return [place_in_words(line), line.name, _date(line.birth), "\n".join(possible), "\n".join(line.told)]


def _date(iso):
    return PartialDate.from_iso(iso) if iso else None
