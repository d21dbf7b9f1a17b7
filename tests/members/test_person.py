"""One person's record: what each reader learns from it, and what stays hidden."""

from datetime import date

import pytest
from auditlog.models import LogEntry
from django.urls import reverse

from members.models import (
    Badge,
    BadgeLevel,
    Commendation,
    Discipline,
    Ethnicity,
    Exemption,
    IdentityNumber,
    MemberRating,
    Qualification,
    Religion,
    TrainingAttendance,
    TrainingCourse,
)
from nakhe.audit import because
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
from units.models import Congress, Term

pytestmark = pytest.mark.django_db

CANARY = "002085004517"


@pytest.fixture
def na_po(commune):
    return make_unit("Na Pô", commune)


@pytest.fixture
def de(na_po):
    """Vàng Mí Dế, who has a bit of everything on file."""
    person = make_person(
        "Vàng Mí Dế",
        sex="M",
        birth_on="14/03/1985",
        phone="0912345647",
        residence="Thôn Na Pô",
        admission_decision_on="03/02/2012",
        admitted_on="09/02/2012",
        official_on="2/2013",
    )
    join(person, na_po, date(2012, 2, 9))
    IdentityNumber.objects.create(person=person, kind="CITIZEN", number=CANARY)
    return person


def fill(person, unit, years=range(2021, 2022)):
    """One more row of every kind for each of *years*."""
    course = TrainingCourse.objects.create(
        unit=unit, name="Cập nhật kiến thức", kind="KNOWLEDGE_UPDATE", started_on="9/2023"
    )
    TrainingAttendance.objects.create(course=course, person=person, unit=unit, attended_as="MEMBER")
    Badge.objects.create(person=person, level=BadgeLevel.objects.get(years=30), awarded_on=date(2023, 9, 2))
    make_head(person, make_village("Na Pô", unit), date(2020, 7, 20))
    for year in years:
        day, end = date(year, 3, 15), date(year, 6, 15)
        make_office(person, unit, "COMMITTEE_MEMBER", day, ended_on=end)
        MemberRating.objects.create(person=person, unit=unit, year=year, level="GOOD", decided_on=date(year, 12, 22))
        Qualification.objects.create(person=person, kind="LANGUAGE", level=f"Tiếng Mông {year}", started_on=f"6/{year}")
        Commendation.objects.create(person=person, form="Giấy khen", given_by="UBND xã", decided_on=end)
        Discipline.objects.create(person=person, form="REPRIMAND", decided_on=day)
        Exemption.objects.create(person=person, started_on=day, ended_on=end)


def read(client, person):
    return client.get(reverse("person", args=[person.pk]))


def test_the_record_tells_a_life_in_one_line_of_time(client, commune, na_po, de):
    fill(de, na_po)
    client.force_login(make_user("OFFICE", commune))

    record = read(client, de).context["record"]

    assert [(str(entry.on), entry.title) for entry in record.timeline] == [
        ("02/09/2023", "Huy hiệu 30 năm tuổi đảng"),
        ("9/2023", "Cập nhật kiến thức"),
        ("22/12/2021", "Xếp loại năm 2021: HTTNV"),
        ("15/06/2021", "Giấy khen, UBND xã"),
        ("6/2021", "Tiếng Mông 2021"),
        ("15/03/2021", "Chi ủy viên"),
        ("15/03/2021", "Miễn công tác và sinh hoạt đảng"),
        ("15/03/2021", "Kỷ luật: Khiển trách"),
        ("20/07/2020", "Trưởng thôn Na Pô"),
        ("2/2013", "Công nhận đảng viên chính thức"),
        ("09/02/2012", "Lễ kết nạp"),
        ("09/02/2012", "Kết nạp: Na Pô"),
        ("03/02/2012", "Quyết định kết nạp"),
    ]
    assert "Chỉ biết tháng" in [entry.detail for entry in record.timeline]


def test_a_person_out_of_sight_answers_like_a_missing_one(client, commune, na_po, de):
    client.force_login(make_user("UNIT_SECRETARY", make_unit("Bản Rào", commune)))

    hidden, missing = read(client, de), client.get(reverse("person", args=[999999]))

    assert (hidden.status_code, missing.status_code) == (404, 404)
    number = de.numbers.get()
    assert client.post(reverse("number", args=[de.pk, number.pk])).status_code == 404


