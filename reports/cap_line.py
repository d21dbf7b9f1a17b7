"""The line below a rating summary: the cap's base, maximum and verdict, with the regulation that sets it."""

from units.cap import Cap, CapLine
from units.models.rating_regimes import CapScope


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
