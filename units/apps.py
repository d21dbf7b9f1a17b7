from django.apps import AppConfig
from django.db.models.signals import post_migrate


class UnitsConfig(AppConfig):
    name = "units"
    verbose_name = "Tổ chức đảng"

    def ready(self):
        from units import audit, derived, reference  # noqa: F401

        audit.register_models()
        post_migrate.connect(reference.ensure, sender=self)
