"""Vietnamese personal names: their order, and the keys by which they are found.

Order: given name (the last word unless told otherwise), then surname, then middle names; letters in the order of the
alphabet with f, j, w, z; one tone per syllable, wherever it is written: ngang, huyền, hỏi, ngã, sắc, nặng
(CLDR common/collation/vi.xml; Vũ Xuân Lương, Vietlex: quy tắc sắp xếp).
"""

import re
import unicodedata
from functools import cache, lru_cache

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
GRAVE, HOOK, TILDE, ACUTE, DOT = "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"
TONES = {GRAVE: 1, HOOK: 2, TILDE: 3, ACUTE: 4, DOT: 5}
LOOKALIKES = str.maketrans({"đ": "d", "ð": "d"})
LOOKALIKE_LETTERS = {"ð": "đ"}
INVISIBLE = re.compile("[\u200b-\u200f\ufeff]")
WORD_END, PART_END = "1", "0"
REMEMBERED = 20_000
"""Texts whose key is kept: a file says the same words in every row, and is read twice."""


@lru_cache(REMEMBERED)
def tidy(text):
    """NFC, without invisible characters and surrounding or doubled spaces."""
    return " ".join(INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


def split_name(full_name, given_name=None):
    """(surname, middle, given). *given_name* overrides the last word: some peoples put the clan name last."""
    words = tidy(full_name).split()
    given = tidy(given_name or "").split() or words[-1:]
    rest = words[: -len(given)] if words[-len(given) :] == given else [word for word in words if word not in given]
    return "".join(rest[:1]), " ".join(rest[1:]), " ".join(given)


def sort_key(full_name, given_name=None):
    """Digits whose plain text order is the order of the names, under any collation of any database.

    A letter is two digits from 20 up, a word ends with 1 and its tone, a part of the name with 0: so a shorter
    word, and a name with fewer words, comes first.
    """
    surname, middle, given = split_name(full_name, given_name)
    return PART_END.join("".join(_word_key(word) for word in part.split()) for part in (given, surname, middle))


def _word_key(word):
    letters, tone = [], 0
    for character in unicodedata.normalize("NFC", word.lower()):
        letter, mark = _letter_and_tone(character)
        tone = mark or tone
        letters.append(letter)
    return f"{''.join(letters)}{WORD_END}{tone}"


@cache
def _letter_and_tone(character):
    """The two digits of a letter ("" for what is none: an apostrophe, a hyphen) and its tone."""
    marks = unicodedata.normalize("NFD", LOOKALIKE_LETTERS.get(character, character))
    tone = next((TONES[mark] for mark in marks if mark in TONES), 0)
    letter = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in TONES))
    if letter not in ALPHABET:
        letter = marks[0]  # another people's letter (Krŏng) stands with the one it is made from
    return (str(20 + ALPHABET.index(letter)) if letter and letter in ALPHABET else ""), tone


@lru_cache(REMEMBERED)
def fold(text):
    """Lower case without accents, the words apart by single spaces: what is stored to be searched."""
    text = unicodedata.normalize("NFKD", text.lower().translate(LOOKALIKES))
    text = re.sub(r"[\u0300-\u036f'’‘`ʼ\u200b-\u200f\ufeff]", "", text)
    return " ".join(re.findall(r"[a-z0-9]+", text))


def search_words(query):
    """The words that a name must all contain; none where *query* says nothing, which then matches nobody."""
    return fold(query).split()


@lru_cache(REMEMBERED)
def exact_key(text):
    """Equal for two spellings of one name that differ only in where the tone is written: Hòa and Hoà."""
    return " ".join(_spelling(word) for word in tidy(text).lower().split())


def _spelling(word):
    marks = unicodedata.normalize("NFD", word)
    tones = "".join(mark for mark in marks if mark in TONES)
    return unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in TONES)) + tones


def initials(full_name):
    return "".join(word[0] for word in fold(full_name).split())
