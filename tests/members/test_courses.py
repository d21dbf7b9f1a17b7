"""Training courses: the list, one course, and many people into it at once, ticked or pasted."""

from datetime import date

import pytest
from auditlog.models import LogEntry
from django.urls import reverse

from members.models import TrainingAttendance, TrainingCourse
from nakhe.access import Role
from nakhe.vietnamese.dates import PartialDate
from tests.factories import (
    join,
    make_commune,
    make_head,
    make_member,
    make_office,
    make_person,
    make_unit,
    make_user,
    make_village,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def village(na_khe):
    return make_village("Na Pô", na_khe)


@pytest.fixture
def na_po(na_khe, village):
    return make_unit("Chi bộ thôn Na Pô", na_khe, village=village)


@pytest.fixture
def school(na_khe):
    return make_unit("Chi bộ Trường học", na_khe, unit_type="SCHOOL")


@pytest.fixture
def course(na_khe):
    return make_course(na_khe, "2023-08-14", ended_on=PartialDate(2023, 8, 18))


@pytest.fixture
def secretary(client, na_khe):
    client.force_login(make_user(Role.SECRETARY, na_khe))
    return client


def make_course(unit, day, name="Nghiệp vụ công tác đảng", kind="PARTY_WORK", **fields):
    return TrainingCourse.objects.create(
        unit=unit, name=name, kind=kind, started_on=PartialDate.from_iso(day), **fields
    )


def paste(client, course, *lines, **given):
    return client.post(reverse("course_people", args=[course.pk]), {"names": "\n".join(lines)} | given)


def attending(course):
    return {(str(row.person), str(row.unit), row.attended_as) for row in course.attendances.all()}


# --- Adding people ---


def test_pasted_names_that_mean_one_person_each_are_written_at_once(secretary, course, na_po, school):
    lan, min_ = make_member("Vàng Thị Lan", na_po), make_member("Lù Văn Mìn", school)
    make_office(min_, school)

    answer = paste(secretary, course, "Vàng Thị Lan", "", "2\tĐ/c Lù Văn Mìn\tNam\t1980")

    assert answer.status_code == 302
    assert attending(course) == {
        ("Vàng Thị Lan", "Chi bộ thôn Na Pô", "MEMBER"),
        ("Lù Văn Mìn", "Chi bộ Trường học", "SECRETARY"),
    }
    assert {row.person for row in course.attendances.all()} == {lan, min_}


def test_a_name_written_otherwise_than_in_the_register_is_shown_first(secretary, course, na_po):
    lan = make_member("Vàng Thị Lan", na_po)

    shown = paste(secretary, course, "vang thi lan")

    form = shown.context["form"]
    assert (attending(course), [each.person for each in form.taken], form.remaining) == (set(), [lan], "")
    assert "1 người sẽ được thêm" in shown.content.decode()
    paste(secretary, course, people=[lan.pk])
    assert attending(course) == {("Vàng Thị Lan", "Chi bộ thôn Na Pô", "MEMBER")}


def test_a_name_that_means_nobody_stays_in_the_box_and_nothing_is_written(secretary, course, na_po):
    lan = make_member("Vàng Thị Lan", na_po)
    make_member("Hoàng Mí Sính", na_po, day=date(2023, 8, 19))  # the day after the course

    form = paste(secretary, course, "Vàng Thị Lan", "Hoàng Mí Sính", "Giàng A Páo").context["form"]

    assert attending(course) == set()
    assert [each.person for each in form.taken] == [lan]
    assert form.remaining == "Hoàng Mí Sính\nGiàng A Páo"
    assert [line.fault for line in form.open_lines] == [
        "Không thấy “Hoàng Mí Sính” trong đảng viên, trưởng thôn của Đảng bộ xã Na Khê ngày 14/08/2023. "
        "Sửa họ tên, hoặc xóa dòng này.",
        "Không thấy “Giàng A Páo” trong đảng viên, trưởng thôn của Đảng bộ xã Na Khê ngày 14/08/2023. "
        "Sửa họ tên, hoặc xóa dòng này.",
    ]


def test_among_namesakes_one_is_chosen(secretary, course, na_po, school):
    make_member("Vàng Thị Lan", na_po, birth_on="1985-03-14")
    younger = make_member("Vàng Thị Lan", school, birth_on="1990")

    shown = paste(secretary, course, "Vàng Thị Lan")

    (line,) = shown.context["form"].open_lines
    assert line.fault == "Có 2 người tên Vàng Thị Lan. Chọn một người, hoặc ghi thêm năm sinh."
    assert "Vàng Thị Lan, sinh 14/03/1985, Chi bộ thôn Na Pô" in shown.content.decode()
    paste(secretary, course, "Vàng Thị Lan", **{f"chon-{line.key}": younger.pk})
    assert attending(course) == {("Vàng Thị Lan", "Chi bộ Trường học", "MEMBER")}


@pytest.mark.parametrize("line", ["Vàng Thị Lan, 1985", "Vàng Thị Lan\t3/1985", "Vàng Thị Lan; 14/3/1985"])
def test_a_birth_tells_namesakes_apart(secretary, course, na_po, school, line):
    make_member("Vàng Thị Lan", na_po, birth_on="1985-03-14")
    make_member("Vàng Thị Lan", school, birth_on="1990")

    paste(secretary, course, line)

    assert attending(course) == {("Vàng Thị Lan", "Chi bộ thôn Na Pô", "MEMBER")}


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("Vàng Thị Lan, 1986", "Vàng Thị Lan trong sổ sinh 14/03/1985, ở đây ghi 1986. Sửa ngày sinh, hoặc bỏ đi."),
        ("Vàng Thị Lan, 31/2/1985", "“31/2/1985”: Tháng 2 không có ngày 31. Ghi 2/1985 nếu chỉ biết tháng."),
    ],
)
def test_a_birth_that_is_another_is_said(secretary, course, na_po, line, fault):
    make_member("Vàng Thị Lan", na_po, birth_on="1985-03-14")
    form = paste(secretary, course, line).context["form"]
    assert ([line.fault for line in form.open_lines], form.remaining) == ([fault], line)
    assert attending(course) == set()


