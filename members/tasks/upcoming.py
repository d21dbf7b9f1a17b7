"""Movements on file that take effect later than the day."""

from datetime import timedelta
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from members.models import Movement
from members.tasks.task import Item, Task
from nakhe.vietnamese.dates import format_day
from units.models import Unit


class UpcomingMovements(Task):
    key = "sap-hieu-luc"
    name = "Biến động sắp có hiệu lực"
    tag = "Theo dõi"
    list_name = "movements"
    counts = "biến động"

    def find(self):
        for row in self._movements().select_related("person").order_by("effective_on", "person__sort_key"):
            says = f": {row.get_kind_display().lower()} từ {format_day(row.effective_on)}"
            yield Item(str(row.person), row.get_absolute_url(), says)

    def _movements(self):
        """Those recorded by the day itself: on a day gone by, what was then known to come."""
        day, reader = self.scope.day, self.scope.reader
        rows = Movement.objects.visible_to(reader).in_force()
        rows = rows.filter(effective_on__gt=day, recorded_at__date__lte=day)
        units = Unit.objects.visible_on(reader, day).values("pk")
        return rows.filter(Q(unit__in=units) | Q(to_unit__in=units))

    @property
    def list_url(self):
        tomorrow = format_day(self.scope.day + timedelta(days=1))
        return f"{reverse(self.list_name)}?{urlencode({'tu': tomorrow})}"
