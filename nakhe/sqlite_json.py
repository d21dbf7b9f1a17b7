"""That SQLite knows JSON is asked once a connection, outside a transaction.

Django asks it inside one, at the first query that wants JSON. Transactions begin with the lock for writing here: while
somebody writes for long it would wait 20 s, believe that there is no JSON, and refuse every such page from then on.
"""


def know_json(sender, connection, **kwargs):
    """Receiver of connection_created."""
    if connection.vendor == "sqlite" and "supports_json_field" not in connection.features.__dict__:
        connection.connection.execute("SELECT JSON('{}')")
        connection.features.supports_json_field = True
