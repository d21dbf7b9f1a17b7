"""The first minute on a machine with nothing but Python: what is said, and when something is installed."""

import ast
import importlib.util
import os
import re
import shutil
import subprocess
import sys

import pytest

from nakhe import bootstrap

FILES = ["manage.py", "pyproject.toml", "constraints.txt", "nakhe/__init__.py", "nakhe/bootstrap.py"]
OURS = {"NAKHE_ENV", "DEBUG", "SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PYTHONPATH"}


@pytest.fixture
def clone(tmp_path):
    """The files that are needed before anything is installed, in a folder without .venv."""
    for name in FILES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(bootstrap.ROOT / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def fresh(clone):
    """The bootstrap module of the clone."""
    spec = importlib.util.spec_from_file_location("fresh_bootstrap", clone / "nakhe" / "bootstrap.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def bare_python(clone, *arguments, **environ):
    """Run a Python without site-packages, as a fresh machine has it."""
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    return subprocess.run(
        [sys.executable, "-S", *arguments], cwd=clone, env=kept | environ, capture_output=True, encoding="utf-8"
    )


def test_an_old_python_can_read_manage_py_far_enough_to_say_that_it_is_old():
    source = (bootstrap.ROOT / "manage.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 4))
    assert source.index("sys.version_info") < source.index("from nakhe")


def test_without_django_an_ordinary_command_says_how_to_get_it(clone):
    answer = bare_python(clone, "manage.py", "migrate")
    assert answer.returncode == 1
    assert "python3 manage.py demo" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_without_django_an_ordinary_command_names_the_python_of_the_venv(clone):
    python = clone / bootstrap.PYTHON.relative_to(bootstrap.ROOT)
    python.parent.mkdir(parents=True)
    python.touch()
    answer = bare_python(clone, "manage.py", "migrate", "units")
    assert f"{python.relative_to(clone)} manage.py migrate units" in answer.stderr


def test_a_python_without_venv_is_told_which_package_to_install(clone):
    without = "import sys; sys.modules['ensurepip'] = None; from nakhe import bootstrap; bootstrap.prepare()"
    answer = bare_python(clone, "-c", without)
    assert answer.returncode == 1
    assert f"apt install python3.{sys.version_info.minor}-venv" in answer.stderr


@pytest.mark.parametrize("said", [{"NAKHE_ENV": "production"}, {"SECRET_KEY": "k" * 60}, {"ALLOWED_HOSTS": "a.vn"}])
def test_the_demonstration_refuses_production_settings_before_it_installs_anything(clone, said):
    answer = bare_python(clone, "manage.py", "demo", **said)
    assert answer.returncode == 1
    assert "never runs with production settings" in answer.stderr
    assert not (clone / ".venv").exists()


def test_an_up_to_date_venv_is_left_alone(fresh, capsys):
    fresh.PYTHON.parent.mkdir(parents=True)
    fresh.PYTHON.touch()
    stamp = fresh.VENV / "installed"
    stamp.write_text(fresh.fingerprint(fresh.requirements(with_tests=False)))
    fresh.prepare()
    assert capsys.readouterr().err == ""
    assert sorted(path.name for path in fresh.VENV.iterdir()) == sorted(["installed", fresh.PYTHON.parent.name])


def test_other_pins_call_for_an_installation(fresh, clone):
    before = fresh.fingerprint(["Django"])
    (clone / "constraints.txt").write_text("django==5.2.1\n")
    assert fresh.fingerprint(["Django"]) != before


def test_other_dependencies_call_for_an_installation_and_other_lint_rules_do_not(fresh, clone):
    pyproject = clone / "pyproject.toml"
    before = fresh.fingerprint(fresh.requirements(with_tests=True))
    pyproject.write_text(pyproject.read_text(encoding="utf-8") + "\n# a remark\n", encoding="utf-8")
    assert fresh.fingerprint(fresh.requirements(with_tests=True)) == before
    assert fresh.fingerprint(fresh.requirements(with_tests=False)) != before


def test_every_dependency_is_pinned_and_no_pin_names_a_place():
    pins = (bootstrap.ROOT / "constraints.txt").read_text(encoding="utf-8")
    pinned = set(re.findall(r"^([a-z0-9-]+)==", pins, re.MULTILINE))
    wanted = {re.match(r"[\w-]+", line)[0].lower() for line in bootstrap.requirements(with_tests=True)}
    assert wanted - pinned == set()
    assert re.findall(r"://|^-|/\w+/", pins, re.MULTILINE) == []
