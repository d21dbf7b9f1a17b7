"""Changing and adding a record: questions, errors, two people at one record, nothing typed is lost."""

from datetime import date

import pytest
from auditlog.models import LogEntry
from django.urls import reverse

from members.models import IdentityNumber, Membership, Person, VillageHead
from nakhe.periods import today
from nakhe.vietnamese.dates import PartialDate
from tests.factories import join, make_commune, make_member, make_person, make_unit, make_user, make_village
from units.models import UnitParent

pytestmark = pytest.mark.django_db


@pytest.fixture
def na_po(commune):
    return make_unit("Na Pô", commune)


@pytest.fixture
def de(na_po):
    person = make_person(
        "Vàng Mí Dế",
        sex="M",
        birth_on="1985",
        occupation="Nông dân",
        admission_decision_on="03/02/2012",
        admitted_on="09/02/2012",
        official_on="09/02/2013",
    )
    join(person, na_po, date(2012, 2, 9))
    return person


@pytest.fixture
def office(client, commune):
    user = make_user("OFFICE", commune, full_name="Nông Thị Duyên")
    client.force_login(user)
    return user


def edit(person):
    return reverse("person_edit", args=[person.pk])


def opened(client, address):
    """The form as a browser would send it back untouched."""
    form = client.get(address).context["form"]
    data = {name: form[name].value() for name in form.fields}
    data = {name: str(form.fields[name].prepare_value(value)) for name, value in data.items() if value is not None}
    return data | ({"base": form.base} if form.instance.pk else {})


def test_a_change_is_saved_with_its_reason(client, office, de):
    data = opened(client, edit(de)) | {"birth_on": "14/3/1985", "reason": "Đối chiếu giấy khai sinh"}

    page = client.post(edit(de), data, follow=True)

    de.refresh_from_db()
    assert de.birth_on == PartialDate(1985, 3, 14)
    assert de.version == 2
    assert "Đã lưu thay đổi của Vàng Mí Dế." in page.content.decode()
    entry = LogEntry.objects.get_for_object(de).first()
    assert entry.actor == office
    assert entry.additional_data == {"reason": "Đối chiếu giấy khai sinh"}
    assert entry.changes == {"birth_on": ["1985", "14/03/1985"]}


def test_errors_lose_nothing_and_lead_to_their_fields(client, office, de):
    data = opened(client, edit(de)) | {"birth_on": "31/2/1985", "occupation": "Giáo viên", "official_on": "2/2013"}

    page = client.post(edit(de), data).content.decode()

    assert "<title>Lỗi: Sửa lý lịch" in page
    assert 'href="#id_birth_on">Ngày sinh: Tháng 2 không có ngày 31.' in page
    assert 'href="#id_reason">Lý do thay đổi: Ghi lý do thay đổi.' in page
    assert 'value="31/2/1985"' in page
    assert 'value="Giáo viên"' in page
    assert "Hiểu là: tháng 2 năm 2013" in page
    assert "<del>Nông dân</del><br><ins>Giáo viên</ins>" in page
    assert Person.objects.get(pk=de.pk).occupation == "Nông dân"


def test_a_second_click_changes_nothing_more(client, office, de):
    data = opened(client, edit(de)) | {"occupation": "Giáo viên", "reason": "Đổi nghề", "card_number": "12034518"}

    client.post(edit(de), data)
    again = client.post(edit(de), data, follow=True)

    de.refresh_from_db()
    assert "Đã lưu thay đổi của Vàng Mí Dế." in again.content.decode()
    assert de.version == 2
    assert de.numbers.count() == 1


def test_saving_an_untouched_form_leaves_no_trace(client, office, de):
    client.post(edit(de), opened(client, edit(de)))

    de.refresh_from_db()
    assert de.version == 1
    assert LogEntry.objects.get_for_object(de).count() == 1  # that it was made


