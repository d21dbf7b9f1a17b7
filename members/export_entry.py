"""An export as the log tells it: how the list was chosen, which columns and how many rows left, why, and its code."""

from datetime import date

from nakhe.vietnamese.dates import format_day


def is_export(entry):
    return "sha256" in (entry.additional_data or {})


def facts(entry):
    """[(label, text)] of an entry of a file; what it does not have is left out."""
    data = entry.additional_data
    told = {
        "Mã tệp": data["code"],
        "Số liệu tính đến": format_day(date.fromisoformat(data["day"])),
        "Số dòng": str(data["rows"]),
        "Lọc theo": data.get("asked", ""),
        "Cột": "; ".join(data.get("columns", [])),
        "Dữ liệu nhạy cảm": ", ".join(data.get("sensitive", [])),
        "Lý do": data.get("reason", ""),
        "SHA-256 của tệp": data["sha256"],
    }
    return [(label, text) for label, text in told.items() if text]


def in_short(entry):
    """What the list of the log says beside its name."""
    data = entry.additional_data
    return f"{data['rows']} dòng, mã {data['code']}"
