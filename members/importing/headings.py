"""What the headings of a column mean: normalised, looked up in fields.py, joined over merged and several rows.

A heading is the path of texts above a column, from the group down to the column's own.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from django.utils.crypto import salted_hmac

from members.importing import words
from members.importing.fields import BY_KEY, FIELDS, OFFICE, RATINGS
from nakhe.vietnamese.names import exact_key, fold, tidy

HINT = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
YEAR = re.compile(r"\s*(?:năm\s*)?\b((?:19|20)\d{2})\b", re.IGNORECASE)
JOINT = "+"
BETWEEN_FIELDS = re.compile(r"[,;/]|\svà\s")
BETWEEN_LEVELS = " – "
"""Between a group and its column where one cell has both, as a file without merged cells does."""
PLACES = {
    "country": "Quốc gia · Nước",
    "province": "Tỉnh · Tỉnh, thành phố",
    "address": "Địa chỉ chi tiết · Chi tiết · Xã · Địa chỉ",
}
NAME_PARTS = {
    "family": "Họ và tên đệm · Họ đệm · Họ và đệm · Họ và chữ đệm · Họ lót · Họ",
    "middle": "Tên đệm · Đệm · Chữ đệm · Chữ lót · Tên lót",
    "given": "Tên",
}
"""A name in two or three columns, in the order in which it is joined again."""
DATE_PARTS = {"day": "Ngày", "month": "Tháng", "year": "Năm · Năm sinh"}
"""A date in three columns; joined again."""
NO_HEADING = "Cột {0} không có tiêu đề, dòng đầu: {1}"
"""What a column without a heading is called: by what stands in it first (unnamed.headed)."""
NAMELESS = re.compile(f"({NO_HEADING.format('[A-Z]+', '')})(.+)")
DIGITS = 16
"""Of what takes the place of the second part of it where it is kept."""
BOTH_NAMES = ("full_name", "name_in_use")
"""What “Họ và tên, họ tên khai sinh” holds (cells.read_names)."""
ADMISSIONS = {
    "admission_decision_on": "Quyết định · Ngày quyết định",
    "admitted_on": "Lễ kết nạp · Ngày lễ · Kết nạp · KN · Dự bị · DB",
    "official_on": "Chính thức · CT · C.thức · C/thức",
}
OFFICES = {
    "party_office": "Đảng · Trong Đảng",
    "government_office": "Chính quyền · Chính quyền, đoàn thể · Đoàn thể · CQ · CQ, đoàn thể · Chính quyền, Đoàn thể",
}


@dataclass(frozen=True)
class Meaning:
    """*keys*: the fields that stand in the column, several where a cell holds several; *part*: M, province, 2023 …"""

    keys: tuple[str, ...]
    part: str = ""

    @property
    def is_year(self):
        """Whether this is the rating of the year that *part* names."""
        return self.keys[0] == RATINGS and self.part.isdigit()

    def __str__(self):
        name = JOINT.join(self.keys)
        if not self.part:
            return name
        return f"{name}.{self.part}" if self.is_year else f"{name}:{self.part}"


@lru_cache(maxsize=5_000)
def plain(text):
    """A heading to be compared: no hints in brackets, asterisks, final colon, case or place of the tone."""
    text = tidy(HINT.sub(" ", tidy(text)).replace("*", " "))
    return exact_key(re.sub(r"\s*([,/])\s*", r"\1 ", text).strip(" :.;,-"))


def spellings_of(fields):
    """({plain heading: key}, {the same without accents: key}) of *fields*."""
    exact = {}
    for field in fields:
        for spelling in field.spellings:
            exact.setdefault(plain(spelling), field.key)
    loose = {}
    for spelling, key in exact.items():
        loose.setdefault(fold(spelling), set()).add(key)
    return exact, {spelling: keys.pop() for spelling, keys in loose.items() if len(keys) == 1}


EXACT, LOOSE = spellings_of(FIELDS)


def _parts_of(table):
    """{spelling: value} of a table of words, under the plain form of headings."""
    return {plain(spelling): value for value, spellings in table.items() for spelling in spellings}


def _split(table):
    return {value: spellings.split(" · ") for value, spellings in table.items()}


def _several(table):
    return {plain(spelling): "|".join(values) for values, spellings in table.items() for spelling in spellings}


SEXES = _parts_of(words.SEX)
PARTS = {
    "sex": SEXES,
    "birth_date": SEXES | _parts_of(_split(DATE_PARTS)),
    **{key: _parts_of(_split(DATE_PARTS)) for key in ("admitted_on", "official_on")},
    "professional_level": _parts_of(words.TRAINING) | _several(words.SEVERAL_TRAININGS),
    "political_theory": _parts_of(words.THEORY) | _several(words.SEVERAL_THEORIES),
    "status": _parts_of(words.STATUS) | _several(words.SEVERAL_STATUSES),
    RATINGS: _parts_of(words.RATINGS),
    "full_name": SEXES,
    "party_office": _parts_of(words.PARTY_OFFICES),
    **{key: _parts_of(_split(PLACES)) for key in ("native_place", "residence", "birthplace")},
}
"""{field: {heading below its group: part}}: crosses, and places split into columns."""
BELOW_OFFICES = _parts_of(_split(OFFICES))
BELOW_ADMISSION = _parts_of(_split(ADMISSIONS))
NAMES = _parts_of(_split(NAME_PARTS))


def meaning_of(path, mapped=None):
    """The Meaning of the texts above a column, the group first; None where they say nothing known.

    *mapped*: {plain heading: field key, or "" for none}, what people chose by hand.
    """
    path = [text for text in path if plain(text)]
    chosen = (mapped or {}).get(mapping_key(path))
    if chosen is not None:
        return chosen_meaning(chosen)
    if not path:
        return None
    *groups, leaf = path
    for group in reversed(groups):
        below = _below(group, leaf)
        if below:
            return below
    exact = _exactly(" ".join(path)) or _exactly(leaf)
    found = exact or _joint(leaf) or _single(" ".join(path)) or _single(leaf) or _alone(leaf)
    return found or (meaning_of(leaf.split(BETWEEN_LEVELS)) if BETWEEN_LEVELS in leaf else None)


def meaning_within(known, spelt, shared):
    """A reader like meaning_of() for another kind of file.

    *known*: its {key: Field}; *spelt*: what spellings_of() says of its own; *shared*: keys that people have too.
    """
    exact, loose = spelt

    def heading_meaning(path, mapped=None):
        path = [text for text in path if plain(text)]
        chosen = (mapped or {}).get(mapping_key(path))
        if chosen is not None:
            return chosen_meaning(chosen, known)
        for text in (" ".join(path), path[-1]) if path else ():
            key = exact.get(plain(text)) or loose.get(fold(plain(text)))
            if key:
                return Meaning((key,))
        found = meaning_of(path)
        return found if found and set(found.keys) <= shared else None

    return heading_meaning


def _alone(leaf):
    """“Nam” or “Nữ” without a group: crosses, or dates (settling looks); “Họ đệm” or “Tên”: part of a name."""
    if plain(leaf) in SEXES:
        return Meaning(("sex",), SEXES[plain(leaf)])
    return Meaning(("full_name",), NAMES[plain(leaf)]) if plain(leaf) in NAMES else None


def mapping_key(path):
    """Under which a column mapped by hand is remembered for the next file: without a word about a person."""
    return " > ".join(plain(NAMELESS.sub(_digested, text)) for text in path)


def _digested(found):
    return f"{found[1]}{salted_hmac('members.importing.headings', found[2]).hexdigest()[:DIGITS]}"


def chosen_meaning(text, known=BY_KEY):
    """From what Meaning says of itself; "" leaves the column out. *known*: the fields of the kind of file."""
    found = re.fullmatch(r"([a-z_+]+)(?:[:.](.+))?", text)
    if not found or not set(found[1].split(JOINT)) <= set(known):
        return None
    return Meaning(tuple(found[1].split(JOINT)), found[2] or "")


def _below(group, leaf):
    """What *leaf* means below *group*: a level to be crossed, half of a split date, a part of a place, a year."""
    base = _single(group)
    if base is None:
        return None
    key = base.keys[0]
    part = PARTS.get(key, {}).get(plain(leaf))
    if part:
        return Meaning((key,), part if not base.part else f"{base.part}:{part}")
    if key in (OFFICE, "party_office", "government_office") and plain(leaf) in BELOW_OFFICES:
        return Meaning((BELOW_OFFICES[plain(leaf)],))
    if key == "admitted_on" and plain(leaf) in BELOW_ADMISSION:
        return Meaning((BELOW_ADMISSION[plain(leaf)],))
    year = YEAR.fullmatch(tidy(leaf))
    return Meaning((key,), year[1]) if key == RATINGS and year else None


WORDS_OF_RATINGS = set(
    fold(
        "kết quả đánh giá xếp loại phân loại chất lượng mức độ hoàn thành nhiệm vụ đảng viên đv cuối năm hằng hàng"
        " các qua từ đến giai đoạn trong gần đây của"
    ).split()
)
"""Of which headings of ratings are made: “Kết quả đánh giá, xếp loại các năm”, “Phân loại đảng viên giai đoạn …”."""


def _exactly(text):
    return Meaning((EXACT[plain(text)],)) if plain(text) in EXACT else None


def _single(text):
    """One field; a year in the heading belongs to ratings alone."""
    key = EXACT.get(plain(text)) or LOOSE.get(fold(plain(text)))
    if key:
        return Meaning((key,))
    years = set(YEAR.findall(HINT.sub(" ", tidy(text))))
    if not _is_of_ratings(plain(YEAR.sub(" ", tidy(text)))):
        return None
    return Meaning((RATINGS,), years.pop() if len(years) == 1 else "")


def _is_of_ratings(text):
    """Whether the plain heading *text* speaks of ratings and of nothing else, in one year or over several."""
    if (EXACT.get(text) or LOOSE.get(fold(text))) == RATINGS:
        return True
    words = set(fold(text).split())
    return words <= WORDS_OF_RATINGS and (words >= {"xep", "loai"} or words >= {"phan", "loai", "dang", "vien"})


def _joint(text):
    """Several fields in one column, named one after the other: “Số thẻ đảng viên, số lý lịch”, “Vào Đảng/…”."""
    if plain(text) == plain("Họ và tên, họ tên khai sinh"):
        return Meaning(BOTH_NAMES)
    text = re.sub(r"nam\s*[,/]\s*nữ", "giới tính", tidy(text).lower())
    found = [_single(part) for part in BETWEEN_FIELDS.split(text)]
    if len(found) < 2 or None in found or any(each.part or not BY_KEY[each.keys[0]].read for each in found):
        return None
    keys = tuple(each.keys[0] for each in found)
    return Meaning(keys) if len(set(keys)) == len(keys) else None
