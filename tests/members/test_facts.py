"""Facts of a person or a unit: added, put right, ended, removed – and nobody's change is lost."""

from datetime import date

import pytest
from auditlog.models import LogEntry
from django.urls import reverse

from members.facts import FACTS
from members.models import Badge, BadgeLevel, Commendation, Discipline, Office, Person, Qualification, TrainingCourse
from nakhe.vietnamese.dates import PartialDate
from tests.factories import make_member, make_office, make_unit, make_user
from units.models import Committee, Congress, Term

pytestmark = pytest.mark.django_db


@pytest.fixture
def lan(na_po):
    return make_member("Vàng Thị Lan", na_po, admission_decision_on="1990-03-26")


@pytest.fixture
def secretary(client, commune):
    client.force_login(make_user("SECRETARY", commune, full_name="Hoàng Văn Bằng"))
    return client


def adding(owner, slug):
    kind = "person" if isinstance(owner, Person) else "unit"
    return reverse(f"{kind}_fact_add", args=[owner.pk, slug])


def page_of(owner, slug, fact):
    kind = "person" if isinstance(owner, Person) else "unit"
    return reverse(f"{kind}_fact", args=[owner.pk, slug, fact.pk])


def opened(client, address):
    """What a browser would send back unchanged."""
    form = client.get(address).context["form"]
    values = {name: form[name].initial for name in form.fields}
    sent = {name: form.fields[name].prepare_value(value) for name, value in values.items()}
    sent = {name: "on" if value is True else value for name, value in sent.items() if value not in (None, False)}
    return sent | {"base": form.base}


def errors(page):
    return {name: list(found) for name, found in page.context["form"].errors.items()}


def test_a_reprimand_is_added_and_stands_in_the_record(secretary, lan):
    answer = secretary.post(
        adding(lan, "ky-luat"), {"form": "REPRIMAND", "decided_on": "5/4/2023", "reason": "Vi phạm"}
    )

    assert answer.url == f"/dang-vien/{lan.pk}/#khen"
    row = Discipline.objects.get()
    assert (row.person, row.form, row.decided_on, row.reason) == (lan, "REPRIMAND", date(2023, 4, 5), "Vi phạm")
    assert "Kỷ luật: Khiển trách" in secretary.get(lan.get_absolute_url()).content.decode()


def test_two_clicks_add_one(secretary, lan):
    given = {"form": "Giấy khen", "decided_on": "5/4/2023", "given_by": "Huyện ủy"}
    secretary.post(adding(lan, "khen-thuong"), given)
    secretary.post(adding(lan, "khen-thuong"), given)
    assert Commendation.objects.count() == 1


def test_what_would_be_there_twice_is_an_error_although_the_person_is_not_on_the_form(secretary, lan):
    level = BadgeLevel.objects.get(years=30)
    Badge.objects.create(person=lan, level=level, awarded_on=date(2020, 5, 19))
    page = secretary.post(adding(lan, "huy-hieu"), {"level": level.pk, "awarded_on": "2/9/2020"})
    assert errors(page) == {"__all__": ["Người này đã được tặng huy hiệu này."]}


def test_a_badge_before_its_years_is_asked_about(secretary, lan):
    """26/03/1990 and 40 years: 26/03/2030; awarded on 03/02/2025."""
    level = BadgeLevel.objects.get(years=40)
    given = {"level": level.pk, "awarded_on": "3/2/2025"}
    question = "Đến ngày này chưa đủ 40 năm tuổi đảng (tròn vào 26/03/2030)."

    assert errors(secretary.post(adding(lan, "huy-hieu"), given)) == {"awarded_on": [question]}
    secretary.post(adding(lan, "huy-hieu"), given | {"xac_nhan": [question]})
    assert Badge.objects.get().level == level


def test_a_day_that_has_not_come_is_refused(secretary, lan):
    page = secretary.post(adding(lan, "ky-luat"), {"form": "WARNING", "decided_on": "5/4/2099"})
    assert errors(page) == {"decided_on": ["Ngày này chưa tới."]}