def test_sent_twice_it_is_written_once(secretary, course, na_po):
    make_member("Vàng Thị Lan", na_po)
    paste(secretary, course, "Vàng Thị Lan")
    again = paste(secretary, course, "Vàng Thị Lan", "Vàng Thị Lan")
    told = secretary.get(again.url).content.decode()
    assert "Đã có trong lớp từ trước: Vàng Thị Lan." in told
    assert course.attendances.count() == 1


def test_nobody_chosen_is_said(secretary, course, na_po):
    form = paste(secretary, course).context["form"]
    assert form.non_field_errors() == ["Chưa chọn ai. Đánh dấu người dự, hoặc dán họ tên vào ô."]


def test_the_list_to_tick_is_of_the_course_s_days_by_chi_bo(secretary, course, na_po, school, village):
    gone = make_person("Sùng Mí Páo")
    join(gone, na_po, ended_on=date(2023, 8, 14), reason_out="DIED")
    moved = make_person("Vàng Thị Lan")
    join(moved, na_po, ended_on=date(2023, 8, 16), reason_out="INTERNAL", counterpart_out=school)
    join(moved, school, date(2023, 8, 16), "INTERNAL")
    make_member("Lù Văn Mìn", na_po)
    make_head(make_person("Giàng Mí Pó"), village)

    form = secretary.get(reverse("course_people", args=[course.pk])).context["form"]

    groups = [(unit, [(str(each.person), each.role) for each in rows]) for unit, rows in form.groups]
    assert groups == [
        ("Chi bộ thôn Na Pô", [("Lù Văn Mìn", "Đảng viên"), ("Giàng Mí Pó", "Trưởng thôn")]),
        ("Chi bộ Trường học", [("Vàng Thị Lan", "Đảng viên")]),
    ]


def test_searching_the_list_keeps_ticks_and_typed_names(secretary, course, na_po):
    lan = make_member("Vàng Thị Lan", na_po)
    make_member("Lù Văn Mìn", na_po)
    make_member("Hoàng Thị Mìn", na_po)

    form = paste(secretary, course, "Giàng A Páo", people=[lan.pk], q="lu min", tim=1).context["form"]

    assert [str(each.person) for each in form.taken] == ["Vàng Thị Lan"]
    assert form.remaining == "Giàng A Páo"
    assert [str(each.person) for _, rows in form.groups for each in rows] == ["Lù Văn Mìn"]
    assert attending(course) == set()


