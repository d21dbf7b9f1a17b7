"""`manage.py begin`: the first unit and accounts of an empty register, because a role needs a unit to be held at."""

import secrets

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.text import slugify

from nakhe.access import Role
from nakhe.models import User
from nakhe.periods import today
from nakhe.vietnamese.dates import DateError, parse_day
from nakhe.vietnamese.names import fold
from units.models import RoleGrant, Unit, UnitName

FIRST_ACCOUNTS = [("quantri", "Quản trị", Role.ADMINISTRATOR), ("bithu", "Bí thư Đảng ủy", Role.SECRETARY)]


class Command(BaseCommand):
    help = "Bắt đầu sổ mới: lập đảng bộ, tài khoản quản trị và tài khoản bí thư. Chỉ chạy khi sổ còn trống."

    def add_arguments(self, parser):
        parser.add_argument("name", help="tên đảng bộ, ví dụ “Đảng bộ xã Na Khê”")
        parser.add_argument("--founded", required=True, metavar="NGÀY", help="ngày thành lập, ví dụ 3/2/1965")

    @transaction.atomic
    def handle(self, *, name, founded, **options):
        if Unit.objects.exists() or User.objects.exists():
            raise CommandError("Sổ đã có tổ chức hoặc tài khoản: lệnh này chỉ dùng cho một sổ còn trống.")
        unit = self._found(name, founded)
        self.stdout.write(f"Đã lập {name}. Mật khẩu dưới đây chỉ hiện một lần, phải đổi khi đăng nhập lần đầu:")
        for username, full_name, role in FIRST_ACCOUNTS:
            password = secrets.token_urlsafe(12)
            user = User.objects.create_user(username, password=password, full_name=full_name, must_change_password=True)
            RoleGrant.objects.create(user=user, role=role, unit=unit, started_on=today())
            self.stdout.write(f"  {username}  {password}  {Role(role).label}")

    def _found(self, name, founded):
        try:
            day = parse_day(founded)
        except DateError as error:
            raise CommandError(f"Ngày thành lập: {error}") from error
        short = name.removeprefix("Đảng bộ ").removeprefix("xã ")
        unit = Unit.objects.create(code=slugify(fold(short)), kind=Unit.Kind.COMMUNE, started_on=day)
        committee = name.replace("Đảng bộ", "Đảng ủy", 1)
        UnitName.objects.create(
            unit=unit, name=name, short_name=short, committee_name=committee, place=short, started_on=day
        )
        return unit
