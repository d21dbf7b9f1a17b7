"""What is said when the database cannot take what is written: no room on the disk, or somebody else writes for long.

And, where no view says it itself, that too many files are being read.
"""

import logging

from django.db import OperationalError
from django.shortcuts import render

from nakhe.spreadsheets.places import Busy

log = logging.getLogger(__name__)
LOCKED = "Sổ đang được ghi ở nơi khác. Chưa ghi gì; đợi một phút rồi thử lại."
NO_SPACE = "Không lưu được, có thể máy chủ hết chỗ. Chưa ghi gì; báo người quản trị rồi thử lại."
BY_NAME = {"SQLITE_BUSY": LOCKED, "SQLITE_LOCKED": LOCKED, "SQLITE_FULL": NO_SPACE, "SQLITE_IOERR": NO_SPACE}
"""SQLite's, of which there are longer ones that begin so."""
BY_SQLSTATE = {"40P01": LOCKED, "55P03": LOCKED, "53100": NO_SPACE}
"""PostgreSQL's: deadlock_detected, lock_not_available, disk_full."""


def sentence_of(error):
    """For the person at the screen; the administrator finds the OperationalError *error* in the log."""
    log.error("The database refused to write: %s", error, exc_info=error)
    return _known(error) or NO_SPACE


def _known(error):
    """The sentence, or None where it is neither."""
    cause = error.__cause__
    name = "_".join((getattr(cause, "sqlite_errorname", "") or "").split("_")[:2])
    return BY_NAME.get(name) or BY_SQLSTATE.get(getattr(cause, "sqlstate", "") or "")


def told_on_a_page(get_response):
    """Middleware: where no view has a place of its own for the sentence."""

    def middleware(request):
        return get_response(request)

    def process_exception(request, error):
        if isinstance(error, Busy):
            return render(request, "busy.html", {"sentence": str(error)}, status=429)
        if not isinstance(error, OperationalError) or not _known(error):
            return None
        return render(request, "busy.html", {"sentence": sentence_of(error)}, status=503)

    middleware.process_exception = process_exception
    return middleware
