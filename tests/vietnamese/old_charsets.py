"""Writes Unicode text as the old encodings had it: the other way round of what is tested, from the vectors' tables."""

import unicodedata

from tests.vietnamese import vectors

TABLES = vectors("legacy")["tables"]
TCVN3 = {letter: stored for stored, letter in TABLES["tcvn3"].items()}
VNI = {
    letter: stored
    for stored, letter in TABLES["vni"].items()
    if len(stored) == 1 or stored[0].islower() == stored[1].islower()
}
VIQR = {letter: stored for stored, letter in TABLES["viqr"].items()}
LATIN1 = TABLES["cp1258_chars_to_latin1"]
SHOWN = {latin: shown for shown, latin in LATIN1.items()}
TONES = "\u0300\u0301\u0303\u0309\u0323"
NO_CP1252 = (0x81, 0x8D, 0x8F, 0x90, 0x9D)


def tcvn3(text):
    """Accented capitals as small letters, for the font has no others."""
    return "".join(TCVN3.get(letter) or TCVN3.get(letter.lower(), letter) for letter in text)


def tcvn3_upper(text):
    return "".join(TCVN3.get(letter, letter) for letter in text.lower())


def vni(text):
    return "".join(VNI.get(letter, letter) for letter in text)


def viqr(text):
    return "".join(VIQR.get(letter, letter) for letter in text)


def through_cp1258(stored):
    return "".join(SHOWN.get(letter, letter) for letter in stored)


def cp1258_as_cp1252(text):
    return "".join(LATIN1.get(part, part) for letter in text for part in _apart(letter))


def _apart(letter):
    """The letter with its shape, then its tone."""
    marks = unicodedata.normalize("NFD", letter)
    tone = "".join(mark for mark in marks if mark in TONES)
    return unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in TONES)) + tone


def utf8_as_cp1252(text):
    return "".join(chr(byte) if byte in NO_CP1252 else bytes([byte]).decode("cp1252") for byte in text.encode())


WRITERS = {
    ".VnTime": tcvn3,
    ".VnTimeH": tcvn3_upper,
    "VNI-Times": vni,
    ".VnArial": lambda text: through_cp1258(tcvn3(text)),
    "VNI-Helve": lambda text: through_cp1258(vni(text)),
    "VIQR": viqr,
    "Windows-1258": cp1258_as_cp1252,
    "UTF-8": utf8_as_cp1252,
}
"""By the font that says so, or a name where none does."""
