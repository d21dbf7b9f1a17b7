"""Every file that leaves the office: the line that stands on it, and the entry in the log that tells it again.

A file cannot hold its own hash. What stands on it is its export code; the log has code and hash together, so the one
finds the entry and the other says whether the file is still what was handed out.
"""

import getpass
import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from auditlog.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from nakhe.access import SYSTEM
from nakhe.audit import log_export
from nakhe.vietnamese.dates import format_day

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, 1, I and O, which are read for each other on paper."""
BLOCK = 1_000_000
"""How much of a file is read at a time, in bytes."""
CODE = re.compile(f"NK-[{LETTERS}]{{4}}-[{LETTERS}]{{4}}")


@dataclass(frozen=True)
class Stamp:
    """One export: its code, who took the file and when, and the date that its data are of."""

    code: str
    who: str
    at: datetime
    day: date

    @property
    def line(self):
        at = timezone.localtime(self.at)
        taken = f"Xuất lúc {at:%H:%M} ngày {format_day(at)}, người xuất: {self.who}"
        return f"{taken}; số liệu tính đến ngày {format_day(self.day)}; mã tệp {self.code}"


def stamp_for(reader, day):
    """A new Stamp for a file that *reader* takes with the data of *day*."""
    part = ["".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(2)]
    return Stamp("-".join(["NK", *part]), str(reader), timezone.now(), day)


def hand_out(request, stamp, data, what, rows, *, name, content_type, **details):
    """The answer that carries the file *data*, after its entry in the log."""
    enter(request, stamp, digest(data), what, rows, **details)
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(data, content_type=content_type, headers=headers)


def enter(request, stamp, sha256, what, rows, **details):
    """The entry in the log for a file with that hash."""
    log_export(request, what, rows, code=stamp.code, day=stamp.day.isoformat(), sha256=sha256, **known(details))


def log_file(stamp, sha256, what, rows, **details):
    """The entry of a file that a command wrote: it has no account, so the entry itself says by whom (“by”)."""
    LogEntry.objects.create(
        content_type=ContentType.objects.get_for_model(get_user_model()),
        object_pk="",
        object_repr=stamp.who,
        action=LogEntry.Action.ACCESS,
        additional_data={
            "what": f"Xuất {what}", "rows": rows, "code": stamp.code, "day": stamp.day.isoformat(),
            "sha256": sha256, "by": stamp.who, **known(details),
        },
    )  # fmt: skip


def at_the_command_line(reader):
    """Who takes a file there: “dòng lệnh (root)”, and with whose rights where an account was named."""
    name = f"dòng lệnh ({system_user()})"
    return name if reader is SYSTEM else f"{name}, với quyền của {reader}"


def system_user():
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name
        return "không rõ"


def known(details):
    """No reason, nothing sensitive: no key."""
    return {name: value for name, value in details.items() if value not in ("", [])}


def digest(data):
    return hashlib.sha256(data).hexdigest()


def sha256_of(file):
    """The same of an open binary *file*, read in blocks."""
    file.seek(0)
    found = hashlib.sha256()
    while block := file.read(BLOCK):
        found.update(block)
    return found.hexdigest()


def exports():
    """The entries of files, the newest first."""
    entries = LogEntry.objects.filter(action=LogEntry.Action.ACCESS, additional_data__has_key="sha256")
    return entries.select_related("actor").order_by("-pk")
