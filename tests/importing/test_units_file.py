"""`import_units`: the committee's own list of chi bộ and villages, read, asked about and written."""

import io
import json
from datetime import date

import pytest
from auditlog.models import LogEntry
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import transaction
from openpyxl.styles import Font

from members.importing_units import batches
from members.importing_units.reading import AskedUnits, read_units
from members.importing_units.register import are_alike, committee_of
from members.importing_units.writing import Unfinished, write_units
from members.models import ImportBatch
from nakhe.access import SYSTEM, Role
from nakhe.effects import Superseded
from nakhe.spreadsheets.reading import open_book
from tests.factories import make_commune, make_member, make_unit, make_user, make_village
from tests.importing.conftest import SAMPLES, TODAY
from tests.importing.sheets import workbook_of
from tests.vietnamese.old_charsets import tcvn3
from units.checks import check_closure, check_latest_names
from units.models import Unit, UnitChange, UnitName, UnitParent, Village

pytestmark = pytest.mark.django_db
HEADINGS = ["Tên đơn vị", "Loại hình", "Thôn", "Biên giới", "Ngày thành lập"]


@pytest.fixture
def na_khe():
    return make_commune("Đảng bộ xã Na Khê", code="na-khe")


def read(*rows, answers=None, headings=HEADINGS, reader=SYSTEM, name="don-vi.xlsx"):
    return read_units(open_book(workbook_of(headings, *rows), name), AskedUnits(reader, day=TODAY), answers)


def write(*rows, **given):
    reading = read(*rows, **given)
    write_units(reading, committee_of(SYSTEM))
    return reading


def sample():
    return read_units(open_book((SAMPLES / "don-vi.csv").read_bytes(), "don-vi.csv"), AskedUnits(day=TODAY))


def told(row):
    return [(each.level, each.field, each.code) for each in row.problems]


def statuses(reading):
    return [row.status for row in reading.rows]


def units():
    """[(name, short name, kind of unit, village, founding day)] of the chi bộ in their order."""
    found = Unit.objects.branches().in_order().select_related("village")
    return [
        (str(unit), unit.names.get().short_name, unit.unit_type, str(unit.village or ""), unit.founded_on)
        for unit in found
    ]


# --- The sample ---


def test_the_sample_is_read_as_it_stands(na_khe):
    reading = sample()
    assert [(column.column, column.field) for column in reading.columns] == [
        ("A", "name"), ("B", "unit_type"), ("C", "village"), ("D", "is_border"), ("E", "founded_on"),
    ]  # fmt: skip
    assert [(row.row, row.unit) for row in reading.rows] == [
        (2, {"name": "Chi bộ thôn Na Pô", "unit_type": "VILLAGE", "village": "Na Pô", "is_border": True}),
        (3, {"name": "Chi bộ thôn Na Khê", "unit_type": "VILLAGE", "village": "Na Khê"}),
        (4, {"name": "Chi bộ thôn Phú Tỷ 1", "unit_type": "VILLAGE", "village": "Phú Tỷ 1"}),
        (5, {"name": "Chi bộ thôn Bản Rào", "unit_type": "VILLAGE", "village": "Bản Rào"}),
        (6, {"name": "Chi bộ Công an xã", "unit_type": "POLICE", "founded_on": "2021-03-01"}),
        (7, {"name": "Chi bộ Quân sự xã", "unit_type": "MILITARY"}),
        (8, {"name": "Chi bộ Trường Tiểu học", "unit_type": "SCHOOL"}),
    ]
    assert reading.summary == {"new": 7, "changed": 0, "same": 0, "ask": 0, "error": 0}
    assert Unit.objects.branches().count() == 0


