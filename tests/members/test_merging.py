"""Two records of one person: what moves, what is asked or refused, and both as they were when it is taken back."""

from datetime import date
from uuid import uuid4

import pytest
from auditlog.models import LogEntry

from members import reorganisation
from members.importing import taking_back
from members.merging import document, moved
from members.merging.act import MERGED
from members.models import (
    Badge,
    BadgeLevel,
    Commendation,
    Discipline,
    Exemption,
    IdentityNumber,
    MemberRating,
    Membership,
    Movement,
    Office,
    Person,
    PersonMerge,
    Qualification,
    Suspension,
    VillageHead,
)
from members.movements import document as movements
from members.movements.verbs import BY_SLUG
from members.rating_versions import write_version
from nakhe.access import SYSTEM
from nakhe.effects import Superseded
from nakhe.periods import today
from tests.factories import join, make_head, make_member, make_office, make_person, make_unit, make_user, make_village
from tests.importing.writing import previewed, written
from tests.members.checking import make_campaign, rate
from units.models import RatingCampaign

pytestmark = pytest.mark.django_db
WHY = "Nhập hai lần"


def rows():
    """Every row of every kind that hangs on a person, and of people, but for how often a row was saved."""
    models = [Person, *(model for model, _, _ in moved.moving())]
    found = {model.__name__: list(model._base_manager.order_by("pk").values()) for model in models}
    for values in (each for of_model in found.values() for each in of_model):
        values.pop("version", None)
    return found


def merge(kept, merged, by=SYSTEM, **chosen):
    chosen = {key.replace("_is_", "-"): side for key, side in chosen.items()}
    return document.merge(kept, merged, chosen, by, WHY, uuid4())


def preview(kept, merged, **chosen):
    return document.preview(kept, merged, chosen, SYSTEM)


def refusals(kept, merged):
    before = rows()
    with pytest.raises(document.Refused) as refused:
        merge(kept, merged)
    assert rows() == before
    return refused.value.messages


@pytest.fixture
def twice(lan, na_kinh):
    """Lan, once more: of Na Kinh until Na Pô took her in."""
    other = make_person("Vàng Thị Lan", birth_on="1985")
    join(other, na_kinh, date(1995, 1, 1), ended_on=date(2000, 1, 1), reason_out="TRANSFERRED_OUT")
    return other


# --- What moves ---


def test_every_key_to_a_person_moves_or_says_why_it_stays():
    found = {moved.path(model, name) for model, name in moved.relations()}
    assert moved.STAYS.keys() <= found
    assert all(moved.STAYS.values())
    moving = {moved.path(model, name): (model, name) for model, name, _ in moved.moving()}
    assert moving.keys() | moved.STAYS.keys() == found
    assert moved.RULES.keys() <= {model for model, _, _ in moved.moving()}
    other_names = {model for model, name in moving.values() if name != "person"}
    assert other_names <= moved.RULES.keys(), "a key of another name needs a rule that writes it"


def test_a_whole_life_moves_and_comes_back(lan, twice, na_po, commune):
    author = make_user()
    Exemption.objects.create(person=twice, started_on=date(2010, 1, 1), ended_on=date(2011, 1, 1))
    Commendation.objects.create(person=twice, form="Giấy khen", decided_on=date(2012, 1, 1))
    Discipline.objects.create(person=twice, form="WARNING", decided_on=date(2013, 1, 1))
    Badge.objects.create(person=twice, level=BadgeLevel.objects.get(years=30), awarded_on=date(2024, 2, 3))
    IdentityNumber.objects.create(person=twice, kind="CARD", number="01234567")
    Qualification.objects.create(person=twice, kind="GENERAL", level="12/12")
    make_office(twice, na_po, position="COMMITTEE_MEMBER")
    make_head(twice, make_village("Na Pô", commune))
    rate(twice, na_po, "GOOD", 2020)
    twice.notes.create(author=author, text="Hỏi lại")
    before = rows()

    done = merge(lan, twice, make_user())

    for model, name, _ in moved.moving():
        assert not model._base_manager.filter(**{name: twice}).exists(), model
    assert [row.unit.code for row in lan.memberships.order_by("started_on")] == [
        twice_unit(before, twice, "Membership"),
        na_po.code,
    ]
    assert lan.ratings.get().year == 2020
    lan.refresh_from_db()
    assert str(lan.birth_on) == "1985", "what only one record knows is taken"
    assert done.told[0] == "Ngày sinh: để trống → 1985"
    assert "1 sinh hoạt đảng" in done.told[-1]

    document.cancel(done, make_user(), "Hai người thật")
    assert rows() == before


