"""The demonstration is whole or not there, keeps to its own database, and production keeps away from it."""

import os
import subprocess
import sys
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from nakhe.bootstrap import ROOT
from tests.test_settings import NAMES, REAL

MAKE_A_MARKED_DATABASE = """
from django.core.management import call_command
from nakhe.models import DemonstrationMark
call_command("migrate", verbosity=0)
DemonstrationMark.objects.create()
"""
FAIL_HALFWAY = """
from django.core.management import call_command
from nakhe import demonstration
from nakhe.management.commands.demo import whole_or_nothing
try:
    with whole_or_nothing():
        call_command("migrate", verbosity=0)
        raise InterruptedError
except InterruptedError:
    print(demonstration.tables())
"""
CHECK_DATABASE = """
import django; django.setup()
from django.core.management import call_command
from nakhe import demonstration
call_command("check", databases=["default"])
"""


@pytest.fixture
def empty_database(tmp_path):
    """The address of an empty database, of the kind that this run tests on."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield f"sqlite:///{(tmp_path / 'try.sqlite3').as_posix()}"
        return
    name = f"try_demonstration_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as maintenance:
        maintenance.execute(f"DROP DATABASE IF EXISTS {name}")
        maintenance.execute(f"CREATE DATABASE {name}")
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        maintenance.execute(f"DROP DATABASE {name}")


def run(database, *arguments, **said):
    kept = {name: value for name, value in os.environ.items() if name not in NAMES}
    settings = {"DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "nakhe.settings", "PYTHONUTF8": "1"}
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=kept | settings | said, capture_output=True, encoding="utf-8", timeout=300
    )


def demo(database, *options):
    return run(database, "-m", "django", "demo", "--no-server", *options, NAKHE_ENV="demonstration")


def script(database, text, **said):
    done = run(database, "-c", f"import django; django.setup()\n{text}", **(said or {"NAKHE_ENV": "demonstration"}))
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_demonstration_is_made_once_kept_and_made_anew_only_when_asked(empty_database):
    made = demo(empty_database)
    assert made.returncode == 0, made.stderr
    assert "Tài khoản minh họa" in made.stdout

    first_user = "from nakhe.models import User; lan = User.objects.order_by('pk').first(); "
    script(empty_database, first_user + "lan.full_name = 'Tên đã sửa'; lan.save()")
    kept = demo(empty_database)
    assert (kept.returncode, kept.stdout) == (0, made.stdout[made.stdout.index("\nTài khoản") :])
    assert script(empty_database, first_user + "print(lan.full_name)") == "Tên đã sửa"

    assert demo(empty_database, "--reset").returncode == 0
    assert script(empty_database, first_user + "print(lan.full_name)") != "Tên đã sửa"


@pytest.mark.parametrize("options", [[], ["--reset"]])
def test_a_database_that_holds_anything_else_is_refused_and_left_alone(empty_database, options):
    table = "from django.db import connection; connection.cursor().execute('CREATE TABLE luong (a int)')"
    script(empty_database, table)
    refused = demo(empty_database, *options)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "đã chứa dữ liệu khác" in refused.stderr
    assert script(empty_database, "from nakhe.demonstration import tables; print(tables())") == "['luong']"


def test_an_interrupted_preparation_leaves_nothing_behind(empty_database):
    assert script(empty_database, FAIL_HALFWAY) == "[]"


def test_production_refuses_demonstration_data(empty_database):
    script(empty_database, MAKE_A_MARKED_DATABASE)
    for command in (["manage.py", "serve"], ["-c", CHECK_DATABASE], ["-c", "import nakhe.wsgi"]):
        refused = run(empty_database, *command, NAKHE_HTTPS="0", **REAL)
        assert refused.returncode == 1, command
        assert "dữ liệu minh họa, không dùng để chạy thật" in refused.stderr


def test_the_server_without_tls_asks_for_a_proxy_or_a_word(empty_database):
    refused = run(empty_database, "manage.py", "serve", **REAL)
    assert "NAKHE_PROXY" in refused.stderr
