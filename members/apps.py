from django.apps import AppConfig
from django.db.models.signals import post_migrate


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = "Đảng viên"

    def ready(self):
        from members import audit, reference

        audit.register_models()
        post_migrate.connect(reference.ensure, sender=self)
