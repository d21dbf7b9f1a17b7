"""Who would be on the lists of a year that is not open yet: figures of each chi bộ, and by name who is not rated."""

from dataclasses import dataclass, field

from members.rating_roll import on_record
from members.rating_sheets import Part
from units.models import NotRatedReason


@dataclass
class ListPreview:
    name: str
    total: int = 0
    not_rated: list = field(default_factory=list)
    """[(name, why)]."""

    @property
    def rated(self):
        return self.total - len(self.not_rated)


class RollPreview:
    def __init__(self, campaign):
        self.entries = on_record(campaign)
        names = {entry.key: entry.name for entry in self.entries if entry.part == Part.UNITS}
        self.branches = {key: ListPreview(name) for key, name in names.items()}
        for entry in self.entries:
            if entry.part == Part.MEMBERS:
                self._count(self.branches[entry.unit], entry)

    @staticmethod
    def _count(preview, entry):
        preview.total += 1
        if entry.reason:
            preview.not_rated.append((entry.name, entry.because or NotRatedReason(entry.reason).label))

    @property
    def lists(self):
        return list(self.branches.values())

    @property
    def total(self):
        return sum(each.total for each in self.lists)

    @property
    def rated(self):
        return sum(each.rated for each in self.lists)

    @property
    def not_rated(self):
        return self.total - self.rated

    @property
    def heads(self):
        return [entry.name for entry in self.entries if entry.part == Part.HEADS]

    @property
    def told(self):
        """All of it as plain values."""
        return [[e.part, e.key, e.unit, e.name, e.reason, e.because] for e in self.entries]