def test_the_sample_is_written_with_its_villages_and_an_unknown_day_stays_unknown(na_khe):
    write_units(sample(), na_khe)
    assert units() == [
        ("Chi bộ thôn Na Pô", "Na Pô", "VILLAGE", "Na Pô", None),
        ("Chi bộ thôn Na Khê", "Na Khê", "VILLAGE", "Na Khê", None),
        ("Chi bộ thôn Phú Tỷ 1", "Phú Tỷ 1", "VILLAGE", "Phú Tỷ 1", None),
        ("Chi bộ thôn Bản Rào", "Bản Rào", "VILLAGE", "Bản Rào", None),
        ("Chi bộ Công an xã", "Công an xã", "POLICE", "", date(2021, 3, 1)),
        ("Chi bộ Quân sự xã", "Quân sự xã", "MILITARY", "", None),
        ("Chi bộ Trường Tiểu học", "Trường Tiểu học", "SCHOOL", "", None),
    ]
    borders = Village.objects.order_by("position").values_list("name", "is_border")
    assert list(borders) == [("Na Pô", True), ("Na Khê", False), ("Phú Tỷ 1", False), ("Bản Rào", False)]
    assert (list(check_closure()), list(check_latest_names())) == ([], [])


def test_a_chi_bo_counts_on_every_day_unless_its_founding_day_is_known(na_khe):
    write_units(sample(), na_khe)

    def on(day):
        return Unit.objects.branches().under(na_khe, day).count()

    assert (on(date(2021, 2, 28)), on(date(2021, 3, 1)), on(TODAY)) == (6, 7, 7)


def test_the_same_file_again_changes_nothing(na_khe):
    write_units(sample(), na_khe)
    before = LogEntry.objects.count()
    again = sample()
    assert statuses(again) == ["same"] * 7
    assert [row.problems for row in again.rows] == [[]] * 7
    write_units(again, na_khe)
    assert (LogEntry.objects.count(), Unit.objects.branches().count()) == (before, 7)


def test_every_row_written_says_in_the_log_from_which_file(na_khe):
    write_units(sample(), na_khe)
    entries = LogEntry.objects.filter(additional_data__reason="Nhập từ tệp don-vi.csv")
    kinds = sorted(entries.values_list("content_type__model", flat=True))
    # seven units with a name and a place in the tree each, four villages
    assert kinds == ["unit"] * 7 + ["unitname"] * 7 + ["unitparent"] * 7 + ["village"] * 4
    assert not UnitChange.objects.exists()  # nobody knows by which decisions


# --- What a changed file changes ---


def test_only_what_differs_is_changed_and_a_blank_overwrites_nothing(na_khe):
    write_units(sample(), na_khe)
    reading = write(
        ["Chi bộ thôn Na Pô", "", "", "không", "1/6/1968"],
        ["Chi bộ thôn Na Khê", "thôn", "Na Khê", "x", None],
        ["Chi bộ Quân sự xã", "công an", None, None, None],
        ["Chi bộ Công an xã", None, None, None, "2021"],
        ["Chi bộ Trường Tiểu học", None, None, None, None],
    )
    assert [(row.status, row.changes) for row in reading.rows] == [
        ("changed", {"is_border": [True, False], "founded_on": [None, "1968-06-01"]}),
        ("changed", {"is_border": [False, True]}),
        ("changed", {"unit_type": ["MILITARY", "POLICE"]}),
        ("same", {}),
        ("same", {}),
    ]
    na_po = Unit.objects.get(latest_name="Chi bộ thôn Na Pô")
    began = date(1968, 6, 1)
    assert (na_po.started_on, na_po.names.get().started_on, na_po.parents.get().started_on) == (began, began, began)
    assert (na_po.unit_type, str(na_po.village), na_po.village.is_border) == ("VILLAGE", "Na Pô", False)
    assert Village.objects.get(name="Na Khê").is_border
    assert Unit.objects.get(latest_name="Chi bộ Quân sự xã").unit_type == "POLICE"
    assert Unit.objects.get(latest_name="Chi bộ Công an xã").founded_on == date(2021, 3, 1)
    assert list(check_closure()) == []


