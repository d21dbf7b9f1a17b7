from django.apps import AppConfig
from django.db.models.signals import post_migrate


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = "Đảng viên"

    def ready(self):
        from members import audit, reference
        from members.rating_versions import keep_locked_years
        from members.saved_lists import lists
        from members.saved_pages import pages_from
        from units.derived import rebuilt

        audit.register_models()
        pages_from(lists)
        post_migrate.connect(reference.ensure, sender=self)
        post_migrate.connect(keep_locked_years, sender=self)
        rebuilt.connect(keep_locked_years)
