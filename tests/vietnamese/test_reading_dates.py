import datetime

import pytest

from nakhe.vietnamese.dates import check_order, read_date
from tests.vietnamese import vectors

DATES = vectors("dates")
TODAY = datetime.date.fromisoformat(DATES["today"])


def value_of(case):
    return datetime.datetime.fromisoformat(case["value"]) if case["type"] == "datetime" else case["value"]


@pytest.mark.parametrize("case", DATES["vectors"], ids=lambda case: f"{case['kind']}-{case['type']}-{case['value']}")
def test_every_vector(case):
    reading = read_date(value_of(case), case["kind"], TODAY, epoch1904=case.get("epoch1904", False))
    assert (reading.status, reading.iso, reading.precision) == (case["status"], case["iso"], case["precision"])
    assert bool(reading.message) == (case["status"] != "ok")


@pytest.mark.parametrize(
    ("value", "status", "iso"),
    [
        (datetime.date(1990, 2, 3), "ok", "1990-02-03"),
        (datetime.datetime(1990, 2, 3), "ok", "1990-02-03"),
        (datetime.time(0, 0), "ok", None),
        (datetime.time(7, 30), "reject", None),
        (1985.0, "ok", "1985"),
        (32907.0, "ask", "1990-02-03"),
        (32907.3125, "ask", "1990-02-03"),
        ("32907", "ask", "1990-02-03"),
        ("1985.0", "ok", "1985"),
        (float("nan"), "reject", None),
        (float("inf"), "reject", None),
        (10**400, "reject", None),
        (-5, "reject", None),
        (5, "reject", None),
        ("13/2/90", "ask", "1990-02-13"),
        ("31/4/90", "reject", None),
        ("29/2/00", "ask", "2000-02-29"),  # 1900 had no 29 February
        ("01/02/1990 - 03/04/1991", "reject", None),
        ("1990-1995", "reject", None),
        (2087, "reject", None),
        (b"1990", "reject", None),
        ([], "reject", None),
    ],
    ids=lambda value: str(value)[:20],
)
def test_other_cells(value, status, iso):
    reading = read_date(value, today=TODAY)
    assert (reading.status, reading.iso) == (status, iso)


@pytest.mark.parametrize(
    ("value", "kind", "sentence"),
    [
        ("12/25/1975", "birth", "Không có tháng 25. Ngày ghi trước, tháng ghi sau: 14/3/1985."),
        ("########", "birth", "Cột trong Excel quá hẹp nên ngày thành dấu #. Kéo rộng cột rồi chép lại."),
        ("#VALUE!", "birth", "Ô này là lỗi công thức của Excel. Sửa công thức hoặc ghi lại ngày."),
        ("03/02/1990 (âl)", "birth", "Đây là ngày âm lịch. Ghi ngày dương lịch theo giấy tờ."),
        ("khoảng 1985", "birth", "Ngày này không chắc chắn. Ghi phần đã rõ, ví dụ 1985."),
        ("00/00/1985", "birth", "Không có ngày 0 tháng 0. Nếu chỉ biết năm, ghi riêng năm, ví dụ 1985."),
        ("01/02/1990 - 03/04/1991", "birth", "Ô này có hai ngày. Ghi mỗi ô một ngày."),
        ("3/2/2020", "birth", "Sinh ngày 3 tháng 2 năm 2020 thì chưa đủ 16 tuổi. Kiểm tra lại năm sinh."),
        (
            "2/2/1930",
            "join",
            "Ngày 2 tháng 2 năm 1930 là trước ngày thành lập Đảng 03/02/1930. Kiểm tra lại năm.",
        ),
        ("2087", "join", "Năm 2087 là trong tương lai. Kiểm tra lại năm."),
        (
            60,
            "birth",
            "Số 60 là ngày 29/02/1900 của Excel, ngày này không có thật. Ghi theo dạng 14/3/1985, 3/1985 hoặc 1985.",
        ),
        (
            32907,
            "birth",
            "Số 32907 có thể là ngày 03/02/1990 mà Excel ghi thành số. Xác nhận, hoặc ghi lại ngày.",
        ),
        (
            "3/2/05",
            "birth",
            "Năm chỉ có hai chữ số, có thể là 03/02/1905 hoặc 03/02/2005. Chọn một, hoặc ghi đủ bốn chữ số.",
        ),
        (
            datetime.datetime(1990, 2, 3, 7, 30),
            "birth",
            "Ô ngày có cả giờ (07:30), có thể lệch một ngày. Xác nhận ngày 03/02/1990.",
        ),
    ],
    ids=str,
)
def test_the_sentence_says_what_is_wrong_and_what_to_do(value, kind, sentence):
    assert read_date(value, kind, TODAY).message == sentence


def test_two_centuries_are_offered_to_choose_from():
    assert read_date("03/02/05", today=TODAY).choices == ("1905-02-03", "2005-02-03")


def test_sixteen_years_are_counted_to_the_day():
    assert read_date("1/1/2010", today=TODAY).status == "ok"
    assert read_date("2/1/2010", today=TODAY).status == "reject"


def test_a_day_to_come_is_read_where_it_may_be():
    assert (read_date("3/2/2027", "any", TODAY).iso, read_date("3/2/2027", "past", TODAY).status) == (
        "2027-02-03",
        "reject",
    )


@pytest.mark.parametrize(
    ("birth", "admitted", "official", "statuses"),
    [
        (None, "2002-05-01", "2001-05-01", ["reject"]),
        ("1990-02-03", "2008-02-02", None, ["reject"]),
        ("1990-02-03", "2008-02-03", None, []),
        (None, "2000-05-01", "2001-05-01", []),
        (None, "2000-05-01", "2000-06-01", ["warn"]),
        ("1990", "2008-01-15", None, []),
        ("1990", "2007", None, ["reject"]),
        ("1990-03", "2008", "2009", []),
        (None, "2000", "2000", ["warn"]),
        ("1990-02-03", "1990-02-03", None, ["reject"]),
        ("1990-02-03", None, "2007-12-31", ["reject"]),
        ("1990-02-03", None, None, []),
        (None, "1970-05-01", "1972-05-01", []),
        (None, "1970-05-01", "1973-05-01", ["warn"]),
    ],
    ids=str,
)
def test_the_order_of_a_persons_dates(birth, admitted, official, statuses):
    assert [finding.status for finding in check_order(birth, admitted, official)] == statuses


def test_a_finding_names_its_fields_and_both_dates():
    (finding,) = check_order(admitted="2002-05-01", official="2001-05-01")
    assert finding.fields == ("admitted", "official")
    assert finding.message == "Ngày chính thức 01/05/2001 trước ngày vào Đảng 01/05/2002. Kiểm tra lại hai ngày."
