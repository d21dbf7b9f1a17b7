"""`manage.py make_demonstration`: write fixtures/ anew from the seed. It touches no database."""

from django.conf import settings
from django.core.management.base import BaseCommand

from members.demonstration.register import files


class Command(BaseCommand):
    help = "Lập lại các tệp dữ liệu minh họa trong fixtures/."
    requires_system_checks = []

    def handle(self, **options):
        for name, text in files().items():
            (settings.BASE_DIR / "fixtures" / name).write_text(text, encoding="utf-8")
            self.stdout.write(f"fixtures/{name}: {len(text) // 1024} KB")
