"""What the settings refuse, and what they make of the environment, each in a Python of its own."""

import json
import os
import subprocess
import sys

import pytest

from manage import nothing_said
from nakhe.bootstrap import ROOT

NAMES = ["NAKHE_ENV", "DEBUG", "SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "NAKHE_HTTPS", "NAKHE_PROXY"]
NAMES += ["DJANGO_ALLOW_ASYNC_UNSAFE"]  # set by the browser tests
KEY = "hoa-gao-no-tren-nui-da-Na-Khe-thang-ba-nam-2024-x7Q2"
REAL = {"SECRET_KEY": KEY, "ALLOWED_HOSTS": "dangvien.example.vn"}


def python(*arguments, **said):
    kept = {name: value for name, value in os.environ.items() if name not in NAMES}
    env = kept | said | {"DJANGO_SETTINGS_MODULE": "nakhe.settings", "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=env, capture_output=True, encoding="utf-8", timeout=60
    )


def setting(expression, **said):
    asked = python("-c", f"import json, nakhe.settings as s; print(json.dumps({expression}))", **said)
    assert asked.returncode == 0, asked.stderr
    return json.loads(asked.stdout)


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ({}, "SECRET_KEY chưa có"),
        ({"DEBUG": "0"}, "SECRET_KEY chưa có"),
        ({"SECRET_KEY": "k" * 49, "ALLOWED_HOSTS": "a.vn"}, "SECRET_KEY quá ngắn"),
        ({"SECRET_KEY": KEY}, "ALLOWED_HOSTS"),
        ({"SECRET_KEY": KEY, "ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"NAKHE_ENV": "staging"}, "NAKHE_ENV='staging'"),
        ({"DEBUG": "yes"}, "DEBUG='yes'"),
        ({"DEBUG": "1", "NAKHE_ENV": "production", **REAL}, "DEBUG=1 chỉ dùng với NAKHE_ENV=development"),
        ({"DEBUG": "1", "NAKHE_ENV": "demonstration"}, "DEBUG=1 chỉ dùng với NAKHE_ENV=development"),
        ({"NAKHE_ENV": "demonstration", "SECRET_KEY": KEY}, "cấu hình thật (SECRET_KEY"),
        ({"NAKHE_ENV": "demonstration", "ALLOWED_HOSTS": "a.vn"}, "cấu hình thật (ALLOWED_HOSTS"),
        ({"DATABASE_URL": "mysql://root@localhost/x", **REAL}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgres://u:p@host:port/x", **REAL}, "DATABASE_URL"),
        ({"NAKHE_HTTPS": "no", **REAL}, "NAKHE_HTTPS='no'"),
        ({"NAKHE_PROXY": "nginx.local", **REAL}, "NAKHE_PROXY"),
    ],
)
def test_a_wrong_value_is_refused_with_a_sentence_naming_it(said, named):
    asked = python("-c", "import nakhe.settings", **said)
    last_line = asked.stderr.splitlines()[-1]
    assert last_line.startswith("django.core.exceptions.ImproperlyConfigured: ")
    assert named in last_line


def test_production_passes_its_deployment_check_without_a_warning():
    checked = python("manage.py", "check", "--deploy", "--fail-level", "WARNING", **REAL)
    assert checked.returncode == 0, checked.stderr


def test_production_is_what_runs_when_nothing_else_is_said():
    assert setting("[s.MODE, s.DEBUG, s.HTTPS, s.ALLOWED_HOSTS]", **REAL) == [
        "production",
        False,
        True,
        ["dangvien.example.vn"],
    ]


COOKIES = "[s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS > 0]"


def test_an_office_without_tls_has_to_say_so():
    assert setting(COOKIES, **REAL) == [True, True, True, True]
    assert setting(COOKIES, NAKHE_HTTPS="0", **REAL) == [False, False, False, False]


def test_the_scheme_that_a_proxy_reports_is_believed_only_when_there_is_a_proxy():
    header = "getattr(s, 'SECURE_PROXY_SSL_HEADER', None)"
    assert setting(header, **REAL) is None
    assert setting(header, NAKHE_PROXY="127.0.0.1", **REAL) == ["HTTP_X_FORWARDED_PROTO", "https"]


def test_database_url_selects_postgresql_with_lasting_checked_connections():
    url = "postgres://nakhe:secret@db.example/nakhe"
    picked = "[s.DATABASES['default'][k] for k in ('ENGINE', 'NAME', 'CONN_MAX_AGE', 'CONN_HEALTH_CHECKS')]"
    assert setting(picked, DATABASE_URL=url, **REAL) == ["django.db.backends.postgresql", "nakhe", 60, True]


def test_each_kind_of_run_has_a_sqlite_file_of_its_own():
    name = "s.DATABASES['default']['NAME'].rpartition('/')[2]"
    kinds = [REAL, {"NAKHE_ENV": "development"}, {"NAKHE_ENV": "demonstration"}, {"NAKHE_ENV": "test"}]
    files = [setting(name, **said) for said in kinds]
    assert files == ["nakhe.sqlite3", "development.sqlite3", "demo.sqlite3", "test.sqlite3"]


def test_sqlite_waits_its_turn_and_loses_nothing_at_a_power_cut(tmp_path):
    answers = python(
        "-c",
        "import django; django.setup(); from django.db import connection as c; k = c.cursor()\n"
        "print([k.execute(f'PRAGMA {p}').fetchone()[0]"
        " for p in ('journal_mode', 'synchronous', 'foreign_keys', 'busy_timeout')], c.transaction_mode)",
        DATABASE_URL=f"sqlite:///{(tmp_path / 'x.sqlite3').as_posix()}",
        **REAL,
    )
    assert answers.stdout == "['wal', 2, 1, 20000] IMMEDIATE\n"


def test_debug_alone_means_development():
    assert setting("[s.MODE, s.DEBUG]", DEBUG="1") == ["development", True]


def test_manage_py_turns_to_the_demonstration_only_when_nothing_at_all_is_said(monkeypatch):
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    assert nothing_said()
    monkeypatch.setenv("DEBUG", "0")
    assert not nothing_said()
