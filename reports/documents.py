"""How a paper is named in a cell."""

from nakhe.vietnamese.dates import format_day


def decision_text(number, day):
    """“118-QĐ/ĐU, 22/12/2023”, or as much of it as is known."""
    return ", ".join(filter(None, [number, format_day(day) if day else ""]))
