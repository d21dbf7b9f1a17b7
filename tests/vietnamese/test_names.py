from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nakhe.vietnamese.names import exact_key, fold, initials, search_words, sort_key, split_name
from tests.vietnamese import vectors

SORTING, SEARCH = vectors("sorting"), vectors("search")


@pytest.mark.parametrize("case", SORTING["sorted_lists"], ids=lambda case: case["why"])
def test_every_pair_of_a_sorted_list_is_in_order(case):
    wrong = [pair for pair in combinations(case["sorted"], 2) if not sort_key(pair[0]) < sort_key(pair[1])]
    assert wrong == []


@pytest.mark.parametrize("case", SORTING["pairs"], ids=lambda case: f"{case['before']} < {case['after']}")
def test_one_name_comes_before_another(case):
    assert sort_key(case["before"]) < sort_key(case["after"])


@pytest.mark.parametrize("case", SORTING["equal_keys"], ids=lambda case: case["a"])
def test_the_place_of_the_tone_makes_no_difference(case):
    assert sort_key(case["a"]) == sort_key(case["b"])


@pytest.mark.parametrize("case", SORTING["given_overrides"], ids=lambda case: case["full"])
def test_a_given_name_set_by_hand_overrides_the_last_word(case):
    expected = (case["surname_expected"], case["middle_expected"], case["given_expected"])
    assert split_name(case["full"], case["given"]) == expected


@pytest.mark.parametrize("case", SEARCH["fold"], ids=lambda case: case["codepoints"])
def test_folding(case):
    assert fold(case["in"]) == case["fold"]


@pytest.mark.parametrize("case", SEARCH["queries"], ids=lambda case: case["query"])
def test_a_query_meets_the_names_that_hold_all_its_words(case):
    words = search_words(case["query"])
    met = [name for name in SEARCH["names"] if words and all(word in fold(name) for word in words)]
    assert sorted(met) == sorted(case["must_match"])


@pytest.mark.parametrize("case", SEARCH["exact_key"], ids=lambda case: f"{case['a']}, {case['b']}")
def test_two_spellings_of_one_name(case):
    assert (exact_key(case["a"]) == exact_key(case["b"])) is case["equal"]


def test_another_peoples_letter_stands_with_the_one_it_is_made_from():
    assert sort_key("Y Krong") < sort_key("Y Krŏng Niê") and sort_key("Krŏng") == sort_key("Krong")
    assert sort_key("Nguyễn Ðức") == sort_key("Nguyễn Đức")


def test_invisible_characters_are_no_part_of_a_name():
    assert split_name("Lê Văn An \u200b") == ("Lê", "Văn", "An")


def test_initials():
    assert initials("Vàng Mí Dế") == "vmd"


@given(st.text(max_size=40))
def test_a_sort_key_holds_digits_only_so_that_no_collation_reorders_it(text):
    assert set(sort_key(text)) <= set("0123456789")


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