def twice_unit(before, person, model):
    from units.models import Unit

    (row,) = [row for row in before[model] if row["person_id"] == person.pk]
    return Unit.objects.get(pk=row["unit_id"]).code


def test_the_record_that_went_is_listed_nowhere_and_nobody_changes_it(lan, twice, commune):
    secretary = make_user("SECRETARY", commune)
    merge(lan, twice)
    twice.refresh_from_db()
    assert twice.merged_into == lan
    for reader in (secretary, SYSTEM):
        assert list(Person.objects.visible_to(reader)) == [lan]
        assert list(Person.objects.changeable_by(reader)) == [lan]
    assert document.remaining(twice) == lan
    assert document.absorbed(lan) == [twice.pk]


def test_the_same_form_twice_is_one_merge(lan, twice):
    batch = uuid4()
    first = document.merge(lan, twice, {}, SYSTEM, WHY, batch)
    assert document.merge(lan, twice, {}, SYSTEM, WHY, batch) == first
    assert PersonMerge.objects.count() == 1


def test_a_preview_writes_nothing(lan, twice):
    before, logged = rows(), LogEntry.objects.count()
    seen = preview(lan, twice)
    assert seen.told == merge(lan, twice).told
    document.cancel(PersonMerge.objects.get(), None, "Thử")
    assert rows() == before
    assert logged < LogEntry.objects.count()


def test_the_log_says_why_of_every_row(lan, twice):
    merge(lan, twice)
    (entry,) = LogEntry.objects.filter(content_type__model="membership", action=LogEntry.Action.UPDATE)
    assert entry.additional_data == {"reason": "Gộp hồ sơ: Nhập hai lần"}


# --- What differs is chosen ---


def test_what_differs_is_asked_and_what_is_known_better_is_proposed(lan, twice):
    Person.objects.filter(pk=lan.pk).update(birth_on="1985-03-14", residence="Na Pô")
    Person.objects.filter(pk=twice.pk).update(residence="Na Kinh", phone="0912345678")
    lan.refresh_from_db()
    twice.refresh_from_db()
    asked = {choice.key: (choice.kept, choice.merged, choice.side) for choice in preview(lan, twice).choices}
    assert asked == {
        "birth_on": ("14/03/1985", "1985", "kept"),
        "official_on": ("01/01/2001", "để trống", "kept"),
        "phone": ("để trống", "0912345678", "merged"),
        "residence": ("Na Pô", "Na Kinh", "kept"),
    }
    done = merge(lan, twice, residence=MERGED)
    lan.refresh_from_db()
    assert (lan.residence, lan.phone, str(lan.birth_on)) == ("Na Kinh", "0912345678", "14/03/1985")
    assert "0912345678" not in str(done.told), "a telephone number is nobody's sentence"


