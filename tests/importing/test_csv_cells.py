"""What a CSV says by being one: it is of one code page, and none of its cells has a type."""

import pytest

from members.importing.reading import Asked, read
from nakhe.spreadsheets.reading import open_book
from tests.importing.conftest import TODAY
from tests.importing.offices import _decomposed_tones

pytestmark = pytest.mark.usefixtures("seven_units")


def read_csv(*lines, encoding="utf-8-sig", name="danh-sach.csv"):
    text = "\r\n".join(lines)
    data = _decomposed_tones(text).encode("cp1258") if encoding == "cp1258" else text.encode(encoding)
    return read(open_book(data, name), Asked(day=TODAY)).rows


def test_figures_without_their_zeros_are_repaired_as_those_of_number_cells():
    (row,) = read_csv("Họ và tên;Chi bộ;Số thẻ;Số CCCD;Số ĐT", "Vàng Thị Lan;Na Pô;7002164;2190001234;912345678")

    said = {key: row.person[key] for key in ("card_number", "citizen_id", "phone")}
    assert said == {"card_number": "07002164", "citizen_id": "002190001234", "phone": "0912345678"}
    assert {each.field for each in row.problems if each.code == "repaired"} == set(said)


def test_figures_with_a_zero_in_front_stay_as_they_are_written():
    (row,) = read_csv("Họ và tên;Chi bộ;Số CCCD", "Vàng Thị Lan;Na Pô;02190001234")

    assert [(each.level, each.field) for each in row.problems if each.field == "citizen_id"] == [
        ("error", "citizen_id")
    ]


PEOPLE = ["Vàng Thị Lan;Na Pô;CC", "Hà Văn Tú;Bản Rào;CC", "Sùng Mí Nô;Na Khê;CC", "Ma A Pao;Cong an xa;Trung cấp"]


def test_what_is_in_doubt_is_of_the_code_page_of_the_rest():
    """“Trung câìp” alone in its line and column may be either; the names are surely Windows-1258."""
    row = read_csv("Họ và tên;Chi bộ;LLCT", *PEOPLE, encoding="cp1258")[-1]

    assert (row.person["political_theory"], row.status) == ("INTERMEDIATE", "new")
    (told,) = [each for each in row.problems if each.field == "political_theory"]
    assert (told.level, told.question, told.before) == ("warning", "guess|font||C", "Trung câìp")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-8", "cp1258"])
def test_a_text_of_excel_in_any_of_its_encodings(encoding):
    """“Unicode Text” is UTF-16 with tabs."""
    rows = read_csv(
        "Họ và tên\tNăm sinh\tChi bộ", "Giàng Mí Sò\t1961\tNa Pô", "Lù Thị Mai\t1968\tNa Pô", encoding=encoding
    )

    assert [row.person["full_name"] for row in rows] == ["Giàng Mí Sò", "Lù Thị Mai"]


def test_a_note_over_two_lines_is_one_text_without_remarks():
    (row,) = read_csv("Họ và tên;Chi bộ;Ghi chú", 'Giàng Mí Sò;Na Pô;"Từ xã khác;\r\nnăm 2015"')

    assert row.person["note"] == "Từ xã khác; năm 2015"
    assert [problem.code for problem in row.problems if problem.field == "note"] == []
