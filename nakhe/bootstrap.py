"""Makes `manage.py demo` and `manage.py test` work with nothing but Python.

They make .venv beside manage.py, install what constraints.txt pins, and go on with .venv's Python. Only the
standard library is used here. `python3 -m nakhe.bootstrap [test]` prepares .venv and does nothing else.
"""

import hashlib
import os
import subprocess
import sys
import tomllib
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
SELF_INSTALLING = ("demo", "test")

NO_VENV = """\
Python này thiếu mô-đun venv. Trên Debian hoặc Ubuntu hãy chạy:
    sudo apt install python3.{minor}-venv
This Python lacks venv; the command above installs it on Debian and Ubuntu."""

NOT_INSTALLED = """\
Không cài được các thư viện. Hãy xem thông báo ở trên, kiểm tra đường mạng rồi chạy lại lệnh này.
The libraries could not be installed: see above, check the network, run the command again."""

NOT_IN_PRODUCTION = """\
Bản minh họa không chạy với cấu hình thật. Hãy bỏ các biến NAKHE_ENV, SECRET_KEY, ALLOWED_HOSTS rồi chạy lại.
The demonstration never runs with production settings: unset the variables above and run the command again."""

NO_DJANGO = """\
Python này ({python}) chưa có Django.
{advice}"""
USE_VENV = "Hãy chạy / please run:  {python} manage.py {arguments}"
MAKE_VENV = """\
Xem thử với dữ liệu minh họa / to try it with invented data:  python3 manage.py demo
Chỉ cài thư viện vào .venv / to install into .venv only:      python3 -m nakhe.bootstrap"""


def speak_vietnamese():
    """Windows writes to a file or a pipe in its own code page, which has no Vietnamese."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")


def run(command, arguments):
    """Go on in .venv with what it needs. Returns only when this already is the demonstration in .venv."""
    if command == "test":
        prepare(with_tests=True)
        os.chdir(ROOT)
        hand_over(["-m", "pytest", "-n", "auto", *arguments])
    if is_production(os.environ):
        sys.exit(NOT_IN_PRODUCTION)
    os.environ["NAKHE_ENV"] = "demonstration"
    prepare()
    if not is_inside():
        hand_over([str(ROOT / "manage.py"), command, *arguments])


def is_production(environ):
    return environ.get("NAKHE_ENV") == "production" or any(map(environ.get, ("SECRET_KEY", "ALLOWED_HOSTS")))


def prepare(with_tests=False):
    """Bring .venv up to date; instant when it is."""
    wanted = requirements(with_tests)
    stamp = VENV / ("installed-with-tests" if with_tests else "installed")
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == fingerprint(wanted):
        return
    print("Đang cài các thư viện vào .venv (chỉ lần đầu, khoảng một phút) …", file=sys.stderr, flush=True)
    make_venv()
    install(wanted)
    stamp.write_text(fingerprint(wanted))  # last, so that an interrupted installation is taken up again


def requirements(with_tests):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return project["project"]["dependencies"] + (project["dependency-groups"]["test"] if with_tests else [])


def fingerprint(wanted):
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    return hashlib.sha256("\n".join([*wanted, pins, str(PYTHON.resolve())]).encode()).hexdigest()


def make_venv():
    try:
        import ensurepip  # noqa: F401
        import venv
    except ImportError:
        sys.exit(NO_VENV.format(minor=sys.version_info.minor))
    if not is_inside():
        venv.EnvBuilder(with_pip=True, clear=not PYTHON.exists(), symlinks=os.name != "nt").create(VENV)


def install(wanted):
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.call([*pip, "-c", str(ROOT / "constraints.txt"), *wanted]):
        sys.exit(NOT_INSTALLED)


def is_inside():
    return Path(sys.prefix).resolve() == VENV.resolve()


def hand_over(arguments):
    """Become `.venv/bin/python arguments`."""
    command = [str(PYTHON), *arguments]
    if os.name != "nt":
        os.execv(PYTHON, command)
    # On Windows exec would give the prompt back while the command still runs.
    with subprocess.Popen(command) as child:
        while True:
            with suppress(KeyboardInterrupt):  # Ctrl-C reached the child as well, which ends in its own way
                sys.exit(child.wait())


def explain_missing_django(arguments):
    """Why an ordinary command cannot run, and what to do about it."""
    if PYTHON.exists() and not is_inside():
        advice = USE_VENV.format(python=PYTHON.relative_to(ROOT), arguments=" ".join(arguments))
    else:
        advice = MAKE_VENV
    return NO_DJANGO.format(python=sys.executable, advice=advice)


if __name__ == "__main__":
    speak_vietnamese()
    prepare(with_tests="test" in sys.argv[1:])
