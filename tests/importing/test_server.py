"""The server itself, in a process of its own: slow uploads, a hundred at once, a full disk (H10, H13, H14)."""

import http.client
import re
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from select import select

import pytest
from django.db import connection
from django.test import Client

from members.models import ImportBatch, Person
from nakhe import server as web_server
from nakhe.periods import today
from nakhe.spreadsheets.places import BUSY
from tests.factories import make_user
from tests.importing.processes import address, server
from tests.importing.sheets import HEADINGS, workbook_of

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/nhap/"
BOUNDARY = "----nakhe"
LAN = [1, "Vàng Thị Lan", "3/2/1990", "Na Pô"]
PROMPT = 5
"""Seconds in which a page of somebody else has to come, however busy the machine that tests."""
MEGABYTES = 300


@dataclass
class Office:
    """Who is signed in at the server: sends what a browser sends, by itself."""

    port: int
    cookies: str
    token: str = ""

    def ask(self, method, path, body=None, **headers):
        """(status, text) of one request with a connection of its own."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            link.request(method, path, body, {"Cookie": self.cookies} | headers)
            answer = link.getresponse()
            return answer.status, answer.read().decode()
        finally:
            link.close()

    def get(self, path):
        return self.ask("GET", path)

    def upload(self, data, name="danh-sach.xlsx"):
        body = form(self.token, data, name)
        return self.ask("POST", PAGE, body, **{"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"})

    def begin_upload(self, length):
        """A socket on which the beginning of an upload of *length* bytes was sent."""
        link = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        head = f"POST {PAGE} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {self.cookies}\r\nContent-Type: {kind}\r\n"
        link.sendall(f"{head}Content-Length: {length}\r\n\r\n".encode())
        return link


def form(token, data, name):
    parts = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'
    parts += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="tep"; filename="{name}"\r\n\r\n'
    return parts.encode() + data + f"\r\n--{BOUNDARY}--\r\n".encode()


def everything(link):
    """What is sent until the other side closes."""
    with link, link.makefile("rb") as sent:
        return sent.read().decode()


@pytest.fixture
def signed_in(seven_units):
    """signed_in(port): the Office of an account of the commune; made before the database is copied."""
    commune = seven_units["Chi bộ thôn Na Pô"].parent_on(today())
    client = Client()
    client.force_login(make_user("OFFICE", commune))
    client.get(PAGE)
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())

    def at(port):
        office = Office(port, cookies)
        status, page = office.get(PAGE)
        assert status == 200
        office.token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        return office

    return at


def counts(url):
    """(previews, people) in the database of *url*; SQLite's was copied."""
    if connection.vendor != "sqlite":
        return ImportBatch.objects.count(), Person.objects.count()
    import sqlite3

    with sqlite3.connect(url.removeprefix("sqlite:///")) as stored:
        ask = "SELECT (SELECT COUNT(*) FROM members_importbatch), (SELECT COUNT(*) FROM members_person)"
        return stored.execute(ask).fetchone()


# --- H10: slow uploads ---


def test_uploads_of_a_byte_at_a_time_hold_nobody_up_and_are_given_up(signed_in, tmp_path):
    """Thrice as many as the server has threads; three seconds stand for its ten minutes."""
    with server(address(tmp_path), limits={"SLOWEST": 3}) as (port, _):
        office = signed_in(port)
        links = [office.begin_upload(1_000_000) for _ in range(3 * web_server.THREADS)]
        waiting, pages, began = links, [], time.monotonic()
        while waiting and time.monotonic() - began < 60:
            for link in waiting:
                link.send(b"-")
            asked = time.monotonic()
            pages.append((office.get(PAGE)[0], time.monotonic() - asked < PROMPT))
            answered = select(links, [], [], 0.1)[0]
            waiting = [link for link in waiting if link not in answered]
        assert waiting == []
        answers = [everything(link) for link in links]

    assert set(pages) == {(200, True)}
    assert {answer.splitlines()[0] for answer in answers} == {"HTTP/1.1 408 Request Timeout"}
    assert {answer.rpartition("\r\n\r\n")[2] for answer in answers} == {web_server.TOO_SLOW}


def test_an_upload_that_stops_in_the_middle_is_closed(signed_in, tmp_path):
    url = address(tmp_path)
    with server(url, limits={"IDLE": 1}) as (port, _):
        office = signed_in(port)
        link = office.begin_upload(1_000_000)
        link.sendall(b"-" * 500_000)
        began = time.monotonic()
        assert everything(link) == ""
        assert time.monotonic() - began < 10
        assert office.get(PAGE)[0] == 200

    assert counts(url) == (0, 0)


# --- H13: many at once ---


def peak_of(process):
    """Megabytes that the process took at most."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) >> 10


def test_a_hundred_uploads_at_once_are_read_or_told_to_wait(signed_in, tmp_path):
    url = address(tmp_path)
    data = workbook_of(
        HEADINGS, *([n, f"Lý Văn {chr(65 + n // 26)}{chr(97 + n % 26)}", 1980, "Na Pô"] for n in range(244))
    )
    with server(url) as (port, process), ThreadPoolExecutor(101) as hands:
        office = signed_in(port)
        uploads = [hands.submit(office.upload, data) for _ in range(100)]
        other = hands.submit(office.get, "/")
        answers = [each.result() for each in uploads]
        assert other.result()[0] == 200
        peak = peak_of(process)

    statuses = [status for status, _ in answers]
    assert set(statuses) <= {302, 429} and statuses.count(302) >= 1
    assert all(BUSY in page for status, page in answers if status == 429)
    assert counts(url) == (statuses.count(302), 0)
    assert peak < MEGABYTES, peak


# --- H14: no room ---


def test_an_upload_that_finds_no_room_on_the_disk_is_told_so(signed_in, tmp_path):
    """Over 2 MB it is kept in a file while it comes in; no file of this server grows beyond 200 kB."""
    url = address(tmp_path)
    with server(url, largest_file=200_000) as (port, _):
        office = signed_in(port)
        answer = office.upload(b"a;" * 1_500_000, "danh-sach.csv")
        assert office.get(PAGE)[0] == 200

    assert answer == (413, web_server.NO_SPACE)
    assert counts(url) == (0, 0)


def test_a_body_that_no_page_takes_is_not_received(signed_in, tmp_path):
    url = address(tmp_path)
    with server(url, limits={"LARGEST": 100_000}) as (port, _):
        link = signed_in(port).begin_upload(100_000)
        answer = everything(link)

    assert answer.startswith("HTTP/1.1 413 ") and answer.endswith(web_server.TOO_LARGE)
