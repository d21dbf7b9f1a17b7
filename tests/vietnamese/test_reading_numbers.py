import datetime

import pytest

from nakhe.vietnamese.reading_numbers import (
    PLACES,
    PREFIX_2018,
    read_card_number,
    read_citizen_number,
    read_phone,
    read_profile_number,
)
from tests.vietnamese import vectors

IDS = vectors("ids")
TODAY = datetime.date(2026, 1, 1)
SEXES = {"nam": "M", "nữ": "F"}


def read(case):
    if case["field"] == "cccd":
        return read_citizen_number(case["value"], SEXES.get(case.get("sex")), case.get("birth_year"), TODAY)
    return {"card": read_card_number, "phone": read_phone}[case["field"]](case["value"])


@pytest.mark.parametrize("case", IDS["vectors"], ids=lambda case: f"{case['field']}-{case['type']}-{case['value']}")
def test_every_vector(case):
    reading = read(case)
    assert (reading.status, reading.canonical) == (case["status"], case["canonical"])
    assert bool(reading.message) == (case["status"] in {"warn", "reject"})


def test_the_tables_are_those_of_the_vectors():
    assert set(IDS["province_codes_before_2025_merger"]) == PLACES
    assert IDS["old_phone_prefix_2018"] == PREFIX_2018


@pytest.mark.parametrize(
    ("value", "status", "canonical"),
    [
        ("'034050383974", "ok", "034050383974"),
        ("’034050383974", "ok", "034050383974"),
        (34050383974.0, "warn", "034050383974"),
        ("34050383974.0", "warn", "034050383974"),
        ("1.23457E+11", "reject", None),
        ("1,23457e+11", "reject", None),
        (1.23457e11, "reject", None),
        (123457000000, "reject", None),
        (2085000000, "reject", None),
        ("002085000000", "ok", "002085000000"),
        ("０３４０５０３８３９７４", "ok", "034050383974"),
        ("０3405038397²", "reject", None),
        ("-034050383974", "reject", None),
        (-34050383974, "reject", None),
        (10**400, "reject", None),
        (float("nan"), "reject", None),
        (float("inf"), "reject", None),
        (True, "reject", None),
        (datetime.date(1990, 2, 3), "reject", None),
        (None, "empty", None),
        ("-", "empty", None),
        ("…", "empty", None),
        ("000000000000", "warn", "000000000000"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_excel_left_of_a_citizen_number(value, status, canonical):
    reading = read_citizen_number(value, today=TODAY)
    assert (reading.status, reading.canonical) == (status, canonical)


@pytest.mark.parametrize(
    ("value", "status", "canonical"),
    [
        ("12345678.0", "ok", "12345678"),
        (7554860.0, "warn", "07554860"),
        ("7554860", "warn", "7554860"),
        ("07 268736", "ok", "07268736"),
        ("07408182\xa0", "ok", "07408182"),
        (12345678901, "warn", "012345678901"),
        ("12345678901", "reject", None),
        ("012345678901", "ok", "012345678901"),
    ],
    ids=str,
)
def test_what_excel_left_of_a_card_number(value, status, canonical):
    reading = read_card_number(value)
    assert (reading.status, reading.canonical) == (status, canonical)


@pytest.mark.parametrize(
    ("value", "status", "canonical"),
    [
        ("0388.693.925", "ok", "0388693925"),
        ("+84 912 345 678", "ok", "0912345678"),
        (1681234567, "warn", "0381234567"),
        (2143840034, "warn", "02143840034"),
        ("842143840034", "ok", "02143840034"),
    ],
    ids=str,
)
def test_telephones(value, status, canonical):
    reading = read_phone(value)
    assert (reading.status, reading.canonical) == (status, canonical)


def test_profile_numbers():
    assert read_profile_number(" 041287 ym").canonical == "041287YM"
    assert [read_profile_number(value).status for value in ("041287YM", 41287, "", None)] == [
        "ok",
        "reject",
        "empty",
        "empty",
    ]


@pytest.mark.parametrize(
    ("reading", "sentence"),
    [
        (read_citizen_number(2068977486), "Excel đã bỏ số 0 ở đầu: 2068977486 thành 002068977486. Kiểm tra lại."),
        (
            read_citizen_number("1.23457E+11"),
            "Excel đã rút gọn số này thành 1.23457E+11, các chữ số cuối đã mất. Ghi lại theo giấy tờ, dạng chữ (Text).",
        ),
        (
            read_citizen_number("O34080697589"),
            "Số căn cước chỉ gồm chữ số, ô này có “O34080697589”. Ghi lại theo giấy tờ.",
        ),
        (read_card_number("12345"), "Số thẻ đảng viên gồm 8 hoặc 12 chữ số, số vừa ghi có 5. Ghi lại theo thẻ."),
        (read_phone("01681234567"), "Số 11 chữ số trước năm 2018: 01681234567 thành 0381234567. Kiểm tra lại."),
    ],
    ids=lambda value: getattr(value, "canonical", None) or "",
)
def test_the_sentence_says_what_is_wrong_and_what_to_do(reading, sentence):
    assert reading.message == sentence
