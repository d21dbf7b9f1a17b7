"""One thing in several columns, and several things in one: names, dates, and headings that name two fields."""

import pytest

from tests.importing.sheets import read_person, read_rows, told

pytestmark = pytest.mark.usefixtures("seven_units")


def people(*rows, **asked):
    return [row.person for row in read_rows(*rows, **asked).rows]


# --- Names ---


def test_the_last_word_of_the_names_stands_beside_them_without_a_heading():
    rows = [["STT", "HỌ VÀ TÊN", None, "NĂM SINH"], [1, "GIÀNG MÍ", "SÒ", 1961], [2, "Hoàng Văn Páo", None, 1970],
            [3, "Lù Thị", "Mai", 1968]]  # fmt: skip

    assert [person["full_name"] for person in people(*rows)] == ["Giàng Mí Sò", "Hoàng Văn Páo", "Lù Thị Mai"]


@pytest.mark.parametrize("beside", [("Nam", "Nữ"), ("x", "x")])
def test_sexes_and_crosses_without_a_heading_are_no_part_of_short_names(beside):
    rows = [["Họ và tên", None, "Năm sinh"], ["Giàng Sò", beside[0], 1961], ["Lù Mai", beside[1], 1968]]

    assert [person["full_name"] for person in people(*rows)] == ["Giàng Sò", "Lù Mai"]


def test_whole_names_take_nothing_from_the_column_beside_them():
    rows = [["Họ và tên", None, "Năm sinh"], ["Giàng Mí Sò", "Yên", 1961], ["Lù Thị Mai", "Minh", 1968]]

    assert [person["full_name"] for person in people(*rows)] == ["Giàng Mí Sò", "Lù Thị Mai"]


def test_a_name_in_three_columns_keeps_its_middle():
    rows = [["Họ", "Tên đệm", "Tên", "Năm sinh"], ["Giàng", "Mí", "Sò", 1961]]

    assert people(*rows) == [{"full_name": "Giàng Mí Sò", "birth_date": "1961"}]


# --- Dates ---


@pytest.mark.parametrize(
    "headings",
    [
        [["Họ và tên", "Ngày", "Tháng", "Năm sinh"]],
        [["Họ và tên", "Ngày sinh", None, None], [None, "Ngày", "Tháng", "Năm"]],
    ],
)
def test_a_birth_in_three_columns_is_one_date_as_far_as_it_is_known(headings):
    rows = [["Giàng Mí Sò", 12, 3, 1961], ["Lù Thị Mai", None, 5, 1968], ["Hà Văn Tú", None, None, 1970]]

    assert [person["birth_date"] for person in people(*headings, *rows)] == ["1961-03-12", "1968-05", "1970"]


def test_a_day_without_its_month_is_no_date():
    row = read_rows(["Họ và tên", "Ngày", "Tháng", "Năm sinh"], ["Giàng Mí Sò", 12, None, 1961]).rows[0]

    assert ("birth_date" in row.person, ("error", "birth_date", "date") in told(row)) == (False, True)


@pytest.mark.parametrize(
    "heading", ["Ngày vào Đảng/ Chính thức", "Ngày vào Đảng, ngày chính thức", "Ngày vào Đảng và ngày chính thức"]
)
@pytest.mark.parametrize(
    "cell",
    [
        "3/2/2010 - 3/2/2011",
        "3.2.2010/3.2.2011",
        "KN: 3/2/2010; CT: 3/2/2011",
        "3/2/2010\n3/2/2011",
    ],
)
def test_two_dates_under_a_heading_of_two(heading, cell):
    person = read_person(**{heading: cell}).person

    assert (person["admitted_on"], person["official_on"]) == ("2010-02-03", "2011-02-03")


def test_one_date_under_a_heading_of_two_is_the_first():
    """“Ngày vào Đảng/ Chính thức” without its stroke would be “Ngày vào Đảng chính thức”."""
    person = read_person(**{"Ngày vào Đảng/ Chính thức": "3/2/2010"}).person

    assert (person["admitted_on"], "official_on" in person) == ("2010-02-03", False)


def test_the_label_of_another_day_is_no_day_of_admission():
    assert told(read_person(**{"Ngày vào Đảng": "chính thức 3/2/2011"})) == [("error", "admitted_on", "date")]


