"""What is read inside belongs together: one snapshot of the record, whoever writes meanwhile; nobody waits for it."""

from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_view():
    """Only for reading. Inside another transaction that one decides what is seen, as in a test."""
    if connection.in_atomic_block:
        yield
        return
    with _without_lock(), transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def _without_lock():
    """SQLite begins transactions with the lock for writing (settings), which others would wait for to the end."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()  # reads the setting
    mode, connection.transaction_mode = connection.transaction_mode, "DEFERRED"
    try:
        yield
    finally:
        connection.transaction_mode = mode
