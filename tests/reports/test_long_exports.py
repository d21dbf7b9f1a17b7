"""Long lists: five thousand people in every format without ever being held, and the page that shows the progress."""

import csv
import io
import json
import os
import re
import time
import tracemalloc
import zipfile
from contextlib import closing
from datetime import date

import openpyxl
import pytest
from auditlog.models import LogEntry
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nakhe import progress, waiting_files
from nakhe.access import Role
from nakhe.exports import digest
from nakhe.progress import Outcome, progress_page
from reports import rows
from reports.output import FORMATS
from reports.output.sheet import Heading, Sheet, SheetTable
from tests.factories import make_commune, make_unit, make_user
from tests.reports.asking import papers, worksheets
from tests.reports.many import many_members
from tests.reports.reading_word import papers_of

pytestmark = pytest.mark.django_db
DAY = "28/05/2024"
MANY = 5000
FEW = 60
"""Of these the other tests make a long list, by a lower settings.LONG_LIST."""
LONG = {
    "danh-sach-dang-vien": {},
    "danh-sach-loc": {},
    "so-danh-sach": {"tu": "01/01/2024"},
    "nhap-lieu-4-0": {"tu": "01/01/2024"},
    "xep-loai-chi-tiet": {"nam": "2023"},
}
"""Reports with a row for every member, and what they are asked for."""
EVENTS = {
    "bien-dong-chi-tiet": {"tu": "01/01/2023"},
    "chuyen-sinh-hoat": {"tu": "01/01/2023"},
    "thay-doi-nam": {"ngay": "31/12/2023"},
}
"""With a row for everybody who came, every second one; thay-doi-nam has everybody's rating besides."""


@pytest.fixture(autouse=True)
def waiting(settings, tmp_path):
    settings.WAITING_FILES = tmp_path / "waiting"
    return settings.WAITING_FILES