def test_the_second_editor_overwrites_nothing_unseen(client, commune, office, de):
    """Duyên and Hoa open the record; Duyên changes the occupation, Hoa the residence and the occupation."""
    hoas = opened(client, edit(de))
    duyens = opened(client, edit(de)) | {"occupation": "Giáo viên", "note": "Xem lại", "reason": "Đổi nghề"}
    client.post(edit(de), duyens)

    client.force_login(make_user("SECRETARY", commune, full_name="Lục Thị Hoa"))
    hoas |= {"occupation": "Cán bộ xã", "residence": "Thôn Na Pô", "reason": "Theo đơn"}
    page = client.post(edit(de), hoas)
    text = page.content.decode()

    de.refresh_from_db()
    assert (de.occupation, de.residence) == ("Giáo viên", "")
    assert "Nông Thị Duyên vừa lưu mục này" in text
    assert "nghề nghiệp: <del>nông dân</del> → <ins>giáo viên</ins>, ở đây đang gõ “cán bộ xã”" in text.lower()
    assert "ghi chú: <del>để trống</del> → <ins>xem lại</ins>" in text.lower()
    form = page.context["form"]
    assert (form["occupation"].value(), form["residence"].value(), form["note"].value()) == (
        "Cán bộ xã",
        "Thôn Na Pô",
        "Xem lại",
    )

    again = {name: form[name].value() or "" for name in form.fields} | {"base": form.base}
    client.post(edit(de), again)

    de.refresh_from_db()
    assert (de.occupation, de.residence, de.note) == ("Cán bộ xã", "Thôn Na Pô", "Xem lại")


def test_a_new_card_ends_the_old_one(client, office, de):
    old = IdentityNumber.objects.create(person=de, kind="CARD", number="12034518")
    data = opened(client, edit(de))
    assert "12034518" not in str(data)

    client.post(edit(de), data | {"card_number": "100 200 300 400", "reason": "Đổi thẻ 2025"})

    old.refresh_from_db()
    assert old.ended_on == PartialDate.of(today())
    assert de.numbers.current().get().number == "100200300400"
    assert LogEntry.objects.get_for_object(old).first().additional_data == {"reason": "Đổi thẻ 2025"}
    assert Person.objects.get(pk=de.pk).version == 2


def test_a_number_that_another_adds_meanwhile_is_told_and_not_typed_in(client, office, de):
    data = opened(client, edit(de)) | {"occupation": "Giáo viên", "reason": "Bổ sung"}
    IdentityNumber.objects.create(person=de, kind="CARD", number="12034518")

    page = client.post(edit(de), data)

    assert [change.label for change in page.context["conflict"].changes] == ["Số thẻ đảng viên"]
    assert not page.context["form"]["card_number"].value()


def test_a_number_of_a_stranger_does_not_say_whose(client, commune, de):
    other = make_unit("Bản Rào", commune)
    bi_mat = make_member("Người Bí Mật", other)
    IdentityNumber.objects.create(person=bi_mat, kind="CARD", number="12034518")
    client.force_login(make_user("OFFICE", de.memberships.get().unit))

    page = client.post(edit(de), opened(client, edit(de)) | {"card_number": "12034518", "reason": "x"})

    assert page.context["form"].errors["card_number"] == ["Số này đã ghi cho một người khác."]
    assert "Bí Mật" not in page.content.decode()


def test_a_doubtful_citizen_number_is_asked_about_and_may_be_confirmed(client, office, de):
    data = opened(client, edit(de)) | {"citizen_number": "002086004517", "reason": "Theo thẻ"}

    page = client.post(edit(de), data)
    question = "Hai số năm sinh “86” khác năm sinh 1985. Kiểm tra lại thẻ."

    assert page.context["form"].errors == {"citizen_number": [question]}
    assert f'name="xac_nhan" value="{question}"' in page.content.decode()
    assert not de.numbers.exists()

    client.post(edit(de), data | {"xac_nhan": [question]})
    assert de.numbers.get().number == "002086004517"


def test_dates_that_do_not_fit_are_refused_or_asked_about(client, office, de):
    data = opened(client, edit(de)) | {"reason": "Theo hồ sơ"}

    early = client.post(edit(de), data | {"official_on": "1/1/2012"}).context["form"].errors
    short = client.post(edit(de), data | {"official_on": "1/6/2012"}).context["form"].errors
    young = client.post(edit(de), data | {"birth_on": "10/2/1994"}).context["form"].errors

    assert early == {"official_on": ["Ngày chính thức không được trước ngày kết nạp (09/02/2012)."]}
    assert short["official_on"].as_data()[0].code == "question"
    assert young == {"admitted_on": ["Chưa đủ 18 tuổi khi vào Đảng: sinh 10/02/1994, vào Đảng 09/02/2012."]}


def test_only_the_unit_that_keeps_a_person_changes_the_record(client, commune, na_po, de):
    for role, unit in [("CADRE", commune), ("UNIT_SECRETARY", na_po)]:
        client.force_login(make_user(role, unit))
        assert client.get(edit(de)).status_code == 403
    client.force_login(make_user("OFFICE", make_unit("Bản Rào", commune)))
    assert client.get(edit(de)).status_code == 404
    assert client.post(edit(de), {"full_name": "Khác"}).status_code == 404


