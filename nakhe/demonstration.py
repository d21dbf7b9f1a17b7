"""The mark that keeps invented data and real data apart.

A finished demonstration database carries one DemonstrationMark. The `demo` command touches no database that
holds anything without it, and production refuses a database that has it.
"""

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from nakhe.models import DemonstrationMark

REFUSAL = (
    "Cơ sở dữ liệu này chứa dữ liệu minh họa, không dùng để chạy thật được. "
    "Hãy sửa DATABASE_URL để chỉ đến cơ sở dữ liệu thật."
)


def tables():
    with connection.cursor() as cursor:
        return connection.introspection.table_names(cursor)


def is_marked():
    return DemonstrationMark._meta.db_table in tables() and DemonstrationMark.objects.exists()


def refuse_in_production():
    if settings.PRODUCTION and is_marked():
        raise ImproperlyConfigured(REFUSAL)


@register(Tags.database)
def check_for_mark(databases, **kwargs):
    """So that `migrate` and `check --database default` stop as well."""
    if databases and settings.PRODUCTION and is_marked():
        return [Error(REFUSAL, id="nakhe.E001")]
    return []
