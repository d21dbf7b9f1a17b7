"""What single cells mean (spreadsheets.md, Values): whole values; what is ambiguous is asked, a blank says nothing."""

from datetime import date, datetime

import pytest

from members.importing.cells import read_joint
from members.importing.said import NOTHING, Answers
from members.importing.values import dates, levels, names, offices, peoples, ratings
from members.importing.values.context import Context
from members.importing.values.numbers import card_number, citizen_number

TODAY = date(2026, 1, 1)


def context(**answers):
    return Context(TODAY, Answers(answers), ["Kinh", "Mông", "Tày"], ["Không", "Tin lành", "Công giáo"])


def level(said):
    return [problem.level for problem in said.problems]


RATINGS = {
    "EXCELLENT": "HTXSNV|HTXS|HTSXNV|Hoàn thành xuất sắc nhiệm vụ|Hoàn thành xuất sắc|Xuất sắc|xuat sac",
    "GOOD": "HTTNV|HTT|Hoàn thành tốt nhiệm vụ|Hoàn thành tốt|Tốt|hoàn thành  tốt nhiệm vụ|Hoàn thành tốt (HTTNV)",
    "COMPLETED": "HTNV|Hoàn thành nhiệm vụ|Hoàn thành|HTNV-a|HTNV-c|HTNV ",
    "NOT_COMPLETED": "KHTNV|Không HTNV|Không hoàn thành nhiệm vụ|Không hoàn thành|KHTNV-a|KHTNV-đ",
    "NOT_RATED": "Miễn sinh hoạt|Chưa đánh giá|Chưa xếp loại|Chưa đủ 6 tháng",
}
WRITTEN = [(text, level) for level, texts in RATINGS.items() for text in texts.split("|")]


@pytest.mark.parametrize(("text", "rating"), WRITTEN, ids=[text for text, _ in WRITTEN])
def test_a_rating_is_its_whole_value(text, rating):
    said = ratings.read_rating("2023", text, context())

    assert (said.values, said.problems) == ({"ratings.2023": rating}, [])


@pytest.mark.parametrize("text", ["", "--", "-", "  "])
def test_a_blank_rating_says_nothing(text):
    assert ratings.read_rating("2023", text, context()) == NOTHING


@pytest.mark.parametrize("text", ["Khá", "Mức 2", "B", "Đạt", "Hoàn thành tốt khá", "Tốt (HTNV)"])
def test_an_ambiguous_rating_is_asked_and_answered_once(text):
    asked = context()
    said = ratings.read_rating("2021", text, asked)
    (key,) = asked.answers.asked

    assert (said.values, level(said)) == ({}, ["ask"])
    answered = Context(TODAY, Answers({key: "GOOD"}))
    assert ratings.read_rating("2022", text, answered).values == {"ratings.2022": "GOOD"}


def test_a_sub_code_and_the_reason_for_no_rating_stand_beside():
    assert ratings.read_rating("2023", "KHTNV-đ", context()).beside == {"rating_reasons.2023": "đ"}
    assert ratings.read_rating("2023", "Chưa đủ 6 tháng", context()).beside == {"not_rated.2023": "UNDER_SIX_MONTHS"}
    assert ratings.read_rating("2023", "Chưa đánh giá", context()).beside == {"not_rated.2023": "OTHER"}


def test_the_same_letters_mean_what_their_column_is_about():
    """TC: theory or training; KT: expelled; CN: bachelor of politics."""
    assert levels.read_theory("political_theory", "TC", context()).values == {"political_theory": "INTERMEDIATE"}
    assert levels.read_education("professional_level", "TC", context()).values == {"professional_level": "INTERMEDIATE"}
    assert levels.read_status("status", "KT", context()).values == {"status": "EXPELLED"}
    assert levels.read_theory("political_theory", "CN", context()).values == {"political_theory": "BACHELOR"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("9/12", {"general_education": "9/12"}),
        ("10/10", {"general_education": "10/10"}),
        ("THPT", {"general_education": "12/12"}),
        ("ĐH", {"professional_level": "UNIVERSITY"}),
        ("ThS", {"professional_level": "MASTER"}),
        ("Đại học Luật", {"professional_level": "UNIVERSITY"}),
        ("CĐ Sư phạm", {"professional_level": "COLLEGE"}),
        ("Chưa qua đào tạo", {"professional_level": "NONE"}),
        ("", {}),
    ],
)
def test_education_is_school_or_training_wherever_it_is_written(text, said):
    assert levels.read_education("professional_level", text, context()).values == said


def test_a_school_year_that_excel_made_a_date_is_refused():
    said = levels.read_education("general_education", datetime(2024, 12, 9), context())

    assert (said.values, level(said)) == ({}, ["error"])


@pytest.mark.parametrize(
    ("text", "office"),
    [("BT", "SECRETARY"), ("Phó bí thư", "DEPUTY_SECRETARY"), ("CUV", "COMMITTEE_MEMBER"), ("ĐUV", "COMMITTEE_MEMBER")],
)
def test_a_party_office_is_read_by_its_letters(text, office):
    assert offices.read_party_office("party_office", text, context()).values == {"party_office": office}


def test_an_ordinary_member_holds_no_office():
    assert offices.read_party_office("party_office", "ĐV", context()) == NOTHING


def test_an_office_column_that_does_not_say_which_tells_the_party_from_the_government():
    said = offices.read_office("office", "Bí thư chi bộ, Trưởng thôn", context())

    assert said.values == {"party_office": "SECRETARY", "government_office": "Trưởng thôn"}


