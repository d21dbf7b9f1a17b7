"""Ask for a report as the command line does, and read the JSON."""

import json
from io import StringIO

from django.core.management import call_command


def ask(slug, **options):
    out = StringIO()
    call_command("report", slug, stdout=out, **options)
    return json.loads(out.getvalue())


def row_of(table, **wanted):
    """The one row that has these values."""
    rows = [row for row in table["rows"] if wanted.items() <= row.items()]
    assert len(rows) == 1, f"{len(rows)} rows with {wanted}"
    return rows[0]
