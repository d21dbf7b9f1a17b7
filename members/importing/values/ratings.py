"""Ratings of a year: whole values, with their sub-codes and reasons beside."""

import re

from members.importing import words
from members.importing.said import NOTHING, Said, asked
from members.importing.values.text import clean

RATINGS, NOT_RATED_REASONS = words.compiled(words.RATINGS), words.compiled(words.NOT_RATED_REASONS)


def read_rating(year, value, context):
    """The rating of *year* under the key ratings.<year>; what means nothing or several is asked once for the file."""
    text, name = clean(value), f"ratings.{year}"
    if not text:
        return NOTHING
    sub_code = words.SUB_CODE.fullmatch(words.plain(text))
    level = words.meaning(sub_code[1], RATINGS) if sub_code else _level(text)
    if level is None:
        message = f"“{text}” là mức xếp loại nào?"
        return asked(name, f"ratings|{words.plain(text)}", "rating", message, words.RATING_NAMES, context.answers)
    beside = {f"rating_reasons.{year}": sub_code[2]} if sub_code else {}
    if level == words.NOT_RATED:
        beside[f"not_rated.{year}"] = words.meaning(text, NOT_RATED_REASONS) or "OTHER"
    return Said({name: level}, beside=beside)


def _level(text):
    """“Hoàn thành tốt nhiệm vụ (HTTNV)” says one level twice; two different ones say none."""
    told = [part for part in map(str.strip, re.split(r"[()]", text)) if part]
    levels = {words.meaning(part, RATINGS) for part in told}
    return levels.pop() if len(levels) == 1 else None
