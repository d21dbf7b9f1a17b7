"""The name of a file as it is kept and shown."""

import unicodedata
from pathlib import PurePosixPath

from nakhe.vietnamese.names import tidy

LONGEST_NAME = 200


def plain_name(name):
    """The last part of whatever path a browser sent, on one line, at most as long as a name may be."""
    last = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    text = tidy("".join(letter if letter.isprintable() else " " for letter in last)) or "tep"
    stem, dot, kind = text.rpartition(".")
    return f"{stem[: LONGEST_NAME - 1 - len(kind)]}{dot}{kind}" if dot else text[:LONGEST_NAME]
