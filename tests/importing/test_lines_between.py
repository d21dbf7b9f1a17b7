"""Lines that hold nobody: titles of further lists, other tables, counts, signatures, pages, ends of what is above."""

import pytest

from tests.importing.sheets import HEADINGS, read_rows, told

pytestmark = pytest.mark.usefixtures("seven_units")
SHORT = ["STT", "Họ và tên", "Năm sinh"]
SO, MAI, CHIEM = [1, "Giàng Mí Sò", 1961], [2, "Lù Thị Mai", 1968], [1, "Lý Văn Chiêm", 1985]


def names_and_units(reading):
    return [(row.person.get("full_name"), row.person.get("unit")) for row in reading.rows]


def merged(*ranges):
    return lambda workbook, sheet: [sheet.merge_cells(each) for each in ranges]


@pytest.mark.parametrize("headings", [[SHORT], []], ids=["printed again", "once"])
def test_the_title_of_the_next_list_says_the_chi_bo_of_its_rows(headings):
    reading = read_rows(
        ["DANH SÁCH CHI BỘ THÔN NA PÔ"], SHORT, SO, ["DANH SÁCH ĐẢNG VIÊN CHI BỘ CÔNG AN XÃ NĂM 2015"], *headings, CHIEM
    )

    assert names_and_units(reading) == [("Giàng Mí Sò", "Chi bộ thôn Na Pô"), ("Lý Văn Chiêm", "Chi bộ Công an xã")]


def test_a_chi_bo_in_a_title_that_nobody_knows_is_asked():
    reading = read_rows(["DANH SÁCH CHI BỘ THÔN NA PÔ"], SHORT, SO, ["DANH SÁCH CHI BỘ THÔN LÙNG VÀI"], SHORT, CHIEM)

    assert told(reading.rows[1]) == [("ask", "unit", "unit")]


def test_a_table_of_something_else_ends_the_list_and_is_told():
    heads = [["DANH SÁCH TRƯỞNG THÔN"], ["STT", "Thôn", "Trưởng thôn", "Năm sinh"], [1, "Na Pô", "Sùng Mí Nô", 1980]]
    reading = read_rows(HEADINGS, [*SO, "Na Pô"], [], *heads)

    assert names_and_units(reading) == [("Giàng Mí Sò", "Chi bộ thôn Na Pô")]
    assert reading.unread == ["Trang “Sheet”, từ dòng 4 (“DANH SÁCH TRƯỞNG THÔN”): bảng khác, không đọc."]


def test_headings_printed_again_with_a_slip_end_no_list():
    reading = read_rows(HEADINGS, [*SO, "Na Pô"], ["STT", "Họ và tin", "Ngày sinh", "Chi bộ"], [*MAI, "Na Pô"])

    assert [row.row for row in reading.rows if row.status == "new"] == [2, 4]


@pytest.mark.parametrize(
    "lines",
    [
        [["Trong đó:"], [None, "Nữ", 1], [None, "Dân tộc Mông", "2 đồng chí"], [None, "Đảng viên dự bị:", 0, "đ/c"]],
        [[None, "BÍ THƯ CHI BỘ"], [None, "(đã ký)"], [None, "Lý Văn Chiêm"]],
        [[None, "Thư ký", None, "Chủ trì"], [None, "Lù Thị Chuyên", None, "Lý Văn Chiêm"]],
        [["Trang 1/2"], [None, None, None, "Trang 2"], [3]],
    ],
    ids=["counts", "signature", "two signatures", "pages"],
)
def test_counts_signatures_and_pages_are_nobody(lines):
    reading = read_rows(HEADINGS, [*SO, "Na Pô"], [*MAI, "Na Pô"], *lines)

    assert [row.person["full_name"] for row in reading.rows] == ["Giàng Mí Sò", "Lù Thị Mai"]
    assert [told(row) for row in reading.rows] == [[], []]


def test_who_signs_no_list_and_whoever_is_called_like_a_total_is_somebody():
    reading = read_rows(
        ["Số TT", "Họ và tên", "Chức vụ Đảng", "Chi bộ"], [1, "Giàng Mí Sò", "Bí thư", "Na Pô"],
        [2, "Cộng Thị Hoa", "Chi ủy viên", "Na Pô"], [None, "Tổng cộng", 2],
    )  # fmt: skip

    assert [row.person["full_name"] for row in reading.rows] == ["Giàng Mí Sò", "Cộng Thị Hoa"]


def test_what_stands_alone_below_somebody_is_told():
    headings = [*SHORT, "Quê quán", "Chi bộ"]
    reading = read_rows(headings, [*SO, "xã Na Khê,", "Na Pô"], [None, None, None, "huyện Yên Minh"],
                        [*MAI, "xã Bạch Đích", "Na Pô"])  # fmt: skip

    assert [problem.message for row in reading.rows for problem in row.problems if problem.code == "line_below"] == [
        "Dòng 3 không đọc thành người nào: “huyện Yên Minh”. Nếu thuộc người ở dòng này thì ghi chung một dòng."
    ]


@pytest.mark.parametrize(("answer", "name"), [("take", "Nguyễn Thị Hoàng Anh"), ("leave", "Nguyễn Thị Hoàng")])
def test_a_word_alone_below_a_name_may_be_its_end(answer, name):
    rows = HEADINGS, [1, "Nguyễn Thị Hoàng", 1961, "Na Pô"], [None, "Anh"], [*MAI, "Na Pô"]
    asking, mai = read_rows(*rows).rows
    answered = read_rows(*rows, answers={"name_below|Sheet|3": answer}).rows[0]

    assert (told(asking), told(mai)) == ([("ask", "full_name", "name_below")], [])
    assert (answered.status, answered.person["full_name"]) == ("new", name)


def test_a_chi_bo_merged_over_several_rows_is_that_of_all():
    rows = ["STT", "Chi bộ", "Họ và tên"], [1, "Na Pô", "Giàng Mí Sò"], [2, None, "Lù Thị Mai"], [3, "Na Khê", "Hà A"]
    reading = read_rows(*rows, change=merged("B2:B3"))

    assert [unit for _, unit in names_and_units(reading)] == [
        "Chi bộ thôn Na Pô", "Chi bộ thôn Na Pô", "Chi bộ thôn Na Khê",
    ]  # fmt: skip


def test_a_chi_bo_written_in_the_first_row_alone_is_asked_once_and_counts_as_far_as_the_next():
    rows = (
        ["STT", "Chi bộ", "Họ và tên"], [1, "Na Pô", "Giàng Mí Sò"], [2, None, "Lù Thị Mai"],
        [3, "Na Khê", "Hà Văn Tú"], [4, None, "Lý Văn Chiêm"],
    )  # fmt: skip
    reading = read_rows(*rows)
    answered = read_rows(*rows, answers={"unit_above|": "take"})

    assert [question.key for question in reading.questions if question.key.startswith("unit")] == ["unit_above|"]
    assert [unit for _, unit in names_and_units(answered)] == [
        "Chi bộ thôn Na Pô", "Chi bộ thôn Na Pô", "Chi bộ thôn Na Khê", "Chi bộ thôn Na Khê",
    ]  # fmt: skip
    assert [told(row) for row in read_rows(*rows, answers={"unit_above|": "leave"}).rows][1] == [
        ("ask", "unit", "unit")
    ]
