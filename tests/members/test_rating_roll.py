"""Who is on the lists of a year: frozen when it opens, computed again on demand, each difference taken knowingly."""

from datetime import date

import pytest
from django.urls import reverse

from members import rating_steps as steps
from members.models import Exemption, MemberRating, Membership, VillageHead, VillageHeadRating
from members.rating_roll import Kind, differences, take
from members.rating_sheets import Part
from nakhe.access import SYSTEM, Role
from tests.factories import join, make_commune, make_head, make_member, make_person, make_unit, make_user, make_village
from tests.members.checking import make_campaign, rate
from tests.members.rating_year import bring, open_year, reasons, sheet
from units.models import RatingCampaign, Step, UnitRating

pytestmark = pytest.mark.django_db


@pytest.fixture
def bang(na_po):
    return make_member("Hoàng Văn Bằng", na_po)


@pytest.fixture
def year(commune, na_po, na_kinh, lan, bang):
    """2024: Lan and Bằng in Na Pô, nobody in Na Kinh."""
    return open_year(commune)


@pytest.fixture
def secretary(client, commune):
    user = make_user(Role.SECRETARY, commune)
    client.force_login(user)
    return user


def page_of(campaign):
    return reverse("rating_year_roll", args=[campaign.pk])


def text(response):
    return " ".join(response.content.decode().split())


def leave(person, day=date(2024, 6, 1)):
    membership = person.memberships.get(ended_on=None)
    membership.ended_on, membership.reason_out = day, "TRANSFERRED_OUT"
    membership.save()


def move(person, unit, day=date(2024, 6, 1)):
    person.memberships.filter(ended_on=None).update(ended_on=day, reason_out=Membership.ReasonOut.INTERNAL)
    join(person, unit, day, "INTERNAL")


def found(campaign):
    return [(each.kind, each.name, each.text) for each in differences(campaign)]


def listed():
    """{name: (chi bộ, reason)} of the members on the lists."""
    rows = MemberRating.objects.values_list("person__full_name", "unit__latest_name", "not_rated_reason")
    return {name: (unit, reason) for name, unit, reason in rows}


def test_a_list_that_the_record_still_says_has_no_differences(client, secretary, year):
    assert differences(year) == []
    assert "Danh sách khớp với hồ sơ." in text(client.get(page_of(year)))


def test_a_frozen_list_stays_while_the_record_goes_on(year, na_po, lan, bang):
    """Nothing is taken by itself: the rows are those of the day on which the year was opened."""
    leave(lan)
    Exemption.objects.create(person=bang, started_on=date(2024, 2, 1))
    make_member("Lù Văn Mìn", na_po)
    assert listed() == {
        "Vàng Thị Lan": ("Chi bộ thôn Na Pô", ""),
        "Hoàng Văn Bằng": ("Chi bộ thôn Na Pô", ""),
    }


# --- One kind after the other ---


def test_who_is_new_is_added(year, na_po, na_kinh):
    make_member("Lù Văn Mìn", na_kinh)
    exempt = make_member("Giàng Mí Pó", na_po)
    Exemption.objects.create(person=exempt, started_on=date(2024, 2, 1))

    assert found(year) == [
        (Kind.NEW, "Giàng Mí Pó", "Thêm vào danh sách: Miễn công tác, sinh hoạt từ 01/02/2024"),
        (Kind.NEW, "Lù Văn Mìn", "Thêm vào danh sách"),
    ]
    assert take(year, [each.code for each in differences(year)]) == 2
    assert listed()["Giàng Mí Pó"] == ("Chi bộ thôn Na Pô", "EXEMPT")
    assert listed()["Lù Văn Mìn"] == ("Chi bộ thôn Na Kinh", "")
    assert differences(year) == []


def test_who_belonged_elsewhere_on_the_day_is_taken_off(year, lan):
    leave(lan)
    assert found(year) == [(Kind.GONE, "Vàng Thị Lan", "Đưa ra khỏi danh sách: không thuộc danh sách ngày đánh giá")]
    rating = MemberRating.objects.get(person=lan)
    take(year, [differences(year)[0].code])
    assert list(listed()) == ["Hoàng Văn Bằng"]
    assert reasons(rating) == ["Chốt danh sách xếp loại", "Tính lại danh sách xếp loại"]


