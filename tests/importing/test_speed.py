"""244 rows × 25 columns: preview and writing together within 3 seconds, the preview with less than 60 queries.

Seconds are those of the processor: what other programs of the machine do meanwhile is not the import's.
"""

from itertools import product
from time import process_time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.importing import batches
from members.models import MemberRating, Person
from nakhe.access import SYSTEM
from tests.importing.sheets import workbook_of

ROWS, SECONDS, QUERIES = 244, 3, 60
HEADINGS = [
    "STT", "Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc", "Tôn giáo", "Chi bộ", "Số thẻ ĐV", "Số CCCD",
    "Số lý lịch", "Ngày kết nạp", "Ngày chính thức", "Quê quán", "Nơi ở", "Chức vụ Đảng", "Chức vụ chính quyền",
    "Văn hoá", "Chuyên môn", "LLCT", "Số điện thoại", "Nghề nghiệp", "Ghi chú", "Xếp loại năm 2021",
    "Xếp loại năm 2022", "Xếp loại năm 2023",
]  # fmt: skip
FAMILIES, GIVEN = ["Vàng", "Giàng", "Lù", "Sùng"], ["Páo", "Sính", "Chá", "Dình", "Lúa", "Già", "Lử", "Sử"]
NAMES = [" ".join(parts) for parts in product(FAMILIES, GIVEN, GIVEN)]


def person(number, units):
    day, month, year = number % 28 + 1, number % 12 + 1, 1950 + number % 30
    return [
        number + 1, NAMES[number], f"{day}/{month}/{year}", "Nữ", "Mông", "không", units[number % len(units)],
        f"07{number:06}", f"0021{year % 100}{number:06}", f"{number:06}HG", "1/2/2002", "1/2/2003", "Na Khê", "Na Pô",
        "CUV", "Tổ trưởng", "9/12", "TC", "SC", f"0912{number:06}", "Nông dân", "Ghi thêm", "HTTNV", "HTNV", "HTXS",
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_commune_is_read_and_written_in_seconds(seven_units):
    data = workbook_of(HEADINGS, *(person(number, list(seven_units)) for number in range(1, ROWS + 1)))
    began = process_time()
    with CaptureQueriesContext(connection) as queries:
        batch = batches.preview(data, "danh-sach.xlsx", SYSTEM)
    batches.commit_now(batch, SYSTEM)
    took = process_time() - began

    assert batch.summary == {"new": ROWS, "changed": 0, "same": 0, "ask": 0, "error": 0}
    assert (Person.objects.count(), MemberRating.objects.count()) == (ROWS, 3 * ROWS)
    assert len(queries) < QUERIES
    assert took < SECONDS, took
