"""Lists of the dead, of those who left, of who may be admitted: nobody becomes a member by their title unasked."""

import pytest

from nakhe.vietnamese.dates import PartialDate
from tests.factories import make_member
from tests.importing.sheets import HEADINGS, read_rows, told

pytestmark = pytest.mark.usefixtures("seven_units")
SO = [1, "Giàng Mí Sò", "12/3/1999", "Na Pô"]


@pytest.mark.parametrize(
    "title",
    [
        "DANH SÁCH QUẦN CHÚNG ƯU TÚ DỰ LỚP CẢM TÌNH ĐẢNG", "Danh sách đảng viên từ trần năm 2021",
        "DANH SÁCH ĐẢNG VIÊN CHUYỂN SINH HOẠT", "DANH SÁCH TRƯỞNG THÔN",
    ],
)  # fmt: skip
def test_who_is_new_on_such_a_list_is_asked_about_once(title):
    rows = [title], HEADINGS, SO, [2, "Lù Thị Mai", "1/1/1998", "Na Pô"]
    reading = read_rows(*rows)
    (key,) = {problem.question for row in reading.rows for problem in row.problems if problem.code == "others"}

    assert [row.status for row in reading.rows] == ["ask", "ask"]
    assert [row.status for row in read_rows(*rows, answers={key: "take"}).rows] == ["new", "new"]
    assert [row.status for row in read_rows(*rows, answers={key: "skip"}).rows] == ["left", "left"]


@pytest.mark.parametrize("title", ["DANH SÁCH ĐẢNG VIÊN", "Đảng viên mới kết nạp năm 2023", "Trưởng thôn: Sùng Mí Nô"])
def test_other_titles_ask_nothing(title):
    assert [told(row) for row in read_rows([title], HEADINGS, SO).rows] == [[]]


def test_who_is_on_record_and_who_has_a_day_of_death_is_not_asked_about(seven_units):
    make_member("Hà Văn Tú", seven_units["Chi bộ thôn Na Pô"], birth_on=PartialDate(1970))
    tu = [2, "Hà Văn Tú", 1970, "Na Pô", None]
    reading = read_rows(["DANH SÁCH ĐẢNG VIÊN TỪ TRẦN"], [*HEADINGS, "Ngày mất"], [*SO, "1/3/2021"], tu)

    assert reading.rows[0].person["status"] == "DEAD"
    assert not [problem for row in reading.rows for problem in row.problems if problem.code == "others"]


def test_the_title_of_a_table_above_says_nothing_of_the_list_below_it():
    heads = [["DANH SÁCH TRƯỞNG THÔN"], ["STT", "Thôn", "Trưởng thôn"], [1, "Na Pô", "Sùng Mí Nô"]]

    assert [row.status for row in read_rows(*heads, ["DANH SÁCH ĐẢNG VIÊN"], HEADINGS, SO).rows] == ["new"]
