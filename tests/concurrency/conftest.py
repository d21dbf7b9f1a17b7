"""Many at once, each with a connection of its own, as the server's threads have."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections


@pytest.fixture
def at_once(transactional_db, tmp_path):
    """at_once(number, work): work(0) … work(number − 1) begin together; returns what each returned.

    SQLite's test database lives in the memory of one connection; the threads get a copy of it in a file, which
    locks as the office's does. What is asked afterwards is asked by at_once(1, …), too.
    """
    given = connections.settings["default"]
    name = given["NAME"]

    def run(number, work):
        if connection.vendor == "sqlite" and given["NAME"] == name:
            given["NAME"] = str(copied(tmp_path / "at-once.sqlite3"))
        barrier = Barrier(number)

        def one(place):
            try:
                barrier.wait()
                return work(place)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(number) as pool:
            return list(pool.map(one, range(number)))

    yield run
    given["NAME"] = name


def copied(path):
    with sqlite3.connect(path) as target:
        connection.connection.backup(target)
    return path
