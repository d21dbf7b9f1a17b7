"""The demonstration register for a whole module of tests: `from tests.demonstration import django_db_setup`."""

from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command


@pytest.fixture(scope="module")
def django_db_setup(django_db_setup, django_db_blocker):
    """Loaded once, and taken out again."""
    fixtures = sorted(str(path) for path in (settings.BASE_DIR / "fixtures").glob("*.json"))
    with django_db_blocker.unblock():
        call_command("loaddata", *fixtures, verbosity=0)
        call_command("rebuild", stdout=StringIO())
    yield
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)
