"""Vietnamese text in the encodings from before Unicode, as it sits in the cells of old spreadsheets.

Decode before anything else touches the text: NFC joins what Windows-1258 put in place of other letters, and U+00AD is
the ư of TCVN3. Tables: TCVN 5712:1993 as the .Vn fonts have it, VNI-Windows, RFC 1456 (VIQR).
"""

import re
import unicodedata

CHARSETS = ("tcvn3", "tcvn3_upper", "vni", "cp1258", "viqr", "utf8")
TCVN3 = dict(
    zip(
        "¸µ¶·¹©ÊÇÈÉË¨¾»¼½ÆÐÌÎÏÑªÕÒÓÔÖÝ×ØÜÞãßáâä«èåæçé¬íêëìîóïñòô\u00adøõö÷ùýúûüþ®¡¢§£¤¥¦",
        "áàảãạâấầẩẫậăắằẳẵặéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵđĂÂĐÊÔƠƯ",
        strict=True,
    )
)
"""The accented capitals are not in the font; with a *.Vn…H font every letter is one."""
CP1258_IN_LATIN1 = dict(
    zip("Ă\u0300Đ\u0309ƠƯ\u0303ă\u0301đ\u0323ơư₫", "ÃÌÐÒÕÝÞãìðòõýþ", strict=True)
)  # what a program set to Vietnamese shows for a byte, and the letter of that byte in Latin-1
TONES = {"acute": "\u0301", "grave": "\u0300", "hook": "\u0309", "tilde": "\u0303", "dot": "\u0323"}
CIRCUMFLEX, BREVE, HORN = "\u0302", "\u0306", "\u031b"


def _nfc(text):
    return unicodedata.normalize("NFC", text)


def _vni_table():
    """Letter by letter, and a letter with the one behind it that stands for its marks; capitals by the first."""
    table = dict(zip("ôöñíìæóòîÔÖÑÍÌÆÓÒÎ", "ơưđíìỉĩịỵƠƯĐÍÌỈĨỊỴ", strict=True))
    tones = dict(zip("ùøûõï", TONES.values(), strict=True))
    round_tones = {
        "â": CIRCUMFLEX,
        **{mark: CIRCUMFLEX + tone for mark, tone in zip("áàåãä", TONES.values(), strict=True)},
    }
    short_tones = {"ê": BREVE, **{mark: BREVE + tone for mark, tone in zip("éèúüë", TONES.values(), strict=True)}}
    for letters, marks in [("aeouyôö", tones), ("aeo", round_tones), ("a", short_tones)]:
        for letter in letters + letters.upper():
            for mark, meaning in marks.items():
                decoded = _nfc(table.get(letter, letter) + meaning)
                table[letter + mark] = table[letter + mark.upper()] = decoded
    return table


def _viqr_table():
    table = {"dd": "đ", "DD": "Đ", "Dd": "Đ"}
    tones = {"": "", **dict(zip("'`?~.", TONES.values(), strict=True))}
    for letters, sign, shape in [("aeiouy", "", ""), ("aeo", "^", CIRCUMFLEX), ("a", "(", BREVE), ("ou", "+", HORN)]:
        for letter in letters + letters.upper():
            for mark, tone in tones.items():
                table[letter + sign + mark] = _nfc(letter + shape + tone)
    return {typed: meant for typed, meant in table.items() if typed != meant}


def _longest_first(table):
    return re.compile("|".join(map(re.escape, sorted(table, key=len, reverse=True))))


VNI, VIQR = _vni_table(), _viqr_table()
VNI_PARTS, VIQR_PARTS = _longest_first(VNI), _longest_first(VIQR)
TO_LATIN1 = str.maketrans(CP1258_IN_LATIN1)
FROM_LATIN1 = str.maketrans({latin: shown for shown, latin in CP1258_IN_LATIN1.items()})
TCVN3_LETTERS = str.maketrans(TCVN3)


def decode(text, charset):
    """*text* of one of CHARSETS as Unicode, NFC; what is no letter of the charset stays as it is.

    TCVN3 and VNI also from a program set to Windows-1258; "cp1258" also as shown by one set to Windows-1252; "utf8" is
    UTF-8 shown as Windows-1252, once or twice.
    """
    return _nfc(DECODERS[charset](text))


def _tcvn3(text):
    return text.translate(TO_LATIN1).translate(TCVN3_LETTERS)


def _tcvn3_upper(text):
    return _tcvn3(text).upper()


def _vni(text):
    return VNI_PARTS.sub(lambda found: VNI[found[0]], text.translate(TO_LATIN1))


def _cp1258(text):
    return text if any(letter in CP1258_IN_LATIN1 for letter in text) else text.translate(FROM_LATIN1)


def _viqr(text):
    return VIQR_PARTS.sub(lambda found: VIQR[found[0]], text)


def _utf8(text):
    """Undone as long as the text is bytes of UTF-8; three times is more than has been met."""
    for _ in range(3):
        try:
            decoded = b"".join(map(_byte, text)).decode("utf-8")
        except UnicodeError:
            return text
        if decoded == text:
            return text
        text = decoded
    return text


def _byte(letter):
    """The byte that Windows-1252 shows as *letter*; the five that it leaves out stand for themselves."""
    return letter.encode("latin-1") if "\x80" <= letter <= "\x9f" else letter.encode("cp1252")


DECODERS = {
    "tcvn3": _tcvn3,
    "tcvn3_upper": _tcvn3_upper,
    "vni": _vni,
    "cp1258": _cp1258,
    "viqr": _viqr,
    "utf8": _utf8,
}


def charset_of_font(name):
    """The charset of a font's text: .VnTime, .VnTimeH, VNI-Times; None for a Unicode font or none."""
    name = (name or "").strip()
    if re.match(r"\.vn", name, re.IGNORECASE):
        return "tcvn3_upper" if name[-1] in "hH" else "tcvn3"
    return "vni" if re.match(r"vni[-\s]", name, re.IGNORECASE) else None
