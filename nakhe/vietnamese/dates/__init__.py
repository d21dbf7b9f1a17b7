"""Dates: as precise as they are known (`partial`), as a spreadsheet says them (`reading`), in order (`order`)."""

from nakhe.vietnamese.dates.order import check_order
from nakhe.vietnamese.dates.partial import (
    DateError,
    PartialDate,
    add_months,
    completed_years,
    format_day,
    parse,
    parse_day,
    years_months_days,
)
from nakhe.vietnamese.dates.reading import DateReading, read_date

__all__ = [
    "DateError",
    "DateReading",
    "PartialDate",
    "add_months",
    "check_order",
    "completed_years",
    "format_day",
    "parse",
    "parse_day",
    "read_date",
    "years_months_days",
]