def newcomer(**fields):
    return {"full_name": "Lù Thị Mai", "sex": "F", "reason_in": "TRANSFERRED_IN"} | fields


def test_a_newcomer_gets_a_record_and_a_membership(client, office, na_po):
    data = newcomer(unit=na_po.pk, started_on="1/6/2024", decision_in="12-QĐ/HU", card_number="12034518")

    page = client.post(reverse("person_add"), data, follow=True)

    mai = Person.objects.get(full_name="Lù Thị Mai")
    membership = Membership.objects.get(person=mai)
    assert (membership.unit, membership.started_on, membership.reason_in) == (na_po, date(2024, 6, 1), "TRANSFERRED_IN")
    assert mai.numbers.get().number == "12034518"
    assert "Đã thêm Lù Thị Mai vào sổ." in page.content.decode()


def test_a_village_head_is_put_on_file_without_a_membership(client, office, commune):
    village = make_village("Na Pô", commune)

    client.post(reverse("person_add"), newcomer(village=village.pk, headed_on="1/6/2024"))

    head = VillageHead.objects.get()
    assert (head.person.full_name, head.village) == ("Lù Thị Mai", village)
    assert not head.person.memberships.exists()


def test_a_record_needs_somebody_to_keep_it(client, office, na_po):
    errors = client.post(reverse("person_add"), newcomer()).context["form"].errors

    assert errors == {"unit": ["Chọn chi bộ hoặc thôn, để có nơi giữ hồ sơ."]}
    assert not Person.objects.exists()


def test_only_own_units_may_be_chosen(client, commune, na_po):
    other = make_unit("Bản Rào", commune)
    client.force_login(make_user("OFFICE", na_po))

    page = client.get(reverse("person_add"))
    refused = client.post(reverse("person_add"), newcomer(unit=other.pk, started_on="1/6/2024"))

    assert list(page.context["form"].fields["unit"].queryset) == [na_po]
    assert "unit" in refused.context["form"].errors


def test_a_namesake_is_asked_about_only_where_the_reader_sees_one(client, commune, na_po):
    make_member("Lù Thị Mai", make_unit("Bản Rào", commune), birth_on="1990")
    client.force_login(make_user("OFFICE", na_po))
    data = newcomer(unit=na_po.pk, started_on="1/6/2024", birth_on="3/1990")
    assert client.post(reverse("person_add"), data).status_code == 302

    twice = client.post(reverse("person_add"), data)

    question = "Trong sổ đã có: Lù Thị Mai, sinh 3/1990. Đây là người khác?"
    assert twice.context["form"].errors == {"full_name": [question]}
    assert Person.objects.filter(full_name="Lù Thị Mai").count() == 2
    assert client.post(reverse("person_add"), data | {"xac_nhan": question}).status_code == 302
    assert Person.objects.filter(full_name="Lù Thị Mai").count() == 3


def test_a_village_that_has_a_head_takes_no_second(client, office, commune):
    village = make_village("Na Pô", commune)
    client.post(reverse("person_add"), newcomer(village=village.pk, headed_on="1/6/2024"))

    second = client.post(
        reverse("person_add"), newcomer(full_name="Vàng A Páo", village=village.pk, headed_on="1/7/2024")
    )

    assert "Thôn này đang có trưởng thôn." in second.context["form"].errors["village"]
    assert not Person.objects.filter(full_name="Vàng A Páo").exists()


def test_the_edit_form_asks_few_questions_of_the_database(client, office, de, django_assert_max_num_queries):
    client.get(edit(de))

    with django_assert_max_num_queries(12):
        client.get(edit(de))


def test_nobody_is_added_to_a_chi_bo_that_moved_to_another_committee(client, office, commune, na_po):
    elsewhere = make_commune("Đảng bộ xã Bạch Đích")
    link = na_po.parents.get()
    link.ended_on = date(2024, 1, 1)
    link.save()
    UnitParent.objects.create(unit=na_po, parent=elsewhere, started_on=date(2024, 1, 1))
    page = client.post(reverse("person_add"), newcomer(unit=na_po.pk, started_on="1/6/2024"))
    assert page.context["form"].errors["unit"]
    assert not Membership.objects.filter(person__full_name="Lù Thị Mai").exists()
