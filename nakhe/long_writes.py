"""While thousands of rows are written, whatever can wait is not written: SQLite lets one write at a time, others read.

It is known within the process that writes, which is the whole server.
"""

from contextlib import contextmanager
from threading import Lock

_lock, _running = Lock(), set()


@contextmanager
def long_write():
    mark = object()
    with _lock:
        _running.add(mark)
    try:
        yield
    finally:
        with _lock:
            _running.discard(mark)


def is_going_on():
    return bool(_running)
