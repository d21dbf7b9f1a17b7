"""A long file is made while a page shows how far it is, which then offers it (nakhe.waiting_files)."""

import io
from contextlib import closing

from django.urls import reverse

from nakhe.exports import enter, hand_out, sha256_of
from nakhe.one_view import one_view
from nakhe.progress import Outcome, progress_page
from nakhe.waiting_files import kept, new_file, ticket

SAID = "Tệp lớn nên cần một lúc. Giữ trang này mở; rời trang là dừng, và không có tệp nào được giữ lại."
DONE = "Đã lập xong tệp {rows} dòng. Tệp tự tải về; nếu không, bấm nút dưới đây. Tải được một lần, trong một giờ."


def hand_out_slowly(request, stamp, write, *, back):
    """The page, instead of the file.

    *write*(file) is an iterator that writes it, in steps of (rows done, rows in all or None), and returns what
    exports.hand_out() asks for beside the data; it sees the record as it is at one moment. *back*: an address and its
    name. The entry in the log is made when the file is whole: from then on it can be taken.
    """
    work = made(request, stamp, write)
    return progress_page(request, work, title="Đang lập tệp", said=SAID, unit="dòng", back=back)


def hand_out_at_once(request, stamp, write):
    """The answer that carries the file, where it is short; *write* as for hand_out_slowly()."""
    file = io.BytesIO()
    with one_view():
        told = finished(write(file))
    return hand_out(request, stamp, file.getvalue(), **told)


def finished(work):
    """What *work* returns at its end."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


def made(request, stamp, write):
    with new_file() as file:
        yield 0, None
        with one_view():
            told = yield from kept(write(file), file)
        enter(request, stamp, sha256_of(file), **logged(told))
        file.close()  # Windows lets nobody take an open one
        address = reverse("waiting_file", args=[ticket(file, request.user, told["name"], told["content_type"])])
        yield Outcome(DONE.format(rows=told["rows"]), address, "Tải tệp", follows=True)


def logged(told):
    return {name: value for name, value in told.items() if name not in ("name", "content_type")}


def steps(written, rows):
    """(done, *rows*) for each step of a writer, which says how far it came with it."""
    done = 0
    with closing(written):
        for part in written:
            done += part
            yield round(done), rows
