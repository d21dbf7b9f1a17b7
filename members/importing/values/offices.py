"""Offices in the Party and outside, by the words and letters of the committees."""

import re

from members.importing import words
from members.importing.said import NOTHING, Said, asked, error, warned
from members.importing.values.text import clean

PARTY_OFFICES, ABOVE = words.compiled(words.PARTY_OFFICES), words.compiled(words.ABOVE)
NO_OFFICE = set(map(words.plain, words.NO_OFFICE))
LONGEST = 120
RANKED = list(words.PARTY_OFFICES)


def read_party_office(name, value, context):
    """BT, Phó bí thư …; “ĐV” says that there is none. Of several the highest counts, and the others are named."""
    text = clean(value)
    parts = [part for part in map(str.strip, re.split(r"[,;+/\n]", text)) if part]
    found = [(position_of(part), part) for part in parts if words.plain(part) not in NO_OFFICE]
    if not found:
        return NOTHING
    if any(position is None for position, _ in found):
        key = f"{name}|{words.plain(text)}"
        return asked(name, key, "office", f"“{text}” là chức vụ Đảng nào?", words.OFFICE_NAMES, context.answers)
    position, part = min(found, key=lambda each: RANKED.index(each[0]))
    beside = {"party_office_at": "above"} if words.meaning(part, ABOVE) else {}
    if len(found) == 1:
        return Said({name: position}, beside=beside)
    message = f"“{text}”: ghi chức vụ cao nhất là {words.OFFICE_NAMES[position]}."
    return warned(name, position, "several_offices", message) | Said(beside=beside)


def position_of(text):
    """The Party office that *text* means, in the chi bộ or above; None where it is no Party office."""
    return words.meaning(text, PARTY_OFFICES) or words.meaning(text, ABOVE)


def read_office(name, value, context):
    """A column “Chức vụ” that does not say which: the Party's where the word is one of hers, else as written."""
    text = clean(value)
    if not text or words.plain(text) in NO_OFFICE:
        return NOTHING
    parts = [part for part in map(str.strip, re.split(r"[,;+\n]", text)) if part]
    party = [part for part in parts if position_of(part)]
    other = [part for part in parts if not position_of(part) and words.plain(part) not in NO_OFFICE]
    if len(", ".join(other)) > LONGEST:
        message = f"Chức vụ dài {len(', '.join(other))} ký tự, nhiều nhất {LONGEST}. Ghi gọn lại."
        return error("government_office", "too_long", message)
    said = read_party_office("party_office", ", ".join(party), context) if party else NOTHING
    return said | Said({"government_office": ", ".join(other)} if other else {})