@pytest.fixture(scope="module")
def crowd(django_db_setup, django_db_blocker):
    """Five thousand members of one chi bộ, and the office of their commune; written once for this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        savepoint = transaction.savepoint()
        commune = make_commune(code="na-khe")
        many_members(make_unit("Na Pô", commune, code="na-po"), MANY)
        yield make_user(Role.OFFICE, commune)
        transaction.savepoint_rollback(savepoint)


@pytest.fixture
def office(db, settings):
    """The office of a commune whose list is long with sixty."""
    settings.LONG_LIST = FEW - 1
    commune = make_commune(code="na-khe-nho")  # the crowd may be there, too
    many_members(make_unit("Na Pô", commune, code="na-po-nho"), FEW)
    return make_user(Role.OFFICE, commune)


def address(slug, extension, **asked):
    return reverse("report_file", args=[slug, extension], query={"ngay": DAY, **asked})


def page_of(response):
    assert response.streaming, response.content.decode()[:300]
    return b"".join(response.streaming_content).decode()


def file_of(client, page):
    """What the address at the end of the progress page gives."""
    response = client.get(link_in(page))
    assert response.status_code == 200
    return b"".join(response.streaming_content), response


def taken(client, slug, extension, **asked):
    return file_of(client, page_of(client.get(address(slug, extension, **asked))))[0]


def link_in(page):
    return re.search(r'class="btn btn-main" href="(/tep-cho-tai/[^"]+)"', page)[1]


def csv_rows(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))[1:]


# --- Everybody is in the file ---


@pytest.mark.parametrize("slug", LONG)
def test_everybody_is_in_a_long_list_once_and_in_order(crowd, client, slug):
    client.force_login(crowd)
    data = taken(client, slug, "json", **LONG[slug])
    document = json.loads(data)
    names = [(row.get("name") or row["full_name"]).partition(",")[0] for row in document["rows"]]
    assert (len(names), len(set(names))) == (MANY, MANY)
    given = [name.split()[-2] for name in names]
    assert given == sorted(given, key="Bằng Chấn Dính Lan Mai Mỷ Páo Sính Súng Tủa".split().index)
    assert "5000" in document["notes"][0]
    entry = LogEntry.objects.latest("pk")
    told = entry.additional_data
    assert (entry.actor, told["report"], told["rows"], told["sha256"]) == (crowd, slug, MANY, digest(data))


@pytest.mark.parametrize("slug", ["bien-dong-chi-tiet", "chuyen-sinh-hoat"])
def test_every_event_is_in_a_long_list(crowd, client, slug):
    client.force_login(crowd)
    document = json.loads(taken(client, slug, "json", tu="01/01/2023"))
    assert len({row["name"] for row in document["rows"]}) == len(document["rows"]) == MANY / 2
    assert "2500 lượt" in document["notes"][0]


def test_the_changes_of_a_year_are_counted_while_they_are_read(crowd, client):
    """Everybody was rated for 2023; every second one came then, too."""
    client.force_login(crowd)
    document = json.loads(taken(client, "thay-doi-nam", "json", ngay="31/12/2023"))
    assert len(document["rows"]) == 5000 + 2500
    assert document["notes"][0].startswith("7500 thay đổi của 5000 người.")


def test_all_formats_hold_the_same_five_thousand_rows(crowd, client):
    client.force_login(crowd)
    asked = {"cot": "birth_on,sex,unit"}
    lines = csv_rows(taken(client, "danh-sach-loc", "csv", **asked))
    ((headings, excel),) = papers(taken(client, "danh-sach-loc", "xlsx", **asked))
    ((in_word, word),) = papers_of(taken(client, "danh-sach-loc", "docx", **asked))
    assert headings == in_word == ["Họ và tên", "Ngày sinh", "Giới", "Chi bộ"]
    assert len(lines) == MANY
    assert [list(line) for line in excel] == lines
    assert word == lines


# --- The same file as in one click ---


ROWS = {"bien-dong-chi-tiet": FEW / 2, "chuyen-sinh-hoat": FEW / 2, "ket-nap": FEW / 2, "thay-doi-nam": 3 * FEW / 2}
"""How many rows the sixty make; widths are the same where the first rows are all."""


FACING = ("so-danh-sach", "docx")
"""Two facing pages are cut by the rows on them; of a long register they go on below instead."""


@pytest.mark.parametrize(
    ("slug", "extension"),
    [(s, e) for s in [*LONG, *EVENTS, "ket-nap"] for e in FORMATS if (s, e) != FACING],
)
def test_a_long_file_is_that_of_one_click(office, client, settings, slug, extension):
    asked = {**LONG, **EVENTS}.get(slug, {"tu": "01/01/2000"})
    settings.LONG_LIST = int(ROWS.get(slug, FEW)) - 1
    client.force_login(office)
    slow = taken(client, slug, extension, **asked)
    entry = LogEntry.objects.latest("pk").additional_data
    settings.LONG_LIST = 1000
    at_once = client.get(address(slug, extension, **asked)).content
    assert without_stamp(slow, extension) == without_stamp(at_once, extension)
    again = LogEntry.objects.latest("pk").additional_data
    assert entry.keys() == again.keys()
    assert {**entry, "code": "", "sha256": ""} == {**again, "code": "", "sha256": ""}


def without_stamp(data, extension):
    """The bytes; of Excel and Word what they hold, without who took it when."""
    if extension in ("csv", "json"):
        return data
    if extension == "xlsx":
        page = openpyxl.load_workbook(io.BytesIO(data)).active
        cells = [[cell.value or None for cell in line] for line in page.iter_rows()]
        looks = [[cell.style_id for cell in line] for line in page.iter_rows()]
        heights = [page.row_dimensions[number].height for number in range(1, len(cells) + 1)]
        widths = {letter: column.width for letter, column in page.column_dimensions.items()}
        merged = sorted(map(str, page.merged_cells.ranges))
        lines = [line for line in zip(cells, looks, heights, strict=True) if "mã tệp" not in str(line)]
        return lines, widths, merged
    with zipfile.ZipFile(io.BytesIO(data)) as members:
        return {name: members.read(name) for name in members.namelist() if "footer" not in name}


def test_the_members_own_list_is_long_too(office, client):
    client.force_login(office)
    page = page_of(client.get(reverse("people_file", query={"ngay": DAY})))
    data, response = file_of(client, page)
    sheet = openpyxl.load_workbook(io.BytesIO(data), read_only=True).active
    assert sum(1 for _ in sheet.iter_rows(min_row=8)) == FEW
    assert response["Content-Disposition"] == 'attachment; filename="dang-vien-2024-05-28.xlsx"'
    told = LogEntry.objects.latest("pk").additional_data
    assert (told["rows"], told["sha256"]) == (FEW, digest(data))


def test_a_workbook_with_a_long_list_is_made_the_same_way(office, client):
    client.force_login(office)
    asked = {"bao_cao": ["to-chuc", "danh-sach-loc"], "ngay": DAY}
    data, _ = file_of(client, page_of(client.get(reverse("workbook_file"), asked)))
    contents, branches, people = worksheets(data)
    assert [line[4] for line in contents.iter_rows(values_only=True) if isinstance(line[0], int)] == [1, FEW]
    assert sum(isinstance(line[0], int) for line in people.iter_rows(values_only=True)) == FEW
    assert LogEntry.objects.latest("pk").additional_data["rows"] == FEW + 1


def test_the_page_of_a_long_list_shows_everybody(office, client):
    client.force_login(office)
    page = client.get(reverse("report", args=["danh-sach-loc"]), {"ngay": DAY, "cot": "sex"}).content.decode()
    assert page.count('<th scope="row"') == FEW


def test_a_reading_in_chunks_costs_the_same_queries_for_each(office, client, monkeypatch):
    client.force_login(office)
    asked = address("so-danh-sach", "csv", tu="01/01/2024")
    page_of(client.get(asked))
    monkeypatch.setattr(rows.chunks, "__defaults__", (30,))
    two = queries_of(client, asked)
    monkeypatch.setattr(rows.chunks, "__defaults__", (10,))
    assert 0 < queries_of(client, asked) == two, "without numbers asked for, a chunk costs nothing of its own"


def queries_of(client, asked):
    """How many there are; the next request forgets them."""
    with CaptureQueriesContext(connection) as queries:
        page_of(client.get(asked))
    return len(queries)


# --- The page ---


def test_the_page_shows_how_far_it_is_and_ends_with_the_file(office, client, monkeypatch):
    monkeypatch.setattr(progress, "APART", 0)
    client.force_login(office)
    response = client.get(address("danh-sach-loc", "csv"))
    assert (response["X-Accel-Buffering"], response["Cache-Control"]) == ("no", "private, no-store")
    pieces = list(response.streaming_content)
    assert b"<h1>" in pieces[0]
    shown = [re.search(rb"\d+ / 60", piece) for piece in pieces]
    assert [each[0] for each in shown if each] == [f"{done} / 60".encode() for done in range(1, FEW + 1)]
    last = b"".join(pieces[-2:]).decode()
    assert "Đã lập xong tệp 60 dòng." in last
    assert re.search('<meta http-equiv="refresh" content="0;url=/tep-cho-tai/', last)
    assert last.endswith("</html>\n")
    assert LogEntry.objects.latest("pk").cid, "the entry belongs to the request that asked for the file"


def test_a_short_list_is_one_click_as_ever(office, client, settings, waiting):
    client.force_login(office)
    settings.LONG_LIST = FEW
    assert not client.get(address("danh-sach-loc", "csv")).streaming
    assert not client.get(reverse("people_file", query={"ngay": DAY})).streaming
    assert not waiting.exists()
    settings.LONG_LIST = FEW - 1
    assert client.get(address("danh-sach-loc", "csv")).streaming


def test_a_file_is_taken_once_by_the_account_that_asked_for_it(office, client, waiting):
    client.force_login(office)
    page = page_of(client.get(address("danh-sach-loc", "csv")))
    (path,) = waiting.iterdir()
    assert (waiting.stat().st_mode & 0o777, path.stat().st_mode & 0o777) == (0o700, 0o600)
    colleague = make_user(Role.OFFICE, office.grants.get().unit)

    client.force_login(colleague)
    assert client.get(link_in(page)).status_code == 404
    client.force_login(office)
    before = LogEntry.objects.count()
    assert len(csv_rows(file_of(client, page)[0])) == FEW
    gone = client.get(link_in(page))
    assert (gone.status_code, "Tệp này không còn ở đây" in gone.content.decode()) == (410, True)
    assert LogEntry.objects.count() == before, "the file was entered once, when it was made"
    assert list(waiting.iterdir()) == []


def test_who_may_no_longer_export_takes_nothing(office, client):
    client.force_login(office)
    page = page_of(client.get(address("danh-sach-loc", "csv")))
    office.grants.update(ended_on=date(2020, 1, 1))
    assert client.get(link_in(page)).status_code == 403


def test_a_ticket_is_good_for_an_hour_and_what_nobody_took_is_swept(office, client, waiting, monkeypatch):
    client.force_login(office)
    page = page_of(client.get(address("danh-sach-loc", "csv")))
    monkeypatch.setattr(waiting_files, "AN_HOUR", -1)
    assert client.get(link_in(page)).status_code == 404
    assert len(list(waiting.iterdir())) == 1
    waiting_files.sweep()
    assert list(waiting.iterdir()) == []


def test_a_file_that_takes_more_than_an_hour_is_not_swept(waiting):
    """Excel writes beside it until the end: both look two hours old after every step of the making."""
    old = time.time() - 2 * waiting_files.AN_HOUR

    def making(file):
        beside = waiting / "beside"
        beside.mkdir()
        for step in range(3):
            (beside / "rows").write_text(f"{step}")
            os.utime(beside, (old, old))
            os.utime(file.name, (old, old))
            yield step

    with waiting_files.new_file() as file:
        for _ in waiting_files.kept(making(file), file):
            waiting_files.sweep()
            assert sorted(path.name for path in waiting.iterdir()) == sorted(["beside", os.path.basename(file.name)])
    os.utime(waiting / "beside" / "rows", (old, old))
    os.utime(waiting / "beside", (old, old))
    waiting_files.sweep()
    assert [path.name for path in waiting.iterdir()] == [os.path.basename(file.name)]


@pytest.mark.parametrize("extension", FORMATS)
def test_leaving_the_page_stops_the_work_and_leaves_nothing(office, client, waiting, monkeypatch, extension):
    monkeypatch.setattr(progress, "APART", 0)
    client.force_login(office)
    before = LogEntry.objects.count()
    response = client.get(address("danh-sach-loc", extension))
    pieces = iter(response.streaming_content)
    while b"5 / 60" not in next(pieces):
        pass
    assert list(waiting.iterdir()), "it is being written"
    response._iterator.close()  # the client's, which closes the response and leaves the connection to the test
    assert list(waiting.iterdir()) == []
    assert LogEntry.objects.count() == before


def test_an_error_is_said_on_the_page_and_logged(office, client, waiting, monkeypatch, caplog):
    def broken(value):
        raise ValueError("Lan has no birthday")

    monkeypatch.setattr("reports.output.csv.cell", broken)
    client.force_login(office)
    page = page_of(client.get(address("danh-sach-loc", "csv")))
    assert "Có lỗi, công việc đã dừng" in page
    assert page.endswith("</html>\n")
    assert "tep-cho-tai" not in page
    assert "Lan has no birthday" in caplog.text
    assert list(waiting.iterdir()) == []


def test_only_so_many_work_at_once(rf, office):
    request = rf.get("/")
    request.user, request.session = office, {}

    def begun():
        return progress_page(request, work(), title="Việc", said="", unit="dòng", back=("/", "Về"))

    def work():
        yield 0, None
        yield Outcome("Xong.", "/", "Mở")

    busy = [iter(begun().streaming_content) for _ in range(progress.AT_ONCE)]
    for pieces in busy:
        next(pieces), next(pieces)
    assert "Đang có nhiều tệp lớn" in b"".join(begun().streaming_content).decode()
    assert all("Xong." in b"".join(pieces).decode() for pieces in busy)
    assert "Xong." in b"".join(begun().streaming_content).decode()


# --- Nothing is held ---


class Numbered:
    """As many rows as one likes, made as they are read."""

    def __init__(self, count):
        self.count, self.expected = count, count
        self.sample = list(self._rows(500))

    def _rows(self, count):
        return ({"name": f"Vàng Thị {n}", "note": "thôn Na Pô, xã Na Khê " * 3, "number": n} for n in range(count))

    def __iter__(self):
        return self._rows(self.count)

    def __len__(self):
        return self.count


def long_sheet(count):
    columns = [
        Heading("name", "Họ và tên"),
        Heading("note", "Nơi ở", under="Khác"),
        Heading("number", "Số", "Khác", "count"),
    ]
    table = SheetTable("Danh sách", columns, Numbered(count), {}, [])
    return Sheet("danh-sach", "Danh sách", "", {}, "2024", tables=[table])


def peak(extension, count, path):
    """The most memory that writing needs, in bytes."""
    sheet = long_sheet(count)
    with path.open("w+b") as file:
        tracemalloc.start()
        try:
            assert round(sum(FORMATS[extension].write_into(sheet, file))) == count
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


@pytest.mark.parametrize("extension", FORMATS)
def test_twenty_thousand_rows_need_no_more_memory_than_five_thousand(extension, tmp_path):
    peak(extension, 600, tmp_path / "warm")  # what a process loads once
    few, many = (peak(extension, count, tmp_path / str(count)) for count in (5000, 20000))
    assert many < 4_000_000
    assert many < few + 200_000


@pytest.mark.parametrize("extension", ["xlsx", "docx"])
def test_what_a_writer_puts_beside_its_file_goes_when_it_is_given_up(extension, tmp_path):
    with (
        (tmp_path / "file").open("w+b") as file,
        closing(FORMATS[extension].write_into(long_sheet(99), file)) as steps,
    ):
        next(steps)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
