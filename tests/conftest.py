"""Lan, of the commune that most stories are told of; a story that needs others makes its own.

In CI a skipped test is a failure: what was skipped was not proven.
"""

import os

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_commune, make_member, make_unit


@pytest.fixture
def commune():
    return make_commune()


@pytest.fixture
def na_po(commune):
    return make_unit("Chi bộ thôn Na Pô", commune)


@pytest.fixture
def lan(na_po):
    return make_member("Vàng Thị Lan", na_po)


@pytest.fixture
def count_queries():
    """count_queries(client, address): how many queries the page costs, session and rights included.

    It is asked for once before: what a process looks up once and keeps is not the page's.
    """

    def count(client, address):
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address)
        assert response.status_code == 200, address
        return len(captured)

    return count


def pytest_sessionfinish(session):
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = 1


def pytest_terminal_summary(terminalreporter):
    if os.environ.get("CI") and terminalreporter.stats.get("skipped"):
        terminalreporter.write_line("CI skips nothing: the skipped tests above count as failures.", red=True)
