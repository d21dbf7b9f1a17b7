"""The pages of movements and of changes of units, as an office uses them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.models import Membership, Movement
from nakhe.access import Role
from tests.factories import join, make_commune, make_member, make_office, make_person, make_unit, make_user
from units.models import UnitChange

pytestmark = pytest.mark.django_db


@pytest.fixture
def stranger():
    return make_member("Sùng Thị Sính", make_unit("Chi bộ thôn Bản Muồng", make_commune("Đảng bộ xã Bạch Đích")))


@pytest.fixture
def office(client, commune):
    client.force_login(make_user(Role.OFFICE, commune, full_name="Nông Thị Duyên"))
    return client


@pytest.fixture
def secretary(client, commune):
    client.force_login(make_user(Role.SECRETARY, commune))
    return client


def sent(page, **typed):
    """What the form on *page* sends back, with *typed* over it and the preview confirmed where there is one."""
    form = page.context["form"]
    given = {"batch": str(form["batch"].value())}
    if page.context["is_preview"]:
        given |= {name: value for name, value in form.data.lists() if name != "csrfmiddlewaretoken"}
        given["seen"] = form.fingerprint
    return given | typed


def transfer(client, people, target, **typed):
    """Fill in, look at the preview, confirm; returns the last answer."""
    url = reverse("movement_add", args=["chuyen-noi-bo"])
    keys = [person.pk for person in people]
    page = client.get(url, {"nguoi": keys})
    given = {"nguoi": keys, "to_unit": target.pk, "effective_on": "01/06/2024", "decision_number": "12-QĐ/ĐU"}
    page = client.post(url, sent(page, **given | typed))
    return client.post(url, sent(page), follow=True) if page.context["is_preview"] else page


def test_a_transfer_is_previewed_then_written(office, na_po, na_kinh):
    lan = make_member("Vàng Thị Lan", na_po)
    url = reverse("movement_add", args=["chuyen-noi-bo"])
    page = office.get(url, {"nguoi": lan.pk})
    page = office.post(url, sent(page, nguoi=lan.pk, to_unit=na_kinh.pk, effective_on="1/6/2024"))
    assert page.context["form"].preview.strengths_text == ["Chi bộ thôn Na Pô 1 → 0", "Chi bộ thôn Na Kinh 0 → 1"]
    assert not Movement.objects.exists()
    done = office.post(url, sent(page), follow=True)
    assert done.redirect_chain[-1][0] == lan.get_absolute_url()
    assert "Đã ghi chuyển nội bộ: Vàng Thị Lan." in done.content.decode()
    assert Movement.objects.get().recorded_by.full_name == "Nông Thị Duyên"


def test_what_was_changed_after_the_preview_is_previewed_again(office, na_po, na_kinh):
    lan = make_member("Vàng Thị Lan", na_po)
    url = reverse("movement_add", args=["chuyen-noi-bo"])
    page = office.get(url, {"nguoi": lan.pk})
    page = office.post(url, sent(page, nguoi=lan.pk, to_unit=na_kinh.pk, effective_on="1/6/2024"))
    page = office.post(url, sent(page, effective_on="2/6/2024"))
    assert page.context["is_preview"]
    assert not Movement.objects.exists()


def test_the_same_form_sent_twice_writes_one_movement(office, na_po, na_kinh):
    lan = make_member("Vàng Thị Lan", na_po)
    url = reverse("movement_add", args=["chuyen-noi-bo"])
    page = office.get(url, {"nguoi": lan.pk})
    page = office.post(url, sent(page, nguoi=lan.pk, to_unit=na_kinh.pk, effective_on="1/6/2024"))
    given = sent(page)
    answers = [office.post(url, given, follow=True) for _ in range(2)]
    assert [answer.redirect_chain[-1][0] for answer in answers] == [lan.get_absolute_url()] * 2
    assert Movement.objects.count() == 1
    assert lan.memberships.count() == 2


def test_nine_people_in_one_decision(office, na_po, na_kinh):
    people = [make_member(f"Vàng Thị Lan {number}", na_po) for number in range(9)]
    done = transfer(office, people, na_kinh)
    assert Movement.objects.values("batch").distinct().count() == 1
    assert Movement.objects.count() == 9
    assert done.redirect_chain[-1][0].startswith("/bien-dong/")
    assert done.content.decode().count("Chuyển nội bộ đến: Chi bộ thôn Na Kinh từ 01/06/2024") == 9


def test_another_communes_people_and_units_are_refused_and_nothing_is_written(office, na_po, na_kinh, stranger):
    lan = make_member("Vàng Thị Lan", na_po)
    answer = transfer(office, [lan, stranger], na_kinh)
    assert "1 người đã chọn không thuộc" in answer.content.decode()
    assert "Sính" not in answer.content.decode()
    answer = transfer(office, [lan], stranger.memberships.get().unit)
    assert answer.context["form"].errors["to_unit"]
    assert not Movement.objects.exists()
    assert Membership.objects.filter(ended_on=None).count() == 2


def test_typed_values_survive_an_error_and_a_search(office, na_po):
    lan = make_member("Vàng Thị Lan", na_po)
    make_member("Lý Thị Mai", na_po)
    url = reverse("movement_add", args=["chuyen-di"])
    wrong = office.post(url, {"nguoi": lan.pk, "place": "Đảng bộ xã Du Già", "effective_on": "31/2/2024"})
    assert "Đảng bộ xã Du Già" in wrong.content.decode()
    assert "31/2/2024" in wrong.content.decode()
    found = office.post(url, {"nguoi": lan.pk, "place": "Đảng bộ xã Du Già", "q": "mai", "tim": "1"})
    assert [str(person) for person in found.context["found"]] == ["Lý Thị Mai"]
    assert "Đảng bộ xã Du Già" in found.content.decode()


def test_cancelling_names_a_reason_and_restores(office, na_po, na_kinh):
    lan = make_member("Vàng Thị Lan", na_po)
    transfer(office, [lan], na_kinh)
    movement = Movement.objects.get()
    url = reverse("movement_cancel", args=[movement.pk])
    assert "ghi lý do" in office.post(url, {"chon": movement.pk}, follow=True).content.decode()
    office.post(url, {"chon": movement.pk, "reason": "Ghi nhầm người"})
    assert lan.memberships.get().ended_on is None
    page = office.get(movement.get_absolute_url()).content.decode()
    assert "Ghi nhầm người" in page
    assert list(office.get(reverse("movements")).context["page"].object_list) == []
    assert list(office.get(reverse("movements"), {"trang_thai": "huy"}).context["page"].object_list) == [movement]


def test_the_record_offers_what_makes_sense(office, na_po):
    lan = make_member("Vàng Thị Lan", na_po)

    def offered():
        return {verb.slug for verb in office.get(lan.get_absolute_url()).context["record"].verbs}

    assert {"chuyen-noi-bo", "tu-tran", "mien-sinh-hoat"} <= offered()
    assert not {"ket-nap", "cong-nhan-chinh-thuc", "thoi-mien", "khoi-phuc"} & offered()
    lan.memberships.update(ended_on=date(2024, 1, 1), reason_out="REMOVED")
    assert offered() == {"khoi-phuc", "ket-nap-lai"}


def test_the_register_costs_the_same_for_one_and_for_many(office, na_po, na_kinh):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert office.get(reverse("movements")).status_code == 200
        return len(captured)

    transfer(office, [make_member("Vàng Thị Lan", na_po)], na_kinh)
    office.get(reverse("movements"))
    one = queries()
    transfer(office, [make_member(f"Lý Thị Mai {number}", na_po) for number in range(20)], na_kinh)
    office.get(reverse("movements"))
    assert queries() == one <= 8


def test_a_merger_on_screen(secretary, na_po, na_kinh):
    make_member("Vàng Thị Lan", na_po)
    url = reverse("unit_change_add", args=["sap-nhap"])
    page = secretary.get(url, {"units": na_po.pk})
    given = {"units": [na_po.pk, na_kinh.pk], "to_unit": na_kinh.pk, "effective_on": "1/7/2025"}
    page = secretary.post(url, sent(page, **given))
    assert page.context["form"].preview.strengths == [("Chi bộ thôn Na Pô", 1, 0), ("Chi bộ thôn Na Kinh", 0, 1)]
    assert "Vàng Thị Lan chuyển sang Chi bộ thôn Na Kinh" in page.content.decode()
    given = sent(page)
    assert [secretary.post(url, given).status_code for _ in range(2)] == [302, 302]
    change = UnitChange.objects.get()
    secretary.post(reverse("unit_change_cancel", args=[change.pk]), {"reason": "Ghi nhầm"})
    na_po.refresh_from_db()
    assert na_po.ended_on is None


def test_a_merger_without_a_target_asks_for_the_new_chi_bo(secretary, na_po, na_kinh):
    url = reverse("unit_change_add", args=["sap-nhap"])
    page = secretary.get(url)
    page = secretary.post(url, sent(page, units=[na_po.pk, na_kinh.pk], effective_on="1/7/2025"))
    assert {"name", "short_name", "unit_type", "parent"} <= page.context["form"].errors.keys()


def test_another_communes_units_cannot_be_changed(secretary, na_po, stranger):
    theirs = stranger.memberships.get().unit
    for slug in ("doi-ten", "sap-nhap", "chia-tach", "chuyen-truc-thuoc", "giai-the"):
        url = reverse("unit_change_add", args=[slug])
        page = secretary.get(url, {"units": theirs.pk})
        assert theirs.latest_name not in page.content.decode()
        given = {"units": theirs.pk, "to_unit": theirs.pk, "parent": theirs.parent_on(date(2024, 1, 1)).pk,
                 "name": "Chi bộ mới", "short_name": "Mới", "unit_type": "SCHOOL", "people": stranger.pk,
                 "effective_on": "1/7/2025"}  # fmt: skip
        page = secretary.post(url, sent(page, **given))
        assert page.context["form"].errors["units"]
    assert not UnitChange.objects.exists()


def test_a_chi_bo_that_its_secretary_leaves_is_told_of(office, na_po, na_kinh):
    lan = make_member("Vàng Thị Lan", na_po)
    make_office(lan, na_po)
    url = reverse("movement_add", args=["chuyen-noi-bo"])
    given = {"nguoi": lan.pk, "to_unit": na_kinh.pk, "effective_on": "1/6/2024"}
    page = office.post(url, sent(office.get(url, {"nguoi": lan.pk}), **given))
    assert page.context["form"].preview.remarks == [
        "Chi bộ thôn Na Pô, từ 01/06/2024: chưa có bí thư",
        "Chi bộ thôn Na Pô, từ 01/06/2024: 0 đảng viên chính thức, dưới 3",
    ]


def test_one_tick_answers_the_same_question_about_several_people(office, na_po):
    """Both had their ceremony on 01/03/2023; 01/06/2024 is not twelve months later: a question each."""
    people = [make_person(name, admitted_on="2023-03-01") for name in ("Vàng Thị Lan", "Lù Thị Mai")]
    for person in people:
        join(person, na_po, date(2023, 3, 1))
    url = reverse("movement_add", args=["cong-nhan-chinh-thuc"])
    given = {"nguoi": [person.pk for person in people], "effective_on": "1/6/2024"}
    page = office.post(url, sent(office.get(url, given), **given))
    field = page.context["form"].fields["effective_on"]
    assert {told.partition(":")[0] for told, _ in field.questions} == {"Vàng Thị Lan", "Lù Thị Mai"}
    assert "Đã kiểm tra cả 2 điều" in page.content.decode()

    ticked = field.all_questions.replace("\n", "\r\n")  # as browsers send it
    page = office.post(url, sent(page, **given, xac_nhan=ticked))
    assert page.context["is_preview"]
