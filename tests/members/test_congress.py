"""A congress as one form: it ends what was, opens what it elected, and can be taken back."""

from datetime import date

import pytest
from django.urls import reverse

from members.models import Office
from members.reorganisation import cancel
from nakhe.effects import texts
from tests.factories import make_member, make_office, make_unit, make_user
from units.models import Committee, Congress, Term, UnitChange

pytestmark = pytest.mark.django_db
LONG_BEFORE = date(2020, 6, 15)


@pytest.fixture
def bang(na_po):
    return make_member("Hoàng Văn Bằng", na_po)


@pytest.fixture
def former(na_po, lan):
    """Term V: Lan is secretary, in a committee."""
    congress = Congress.objects.create(unit=na_po, ordinal=5)
    term = Term.objects.create(unit=na_po, congress=congress, first_year=2020, last_year=2022, started_on=LONG_BEFORE)
    committee = Committee.objects.create(unit=na_po, term=term, started_on=LONG_BEFORE)
    return make_office(lan, na_po, started_on=LONG_BEFORE, term=term, committee=committee)


@pytest.fixture
def secretary(client, commune):
    client.force_login(make_user("SECRETARY", commune))
    return client


def given(form, **chosen):
    """What is sent from the opened form: term VI of 15/12/2022, and who was elected to what."""
    return {
        "batch": str(form.initial["batch"]), "ordinal": "6", "held_on": "15/12/2022", "first_year": "2022",
        "last_year": "2025", "members_entitled": "12", "members_present": "11",
        **{f"chuc_{person}": position for person, position in chosen.items()},
    }  # fmt: skip


def address(unit):
    return reverse("congress_add", args=[unit.pk])


def hold(client, unit, elected, **more):
    """Fill the form in, look at the preview, confirm it; (preview, answer)."""
    form = client.get(address(unit)).context["form"]
    sent = given(form) | {f"chuc_{person.pk}": position for person, position in elected.items()} | more
    page = client.post(address(unit), sent)
    form = page.context["form"]
    assert form.preview, form.errors
    return form.preview, client.post(address(unit), sent | {"seen": form.fingerprint}), sent


def stored():
    models = (Congress, Term, Committee, Office)
    return {(model.__name__, row.pk): texts(row) for model in models for row in model.objects.all()}


def test_the_congress_ends_what_was_and_opens_what_it_elected(secretary, na_po, lan, bang, former):
    preview, answer, _ = hold(secretary, na_po, {lan: "COMMITTEE_MEMBER", bang: "SECRETARY"}, elects_committee="on")

    assert preview.sentences == [
        "Vàng Thị Lan thôi Bí thư chi bộ từ 15/12/2022",
        "Chi ủy cũ kết thúc ngày 15/12/2022",
        "Nhiệm kỳ V (2020–2022) kết thúc ngày 15/12/2022",
        "Đại hội lần VI ngày 15/12/2022, dự 11 trên 12",
        "Nhiệm kỳ VI (2022–2025) từ 15/12/2022",
        "Chi ủy mới từ 15/12/2022",
        "Hoàng Văn Bằng: Bí thư chi bộ từ 15/12/2022",
        "Vàng Thị Lan: Chi ủy viên từ 15/12/2022",
    ]
    day = date(2022, 12, 15)
    former.refresh_from_db()
    assert (former.ended_on, former.term.ended_on, former.committee.ended_on) == (day, day, day)
    held = Office.objects.as_of(day).values_list("person__full_name", "position", "term__congress__ordinal")
    assert set(held) == {("Hoàng Văn Bằng", "SECRETARY", 6), ("Vàng Thị Lan", "COMMITTEE_MEMBER", 6)}
    assert Office.objects.as_of(day).filter(committee=Committee.objects.get(ended_on=None)).count() == 2
    congress = Congress.objects.get(ordinal=6)
    assert (congress.members_entitled, congress.members_present) == (12, 11)
    assert answer.url == UnitChange.objects.get().get_absolute_url()


def test_taken_back_everything_is_as_before(secretary, na_po, lan, bang, former):
    before = stored()
    hold(secretary, na_po, {bang: "SECRETARY"}, elects_committee="on")
    assert stored() != before
    cancel(UnitChange.objects.get(), None, "Ghi nhầm")
    assert stored() == before


