"""What is said when the database cannot take what is written: no room on the disk, or somebody else writes for long."""

import logging

from django.db import OperationalError

__all__ = ["OperationalError", "sentence_of"]

log = logging.getLogger(__name__)
LOCKED = "Sổ đang được ghi ở nơi khác. Chưa ghi gì; đợi một phút rồi thử lại."
NO_SPACE = "Không lưu được, có thể máy chủ hết chỗ. Chưa ghi gì; báo người quản trị rồi thử lại."
SQLITE_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")
LOCK_SQLSTATES = ("40P01", "55P03")
"""PostgreSQL: deadlock_detected, lock_not_available."""


def sentence_of(error):
    """For the person at the screen; the administrator finds the OperationalError *error* in the log."""
    log.error("The database refused to write: %s", error, exc_info=error)
    cause = error.__cause__
    names = getattr(cause, "sqlite_errorname", "") or "", getattr(cause, "sqlstate", "") or ""
    return LOCKED if names[0].startswith(SQLITE_BUSY) or names[1] in LOCK_SQLSTATES else NO_SPACE
