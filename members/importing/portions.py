"""Rows are written a portion at a time: ten thousand people at once are a hundred thousand rows in memory.

Only of a kind whose rows do not lean on each other: a row of the list of members is one person, and no two are given
one number.
"""

from nakhe.packed import Packing


def portions(rows, size):
    """(how many rows came before, at most *size* rows); None: all at once."""
    size = size or len(rows)
    return ((start, rows[start : start + size]) for start in range(0, len(rows), size))


class Written:
    """What a batch has written so far."""

    def __init__(self):
        self.counts, self.number, self._packing = {}, 0, Packing()
        self._packing.write("[")

    def add(self, effects):
        """*effects*: a BulkEffects that has been written."""
        self._packing.write_items(effects.rows, is_first=not self.number)
        self.number += len(effects.rows)
        for name, (created, changed) in effects.counts.items():
            before = self.counts.get(name, [0, 0])
            self.counts[name] = [before[0] + created, before[1] + changed]

    def packed(self):
        """All effects in the order in which they were written, once."""
        self._packing.write("]")
        return self._packing.finished()
