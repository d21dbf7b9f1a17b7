"""The line below a rating summary: the cap's base, maximum and verdict, with the regulation that sets it."""

from dataclasses import dataclass

from nakhe.vietnamese.numbers import decimal, percent
from units.cap import Cap
from units.models.ratings import CapBase, CapScope


@dataclass(frozen=True)
class CapLine:
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
    def rule(self):
        other = self.cap.other
        exception = self.campaign.cap_decision and f" và {self.campaign.cap_decision}"
        verdict = "trong mức" if other.holds else f"vượt {other.over}"
        return (
            f"Theo {self.campaign.regime.citation}{exception}, cơ sở tính của năm: “{self.base_name}”. "
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


def cap_line(campaign, totals):
    """The cap over the whole organisation, from the totals of a summary."""
    cap = Cap(totals["excellent"], totals["good"], campaign.cap_rate, campaign.cap_base)
    return CapLine(cap, campaign)


def meter(campaign, totals):
    """The line with its meter; None where the cap is counted per chi bộ or group, or nobody was rated."""
    is_one = campaign.cap_scope == CapScope.ORGANISATION
    return cap_line(campaign, totals) if is_one and totals["rated"] else None


def cap_notes(campaign, totals, groups, is_whole):
    """The note under a summary. *groups* are (name, excellent, good) in the scope that the year's cap is counted in."""
    if campaign.cap_scope == CapScope.ORGANISATION:
        if is_whole:
            return [cap_line(campaign, totals).note]
        return ["Trần HTXSNV tính trên toàn tổ chức cơ sở đảng; báo cáo này chỉ gồm một phần nên không kết luận."]
    caps = [(name, Cap(excellent, good, campaign.cap_rate, campaign.cap_base)) for name, excellent, good in groups]
    over = [f"{name} (vượt {cap.over}, tối đa {cap.maximum})" for name, cap in caps if not cap.holds]
    scope = CapScope(campaign.cap_scope).label.lower()
    verdict = f"vượt ở {'; '.join(over)}" if over else "không nơi nào vượt"
    return [f"Trần HTXSNV {campaign.cap_rate} % theo {campaign.regime.citation}, tính trên {scope}: {verdict}."]
