"""One form ends the former village head and begins the new one; dates on file are corrected for a reason."""

from datetime import date

import pytest
from auditlog.models import LogEntry
from django.contrib.messages import get_messages
from django.urls import reverse

from members.models import Person, VillageHead
from members.movements.document import record
from members.movements.verbs import BY_SLUG
from nakhe.access import Role
from tests.factories import make_head, make_member, make_person, make_unit, make_user, make_village

pytestmark = pytest.mark.django_db


@pytest.fixture
def village(na_khe):
    return make_village("Na Pô", na_khe)


@pytest.fixture
def na_po(na_khe, village):
    return make_unit("Chi bộ thôn Na Pô", na_khe, village=village)


@pytest.fixture
def de(village):
    """Vàng Mí Dế has headed Na Pô since 2020."""
    person = make_person("Vàng Mí Dế", sex="M")
    make_head(person, village, date(2020, 7, 20))
    return person


@pytest.fixture
def lan(na_po):
    return make_member("Vàng Thị Lan", na_po, sex="F")


@pytest.fixture
def secretary(client, na_khe):
    client.force_login(make_user(Role.SECRETARY, na_khe))
    return client


def given(village, **typed):
    holder = village.heads.order_by("-started_on").first()
    return {
        "who": "co",
        "started_on": "1/6/2024",
        "decision_number": "15-QĐ/UBND",
        "decided_on": "28/5/2024",
        "reason": "Hết nhiệm kỳ",
        "holder": holder.pk if holder else "",
    } | typed


def change(client, village, **typed):
    return client.post(reverse("village_head_change", args=[village.pk]), given(village, **typed))


def heads(village):
    rows = village.heads.order_by("started_on")
    return [(str(row.person), str(row.started_on), str(row.ended_on or "")) for row in rows]


BEFORE = [("Vàng Mí Dế", "2020-07-20", "")]


def test_a_member_follows_the_former_head(secretary, village, de, lan):
    answer = change(secretary, village, person=lan.pk, term_years="2024–2027")

    assert answer.url == reverse("village_heads")
    assert heads(village) == [("Vàng Mí Dế", "2020-07-20", "2024-06-01"), ("Vàng Thị Lan", "2024-06-01", "")]
    new = village.heads.get(ended_on=None)
    assert (new.term_years, new.decision_number, new.decided_on) == ("2024–2027", "15-QĐ/UBND", date(2024, 5, 28))
    assert told(answer) == ["Đã ghi Vàng Thị Lan làm trưởng thôn Na Pô từ 01/06/2024."]


