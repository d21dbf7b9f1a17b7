"""Movements as documents: what each changes, what is refused, and taking one back."""

from datetime import date

import pytest

from members.models import Discipline, Exemption, Membership, Movement, Office, Person, TemporaryAbsence, VillageHead
from members.movements.document import Refused, cancel, preview, record
from members.movements.verbs import BY_SLUG
from nakhe.effects import Superseded, texts
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
from units.models import Unit

pytestmark = pytest.mark.django_db
JUNE = date(2024, 6, 1)


def write(slug, person, day=JUNE, **given):
    (movement,) = record(BY_SLUG[slug], [person], {"effective_on": day, **given})
    return movement


def refusal(slug, person, day=JUNE, **given):
    with pytest.raises(Refused) as refused:
        write(slug, person, day, **given)
    return " ".join(refused.value.messages)


def members(unit, day):
    return Membership.objects.as_of(day).filter(unit=unit).count()


def everything():
    """Every stored value of what movements write, to compare before and after."""
    models = (Person, Membership, Office, VillageHead, Exemption, TemporaryAbsence, Discipline)
    return {(model.__name__, row.pk): texts(row) for model in models for row in model.objects.all()}


def test_a_transfer_counts_once_on_its_day(lan, na_po, na_kinh):
    write("chuyen-noi-bo", lan, to_unit=na_kinh, decision_number="12-QĐ/ĐU")
    assert [members(na_po, date(2024, 5, 31)), members(na_kinh, date(2024, 5, 31))] == [1, 0]
    assert [members(na_po, JUNE), members(na_kinh, JUNE)] == [0, 1]
    old, new = lan.memberships.order_by("started_on")
    assert (old.reason_out, old.counterpart_out, old.decision_out) == ("INTERNAL", na_kinh, "12-QĐ/ĐU")
    assert (new.reason_in, new.counterpart_in, new.decision_in) == ("INTERNAL", na_po, "12-QĐ/ĐU")


def test_a_transfer_is_not_cancelled_under_what_the_new_chi_bo_wrote(lan, na_po, na_kinh):
    moved = write("chuyen-noi-bo", lan, to_unit=na_kinh)
    office = make_office(lan, na_kinh, "COMMITTEE_MEMBER", date(2024, 7, 1))
    with pytest.raises(Superseded, match="Đã ghi sau đó: chức vụ Chi ủy viên của Vàng Thị Lan ở"):
        cancel(moved, None, "Ghi nhầm")
    assert members(na_kinh, JUNE) == 1

    office.delete()
    cancel(moved, None, "Ghi nhầm")
    assert (members(na_po, JUNE), members(na_kinh, JUNE)) == (1, 0)


def test_who_is_transferred_leaves_the_office_at_the_old_chi_bo_only(lan, na_po, na_kinh, commune):
    here, above = make_office(lan, na_po), make_office(lan, commune, "COMMITTEE_MEMBER")
    write("chuyen-noi-bo", lan, to_unit=na_kinh)
    here.refresh_from_db()
    above.refresh_from_db()
    assert (here.ended_on, above.ended_on) == (JUNE, None)


def test_the_preview_tells_the_numbers_and_keeps_nothing(lan, na_po, na_kinh):
    make_member("Lù Văn Mìn", na_po)
    make_office(lan, na_po)
    before = everything()
    found = preview(BY_SLUG["chuyen-noi-bo"], [lan], {"effective_on": JUNE, "to_unit": na_kinh})
    assert sorted(found.strengths_text) == ["Chi bộ thôn Na Kinh 0 → 1", "Chi bộ thôn Na Pô 2 → 1"]
    ((person, day, said),) = found.people
    assert (person, day) == (lan, JUNE)
    assert said == [
        "Chuyển nội bộ đi: Chi bộ thôn Na Pô từ 01/06/2024",
        "Thôi Bí thư chi bộ (Chi bộ thôn Na Pô) từ 01/06/2024",
        "Chuyển nội bộ đến: Chi bộ thôn Na Kinh từ 01/06/2024",
    ]
    assert everything() == before
    assert not Movement.objects.exists()


def test_a_transfer_in_the_future_takes_effect_on_its_day(lan, na_po, na_kinh):
    day = date(2027, 1, 15)
    write("chuyen-noi-bo", lan, day, to_unit=na_kinh)
    assert [members(na_po, date(2027, 1, 14)), members(na_kinh, day)] == [1, 1]


def test_what_cannot_be_is_refused_with_its_reason(lan, na_po, na_kinh):
    assert "sinh hoạt ở Chi bộ thôn Na Pô từ 01/01/2000" in refusal("tu-tran", lan, date(1999, 1, 1))
    assert "chưa tới" in refusal("tu-tran", lan, date(2027, 1, 1))
    assert "Chọn một chi bộ khác" in refusal("chuyen-noi-bo", lan, to_unit=na_po)
    assert "chưa là đảng viên" in refusal("chuyen-noi-bo", make_person("Lý Thị Mai"), to_unit=na_kinh)
    assert "đang sinh hoạt ở" in refusal("chuyen-den", lan, unit=na_kinh, place="Đảng bộ xã Du Già")
    write("chuyen-di", lan, place="Đảng bộ xã Du Già")
    assert "đã ghi chuyển đi từ 01/06/2024" in refusal("tu-tran", lan, date(2024, 5, 1))


