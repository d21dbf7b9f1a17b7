"""What was found, as people say it."""

from members.importing.in_words import in_words, named, on_record
from members.reconciling.result import (
    BLANK,
    DIFFERENT,
    DOUBT,
    HERE,
    HERE_BLANK,
    LEFT,
    OUTSIDE,
    SAME,
    THERE,
    THERE_BLANK,
    UNREAD,
)
from nakhe.vietnamese.dates import PartialDate

GROUP_NAMES = {
    SAME: "Khớp hoàn toàn",
    DIFFERENT: "Khác nhau",
    HERE: "Chỉ trong sổ",
    THERE: "Chỉ ở tệp",
    DOUBT: "Chưa chắc là ai",
    BLANK: "Trống một bên",
    UNREAD: "Chưa đọc hết",
    LEFT: "Bỏ qua",
    OUTSIDE: "Chi bộ khác",
}
MEANINGS = {
    SAME: "Mọi ô của tệp đúng như trong sổ.",
    DIFFERENT: "Người có ít nhất một ô mà sổ và tệp ghi khác nhau.",
    HERE: "Đảng viên trong sổ mà không dòng nào của tệp chắc chắn là người ấy.",
    THERE: "Dòng của tệp mà sổ không có ai như vậy.",
    DOUBT: "Dòng có thể là một trong mấy người, hoặc trùng với dòng khác của tệp.",
    BLANK: "Không ô nào trái nhau, nhưng có ô chỉ một bên ghi.",
    UNREAD: "Phần đọc được khớp với sổ; còn ô có lỗi hoặc chưa rõ nghĩa.",
    LEFT: "Dòng đã chọn bỏ qua khi trả lời.",
    OUTSIDE: "Dòng của chi bộ khác, không xét.",
}
MAY_BE_LINES = "Trong đó {0} người có thể là một dòng chưa chắc."
HERE_IS_BLANK, THERE_IS_BLANK = "sổ để trống", "tệp để trống"


def meaning_of(group, found):
    """What it means to stand in *group* and, of members without a line, how many of them may have one after all."""
    more = [MAY_BE_LINES.format(found.doubtful)] if group == HERE and found.doubtful else []
    return " ".join([MEANINGS[group], *more])


def ours_in_words(cell, masked=True):
    """Of the register; numbers are hidden on screen."""
    if cell.ours in (None, ""):
        return HERE_IS_BLANK if cell.kind == HERE_BLANK else ""
    return on_record(cell.field, cell.ours) if masked else in_words(cell.field, cell.ours)


def theirs_in_words(cell):
    if cell.kind == THERE_BLANK:
        return THERE_IS_BLANK
    return "chưa đọc được" if cell.kind == UNREAD and cell.theirs is None else in_words(cell.field, cell.theirs)


def field_in_words(cell):
    return named(cell.field)


def date_in_words(iso):
    return str(PartialDate.from_iso(iso)) if iso else ""


def place_in_words(line, column=""):
    """“Danh sách, dòng 12, cột D”."""
    parts = [line.sheet, f"dòng {line.row}", f"cột {column}" if column else ""]
    return ", ".join(filter(None, parts))
