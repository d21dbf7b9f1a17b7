"""A file between its review and its writing: carried by the form itself, signed, so that what was seen is written.

Nothing is kept on the server before somebody confirms; a list of chi bộ is small.
"""

import base64
import hashlib
import json

from django.core import signing

from members.importing.answer import as_json

SALT = "members.importing_units"
LARGEST = 1 << 20
A_DAY = 24 * 60 * 60


def carry(data, name, reader):
    """The signed text of a file, for *reader* alone."""
    return signing.dumps([reader.pk, name, base64.b64encode(data).decode()], salt=SALT, compress=True)


def carried(text, reader):
    """(data, name) of what carry() made; None where it is old, another's, or nobody's."""
    try:
        account, name, data = signing.loads(text, salt=SALT, max_age=A_DAY)
    except signing.BadSignature:
        return None
    return (base64.b64decode(data), name) if account == reader.pk else None


def seen(reading):
    """A mark of all that the review of *reading* shows: another mark, something else would be written."""
    shown = [as_json(reading, "unit"), [question.key for question in reading.questions]]
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()
