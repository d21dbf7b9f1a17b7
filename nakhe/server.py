"""The web server: waitress, the same on Windows and Linux."""

import socket
from itertools import chain

from waitress import create_server

THREADS = 8


def bind(application, host, port):
    # X-Forwarded-* headers pass: nakhe.middleware.client_address judges them, whatever the server.
    return create_server(
        application, host=host, port=port, threads=THREADS, ident=None, clear_untrusted_proxy_headers=False
    )


def is_taken(port):
    """Ask by connecting: on Windows a second server may bind to a port in use without an error."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port(first):
    """*first* if nobody listens there, else one of the next hundred, else any (0: the system chooses)."""
    return next(port for port in chain(range(first, first + 100), [0]) if port == 0 or not is_taken(port))