def test_who_moved_is_put_on_the_other_list_with_what_was_written(year, na_po, na_kinh, lan):
    """Na Kinh had nobody, and so no list: it gets one, at the step of the list that Lan comes from."""
    bring(year, Step.VOTING)
    assert not year.sheets.filter(unit=na_kinh).exists()
    move(lan, na_kinh)

    assert found(year) == [(Kind.MOVED, "Vàng Thị Lan", "Chuyển từ danh sách Chi bộ thôn Na Pô sang chi bộ mới")]
    take(year, [differences(year)[0].code])
    rating = MemberRating.objects.get(person=lan)
    assert (rating.unit, rating.level) == (na_kinh, "GOOD")
    assert sheet(year, na_kinh).step == Step.VOTING
    assert reasons(rating)[-1] == "Tính lại danh sách xếp loại"


def test_a_reason_that_changed_is_taken_and_a_level_that_stands_is_kept(year, lan, bang):
    bring(year, Step.VOTING)
    MemberRating.objects.filter(person=bang).update(level="")
    for person in (lan, bang):
        Exemption.objects.create(person=person, started_on=date(2024, 2, 1))

    assert found(year) == [
        (Kind.REASON, "Hoàng Văn Bằng", "Nay không xếp loại: Miễn công tác, sinh hoạt từ 01/02/2024"),
        (Kind.REASON, "Vàng Thị Lan",
         "Nay không xếp loại: Miễn công tác, sinh hoạt từ 01/02/2024; mức HTTNV đã ghi vẫn giữ"),
    ]  # fmt: skip
    take(year, [each.code for each in differences(year)])
    rows = {row.person_id: (row.level, row.not_rated_reason, row.listed_reason) for row in MemberRating.objects.all()}
    assert rows == {lan.pk: ("GOOD", "", "EXEMPT"), bang.pk: ("", "EXEMPT", "EXEMPT")}


def test_a_reason_that_fell_away_leaves_somebody_to_be_rated(commune, na_po, lan):
    exemption = Exemption.objects.create(person=lan, started_on=date(2024, 2, 1))
    year = open_year(commune)
    assert listed()["Vàng Thị Lan"][1] == "EXEMPT"
    exemption.delete()

    assert found(year) == [(Kind.REASON, "Vàng Thị Lan", "Nay thuộc diện xếp loại")]
    take(year, [differences(year)[0].code])
    assert listed()["Vàng Thị Lan"][1] == ""
    assert MemberRating.objects.get().listed_because == ""


def test_chi_bo_and_village_heads_are_compared_too(commune, na_po, lan):
    village = make_village("Phe Phà", commune)
    head = make_head(make_person("Giàng Mí Pó"), village)
    year = open_year(commune)
    VillageHead.objects.filter(pk=head.pk).update(ended_on=date(2024, 5, 1))
    make_head(make_person("Sùng Mí Nô"), village, date(2024, 5, 1))
    make_unit("Chi bộ thôn Bản Rào", commune)

    assert {(each.kind, each.list_name, each.name) for each in differences(year)} == {
        (Kind.NEW, "Chi bộ", "Chi bộ thôn Bản Rào"),
        (Kind.NEW, "Trưởng thôn", "Sùng Mí Nô"),
        (Kind.GONE, "Trưởng thôn", "Giàng Mí Pó"),
    }
    take(year, [each.code for each in differences(year)])
    assert [row.person.full_name for row in VillageHeadRating.objects.all()] == ["Sùng Mí Nô"]
    assert UnitRating.objects.count() == 2
    assert differences(year) == []


# --- Blocked, costly, overtaken ---


@pytest.mark.parametrize("what", ["level", "self_level", "votes_good", "note"])
def test_what_somebody_wrote_is_named_before_it_is_lost(client, secretary, year, lan, bang, what):
    written = {"level": "GOOD", "self_level": "GOOD", "votes_good": 9, "note": "Có sáng kiến"}[what]
    named = {"level": "HTTNV", "self_level": "tự xếp loại", "votes_good": "phiếu", "note": "ghi chú"}[what]
    MemberRating.objects.filter(person=lan).update(**{what: written})
    leave(lan)
    leave(bang)

    page = client.get(page_of(year))

    told = {each.name: (each.is_costly, each.text) for each in differences(year)}
    assert told["Vàng Thị Lan"] == (
        True, f"Đưa ra khỏi danh sách: không thuộc danh sách ngày đánh giá; mất những gì đã ghi: {named}",
    )  # fmt: skip
    ticked = {each.name: tick.data["selected"] for tick, each in page.context["form"].rows}
    assert ticked == {"Vàng Thị Lan": False, "Hoàng Văn Bằng": True}