def test_a_chi_bo_found_to_be_older_takes_its_name_and_place_along(na_khe):
    na_po = make_unit("Chi bộ thôn Na Pô", na_khe, started_on=date(2010, 1, 1))
    (row,) = write(["Chi bộ thôn Na Pô", "", "", "", "5/9/2005"]).rows
    assert row.changes == {"founded_on": ["2010-01-01", "2005-09-05"]}
    na_po.refresh_from_db()
    began = date(2005, 9, 5)
    assert (na_po.started_on, na_po.names.get().started_on, na_po.parents.get().started_on) == (began, began, began)
    assert Unit.objects.branches().under(na_khe, began).get() == na_po


def test_a_founding_day_after_what_is_known_of_the_chi_bo_is_an_error(na_khe):
    na_po = make_unit("Chi bộ thôn Na Pô", na_khe)
    make_member("Hoàng Văn Bằng", na_po, date(2005, 5, 19))
    (row,) = read(["Chi bộ thôn Na Pô", "", "", "", "1/1/2010"]).rows
    assert (row.status, told(row)) == ("error", [("error", "founded_on", "founded_late")])
    assert "19/05/2005" in row.problems[0].message


def test_a_year_alone_is_a_guess_that_may_be_refused(na_khe):
    said = ["Chi bộ thôn Na Pô", "thôn", "Na Pô", "", 1968]
    (row,) = read(said).rows
    (guess,) = [problem for problem in row.problems if problem.code == "founded_from"]
    assert (row.unit["founded_on"], guess.before, guess.after) == ("1968-01-01", "1968", "01/01/1968")
    (refused,) = read(said, answers={guess.question: "leave"}).rows
    assert "founded_on" not in refused.unit


# --- What is asked ---


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Chi bộ thôn Na Pô", "Chi bộ thôn Na Po", True),
        ("Chi bộ thôn Na Khê", "Chi bộ Na Khê", True),
        ("Chi bộ Trường Tiểu học", "Chi bộ Trường Tiều học", True),
        ("Chi bộ Trường Tiểu học Na Khê", "Chi bộ Trường Tiểu học Na Khế 2", False),
        ("Chi bộ thôn Phú Tỷ 1", "Chi bộ thôn Phú Tỷ 2", False),
        ("Chi bộ thôn Phú Tỷ I", "Chi bộ thôn Phú Tỷ II", False),
        ("Chi bộ thôn Na Pô", "Chi bộ thôn Na Khê", False),
        ("Chi bộ Công an xã", "Chi bộ Quân sự xã", False),
    ],
)
def test_what_may_be_a_slip_of_the_same_name(one, other, alike):
    assert are_alike(one, other) is alike


def test_a_chi_bo_of_a_similar_name_is_asked_about_and_never_made_unasked(na_khe):
    known = make_unit("Chi bộ thôn Na Pô", na_khe)
    said = ["Chi bộ thôn Na Po", "cơ quan", "", "", "1/2/1990"]
    reading = read(said)
    (row,) = reading.rows
    assert (row.status, told(row)[0]) == ("ask", ("ask", "name", "alike"))
    with pytest.raises(Unfinished, match="Còn 1 dòng"):
        write_units(reading, na_khe)
    key = row.problems[0].question

    same = read(said, answers={key: str(known.pk)}).rows[0]
    assert (same.status, same.match, same.changes["unit_type"]) == ("changed", known.pk, ["VILLAGE", "OFFICE"])
    new = read(said, answers={key: "new"}).rows[0]
    assert (new.status, new.match) == ("new", None)
    left = read(said, answers={key: "skip"})
    assert left.summary == {"new": 0, "changed": 0, "same": 0, "ask": 0, "error": 0}
    write_units(left, na_khe)
    assert Unit.objects.branches().count() == 1


def test_the_file_spells_a_name_and_the_record_keeps_its_own(na_khe):
    known = make_unit("Chi bộ thôn Na Pô", na_khe)
    reading = read(["Chi bộ thôn Na Po", "thôn", "", "", ""])
    answers = {reading.questions[0].key: str(known.pk)}
    assert write(["Chi bộ thôn Na Po", "thôn", "", "", ""], answers=answers).rows[0].status == "same"
    assert str(Unit.objects.branches().get()) == "Chi bộ thôn Na Pô"


