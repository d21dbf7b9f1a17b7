"""Run as a program: previews a file, or writes the only preview, and says what memory the process took at most.

python -m tests.importing.measuring preview FILE
python -m tests.importing.measuring commit
"""

import json
import sys
from pathlib import Path

import django


def main(verb, *files):
    django.setup()
    from django.urls import get_resolver

    from tests.importing.uploading import peak

    _ = get_resolver().url_patterns  # what a server has imported, too
    told = preview(Path(*files)) if verb == "preview" else commit()
    print(json.dumps(told | {"peak": peak()}))


def preview(path):
    from members.importing import previews
    from nakhe.access import SYSTEM

    return {"summary": previews.preview(path.read_bytes(), path.name, SYSTEM).summary}


def commit():
    from members.importing import committing
    from members.models import ImportBatch, Person
    from nakhe.access import SYSTEM

    steps = list(committing.commit(ImportBatch.objects.get(), SYSTEM))
    return {"steps": steps, "people": Person.objects.count()}


if __name__ == "__main__":
    main(*sys.argv[1:])
