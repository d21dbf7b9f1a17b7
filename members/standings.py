"""What a list of members may be narrowed to beside its units: the same keys in the list and in the reports.

tu_cach (a key of STANDINGS) · ky_luat (1: in the year of the list's day) · xep_loai (a key of RESULTS)
"""

from datetime import date

from members.roster import latest_rating
from units.models import Level

STANDINGS = {
    "chinh_thuc": "Chính thức",
    "du_bi": "Dự bị",
    "mien": "Được miễn sinh hoạt",
    "dinh_chi": "Bị đình chỉ sinh hoạt",
    "tam_vang": "Sinh hoạt tạm thời nơi khác",
}
DISCIPLINED = {"1": "Bị kỷ luật trong năm"}
RESULTS = {**dict(Level.choices), "khong_xep_loai": "Không xếp loại"}


def of_standing(memberships, key, day):
    """Those of *memberships* whose standing on *day* is *key*, one of STANDINGS."""
    narrowed = {
        "chinh_thuc": memberships.official_on,
        "du_bi": memberships.probationary_on,
        "mien": memberships.exempt_on,
        "dinh_chi": memberships.suspended_on,
        "tam_vang": memberships.away_on,
    }
    return narrowed[key](day)


def disciplined(memberships, day):
    """Those disciplined in the year of *day*, up to that day."""
    return memberships.disciplined_within(date(day.year, 1, 1), day)


def rated(memberships, key, reader, day):
    """Those with the result *key* in the latest year rated by *day*, as far as *reader* may see it."""
    asked = {"level": key} if key in Level.values else {"not_rated_reason__gt": ""}
    found = memberships.annotate(**latest_rating(reader, day)).filter(**asked)
    return memberships.filter(pk__in=found.values("pk"))