def test_two_similar_names_in_one_file_are_asked_about(na_khe):
    rows = [["Chi bộ thôn Na Pô", "thôn", "Na Pô", "", ""], ["Chi bộ thôn Na Po", "thôn", "Na Pô", "", ""]]
    reading = read(*rows)
    assert statuses(reading) == ["new", "ask"]
    assert statuses(read(*rows, answers={reading.questions[0].key: "new"})) == ["new", "new"]


def test_a_village_of_a_similar_name_is_asked_about(na_khe):
    make_village("Na Pô", na_khe)
    said = ["Chi bộ thôn Tả Lủng", "thôn", "Na Po", "x", "1/2/2001"]
    (row,) = read(said).rows
    assert told(row) == [("ask", "village", "alike_village")]
    write(said, answers={row.problems[0].question: "=Na Pô"})
    assert str(Unit.objects.branches().get().village) == "Na Pô"
    assert Village.objects.get().is_border


def test_a_village_for_a_school_is_asked_about(na_khe):
    said = ["Chi bộ Trường Tiểu học", "trường học", "Na Pô", "", "1/2/2001"]
    (row,) = read(said).rows
    assert told(row) == [("ask", "village", "place")]
    write(said, answers={row.problems[0].question: "leave"})
    assert (Unit.objects.branches().get().village, Village.objects.count()) == (None, 0)


def test_a_chi_bo_that_has_ended_is_not_taken_up_again_unasked(na_khe):
    make_unit("Chi bộ thôn Na Pô", na_khe, ended_on=date(2020, 1, 1))
    (row,) = read(["Chi bộ thôn Na Pô", "thôn", "", "", "1/2/2021"]).rows
    assert (row.status, "đã kết thúc" in row.problems[0].message) == ("ask", True)


# --- What cannot be taken ---


@pytest.mark.parametrize(
    ("said", "fault", "message"),
    [
        (["Chi bộ X", "nhà máy", "", "", ""], ("error", "unit_type", "unit_type"), "thôn, cơ quan, trường học, y tế,"),
        (["Chi bộ X", "", "", "", ""], ("error", "unit_type", "no_type"), "phải có loại hình"),
        (["", "thôn", "Na Pô", "", ""], ("error", "name", "no_name"), "không có tên"),
        (["Đảng bộ bộ phận X", "cơ quan", "", "", ""], ("error", "name", "not_a_branch"), "không phải chi bộ"),
        (["Chi bộ X", "thôn", "X", "có lẽ", ""], ("error", "is_border", "mark"), "Ghi x"),
        (["Chi bộ X", "cơ quan", "", "x", ""], ("error", "is_border", "no_village"), "không có thôn"),
        (["Chi bộ X", "cơ quan", "", "", "31/4/2001"], ("error", "founded_on", "date"), "Tháng 4"),
        (["Chi bộ X", "cơ quan", "", "", "1/1/2100"], ("error", "founded_on", "date"), "2100"),
        (["Chi bộ " + "X" * 200, "cơ quan", "", "", ""], ("error", "name", "too_long"), "nhiều nhất 200"),
    ],
)
def test_a_row_with_a_fault_names_it_and_nothing_is_written(na_khe, said, fault, message):
    reading = read(["Chi bộ thôn Na Pô", "thôn", "Na Pô", "", "1/6/1968"], said)
    row = reading.rows[1]
    assert (row.row, row.status) == (3, "error")
    assert fault in told(row)
    assert any(message in problem.message for problem in row.problems)
    with pytest.raises(Unfinished):
        write_units(reading, na_khe)
    assert (Unit.objects.branches().count(), Village.objects.count()) == (0, 0)


def test_a_chi_bo_twice_and_two_words_about_one_border_are_errors(na_khe):
    reading = read(
        ["Chi bộ thôn Na Pô", "thôn", "Na Pô", "x", ""],
        ["chi bộ thôn na pô", "thôn", "Na Pô", "", ""],
        ["Chi bộ thôn Thượng", "thôn", "Na Pô", "không", ""],
    )
    assert statuses(reading) == ["new", "error", "error"]
    assert ("error", "name", "repeated") in told(reading.rows[1])
    assert any("đã ghi ở dòng 2" in problem.message for problem in reading.rows[1].problems)
    assert ("error", "is_border", "border") in told(reading.rows[2])