def test_a_decided_list_is_opened_again_before_it_changes(client, secretary, year, na_po, lan):
    bring(year, Step.DECIDED)
    leave(lan)
    (gone,) = differences(year)
    assert gone.blocked == "Danh sách đã quyết định: mở lại danh sách trước"
    assert "Cập nhật những điều đã đánh dấu" not in text(client.get(page_of(year)))

    page = client.post(page_of(year), {"take": [gone.code]})
    assert "Danh sách đã quyết định: mở lại danh sách trước" in text(page)
    assert steps.take_differences(year, [gone.code], SYSTEM) == 0
    assert "Vàng Thị Lan" in listed()

    steps.reopen_sheet(sheet(year, na_po), "Lan đã chuyển đi", SYSTEM)
    assert steps.take_differences(year, [gone.code], SYSTEM) == 1
    assert "Vàng Thị Lan" not in listed()


def test_who_was_rated_elsewhere_is_not_put_on_a_second_list(year, na_po):
    elsewhere = make_unit("Chi bộ thôn Bản Muồng", make_commune("Đảng bộ xã Bạch Đích"))
    man = make_member("Lù Văn Mìn", na_po)
    rating = rate(man, elsewhere)

    (new,) = differences(year)

    assert (new.kind, new.blocked) == (Kind.NEW, "Đã có kết quả ở nơi khác")
    assert take(year, [new.code]) == 0
    rating.refresh_from_db()
    assert (rating.unit, rating.version) == (elsewhere, 1)


def test_freezing_leaves_a_rating_that_another_chi_bo_gave(commune, na_po, lan):
    elsewhere = make_unit("Chi bộ thôn Bản Muồng", make_commune("Đảng bộ xã Bạch Đích"))
    rating = rate(lan, elsewhere)
    Exemption.objects.create(person=lan, started_on=date(2024, 2, 1))

    open_year(commune)

    rating.refresh_from_db()
    assert (rating.unit, rating.level, rating.listed_reason, rating.version) == (elsewhere, "GOOD", "", 1)


def test_only_what_was_ticked_is_taken(client, secretary, year, na_po, lan, bang):
    leave(lan)
    make_member("Lù Văn Mìn", na_po)
    (new, gone) = differences(year)

    page = client.post(page_of(year), {"take": [new.code]}, follow=True)

    assert "Đã cập nhật 1 điều vào danh sách." in text(page)
    assert set(listed()) == {"Vàng Thị Lan", "Hoàng Văn Bằng", "Lù Văn Mìn"}
    assert differences(year) == [gone]
    nothing = client.post(page_of(year), {})
    assert "Đánh dấu ít nhất một điều, hoặc để nguyên danh sách." in text(nothing)


def test_an_answer_to_another_question_takes_nothing(client, secretary, year, lan):
    """Lan was exempt from February when the page was opened, and from March when it was sent."""
    exemption = Exemption.objects.create(person=lan, started_on=date(2024, 2, 1))
    asked = differences(year)[0].code
    exemption.started_on = date(2024, 3, 1)
    exemption.save()

    page = client.post(page_of(year), {"take": [asked]})

    assert "Hồ sơ vừa đổi thêm trong lúc đang xem." in text(page)
    assert listed()["Vàng Thị Lan"][1] == ""
    assert take(year, [asked]) == 0


def test_the_day_of_assessment_may_be_put_right_and_the_lists_follow(year, commune, lan):
    """Lan left on 1 December: on 30 November she still belonged here, on 31 December not."""
    leave(lan, date(2024, 12, 1))
    assert [each.kind for each in differences(year)] == [Kind.GONE]
    RatingCampaign.objects.update(assessed_on=date(2024, 11, 30))
    year.refresh_from_db()
    assert differences(year) == []


def test_a_year_without_lists_and_a_locked_one_have_nothing_to_take(client, secretary, commune, na_po, lan):
    without = make_campaign(commune, 2023)
    page = client.get(page_of(without))
    assert "Năm này chưa chốt danh sách: danh sách đang theo đúng hồ sơ." in text(page)
    with pytest.raises(steps.OutOfTurn):
        steps.take_differences(without, [], SYSTEM)
    locked = open_year(commune)
    bring(locked, Step.DECIDED)
    steps.lock(locked, SYSTEM)
    leave(lan)
    assert "Mở lại năm này trước khi đổi danh sách." in text(client.get(page_of(locked)))
    client.post(page_of(locked), {"take": ["gone|dang-vien|" + str(lan.pk)]})
    assert MemberRating.objects.filter(person=lan, year=2024).exists()


def test_what_was_written_after_the_page_was_opened_is_not_lost_unseen(client, secretary, year, lan):
    """Lan was on the list without a result when the secretary ticked her, and was rated before the answer came."""
    leave(lan)
    asked = differences(year)[0].code
    rating = MemberRating.objects.get(person=lan)
    rating.level, rating.self_level = "EXCELLENT", "GOOD"
    rating.save()

    page = client.post(page_of(year), {"take": [asked]})

    assert "Hồ sơ vừa đổi thêm trong lúc đang xem." in text(page)
    assert "mất những gì đã ghi: HTXSNV, tự xếp loại" in text(page)
    assert take(year, [asked]) == 0
    assert MemberRating.objects.filter(person=lan).exists()


