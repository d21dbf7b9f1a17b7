"""Run as a program: the web server as `manage.py serve` binds it, on a free port, which is printed.

    python -m tests.importing.serving '{"secret_key": …, "limits": {"IDLE": 1}, "largest_file": 100000}'

*limits*: constants of nakhe.server; *largest_file*: bytes after which no file of the process grows, as on a full disk.
"""

import json
import resource
import sys

import django


def main(given):
    django.setup()
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    from nakhe import server

    settings.SECRET_KEY = given["secret_key"]
    for name, value in given.get("limits", {}).items():
        setattr(server, name, value)
    if "largest_file" in given:
        resource.setrlimit(resource.RLIMIT_FSIZE, (given["largest_file"],) * 2)
    web = server.bind(get_wsgi_application(), "127.0.0.1", 0)
    print(web.effective_port, flush=True)
    web.run()


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
