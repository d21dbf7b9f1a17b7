from django.apps import AppConfig


class NakheConfig(AppConfig):
    name = "nakhe"
    verbose_name = "Tài khoản"

    def ready(self):
        from auditlog.models import LogEntry
        from django.db.backends.signals import connection_created
        from django.db.models.signals import pre_save

        from nakhe import demonstration  # noqa: F401
        from nakhe.audit import say_why
        from nakhe.sqlite_json import know_json

        pre_save.connect(say_why, sender=LogEntry)
        connection_created.connect(know_json)
