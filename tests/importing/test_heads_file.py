"""A list of village heads beside the record: who is meant, which headship, what is written, asked, taken back."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.importing import committing, taking_back
from members.importing.batches import NotWritten
from members.importing.reading import Asked
from members.importing_heads.reading import read_heads
from members.models import ImportBatch, Membership, Person, VillageHead
from nakhe.access import SYSTEM
from nakhe.effects import Superseded
from nakhe.spreadsheets.limits import Refused
from nakhe.spreadsheets.reading import open_book
from nakhe.vietnamese.dates import PartialDate
from tests.factories import join, make_commune, make_head, make_member, make_person, make_user, make_village
from tests.importing.conftest import TODAY
from tests.importing.sheets import workbook_of
from tests.importing.writing import everything, previewed, written

HEADS = ["Thôn", "Họ tên trưởng thôn", "Ngày sinh", "Giới tính", "Từ ngày", "Đến ngày"]
PAO = ["Na Pô", "Vàng A Páo", "3/2/1980", "Nam", "1/3/2025"]


@pytest.fixture
def na_po(commune):
    return make_village("Na Pô", commune)


@pytest.fixture(autouse=True)
def ban_rao(commune, na_po):
    return make_village("Bản Rào", commune)


def read_rows(*rows, answers=None, change=None, by=SYSTEM):
    book = open_book(workbook_of(*rows, change=change), "truong-thon.xlsx")
    return read_heads(book, Asked(by, day=TODAY), answers)


def read_head(answers=None, **cells):
    """The Row of Vàng A Páo of Na Pô since 1/3/2025; *cells*: {heading: value} beside or instead."""
    said = dict(zip(HEADS, PAO, strict=False)) | cells
    return read_rows(list(said), list(said.values()), answers=answers).rows[0]


def told(row):
    return [(each.level, each.code) for each in row.problems]


def periods(village):
    """[(name, first day, last day)] as stored, the earliest first."""
    heads = village.heads.select_related("person").order_by("started_on")
    return [(str(head.person), head.started_on, head.ended_on) for head in heads]


# --- What stands in the file ---


def test_a_row_says_person_village_and_term():
    row = read_head(
        **{
            "Giới tính": "Nữ", "Số điện thoại": "0912345678", "Đến ngày": "1/6/2026", "Nhiệm kỳ (năm)": "2025 - 2027",
            "Số QĐ": "15/QĐ-UBND", "Ngày QĐ": "25/02/2025",
        }
    )  # fmt: skip

    assert row.person == {
        "village": "Na Pô", "full_name": "Vàng A Páo", "birth_date": "1980-02-03", "sex": "F", "phone": "0912345678",
        "started_on": "2025-03-01", "ended_on": "2026-06-01", "term_years": "2025–2027",
        "decision_number": "15/QĐ-UBND", "decided_on": "2025-02-25",
    }  # fmt: skip
    assert (row.status, told(row)) == ("new", [])


@pytest.mark.parametrize("office", ["Phó trưởng thôn", "Bí thư chi bộ", "Công an viên"])
def test_whoever_holds_another_office_is_no_head(office):
    row = read_head(**{"Chức vụ": office})

    assert (row.status, told(row)) == ("error", [("error", "not_a_head")])


@pytest.mark.parametrize("office", ["Trưởng thôn", "Trưởng bản kiêm bí thư chi bộ", "Chi ủy viên, trưởng thôn", None])
def test_a_head_may_hold_other_offices_too(office):
    assert told(read_head(**{"Chức vụ": office})) == []


@pytest.mark.parametrize("cell", ["nay", "Đến nay", "đương nhiệm"])
def test_a_term_until_now_has_not_ended(cell):
    row = read_head(**{"Đến ngày": cell})

    assert ("ended_on" in row.person, told(row)) == (False, [])


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("Từ 3/2020 đến nay", ("2020-03-01", None)), ("2018 - 2022", ("2018-01-01", "2022-01-01")),
        ("từ ngày 1/2/2020 đến ngày 5/6/2024", ("2020-02-01", "2024-06-05")),
    ],
)  # fmt: skip
def test_both_ends_of_a_term_in_one_cell(cell, days):
    row = read_head(**{"Từ ngày": None, "Thời gian giữ chức": cell})

    assert (row.person.get("started_on"), row.person.get("ended_on")) == days


@pytest.mark.parametrize(
    "heading",
    ["Trưởng thôn", "Họ và tên trưởng thôn", "Trưởng bản", "Tổ trưởng dân phố", "HỌ TÊN TRƯỞNG THÔN*", "Họ và tên"],
)
def test_the_name_stands_under_any_spelling(heading):
    reading = read_rows(["STT", "Thôn, bản", heading, "Từ ngày"], [1, "Na Pô", "Vàng A Páo", "1/3/2025"])
    assert [(row.person["full_name"], row.status) for row in reading.rows] == [("Vàng A Páo", "new")]


@pytest.mark.parametrize(
    ("cell", "number", "day"),
    [
        ("15/QĐ-UBND ngày 3/2/2023", "15/QĐ-UBND", "2023-02-03"),
        ("Số 15/QĐ-UBND, 03/02/2023", "15/QĐ-UBND", "2023-02-03"),
        ("15/QĐ-UBND", "15/QĐ-UBND", None),
        ("03/02/2023", None, "2023-02-03"),
    ],
)
def test_a_decision_in_one_cell(cell, number, day):
    row = read_head(**{"Số QĐ/ngày QĐ": cell})
    assert (row.person.get("decision_number"), row.person.get("decided_on")) == (number, day)


@pytest.mark.parametrize(("cell", "term"), [("2025-2030", "2025–2030"), (5, "5 năm"), ("2.5", "2,5 năm")])
def test_a_term(cell, term):
    assert read_head(**{"Nhiệm kỳ (năm)": cell}).person["term_years"] == term


def test_sex_by_crosses_a_village_merged_over_its_heads_and_signatures_below():
    def merge(workbook, sheet):
        sheet.merge_cells("D2:E2")
        sheet.merge_cells("B4:B5")

    reading = read_rows(
        ["DANH SÁCH TRƯỞNG THÔN"],
        ["STT", "Thôn", "Họ và tên", "Giới tính", None, "Từ ngày", "Đến ngày"],
        [None, None, None, "Nam", "Nữ"],
        [1, "Na Pô", "Vàng A Páo", "x", None, "1/3/2020", "1/3/2025"],
        [2, None, "Lù Thị Mai", None, "x", "1/3/2025"],
        ["Tổng cộng", None, 2],
        [None, None, "NGƯỜI LẬP BIỂU"],
        [None, None, "Nguyễn Văn An"],
        change=merge,
    )
    said = [(row.person["village"], row.person["full_name"], row.person["sex"]) for row in reading.rows]
    assert said == [("Na Pô", "Vàng A Páo", "M"), ("Na Pô", "Lù Thị Mai", "F")]


def test_a_village_without_a_head_is_nobody():
    reading = read_rows(HEADS, PAO, ["Bản Rào"])
    assert [row.person["full_name"] for row in reading.rows] == ["Vàng A Páo"]


# --- Which village ---


@pytest.mark.parametrize("text", ["Na Pô", "Thôn Na Pô", "THÔN NA PÔ", "thôn na pô"])
def test_a_village_by_its_name(text, na_po):
    row = read_head(Thôn=text)
    assert (row.beside["village"], told(row)) == (na_po.pk, [])


@pytest.mark.parametrize("text", ["Bản Rào", "Thôn Bản Rào", "thôn Rào"])
def test_a_village_whose_name_begins_with_what_it_is(text, ban_rao):
    row = read_head(Thôn=text)
    assert (row.beside["village"], told(row)) == (ban_rao.pk, [])


def test_a_village_without_accents_is_a_guess_that_may_be_refused(na_po):
    row = read_head(Thôn="Na Po")
    assert (row.beside["village"], told(row)) == (na_po.pk, [("warning", "village_guess")])
    assert told(read_head({"guess|village|na po": "leave"}, Thôn="Na Po")) == [("ask", "village")]


def test_an_unknown_village_is_asked_and_never_made(ban_rao):
    row = read_head(Thôn="Phú Tỷ")
    assert (row.status, told(row)) == ("ask", [("ask", "village")])
    assert read_head({"village|phu ty": str(ban_rao.pk)}, Thôn="Phú Tỷ").beside["village"] == ban_rao.pk
    assert read_head({"village|phu ty": "skip"}, Thôn="Phú Tỷ").status == "left"


def test_another_communes_village_is_unknown(commune, na_po):
    make_village("Phố Cáo", make_commune("Đảng bộ xã Phố Cáo"))
    said = dict(zip(HEADS, ["Phố Cáo", *PAO[1:]], strict=False))
    reading = read_rows(list(said), list(said.values()), by=make_user("SECRETARY", commune))

    assert [row.status for row in reading.rows] == ["ask"]
    assert [option.label for option in reading.questions[0].options] == ["Bản Rào", "Na Pô", "Bỏ các dòng này"]


# --- Who is meant ---


def test_a_member_on_record_becomes_head_and_nobody_new_comes(na_po, seven_units):
    pao = make_member("Vàng A Páo", seven_units["Chi bộ thôn Na Pô"], birth_on=PartialDate(1980, 2, 3), sex="M")
    written(HEADS, PAO)

    assert VillageHead.objects.get().person == pao
    assert Person.objects.count() == 1


def test_who_is_no_member_comes_without_a_membership(na_po):
    batch = written([*HEADS, "Số điện thoại"], [*PAO, None, "0912345678"])
    pao = Person.objects.get()

    assert (str(pao), pao.sex, pao.birth_on, pao.phone) == ("Vàng A Páo", "M", PartialDate(1980, 2, 3), "0912345678")
    assert periods(na_po) == [("Vàng A Páo", date(2025, 3, 1), None)]
    assert Membership.objects.count() == 0
    assert batch.written == {"người": [1, 0], "trưởng thôn": [1, 0]}


def test_a_name_alone_is_asked_with_who_is_on_record(na_po, seven_units):
    unit = seven_units["Chi bộ thôn Na Pô"]
    one = make_member("Vàng A Páo", unit, birth_on=PartialDate(1980, 2, 3))
    row = read_head(**{"Ngày sinh": None})
    assert (row.status, told(row)) == ("ask", [("ask", "match")])
    assert read_head({"match|no_birth": "take"}, **{"Ngày sinh": None}).match == one.pk

    make_member("Vàng A Páo", unit, birth_on=PartialDate(1975))
    reading = read_rows(HEADS, ["Na Pô", "Vàng A Páo", None, None, "1/3/2025"])
    labels = [option.label for option in reading.questions[0].options]
    assert labels == [
        "Là Vàng A Páo, sinh 03/02/1980, Chi bộ thôn Na Pô", "Là Vàng A Páo, sinh 1975, Chi bộ thôn Na Pô",
        "Người mới", "Bỏ dòng này",
    ]  # fmt: skip


def test_a_cross_for_a_member_who_is_not_on_record_is_asked():
    row = read_head(**{"Đảng viên (x)": "x"})
    assert (row.status, told(row)) == ("ask", [("ask", "member")])
    assert read_head({"member|unknown": "outsider"}, **{"Đảng viên (x)": "x"}).status == "new"


def test_a_cross_against_the_record_is_told_and_not_written():
    make_person("Vàng A Páo", birth_on=PartialDate(1980, 2, 3))
    row = read_head(**{"Đảng viên (x)": "x"})
    assert (row.status, told(row)) == ("new", [("warning", "member")])


def test_the_dead_head_no_village(seven_units):
    pao = make_person("Vàng A Páo", birth_on=PartialDate(1980, 2, 3))
    join(pao, seven_units["Chi bộ thôn Na Pô"], ended_on=date(2020, 5, 1), reason_out="DIED")
    assert told(read_head()) == [("error", "dead")]


def test_who_heads_another_village_is_asked(ban_rao):
    make_head(make_person("Vàng A Páo", birth_on=PartialDate(1980, 2, 3)), ban_rao)
    assert told(read_head()) == [("ask", "elsewhere")]


# --- One after the other ---


def test_a_new_head_ends_the_one_before_once_somebody_says_so(na_po):
    make_head(make_person("Lù Văn Sin"), na_po, date(2020, 3, 1))
    row = read_head()
    assert [(each.level, each.message) for each in row.problems] == [
        ("ask", "Kết thúc nhiệm kỳ của Lù Văn Sin vào 01/03/2025.")
    ]

    written(HEADS, PAO, answers={"ends|": "take"})
    assert periods(na_po) == [
        ("Lù Văn Sin", date(2020, 3, 1), date(2025, 3, 1)),
        ("Vàng A Páo", date(2025, 3, 1), None),
    ]


def test_the_former_head_with_an_end_in_the_file_needs_no_question(na_po):
    make_head(make_person("Lù Văn Sin"), na_po, date(2020, 3, 1))
    written(HEADS, PAO, ["Na Pô", "Lù Văn Sin", None, None, "1/3/2020", "28/2/2025"])

    assert periods(na_po) == [
        ("Lù Văn Sin", date(2020, 3, 1), date(2025, 2, 28)),
        ("Vàng A Páo", date(2025, 3, 1), None),
    ]


def test_history_comes_before_the_present_head(na_po):
    make_head(make_person("Vàng A Páo", birth_on=PartialDate(1980, 2, 3)), na_po, date(2025, 3, 1))
    written(HEADS, PAO, ["Na Pô", "Lù Văn Sin", "1960", "Nam", "1/3/2017", "1/3/2020"])

    assert periods(na_po) == [
        ("Lù Văn Sin", date(2017, 3, 1), date(2020, 3, 1)),
        ("Vàng A Páo", date(2025, 3, 1), None),
    ]


def test_two_of_one_file_follow_each_other_whatever_their_order(na_po):
    rows = [HEADS, PAO, ["Na Pô", "Lù Văn Sin", "1960", "Nam", "1/3/2020"]]
    assert [row.status for row in read_rows(*rows).rows] == ["ask", "new"]
    written(*rows, answers={"ends|": "take"})

    assert periods(na_po) == [
        ("Lù Văn Sin", date(2020, 3, 1), date(2025, 3, 1)),
        ("Vàng A Páo", date(2025, 3, 1), None),
    ]


def test_three_without_an_end_follow_each_other(na_po):
    rows = [["Na Pô", name, None, None, f"1/3/{year}"] for name, year in (("Sùng Lử", 2017), ("Lù Sin", 2020))]
    written(HEADS, *rows, PAO, answers={"ends|": "take"})
    assert [(started.year, ended and ended.year) for _, started, ended in periods(na_po)] == [
        (2017, 2020), (2020, 2025), (2025, None),
    ]  # fmt: skip


def test_two_terms_of_one_newcomer_are_one_person(na_po):
    written(HEADS, ["Na Pô", *PAO[1:4], "1/3/2020", "1/3/2025"], PAO)

    assert Person.objects.count() == 1
    assert [days for _, *days in periods(na_po)] == [[date(2020, 3, 1), date(2025, 3, 1)], [date(2025, 3, 1), None]]


@pytest.mark.parametrize(
    ("started", "ended", "code"),
    [
        ("1/3/2020", None, "overlap"),  # before the present head, and without an end
        ("1/3/2020", "1/4/2022", "overlap"),  # into the term of the present head
        ("1/3/2022", None, "overlap"),  # on the day of the present head
        ("1/3/2020", "1/3/2019", "order"),
        ("1/3/2030", None, "started_on"),
        ("1/3/1999", "1/3/2000", "started_on"),  # the village began on 1/1/2000
    ],
)
def test_what_cannot_stand_beside_the_record_is_an_error(started, ended, code, na_po):
    make_head(make_person("Lù Văn Sin"), na_po, date(2022, 3, 1))
    row = read_head(**{"Từ ngày": started, "Đến ngày": ended})
    assert (row.status, told(row)) == ("error", [("error", code)])


def test_a_head_who_is_still_in_office_then_is_followed_by_nobody(na_po):
    make_head(make_person("Lù Văn Sin"), na_po, date(2022, 3, 1), ended_on=date(2025, 6, 1))
    (problem,) = read_head().problems
    assert problem.message == ("Lù Văn Sin còn là trưởng thôn đến 01/06/2025. Ghi từ ngày đó, hoặc sửa ngày đã ghi.")


def test_another_first_day_of_the_same_head_is_asked(na_po):
    head = make_head(make_person("Vàng A Páo", birth_on=PartialDate(1980, 2, 3)), na_po, date(2020, 3, 1))
    row = read_head()
    assert told(row) == [("ask", "another_term")]
    assert told(read_head({f"term|Sheet|2|{head.pk}": "term"})) == [("ask", "ends")]

    written(HEADS, PAO, answers={f"term|Sheet|2|{head.pk}": "fix"})
    assert periods(na_po) == [("Vàng A Páo", date(2025, 3, 1), None)]


def test_a_first_day_by_year_decision_or_term_is_a_guess(na_po):
    year = read_head(**{"Từ ngày": "2025"})
    decision = read_head(**{"Từ ngày": None, "Ngày QĐ": "25/2/2025"})
    term = read_head(**{"Từ ngày": None, "Nhiệm kỳ": "2025-2027"})
    none = read_head(**{"Từ ngày": None, "Nhiệm kỳ": 5})

    assert [row.person.get("started_on") for row in (year, decision, term, none)] == [
        "2025-01-01", "2025-02-25", "2025-01-01", None,
    ]  # fmt: skip
    assert [told(row) for row in (year, decision, term, none)] == [
        [("warning", "first_day")], [("warning", "by_decision")], [("warning", "by_term")], [("error", "no_start")],
    ]  # fmt: skip
    refused = read_head({"guess|started_on|first_day": "leave"}, **{"Từ ngày": "2025"})
    assert told(refused) == [("error", "no_start")]


def test_one_headship_twice_in_a_file(na_po):
    make_head(make_person("Vàng A Páo", sex="M", birth_on=PartialDate(1980, 2, 3)), na_po, date(2025, 3, 1))
    assert [row.status for row in read_rows(HEADS, PAO, PAO).rows] == ["same", "error"]


# --- Again, changed, taken back ---


def test_the_same_file_again_changes_nothing(na_po):
    """Nor does one without births, days or with less of them."""
    rows = [["Na Pô", "Lù Văn Sin", None, None, "2020", "2025"], ["Na Pô", "Vàng A Páo", None, None, "2025"]]
    written(HEADS, *rows)
    again = [read_rows(HEADS, *rows), read_rows(["Thôn", "Trưởng thôn"], *[row[:2] for row in rows])]

    assert [[row.status for row in reading.rows] for reading in again] == [["same", "same"]] * 2


def test_a_changed_file_shows_only_what_differs(na_po):
    person = make_person("Vàng A Páo", birth_on=PartialDate(1980), phone="0912345678")
    make_head(person, na_po, date(2025, 3, 1), decision_number="14/QĐ-UBND")
    row = read_head(**{"Số QĐ": "15/QĐ-UBND", "Đến ngày": "1/6/2026", "Điện thoại": "0912345678"})

    assert row.status == "changed"
    assert row.changes == {
        "birth_date": ["1980", "1980-02-03"], "sex": [None, "M"], "ended_on": [None, "2026-06-01"],
        "decision_number": ["14/QĐ-UBND", "15/QĐ-UBND"],
    }  # fmt: skip


def test_all_of_it_is_taken_back(na_po, ban_rao):
    make_head(make_person("Lù Văn Sin"), na_po, date(2020, 3, 1))
    before = everything(Person, VillageHead)
    batch = written(HEADS, PAO, ["Bản Rào", "Ma Văn Tú", "1970", "Nam", "1/1/2024"], answers={"ends|": "take"})
    assert VillageHead.objects.count() == 3
    taking_back.undo_now(batch, SYSTEM, "nhầm tệp")

    assert everything(Person, VillageHead) == before
    assert batch.state == ImportBatch.State.UNDONE


def test_nothing_is_taken_back_once_somebody_followed(na_po):
    batch = written(HEADS, PAO)
    head = VillageHead.objects.get()
    head.ended_on = date(2026, 1, 1)
    head.save()
    with pytest.raises(Superseded, match="đã thay đổi sau lần ghi này"):
        taking_back.undo_now(batch, SYSTEM, "nhầm tệp")


def test_what_came_between_stops_the_writing(na_po):
    batch = previewed(HEADS, PAO)
    make_head(make_person("Lù Văn Sin"), na_po, date(2020, 3, 1))
    with pytest.raises(NotWritten) as refusal:
        committing.commit_now(batch, SYSTEM)

    assert refusal.value.told == ["Sheet, dòng 2 (Vàng A Páo): nay cần hỏi"]
    assert VillageHead.objects.count() == 1


def test_what_differs_then_is_told_in_the_words_of_the_list(na_po):
    person = make_person("Vàng A Páo", birth_on=PartialDate(1980, 2, 3), sex="M", phone="0912345678")
    head = make_head(person, na_po, date(2025, 3, 1))
    batch = previewed([*HEADS, "Số điện thoại"], [*PAO, "1/6/2026", "0987654321"])
    head.ended_on = date(2026, 5, 1)
    head.save()
    with pytest.raises(NotWritten) as refusal:
        committing.commit_now(batch, SYSTEM)

    assert refusal.value.told == [
        "Sheet, dòng 2 (Vàng A Páo): nay thay đổi – Số điện thoại: 09123••••• → 0987654321; "
        "Đến ngày: 01/05/2026 → 01/06/2026"
    ]


# --- Whose, and how much it asks ---


def test_the_office_does_not_bring_village_heads(commune):
    with pytest.raises(Refused, match="danh sách trưởng thôn. Người nhập được: Bí thư Đảng ủy"):
        previewed(HEADS, PAO, by=make_user("OFFICE", commune))
    assert previewed(HEADS, PAO, by=make_user("SECRETARY", commune)).kind == ImportBatch.Kind.HEADS


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        ("HEADS", [HEADS, PAO]),
        ("HEADS", [["DANH SÁCH TRƯỞNG THÔN"], ["Thôn", "Họ và tên", "Ngày vào Đảng"], ["Na Pô", "Vàng A Páo", "2015"]]),
        ("HEADS", [["Bản", "Họ và tên", "Nhiệm kỳ"], ["Na Pô", "Vàng A Páo", "2025-2027"]]),
        ("PEOPLE", [["Họ và tên", "Ngày sinh", "Chi bộ"], ["Vàng A Páo", "1980", "Na Pô"]]),
        ("PEOPLE", [["Họ và tên", "Thôn", "Từ ngày", "Ngày vào Đảng"], ["Vàng A Páo", "Na Pô", "2020", "2015"]]),
        ("PEOPLE", [["Họ và tên", "Thôn", "Ngày sinh"], ["Vàng A Páo", "Na Pô", "1980"]]),
    ],
)
def test_a_kind_is_recognised_by_its_headings(kind, rows):
    assert previewed(*rows).kind == kind


def test_as_many_queries_for_one_village_as_for_ten(commune):
    counted = []
    for number in (1, 10):
        rows = []
        for each in range(number):
            village = make_village(f"Thôn {number}{chr(65 + each)}", commune)
            make_head(make_person(f"Lù Văn {chr(65 + each)}ua"), village, date(2020, 3, 1))
            rows.append([village.name, f"Lù Văn {chr(65 + each)}ua", None, None, "1/3/2020", "1/3/2025"])
        with CaptureQueriesContext(
            connection,
        ) as queries:
            reading = read_rows(HEADS, *rows)
        assert {row.status for row in reading.rows} == {"changed"}
        counted.append(len(queries))
    assert counted[0] == counted[1]
