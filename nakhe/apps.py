from django.apps import AppConfig


class NakheConfig(AppConfig):
    name = "nakhe"
    verbose_name = "Tài khoản"

    def ready(self):
        from auditlog.models import LogEntry
        from django.db.models.signals import pre_save

        from nakhe import demonstration  # noqa: F401
        from nakhe.audit import say_why

        pre_save.connect(say_why, sender=LogEntry)
