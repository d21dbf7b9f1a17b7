"""`manage.py rebuild`: write anew all that is derived from the record: the closure and latest names."""

from django.core.management.base import BaseCommand
from django.db import transaction

from units import closure
from units.derived import name_latest, rebuilt
from units.models import Unit


class Command(BaseCommand):
    help = "Tính lại những gì suy ra được: quan hệ trên dưới và tên hiện nay của các tổ chức."

    @transaction.atomic
    def handle(self, **options):
        for unit in Unit.objects.all():
            name_latest(unit)
        self.stdout.write(f"Đã tính lại {closure.rebuild()} quan hệ trên dưới.")
        rebuilt.send(sender=type(self))