class TestALifeItself:
    """Lan was born in March 1972 and admitted on 26/03/1990."""

    @pytest.fixture
    def lan(self, na_po):
        return make_member("Vàng Thị Lan", na_po, birth_on="1972-03", admission_decision_on="1990-03-26")

    @pytest.mark.parametrize(
        ("day", "error"),
        [("1950", "Trước hoặc đúng năm sinh (3/1972). Kiểm tra lại năm."), ("2099", "Ngày này chưa tới.")],
    )
    def test_no_degree_before_birth_or_in_the_future(self, secretary, lan, day, error):
        page = secretary.post(adding(lan, "trinh-do"), {"kind": "PROFESSIONAL", "level": "Đại học", "started_on": day})
        assert errors(page) == {"started_on": [error]}

    def test_no_reprimand_before_birth_and_one_before_admission_is_asked_about(self, secretary, lan):
        page = secretary.post(adding(lan, "ky-luat"), {"form": "REPRIMAND", "decided_on": "1/1/1960"})
        assert errors(page) == {"decided_on": ["Trước ngày sinh (3/1972). Kiểm tra lại năm."]}
        page = secretary.post(adding(lan, "ky-luat"), {"form": "REPRIMAND", "decided_on": "1/1/1990"})
        assert errors(page) == {"decided_on": ["Ngày này trước khi vào Đảng (26/03/1990)."]}

    def test_an_expulsion_is_a_movement(self, secretary, lan):
        page = secretary.post(adding(lan, "ky-luat"), {"form": "EXPULSION", "decided_on": "1/6/2024"})
        assert f"/bien-dong/ghi/khai-tru/?nguoi={lan.pk}" in page.content.decode()
        assert not Discipline.objects.exists()

    def test_the_level_on_file_is_named_when_it_is_typed_again(self, secretary, lan):
        Qualification.objects.create(person=lan, kind="PROFESSIONAL", level="UNIVERSITY", started_on="1995")
        given = {"kind": "PROFESSIONAL", "level": "Đại học", "started_on": "2010"}
        said = "“Đại học” đã ghi, là mức cao nhất hiện nay. Bổ sung ngành, ngày thì sửa mục đó."
        assert errors(secretary.post(adding(lan, "trinh-do"), given)) == {"level": [said]}


class TestQualifications:
    def test_a_level_is_written_as_people_say_it_and_ends_the_one_before(self, secretary, lan):
        old = Qualification.objects.create(person=lan, kind="PROFESSIONAL", level="COLLEGE", started_on="2005")
        given = {"kind": "PROFESSIONAL", "level": "dai hoc", "subject": "Sư phạm", "started_on": "6/2012"}
        secretary.post(adding(lan, "trinh-do"), given)

        old.refresh_from_db()
        new = Qualification.objects.get(level="UNIVERSITY")
        assert (old.ended_on, new.started_on, new.ended_on) == (PartialDate(2012, 6), PartialDate(2012, 6), None)

    def test_without_its_day_the_former_one_cannot_end(self, secretary, lan):
        Qualification.objects.create(person=lan, kind="PROFESSIONAL", level="COLLEGE", started_on="2005")
        page = secretary.post(adding(lan, "trinh-do"), {"kind": "PROFESSIONAL", "level": "Đại học"})
        said = "Ghi ngày đạt được: mức đang ghi “Cao đẳng” kết thúc từ ngày đó."
        assert errors(page)["started_on"] == [said]
        assert Qualification.objects.count() == 1

    def test_an_unknown_level_is_told_which_there_are(self, secretary, lan):
        page = secretary.post(adding(lan, "trinh-do"), {"kind": "POLITICAL", "level": "Đại học"})
        known = "Cử nhân, Cao cấp, Trung cấp, Sơ cấp, Chưa qua"
        assert errors(page) == {"level": [f"Không có mức “Đại học”. Ghi một trong: {known}."]}
        assert page.context["form"]["level"].value() == "Đại học"

    def test_opened_and_sent_back_it_is_the_same(self, secretary, lan):
        row = Qualification.objects.create(person=lan, kind="POLITICAL", level="ADVANCED", started_on="2016-05")
        address = page_of(lan, "trinh-do", row)
        sent = opened(secretary, address)
        assert sent["level"] == "Cao cấp"
        answer = secretary.post(address, sent | {"why": "Xem lại"}, follow=True)
        assert "Không có thay đổi nào để lưu." in answer.content.decode()