def test_heads_attend_their_own_course_as_heads(secretary, na_khe, na_po, village):
    head = make_member("Vàng Mí Dế", na_po)
    make_head(head, village)
    make_office(head, na_po)
    make_member("Vàng Thị Lan", na_po)
    of_heads = make_course(na_khe, "2024-04-16", kind="VILLAGE_HEADS")

    paste(secretary, of_heads, "Vàng Mí Dế", "Vàng Thị Lan")

    assert attending(of_heads) == {
        ("Vàng Mí Dế", "Chi bộ thôn Na Pô", "VILLAGE_HEAD"),
        ("Vàng Thị Lan", "Chi bộ thôn Na Pô", "MEMBER"),
    }


def test_one_result_and_capacity_for_all(secretary, course, na_po, village):
    make_member("Vàng Thị Lan", na_po)
    make_head(make_person("Giàng Mí Pó"), village)

    paste(secretary, course, "Vàng Thị Lan", "Giàng Mí Pó", attended_as="SECRETARY", result="Hoàn thành")

    rows = course.attendances.values_list("person__full_name", "attended_as", "result")
    assert set(rows) == {("Vàng Thị Lan", "SECRETARY", "Hoàn thành"), ("Giàng Mí Pó", "VILLAGE_HEAD", "Hoàn thành")}


def test_who_is_taken_out_leaves_a_reason_in_the_log(secretary, course, na_po):
    make_member("Vàng Thị Lan", na_po)
    paste(secretary, course, "Vàng Thị Lan")
    row = course.attendances.get()
    url = reverse("course_leave", args=[course.pk, row.pk])

    assert secretary.post(url).context["form"].errors == {"reason": ["Ghi lý do."]}
    assert course.attendances.count() == 1
    for _ in range(2):
        assert secretary.post(url, {"reason": "Không dự, ghi nhầm tên"}).url == course.get_absolute_url()

    assert course.attendances.count() == 0
    entry = LogEntry.objects.filter(action=LogEntry.Action.DELETE).get()
    assert (entry.object_id, entry.additional_data) == (row.pk, {"reason": "Không dự, ghi nhầm tên"})


# --- The course ---

GIVEN = {"name": "Cập nhật kiến thức", "kind": "KNOWLEDGE_UPDATE", "started_on": "9/2023", "organiser": "Huyện"}


def add(client, unit, **given):
    return client.post(reverse("course_add"), GIVEN | {"unit": unit.pk} | given)


def test_a_course_and_its_people_come_in_one_form(secretary, na_khe, na_po):
    make_member("Vàng Thị Lan", na_po)
    make_member("Lù Văn Mìn", na_po)

    answer = add(secretary, na_khe, names="Vàng Thị Lan\nLù Văn Mìn")

    course = TrainingCourse.objects.get()
    assert answer.url == course.get_absolute_url()
    assert (course.name, str(course.started_on), course.attendances.count()) == ("Cập nhật kiến thức", "9/2023", 2)


def test_a_course_sent_twice_is_one(secretary, na_khe, na_po):
    make_member("Vàng Thị Lan", na_po)
    for _ in range(2):
        add(secretary, na_khe, names="Vàng Thị Lan")
    assert (TrainingCourse.objects.count(), TrainingAttendance.objects.count()) == (1, 1)


def test_an_unclear_name_holds_the_course_back_and_nothing_typed_is_lost(secretary, na_khe, na_po):
    lan = make_member("Vàng Thị Lan", na_po)

    shown = add(secretary, na_khe, names="Vàng Thị Lan\nGiàng A Páo")

    people = shown.context["people"]
    assert not TrainingCourse.objects.exists()
    assert ([each.person for each in people.taken], people.remaining) == ([lan], "Giàng A Páo")
    again = add(secretary, na_khe, started_on="32/9/2023", people=[lan.pk], names="Giàng A Páo")
    assert f'<input type="hidden" name="people" value="{lan.pk}">' in again.content.decode()
    assert again.context["people"].remaining == "Giàng A Páo"
    add(secretary, na_khe, people=[lan.pk])
    assert attending(TrainingCourse.objects.get()) == {("Vàng Thị Lan", "Chi bộ thôn Na Pô", "MEMBER")}


def test_a_course_that_ends_before_it_begins_is_refused(secretary, na_khe):
    form = add(secretary, na_khe, ended_on="8/2023").context["form"]
    assert form.non_field_errors() == ["Ngày kết thúc không được trước ngày bắt đầu."]


