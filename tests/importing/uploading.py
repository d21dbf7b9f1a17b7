"""Run as a program: uploads files to the page, each in a process of its own, and says what that took.

    python -m tests.importing.uploading <account> <folder>

Every file of the folder is sent by a forked child, which has nothing of what the others took. Prints JSON, {file name:
{"status", "text" without tags, "seconds" of the processor, "peak" in megabytes, "people", "batches", "entries": how
many more there are afterwards}}.
"""

import json
import os
import re
import sys
import time
from pathlib import Path

import django

PAGE = "/nhap/"


def main(account, folder):
    django.setup()
    from django.db import connections
    from django.test import Client

    from nakhe.models import User

    client = Client()
    client.force_login(User.objects.get(username=account))
    client.get(PAGE)
    found = {}
    for path in sorted(Path(folder).iterdir()):
        connections.close_all()
        found[path.name] = in_a_child(lambda path=path: sent(client, path))
    print(json.dumps(found))


def in_a_child(work):
    """What *work* returns, done by a child."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        with open(writing, "w") as told:
            json.dump(work(), told)
        os._exit(0)
    os.close(writing)
    with open(reading) as told:
        text = told.read()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0, text
    return json.loads(text)


def sent(client, path):
    from django.core.files.uploadedfile import SimpleUploadedFile

    before, began = standing(), time.process_time()
    with path.open("rb") as data:
        answer = client.post(PAGE, {"tep": SimpleUploadedFile(path.name, data.read())})
        text = b"".join(answer).decode()
    seconds = time.process_time() - began
    if answer.status_code == 302:
        text = client.get(answer.headers["Location"]).text
    after = standing()
    told = {"status": answer.status_code, "text": re.sub(r"<[^>]+>", " ", text), "seconds": seconds, "peak": peak()}
    return told | {name: after[name] - before[name] for name in after}


def standing():
    from auditlog.models import LogEntry

    from members.models import ImportBatch, Person

    models = {"people": Person, "batches": ImportBatch, "entries": LogEntry}
    return {name: model.objects.count() for name, model in models.items()}


def peak():
    """Megabytes that this process took at most since it was forked."""
    return int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) >> 10


if __name__ == "__main__":
    main(*sys.argv[1:])
