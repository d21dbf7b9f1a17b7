"""The headings of a list of chi bộ, and what its cells may say."""

from members.importing.fields import BY_KEY, ROW_NUMBER
from members.importing.headings import Meaning, plain
from members.importing.words import compiled
from nakhe.vietnamese.names import fold
from units.models import Unit

NAME, TYPE, VILLAGE, BORDER, FOUNDED = "name", "unit_type", "village", "is_border", "founded_on"
NAMES = {
    NAME: "Tên đơn vị", TYPE: "Loại hình", VILLAGE: "Thôn", BORDER: "Biên giới", FOUNDED: "Ngày thành lập",
    ROW_NUMBER: "Số thứ tự",
}  # fmt: skip
SPELLINGS = {
    NAME: (
        "Tên đơn vị · Đơn vị · Chi bộ · Tên chi bộ · Tên tổ chức · Tên tổ chức đảng · Tổ chức đảng · Chi bộ trực thuộc"
        " · Tên chi bộ trực thuộc · Tổ chức đảng trực thuộc · Đơn vị trực thuộc · Tên TCĐ · Tên TCCSĐ"
    ),
    TYPE: (
        "Loại hình · Loại · Loại hình chi bộ · Loại chi bộ · Loại hình đơn vị · Loại đơn vị · Loại hình tổ chức"
        " · Loại hình tổ chức đảng · Loại hình TCĐ"
    ),
    VILLAGE: (
        "Thôn · Tên thôn · Bản · Thôn, bản · Thôn/bản · Thôn bản · Thôn, xóm · Xóm · Ấp · Tổ dân phố · Thôn, tổ dân phố"
        " · Khu dân cư · Địa bàn · Thuộc thôn"
    ),
    BORDER: "Biên giới · Thôn biên giới · Là thôn biên giới · Thuộc biên giới · Địa bàn biên giới",
    FOUNDED: (
        "Ngày thành lập · Thành lập · Thành lập ngày · Năm thành lập · Ngày tháng năm thành lập"
        " · Ngày, tháng, năm thành lập · Ngày thành lập chi bộ · Thời gian thành lập"
    ),
}
EXACT = {plain(each): key for key, spellings in SPELLINGS.items() for each in spellings.split(" · ")}
EXACT |= {plain(each): ROW_NUMBER for each in BY_KEY[ROW_NUMBER].spellings}
LOOSE = {fold(spelling): key for spelling, key in EXACT.items()}

TYPES = {
    "VILLAGE": [
        "thôn", "bản", "thôn bản", "thôn, bản", "thôn/bản", "xóm", "ấp", "buôn", "làng", "nông thôn", "khu dân cư",
        "tổ dân phố", "tdp", "khu phố",
    ],
    "OFFICE": ["cơ quan", "cơ quan xã", "cơ quan hành chính", "khối cơ quan", "hành chính"],
    "SCHOOL": ["trường học", "trường", "nhà trường", "giáo dục"],
    "HEALTH": ["y tế", "trạm y tế"],
    "POLICE": ["công an", "công an xã"],
    "MILITARY": ["quân sự", "quân sự xã", "ban chỉ huy quân sự", "quân đội"],
    "ENTERPRISE": ["doanh nghiệp", "hợp tác xã", "htx", "công ty"],
}  # fmt: skip
KNOWN_TYPES = compiled(TYPES)
ALLOWED = ", ".join(kind.label.lower() for kind in Unit.Type)


def heading_meaning(path, mapped=None):
    """The Meaning of the texts above a column, the column's own first and then all of them together."""
    for text in (path[-1], " ".join(path)) if path else ():
        key = EXACT.get(plain(text)) or LOOSE.get(fold(plain(text)))
        if key:
            return Meaning((key,))
    return None


def column_name(field):
    return "không nhập" if field is None else NAMES[field]


def in_words(name, value):
    """The *value* of a field as people say it."""
    if value in (None, ""):
        return "chưa ghi"
    if name == BORDER:
        return "có" if value else "không"
    if name == TYPE:
        return Unit.Type(value).label
    return "/".join(reversed(value.split("-"))) if name == FOUNDED else value
