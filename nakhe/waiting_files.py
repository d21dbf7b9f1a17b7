"""Files that were made while a page showed how far they were: each waits for the account that asked for it, once.

They lie in a folder that is nobody else's (settings.WAITING_FILES). What is not taken within an hour is thrown away
when the next one is made, and so is what a broken-off server left behind.
"""

import os
import shutil
import time
from contextlib import closing, contextmanager, suppress
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.core import signing
from django.http import FileResponse, Http404
from django.shortcuts import render

from nakhe.access import Right, requires

AN_HOUR = 3600
SALT = "nakhe.waiting_files"
TAKEN = ".taken"


@contextmanager
def new_file():
    """A new binary file that nobody else can read; it stays if the block ends well, and is gone if it does not."""
    sweep()
    with NamedTemporaryFile(dir=folder(), delete=False) as file:
        try:
            yield file
        except BaseException:  # also the end of a page that nobody waits for any more
            file.close()
            with suppress(FileNotFoundError):
                os.unlink(file.name)
            raise


def folder():
    path = settings.WAITING_FILES
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def sweep():
    """Throw away what has lain for an hour."""
    for path in folder().iterdir():
        with suppress(OSError):  # another request sweeps, too
            if time.time() - last_written(path) > AN_HOUR:
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def last_written(path):
    """When it was; of a folder, when anything in it was: a file in the making lies there."""
    return max(each.stat().st_mtime for each in (path, *(path.iterdir() if path.is_dir() else ())))


def kept(work, file):
    """The steps of *work*, which makes *file*: nobody sweeps it meanwhile, though Excel writes it only at the end."""
    with closing(work):
        while True:
            try:
                step = next(work)
            except StopIteration as end:
                return end.value
            os.utime(file.name)
            yield step


def ticket(file, account, name, content_type):
    """The part of an address that lets *account* take *file* away under *name*, once and within an hour."""
    told = {"file": os.path.basename(file.name), "account": account.pk, "name": name, "type": content_type}
    return signing.dumps(told, salt=SALT)


@requires(Right.EXPORT)
def waiting_file(request, ticket):
    told = read(ticket)
    if told is None or told["account"] != request.user.pk:
        raise Http404
    file = taken(told["file"])
    if file is None:
        return render(request, "waiting_file_gone.html", status=410)
    return FileResponse(file, as_attachment=True, filename=told["name"], content_type=told["type"])


def read(ticket):
    """What it tells; None where it is none of ours, or too old."""
    try:
        return signing.loads(ticket, salt=SALT, max_age=AN_HOUR)
    except signing.BadSignature:
        return None


def taken(name):
    """The file, open, which from now on nobody finds any more; None where it is gone. Of two at once, one gets it."""
    path = folder() / name
    mine = path.with_name(name + TAKEN)
    try:
        path.rename(mine)
    except FileNotFoundError:
        return None
    file = mine.open("rb")
    with suppress(PermissionError):  # Windows removes no open file; sweep() will
        mine.unlink()
    return file