def test_what_the_record_refuses_at_the_last_row_undoes_the_first(na_khe):
    reading = read(["Chi bộ thôn Na Pô", "thôn", "Na Pô", "", ""], ["Chi bộ Y tế", "y tế", "", "", ""])
    reading.rows[1].unit["unit_type"] = "UNHEARD_OF"
    with pytest.raises(ValidationError, match="Dòng 3"), transaction.atomic():
        write_units(reading, na_khe)
    assert (Unit.objects.branches().count(), Village.objects.count()) == (0, 0)


# --- Files as offices keep them ---


def test_a_list_in_an_old_font_is_decoded_and_the_guess_is_shown(na_khe):
    rows = [[tcvn3(text) for text in row] for row in (HEADINGS, ["Chi bộ thôn Nà Luồng", "thôn", "Nà Luồng", "x", ""])]

    def in_vntime(workbook, sheet):
        for cell in (cell for row in sheet for cell in row):
            cell.font = Font(name=".VnTime")

    reading = read_units(open_book(workbook_of(*rows, change=in_vntime), "don-vi.xlsx"), AskedUnits(day=TODAY))
    (row,) = reading.rows
    expected = {"name": "Chi bộ thôn Nà Luồng", "unit_type": "VILLAGE", "village": "Nà Luồng", "is_border": True}
    assert (row.status, row.unit) == ("new", expected)
    assert ("warning", "name", "legacy_text") in told(row)
    write_units(reading, na_khe)
    assert str(Unit.objects.branches().get()) == "Chi bộ thôn Nà Luồng"


def test_preamble_numbers_totals_signatures_and_unknown_columns_are_no_chi_bo(na_khe):
    rows = [
        ["ĐẢNG ỦY XÃ NA KHÊ"],
        ["DANH SÁCH CHI BỘ TRỰC THUỘC"],
        ["STT", "Tên chi bộ", "Loại hình\nchi bộ", "Bí thư", "Thôn*"],
        ["(1)", "(2)", "(3)", "(4)", "(5)"],
        [None, "Đảng bộ xã Na Khê", None, "Hoàng Đức Thịnh", None],
        [1, "CB thôn Na Pô", "Thôn", "Hoàng Văn Bằng", "Thôn Na Pô"],
        [None],
        [2, "Công an xã", "Công an", "Lù Văn Mìn", None],
        ["Tổng cộng", "2 chi bộ"],
        [None, None, None, "T/M ĐẢNG ỦY"],
        [None, "Hoàng Đức Thịnh", None, None, None],
    ]
    reading = read(*rows[1:], headings=rows[0])
    assert [(each.column, each.field) for each in reading.columns] == [
        ("A", "row_number"), ("B", "name"), ("C", "unit_type"), ("D", None), ("E", "village"),
    ]  # fmt: skip
    assert [(row.row, row.unit) for row in reading.rows] == [
        (6, {"name": "Chi bộ thôn Na Pô", "unit_type": "VILLAGE", "village": "Na Pô"}),
        (8, {"name": "Chi bộ Công an xã", "unit_type": "POLICE"}),
    ]
    guesses = [(each.before, each.after) for row in reading.rows for each in row.problems if each.before]
    assert guesses == [("CB thôn Na Pô", "Chi bộ thôn Na Pô"), ("Công an xã", "Chi bộ Công an xã")]


def test_a_short_name_that_is_taken_is_not_given_twice(na_khe):
    rows = [["Chi bộ thôn Na Khê", "thôn", "", "", ""], ["Chi bộ Na Khê", "cơ quan", "", "", ""]]
    write(*rows, answers={read(*rows).questions[0].key: "new"})
    assert [short for _, short, *_ in units()] == ["Na Khê", "Chi bộ Na Khê"]


