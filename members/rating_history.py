"""Who took which step of a rating year, when and why: told from the audit log."""

from dataclasses import dataclass
from datetime import datetime

from auditlog.models import LogEntry

from units.models import Step


@dataclass(frozen=True)
class Taken:
    at: datetime
    by: str
    step: str
    why: str


def steps_of_list(sheet):
    """[Taken], the latest first; of a list that was never saved there are none."""
    if not sheet.pk:
        return []
    return [_taken(entry, Step(int(entry.changes["step"][1])).label) for entry in _entries(sheet, "step")]


def steps_of_year(campaign):
    return [_taken(entry, "") for entry in _entries(campaign)]


def _entries(subject, field=""):
    """Of what was written about *subject*, those that changed *field*."""
    entries = LogEntry.objects.get_for_object(subject).exclude(action=LogEntry.Action.ACCESS).select_related("actor")
    return [entry for entry in entries if not field or field in (entry.changes or {})]


def _taken(entry, step):
    told = "Mở đợt xếp loại" if entry.action == LogEntry.Action.CREATE else "Sửa thiết lập"
    why = (entry.additional_data or {}).get("reason", "" if step else told)
    return Taken(entry.timestamp, str(entry.actor or "Hệ thống"), step, why)