def test_one_refusal_keeps_everybody_where_they_are(lan, na_po, na_kinh):
    outsider = make_person("Lý Thị Mai")
    with pytest.raises(Refused):
        record(BY_SLUG["chuyen-noi-bo"], [lan, outsider], {"effective_on": JUNE, "to_unit": na_kinh})
    assert members(na_po, JUNE) == 1
    assert not Movement.objects.exists()


def test_admission_of_who_is_on_file_already(na_po):
    mai = make_person("Lý Thị Mai", birth_on="1995-02-03")
    write("ket-nap", mai, unit=na_po, decision_number="45-QĐ/HU", decided_on=date(2024, 5, 20), introducers="Lan, Mìn")
    mai.refresh_from_db()
    assert (str(mai.admission_decision_on), str(mai.admitted_on)) == ("20/05/2024", "01/06/2024")
    assert members(na_po, JUNE) == 1
    assert not Membership.objects.official_on(JUNE)
    assert "đã từng là đảng viên" in refusal("ket-nap", mai, date(2025, 1, 1), unit=na_po)


def test_who_is_too_young_is_not_admitted(na_po):
    mai = make_person("Lý Thị Mai", birth_on="2008-02-03")
    assert "Chưa đủ 18 tuổi" in refusal("ket-nap", mai, unit=na_po, decided_on=date(2024, 5, 20))


def test_recognition_without_a_day_is_twelve_months_after_each_ceremony(na_po):
    people = []
    for name, day in (("Lan", PartialDate(2023, 3, 10)), ("Mai", PartialDate(2023, 5, 2))):
        people.append(make_person(f"Vàng Thị {name}", admitted_on=day))
        join(people[-1], na_po, day.first_day)
    record(BY_SLUG["cong-nhan-chinh-thuc"], people, {"effective_on": None, "decision_number": "9-QĐ/HU"})
    assert [str(person.official_on) for person in Person.objects.order_by("pk")] == ["10/03/2024", "02/05/2024"]


def test_recognition_too_early_is_asked_about(na_po):
    mai = make_person("Lý Thị Mai", admitted_on="2024-01-10")
    join(mai, na_po, date(2024, 1, 10))
    found = preview(BY_SLUG["cong-nhan-chinh-thuc"], [mai], {"effective_on": JUNE})
    assert [field for field, _ in found.questions] == ["effective_on"]
    assert "tròn 12 tháng" in found.questions[0][1]


def test_death_ends_offices_exemption_and_headship(lan, na_po, commune):
    head = make_head(lan, make_village("Na Pô", commune))
    office = make_office(lan, na_po)
    exemption = Exemption.objects.create(person=lan, started_on=date(2020, 1, 1))
    write("tu-tran", lan)
    for row in (head, office, exemption):
        row.refresh_from_db()
    assert [head.ended_on, office.ended_on, exemption.ended_on] == [JUNE] * 3
    assert lan.memberships.get().reason_out == "DIED"


def test_expulsion_stands_in_the_record_of_discipline(lan):
    write("khai-tru", lan, decision_number="7-QĐ/UBKT", decided_on=date(2024, 5, 28), note="Vi phạm")
    assert [(row.form, row.decided_on) for row in lan.disciplines.all()] == [("EXPULSION", date(2024, 5, 28))]


def test_readmission_begins_a_second_probation_and_leaves_the_past_as_it_was(lan, na_po):
    write("xoa-ten", lan, date(2020, 5, 1), decision_number="3-QĐ/HU")
    write("ket-nap-lai", lan, JUNE, unit=na_po, decision_number="8-QĐ/HU")
    official = [Membership.objects.as_of(day).official_on(day).count() for day in (date(2019, 1, 1), JUNE)]
    assert official == [1, 0]
    assert Membership.objects.as_of(JUNE).probationary_on(JUNE).count() == 1
    record(BY_SLUG["cong-nhan-chinh-thuc"], [lan], {"effective_on": None})
    assert Membership.objects.as_of(date(2025, 6, 1)).official_on(date(2025, 6, 1)).count() == 1
    assert Membership.objects.as_of(date(2025, 5, 31)).official_on(date(2025, 5, 31)).count() == 0


def test_restoration_needs_an_exclusion_and_no_probation(lan, na_po):
    write("chuyen-di", lan, date(2020, 5, 1), place="Đảng bộ xã Du Già")
    assert "không có trong sổ" in refusal("khoi-phuc", lan, unit=na_po)
    write("chuyen-den", lan, date(2021, 5, 1), unit=na_po, place="Đảng bộ xã Du Già")
    write("khai-tru", lan, date(2022, 5, 1), decision_number="1-QĐ/UBKT")
    write("khoi-phuc", lan, unit=na_po, decision_number="2-QĐ/TU")
    assert Membership.objects.as_of(JUNE).official_on(JUNE).count() == 1


