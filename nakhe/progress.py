"""A page that shows how far long work is while it is done, and ends with what came of it. No script.

The work is a generator: it gives (done, total) as often as it likes, *total* None where it is not known, or (done,
total, “Đã đọc”), a sentence about what it begins to do where there is nothing to count, and at last an Outcome. It runs
while the page is sent; whoever leaves the page ends it, and it is closed (GeneratorExit) wherever it is. Style shows
only the last of the lines that came.
"""

import logging
import time
from collections.abc import Generator
from contextlib import closing
from contextvars import copy_context
from dataclasses import dataclass
from threading import BoundedSemaphore

from django.http import StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils.formats import number_format

from nakhe.frames import with_room

AT_ONCE = 3
"""How many pages work at the same time; the server's other threads stay for everybody's pages."""
APART = 0.3
"""Seconds between two lines."""
HERE = "\ue000"
"""Where in the page the lines come."""
BUSY = "Đang có nhiều tệp lớn được làm cùng lúc. Đợi một phút rồi tải lại trang này."
FAILED = "Có lỗi, công việc đã dừng và không có gì được giữ lại. Lỗi đã được ghi cho người quản trị; thử lại sau."

log = logging.getLogger(__name__)
_places = BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class Outcome:
    """What came of the work, in a sentence, and where it is; *follows*: the browser goes there, or takes it, itself."""

    sentence: str
    url: str
    label: str
    follows: bool = False
    is_bad: bool = False


def progress_page(request, work: Generator, *, title, said, unit, back):
    """*said* stands below the *title*; *unit* is what is counted, “dòng”; *back* an address and its name."""
    context = {"title": title, "said": said, "back": back, "here": HERE}
    head, tail = render_to_string("progress.html", context, request).split(HERE)
    pieces = in_context(copy_context(), page(head, tail, work, unit))
    response = StreamingHttpResponse(pieces)
    response["X-Accel-Buffering"] = "no"  # nginx would keep the page back until it is whole
    return response


def in_context(context, pieces):
    """Each step in the *context* of the request, which is left before the page is sent (the change set of the log)."""
    following = with_room(next)
    try:
        while (piece := context.run(following, pieces, None)) is not None:
            yield piece
    finally:
        context.run(pieces.close)


def page(head, tail, work, unit):
    yield head
    if not _places.acquire(blocking=False):
        yield line(sentence=BUSY, is_bad=True) + tail
        return
    try:
        with closing(work):
            yield from lines(work, unit)
    except Exception:
        log.exception("The work of a progress page failed.")
        yield line(sentence=FAILED, is_bad=True)
    finally:
        _places.release()
    yield tail


def lines(work, unit):
    shown_at = 0
    for step in work:
        if isinstance(step, Outcome):
            yield line(outcome=step)
        elif isinstance(step, str):
            shown_at = 0
            yield line(doing=step)
        elif time.monotonic() - shown_at > APART:
            shown_at = time.monotonic()
            yield line(**counted(unit, *step))


def counted(unit, done, total, did="Đã xong"):
    done = min(done, total) if total else done
    figures = " / ".join(number_format(each, force_grouping=True) for each in [done, *([total] if total else [])])
    return {"counted": f"{did} {figures} {unit}", "done": done, "total": total}


def line(**context):
    return render_to_string("_progress_line.html", context)