def test_a_list_of_people_and_a_table_of_other_things_are_refused(na_khe):
    people = read(["Vàng Thị Lan", "3/2/1990", "Na Pô"], headings=["Họ và tên", "Ngày sinh", "Chi bộ"])
    assert "danh sách đảng viên" in people.refused
    assert "không phải danh sách chi bộ" in read(["1", "2"], headings=["Bàn", "Ghế"]).refused
    assert "không có dòng chi bộ nào" in read(headings=HEADINGS).refused


def test_without_a_committee_and_with_several_the_file_is_refused():
    assert "Lập sổ trước" in read(["Chi bộ X", "thôn", "", "", ""]).refused
    make_commune("Đảng bộ xã Na Khê", code="na-khe")
    make_commune("Đảng bộ xã Bạch Đích", code="bach-dich")
    assert "na-khe: Đảng bộ xã Na Khê" in read(["Chi bộ X", "thôn", "", "", ""]).refused


def test_another_committees_chi_bo_of_the_same_name_is_another_chi_bo(na_khe):
    make_unit("Chi bộ thôn Na Pô", make_commune("Đảng bộ xã Bạch Đích"))
    book = open_book(workbook_of(HEADINGS, ["Chi bộ thôn Na Pô", "thôn", "", "", ""]), "don-vi.xlsx")
    reading = read_units(book, AskedUnits(under="na-khe", day=TODAY))
    assert statuses(reading) == ["new"]


def test_whoever_imports_writes_below_the_own_committee_alone(na_khe):
    other = make_commune("Đảng bộ xã Bạch Đích")
    make_unit("Chi bộ thôn Na Pô", other)
    secretary = make_user(Role.SECRETARY, na_khe)
    reading = read(["Chi bộ thôn Na Pô", "thôn", "Na Pô", "", ""], reader=secretary)
    assert statuses(reading) == ["new"]
    write_units(reading, committee_of(secretary))
    assert Unit.objects.branches().under(na_khe, TODAY).count() == 1
    assert "Lập sổ trước" in read(["Chi bộ X", "thôn", "", "", ""], reader=make_user(Role.OFFICE, na_khe)).refused


# --- Kept, and taken back ---


def commit_sample(na_khe):
    data = (SAMPLES / "don-vi.csv").read_bytes()
    return batches.commit(sample(), data, na_khe, SYSTEM)


def register():
    """All that a list of chi bộ may write, as it stands."""
    models = (Unit, UnitName, UnitParent, Village)
    return {model: list(model.objects.order_by("pk").values()) for model in models}


def test_what_was_written_is_kept_with_its_file_and_counted(na_khe):
    batch = commit_sample(na_khe)
    assert (batch.kind, batch.state, batch.unit, batch.account) == ("UNITS", "COMMITTED", na_khe, None)
    assert bytes(batch.content) == (SAMPLES / "don-vi.csv").read_bytes()
    new = {"tổ chức đảng": [7, 0], "tên tổ chức": [7, 0], "trực thuộc": [7, 0], "thôn": [4, 0]}
    assert ImportBatch.objects.get().written == new
    assert commit_sample(na_khe) is None
    assert ImportBatch.objects.count() == 1


def test_of_two_who_confirm_one_list_the_second_is_told(na_khe):
    data = (SAMPLES / "don-vi.csv").read_bytes()
    one, other = sample(), sample()
    batches.commit(one, data, na_khe, SYSTEM)

    with pytest.raises(batches.Changed, match="đã khác so với lần xem trước"):
        batches.commit(other, data, na_khe, SYSTEM)
    assert (Unit.objects.branches().count(), ImportBatch.objects.count()) == (7, 1)


def test_an_import_is_taken_back_as_a_whole_and_only_once(na_khe):
    make_unit("Chi bộ thôn Na Pô", na_khe, unit_type="OFFICE")
    before = register()
    batch = commit_sample(na_khe)
    assert Unit.objects.branches().count() == 7
    batches.undo(batch, SYSTEM, "nhập nhầm tệp")
    assert register() == before
    assert (list(check_closure()), list(check_latest_names())) == ([], [])
    assert ImportBatch.objects.get().undo_reason == "nhập nhầm tệp"
    with pytest.raises(Superseded, match="đã hoàn tác rồi"):
        batches.undo(batch, SYSTEM, "lần nữa")


