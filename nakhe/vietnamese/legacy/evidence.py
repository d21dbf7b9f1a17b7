"""In which charset a column of cells is written: word by word within a cell, cell by cell within the column.

A word speaks for a charset when it is no Vietnamese as it stands and a syllable when decoded, and against it the other
way round; where both are syllables (Phó, or Phú in TCVN3) nothing is known from the word alone, and the font, then the
rest of the column decides, or a person is asked. Whatever is Vietnamese in Unicode stays unless its font or a column
wholly of one charset says otherwise.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from nakhe.vietnamese.legacy.charsets import CP1258_IN_LATIN1, TCVN3, VIQR_PARTS, VNI, charset_of_font, decode
from nakhe.vietnamese.syllables import judge

NAMES = {
    "tcvn3": "TCVN3 (ABC)",
    "tcvn3_upper": "TCVN3 (ABC) chữ hoa",
    "vni": "VNI",
    "cp1258": "Windows-1258",
    "viqr": "VIQR",
    "utf8": "UTF-8 bị đọc sai",
}
BY_FONT = "Đổi từ {0} sang Unicode theo phông chữ {1}."
BY_TEXT = "Đổi từ {0} sang Unicode: chữ đọc được sau khi đổi, phông chữ không nói gì."
BY_COLUMN = "Đổi từ {0} sang Unicode như các ô khác trong cột."
WHICH = "Chữ này có thể là Unicode (“{1}”) hoặc {0} (“{2}”). Chọn một."
UNFONTED = ("utf8", "tcvn3", "vni", "cp1258", "viqr")
SURE = 3
"""What a cell without a font must weigh to be decoded on its own."""
USUAL = 2
ENOUGH = 3
"""How many sure cells make a column."""
NOT_ASCII_LETTERS = re.compile(r"[\x00-@\[-`{-\x7f]+")
VIA_CP1258 = frozenset(CP1258_IN_LATIN1)
REPLACED = frozenset(CP1258_IN_LATIN1.values())
ALPHABETS = {
    "tcvn3": frozenset(TCVN3) | VIA_CP1258,
    "vni": frozenset("".join(VNI)) | VIA_CP1258,
    "cp1258": REPLACED | frozenset("âêôÂÊÔàáèéíóùúÀÁÈÉÍÓÙÚ"),
}
CAPITALS = re.compile(r"[A-Z]{2}")
ABBREVIATION = re.compile("[A-ZĐĂÂÊÔƠƯ]{1,8}")
SUPPORTED_MARKS = re.compile(r"[\^~`]|[oOuU]\+|[aA]\(")


@dataclass(frozen=True)
class Reading:
    """A cell as *text* in NFC, decoded from *charset* (None: as it was). *doubtful*: kept; *alternative* is the guess.

    *reason* is said, in Vietnamese, with every decoded and every doubtful cell.
    """

    text: str
    charset: str | None = None
    doubtful: bool = False
    reason: str = ""
    alternative: str = ""


@dataclass(frozen=True)
class Evidence:
    """What the words of a cell weigh *fore* and *against* a charset.

    *known*: what the decoded words are as Vietnamese, *familiar*: how much more than as they stand, where they are it
    both ways; *foreign*: how many are it neither way. *differs*: whether decoding changes anything.
    """

    fore: int = 0
    against: int = 0
    known: int = 0
    familiar: int = 0
    foreign: int = 0
    differs: bool = True

    @property
    def balance(self):
        return self.fore - self.against

    @property
    def decides(self):
        return self.balance > 0

    @property
    def is_open(self):
        """Both readings are possible."""
        return self.differs and self.fore == self.against


NONE = Evidence(differs=False)
IMPOSSIBLE = Evidence(against=SURE)
SAYS_NOTHING = dict.fromkeys(UNFONTED, NONE)
SURELY_UNICODE = {name: NONE if name in ("utf8", "viqr") else IMPOSSIBLE for name in UNFONTED}
OBJECTING = [(None, name) for name, evidence in SURELY_UNICODE.items() if evidence.balance < 0]
ONLY_UNICODE = re.compile("[\u1ea0-\u1ef9]")
"""Letters that no old charset shows as themselves: most Vietnamese cells have one, and need no weighing."""


def read_column(cells):
    """A Reading for each (text, name of its font or None) of one column, in order."""
    column = _Column([_Cell(text, font) for text, font in cells])
    return [column.read(cell) for cell in column.cells]


class _Cell:
    """A text, its font, and what speaks for the charset of the font or for any."""

    def __init__(self, text, font):
        self.text, self.font = text, font
        self.hint = charset_of_font(font)
        self.family = "tcvn3" if self.hint == "tcvn3_upper" else self.hint
        self.evidence = {} if not self.text else self._weigh()
        self.via_cp1258 = bool(self.family) and not VIA_CP1258.isdisjoint(text)

    def _weigh(self):
        if not self.family and self.text.isascii() and not VIQR_PARTS.search(self.text):
            return SAYS_NOTHING
        families = [self.family] if self.family else UNFONTED
        if not self.family and ONLY_UNICODE.search(self.text):
            return SURELY_UNICODE
        if ONLY_UNICODE.search(self.text):
            return {family: SURELY_UNICODE[family] for family in families}
        return {family: weigh(self.text, family) for family in families}

    def best(self, usual=None):
        """The charset that the words speak most for, or None; the *usual* one of the column has a start."""

        def weight(name):
            evidence = self.evidence[name]
            return evidence.balance + USUAL * (name == usual), evidence.known

        return max((name for name in self.evidence if self.evidence[name].decides), key=weight, default=None)


class _Column:
    """The cells of a column, and how many are surely of which charset, and how many cannot be of it."""

    def __init__(self, cells):
        self.cells = cells
        self.sure, self.objecting = Counter(), Counter()
        for cell in cells:
            if cell.evidence is SURELY_UNICODE:
                self.objecting.update(OBJECTING)
            elif cell.evidence is not SAYS_NOTHING:
                self.sure.update(_sure(cell))
                self.objecting.update(
                    (cell.family, name) for name, evidence in cell.evidence.items() if evidence.balance < 0
                )
        self.has_cp1258 = any(cell.via_cp1258 and cell.best() for cell in cells)

    def read(self, cell):
        if not cell.text or cell.evidence is SAYS_NOTHING or cell.evidence is SURELY_UNICODE:
            return _as_is(cell)
        return self._by_font(cell) if cell.family else self._by_text(cell)

    def _by_font(self, cell):
        evidence = cell.evidence[cell.family]
        others, objecting = self.sure[cell.family], self.objecting[cell.family, cell.family]
        if not evidence.differs:
            return self._plain(cell, others >= objecting)
        if evidence.decides:
            return self._decoded(cell, cell.hint, BY_FONT)
        if not evidence.is_open:
            return _as_is(cell)
        if cell.via_cp1258 and not self.has_cp1258:
            return self._doubtful(cell, cell.hint) if evidence.familiar > 0 else _as_is(cell)
        return self._open_by_font(cell, evidence, others, objecting)

    def _open_by_font(self, cell, evidence, others, objecting):
        """The letters say both: the font is right unless its other cells or the words object."""
        familiar = evidence.familiar
        if objecting:
            decodes, stays = familiar > 0, familiar < 0 or not others
        elif others:
            decodes, stays = familiar > -2, False
        else:
            decodes, stays = familiar >= 0 and not evidence.foreign, False
        if decodes:
            return self._decoded(cell, cell.hint, BY_FONT)
        return _as_is(cell) if stays else self._doubtful(cell, cell.hint)

    def _plain(self, cell, is_of_font):
        """Letters without marks: the same in every charset, but capitals in a font of capitals."""
        if cell.hint == "tcvn3_upper" and is_of_font and cell.text != cell.text.upper():
            return self._decoded(cell, cell.hint, BY_FONT)
        return _as_is(cell)

    def _by_text(self, cell):
        best = cell.best(max(self.sure, key=self.sure.get, default=None))
        if not best:
            return self._open_by_text(cell)
        fore = cell.evidence[best].fore
        if fore >= SURE:
            return self._decoded(cell, best, BY_TEXT)
        if self.sure[best]:
            return self._decoded(cell, best, BY_COLUMN)
        return self._doubtful(cell, best) if fore == SURE - 1 else _as_is(cell)

    def _open_by_text(self, cell):
        """Unicode as it stands; what else it may be counts only where the column has cells surely of that charset."""
        possible = [name for name in UNFONTED if cell.evidence[name].is_open and self.sure[name]]
        if not possible:
            return _as_is(cell)
        name = max(possible, key=self.sure.get)
        familiar = cell.evidence[name].familiar
        if not self.objecting[None, name] and self.sure[name] >= ENOUGH and familiar > -2:
            return self._decoded(cell, name, BY_COLUMN)
        return _as_is(cell) if familiar < 0 else self._doubtful(cell, name)

    def _decoded(self, cell, charset, reason):
        text = decode(cell.text, charset)
        if charset == "tcvn3" and _is_in_capitals(cell.text):
            text = text.upper()
        return Reading(text, charset, False, reason.format(NAMES[charset], cell.font))

    def _doubtful(self, cell, charset):
        alternative, text = decode(cell.text, charset), _nfc(cell.text)
        return Reading(text, None, True, WHICH.format(NAMES[charset], text, alternative), alternative)


def _sure(cell):
    """The charset that the cell speaks for without the help of others, in a list, or none."""
    best = cell.best()
    return [best] if best and (cell.family or cell.evidence[best].fore >= SURE) else []


def _is_in_capitals(text):
    """CHI Bé C¤NG AN X·: the font has no accented capitals, so they were typed as small letters."""
    return bool(CAPITALS.search(text)) and not re.search("[a-z]", text)


def _as_is(cell):
    return Reading(_nfc(cell.text))


def _nfc(text):
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=4096)
def weigh(text, family):
    """The Evidence of *text* for a charset of UNFONTED."""
    if family == "viqr":
        return _weigh_viqr(text)
    if text.isascii():
        return NONE
    if family == "utf8":
        decoded = decode(text, "utf8")
        return Evidence(fore=SURE) if decoded != _nfc(text) else NONE
    if not _fits(text, family):
        return IMPOSSIBLE
    return _sum(NOT_ASCII_LETTERS.split(text), family)


def _fits(text, family):
    """Whether every letter is one of the charset, and not both as Windows-1258 and as Windows-1252 show it."""
    letters = {letter for letter in text if not letter.isascii() and unicodedata.category(letter)[0] in "LM"}
    if letters - ALPHABETS[family]:
        return False
    return family == "cp1258" or not (letters & VIA_CP1258 and letters & REPLACED)


def _sum(words, family):
    fore = against = known = familiar = foreign = 0
    differs = False
    for word in words:
        decoded = decode(word, family)
        if decoded == _nfc(word) or not any(letter.isalpha() for letter in word):
            continue
        differs = True
        before, after = _judge_as_typed(word), _judge_decoded(decoded, family)
        known += max(after, 0)
        fore += _weight(word, after) if before < 0 < after else 0
        against += SURE if after < 0 < before else 0
        familiar += after - before if before > 0 and after > 0 else 0
        foreign += before < 0 and after < 0
    return Evidence(fore, against, known, familiar, foreign, differs)


def _weight(word, after):
    """Signs inside a word and capitals behind small letters are met in no other text; a familiar word is half sure."""
    glued = any(unicodedata.category(letter)[0] not in "LM" for letter in word if not letter.isascii())
    return SURE if glued or _odd_case(word) else after


def _judge_as_typed(word):
    """As judge(), but a soft hyphen or a capital in the middle is no Vietnamese, and QĐ or UBND tells nothing."""
    if _odd_case(word) or "\u00ad" in word:
        return -1
    return 0 if ABBREVIATION.fullmatch(word) and judge(word) < 0 else judge(word)


def _judge_decoded(word, family):
    """As judge(); only TCVN3, which has no accented capitals, mixes them with small letters."""
    return -1 if family != "tcvn3" and _odd_case(word) else judge(word)


def _odd_case(word):
    return word not in (word.lower(), word.upper(), word[:1].upper() + word[1:].lower())


def _weigh_viqr(text):
    """ASCII with marks behind its vowels; without ^, ~, ` or a horn they may be stops, and the column has to help."""
    if not text.isascii() or not VIQR_PARTS.search(text):
        return NONE
    words = [word for word in text.split() if VIQR_PARTS.search(word)]
    judged = [judge(decode(word, "viqr").strip(".,;:'?()")) for word in words]
    if min(judged) < 1:
        return NONE
    return Evidence(fore=sum(judged) if SUPPORTED_MARKS.search(text) else 1)
