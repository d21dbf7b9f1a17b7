"""A process killed at any statement of a confirmed import, or of its taking back, leaves all or nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection, connections

from tests.concurrency.conftest import copied
from tests.factories import make_member
from tests.importing.sheets import HEADINGS
from tests.importing.writing import previewed

WRITES = 14
"""At least: new rows of six models and their log, changes of one, and the batch with its own entry."""
ROOT = Path(__file__).parent.parent.parent


def address(tmp_path):
    """Of the tests' own database, where another process finds it; SQLite's is in memory and copied into a file."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{copied(tmp_path / 'killed.sqlite3')}"
    given = connections.settings["default"]
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**given)


def killed(verb, url):
    """[[statement, what stands], …] of tests.importing.killing."""
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-m", "tests.importing.killing", verb]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=500)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.django_db(transaction=True)
def test_all_or_nothing_wherever_it_is_killed(seven_units, tmp_path):
    """Three people, one of them on record: 2 new, each with a membership, a number, a level and a rating."""
    make_member("Hà Văn Tú", seven_units["Chi bộ thôn Na Pô"], birth_on="1970-01-01")
    headings = [*HEADINGS, "Số CCCD", "LLCT", "Chức vụ", "Nghề nghiệp", "Xếp loại năm 2023"]
    previewed(
        headings,
        [1, "Hà Văn Tú", "1/1/1970", "Na Pô", "002070000001", "TC", "BT", "Nông dân", "HTTNV"],
        [2, "Vàng Thị Lan", "3/2/1990", "Na Pô", "002190000002", "SC", "CUV", "Nông dân", "HTNV"],
        [3, "Lý Sử", "2/2/1980", "Công an xã", "002080000003", "SC", "BT", "Nông dân", "HTNV"],
    )
    url = address(tmp_path)
    *before, (_, after) = killed("commit", url)
    *not_back, (_, back) = killed("undo", url)

    nothing = before[0][1]
    assert (nothing["Person"], nothing["Membership"], nothing["changed"], nothing["state"]) == (1, 1, 0, "PREVIEW")
    assert [standing for _, standing in before] == [nothing] * len(before)
    assert {name: after[name] for name in ("Person", "IdentityNumber", "Membership", "Qualification")} == {
        "Person": 3, "IdentityNumber": 3, "Membership": 3, "Qualification": 3,
    }  # fmt: skip
    assert (after["MemberRating"], after["Office"], after["changed"], after["state"]) == (3, 3, 3, "COMMITTED")
    assert [standing for _, standing in not_back] == [after] * len(not_back)
    assert back | {"log": 0} == nothing | {"log": 0, "state": "UNDONE"}
    assert len(before) > WRITES and len(not_back) > WRITES
