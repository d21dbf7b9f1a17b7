"""Accounts. What an account may do, and where, follows from its grants (units.RoleGrant)."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone


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


class OpenSession(AbstractBaseSession):
    """A session and what its owner recognises it by. nakhe.sessions fills the columns from the session's own data."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions", verbose_name="tài khoản"
    )
    address = models.GenericIPAddressField("địa chỉ", null=True)
    browser = models.CharField("trình duyệt", max_length=40, blank=True)
    since = models.PositiveBigIntegerField("đăng nhập lúc", null=True)
    seen = models.PositiveBigIntegerField("hoạt động lúc", null=True)

    class Meta(AbstractBaseSession.Meta):
        verbose_name = "phiên làm việc"
        verbose_name_plural = "phiên làm việc"

    def __str__(self):
        return f"{self.account}, {self.address}"

    @property
    def began_at(self):
        return moment(self.since)

    @property
    def seen_at(self):
        return moment(self.seen)


def moment(seconds):
    return seconds and datetime.fromtimestamp(seconds, timezone.get_current_timezone())


class KeptForm(models.Model):
    """What was sent after the session had ended, for its own sender to take up again. Never files or passwords.

    Nothing of it is in the log, and after half an hour nothing of it is anywhere (nakhe.kept_forms).
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="kept_forms")
    page = models.TextField()
    """The page on which the form stands …"""
    target = models.TextField()
    """… and the address that it is sent to."""
    fields = models.JSONField()
    """{name: [values]}"""
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "biểu mẫu gửi sau khi hết phiên"
        verbose_name_plural = "biểu mẫu gửi sau khi hết phiên"

    def __str__(self):
        return f"{self.account}: {self.page}"


class DemonstrationMark(models.Model):
    """One row says: everything in this database is invented, for demonstration."""

    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "dấu cơ sở dữ liệu minh họa"
        verbose_name_plural = "dấu cơ sở dữ liệu minh họa"

    def __str__(self):
        return f"Dữ liệu minh họa, lập lúc {self.made_at:%H:%M %d/%m/%Y}"
