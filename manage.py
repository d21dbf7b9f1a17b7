#!/usr/bin/env python3
# -*- coding: utf-8 -*-
"""Django's command line. `demo` and `test` need nothing but Python: see nakhe/bootstrap.py."""

import os
import sys

if sys.version_info < (3, 11):  # said in words that even an old Python can read
    sys.exit("Cần Python 3.11 trở lên. / Python 3.11 or newer is needed, this is %d.%d." % sys.version_info[:2])


def main():
    from nakhe import bootstrap

    bootstrap.speak_vietnamese()
    if sys.argv[1:] and sys.argv[1] in bootstrap.SELF_INSTALLING:
        bootstrap.run(sys.argv[1], sys.argv[2:])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nakhe.settings")
    try:
        from django.core.management import execute_from_command_line
    except ModuleNotFoundError:
        sys.exit(bootstrap.explain_missing_django(sys.argv[1:]))
    if nothing_said() and (bootstrap.ROOT / "demo.sqlite3").exists():
        print("Chưa đặt biến môi trường nào: dùng dữ liệu minh họa demo.sqlite3.", file=sys.stderr)
        os.environ["NAKHE_ENV"] = "demonstration"
    execute_from_command_line(sys.argv)


def nothing_said():
    """After `manage.py demo`, someone trying out `manage.py report` means the demonstration."""
    return not {"NAKHE_ENV", "DEBUG", "SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"} & set(os.environ)


if __name__ == "__main__":
    main()