def test_two_clicks_make_one_congress(secretary, na_po, bang):
    _, _, sent = hold(secretary, na_po, {bang: "SECRETARY"})
    again = secretary.post(address(na_po), sent | {"seen": "x"})
    assert again.status_code == 302
    assert Congress.objects.count() == UnitChange.objects.count() == 1


def test_what_was_not_seen_is_not_written(secretary, na_po, bang):
    form = secretary.get(address(na_po)).context["form"]
    secretary.post(address(na_po), given(form) | {f"chuc_{bang.pk}": "SECRETARY", "seen": "x"})
    assert not Congress.objects.exists()


def test_the_rules_speak_and_refuse_nothing(secretary, na_po, lan, bang):
    """2 official members, one probationary elected, 7 of 12 present: under two thirds (8)."""
    mai = make_member("Lù Thị Mai", na_po, official_on=None)
    elected = {lan: "COMMITTEE_MEMBER", mai: "COMMITTEE_MEMBER"}
    preview, _, _ = hold(secretary, na_po, elected, elects_committee="on", members_present="7")
    assert preview.remarks == [
        "chi bộ có 2 đảng viên chính thức, dưới 9 để bầu chi ủy",
        "chưa chọn bí thư",
        "Lù Thị Mai là đảng viên dự bị",
        "dự 7 trên 12, dưới hai phần ba số được triệu tập",
    ]


def test_a_congress_found_in_an_old_book_ends_where_the_next_term_begins(secretary, na_po, lan, bang, former):
    _, _, _ = hold(secretary, na_po, {bang: "SECRETARY"}, ordinal="4", held_on="10/1/2018", first_year="2018")
    term = Term.objects.get(congress__ordinal=4)
    assert (term.started_on, term.ended_on) == (date(2018, 1, 10), LONG_BEFORE)
    assert Office.objects.get(person=bang).ended_on == LONG_BEFORE
    former.refresh_from_db()
    assert former.ended_on is None


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"held_on": "15/12/2099"}, "Đại hội chưa tới ngày này; ghi sau khi họp xong."),
        ({"last_year": "2021"}, "Năm cuối nhiệm kỳ không được trước năm đầu."),
        ({"ordinal": "5"}, "Đại hội lần này đã có trong sổ."),
        ({"members_present": "13"}, "Số dự đại hội không được nhiều hơn số được triệu tập."),
        ({"held_on": "15/6/2020"}, "đã ghi bắt đầu đúng ngày này. Sửa hoặc xóa mục đó trước."),
        ({"chuc_987654": "SECRETARY"}, "1 người đã chọn không sinh hoạt ở đây ngày 15/12/2022. Xem lại danh sách."),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(secretary, na_po, bang, former, more, error):
    form = secretary.get(address(na_po)).context["form"]
    before = stored()
    page = secretary.post(address(na_po), given(form) | {f"chuc_{bang.pk}": "SECRETARY"} | more)
    assert error in page.content.decode()
    assert stored() == before


def test_those_in_office_come_first_and_the_words_are_those_of_a_dang_bo(secretary, commune, na_po, lan, bang):
    make_office(bang, commune, "DEPUTY_SECRETARY", started_on=LONG_BEFORE)
    form = secretary.get(address(commune)).context["form"]
    told = [(heading, [str(row.person) for row, _ in rows]) for heading, rows in form.branches]
    assert told == [("Đang giữ chức", ["Hoàng Văn Bằng"]), ("Chi bộ thôn Na Pô", ["Vàng Thị Lan"])]
    assert form.branches[0][1][0][0].holds == "Phó Bí thư Đảng ủy"
    assert form["members_present"].label == "Đại biểu dự"


def test_a_higher_committee_elects_among_all_chi_bo(secretary, commune, na_po, bang):
    school = make_unit("Chi bộ Trường học", commune, unit_type="SCHOOL")
    teacher = make_member("Nông Thị Duyên", school)
    preview, _, _ = hold(secretary, commune, {bang: "SECRETARY", teacher: "STANDING_MEMBER"}, elects_committee="on")
    assert preview.sentences[-2:] == [
        "Hoàng Văn Bằng: Bí thư Đảng ủy từ 15/12/2022",
        "Nông Thị Duyên: Ủy viên Ban Thường vụ từ 15/12/2022",
    ]
