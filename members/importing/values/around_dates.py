"""What stands around a date in its cell: signs that a typist leaves, a label, dots for what is unknown, a remark."""

import re

from nakhe.vietnamese.names import tidy

SIGNS = re.compile(r"^['’`]+|(?:[\s.,;]|(?<=\d)\s+0{1,2}:00(?::00)?)+$")
DATED = re.compile(r"\d")
LABELS = {
    "birth_date": "sinh ngày|sinh năm|năm sinh|sinh|sn",
    "admitted_on": "ngày vào đảng|vào đảng|ngày kết nạp|kết nạp|dự bị|kn|db",
    "official_on": "ngày chính thức|chính thức|ct",
    "admission_decision_on": "quyết định|qđ",
}
"""{field: what may stand before its date}; the label of another field is no part of this one."""
UNKNOWN = re.compile(r"^(?:(?:[._…-]{1,4}|\s)*[/.-]){1,2}(?=(?:\d{1,2}[/.-])?\d{4}$)(?<=[/.-])")
MONTH = re.compile(r"^t\.?\s*(?=\d{1,2}/\d{4}$)", re.IGNORECASE)
REMARK = re.compile(r"(?P<date>.*\d)\s*\((?P<remark>[^()\d?]+)\)")
TELLING = re.compile(
    r"âm|\bâl\b|\bal\b|\b(?:mất|chết|từ trần|hy sinh|xóa tên|xoá tên|khai trừ|chuyển đi|ra khỏi)\b", re.IGNORECASE
)
"""Remarks that are not left out: of another calendar, or that somebody is gone."""


def undressed(name, value):
    """The text *value* of the field *name* with nothing around its date; what is no text, or has none, as it is."""
    if not isinstance(value, str) or not DATED.search(value):
        return value
    bare = _without_signs(name, value)
    remarked = REMARK.fullmatch(tidy(bare))
    if remarked and not TELLING.search(remarked["remark"]):
        bare = _without_signs(name, remarked["date"])
    return bare


def is_only_dressed(name, value):
    """Whether nothing but signs and labels stands around the date: no remark that would be lost."""
    return not REMARK.fullmatch(tidy(_without_signs(name, value)))


def _without_signs(name, value):
    bare = SIGNS.sub("", value) or value
    if name in LABELS:
        bare = re.sub(rf"^\s*(?:{LABELS[name]})\s*[:.]?\s*(?=\d)", "", bare, flags=re.IGNORECASE)
    return MONTH.sub("", UNKNOWN.sub("", bare))