@pytest.mark.parametrize(
    ("cell", "iso"),
    [
        ("12/3/1961.", "1961-03-12"), ("'12/3/1961", "1961-03-12"), ("12/3/1961 0:00:00", "1961-03-12"),
        ("sinh năm 1961", "1961"), ("T3/1961", "1961-03"), ("../../1961", "1961"), ("…/3/1961", "1961-03"),
        ("--/3/1961", "1961-03"),
    ],
)  # fmt: skip
def test_signs_and_labels_around_a_date_say_nothing(cell, iso):
    row = read_person(**{"Ngày sinh": cell})

    assert (row.person["birth_date"], told(row)) == (iso, [])


def test_a_remark_beside_a_date_is_left_out_as_a_guess():
    row = read_person(**{"Ngày sinh": "12/3/1961 (theo CCCD)"})
    refused = read_person({"guess|birth_date|date_note": "leave"}, **{"Ngày sinh": "12/3/1961 (theo CCCD)"})

    assert (row.person["birth_date"], told(row)) == ("1961-03-12", [("warning", "birth_date", "date_note")])
    assert "birth_date" not in refused.person


@pytest.mark.parametrize("written", ["1961 (đã mất)", "12/3/1961 (chuyển đi)"])
def test_who_is_gone_by_a_remark_beside_the_birth_is_not_written_as_if_there(written):
    assert told(read_person(**{"Ngày sinh": written})) == [("error", "birth_date", "date")]


@pytest.mark.parametrize("cell", ["12/3/1961 (âm lịch)", "1961 (CMND 1962)", "1961?", "12.3.1961 tại Na Khê"])
def test_a_remark_that_doubts_the_date_stays_an_error(cell):
    assert told(read_person(**{"Ngày sinh": cell})) == [("error", "birth_date", "date")]


# --- Headings of 2010 ---


def test_the_short_headings_of_old_lists():
    """“DT” without accents is “ĐT”, the telephone."""
    cells = {
        "DT": "Mông", "TĐ văn hóa": "7/10", "TĐ CM": "TC", "TĐ LLCT": "SC", "Ngày vào đảng dự bị": "3/2/1990",
        "Ngày tháng năm chính thức": "3/2/1991",
    }  # fmt: skip
    person = read_person(**cells).person

    assert {key: person[key] for key in person if key not in ("full_name", "birth_date", "unit")} == {
        "ethnicity": "Mông", "general_education": "7/10", "professional_level": "INTERMEDIATE",
        "political_theory": "ELEMENTARY", "admitted_on": "1990-02-03", "official_on": "1991-02-03",
    }  # fmt: skip


def test_a_name_stands_in_the_column_of_its_sex():
    rows = [
        ["Họ và tên", None, "Năm sinh"],
        ["Nam", "Nữ", None],
        ["Giàng Mí Sò", None, 1961],
        [None, "Lù Thị Mai", 1968],
    ]

    assert people(*rows) == [
        {"full_name": "Giàng Mí Sò", "sex": "M", "birth_date": "1961"},
        {"full_name": "Lù Thị Mai", "sex": "F", "birth_date": "1968"},
    ]


def test_offices_and_standing_by_crosses():
    rows = [
        ["Họ và tên", "Chức vụ Đảng", None, None, "Đảng viên", None],
        [None, "BT", "PBT", "CUV", "Chính thức", "Dự bị"],
        ["Giàng Mí Sò", "x", None, None, "x", None],
        ["Lù Thị Mai", None, None, "x", None, "x"],
    ]

    assert people(*rows) == [
        {"full_name": "Giàng Mí Sò", "party_office": "SECRETARY", "probationary": False},
        {"full_name": "Lù Thị Mai", "party_office": "COMMITTEE_MEMBER", "probationary": True},
    ]


def test_days_below_official_stay_days():
    rows = [["Họ và tên", "Đảng viên", None], [None, "Chính thức", "Dự bị"], ["Giàng Mí Sò", "3/2/1991", None]]

    assert people(*rows) == [{"full_name": "Giàng Mí Sò", "official_on": "1991-02-03"}]


@pytest.mark.parametrize("cell", ["không", "Không có", "chưa"])
def test_no_commendation_and_no_discipline_are_nothing(cell):
    person = read_person(**{"Khen thưởng": cell, "Kỷ luật": cell}).person

    assert not {"commendations", "disciplines"} & person.keys()


# --- Columns without a heading ---


def test_what_stands_below_no_heading_is_told_once():
    reading = read_rows(["Họ và tên", "Năm sinh", "Chi bộ"], ["Giàng Mí Sò", 1961, "Na Pô", "x"],
                        ["Lù Thị Mai", 1968, "Na Pô", None, 2020])  # fmt: skip

    assert reading.unread == [
        "Trang “Sheet”, cột không có tiêu đề, không đọc: D (“x”), E (“2020”). Nếu cần thì ghi tiêu đề rồi nhập lại."
    ]
