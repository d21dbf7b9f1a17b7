"""`manage.py check_data`: recompute what is derived and report every difference; exit status 1 if there is any."""

from django.core.management.base import BaseCommand, CommandError

from members import checks as member_checks
from units import checks as unit_checks

CHECKS = {
    "Quan hệ trên dưới": unit_checks.check_closure,
    "Tên hiện nay của tổ chức": unit_checks.check_latest_names,
    "Khóa sắp xếp và tìm kiếm": member_checks.check_name_keys,
    "Trùng thời gian sinh hoạt": member_checks.check_overlaps,
    "Sinh hoạt ngoài thời gian chi bộ hoạt động": member_checks.check_membership_within_unit_life,
    "Chuyển nội bộ hai đầu": member_checks.check_internal_moves,
    "Cân đối biến động từng chi bộ, từng năm": member_checks.check_movement_identity,
    "Hồ sơ đã gộp": member_checks.check_merged_records,
    "Kết quả của năm đã khóa": member_checks.check_locked_years,
}


class Command(BaseCommand):
    help = "Tính lại những gì suy ra được và báo mọi chỗ lệch."

    def handle(self, **options):
        found = 0
        for title, check in CHECKS.items():
            differences = list(check())
            found += len(differences)
            self.stdout.write(f"{title}: {len(differences) or 'không'} chỗ lệch")
            for difference in differences:
                self.stdout.write(f"  {difference}")
        if found:
            raise CommandError(
                f"Có {found} chỗ lệch. Quan hệ trên dưới và tên: chạy “manage.py rebuild”; phần còn lại sửa trong sổ."
            )
