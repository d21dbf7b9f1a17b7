"""Two files are read at a time: each takes a hundred megabytes and more, and one of the few processors.

Every process has its own places, as it has its own memory; waitress, which we ship, is one process. Nobody waits for a
place: who waits holds one of the server's threads, and everybody's pages go on only while there are some.
"""

from contextlib import contextmanager
from threading import BoundedSemaphore

AT_ONCE = 2
_places = BoundedSemaphore(AT_ONCE)
BUSY = "Đang có nhiều tệp được đọc cùng lúc. Đợi một phút rồi thử lại."


class Busy(Exception):
    """str() is the sentence."""


@contextmanager
def place():
    """Inside, a file may be read. Raises Busy."""
    if not _places.acquire(blocking=False):
        raise Busy(BUSY)
    try:
        yield
    finally:
        _places.release()