@pytest.mark.parametrize(("role", "sees_mask"), [("CADRE", False), ("OFFICE", True), ("SECRETARY", True)])
def test_no_page_shows_a_number_unasked(client, commune, na_po, de, role, sees_mask):
    client.force_login(make_user(role, commune))

    pages = [read(client, de), client.get(reverse("people")), client.get(reverse("people"), {"pham_vi": "tat_ca"})]

    for page in pages:
        assert CANARY not in page.content.decode()
    assert ("002085••••••" in pages[0].content.decode()) == sees_mask
    assert ("0912345647" in pages[0].content.decode()) == sees_mask


def test_a_cadre_can_not_have_a_number_shown(client, commune, de):
    client.force_login(make_user("CADRE", commune))

    response = client.post(reverse("number", args=[de.pk, de.numbers.get().pk]))

    assert response.status_code == 403
    assert CANARY not in response.content.decode()


def test_showing_a_number_is_logged_and_ends_by_itself(client, commune, de):
    office = make_user("OFFICE", commune)
    client.force_login(office)
    number = de.numbers.get()
    address = reverse("number", args=[de.pk, number.pk])

    response = client.post(address, REMOTE_ADDR="10.0.0.7")

    assert CANARY in response.content.decode()
    assert response["Refresh"] == f"30; url={reverse('person', args=[de.pk])}"
    entry = LogEntry.objects.get(action=LogEntry.Action.ACCESS)
    assert (entry.actor, entry.remote_addr, entry.object_repr) == (office, "10.0.0.7", "Vàng Mí Dế")
    assert entry.additional_data == {"what": "Hiện số căn cước", "number": number.pk}
    assert CANARY not in str(entry.additional_data)
    assert client.get(address).url == reverse("person", args=[number.person_id])
    assert LogEntry.objects.filter(action=LogEntry.Action.ACCESS).count() == 1


def test_a_former_chi_bo_reads_its_own_period_and_nothing_after(client, commune, na_po):
    """Lan moved from Na Pô to Bản Rào on 1 June 2023."""
    ban_rao = make_unit("Bản Rào", commune)
    lan = make_person("Vàng Thị Lan", residence="Thôn Bản Rào", phone="0911111111")
    join(lan, na_po, date(2015, 1, 1), ended_on=date(2023, 6, 1), reason_out="INTERNAL")
    join(lan, ban_rao, date(2023, 6, 1), "INTERNAL")
    make_office(lan, na_po, "DEPUTY_SECRETARY", date(2020, 1, 1), ended_on=date(2023, 6, 1))
    make_office(lan, ban_rao, "SECRETARY", date(2023, 7, 1))
    Discipline.objects.create(person=lan, form="WARNING", decided_on=date(2024, 1, 15))
    Commendation.objects.create(person=lan, form="Bằng khen", decided_on=date(2022, 1, 15))
    MemberRating.objects.create(person=lan, unit=na_po, year=2022, level="GOOD")
    MemberRating.objects.create(person=lan, unit=ban_rao, year=2023, level="EXCELLENT")
    IdentityNumber.objects.create(person=lan, kind="CITIZEN", number=CANARY)

    client.force_login(make_user("UNIT_SECRETARY", na_po))
    page = read(client, lan)
    before = page.content.decode()
    client.force_login(make_user("UNIT_SECRETARY", ban_rao))
    after = read(client, lan).content.decode()

    assert [entry.title for entry in page.context["record"].timeline] == [
        "Xếp loại năm 2022: HTTNV",
        "Bằng khen",
        "Phó Bí thư chi bộ",
        "Kết nạp: Na Pô",
    ]
    for later in ["Bản Rào", "Cảnh cáo", "HTXSNV", "0911111111", "002085", "Bí thư chi bộ</"]:
        assert later not in before.replace("Phó Bí thư chi bộ", "")
    for present in ["Bản Rào", "Cảnh cáo", "HTXSNV", "0911111111", "002085••••••"]:
        assert present in after


