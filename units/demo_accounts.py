"""The accounts of the demonstration, one for each role. Their passwords are printed for whoever tries it out."""

from datetime import date

from nakhe.access import Role
from nakhe.models import User
from units.models import RoleGrant, Unit

SINCE = date(2020, 6, 15)
PASSWORD = "na-khe-minh-hoa"
ACCOUNTS = [
    ("bithu", "Hoàng Đức Thịnh", "Bí thư Đảng ủy xã", Role.SECRETARY, "na-khe"),
    ("vanphong", "Nông Thị Duyên", "Văn phòng Đảng ủy", Role.OFFICE, "na-khe"),
    ("canbo", "Lục Văn Thắng", "Cán bộ Đảng ủy", Role.CADRE, "na-khe"),
    ("bithunapo", "Hoàng Văn Bằng", "Bí thư chi bộ thôn Na Pô", Role.UNIT_SECRETARY, "na-po"),
    ("quantri", "Vũ Quang Nam", "Quản trị hệ thống", Role.ADMINISTRATOR, "na-khe"),
]


def create_accounts():
    """Make the accounts that are missing; (username, password, role, unit) of each. Only for a demonstration."""
    units = Unit.objects.in_bulk(field_name="code")
    for username, full_name, job_title, role, code in ACCOUNTS:
        user, is_new = User.objects.get_or_create(
            username=username, defaults={"full_name": full_name, "job_title": job_title}
        )
        if is_new:
            user.set_password(PASSWORD)
            user.save()
            RoleGrant.objects.create(user=user, role=role, unit=units[code], started_on=SINCE)
    return [(username, PASSWORD, Role(role).label, str(units[code])) for username, _, _, role, code in ACCOUNTS]
