"""How a Party organisation and its committee are called: “Đảng bộ xã Na Khê”, “Đảng ủy xã Na Khê”, “Na Khê”.

Plain text; whichever of the two names is given, the other follows from it.
"""

import re
from dataclasses import dataclass

from nakhe.vietnamese.names import exact_key, tidy
from units.models import Unit

LEVELS = [
    ("tỉnh", "Tỉnh ủy", Unit.Kind.PROVINCE),
    ("thành phố", "Thành ủy", Unit.Kind.PROVINCE),
    ("huyện", "Huyện ủy", Unit.Kind.DISTRICT),
    ("quận", "Quận ủy", Unit.Kind.DISTRICT),
    ("thị xã", "Thị ủy", Unit.Kind.DISTRICT),
]
"""What the committees of provinces and districts are called; all others are “Đảng ủy …”."""
BODY, COMMITTEE = "Đảng bộ", "Đảng ủy"
ADMINISTRATIVE = re.compile(r"^(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Names:
    body: str
    """“Đảng bộ tỉnh Tuyên Quang”."""
    committee: str
    """“Tỉnh ủy Tuyên Quang”; empty where it cannot be told."""
    short: str
    kind: str


def names_of(text):
    """The Names that *text* says, the organisation's or the committee's."""
    text = _in_usual_letters(tidy(text))
    for level, committee, kind in LEVELS:
        rest = _after(text, committee) or _after(text, f"{BODY} {level}")
        if rest:
            return Names(f"{BODY} {level} {rest}", f"{committee} {rest}", rest, kind)
    rest = _after(text, BODY) or _after(text, COMMITTEE)
    if rest:
        return Names(f"{BODY} {rest}", f"{COMMITTEE} {rest}", _short(rest), Unit.Kind.DISTRICT)
    return Names(text, "", _short(text), Unit.Kind.DISTRICT)


def _in_usual_letters(text):
    """A name written all in capitals, as on a letterhead, with capitals where names have them."""
    if text != text.upper():
        return text
    words = [word.capitalize() for word in text.split()]
    small = {"bộ", "ủy", "uỷ", "xã", "phường", "huyện", "tỉnh", "quận", "thị", "trấn", "thành", "phố", "đặc", "khu"}
    return " ".join(word.lower() if word.lower() in small and place else word for place, word in enumerate(words))


def _after(text, beginning):
    """What follows *beginning*, however its tone is placed (ủy, uỷ); empty where *text* begins otherwise."""
    words, begun = text.split(), beginning.split()
    if exact_key(" ".join(words[: len(begun)])) != exact_key(beginning):
        return ""
    return " ".join(words[len(begun) :])


def _short(rest):
    return ADMINISTRATIVE.sub("", rest)
