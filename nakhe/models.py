"""Accounts. What an account may do, and where, follows from its grants (units.RoleGrant)."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    first_name = None
    last_name = None
    full_name = models.CharField("họ và tên", max_length=120, blank=True)
    job_title = models.CharField("chức danh", max_length=120, blank=True)
    must_change_password = models.BooleanField("phải đổi mật khẩu", default=False)

    class Meta:
        verbose_name = "tài khoản"
        verbose_name_plural = "tài khoản"
        ordering = ["username"]

    def __str__(self):
        return self.get_full_name()

    def get_full_name(self):
        return self.full_name or self.username

    def get_short_name(self):
        return self.get_full_name()


class DemonstrationMark(models.Model):
    """One row says: everything in this database is invented, for demonstration."""

    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "dấu cơ sở dữ liệu minh họa"
        verbose_name_plural = "dấu cơ sở dữ liệu minh họa"

    def __str__(self):
        return f"Dữ liệu minh họa, lập lúc {self.made_at:%H:%M %d/%m/%Y}"
