"""One merging under way: what was chosen, what stands in the way, and the writing that every rule is made of."""

from collections import Counter
from dataclasses import dataclass

from nakhe.access import SYSTEM
from nakhe.effects import Effects

KEPT, MERGED = "kept", "merged"
"""Whose value or row stays."""


@dataclass(frozen=True)
class Choice:
    """Where the records differ: *key* in the form, both texts, and the side that stays."""

    key: str
    label: str
    kept: str
    merged: str
    side: str

    @property
    def takes_merged(self):
        return self.side == MERGED


class Merging:
    """*merged* goes into *kept*, both locked; *chosen* is {key of a Choice: side}, the rest has its default."""

    def __init__(self, kept, merged, chosen, reader, reason=""):
        self.kept, self.merged, self.chosen, self.reader = kept, merged, chosen, reader
        self.effects = Effects(f"Gộp hồ sơ: {reason}" if reason else "Gộp hồ sơ")
        self.choices, self.refusals = [], []
        self.moved, self.folded = Counter(), Counter()

    def takes_merged(self, key, label, kept, merged, default=KEPT):
        """Ask whose stays; True for that of the record that goes."""
        side = self.chosen.get(key, default)
        self.choices.append(Choice(key, label, kept, merged, side if side in (KEPT, MERGED) else default))
        return self.choices[-1].takes_merged

    def refuse(self, sentence):
        self.refusals.append(sentence)

    def sees(self, *rows):
        """Whether the reader may know of *rows*: a chi bộ elsewhere wrote its own part of a life."""
        if self.reader is SYSTEM:
            return True
        return all(type(row).objects.visible_to(self.reader).filter(pk=row.pk).exists() for row in rows)

    def place(self, row):
        """The chi bộ of *row*, unless it is none of the reader's business."""
        return str(row.unit) if self.sees(row) else "nơi khác"

    def move(self, row, says="", **values):
        """*row* of the record that goes now hangs on the other."""
        self.effects.change(row, says, person=self.kept, **values)
        self.moved[row._meta.verbose_name] += 1

    def fold(self, row):
        """*row* says nothing that the other record does not."""
        self.effects.remove(row)
        self.folded[row._meta.verbose_name] += 1

    @property
    def told(self):
        """What changes, in sentences."""
        return [*self.effects.sentences, *_counted("Chuyển sang hồ sơ còn lại", self.moved),
                *_counted("Hai hồ sơ ghi như nhau, giữ một", self.folded)]  # fmt: skip


def _counted(what, counts):
    return [f"{what}: {', '.join(f'{number} {name}' for name, number in counts.items())}."] if counts else []
