"""What stands at the foot of a page that a browser prints: it is no file, so it has no code and no hash."""

from django.utils import timezone

from nakhe.vietnamese.dates import format_day


def line(reader, day):
    """“In từ sổ lúc 07:05 ngày 01/06/2024, người in: Nông Thị Duyên; số liệu tính đến ngày 28/05/2024”."""
    at = timezone.localtime()
    return f"In từ sổ lúc {at:%H:%M} ngày {format_day(at)}, người in: {reader}; số liệu tính đến ngày {format_day(day)}"
