"""In which charset a column of cells is written: word by word within a cell, cell by cell within the column.

A word speaks for a charset when it is no Vietnamese as it stands and a syllable when decoded, and against it the other
way round; where both are syllables (Phó, or Phú in TCVN3) nothing is known from the word alone, and the font, then the
rest of the column decides, or a person is asked. Whatever is Vietnamese in Unicode stays unless its font or a column
wholly of one charset says otherwise.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

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
    """What the words of a cell weigh *fore* and *against* a charset, and how much more *familiar* they are decoded."""

    fore: int = 0
    against: int = 0
    familiar: int = 0
    differs: bool = True

    @property
    def decides(self):
        return self.fore > self.against

    @property
    def is_open(self):
        """Both readings are possible."""
        return self.differs and self.fore == self.against


NONE = Evidence(differs=False)
IMPOSSIBLE = Evidence(against=SURE)


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

    def _weigh(self):
        families = [self.family] if self.family else UNFONTED
        return {family: weigh(self.text, family) for family in families}

    @property
    def is_plain(self):
        return not any(evidence.differs for evidence in self.evidence.values())

    def best(self):
        """The charset that most speaks for, or None; None too where two are equal and read differently."""
        ranked = sorted(self.evidence, key=lambda name: self.evidence[name].against - self.evidence[name].fore)
        best = ranked[0]
        return best if self.evidence[best].decides else None


class _Column:
    """The cells of a column, and how many of them are surely of which charset, or surely Unicode."""

    def __init__(self, cells):
        self.cells = cells
        self.sure = {}
        for cell in cells:
            name = self._sure(cell)
            self.sure[name] = self.sure.get(name, 0) + 1
        self.unicode = self.sure.get("unicode", 0)

    @staticmethod
    def _sure(cell):
        """A charset, "unicode", or None: a cell that says nothing."""
        if not cell.text or cell.is_plain or cell.text.isascii() and cell.best() is None:
            return None
        best = cell.best()
        if best and (cell.family or cell.evidence[best].fore >= SURE):
            return best
        open_families = [name for name, evidence in cell.evidence.items() if evidence.is_open or evidence.decides]
        return None if open_families else "unicode"

    def read(self, cell):
        if not cell.text:
            return Reading(cell.text)
        return self._by_font(cell) if cell.family else self._by_text(cell)

    def _by_font(self, cell):
        evidence, others = cell.evidence[cell.family], self.sure.get(cell.family, 0)
        if not evidence.differs:
            return self._plain(cell, others)
        if evidence.decides:
            return self._decoded(cell, cell.hint, BY_FONT)
        if not evidence.is_open:
            return _as_is(cell)
        if evidence.familiar > 0 or evidence.familiar == 0 and not self.unicode:
            return self._decoded(cell, cell.hint, BY_FONT)
        if evidence.familiar == -1 and others and not self.unicode:
            return self._decoded(cell, cell.hint, BY_FONT)
        if self.unicode and (evidence.familiar < 0 or not others):
            return _as_is(cell)
        return self._doubtful(cell, cell.hint)

    def _plain(self, cell, others):
        """Letters without marks: the same in every charset, but capitals in a font of capitals."""
        if cell.hint == "tcvn3_upper" and others >= self.unicode and cell.text != cell.text.upper():
            return self._decoded(cell, cell.hint, BY_FONT)
        return _as_is(cell)

    def _by_text(self, cell):
        best = cell.best()
        if best:
            evidence = cell.evidence[best]
            if evidence.fore >= SURE:
                return self._decoded(cell, best, BY_TEXT)
            if self.sure.get(best):
                return self._decoded(cell, best, BY_COLUMN)
            return self._doubtful(cell, best) if evidence.fore == SURE - 1 else _as_is(cell)
        return self._open(cell)

    def _open(self, cell):
        """Unicode as it stands; what else it may be counts only where the column has cells surely of that charset."""
        possible = [name for name in UNFONTED if cell.evidence[name].is_open and self.sure.get(name)]
        if not possible:
            return _as_is(cell)
        name = max(possible, key=self.sure.get)
        familiar = cell.evidence[name].familiar
        if not self.unicode and self.sure[name] >= ENOUGH and familiar > -2:
            return self._decoded(cell, name, BY_COLUMN)
        return _as_is(cell) if familiar < 0 else self._doubtful(cell, name)

    def _decoded(self, cell, charset, reason):
        return Reading(decode(cell.text, charset), charset, False, reason.format(NAMES[charset], cell.font))

    def _doubtful(self, cell, charset):
        alternative, text = decode(cell.text, charset), _nfc(cell.text)
        return Reading(text, None, True, WHICH.format(NAMES[charset], text, alternative), alternative)


def _as_is(cell):
    return Reading(_nfc(cell.text))


def _nfc(text):
    return unicodedata.normalize("NFC", text)


@cache
def weigh(text, family):
    """The Evidence of *text* for a charset of WEIGHERS."""
    if family == "viqr":
        return _weigh_viqr(text)
    if text.isascii():
        return NONE
    if family == "utf8":
        decoded = decode(text, "utf8")
        return Evidence(fore=SURE) if decoded != _nfc(text) else NONE
    if not _fits(text, family):
        return IMPOSSIBLE
    return _sum(zip(NOT_ASCII_LETTERS.split(text), NOT_ASCII_LETTERS.split(text), strict=True), family)


def _fits(text, family):
    """Whether every letter is one of the charset, and not both as Windows-1258 and as Windows-1252 show it."""
    letters = {letter for letter in text if not letter.isascii() and unicodedata.category(letter)[0] in "LM"}
    if letters - ALPHABETS[family]:
        return False
    return family == "cp1258" or not (letters & VIA_CP1258 and letters & REPLACED)


def _sum(pairs, family):
    fore = against = familiar = 0
    differs = False
    for word, _ in pairs:
        decoded = decode(word, family)
        if decoded == _nfc(word) or not any(letter.isalpha() for letter in word):
            continue
        differs = True
        before, after = _judge_as_typed(word), judge(decoded)
        fore += _weight(word, after) if before < 0 < after else 0
        against += SURE if after < 0 < before else 0
        familiar += after - before if before > 0 and after > 0 else 0
    return Evidence(fore, against, familiar, differs)


def _weight(word, after):
    """Signs inside a word and capitals behind small letters are met in no other text; a familiar word is half sure."""
    glued = any(unicodedata.category(letter)[0] not in "LM" for letter in word if not letter.isascii())
    return SURE if glued or _odd_case(word) else after


def _judge_as_typed(word):
    """As judge(), but a soft hyphen or a capital in the middle is no Vietnamese."""
    return -1 if _odd_case(word) or "\u00ad" in word else judge(word)


def _odd_case(word):
    return word not in (word.lower(), word.upper(), word[:1].upper() + word[1:].lower())


def _weigh_viqr(text):
    """ASCII with marks behind its vowels; the ones that end sentences too say nothing without ^, ~, ` or a horn."""
    if not text.isascii() or not VIQR_PARTS.search(text):
        return NONE
    words = [word for word in text.split() if VIQR_PARTS.search(word)]
    judged = [judge(decode(word, "viqr").strip(".,;:'?()")) for word in words]
    if not SUPPORTED_MARKS.search(text) or min(judged) < 1:
        return NONE
    return Evidence(fore=sum(judged))
