"""The cap on HTXSNV: how many a committee may rate excellent before the page warns. It never blocks (domain.md §1)."""

from dataclasses import dataclass

from nakhe.vietnamese.numbers import decimal, percent
from units.models.rating_regimes import CapBase


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


@dataclass(frozen=True)
class CapLine:
    """A cap in words and as a meter, with the regulation that sets it."""

    cap: Cap
    campaign: object

    @property
    def verdict(self):
        return "Trong mức" if self.cap.holds else f"Vượt {self.cap.over}"

    @property
    def base_name(self):
        return CapBase(self.cap.counted_on).label

    @property
    def figures(self):
        cap = self.cap
        return f"HTXSNV {cap.excellent}, tối đa {cap.maximum} ({cap.rate} % của {cap.base} {self.base_name})"

    @property
    def regulation(self):
        """The guidance that sets the cap, and the decision that allows another rate."""
        exception = self.campaign.cap_decision and f" và {self.campaign.cap_decision}"
        return f"{self.campaign.regime.citation}{exception}"

    @property
    def rule(self):
        other = self.cap.other
        verdict = "trong mức" if other.holds else f"vượt {other.over}"
        return (
            f"Theo {self.regulation}, cơ sở tính của năm: “{self.base_name}”. "
            f"Nếu tính trên “{CapBase(other.counted_on).label}” ({other.base}): tối đa {other.maximum}, {verdict}."
        )

    @property
    def note(self):
        share = percent(self.cap.excellent, self.cap.base)
        share = "" if share is None else f"; bằng {decimal(share)} %"
        return f"Trần HTXSNV: {self.figures}{share}. {self.verdict}. {self.rule}"

    # The meter: widths in per cent of the whole bar, which ends a little beyond the larger figure.

    @property
    def _full(self):
        return max(self.cap.excellent, self.cap.maximum, 1) * 1.33

    def _width(self, number):
        return f"{100 * number / self._full:.1f}"

    @property
    def within_width(self):
        return self._width(min(self.cap.excellent, self.cap.maximum))

    @property
    def over_width(self):
        return self._width(self.cap.over)

    @property
    def mark(self):
        return self._width(self.cap.maximum)