def test_two_who_edit_one_course_lose_nothing(secretary, course, na_khe):
    url = reverse("course_edit", args=[course.pk])
    base = secretary.get(url).context["form"].base
    TrainingCourse.objects.filter(pk=course.pk).update(organiser="Trung tâm Chính trị")
    mine = {"name": "Nghiệp vụ mới", "kind": "PARTY_WORK", "started_on": "14/8/2023", "ended_on": "18/8/2023"}
    mine |= {"organiser": "", "unit": na_khe.pk, "base": base}

    page = secretary.post(url, mine)
    form, conflict = page.context["form"], page.context["conflict"]

    told = [(change.label, change.old, change.new, change.typed) for change in conflict.changes]
    assert (conflict.by, told) == ("Người khác", [("Nơi mở", "để trống", "Trung tâm Chính trị", "")])
    assert (form["name"].value(), form["organiser"].value()) == ("Nghiệp vụ mới", "Trung tâm Chính trị")
    for _ in range(2):  # a second click finds nothing left to save
        answer = secretary.post(url, mine | {"organiser": "Trung tâm Chính trị", "base": form.base})
        assert answer.url == course.get_absolute_url()
    course.refresh_from_db()
    assert (course.name, course.organiser) == ("Nghiệp vụ mới", "Trung tâm Chính trị")


# --- Reading ---


def test_the_list_is_cut_by_year_and_kind_and_counts_its_people(secretary, course, na_khe, na_po):
    make_course(na_khe, "2022", "Đảng viên mới", "NEW_MEMBERS")
    make_member("Vàng Thị Lan", na_po)
    paste(secretary, course, "Vàng Thị Lan")

    def rows(**asked):
        page = secretary.get(reverse("courses"), asked).context["page"]
        return [(row.name, row.participants) for row in page]

    assert rows() == [("Nghiệp vụ công tác đảng", 1), ("Đảng viên mới", 0)]
    assert rows(nam=2022) == rows(loai="NEW_MEMBERS") == [("Đảng viên mới", 0)]
    assert rows(nam=2022, loai="PARTY_WORK") == []


def test_a_chi_bo_s_secretary_reads_the_course_with_the_own_people_only(client, course, na_khe, na_po, school):
    for name, unit in (("Vàng Thị Lan", na_po), ("Lù Văn Mìn", school)):
        course.attendances.create(person=make_member(name, unit), unit=unit, attended_as="MEMBER")
    make_course(na_khe, "2022", "Lớp không ai dự")
    client.force_login(make_user(Role.UNIT_SECRETARY, na_po))

    listed = client.get(reverse("courses")).context["page"]
    shown = client.get(course.get_absolute_url())

    assert [(row.name, row.participants) for row in listed] == [("Nghiệp vụ công tác đảng", 1)]
    assert [str(row.person) for row in shown.context["attendances"]] == ["Vàng Thị Lan"]
    assert "Lù Văn Mìn" not in shown.content.decode()


def test_who_belongs_to_another_commune_now_is_not_added_here(secretary, course, na_po):
    elsewhere = make_unit("Chi bộ thôn Bản Muồng", make_commune("Đảng bộ xã Bạch Đích"))
    lan = make_person("Vàng Thị Lan")
    join(lan, na_po, ended_on=date(2024, 1, 1), reason_out="TRANSFERRED_OUT")
    join(lan, elsewhere, date(2024, 1, 1), "TRANSFERRED_IN")
    assert paste(secretary, course, people=[lan.pk]).context["form"].errors["people"]
    assert attending(course) == set()


def test_pages_cost_the_same_for_one_and_for_many(secretary, course, na_po, count_queries):
    pages = [reverse("courses"), course.get_absolute_url(), reverse("course_people", args=[course.pk])]

    def add_people(number):
        for each in range(number):
            course.attendances.create(person=make_member(f"Vàng Thị {each}", na_po), unit=na_po, attended_as="MEMBER")
            make_member(f"Lù Văn {each}", na_po)

    add_people(1)
    costs = [count_queries(secretary, page) for page in pages]
    add_people(20)
    assert [count_queries(secretary, page) for page in pages] == costs
    assert costs[0] <= 8
    assert costs[1] <= 12
    assert costs[2] <= 12
