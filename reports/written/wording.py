"""How figures read in a Vietnamese sentence: nothing, one or many; more, less or the same; lists of names."""

import re

from nakhe.vietnamese import numbers
from nakhe.vietnamese.dates import format_day

UNKNOWN = "chưa rõ"
MOST_NAMED = 5
"""People whom nobody has to act on are named up to so many; beyond, the annexed tables have them."""
CITED = r"(?P<cited>(?:điều|khoản|điểm|mục|số|tháng|năm|khóa) )?"
LONE_DIGIT = re.compile(rf"{CITED}(?<![\w/.,–-])(?P<digit>[1-9])(?![\w/–-]|[.,]\d| %)", re.IGNORECASE)
CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")


def number(value):
    """“04” as Party papers write it, “0”, “chưa rõ”."""
    if value is None:
        return UNKNOWN
    return f"{value:02d}" if value else "0"


def share(value):
    """“20,0 %”."""
    return UNKNOWN if value is None else f"{numbers.decimal(str(value))} %"


def having(count, noun):
    """“có 04 đảng viên”, “không có đảng viên nào”."""
    if count is None:
        return f"{UNKNOWN} số {noun}"
    return f"có {number(count)} {noun}" if count else f"không có {noun} nào"


def change(after, before, day):
    """“tăng 01 so với ngày 31/12/2020 (14)”."""
    then = f"so với ngày {format_day(day)}"
    if after is None or before is None:
        return f"{then}: {UNKNOWN}"
    return f"{more_or_less(after - before)} {then}" + (f" ({number(before)})" if after != before else "")


def more_or_less(difference):
    if difference is None:
        return UNKNOWN
    if not difference:
        return "không thay đổi"
    return f"{'tăng' if difference > 0 else 'giảm'} {number(abs(difference))}"


def listed(names):
    """“Lan”, “Lan và Páo”, “Lan, Páo và Mai”."""
    *others, last = names
    return f"{', '.join(others)} và {last}" if others else last


def few(names):
    """“: Lan và Páo” after a number; nothing where they are too many, or nobody."""
    return f": {listed(names)}" if 0 < len(names) <= MOST_NAMED else ""


def each(pairs):
    """“đại học: 07; 9/12: 06; không có cao đẳng, trung cấp” of (label, number): what is not stands last."""
    pairs = list(pairs)
    told = [f"{label}: {number(count)}" for label, count in pairs if count != 0]
    nobody = ", ".join(label for label, count in pairs if count == 0)
    return "; ".join([*told, *([f"không có {nobody}"] if nobody else [])])


def padded(text):
    """*text* of a report with its lone digits as number() writes them, “Vượt 06”; shares, dates and citations stay."""
    return LONE_DIGIT.sub(lambda found: found[0] if found["cited"] else f"0{found['digit']}", text)


def small(text):
    """The first letter small, unless a word in capitals begins there."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def capital(text):
    return text[:1].upper() + text[1:]


def plain(text):
    """What a Word file can hold: no control characters."""
    return CONTROLS.sub(" ", str(text))
