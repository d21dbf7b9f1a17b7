from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nakhe.vietnamese.dates import (
    DateError,
    PartialDate,
    add_months,
    completed_years,
    format_day,
    parse,
    parse_day,
    years_months_days,
)
from tests.vietnamese import vectors

TYPED = [case for case in vectors("dates")["vectors"] if case["type"] == "str"]
READ = [case for case in TYPED if case["status"] == "ok" and case["iso"]]
ABOUT_THE_PERSON = {"birth under 16", "birth year under 16", "one day before the Party existed", "future"}
"""Refused for what the date means; that is the form's to say, not the reader's."""
REFUSED = [case for case in TYPED if case["status"] in {"ask", "reject"} and case["why"] not in ABOUT_THE_PERSON]


@pytest.mark.parametrize("case", READ, ids=lambda case: case["value"])
def test_what_a_person_types_is_read_as_precisely_as_it_says(case):
    assert (parse(case["value"]).iso, parse(case["value"]).precision) == (case["iso"], case["precision"])


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case["value"])
def test_a_doubtful_date_is_refused_and_never_guessed(case):
    with pytest.raises(DateError):
        parse(case["value"])


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31/2/1985", "Tháng 2 không có ngày 31. Ghi 2/1985 nếu chỉ biết tháng."),
        ("29/02/1985", "Tháng 2 năm 1985 không có ngày 29. Ghi 2/1985 nếu chỉ biết tháng."),
        ("12/25/1975", "Không có tháng 25. Ngày ghi trước, tháng ghi sau: 14/3/1985."),
        ("3/2/90", "Năm phải có bốn chữ số. Ví dụ 14/3/1985."),
        ("3/2", "Thiếu năm, hoặc năm chưa đủ bốn chữ số. Ghi theo dạng 14/3/1985, 3/1985 hoặc 1985."),
        ("hôm qua", "Không đọc được ngày này. Ghi theo dạng 14/3/1985, 3/1985 hoặc 1985."),
    ],
)
def test_the_sentence_says_what_to_write(typed, sentence):
    with pytest.raises(DateError) as refusal:
        parse(typed)
    assert str(refusal.value) == sentence


def test_a_day_must_be_whole():
    assert parse_day("28/5/2024") == date(2024, 5, 28)
    for typed, sentence in [
        ("5/2024", "Ghi đủ ngày, tháng, năm, ví dụ 14/3/1985."),
        ("31/2/2024", "Tháng 2 không có ngày 31. Ghi đủ ngày, tháng, năm, ví dụ 14/3/1985."),
    ]:
        with pytest.raises(DateError) as refusal:
            parse_day(typed)
        assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("iso", "shown", "described", "first", "last"),
    [
        ("1946", "1946", "năm 1946", date(1946, 1, 1), date(1946, 12, 31)),
        ("2012-02", "2/2012", "tháng 2 năm 2012", date(2012, 2, 1), date(2012, 2, 29)),
        ("2013-02-09", "09/02/2013", "ngày 9 tháng 2 năm 2013", date(2013, 2, 9), date(2013, 2, 9)),
    ],
)
def test_a_partial_date_shows_what_is_known(iso, shown, described, first, last):
    known = PartialDate.from_iso(iso)
    assert (str(known), known.described, known.first_day, known.last_day) == (shown, described, first, last)


@pytest.mark.parametrize(
    ("iso", "line"),
    [
        ("2024-09-05", "ngày 05 tháng 9 năm 2024"),
        ("2024-02-01", "ngày 01 tháng 02 năm 2024"),
        ("2024-12-10", "ngày 10 tháng 12 năm 2024"),
        ("2024-03-09", "ngày 09 tháng 3 năm 2024"),
    ],
)
def test_the_line_of_place_and_day_has_a_zero_before_small_days_and_the_first_two_months(iso, line):
    assert PartialDate.from_iso(iso).on_paper == line


def test_a_day_without_its_month_is_no_date():
    with pytest.raises(DateError) as refusal:
        PartialDate(1985, None, 14)
    assert str(refusal.value) == "Có ngày thì phải có tháng. Ghi theo dạng 14/3/1985, 3/1985 hoặc 1985."


def test_a_year_comes_before_its_months_and_days():
    dates = [PartialDate.from_iso(iso) for iso in ("1985-03-14", "1986", "1985", "1985-03")]
    assert [known.iso for known in sorted(dates)] == ["1985", "1985-03", "1985-03-14", "1986"]


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_a_day_survives_being_shown_and_typed(day):
    assert parse_day(format_day(day)) == day
    assert PartialDate.from_iso(PartialDate.of(day).iso).first_day == day


def test_a_month_later_is_the_same_day_or_the_last_of_a_shorter_month():
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2023, 12, 15), 12) == date(2024, 12, 15)
    assert add_months(date(2024, 7, 1), -6) == date(2024, 1, 1)


def test_ages_are_completed_years():
    assert completed_years(date(1990, 2, 3), date(2008, 2, 2)) == 17
    assert completed_years(date(1990, 2, 3), date(2008, 2, 3)) == 18


def test_years_months_and_days_between():
    assert years_months_days(date(1985, 7, 20), date(2026, 2, 3)) == (40, 6, 14)
    assert years_months_days(date(1986, 9, 20), date(2026, 2, 3)) == (39, 4, 14)