@pytest.mark.parametrize(
    ("text", "religion"), [("Không", "Không"), ("không theo tôn giáo", "Không"), ("TIN LÀNH", "Tin lành")]
)
def test_no_religion_is_said_and_a_blank_says_nothing(text, religion):
    assert peoples.read_religion("religion", text, context()).values == {"religion": religion}
    assert peoples.read_religion("religion", "", context()) == NOTHING


def test_peoples_are_those_on_record():
    assert peoples.read_ethnicity("ethnicity", "H'Mông", context()).values == {"ethnicity": "Mông"}
    assert level(peoples.read_ethnicity("ethnicity", "Mông Cổ", context())) == ["ask"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("HÀ THỊ HOÀ", "Hà Thị Hoà"),
        ("Hà Thị Hòa", "Hà Thị Hòa"),
        ("  Vừ   A Và ", "Vừ A Và"),
        ("Y Krŏng H'Mai", "Y Krŏng H'Mai"),
        ("Vàng\tThị\nLan", "Vàng Thị Lan"),
        ("\ufeffVàng Thị Lan", "Vàng Thị Lan"),
        ("Ɖỗ Văn Hùng", "Đỗ Văn Hùng"),
    ],
)
def test_a_name_is_kept_as_typed_and_capitals_become_a_name(typed, name):
    assert names.read_full_name("full_name", typed, context()).values == {"full_name": name}


@pytest.mark.parametrize(
    "typed",
    ["123456", "阮文雄", "Lе Văn Hùng", "{{7*7}}", "{% load %}", "-1+1", "A", "../Lan", "Vàng\u202eThị Lan",
     "@SUM(1)", "Nguyễn " * 30, "Va" + "\u0300" * 50],
)  # fmt: skip
def test_what_is_no_name_is_refused(typed):
    said = names.read_full_name("full_name", typed, context())

    assert (said.values, level(said)) == ({}, ["error"])


@pytest.mark.parametrize(
    "typed", ["Vàng Thị Lan (con ông A)", "Vàng Thị Lan, Vàng Thị Hà", "Vàng Thị Lan và Vàng Thị Hà"]
)
def test_two_people_or_a_remark_in_the_name_are_asked(typed):
    said = names.read_full_name("full_name", typed, context())

    assert (said.values, level(said)) == ({"full_name": "Vàng Thị Lan"}, ["ask"])


def test_a_repaired_number_is_a_guess_that_may_be_refused():
    asked = context()
    said = citizen_number("citizen_id", 2068977486, asked)
    (guess,) = said.problems

    assert said.values == {"citizen_id": "002068977486"}
    assert (guess.level, guess.before, guess.after) == ("warning", "2068977486", "002068977486")
    refused = Context(TODAY, Answers({guess.question: "leave"}))
    assert citizen_number("citizen_id", 2068977486, refused).values == {}


def test_a_number_that_excel_shortened_is_lost():
    assert level(citizen_number("citizen_id", "1.23457E+11", context())) == ["error"]
    assert level(card_number("card_number", "12345", context())) == ["error"]


def test_two_digit_years_are_confirmed_together_and_two_centuries_one_by_one():
    read, asked = dates.date_of("birth"), context()

    assert read("birth_date", "3/2/90", asked).values == {"birth_date": "1990-02-03"}
    assert read("birth_date", "4/5/88", asked).values == {"birth_date": "1988-05-04"}
    assert read("birth_date", "03/02/05", asked).values == {}
    one_century, two_centuries = asked.answers.asked
    answered = Context(TODAY, Answers({one_century: "take", two_centuries: "2005-02-03"}))
    assert read("birth_date", "3/2/90", answered).problems == []
    assert read("birth_date", "03/02/05", answered).values == {"birth_date": "2005-02-03"}
    refused = Context(TODAY, Answers({one_century: "leave"}))
    assert read("birth_date", "4/5/88", refused) == NOTHING


@pytest.mark.parametrize(
    ("keys", "text", "said"),
    [
        (("sex", "ethnicity", "religion"), "Nam, Kinh, không", {"sex": "M", "ethnicity": "Kinh", "religion": "Không"}),
        (("sex", "ethnicity", "religion"), "Nam, Kinh", {"sex": "M", "ethnicity": "Kinh"}),
        (("sex", "ethnicity", "religion"), "Mông, nữ", {"sex": "F", "ethnicity": "Mông"}),
        (("card_number", "profile_number"), "07402485 / 073970 HG",
         {"card_number": "07402485", "profile_number": "073970HG"}),
        (("card_number", "profile_number"), "073970HG", {"profile_number": "073970HG"}),
        (("card_number", "profile_number"), "07402485", {"card_number": "07402485"}),
        (("admitted_on", "official_on"), "20/11/2006, 20/11/2007",
         {"admitted_on": "2006-11-20", "official_on": "2007-11-20"}),
        (("admitted_on", "official_on"), "21/11/1979\n21/11/1980",
         {"admitted_on": "1979-11-21", "official_on": "1980-11-21"}),
        (("admitted_on", "official_on"), "20/11/2006 20/11/2007",
         {"admitted_on": "2006-11-20", "official_on": "2007-11-20"}),
        (("admitted_on", "official_on"), "10/04/1995, dự bị", {"admitted_on": "1995-04-10"}),
        (("general_education", "political_theory", "professional_level", "language"), "7/12, TC, ĐH, không",
         {"general_education": "7/12", "political_theory": "INTERMEDIATE", "professional_level": "UNIVERSITY"}),
        (("general_education", "political_theory", "professional_level", "language"), "7/12, –, ĐH, –",
         {"general_education": "7/12", "professional_level": "UNIVERSITY"}),
    ],
)  # fmt: skip
def test_several_values_in_a_cell_stand_in_the_order_of_the_heading(keys, text, said):
    assert read_joint(keys, text, context()).values == said