def test_of_two_numbers_in_use_the_other_becomes_a_former_one(lan, twice):
    mine = IdentityNumber.objects.create(person=lan, kind="CARD", number="01234567")
    other = IdentityNumber.objects.create(person=twice, kind="CARD", number="07654321")
    before = rows()
    done = merge(lan, twice)
    assert [(n.number, n.ended_on and n.ended_on.iso) for n in lan.numbers.order_by("number")] == [
        ("01234567", None),
        ("07654321", today().isoformat()),
    ]
    document.cancel(done, None, "Nhầm")
    assert rows() == before
    merge(lan, twice, **{f"number_is_{other.pk}": MERGED})
    mine.refresh_from_db()
    assert mine.ended_on is not None
    assert lan.numbers.current().get() == other


def test_two_ratings_of_a_year_are_chosen_and_equal_ones_are_one(lan, twice, na_po, na_kinh):
    rate(lan, na_po, "GOOD", 2020)
    rate(twice, na_po, "GOOD", 2020)
    rate(lan, na_po, "GOOD", 2021)
    better = rate(twice, na_po, "EXCELLENT", 2021)
    before = rows()
    (choice,) = [c for c in preview(lan, twice).choices if c.key.startswith("memberrating")]
    assert (choice.label, choice.kept, choice.merged) == (
        "Xếp loại đảng viên (năm 2021: HTTNV)",
        "mức: HTTNV",
        "mức: HTXSNV",
    )
    done = merge(lan, twice, **{f"memberrating_is_{better.pk}": MERGED})
    assert list(MemberRating.objects.order_by("year").values_list("person", "year", "level")) == [
        (lan.pk, 2020, "GOOD"),
        (lan.pk, 2021, "EXCELLENT"),
    ]
    document.cancel(done, None, "Nhầm")
    assert rows() == before


def test_the_higher_level_is_chosen_and_the_lower_ends_when_it_began(lan, twice):
    kinds = {"kind": "POLITICAL"}
    Qualification.objects.create(person=lan, level="ELEMENTARY", started_on="2005", **kinds)
    higher = Qualification.objects.create(person=twice, level="INTERMEDIATE", started_on="2012", **kinds)
    Qualification.objects.create(person=lan, kind="GENERAL", level="12/12")
    Qualification.objects.create(person=twice, kind="GENERAL", level="12/12", started_on="1999")
    merge(lan, twice, **{f"qualification_is_{higher.pk}": MERGED})
    found = lan.qualifications.order_by("kind", "started_on").values_list("level", "started_on", "ended_on")
    assert [(level, str(start), end and str(end)) for level, start, end in found] == [
        ("12/12", "1999", None),
        ("ELEMENTARY", "2005", "2012"),
        ("INTERMEDIATE", "2012", None),
    ]


def test_a_discipline_recorded_twice_is_one_with_all_that_either_knows(lan, twice):
    Discipline.objects.create(person=lan, form="WARNING", decided_on=date(2013, 1, 1))
    Discipline.objects.create(person=twice, form="WARNING", decided_on=date(2013, 1, 1), decision_number="5-QĐ/ĐU")
    done = merge(lan, twice)
    assert Discipline.objects.get().decision_number == "5-QĐ/ĐU"
    document.cancel(done, None, "Nhầm")
    assert Discipline.objects.count() == 2


def test_dates_that_cannot_be_together_are_refused_at_their_place(lan, twice):
    Person.objects.filter(pk=twice.pk).update(admitted_on="2005")
    assert refusals(lan, twice) == ["Ngày chính thức không được trước ngày kết nạp. Chọn lại ở phần lý lịch."]


# --- Periods ---


def test_two_memberships_of_one_chi_bo_become_the_days_of_both(lan, na_po):
    """Lan since 2000 as admitted; once more from a list since 1/1/1998: one membership since then."""
    again = make_person("Vàng Thị Lan")
    join(again, na_po, date(1998, 1, 1), "ON_FILE", note="Theo danh sách")
    before = rows()
    done = merge(lan, again)
    row = Membership.objects.get()
    assert (row.person, row.started_on, row.ended_on, row.reason_in) == (lan, date(1998, 1, 1), None, "ON_FILE")
    assert row.note == "Theo danh sách"
    assert done.told == [
        "Sinh hoạt đảng: từ 01/01/2000 đến nay và từ 01/01/1998 đến nay là một khoảng",
        "Sinh hoạt đảng sau khi gộp: từ 01/01/1998 đến nay",
    ]
    document.cancel(done, None, "Nhầm")
    assert rows() == before


