"""What was found, as people say it."""

from members.importing.in_words import in_words, named, on_record
from members.reconciling import groups
from nakhe.vietnamese.dates import PartialDate

MAY_BE_LINES = "Trong đó {0} người có thể là một dòng chưa chắc."
HERE_IS_BLANK, THERE_IS_BLANK = "sổ để trống", "tệp để trống"


def meaning_of(group, found):
    """What it means to stand in *group* and, of members without a line, how many of them may have one after all."""
    more = [MAY_BE_LINES.format(found.doubtful)] if group == groups.HERE and found.doubtful else []
    return " ".join([groups.MEANINGS[group], *more])


def ours_in_words(cell, masked=True):
    """Of the register; numbers are hidden on screen."""
    if cell.ours in (None, ""):
        return HERE_IS_BLANK if cell.kind == groups.HERE_BLANK else ""
    return on_record(cell.field, cell.ours) if masked else in_words(cell.field, cell.ours)


def theirs_in_words(cell):
    if cell.kind == groups.THERE_BLANK:
        return THERE_IS_BLANK
    return "chưa đọc được" if cell.kind == groups.UNREAD and cell.theirs is None else in_words(cell.field, cell.theirs)


def field_in_words(cell):
    return named(cell.field)


def date_in_words(iso):
    return str(PartialDate.from_iso(iso)) if iso else ""


def place_in_words(line, column=""):
    """“Danh sách, dòng 12, cột D”."""
    parts = [line.sheet, f"dòng {line.row}", f"cột {column}" if column else ""]
    return ", ".join(filter(None, parts))