class TestPuttingRight:
    @pytest.fixture
    def office(self, lan, na_po):
        return make_office(lan, na_po, started_on=date(2020, 6, 15))

    def test_an_office_ends_with_a_reason_in_the_log(self, secretary, lan, office):
        address = page_of(lan, "chuc-vu", office)
        secretary.post(address, opened(secretary, address) | {"ended_on": "1/3/2023", "why": "Thôi theo đơn"})

        office.refresh_from_db()
        assert office.ended_on == date(2023, 3, 1)
        entry = LogEntry.objects.get_for_object(office).first()
        assert entry.additional_data == {"reason": "Thôi theo đơn"}

    def test_without_a_reason_nothing_is_saved_and_what_was_typed_stays(self, secretary, lan, office):
        address = page_of(lan, "chuc-vu", office)
        page = secretary.post(address, opened(secretary, address) | {"ended_on": "1/3/2023"})
        assert errors(page) == {"why": ["Ghi lý do sửa hoặc xóa."]}
        assert page.context["form"]["ended_on"].value() == "1/3/2023"

    def test_the_second_of_two_sees_what_the_first_saved_and_chooses(self, secretary, lan, office):
        address = page_of(lan, "chuc-vu", office)
        mine = opened(secretary, address) | {"ended_on": "1/3/2023", "why": "Thôi"}
        Office.objects.filter(pk=office.pk).update(decision_number="15-QĐ/ĐU", ended_on=date(2023, 4, 1))

        page = secretary.post(address, mine)

        office.refresh_from_db()
        assert office.ended_on == date(2023, 4, 1)
        told = {(change.label.lower(), change.new, change.typed) for change in page.context["conflict"].changes}
        assert told == {("đến ngày", "01/04/2023", "1/3/2023"), ("số quyết định", "15-QĐ/ĐU", "")}
        form = page.context["form"]
        assert (form["ended_on"].value(), form["decision_number"].value()) == ("1/3/2023", "15-QĐ/ĐU")

        secretary.post(address, mine | {"decision_number": "15-QĐ/ĐU", "base": form.base})
        office.refresh_from_db()
        assert (office.ended_on, office.decision_number) == (date(2023, 3, 1), "15-QĐ/ĐU")

    def test_the_others_value_may_be_taken_field_by_field(self, secretary, lan, office):
        address = page_of(lan, "chuc-vu", office)
        mine = opened(secretary, address) | {"ended_on": "1/3/2023", "decision_number": "9-QĐ/ĐU", "why": "Thôi"}
        Office.objects.filter(pk=office.pk).update(decision_number="15-QĐ/ĐU", ended_on=date(2023, 4, 1))
        page = secretary.post(address, mine)
        assert page.content.decode().count("Lấy bản của Người khác") == 2

        secretary.post(address, mine | {"lay": ["ended_on"], "base": page.context["form"].base})

        office.refresh_from_db()
        assert (office.ended_on, office.decision_number) == (date(2023, 4, 1), "9-QĐ/ĐU")

    def test_what_was_written_by_mistake_is_removed_and_the_log_says_why(self, secretary, lan, office):
        address = page_of(lan, "chuc-vu", office)
        sent = opened(secretary, address)
        page = secretary.post(address, sent | {"xoa": "1"})
        assert errors(page) == {"why": ["Ghi lý do sửa hoặc xóa."]}

        secretary.post(address, sent | {"xoa": "1", "why": "Ghi nhầm người"})
        assert not Office.objects.exists()
        entry = LogEntry.objects.filter(content_type__model="office", action=LogEntry.Action.DELETE).get()
        assert entry.additional_data == {"reason": "Ghi nhầm người"}

    def test_what_others_hang_on_is_not_removed(self, secretary, na_po):
        congress = Congress.objects.create(unit=na_po, ordinal=5)
        Term.objects.create(unit=na_po, congress=congress, first_year=2020, last_year=2022, started_on=date(2020, 1, 1))
        address = page_of(na_po, "dai-hoi", congress)
        page = secretary.post(address, opened(secretary, address) | {"xoa": "1", "why": "Nhầm"})
        assert "Chưa xóa được: còn nhiệm kỳ ghi theo mục này." in page.content.decode()
        assert Congress.objects.exists()


def test_how_somebody_attended_a_course_is_put_right(secretary, commune, na_po, lan):
    course = TrainingCourse.objects.create(unit=commune, name="Nghiệp vụ", kind="PARTY_WORK", started_on="8/2023")
    row = course.attendances.create(person=lan, unit=na_po, attended_as="MEMBER")
    address = page_of(lan, "boi-duong", row)
    assert address in secretary.get(lan.get_absolute_url()).content.decode()
    given = {"attended_as": "SECRETARY", "result": "Giỏi", "why": "Theo chứng chỉ"}
    secretary.post(address, opened(secretary, address) | given)
    row.refresh_from_db()
    assert (row.attended_as, row.result) == ("SECRETARY", "Giỏi")


def test_a_party_office_outside_the_own_chi_bo_is_asked_about(secretary, commune, lan):
    other = make_unit("Chi bộ Trường học", commune, unit_type="SCHOOL")
    given = {"position": "SECRETARY", "unit": other.pk, "started_on": "1/1/2024"}
    question = f"Ngày 01/01/2024 chưa ghi người này sinh hoạt ở {other}."
    assert errors(secretary.post(adding(lan, "chuc-vu"), given)) == {"unit": [question]}


def test_a_committee_of_a_unit_is_added_once(secretary, na_po):
    given = {"started_on": "15/6/2020", "decision_number": "07-QĐ/ĐU"}
    answer = secretary.post(adding(na_po, "cap-uy"), given)
    assert answer.url == f"/chi-bo/{na_po.pk}/#cv"
    page = secretary.post(adding(na_po, "cap-uy"), {"started_on": "1/1/2021"})
    assert page.status_code == 200 and "Tổ chức này đang có một cấp ủy." in page.content.decode()
    assert Committee.objects.count() == 1


def test_the_office_writes_details_of_people_and_not_what_the_committee_decides_of_itself(client, commune, lan, na_po):
    client.force_login(make_user("OFFICE", commune))
    statuses = {
        kind.slug: client.get(adding(lan if kind.owner is Person else na_po, kind.slug)).status_code
        for kind in FACTS
        if kind.is_added
    }
    assert statuses == {
        "trinh-do": 200, "ky-luat": 200, "huy-hieu": 200, "chuc-vu": 403, "cap-uy": 403, "khen-thuong": 403
    }  # fmt: skip
    assert client.get(adding(lan, "khen-thuong")).status_code == 200


@pytest.mark.parametrize("slug", ["mien", "dai-hoi", "khong-co"])
def test_what_a_document_opens_is_not_added_here(secretary, lan, slug):
    assert secretary.get(adding(lan, slug)).status_code == 404