def test_two_chi_bo_at_once_are_refused_with_what_to_put_right(lan, na_kinh):
    again = make_person("Vàng Thị Lan")
    join(again, na_kinh, date(2020, 5, 1))
    assert refusals(lan, again)[0].startswith(
        "Sinh hoạt đảng: cùng lúc ở hai nơi, Chi bộ thôn Na Pô từ 01/01/2000 đến nay và "
        "Chi bộ thôn Na Kinh từ 01/05/2020 đến nay. Đã chuyển thì ghi “Chuyển đi” ở hồ sơ của nơi cũ"
    )


def test_with_the_move_recorded_the_two_chi_bo_follow_each_other(lan, na_kinh):
    """As the refusal advises: the old chi bộ's record says since when she is gone."""
    again = make_person("Vàng Thị Lan")
    join(again, na_kinh, date(2020, 5, 1), "TRANSFERRED_IN")
    movements.record(BY_SLUG["chuyen-di"], [lan], {"effective_on": date(2020, 5, 1), "place": "Na Kinh"})
    merge(lan, again)
    found = lan.memberships.order_by("started_on").values_list("started_on", "ended_on")
    assert list(found) == [(date(2000, 1, 1), date(2020, 5, 1)), (date(2020, 5, 1), None)]


def test_who_died_on_one_record_and_lives_on_the_other_is_refused(lan, na_po):
    again = make_person("Vàng Thị Lan")
    join(again, na_po, date(2000, 1, 1), ended_on=date(2020, 5, 1), reason_out="DIED")
    (told,) = refusals(lan, again)
    assert "còn đến nay và từ trần ngày 01/05/2020" in told


def test_exemptions_that_overlap_become_one_and_those_that_contradict_are_refused(lan, twice):
    Exemption.objects.create(person=lan, started_on=date(2010, 1, 1), ended_on=date(2011, 1, 1))
    Exemption.objects.create(person=twice, started_on=date(2010, 6, 1), ended_on=date(2012, 1, 1))
    done = merge(lan, twice)
    row = Exemption.objects.get()
    assert (row.person, row.started_on, row.ended_on) == (lan, date(2010, 1, 1), date(2012, 1, 1))
    document.cancel(done, None, "Nhầm")
    Suspension.objects.create(person=lan, started_on=date(2015, 1, 1))
    Suspension.objects.create(person=twice, started_on=date(2015, 1, 1), ended_on=date(2016, 1, 1))
    assert "hai ngày kết thúc" in refusals(lan, twice)[0]


def test_one_office_held_on_both_records_is_one(lan, twice, na_po):
    make_office(lan, na_po, "COMMITTEE_MEMBER", date(2015, 1, 1))
    make_office(twice, na_po, "COMMITTEE_MEMBER", date(2012, 1, 1))
    make_office(twice, na_po, "DEPUTY_SECRETARY", date(2014, 1, 1))
    merge(lan, twice)
    found = Office.objects.order_by("started_on").values_list("person", "position", "started_on")
    assert list(found) == [
        (lan.pk, "COMMITTEE_MEMBER", date(2012, 1, 1)),
        (lan.pk, "DEPUTY_SECRETARY", date(2014, 1, 1)),
    ]


def test_a_village_head_who_became_a_member_is_one_person(lan, commune):
    """The head was put on record without the Party, the member without the village."""
    head = make_head(make_person("Vàng Thị Lan"), make_village("Na Pô", commune))
    merge(lan, head.person)
    assert VillageHead.objects.get().person == lan


# --- Documents and imports ---


