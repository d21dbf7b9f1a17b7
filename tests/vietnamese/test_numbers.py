from decimal import Decimal

import pytest

from nakhe.vietnamese.identity import (
    NumberError,
    card_number,
    citizen_number,
    citizen_number_remarks,
    mask,
    old_citizen_number,
    profile_number,
)
from nakhe.vietnamese.numbers import decimal, percent, roman, signed
from tests.vietnamese import vectors

IDS = [case for case in vectors("ids")["vectors"] if case["type"] == "str"]


def test_roman_ordinals():
    assert [roman(n) for n in (5, 7, 8, 14, 19, 40)] == ["V", "VII", "VIII", "XIV", "XIX", "XL"]


def test_numbers_on_paper():
    assert (decimal(Decimal("18.44")), decimal(-2.5), decimal(20)) == ("18,4", "−2,5", "20,0")
    assert (signed(16), signed(-1), signed(0)) == ("+16", "−1", "0")


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [(32, 224, "14.3"), (160, 224, "71.4"), (30, 224, "13.4"), (2, 224, "0.9"), (1, 8, "12.5")],
)
def test_shares_are_rounded_half_up(part, whole, share):
    assert percent(part, whole) == Decimal(share)


def test_a_share_of_nothing_is_unknown():
    assert percent(0, 0) is None


@pytest.mark.parametrize(
    "case", [c for c in IDS if c["field"] == "cccd" and len(c["canonical"] or "") == 12], ids=lambda c: c["value"]
)
def test_citizen_numbers(case):
    assert citizen_number(case["value"]) == case["canonical"]


@pytest.mark.parametrize(
    "case",
    [c for c in IDS if c["field"] == "cccd" and c["reason"] in {"length", "not digits", "born after 2099"}],
    ids=lambda c: c["value"],
)
def test_what_is_no_citizen_number(case):
    with pytest.raises(NumberError):
        citizen_number(case["value"])


@pytest.mark.parametrize("case", [c for c in IDS if c["field"] == "card"], ids=lambda c: c["value"] or "empty")
def test_card_numbers(case):
    if case["status"] == "ok":
        assert card_number(case["value"]) == case["canonical"]
    else:
        with pytest.raises(NumberError):
            card_number(case["value"])


def test_a_re_issued_card_has_twelve_digits():
    assert card_number("012345678901") == "012345678901"


def test_other_numbers():
    assert old_citizen_number("063 123 456") == "063123456"
    assert profile_number("041287 ym") == "041287YM"
    with pytest.raises(NumberError, match="041287YM"):
        profile_number("0412YM")


def test_remarks_compare_a_citizen_number_with_the_person():
    assert citizen_number_remarks("010090001234", "M", 1990) == []
    assert citizen_number_remarks("001202000123", "M", 2002) == []
    assert citizen_number_remarks("002086004517", "M", 1985) == [
        "Hai số năm sinh “86” khác năm sinh 1985. Kiểm tra lại thẻ."
    ]
    assert citizen_number_remarks("010090001234", "F", 1990) == [
        "Chữ số thứ tư của số căn cước khác giới tính đã ghi. Kiểm tra lại thẻ."
    ]


def test_a_masked_number_hides_its_second_half():
    assert [mask(number) for number in ("002085004517", "12034518", "041287YM")] == [
        "002085••••••",
        "1203••••",
        "0412••••",
    ]
