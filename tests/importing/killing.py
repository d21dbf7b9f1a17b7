"""Run as a program: writes the only preview in the database of DATABASE_URL, killed before one statement after another.

    python -m tests.importing.killing commit|undo

For every statement that writes a child process is forked, does the work and dies of SIGKILL before it; so it does
before every tenth that reads and before the COMMIT, and at last it lives. Prints JSON: [[number of the statement, what
stands in the record then], …].
"""

import json
import os
import signal
import sys

import django

CHILD_FAILED = 3


def main(verb):
    django.setup()
    from django.db import connections

    told, number, lives = [], 1, False
    while not lives:
        connections.close_all()
        lives = forked(verb, number)
        if lives:
            connections.close_all()
        else:
            told.append([number, standing()])
        number += 1
    told.append(["alive", standing()])
    print(json.dumps(told))


def forked(verb, number):
    """Whether the child lived to the end; killed before its statement *number*, or before COMMIT where none is left."""
    child = os.fork()
    if child == 0:
        os._exit(work(verb, number))
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status not in (0, -signal.SIGKILL):
        raise SystemExit(f"the child ended with {status}")
    return status == 0


def work(verb, number):
    from django.db import connection

    from members.importing import committing, taking_back
    from members.models import ImportBatch
    from nakhe.access import SYSTEM

    try:
        batch = ImportBatch.objects.get()
        killer = Killer(number)
        commit = connection._commit
        connection._commit = lambda: killer.before_commit(commit)
        with connection.execute_wrapper(killer):
            if verb == "commit":
                committing.commit_now(batch, SYSTEM)
            else:
                taking_back.undo_now(batch, SYSTEM, "thử")
    except BaseException:
        import traceback

        traceback.print_exc()
        return CHILD_FAILED
    return 0


class Killer:
    def __init__(self, number):
        self.number, self.statements, self.read = number, 0, 0

    def __call__(self, execute, sql, *args):
        is_reading = sql.lstrip().upper().startswith("SELECT")
        self.read += is_reading
        if not is_reading or self.read % 10 == 1:
            self.count()
        return execute(sql, *args)

    def before_commit(self, commit):
        self.count()
        return commit()

    def count(self):
        self.statements += 1
        if self.statements == self.number:
            os.kill(os.getpid(), signal.SIGKILL)


def standing():
    """How many rows of everything, and the state of the batch."""
    from auditlog.models import LogEntry

    from members import models

    names = ["Person", "IdentityNumber", "Membership", "Qualification", "Office", "MemberRating", "VillageHead"]
    names += ["TrainingCourse", "TrainingAttendance"]
    counted = {name: getattr(models, name).objects.count() for name in names}
    changed = models.Person.objects.filter(occupation="Nông dân").count()
    batch = models.ImportBatch.objects.get()
    return counted | {"changed": changed, "log": LogEntry.objects.count(), "state": batch.state}


if __name__ == "__main__":
    main(sys.argv[1])