def test_a_movement_of_the_record_that_went_waits_for_the_merge(lan, na_kinh):
    again = make_person("Vàng Thị Lan")
    join(again, na_kinh, date(1990, 1, 1))
    given = {"effective_on": date(1999, 1, 1), "place": "Đảng bộ xã Khâu Vai"}
    (left,) = movements.record(BY_SLUG["chuyen-di"], [again], given)
    before = rows()
    done = merge(lan, again)
    left.refresh_from_db()
    assert left.person == lan
    with pytest.raises(Superseded, match="đã gộp vào hồ sơ Vàng Thị Lan"):
        movements.cancel(left, None, "Nhầm")
    document.cancel(done, None, "Nhầm")
    assert rows() == before
    movements.cancel(Movement.objects.get(pk=left.pk), None, "Nhầm")
    assert again.memberships.get().ended_on is None


def test_both_in_one_document_stay_two_documents(lan, na_po):
    again = make_member("Vàng Thị Lan", na_po)
    given = {"effective_on": date(2020, 1, 1)}
    movements.record(BY_SLUG["mien-sinh-hoat"], [lan, again], given)
    before = rows()
    done = merge(lan, again)
    assert Movement.objects.filter(person=lan).count() == 2
    assert Exemption.objects.get().person == lan
    with pytest.raises(Superseded, match="đã gộp vào hồ sơ"):
        movements.cancel(Movement.objects.filter(person=lan).first(), None, "Nhầm")
    document.cancel(done, None, "Nhầm")
    assert rows() == before


def test_a_change_of_units_that_carried_both_waits_for_the_merge(lan, na_po, na_kinh):
    again = make_member("Vàng Thị Lan", na_po)
    given = {"effective_on": date(2020, 1, 1), "to_unit": na_kinh}
    change = reorganisation.record(reorganisation.BY_SLUG["giai-the"], [na_po], given)
    before = rows()
    done = merge(lan, again)
    assert [(row.unit, row.ended_on) for row in lan.memberships.order_by("started_on")] == [
        (na_po, date(2020, 1, 1)),
        (na_kinh, None),
    ]
    with pytest.raises(Superseded, match="đã gộp vào hồ sơ Vàng Thị Lan"):
        reorganisation.cancel(change, None, "Nhầm")
    document.cancel(done, None, "Nhầm")
    assert rows() == before
    reorganisation.cancel(change, None, "Nhầm")
    assert again.memberships.get().ended_on is None


def test_a_file_that_wrote_somebody_merged_since_is_not_undone(na_po, lan):
    row = ["Vàng Thị Lan A", "3/2/1979", "Chi bộ thôn Na Pô", "1/1/2000"]
    batch = written(["Họ và tên", "Ngày sinh", "Chi bộ", "Ngày vào Đảng"], row)
    again = Person.objects.exclude(pk=lan.pk).get()
    done = merge(lan, again)
    before = rows()
    with pytest.raises(Superseded, match="Vàng Thị Lan A đã gộp vào hồ sơ Vàng Thị Lan ngày .* Hủy lần gộp đó trước"):
        taking_back.undo_now(batch, SYSTEM, "Nhầm tệp")
    assert rows() == before
    document.cancel(done, None, "Nhầm")
    taking_back.undo_now(batch, SYSTEM, "Nhầm tệp")
    assert Person.objects.get() == lan


def test_a_file_that_names_the_record_that_went_means_the_one_that_stands_for_it(na_po, lan):
    again = make_member("Vàng Thị Lan", na_po, birth_on="1985-02-03")
    IdentityNumber.objects.create(person=again, kind="CARD", number="01234567")
    merge(lan, again)
    headings = ["Họ và tên", "Ngày sinh", "Chi bộ", "Số thẻ Đảng"]
    batch = previewed(headings, ["Vàng Thị Lan", "3/2/1985", "Chi bộ thôn Na Pô", "01234567"])
    assert [(found.status, found.match) for found in batch.read.rows] == [("same", lan.pk)]


