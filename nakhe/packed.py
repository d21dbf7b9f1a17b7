"""JSON that is kept but never asked for by its contents, compressed: ten thousand rows of it take a megabyte."""

import json
import zlib

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class PackedJSONField(models.BinaryField):
    """Any JSON value; None where nothing was kept."""

    def get_prep_value(self, value):
        if value is None:
            return None
        return zlib.compress(json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder).encode())

    def from_db_value(self, value, expression, connection):
        return None if value is None else json.loads(zlib.decompress(bytes(value)))

    def get_db_prep_value(self, value, connection, prepared=False):
        prepared_value = value if prepared else self.get_prep_value(value)
        return None if prepared_value is None else connection.Database.Binary(prepared_value)