def test_a_temporary_transfer_stays_counted_at_home(lan, na_po):
    write("chuyen-tam-thoi", lan, place="Trường Chính trị tỉnh", until=date(2025, 2, 1))
    assert members(na_po, date(2024, 7, 1)) == 1
    write("ve-sau-tam-thoi", lan, date(2024, 12, 1))
    assert lan.absences.get().ended_on == date(2024, 12, 1)
    assert "không sinh hoạt tạm thời" in refusal("ve-sau-tam-thoi", lan, date(2025, 1, 1))


def test_exemption_and_suspension_begin_once_and_end(lan):
    write("mien-sinh-hoat", lan)
    assert "đang miễn công tác" in refusal("mien-sinh-hoat", lan, date(2024, 7, 1))
    write("thoi-mien", lan, date(2024, 8, 1))
    write("dinh-chi", lan, date(2024, 9, 1), scope="COMMITTEE")
    write("thoi-dinh-chi", lan, date(2024, 10, 1))
    assert (lan.exemptions.get().ended_on, lan.suspensions.get().ended_on) == (date(2024, 8, 1), date(2024, 10, 1))
    assert lan.suspensions.get().scope == "COMMITTEE"


def test_taking_back_restores_exactly_what_was_there(lan, na_po, na_kinh, commune):
    make_office(lan, na_po)
    make_head(lan, make_village("Na Pô", commune))
    before = everything()
    clerk = make_user(username="van-phong")
    for slug, given in (("tu-tran", {}), ("khai-tru", {}), ("chuyen-noi-bo", {"to_unit": na_kinh})):
        movement = write(slug, lan, **given)
        assert everything() != before
        cancel(movement, clerk, "Ghi nhầm người")
        assert everything() == before
        movement.refresh_from_db()
        assert (movement.is_cancelled, movement.cancelled_by, movement.cancel_reason) == (True, clerk, "Ghi nhầm người")


def test_what_was_built_upon_is_taken_back_last(lan, na_kinh):
    first = write("chuyen-noi-bo", lan, to_unit=na_kinh)
    second = write("tu-tran", lan, date(2024, 9, 1))
    with pytest.raises(Superseded, match="Hủy lần ghi sau trước"):
        cancel(first, None, "Ghi nhầm")
    cancel(second, None, "Ghi nhầm")
    cancel(first, None, "Ghi nhầm")
    assert lan.memberships.get().ended_on is None


def test_nobody_is_put_back_into_a_chi_bo_that_has_ended_since(lan, na_po):
    moved = write("chuyen-di", lan, place="Đảng bộ xã Du Già")
    Unit.objects.filter(pk=na_po.pk).update(ended_on=date(2025, 2, 15))
    with pytest.raises(Superseded, match="đã ngừng hoạt động từ 15/02/2025"):
        cancel(moved, None, "Ghi nhầm")
    assert lan.memberships.get().ended_on is not None


def test_who_was_admitted_by_mistake_stays_on_file_of_the_unit(na_po):
    reader = make_user("OFFICE", na_po)
    mai = make_person("Lý Thị Mai")
    cancel(write("ket-nap", mai, unit=na_po, decided_on=date(2024, 5, 20)), reader, "Ghi nhầm người")
    assert list(Person.objects.changeable_by(reader)) == [mai]


def test_a_second_click_writes_nothing_more(lan, na_kinh):
    batch = Movement().batch
    given = {"effective_on": JUNE, "to_unit": na_kinh}
    first = record(BY_SLUG["chuyen-noi-bo"], [lan], given, batch=batch)
    again = record(BY_SLUG["chuyen-noi-bo"], [lan], given, batch=batch)
    assert first == again
    assert lan.memberships.count() == 2


def test_a_move_to_another_committee_is_the_old_ones_to_change_until_its_day(lan, na_po):
    elsewhere = make_unit("Chi bộ thôn Bản Rào", make_commune("Đảng bộ xã Du Già"))
    reader = make_user("OFFICE", na_po)
    write("chuyen-noi-bo", lan, date(2027, 1, 15), to_unit=elsewhere)
    assert list(Person.objects.changeable_by(reader)) == [lan]


def test_nobody_enters_a_chi_bo_before_it_is_founded_or_one_that_ends(lan, commune):
    later = make_unit("Chi bộ Trường học", commune, started_on=date(2024, 7, 1))
    closed = make_unit("Chi bộ Y tế", commune, ended_on=date(2024, 9, 1))
    assert "chưa có vào ngày 01/06/2024" in refusal("chuyen-noi-bo", lan, to_unit=later)
    assert "kết thúc hoạt động từ 01/09/2024" in refusal("chuyen-noi-bo", lan, to_unit=closed)