def test_a_proposal_stays_with_the_list_that_made_it(year, na_kinh, na_po, lan):
    """Na Pô has proposed and Na Kinh still votes: there Lan is not proposed yet."""
    make_member("Lù Văn Mìn", na_kinh)
    take(year, [each.code for each in differences(year)])
    bring(year, Step.VOTING)
    steps.propose(sheet(year, na_po), SYSTEM)
    move(lan, na_kinh)

    take(year, [differences(year)[0].code])

    rating = MemberRating.objects.get(person=lan)
    assert (rating.unit, rating.level, rating.proposed_level) == (na_kinh, "GOOD", "")


def test_who_comes_to_a_proposed_list_is_part_of_its_proposal(year, na_kinh, na_po, lan):
    make_member("Lù Văn Mìn", na_kinh)
    take(year, [each.code for each in differences(year)])
    bring(year, Step.VOTING)
    steps.propose(sheet(year, na_kinh), SYSTEM)
    move(lan, na_kinh)
    take(year, [differences(year)[0].code])
    rating = MemberRating.objects.get(person=lan)
    assert rating.proposed_level == "GOOD"
    rating.level = "COMPLETED"
    rating.save()

    steps.send_back(sheet(year, na_kinh), "Xem lại", SYSTEM)

    rating.refresh_from_db()
    assert (rating.level, rating.proposed_level) == ("GOOD", "")


def test_votes_stay_behind_where_they_were_cast(year, na_po, na_kinh, lan):
    """18 of 20 voted in Na Pô; in Na Kinh, where Lan belonged, only 5 were present."""
    make_member("Lù Văn Mìn", na_kinh)
    take(year, [each.code for each in differences(year)])
    bring(year, Step.VOTING)
    for unit, present in ((na_po, 20), (na_kinh, 5)):
        year.sheets.filter(unit=unit).update(present=present)
    MemberRating.objects.filter(person=lan).update(votes_good=18)
    move(lan, na_kinh)

    (moved,) = differences(year)
    assert moved.is_costly
    assert moved.text.endswith("sang Chi bộ thôn Na Kinh; mất phiếu của cuộc họp trước")
    take(year, [moved.code])

    rating = MemberRating.objects.get(person=lan)
    assert (rating.unit, rating.votes, rating.level) == (na_kinh, [None] * 4, "GOOD")


@pytest.mark.parametrize("role", [Role.CADRE, Role.OFFICE, Role.UNIT_SECRETARY])
def test_only_who_decides_takes_differences(client, year, commune, na_po, lan, role):
    leave(lan)
    client.force_login(make_user(role, na_po if role == Role.UNIT_SECRETARY else commune))
    assert client.post(page_of(year), {"take": [differences(year)[0].code]}).status_code == 403
    assert "Vàng Thị Lan" in listed()


def test_who_heads_two_villages_is_rated_once(commune, na_po):
    head = make_person("Giàng Mí Pó")
    for name in ("Phe Phà", "Bản Rào"):
        make_head(head, make_village(name, commune))
    year = open_year(commune)
    assert VillageHeadRating.objects.count() == 1
    assert sheet(year, commune, Part.HEADS).step == Step.DRAFT
    assert differences(year) == []


def test_a_head_who_was_rated_in_another_commune_is_not_put_on_a_second_list(year, commune):
    head = make_person("Giàng Mí Pó")
    make_head(head, make_village("Phe Phà", commune))
    there = make_village("Phố Bảng", make_commune("Đảng bộ xã Phú Lũng"))
    VillageHeadRating.objects.create(person=head, village=there, year=2024, level="GOOD")

    (new,) = differences(year)

    assert (new.kind, new.blocked) == (Kind.NEW, "Đã có kết quả ở nơi khác")


def test_computing_again_costs_the_same_for_many_lists(client, secretary, year, commune, count_queries):
    costs = []
    for numbers in (range(1), range(1, 7)):
        for number in numbers:
            make_member(f"Vàng Mí {number}", make_unit(f"Chi bộ thôn {number}", commune))
            make_head(make_person(f"Lù Mí {number}"), make_village(f"Thôn {number}", commune))
        take(year, [each.code for each in differences(year)])
        year.sheets.update(step=Step.PROPOSED)
        costs.append(count_queries(client, page_of(year)))

    assert costs[1] <= costs[0]