def told(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_the_reason_stands_in_the_log(secretary, village, de, lan):
    change(secretary, village, person=lan.pk)
    entry = LogEntry.objects.get_for_object(de.headships.get()).get(action=LogEntry.Action.UPDATE)
    assert (entry.changes, entry.additional_data) == ({"ended_on": ["None", "2024-06-01"]}, {"reason": "Hết nhiệm kỳ"})


def test_who_is_not_yet_on_file_comes_with_name_sex_and_birth(secretary, village, de):
    answer = change(secretary, village, who="moi", full_name=" Giàng  Mí Pó", sex="M", birth_on="1990")

    po = Person.objects.get(full_name="Giàng Mí Pó")
    assert (po.sex, str(po.birth_on)) == ("M", "1990")
    assert heads(village)[1] == ("Giàng Mí Pó", "2024-06-01", "")
    assert told(answer)[1] == "Giàng Mí Pó chưa là đảng viên vào ngày 01/06/2024."


def test_a_village_can_be_left_without_a_head_and_get_one_later(secretary, village, de, lan):
    answer = change(secretary, village, who="khong")
    assert heads(village) == [("Vàng Mí Dế", "2020-07-20", "2024-06-01")]
    assert told(answer) == ["Đã ghi: thôn Na Pô chưa có trưởng thôn từ 01/06/2024."]
    page = secretary.get(reverse("village_heads"))
    assert page.context["headless"] == [village]

    change(secretary, village, person=lan.pk, started_on="1/9/2024")
    assert heads(village)[1] == ("Vàng Thị Lan", "2024-09-01", "")


@pytest.mark.parametrize(
    ("typed", "name", "message"),
    [
        (
            {"started_on": "20/7/2020"},
            "started_on",
            "Vàng Mí Dế là trưởng thôn từ 20/07/2020. Ghi một ngày sau ngày đó, hoặc sửa ngày đã ghi.",
        ),
        ({"started_on": ""}, "started_on", "Ghi ngày thay."),
        ({"person": ""}, "person", "Chọn người thay."),
        ({"reason": ""}, "reason", "Ghi lý do Vàng Mí Dế thôi làm trưởng thôn."),
        ({"who": "moi"}, "full_name", "Ghi họ và tên."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(secretary, village, de, lan, typed, name, message):
    form = change(secretary, village, **{"person": lan.pk} | typed).context["form"]
    assert form.errors[name] == [message]
    assert heads(village) == BEFORE


def test_a_day_in_a_headship_that_has_ended_is_refused(secretary, village, de, lan):
    village.heads.update(ended_on=date(2024, 8, 1))
    form = change(secretary, village, person=lan.pk).context["form"]
    assert form.errors["started_on"] == [
        "Vàng Mí Dế còn là trưởng thôn đến 01/08/2024. Ghi từ ngày đó, hoặc sửa ngày đã ghi."
    ]


def test_a_village_without_a_head_has_nobody_to_end(secretary, village):
    form = change(secretary, village, who="khong").context["form"]
    assert form.errors["who"] == ["Thôn chưa ghi trưởng thôn nào. Chọn người giữ chức."]


def test_who_heads_another_village_is_asked_about(secretary, na_khe, village, de, lan):
    make_head(lan, make_village("Na Kinh", na_khe), date(2022, 1, 1))
    question = "Vàng Thị Lan đang là trưởng thôn Na Kinh. Vẫn ghi?"
    assert change(secretary, village, person=lan.pk).context["form"].errors["person"] == [question]
    assert heads(village) == BEFORE
    change(secretary, village, person=lan.pk, xac_nhan=question)
    assert heads(village)[1] == ("Vàng Thị Lan", "2024-06-01", "")


def test_a_namesake_is_asked_about_before_a_second_record_is_made(secretary, village, de, lan):
    form = change(secretary, village, who="moi", full_name="Vàng Thị Lan", sex="F").context["form"]
    assert form.errors["full_name"] == ["Trong sổ đã có: Vàng Thị Lan, sinh chưa rõ. Đây là người khác?"]
    assert Person.objects.count() == 2


def test_sent_twice_it_is_written_once(secretary, village, de):
    sent = given(village, who="moi", full_name="Giàng Mí Pó", sex="M")
    for _ in range(2):
        answer = secretary.post(reverse("village_head_change", args=[village.pk]), sent)
        assert answer.url == reverse("village_heads")
    assert (Person.objects.filter(full_name="Giàng Mí Pó").count(), VillageHead.objects.count()) == (1, 2)


def test_who_was_written_meanwhile_is_named_and_what_was_typed_stays(secretary, village, de, lan):
    sent = given(village, person=lan.pk, started_on="1/7/2024")
    change(secretary, village, who="moi", full_name="Giàng Mí Pó", sex="M")

    form = secretary.post(reverse("village_head_change", args=[village.pk]), sent).context["form"]

    assert form.non_field_errors() == [
        "Trong lúc này đã ghi Giàng Mí Pó làm trưởng thôn từ 01/06/2024. Xem lại rồi ghi."
    ]
    assert (form["person"].value(), form["started_on"].value()) == (str(lan.pk), "1/7/2024")
    assert len(heads(village)) == 2


def test_who_has_died_heads_no_village(secretary, village, de, lan):
    record(BY_SLUG["tu-tran"], [lan], {"effective_on": date(2024, 3, 1)})
    form = secretary.post(reverse("village_head_change", args=[village.pk]), given(village, person=lan.pk))
    assert form.context["form"].errors["person"] == ["Vàng Thị Lan đã từ trần ngày 01/03/2024."]


# --- Correcting ---


@pytest.fixture
def two(village):
    """Giàng Mí Pó to 20/07/2020, Vàng Mí Dế from then on."""
    old = make_head(make_person("Giàng Mí Pó"), village, date(2017, 7, 20), ended_on=date(2020, 7, 20))
    return old, make_head(make_person("Vàng Mí Dế"), village, date(2020, 7, 20))


def correct(client, head, **typed):
    url = reverse("person_fact", args=[head.person_id, "truong-thon", head.pk])
    form = client.get(url).context["form"]
    sent = {name: form.fields[name].prepare_value(form[name].initial) or "" for name in form.fields}
    return client.post(url, sent | {"base": form.base, "why": "Đối chiếu quyết định"} | typed)


def test_a_date_is_corrected_with_its_reason(secretary, village, two):
    old, _ = two
    correct(secretary, old, ended_on="1/7/2020")
    assert heads(village)[0] == ("Giàng Mí Pó", "2017-07-20", "2020-07-01")
    entry = LogEntry.objects.get_for_object(old).get(action=LogEntry.Action.UPDATE)
    assert entry.additional_data == {"reason": "Đối chiếu quyết định"}


def test_dates_that_would_overlap_name_who_stands_there(secretary, village, two):
    old, new = two
    before = heads(village)
    assert correct(secretary, new, started_on="19/7/2020").context["form"].errors["started_on"] == [
        "Trùng thời gian: Giàng Mí Pó là trưởng thôn từ 20/07/2017 đến 20/07/2020."
    ]
    assert correct(secretary, old, ended_on="").context["form"].errors["started_on"] == [
        "Trùng thời gian: Vàng Mí Dế là trưởng thôn từ 20/07/2020 đến nay."
    ]
    assert correct(secretary, old, ended_on="20/7/2017").context["form"].non_field_errors() == [
        "Ngày kết thúc phải sau ngày bắt đầu."
    ]
    assert heads(village) == before


def test_a_correction_without_a_reason_is_refused(secretary, two):
    form = correct(secretary, two[0], ended_on="1/7/2020", why="").context["form"]
    assert form.errors == {"why": ["Ghi lý do sửa hoặc xóa."]}


def test_pages_cost_the_same_for_one_village_and_for_many(secretary, na_khe, na_po, village, de, count_queries):
    pages = [reverse("village_heads"), reverse("village_head_change", args=[village.pk])]
    costs = [count_queries(secretary, page) for page in pages]
    for number in range(10):
        make_head(make_member(f"Lù Văn {number}", na_po), make_village(f"Thôn {number}", na_khe))
        make_head(
            make_person(f"Ly Thị {number}"), village, date(2001 + number, 1, 1), ended_on=date(2001 + number, 9, 1)
        )
    assert [count_queries(secretary, page) for page in pages] == costs
    assert max(costs) <= 8