def test_a_village_head_outside_the_party_has_a_record_too(client, commune):
    mai = make_person("Lù Thị Mai")
    make_head(mai, make_village("Na Pô", commune), date(2022, 1, 1))
    client.force_login(make_user("CADRE", commune))

    page = read(client, mai).content.decode()

    assert "Chưa là đảng viên" in page
    assert "Trưởng thôn Na Pô" in page


def test_the_history_says_who_changed_what_and_why_and_keeps_masked_what_is_masked(client, commune, de):
    office = make_user("OFFICE", commune, full_name="Nông Thị Duyên")
    client.force_login(office)
    de.birth_on, de.phone = "15/3/1985", "0987654321"
    de.full_clean()
    with because("Đối chiếu giấy khai sinh"):
        de.save()

    changes = {change.what: change for change in read(client, de).context["record"].history}

    assert (changes["Ngày sinh"].old, changes["Ngày sinh"].new) == ("14/03/1985", "15/03/1985")
    assert changes["Ngày sinh"].reason == "Đối chiếu giấy khai sinh"
    assert (changes["Điện thoại"].old, changes["Điện thoại"].new) == ("••••••", "••••••")
    client.force_login(make_user("CADRE", commune))
    assert "Lịch sử thay đổi" not in read(client, de).content.decode()


def test_the_history_names_what_keys_point_to(client, commune, na_po, de, django_assert_max_num_queries):
    """Dế's office is put into the term of 2022–2025, the people and religion are written down, and the chi bộ moved to
    is put right: from one of another commune, which the reader may not know, to Na Kinh."""
    congress = Congress.objects.create(unit=na_po, ordinal=8)
    term = Term.objects.create(
        unit=na_po, congress=congress, started_on=date(2022, 3, 15), first_year=2022, last_year=2025
    )
    na_kinh = make_unit("Chi bộ thôn Na Kinh", commune)
    elsewhere = make_unit("Chi bộ khác", make_commune("Đảng bộ xã Phú Lũng"))
    membership = de.memberships.get()
    membership.counterpart_in = elsewhere
    membership.save()
    membership.counterpart_in = na_kinh
    membership.save()
    office = make_office(de, na_po)
    office.term = term
    office.save()
    de.ethnicity, de.religion = Ethnicity.objects.get(name="Mông"), Religion.objects.get(name="Không")
    de.save()
    client.force_login(make_user("OFFICE", commune))
    read(client, de)

    with django_assert_max_num_queries(13):
        changes = read(client, de).context["record"].history

    found = {(change.what, change.old, change.new) for change in changes if change.old}
    assert found >= {
        ("Chức vụ: nhiệm kỳ", "–", "VIII (2022–2025)"),
        ("Dân tộc", "–", "Mông"),
        ("Tôn giáo", "–", "Không"),
        ("Sinh hoạt đảng: từ chi bộ", "–", "ngoài phạm vi được xem"),
        ("Sinh hoạt đảng: từ chi bộ", "ngoài phạm vi được xem", "Chi bộ thôn Na Kinh"),
    }


@pytest.mark.parametrize("years", [range(2021, 2022), range(2015, 2024)])
@pytest.mark.parametrize("role", ["OFFICE", "CADRE"])
def test_the_record_asks_the_same_questions_however_long_the_life(
    client, commune, na_po, de, years, role, django_assert_max_num_queries
):
    fill(de, na_po, years)
    client.force_login(make_user(role, commune))
    read(client, de)

    with django_assert_max_num_queries(13):
        read(client, de)


def test_members_and_strangers_get_their_own_rights(client, commune, na_po, de):
    client.force_login(make_user("UNIT_SECRETARY", na_po))

    page = read(client, de).content.decode()

    assert "Sửa lý lịch" not in page
    assert "002085••••••" in page
    make_member("Lan", na_po)


def test_years_in_the_party_end_with_the_life_in_it(client, commune, na_po):
    """Quáng: decision 03/02/1968, died 11/03/2024, which is 56 years, 1 month and 8 days."""
    quang = make_person("Lù Văn Quáng", admission_decision_on="03/02/1968")
    join(quang, na_po, date(1968, 2, 3), ended_on=date(2024, 3, 11), reason_out="DIED")
    client.force_login(make_user("SECRETARY", commune))

    page = client.get(reverse("person", args=[quang.pk]))
    assert str(page.context["record"].age) == "56 năm 1 tháng 8 ngày"
