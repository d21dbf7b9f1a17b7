"""The web server: waitress, the same on Windows and Linux.

One loop receives what is sent, so that a slow upload holds none of the threads; a thread begins when all is there.
"""

import socket
import time
from contextlib import suppress
from itertools import chain

from waitress import create_server
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer, MultiSocketServer
from waitress.utilities import BadRequest

THREADS = 8
CONNECTIONS = 300
"""At the same time. The hundred of waitress are as many as one browser's hundred uploads; Windows has 512 at most."""
IDLE = 60
"""Seconds after which a connection is closed that neither sends nor takes anything."""
SLOWEST = 600
"""Seconds within which a request has to be there: 10 MB at 17 kB a second."""
LARGEST = 32 << 20
"""Bytes of a request. Files over 10 MB are refused by their page, which says so; what is larger is not received."""
IN_MEMORY = 2 << 20
"""Bytes of a request up to which it stays in memory, a list of 10,000 people does; then in a file without a name."""
TOO_SLOW = "Mạng quá chậm: 10 phút chưa nhận đủ dữ liệu. Chưa ghi gì; kiểm tra đường mạng rồi gửi lại."
TOO_LARGE = f"Dữ liệu gửi lên lớn hơn {LARGEST >> 20} MB. Chưa ghi gì; tệp nhập nhiều nhất 10 MB."
NO_SPACE = "Máy chủ không còn chỗ nhận tệp. Chưa ghi gì; báo người quản trị rồi gửi lại."


def bind(application, host, port):
    # X-Forwarded-* headers pass: nakhe.middleware.client_address judges them, whatever the server.
    web = create_server(
        application,
        host=host,
        port=port,
        threads=THREADS,
        connection_limit=CONNECTIONS,
        channel_timeout=IDLE,
        cleanup_interval=max(1, IDLE // 6),
        max_request_body_size=LARGEST,
        inbuf_overflow=IN_MEMORY,
        ident=None,
        clear_untrusted_proxy_headers=False,
    )
    for each in listeners(web):
        each.channel_class = Channel
    return web


def listeners(web):
    """Of a name with several addresses there are several."""
    sockets = web.map if isinstance(web, MultiSocketServer) else web._map
    return [each for each in sockets.values() if isinstance(each, BaseWSGIServer)]


class Sentence(BadRequest):
    """An answer of the server itself, before any page: a Vietnamese sentence as plain text."""

    def __init__(self, code, reason, sentence):
        super().__init__(sentence)
        self.code, self.reason = code, reason

    def to_response(self, ident=None):
        headers = [("Content-Type", "text/plain; charset=utf-8")]
        return f"{self.code} {self.reason}", headers, self.body.encode()


class Parser(HTTPRequestParser):
    """One request as it comes in, with an end to waiting for it, and for room on the disk."""

    def __init__(self, adj):
        super().__init__(adj)
        self.began = time.monotonic()

    def received(self, data):
        try:
            taken = super().received(data)
        except OSError:
            return self.refused(data, Sentence(413, "Content Too Large", NO_SPACE))
        if not self.completed and time.monotonic() - self.began > SLOWEST:
            return self.refused(data, Sentence(408, "Request Timeout", TOO_SLOW))
        if self.error and self.error.code == 413:
            self.error = Sentence(413, "Content Too Large", TOO_LARGE)
        return taken

    def refused(self, data, error):
        self.error, self.completed = error, True
        return len(data)

    def close(self):
        with suppress(OSError):  # what found no room is written once more when its file is closed
            super().close()


class Channel(HTTPChannel):
    parser_class = Parser


def is_taken(port):
    """Ask by connecting: on Windows a second server may bind to a port in use without an error."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port(first):
    """*first* if nobody listens there, else one of the next hundred, else any (0: the system chooses)."""
    return next(port for port in chain(range(first, first + 100), [0]) if port == 0 or not is_taken(port))
