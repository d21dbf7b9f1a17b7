"""Ethnic groups, religions, badges and award days: lists an administrator can add to.

The 54 ethnic groups: Quyết định 121-TCTK/PPCĐ (02/03/1979). Recognised religions in common use:
Ban Tôn giáo Chính phủ. Badges and award days: domain.md §5.
"""

from members.models import AwardDay, BadgeLevel, Ethnicity, Religion

ETHNICITIES = (
    "Kinh|Tày|Thái|Hoa|Khơ-me|Mường|Nùng|Mông|Dao|Gia-rai|Ngái|Ê Đê|Ba-na|Xơ-Đăng|Sán Chay|Cơ-ho|Chăm|Sán Dìu|Hrê|"
    "Mnông|Ra-glai|Xtiêng|Bru-Vân Kiều|Thổ|Giáy|Cơ-tu|Gié-Triêng|Mạ|Khơ-mú|Co|Ta-ôi|Chơ-ro|Kháng|Xinh-mun|Hà Nhì|"
    "Chu-ru|Lào|La Chí|La Ha|Phù Lá|La Hủ|Lự|Lô Lô|Chứt|Mảng|Pà Thẻn|Cơ Lao|Cống|Bố Y|Si La|Pu Péo|Brâu|Ơ Đu|Rơ-măm"
).split("|")
RELIGIONS = ["Không", "Phật giáo", "Công giáo", "Tin lành", "Cao Đài", "Phật giáo Hòa Hảo", "Hồi giáo"]
BADGE_YEARS = [30, *range(40, 95, 5)]
AWARD_DAYS = [(2, 3), (5, 19), (9, 2), (11, 7)]


def ensure(using="default", **kwargs):
    for position, name in enumerate(ETHNICITIES, 1):
        Ethnicity.objects.db_manager(using).get_or_create(
            name=name, defaults={"position": position, "is_majority": name == "Kinh"}
        )
    for position, name in enumerate(RELIGIONS, 1):
        Religion.objects.db_manager(using).get_or_create(name=name, defaults={"position": position})
    for years in BADGE_YEARS:
        BadgeLevel.objects.using(using).get_or_create(years=years)
    for month, day in AWARD_DAYS:
        AwardDay.objects.using(using).get_or_create(month=month, day=day)
