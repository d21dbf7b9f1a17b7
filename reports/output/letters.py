"""How wide a text is in Times New Roman, and into how many lines it is broken."""

import unicodedata

GROUPS = {
    250: " .,",
    278: "ijlt/:;|",
    333: "rfI-()!\u2212",
    389: "sJ",
    444: "acez?*",
    500: "bdghknopquvxyđ0123456789“”–+",
    556: "FPS",
    611: "ELTZ",
    667: "BCR",
    722: "ADGHKNOQUVXYwĐ",
    778: "m",
    889: "MW",
    980: "%…",
}
"""Thousandths of the size of the letters, from the font's own metrics (bold is wider by BOLD)."""
WIDTHS = {letter: width for width, letters in GROUPS.items() for letter in letters}
ORDINARY = 500
BOLD = 1.06
RESERVE = 1.03
"""Programs round the width of every letter to their own pixels."""


def width_of(text, size, is_bold=False):
    """In points."""
    thousandths = sum(width_of_letter(letter) for letter in text)
    return RESERVE * size * thousandths / 1000 * (BOLD if is_bold else 1)


def width_of_letter(letter):
    """Marks stand above and below: “ệ” is as wide as “e”."""
    if letter not in WIDTHS:
        WIDTHS[letter] = WIDTHS.get(unicodedata.normalize("NFD", letter)[0], ORDINARY)
    return WIDTHS[letter]


def lines_of(text, room, size, is_bold=False):
    """How many lines *text* takes where one is *room* points wide; broken at blanks, a longer word within itself."""
    blank, count, left = width_of(" ", size, is_bold), 1, room
    for word in text.split():
        needed = width_of(word, size, is_bold)
        if needed > left and left < room:
            count, left = count + 1, room
        while needed > room:
            count, needed = count + 1, needed - room
        left -= needed + blank
    return count
