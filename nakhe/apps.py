from django.apps import AppConfig


class NakheConfig(AppConfig):
    name = "nakhe"
    verbose_name = "Tài khoản"

    def ready(self):
        from nakhe import demonstration  # noqa: F401
