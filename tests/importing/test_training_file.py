"""A list of participants beside the record: which course, who is meant, what is written, asked, taken back."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.importing import committing, taking_back
from members.importing.batches import NotWritten
from members.importing.reading import Asked
from members.importing_training.reading import read_training
from members.models import ImportBatch, Person, TrainingAttendance, TrainingCourse
from nakhe.access import SYSTEM
from nakhe.effects import Superseded
from nakhe.spreadsheets.reading import open_book
from nakhe.vietnamese.dates import PartialDate
from tests.factories import (
    join,
    make_commune,
    make_head,
    make_member,
    make_office,
    make_person,
    make_user,
    make_village,
)
from tests.importing.conftest import TODAY
from tests.importing.sheets import workbook_of
from tests.importing.writing import everything, previewed, written

PARTY_WORK = "Bồi dưỡng nghiệp vụ công tác Đảng"
HEADINGS = ["Họ và tên", "Ngày sinh", "Chi bộ", "Lớp", "Từ ngày", "Kết quả"]
LAN = ["Vàng Thị Lan", "3/2/1990", "Na Pô", PARTY_WORK, "14/8/2023", "Khá"]
NEW_COURSE = "course|boi duong nghiep vu cong tac dang|2023-08-14"


@pytest.fixture
def course(commune):
    return make_course(commune)


def make_course(commune, **said):
    usual = {"name": PARTY_WORK, "kind": "PARTY_WORK", "started_on": PartialDate(2023, 8, 14)}
    return TrainingCourse.objects.create(unit=commune, **usual | said)


@pytest.fixture(autouse=True)
def lan(seven_units):
    return make_member("Vàng Thị Lan", seven_units["Chi bộ thôn Na Pô"], birth_on=PartialDate(1990, 2, 3), sex="F")


def read_rows(*rows, answers=None, by=SYSTEM):
    return read_training(open_book(workbook_of(*rows), "boi-duong.xlsx"), Asked(by, day=TODAY), answers)


def read_lan(answers=None, **cells):
    """The Row of Lan; *cells*: {heading: value} beside or instead of the usual ones."""
    said = dict(zip(HEADINGS, LAN, strict=True)) | cells
    return read_rows(list(said), list(said.values()), answers=answers).rows[0]


def told(row):
    """Guesses of the chi bộ left out."""
    return [(each.level, each.code) for each in row.problems if each.code != "unit_guess"]


# --- A line a person and course ---


def test_who_attended_is_written_with_chi_bo_and_role(course, lan, seven_units):
    make_office(lan, seven_units["Chi bộ thôn Na Pô"])
    batch = written(HEADINGS, LAN)
    attendance = TrainingAttendance.objects.get()

    assert (attendance.course, attendance.person, attendance.unit) == (
        course, lan, seven_units["Chi bộ thôn Na Pô"],
    )  # fmt: skip
    assert (attendance.attended_as, attendance.result) == ("SECRETARY", "Khá")
    assert batch.written == {"lượt bồi dưỡng": [1, 0]}


def test_the_role_of_the_file_counts_before_the_office(course, lan, seven_units):
    make_office(lan, seven_units["Chi bộ thôn Na Pô"])
    written([*HEADINGS, "Dự với tư cách"], [*LAN, "Đảng viên"])
    assert TrainingAttendance.objects.get().attended_as == "MEMBER"


def test_a_village_head_outside_the_party_attends_as_one(course, commune):
    make_head(make_person("Lù Văn Sin", birth_on=PartialDate(1970)), make_village("Na Pô", commune))
    written([*HEADINGS, "Tư cách"], ["Lù Văn Sin", "1970", None, *LAN[3:], "Đảng viên"], answers=one_of_name(1))
    assert TrainingAttendance.objects.get().attended_as == "VILLAGE_HEAD"


def one_of_name(line):
    """The answer that the only namesake, born in the same year, is meant."""
    pk = Person.objects.get(full_name="Lù Văn Sin").pk
    return {f"match|Sheet|{line + 1}|{pk}": str(pk)}


def test_the_same_file_again_changes_nothing_and_another_result_is_a_change(course):
    written(HEADINGS, LAN)
    assert read_lan().status == "same"
    row = read_lan(**{"Kết quả": "Giỏi"})
    assert (row.status, row.changes) == ("changed", {"result": ["Khá", "Giỏi"]})

    written(HEADINGS, [*LAN[:-1], "Giỏi"])
    assert TrainingAttendance.objects.get().result == "Giỏi"
    assert read_lan(**{"Kết quả": None}).status == "same"


def test_the_same_list_without_births_is_asked_about_but_once(course):
    written(HEADINGS, LAN)
    assert (told(read_lan(**{"Ngày sinh": None})), read_lan(**{"Ngày sinh": None}).status) == ([], "same")


def test_one_line_twice(course):
    assert [row.status for row in read_rows(HEADINGS, LAN, LAN).rows] == ["new", "error"]


# --- Nobody is created ---


def test_who_is_not_on_record_is_an_error_that_says_so(course):
    (problem,) = read_lan(**{"Họ và tên": "Hà Văn Tú", "Chi bộ": None}).problems
    assert (problem.level, problem.message) == (
        "error",
        "Không có ai tên Hà Văn Tú trong sổ. Danh sách lớp không lập hồ sơ mới: ghi người này vào sổ trước.",
    )


def test_who_was_no_member_on_the_days_of_the_course_is_an_error(course, seven_units):
    tu = make_person("Hà Văn Tú", birth_on=PartialDate(1980, 1, 1))
    join(tu, seven_units["Chi bộ thôn Na Pô"], date(2024, 1, 1))
    (problem,) = read_lan(**{"Họ và tên": "Hà Văn Tú", "Ngày sinh": "1/1/1980", "Chi bộ": None}).problems
    assert problem.message == (
        "Hà Văn Tú, sinh 01/01/1980, Chi bộ thôn Na Pô: không phải đảng viên, trưởng thôn thuộc Đảng bộ xã Na Khê "
        "vào ngày 14/08/2023."
    )


def test_another_birth_is_another_person(course):
    (problem,) = read_lan(**{"Ngày sinh": "3/2/1991", "Chi bộ": None}).problems
    assert problem.message == ("Vàng Thị Lan trong sổ sinh 03/02/1990, ở đây ghi 03/02/1991. Sửa ngày sinh cho khớp.")


def test_a_name_alone_is_asked_and_offers_nobody_new(course, lan):
    said = {"Ngày sinh": None}
    assert told(read_lan(**said)) == [("ask", "match")]
    reading = read_rows(list(HEADINGS), [LAN[0], None, *LAN[2:]])
    assert [option.value for option in reading.questions[-1].options] == ["take", "skip"]
    assert read_lan({"match|no_birth": "take"}, **said).match == lan.pk
    assert read_lan({"match|no_birth": "skip"}, **said).status == "left"


def test_of_namesakes_only_those_who_may_have_attended_are_offered(course, lan, seven_units):
    join(make_person("Vàng Thị Lan", birth_on=PartialDate(1985)), seven_units["Chi bộ Công an xã"], date(2025, 1, 1))
    assert read_lan({"match|no_birth": "take"}, **{"Ngày sinh": None}).match == lan.pk


# --- Which course ---


@pytest.mark.parametrize(
    ("name", "day"),
    [
        (PARTY_WORK, "14/8/2023"),
        (PARTY_WORK, "8/2023"),
        (PARTY_WORK, "2023"),
        (PARTY_WORK, None),
        ("BỒI DƯỠNG NGHIỆP VỤ CÔNG TÁC ĐẢNG", 2023),
        ("Lớp bồi dưỡng nghiệp vụ công tác Đảng năm 2023", None),
    ],
)
def test_a_course_by_its_name_and_days(name, day, course, commune):
    make_course(commune, name="Cập nhật kiến thức", kind="KNOWLEDGE_UPDATE")
    row = read_lan(**{"Lớp": name, "Từ ngày": day})
    assert (row.beside["course"], row.person["course_started_on"]) == (course.pk, "2023-08-14")


def test_a_course_of_every_year_is_asked_where_the_file_says_no_year(course, commune):
    make_course(commune, started_on=PartialDate(2024, 8, 12))
    row = read_lan(**{"Từ ngày": None})
    assert told(row) == [("ask", "course")]
    assert read_lan(**{"Từ ngày": "2023"}).beside["course"] == course.pk


def test_a_year_in_the_name_tells_courses_apart(commune):
    """Each year has its own; one of another year is none of them."""
    courses = {
        year: make_course(commune, name=f"Đảng viên mới năm {year}", kind="NEW_MEMBERS", started_on=PartialDate(year))
        for year in (2022, 2023)
    }
    said = {"Từ ngày": None}
    assert read_lan(**said | {"Lớp": "Lớp đảng viên mới 2023"}).beside["course"] == courses[2023].pk
    assert told(read_lan(**said | {"Lớp": "Đảng viên mới năm 2024"})) == [("ask", "course")]


def test_an_unknown_course_is_made_only_on_a_yes_with_all_that_it_will_be(commune, lan):
    reading = read_rows([*HEADINGS, "Đến ngày", "Nơi mở"], [*LAN, "18/8/2023", "Trung tâm chính trị huyện"])
    (question,) = [each for each in reading.questions if each.key == NEW_COURSE]
    made = (
        f"Lập lớp mới: {PARTY_WORK}, Nghiệp vụ công tác Đảng, khai giảng 14/08/2023, bế giảng 18/08/2023, "
        "Trung tâm chính trị huyện"
    )
    assert (question.text, question.options[0].label) == (f"Chưa có lớp “{PARTY_WORK}” trong sổ. {made}?", made)
    assert (reading.rows[0].status, TrainingCourse.objects.count()) == ("ask", 0)

    written(
        [*HEADINGS, "Đến ngày", "Nơi mở"], [*LAN, "18/8/2023", "Trung tâm chính trị huyện"], answers={NEW_COURSE: "new"}
    )
    made = TrainingCourse.objects.get()
    assert (made.name, made.kind, made.unit) == (PARTY_WORK, "PARTY_WORK", commune)
    assert (made.started_on, made.ended_on) == (PartialDate(2023, 8, 14), PartialDate(2023, 8, 18))
    assert [each.person for each in made.attendances.all()] == [lan]
    assert read_lan().status == "same"


def test_what_a_new_course_lacks_is_asked_once(commune):
    said = {"Lớp": "Chuyển đổi số", "Từ ngày": None}
    answers = {"course|chuyen doi so|": "new"}
    assert told(read_lan(answers, **said)) == [("ask", "course_kind"), ("ask", "course_from")]
    answers |= {"course_kind|chuyen doi so|": "OTHER", "course_from|chuyen doi so|": "31/02/2023"}
    assert told(read_lan(answers, **said)) == [("ask", "course_from")]
    answers |= {"course_from|chuyen doi so|": "8/2023"}
    row = read_lan(answers, **said)

    assert (row.status, row.person["course_kind"], row.person["course_started_on"]) == ("new", "OTHER", "2023-08")


@pytest.mark.parametrize("day", ["1/1/2030", "20/8/2023"])
def test_a_new_course_has_days_that_may_be(day):
    answers = {f"course|{NEW_COURSE.split('|')[1]}|{'-'.join(reversed(pad(day).split('/')))}": "new"}
    assert told(read_lan(answers, **{"Từ ngày": day, "Đến ngày": "18/8/2023"})) == [("error", "course_days")]


def pad(day):
    return "/".join(part.zfill(2) for part in day.split("/"))


def test_who_keeps_two_committees_is_asked_which_sends(commune):
    make_commune("Đảng bộ xã Phố Cáo")
    assert told(read_lan({NEW_COURSE: "new"})) == [("ask", "course_unit")]
    row = read_lan({NEW_COURSE: "new", NEW_COURSE.replace("course", "course_unit"): commune.code})
    assert row.status == "new"


def test_another_committees_course_is_unknown(commune):
    make_course(make_commune("Đảng bộ xã Phố Cáo"))
    reading = read_rows(HEADINGS, LAN, by=make_user("OFFICE", commune))
    (question,) = [each for each in reading.questions if each.key == NEW_COURSE]
    assert [option.value for option in question.options] == ["new", "skip"]


# --- A file of one course ---


@pytest.mark.parametrize(
    "title",
    [
        ["DANH SÁCH HỌC VIÊN", "Lớp bồi dưỡng nghiệp vụ công tác Đảng", "(Từ ngày 14/8/2023 đến ngày 18/8/2023)"],
        ["DANH SÁCH HỌC VIÊN LỚP BỒI DƯỠNG NGHIỆP VỤ CÔNG TÁC ĐẢNG NĂM 2023"],
        [
            "Danh sách tham dự lớp: “Bồi dưỡng nghiệp vụ công tác Đảng”, ngày 14/8/2023",
            "Na Khê, ngày 2 tháng 9 năm 2024",
        ],
        ["Bồi dưỡng nghiệp vụ công tác Đảng (14-18/8/2023)"],
    ],
)
def test_the_title_names_the_course(title, course):
    reading = read_rows(*([line] for line in title), ["TT", "Họ và tên", "Ngày sinh"], [1, *LAN[:2]])
    assert [(row.beside.get("course"), row.status) for row in reading.rows] == [(course.pk, "new")]


def test_a_file_that_names_no_course_is_asked_once_and_a_name_may_be_typed(course):
    rows = [["Họ và tên", "Ngày sinh", "Chi bộ"], LAN[:3]]
    reading = read_rows(*rows)
    (question,) = [each for each in reading.questions if each.key == "course||"]
    assert (question.typed, [option.value for option in question.options]) == ("Tên lớp mới", [str(course.pk), "skip"])
    assert read_rows(*rows, answers={"course||": str(course.pk)}).rows[0].status == "new"

    answers = {"course||": "Cập nhật kiến thức 2024", "course_from||": "2024"}
    row = read_rows(*rows, answers=answers).rows[0]
    assert (row.status, row.person["course"], row.person["course_kind"]) == (
        "new", "Cập nhật kiến thức 2024", "KNOWLEDGE_UPDATE",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("14-18/8/2023", "2023-08-14", "2023-08-18"),
        ("từ ngày 14/8/2023 đến ngày 18/8/2023", "2023-08-14", "2023-08-18"),
        ("30/8 - 2/9/2023", "2023-08-30", "2023-09-02"),
        ("8/2023 - 9/2023", "2023-08", "2023-09"),
        ("2023", "2023", None),
    ],
)
def test_a_period_in_one_cell(cell, first, last):
    row = read_lan(**{"Từ ngày": None, "Thời gian": cell})
    assert (row.person["course_started_on"], row.person.get("course_ended_on")) == (first, last)


# --- Taken back, whose, how much it asks ---


def test_all_of_it_is_taken_back():
    before = everything(Person, TrainingCourse, TrainingAttendance)
    batch = written(HEADINGS, LAN, answers={NEW_COURSE: "new"})
    assert TrainingAttendance.objects.count() == 1
    taking_back.undo_now(batch, SYSTEM, "nhầm tệp")
    assert everything(Person, TrainingCourse, TrainingAttendance) == before


def test_a_course_that_somebody_else_joined_since_stays(seven_units):
    batch = written(HEADINGS, LAN, answers={NEW_COURSE: "new"})
    unit = seven_units["Chi bộ thôn Na Pô"]
    TrainingAttendance.objects.create(
        course=TrainingCourse.objects.get(), person=make_member("Hà Văn Tú", unit), unit=unit, attended_as="MEMBER"
    )
    with pytest.raises(Superseded, match="Đã có mục ghi sau dựa vào lần ghi này"):
        taking_back.undo_now(batch, SYSTEM, "nhầm tệp")
    assert TrainingAttendance.objects.count() == 2


def test_the_course_that_somebody_made_meanwhile_is_shown_first(commune):
    batch = previewed(HEADINGS, LAN, answers={NEW_COURSE: "new"})
    make_course(commune)
    with pytest.raises(NotWritten, match="Sổ đã thay đổi"):
        committing.commit_now(batch, SYSTEM)
    assert TrainingCourse.objects.count() == 1


def test_the_office_brings_training(commune, course):
    office = make_user("OFFICE", commune)
    written(HEADINGS, LAN, by=office)
    assert ImportBatch.objects.get().unit == commune


@pytest.mark.parametrize(
    "rows",
    [
        [HEADINGS, LAN],
        [["DANH SÁCH HỌC VIÊN"], ["Họ và tên", "Ngày sinh", "Chi bộ"], LAN[:3]],
        [["Danh sách trưởng thôn dự tập huấn"], ["Họ và tên", "Thôn", "Ngày sinh"], ["Lù Sin", "Na Pô", "1970"]],
    ],
)
def test_a_list_of_participants_is_recognised(rows):
    assert previewed(*rows).kind == ImportBatch.Kind.TRAINING


def test_as_many_queries_for_one_line_as_for_twenty(course, seven_units):
    counted = []
    for number in (1, 20):
        rows = []
        for each in range(number):
            name = f"Lý {chr(65 + number)} {chr(65 + each)}ua"
            make_member(name, seven_units["Chi bộ thôn Na Pô"], birth_on=PartialDate(1980, 1, 1))
            rows.append([name, "1/1/1980", *LAN[2:]])
        with CaptureQueriesContext(connection) as queries:
            reading = read_rows(HEADINGS, *rows)
        assert {row.status for row in reading.rows} == {"new"}
        counted.append(len(queries))
    assert counted[0] == counted[1]
