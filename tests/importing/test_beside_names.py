"""What an office writes beside a name, and in the notes for want of a column: left out as a guess, or asked."""

from datetime import date

import pytest

from members.models import Membership
from tests.importing.sheets import read_person, told
from tests.importing.writing import person_written

pytestmark = pytest.mark.usefixtures("seven_units")


def named(written, answers=None):
    return read_person(answers, **{"Họ và tên": written})


@pytest.mark.parametrize("written", ["Vàng Thị Lan.", "- Vàng Thị Lan", "+ Vàng Thị Lan", "Vàng Thị Lan;"])
def test_dots_and_strokes_around_a_name_say_nothing(written):
    row = named(written)

    assert (row.person["full_name"], told(row)) == ("Vàng Thị Lan", [])


@pytest.mark.parametrize("written", ["1. Vàng Thị Lan", "01 Vàng Thị Lan", "12/ VÀNG THỊ LAN", "Vàng Thị Lan*"])
def test_a_number_before_a_name_and_a_star_are_left_out_as_a_guess(written):
    row, refused = named(written), named(written, {"guess|full_name|numbered": "leave"})

    assert (row.person["full_name"], told(row)) == ("Vàng Thị Lan", [("warning", "full_name", "numbered")])
    assert "full_name" not in refused.person


def test_a_number_before_a_title_is_left_out_with_it():
    row = named("3. Đ/c Vàng Thị Lan")

    assert row.person["full_name"] == "Vàng Thị Lan"
    assert [code for _, _, code in told(row)] == ["title", "numbered"]


@pytest.mark.parametrize(
    "written",
    [
        "Vàng Thị Lan - BT",
        "Vàng Thị Lan Bí thư",
        "Vàng Thị Lan đã chuyển",
        "VÀNG THỊ LAN – PHÓ BÍ THƯ",
        "Vàng Thị Lan dự bị",
    ],
)
def test_an_office_or_a_state_behind_a_name_is_asked(written):
    row = named(written)

    assert (row.person["full_name"], told(row)) == ("Vàng Thị Lan", [("ask", "full_name", "several_names")])


@pytest.mark.parametrize("written", ["Vàng Thị Chi", "Đặng Bí Thư", "Nguyễn Thị H'Len", "Vàng.T.Lan", "Hoà Văn Thuý"])
def test_other_names_stay_as_they_are(written):
    row = named(written)

    assert (row.person["full_name"], told(row)) == (written, [])


@pytest.mark.parametrize(
    ("note", "status", "reason", "ended_on"),
    [
        ("đã chết 12/5/2020", "DEAD", "DIED", date(2020, 5, 12)),
        ("Chuyển công tác; Xóa tên 3/2/2018", "REMOVED", "REMOVED", date(2018, 2, 3)),
    ],
)
def test_who_is_gone_by_the_note_alone_is_asked_about_and_then_gone(note, status, reason, ended_on):
    said = {"Ngày vào Đảng": "3/2/2010", "Ghi chú": note}
    asking = read_person(**said)
    (key,) = {problem.question for problem in asking.problems if problem.code == "noted_gone"}
    kept = read_person({key: "leave"}, **said)
    person_written(said, answers={key: "take"})

    assert (asking.status, "status" in kept.person, kept.person["note"]) == ("ask", False, note)
    assert list(Membership.objects.values_list("reason_out", "ended_on")) == [(reason, ended_on)]
    assert read_person(**said).status == "same"


@pytest.mark.parametrize("note", ["Chuyển đi Hà Nội", "đã chuyển sinh hoạt về Khâu Vai năm 2022"])
def test_who_went_away_by_the_note_alone_is_asked_about(note):
    assert told(read_person(**{"Ghi chú": note})) == [("ask", "note", "noted_gone")]


@pytest.mark.parametrize(
    "note", ["mất sổ", "mất CMND", "chuyển đi học", "chuyển đến từ xã Bạch Đích", "mất mẹ năm 2019", "Dự bị", "Chết"]
)
def test_other_notes_are_notes(note):
    row = read_person(**{"Ghi chú": note})

    assert (row.person["note"], told(row)) == (note, [] if note != "Chết" else [("ask", "note", "noted_gone")])


def test_who_was_exempt_and_died_by_one_note_is_asked_about():
    row = read_person(**{"Ghi chú": "miễn sinh hoạt; đã mất 2020"})

    assert ("ask", "note", "noted_gone") in told(row)


def test_a_column_of_states_speaks_for_itself():
    assert told(read_person(**{"Ghi chú": "đã mất", "Trạng thái": "Đang sinh hoạt"})) == []
