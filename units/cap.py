"""The cap on HTXSNV: how many a committee may rate excellent before the page warns. It never blocks (domain.md §1)."""

from dataclasses import dataclass

from units.models.ratings import CapBase


@dataclass(frozen=True)
class Cap:
    excellent: int
    good: int
    """Rated HTTNV; those above it are in *excellent*."""
    rate: int = 20
    counted_on: str = CapBase.GOOD

    @property
    def base(self):
        return self.good + (self.excellent if self.counted_on == CapBase.GOOD_OR_BETTER else 0)

    @property
    def maximum(self):
        return self.rate * self.base // 100

    @property
    def holds(self):
        return 100 * self.excellent <= self.rate * self.base

    @property
    def over(self):
        return max(0, self.excellent - self.maximum)

    @property
    def other(self):
        """What the other base would give."""
        bases = {CapBase.GOOD: CapBase.GOOD_OR_BETTER, CapBase.GOOD_OR_BETTER: CapBase.GOOD}
        return Cap(self.excellent, self.good, self.rate, bases[CapBase(self.counted_on)])