def test_an_import_on_which_something_depends_stays_as_a_whole(na_khe):
    batch = commit_sample(na_khe)
    make_member("Hoàng Văn Bằng", Unit.objects.get(latest_name="Chi bộ thôn Na Pô"))
    before = register()
    with pytest.raises(Superseded, match="Đã có đảng viên ở Chi bộ thôn Na Pô:"):
        batches.undo(batch, SYSTEM, "nhập nhầm tệp")
    assert (register(), ImportBatch.objects.get().state) == (before, "COMMITTED")


def test_only_whoever_keeps_the_committee_takes_an_import_back(na_khe):
    batch = commit_sample(na_khe)
    other = make_user(Role.SECRETARY, make_commune("Đảng bộ xã Bạch Đích"))
    for reader in (other, make_user(Role.OFFICE, na_khe)):
        with pytest.raises(PermissionDenied):
            batches.undo(batch, reader, "không được")
    batches.undo(batch, make_user(Role.SECRETARY, na_khe), "nhập nhầm tệp")
    assert Unit.objects.branches().count() == 0


# --- The command ---


def run(*options):
    """(exit status, standard output, standard error)."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("import_units", *map(str, options), stdout=out, stderr=err)
    except SystemExit as ended:
        return ended.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_without_commit_the_command_writes_nothing_and_with_it_once(na_khe):
    path = SAMPLES / "don-vi.csv"
    status, out, err = run(path, "--json")
    answer = json.loads(out)
    assert (status, err, Unit.objects.branches().count()) == (0, "", 0)
    assert list(answer) == ["file", "refused", "columns", "rows", "summary"]
    assert list(answer["rows"][0]) == ["sheet", "row", "status", "unit", "changes", "problems"]
    assert (answer["summary"]["new"], answer["rows"][4]["unit"]["founded_on"]) == (7, "2021-03-01")

    status, out, _ = run(path, "--commit")
    number = ImportBatch.objects.get().pk
    assert (status, f"Đã ghi, lần nhập số {number}: thôn 4 mới, 0 sửa, tổ chức đảng 7 mới" in out) == (0, True)
    again = json.loads(run(path, "--commit", "--json")[1])
    assert (again["summary"]["same"], again["batch"], again["written"]) == (7, None, {})
    assert Unit.objects.branches().count() == 7

    assert run("--undo", number)[:2] == (0, f"Đã hoàn tác lần nhập số {number}, tệp don-vi.csv.\n")
    assert Unit.objects.branches().count() == 0
    assert (run("--undo", number)[0], run("--undo", "99")[0], run()[0]) == (2, 2, 2)


def test_a_file_with_a_fault_is_read_but_not_committed(na_khe, tmp_path):
    path = tmp_path / "don-vi.xlsx"
    path.write_bytes(workbook_of(HEADINGS, ["Chi bộ X", "nhà máy"], ["Chi bộ thôn Na Pô", "thôn"]))
    assert run(path)[0] == 0
    status, out, err = run(path, "--commit")
    assert (status, Unit.objects.branches().count()) == (2, 0)
    assert err.strip() == "Còn 1 dòng lỗi hoặc cần hỏi. Chưa ghi gì vào sổ."
    assert "dòng 2, cột B" in out
    assert json.loads(run(path, "--commit", "--json")[1])["refused"] == err.strip()


@pytest.mark.parametrize("name", ["a-danh-sach.xlsx", "g-bm5-tong-hop.xlsx", "khong-co.xlsx"])
def test_what_is_no_list_of_chi_bo_is_refused_with_one_sentence(na_khe, name):
    status, out, err = run(SAMPLES / name, "--json", "--commit")
    assert (status, err.count("\n")) == (2, 1)
    assert json.loads(out)["refused"] == err.strip()
    assert Unit.objects.branches().count() == 0
