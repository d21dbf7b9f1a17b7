"""The four levels of a yearly rating, and why somebody has none."""

from django.db import models


class Level(models.TextChoices):
    EXCELLENT = "EXCELLENT", "HTXSNV"
    GOOD = "GOOD", "HTTNV"
    COMPLETED = "COMPLETED", "HTNV"
    NOT_COMPLETED = "NOT_COMPLETED", "KHTNV"

    @property
    def full_name(self):
        return FULL_NAMES[self]

    @property
    def rank(self):
        """1 for HTXSNV … 4 for KHTNV: the key that types it, and its colour."""
        return list(Level).index(self) + 1


FULL_NAMES = {
    Level.EXCELLENT: "Hoàn thành xuất sắc nhiệm vụ",
    Level.GOOD: "Hoàn thành tốt nhiệm vụ",
    Level.COMPLETED: "Hoàn thành nhiệm vụ",
    Level.NOT_COMPLETED: "Không hoàn thành nhiệm vụ",
}


class NotRatedReason(models.TextChoices):
    EXEMPT = "EXEMPT", "Miễn công tác và sinh hoạt"
    SUSPENDED = "SUSPENDED", "Đình chỉ sinh hoạt đảng"
    UNDER_SIX_MONTHS = "UNDER_SIX_MONTHS", "Mới kết nạp, chưa đủ 6 tháng"
    OTHER = "OTHER", "Lý do khác"
