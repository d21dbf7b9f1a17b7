"""What the lines above a list of participants say of its course."""

import re

from members.importing.shapes import SIGNATURE
from members.importing_training.fields import A_DAY, period_in
from nakhe.vietnamese.dates import DateError, parse
from nakhe.vietnamese.names import tidy

NAMED = re.compile(r"\b(?:lớp|khóa|khoá)(?:\s+học)?\b\s*[:.]?\s*(.+)", re.IGNORECASE)
UNNAMED = re.compile(r"\b((?:bồi dưỡng|tập huấn)\s.+)", re.IGNORECASE)
WITH_DAYS = re.compile(rf"[\s,(–-]*\(?(?:từ\s+)?(?:ngày\s+)?(?:\d{{1,2}}\s*[-–]\s*)?{A_DAY}.*$", re.IGNORECASE)
YEAR = re.compile(r"\b((?:19|20)\d{2})\b")
MONTH = re.compile(r"\btháng\s*(\d{1,2})\s*(?:/|năm\s*)(\d{4})", re.IGNORECASE)
QUOTES = " “”\"'.,;:()–-"


def course_in(texts):
    """{name, started_on, ended_on} as far as *texts* say them: the name as written, days as ISO."""
    texts, said = [text for text in texts if not SIGNATURE.search(text)], {}
    if name := next(filter(None, map(_name, texts)), ""):
        said["name"] = name
    return said | _days(texts)


def _name(text):
    """Behind “lớp”, without its days; a name all in capitals as a sentence."""
    found = NAMED.search(text) or UNNAMED.search(text)
    if not found:
        return ""
    name = tidy(WITH_DAYS.sub("", found[1])).strip(QUOTES)
    return name.capitalize() if name == name.upper() else name[:1].upper() + name[1:]


def _days(texts):
    period = next(filter(None, map(period_in, texts)), None)
    if period:
        first, last = map(_iso, period)
        return {"started_on": first, "ended_on": last} if first and last else {}
    months = {f"{int(found[1]):02}/{found[2]}" for text in texts for found in MONTH.finditer(text)}
    days = {day for text in texts for day in re.findall(A_DAY, text)}
    years = {year for text in texts for year in YEAR.findall(text)}
    for told in (days, months, years):
        if len(told) == 1 and (iso := _iso(told.pop())):
            return {"started_on": iso}
    return {}


def _iso(text):
    try:
        return parse(text).iso
    except DateError:
        return ""
