"""The tests' database for other processes, and a web server among them."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from tests.concurrency.conftest import copied

ROOT = Path(__file__).parent.parent.parent


def address(folder):
    """Of the tests' own database, where another process finds it; SQLite's is in memory and copied into a file."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{copied(folder / 'copied.sqlite3')}"
    given = connections.settings["default"]
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**given)


def environment(url):
    return os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}


def run(url, module, *arguments):
    """What the last line that `python -m tests.importing.<module>` prints holds as JSON."""
    command = [sys.executable, "-m", f"tests.importing.{module}", *arguments]
    given = {"cwd": ROOT, "env": environment(url), "capture_output": True, "text": True, "timeout": 1500}
    done = subprocess.run(command, **given)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@contextmanager
def server(url, **given):
    """(port, process) of the web server with *given* for tests.importing.serving, until the block ends."""
    told = json.dumps({"secret_key": settings.SECRET_KEY} | given)
    command = [sys.executable, "-m", "tests.importing.serving", told]
    process = subprocess.Popen(command, cwd=ROOT, env=environment(url), stdout=subprocess.PIPE, text=True)
    try:
        yield int(process.stdout.readline()), process
    finally:
        process.terminate()
        process.wait(30)
        process.stdout.close()