# --- Locked years ---


@pytest.fixture
def locked_2023(lan, twice, na_po, commune):
    rate(twice, na_po, "GOOD", 2023)
    campaign = make_campaign(commune, 2023, state=RatingCampaign.State.LOCKED)
    write_version(campaign, SYSTEM)
    return campaign


def test_who_stands_on_a_locked_list_is_the_one_that_remains(lan, twice, locked_2023, na_po):
    assert refusals(lan, twice) == [
        "Hồ sơ gộp của Vàng Thị Lan có tên trong xếp loại đã khóa năm 2023: chọn hồ sơ đó làm hồ sơ còn lại."
    ]
    kept = list(locked_2023.versions.get().records.values())
    done = merge(twice, lan)
    assert list(locked_2023.versions.get().records.values()) == kept
    assert MemberRating.objects.get().person == twice
    document.cancel(done, None, "Nhầm")


def test_both_on_locked_lists_have_the_year_opened_first(lan, twice, na_po, commune):
    rate(lan, na_po, "GOOD", 2023)
    rate(twice, na_po, "EXCELLENT", 2023)
    campaign = make_campaign(commune, 2023, state=RatingCampaign.State.LOCKED)
    write_version(campaign, SYSTEM)
    assert "Mở lại năm đó, gộp, rồi khóa lại" in refusals(lan, twice)[0]
    RatingCampaign.objects.filter(pk=campaign.pk).update(state=RatingCampaign.State.OPEN)
    merge(lan, twice)
    assert MemberRating.objects.get().level == "GOOD"


def test_a_year_locked_after_the_merge_holds_it(lan, twice, na_po, commune):
    rate(twice, na_po, "GOOD", 2023)
    done = merge(lan, twice)
    campaign = make_campaign(commune, 2023, state=RatingCampaign.State.LOCKED)
    write_version(campaign, SYSTEM)
    before = rows()
    with pytest.raises(Superseded, match="Xếp loại năm 2023 đã khóa sau khi gộp"):
        document.cancel(done, None, "Nhầm")
    assert rows() == before


# --- Taking back ---


def test_what_was_changed_since_is_named(lan, twice):
    done = merge(lan, twice)
    row = lan.memberships.order_by("started_on").first()
    row.person.refresh_from_db()
    row.person = make_person("Lù Thị Chấn")
    row.save()
    before = rows()
    with pytest.raises(Superseded, match="đã thay đổi sau đó"):
        document.cancel(done, None, "Nhầm")
    assert rows() == before


def test_of_two_merges_in_a_row_the_last_is_taken_back_first(lan, twice, na_po):
    third = make_unit("Chi bộ Trường học", na_po.parents.first().parent)
    eldest = make_person("Vàng Thị Lan")
    join(eldest, third, date(1980, 1, 1), ended_on=date(1985, 1, 1), reason_out="TRANSFERRED_OUT")
    before = rows()
    first, second = merge(lan, twice), None
    second = merge(eldest, Person.objects.get(pk=lan.pk))
    twice.refresh_from_db()
    assert document.remaining(twice) == eldest
    assert set(document.absorbed(eldest)) == {lan.pk, twice.pk}
    with pytest.raises(Superseded, match="Hủy lần gộp sau trước"):
        document.cancel(first, None, "Nhầm")
    document.cancel(second, None, "Nhầm")
    document.cancel(first, None, "Nhầm")
    assert rows() == before
    with pytest.raises(Superseded, match="đã hủy rồi"):
        document.cancel(first, None, "Nhầm")


def test_a_record_that_went_cannot_go_again(lan, twice):
    merge(lan, twice)
    assert refusals(lan, twice) == ["Hồ sơ Vàng Thị Lan vừa được gộp vào hồ sơ Vàng Thị Lan. Mở lại danh sách."]
