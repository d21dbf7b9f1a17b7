"""The rating grid: what it lists, proposes and saves; two people at once; who may only look."""

import json
from datetime import date

import pytest
from auditlog.models import LogEntry
from django.urls import reverse

from members.models import (
    Discipline,
    Exemption,
    MemberRating,
    Probation,
    Suspension,
    VillageHeadRating,
)
from tests.factories import (
    join,
    make_commune,
    make_head,
    make_member,
    make_person,
    make_unit,
    make_user,
    make_village,
)
from tests.members.checking import make_campaign, rate
from units.closure import rebuild_below
from units.models import RatingCampaign, RatingReason, UnitRating

pytestmark = pytest.mark.django_db


@pytest.fixture
def na_po(commune):
    return make_unit("Chi bộ thôn Na Pô", commune, code="na-po")


@pytest.fixture
def ban_moi(commune):
    return make_unit("Chi bộ thôn Bản Mới", commune)


@pytest.fixture
def campaign(commune):
    return make_campaign(commune, 2024)


@pytest.fixture
def lan(na_po):
    return make_member("Vàng Thị Lan", na_po, birth_on="1990", admitted_on="2000-01-01")


@pytest.fixture
def bang(na_po):
    return make_member("Hoàng Văn Bằng", na_po, birth_on="1979", admitted_on="2000-01-01")


@pytest.fixture
def secretary(client, commune):
    user = make_user("SECRETARY", commune, full_name="Hoàng Đức Thịnh")
    client.force_login(user)
    return user


def address(unit=None, year=2024, part=""):
    asked = f"?nam={year}" + (f"&don_vi={unit.pk}" if unit else "") + (f"&phan={part}" if part else "")
    return reverse("ratings") + asked


def opened(client, where):
    """The grid as a browser would send it back untouched."""
    rows = client.get(where).context["form"].rows
    data = {}
    for row in rows:
        if not row.is_fixed:
            data |= {f"d{row.key}-{name}": row.form.values[name] for name in row.form.fields}
            data[f"d{row.key}-was"] = row.form.was
    return data


def was(whom, level=""):
    """What a forged row says that it showed."""
    return {f"d{whom.pk}-was": json.dumps({"level": level})}


def text(response):
    return " ".join(response.content.decode().split())


def rows(response):
    return {row.name: row for row in response.context["form"].rows}


# --- what the grid lists ---


def test_the_members_of_the_assessment_day_in_name_order(client, secretary, campaign, na_po, lan, bang):
    left = make_person("Lù Văn Mìn")
    join(left, na_po, date(2010, 1, 1), ended_on=date(2024, 12, 31), reason_out="TRANSFERRED_OUT")
    came = make_person("Nông Văn Sơn", admitted_on="2020-01-01")
    join(came, na_po, date(2025, 1, 1), reason_in="TRANSFERRED_IN")

    page = client.get(address(na_po))

    assert list(rows(page)) == ["Hoàng Văn Bằng", "Vàng Thị Lan"]
    assert "Xếp loại đảng viên: Chi bộ thôn Na Pô" in text(page)
    assert "HD 25-HD/BTCTW ngày 10/11/2023" in text(page)


def test_who_was_rated_here_stays_listed_after_leaving(client, secretary, campaign, na_po):
    left = make_person("Lù Văn Mìn", admitted_on="2001-01-01")
    join(left, na_po, date(2010, 1, 1), ended_on=date(2024, 12, 30), reason_out="TRANSFERRED_OUT")
    rate(left, na_po)

    row = rows(client.get(address(na_po)))["Lù Văn Mìn"]

    assert row.rating.level == "GOOD"
    assert [remark.tag for remark in row.remarks] == ["Không sinh hoạt ở đây ngày 31/12/2024"]


def test_who_was_rated_elsewhere_is_shown_and_not_rated_twice(client, secretary, campaign, na_po, ban_moi):
    moved = make_person("Lù Văn Mìn", admitted_on="2001-01-01")
    join(moved, ban_moi, date(2010, 1, 1), ended_on=date(2024, 12, 20), reason_out="INTERNAL")
    join(moved, na_po, date(2024, 12, 20), reason_in="INTERNAL")
    rate(moved, ban_moi)
    forged = {f"d{moved.pk}-level": "EXCELLENT"}

    page = client.post(address(na_po), forged)

    assert rows(page)["Lù Văn Mìn"].is_fixed
    assert "Đã có kết quả ở một chi bộ khác" in text(page)
    assert [each.level for each in MemberRating.objects.all()] == ["GOOD"]


def test_those_not_rated_are_proposed_and_saved_only_by_the_save(client, secretary, campaign, na_po, lan, bang):
    Exemption.objects.create(person=lan, started_on=date(2022, 6, 1))
    Suspension.objects.create(person=bang, started_on=date(2024, 11, 1), scope="PARTY_LIFE")
    tua = make_person("Vàng Mí Tủa", admitted_on="2024-07-01")
    join(tua, na_po, date(2024, 7, 1))
    dat = make_person("Sùng Mí Đạt", admitted_on="2024-06-30")
    join(dat, na_po, date(2024, 6, 30))

    data = opened(client, address(na_po))
    assert not MemberRating.objects.exists()
    page = client.post(address(na_po), data, follow=True)

    saved = dict(MemberRating.objects.values_list("person__full_name", "not_rated_reason"))
    assert saved == {
        "Vàng Thị Lan": "EXEMPT",
        "Hoàng Văn Bằng": "SUSPENDED",
        "Vàng Mí Tủa": "UNDER_SIX_MONTHS",
    }
    assert "Đã lưu 3 kết quả xếp loại của Chi bộ thôn Na Pô năm 2024." in text(page)
    assert "Kết nạp 01/07/2024, chưa đủ 6 tháng đến 31/12/2024" in text(page)


def test_whoever_was_readmitted_is_shown_as_on_probation(client, secretary, campaign, na_po, lan, bang):
    Probation.objects.create(person=lan, started_on=date(2024, 3, 1))
    Probation.objects.create(person=bang, started_on=date(2020, 3, 1), ended_on=date(2021, 3, 1))

    shown = rows(client.get(address(na_po)))

    assert {name: row.detail for name, row in shown.items()} == {
        "Vàng Thị Lan": "1990 · Dự bị",
        "Hoàng Văn Bằng": "1979",
    }


def test_who_is_suspended_from_a_committee_only_is_rated(client, secretary, campaign, na_po, lan):
    Suspension.objects.create(person=lan, started_on=date(2024, 11, 1), scope="COMMITTEE")

    assert rows(client.get(address(na_po)))["Vàng Thị Lan"].not_rated is None


def test_a_discipline_of_the_year_is_remarked(client, secretary, campaign, na_po, lan):
    Discipline.objects.create(person=lan, form="REPRIMAND", decided_on=date(2024, 4, 12), self_remedied=True)
    Discipline.objects.create(person=lan, form="WARNING", decided_on=date(2023, 4, 12))

    remarks = rows(client.get(address(na_po)))["Vàng Thị Lan"].remarks

    assert [(remark.tag, remark.text) for remark in remarks] == [
        ("Khiển trách 04/2024", "tự phát hiện, đã khắc phục: không buộc KHTNV (QĐ 124-QĐ/TW)")
    ]


def test_the_year_is_the_latest_open_one_or_the_latest(client, secretary, commune, lan):
    make_campaign(commune, 2022, state="LOCKED")
    make_campaign(commune, 2023)
    make_campaign(commune, 2024, state="LOCKED")

    assert client.get(reverse("ratings")).context["choice"].campaign.year == 2023
    RatingCampaign.objects.update(state="LOCKED")
    assert client.get(reverse("ratings")).context["choice"].campaign.year == 2024


def test_without_a_campaign_the_page_says_what_to_do(client, secretary, lan):
    assert "Chưa có đợt xếp loại nào." in text(client.get(reverse("ratings")))
    assert client.post(reverse("ratings")).status_code == 404


def test_an_unknown_year_is_named_and_nothing_can_be_saved_in_it(client, secretary, campaign, na_po, lan):
    page = client.get(address(na_po, 2031))

    assert "Không có đợt xếp loại năm “2031”." in text(page)
    assert '<a href="?nam=2024">2024</a>' in text(page)
    assert client.post(address(na_po, 2031), {f"d{lan.pk}-level": "GOOD"}).status_code == 404
    assert client.get(address(year="x")).status_code == 200


# --- the cap ---


def test_the_cap_is_counted_over_the_whole_committee(client, secretary, campaign, na_po, ban_moi):
    """10 HTTNV allow 2 HTXSNV; 3 are over by 1. In Na Pô 1 of 3 is for information."""
    for number in range(13):
        unit = na_po if number < 4 else ban_moi
        rate(make_member(f"Vàng Mí {number}", unit), unit, "EXCELLENT" if number in (0, 5, 6) else "GOOD")

    meters = client.get(address(na_po)).context["grid"].meters

    found = [(m.heading, m.line.cap.excellent, m.line.cap.maximum, m.line.verdict, m.is_verdict) for m in meters]
    assert found == [
        ("HTXSNV toàn Đảng bộ", 3, 2, "Vượt 1", True),
        ("HTXSNV trong chi bộ", 1, 0, "Vượt 1", False),
    ]


def test_the_cap_never_blocks(client, secretary, campaign, na_po, lan, bang):
    data = opened(client, address(na_po)) | {f"d{lan.pk}-level": "EXCELLENT", f"d{bang.pk}-level": "EXCELLENT"}

    page = client.post(address(na_po), data, follow=True)

    assert "Đã lưu 2 kết quả" in text(page)
    assert "Vượt 2" in text(page)
    assert "<b>2</b> / 2" in text(page)


# --- saving ---


def test_only_changed_rows_are_written_each_with_its_audit_entry(client, secretary, campaign, na_po, lan, bang):
    kept = rate(bang, na_po, "GOOD")
    data = opened(client, address(na_po)) | {f"d{lan.pk}-level": "EXCELLENT", f"d{lan.pk}-note": "Có sáng kiến"}

    page = client.post(address(na_po), data, follow=True)

    saved = MemberRating.objects.get(person=lan)
    assert (saved.level, saved.note, saved.year, saved.unit, saved.version) == (
        "EXCELLENT", "Có sáng kiến", 2024, na_po, 1,
    )  # fmt: skip
    assert "Đã lưu 1 kết quả xếp loại của Chi bộ thôn Na Pô năm 2024." in text(page)
    assert LogEntry.objects.get_for_object(saved).get().actor == secretary
    assert LogEntry.objects.get_for_object(kept).count() == 1  # that it was made


def test_a_correction_counts_a_version_and_drops_the_old_levels_reason(client, secretary, campaign, na_po, lan):
    why = RatingReason.objects.filter(level="COMPLETED").first() or RatingReason.objects.create(
        level="COMPLETED", code="a"
    )
    rating = rate(lan, na_po, "COMPLETED", reason=why)

    client.post(address(na_po), opened(client, address(na_po)) | {f"d{lan.pk}-level": "GOOD"})

    rating.refresh_from_db()
    assert (rating.level, rating.reason, rating.version) == ("GOOD", None, 2)
    assert LogEntry.objects.get_for_object(rating).first().changes["level"] == ["COMPLETED", "GOOD"]


def test_a_second_click_and_an_untouched_grid_change_nothing(client, secretary, campaign, na_po, lan):
    data = opened(client, address(na_po)) | {f"d{lan.pk}-level": "GOOD"}
    client.post(address(na_po), data)

    again = client.post(address(na_po), data, follow=True)
    untouched = client.post(address(na_po), opened(client, address(na_po)), follow=True)

    assert "Không có thay đổi nào để lưu." in text(again)
    assert "Không có thay đổi nào để lưu." in text(untouched)
    assert MemberRating.objects.get().version == 1


def test_from_a_level_to_a_reason(client, secretary, campaign, na_po, lan):
    rate(lan, na_po, "GOOD")
    changed = {f"d{lan.pk}-level": "", f"d{lan.pk}-not_rated_reason": "OTHER", f"d{lan.pk}-note": "Ốm dài ngày"}

    client.post(address(na_po), opened(client, address(na_po)) | changed)

    rating = MemberRating.objects.get()
    assert (rating.level, rating.not_rated_reason, rating.note) == ("", "OTHER", "Ốm dài ngày")


@pytest.mark.parametrize(
    ("level", "reason", "note", "message"),
    [
        ("BEST", "", "", "Chọn một trong bốn mức xếp loại."),
        ("GOOD", "EXEMPT", "", "không chọn cả hai"),
        ("", "HOLIDAY", "", "Chọn một lý do có trong danh sách."),
        ("", "", "chỉ ghi chú", "Ghi chú cần kèm một mức"),
        ("GOOD", "", "x" * 301, "300"),
    ],
)
def test_a_bad_row_saves_nothing_and_loses_nothing(
    client, secretary, campaign, na_po, lan, bang, level, reason, note, message
):
    typed = {f"d{lan.pk}-level": level, f"d{lan.pk}-not_rated_reason": reason, f"d{lan.pk}-note": note}
    data = opened(client, address(na_po)) | typed | {f"d{bang.pk}-level": "GOOD", f"d{bang.pk}-note": "Gương mẫu"}

    page = client.post(address(na_po), data)

    assert not MemberRating.objects.exists()
    assert message in text(page)
    assert f'href="#d{lan.pk}">Vàng Thị Lan:' in text(page)
    assert 'value="Gương mẫu"' in text(page)
    assert rows(page)["Hoàng Văn Bằng"].form["level"].value() == "GOOD"
    assert list(rows(page)) == ["Hoàng Văn Bằng", "Vàng Thị Lan"]


def test_a_level_may_be_cleared_again_while_the_list_is_written(client, secretary, campaign, na_po, lan):
    rating = rate(lan, na_po, "GOOD")

    page = client.post(address(na_po), opened(client, address(na_po)) | {f"d{lan.pk}-level": ""}, follow=True)

    assert "Đã lưu 1 kết quả" in text(page)
    assert MemberRating.objects.get().level == ""
    assert LogEntry.objects.get_for_object(rating).first().changes["level"] == ["GOOD", ""]


@pytest.mark.parametrize("whose", ["another unit's", "nobody's", "no number"])
def test_a_row_that_is_not_of_this_list_saves_nothing(client, secretary, campaign, na_po, ban_moi, lan, whose):
    other = make_member("Tẩn Thị Mẩy", ban_moi)
    key = {"another unit's": other.pk, "nobody's": 999999, "no number": "x"}[whose]
    forged = {f"d{key}-level": "EXCELLENT", f"d{lan.pk}-level": "GOOD"}

    page = client.post(address(na_po), opened(client, address(na_po)) | forged)

    assert not MemberRating.objects.exists()
    assert "Có dòng không thuộc danh sách xếp loại này" in text(page)
    assert "Tẩn Thị Mẩy" not in text(page)
    assert rows(page)["Vàng Thị Lan"].form["level"].value() == "GOOD"


# --- two people at once ---


def test_the_others_result_is_shown_and_overwritten_only_knowingly(client, secretary, campaign, na_po, lan, bang):
    rate(lan, na_po, "GOOD")
    mine = opened(client, address(na_po)) | {f"d{lan.pk}-level": "COMPLETED", f"d{bang.pk}-level": "GOOD"}
    other = make_user("UNIT_SECRETARY", na_po, full_name="Hoàng Văn Bằng")
    client.force_login(other)
    client.post(address(na_po), opened(client, address(na_po)) | {f"d{lan.pk}-level": "EXCELLENT"})
    client.force_login(secretary)

    page = client.post(address(na_po), mine)

    assert "Vàng Thị Lan: Hoàng Văn Bằng vừa lưu HTXSNV, ở đây đang chọn HTNV." in text(page)
    assert [rating.level for rating in MemberRating.objects.all()] == ["EXCELLENT"]
    assert rows(page)["Vàng Thị Lan"].form["level"].value() == "COMPLETED"
    assert rows(page)["Hoàng Văn Bằng"].form["level"].value() == "GOOD"

    knowing = mine | {f"d{lan.pk}-was": rows(page)["Vàng Thị Lan"].form.was}
    client.post(address(na_po), knowing)
    assert dict(MemberRating.objects.values_list("person", "level")) == {lan.pk: "COMPLETED", bang.pk: "GOOD"}
    assert MemberRating.objects.get(person=lan).version == 3


def test_a_first_result_given_by_another_is_noticed(client, secretary, campaign, na_po, lan):
    mine = opened(client, address(na_po)) | {f"d{lan.pk}-level": "GOOD"}
    rate(lan, na_po, "EXCELLENT")

    page = client.post(address(na_po), mine)

    assert "vừa lưu HTXSNV" in text(page)
    assert MemberRating.objects.get().level == "EXCELLENT"


def test_rows_left_alone_take_what_the_other_saved(client, secretary, campaign, na_po, lan, bang):
    rating = rate(lan, na_po, "GOOD")
    mine = opened(client, address(na_po)) | {f"d{bang.pk}-level": "GOOD"}
    rating.level = "EXCELLENT"
    rating.save()

    page = client.post(address(na_po), mine, follow=True)

    assert "Đã lưu 1 kết quả" in text(page)
    assert dict(MemberRating.objects.values_list("person", "level")) == {lan.pk: "EXCELLENT", bang.pk: "GOOD"}


# --- who may ---


def test_a_locked_year_is_read_only_and_says_why(client, secretary, commune, na_po, lan):
    make_campaign(commune, 2023, state="LOCKED", decision_number="118-QĐ/ĐU", decided_on=date(2023, 12, 22))
    rate(lan, na_po, "GOOD", 2023)
    sentence = "Năm 2023 đã khóa theo Quyết định 118-QĐ/ĐU ngày 22/12/2023."

    page = client.get(address(na_po, 2023))
    posted = client.post(address(na_po, 2023), {f"d{lan.pk}-level": "EXCELLENT"})

    assert sentence in text(page)
    assert 'type="radio"' not in text(page)
    assert f"Chưa lưu: {sentence}" in text(posted)
    assert MemberRating.objects.get().level == "GOOD"


@pytest.mark.parametrize("role", ["CADRE", "OFFICE"])
def test_who_may_not_rate_reads(client, commune, campaign, na_po, lan, role):
    client.force_login(make_user(role, commune))
    rate(lan, na_po, "GOOD")

    page = client.get(address(na_po))

    assert "Tài khoản này chỉ được xem" in text(page)
    assert "HTTNV" in text(page)
    assert 'type="radio"' not in text(page)
    assert client.post(address(na_po), {f"d{lan.pk}-level": "EXCELLENT"}).status_code == 403
    assert MemberRating.objects.get().level == "GOOD"


def test_a_unit_secretary_rates_the_own_chi_bo_and_knows_no_other(client, campaign, na_po, ban_moi, lan):
    make_member("Tẩn Thị Mẩy", ban_moi)
    client.force_login(make_user("UNIT_SECRETARY", na_po))

    page = client.get(reverse("ratings"))
    saved = client.post(address(na_po), opened(client, address(na_po)) | {f"d{lan.pk}-level": "GOOD"})

    assert "Chi bộ thôn Na Pô" in text(page)
    assert "Bản Mới" not in text(page)
    assert [meter.heading for meter in page.context["grid"].meters] == ["HTXSNV trong chi bộ"]
    assert page.context["grid"].progress is None
    assert saved.status_code == 302
    for unknown in (address(ban_moi), f"{reverse('ratings')}?nam=2024&don_vi=999999"):
        assert client.get(unknown).status_code == 404
        assert client.post(unknown, {}).status_code == 404
    assert client.get(address(part="khac")).status_code == 404


def test_a_unit_that_moved_away_is_read_and_not_rated_any_more(client, secretary, commune, campaign, na_po, lan):
    elsewhere = make_commune("Đảng bộ xã Bạch Đích")
    link = na_po.parents.get()
    link.ended_on = date(2025, 7, 1)
    link.save()
    na_po.parents.create(parent=elsewhere, started_on=date(2025, 7, 1))

    assert "Tài khoản này chỉ được xem" in text(client.get(address(na_po)))
    assert client.post(address(na_po), {}).status_code == 403


@pytest.fixture
def bach_dich(na_po):
    """The commune that Na Pô goes to on 01/07/2025, with its thôn."""
    elsewhere = make_commune("Đảng bộ xã Bạch Đích")
    na_po.parents.update(ended_on=date(2025, 7, 1))
    na_po.parents.create(parent=elsewhere, started_on=date(2025, 7, 1))
    rebuild_below(na_po)
    return elsewhere


def test_a_chi_bo_that_moved_away_keeps_the_level_it_was_given(client, secretary, campaign, na_po, ban_moi, bach_dich):
    UnitRating.objects.create(unit=na_po, year=2024, level="GOOD")
    where = address(part="chi-bo")
    mine = opened(client, where) | {f"d{ban_moi.pk}-level": "GOOD"}
    forged = {f"d{na_po.pk}-level": "EXCELLENT", **was(na_po, "GOOD")}

    gone = rows(client.get(where))["Chi bộ thôn Na Pô"]
    assert (gone.is_fixed, gone.rating.level) == (True, "GOOD")
    assert [remark.tag for remark in gone.remarks] == ["Nay thuộc đảng bộ khác, chỉ được xem"]
    assert "Chưa lưu dòng nào" in text(client.post(where, mine | forged))
    client.post(where, mine)
    assert dict(UnitRating.objects.values_list("unit", "level")) == {na_po.pk: "GOOD", ban_moi.pk: "GOOD"}


def test_the_head_of_a_village_that_went_with_its_chi_bo_is_rated_there(
    client, secretary, commune, campaign, na_po, bach_dich
):
    na_po.village = make_village("Na Pô", commune)
    na_po.save()
    gone, stays = make_person("Lù Văn Mìn"), make_person("Giàng Mí Pó")
    make_head(gone, na_po.village)
    make_head(stays, make_village("Phe Phà", commune))
    where = address(part="truong-thon")
    forged = {f"d{gone.pk}-level": "EXCELLENT", **was(gone, "")}

    assert {name: row.is_fixed for name, row in rows(client.get(where)).items()} == {
        "Lù Văn Mìn": True,
        "Giàng Mí Pó": False,
    }
    client.post(where, opened(client, where) | {f"d{stays.pk}-level": "GOOD"} | forged)
    assert not VillageHeadRating.objects.exists()
    client.post(where, opened(client, where) | {f"d{stays.pk}-level": "GOOD"})
    assert VillageHeadRating.objects.get().person == stays


def test_of_two_campaigns_the_nearest_committees_rates_a_chi_bo(client, commune, campaign, na_po):
    district = make_unit("Đảng bộ huyện Yên Minh", kind="DISTRICT")
    commune.parents.create(parent=district, started_on=date(2000, 1, 1))
    rebuild_below(commune)
    above = make_campaign(district, 2024)
    client.force_login(make_user("SECRETARY", district))

    def chosen(where):
        return client.get(where).context["choice"].campaign

    assert chosen(address(na_po)) == campaign
    assert chosen(address()) == chosen(address(part="chi-bo")) == above


def test_a_year_that_any_committee_above_has_locked_stays_as_it_is(client, secretary, commune, campaign, na_po, lan):
    district = make_unit("Đảng bộ huyện Yên Minh", kind="DISTRICT")
    commune.parents.create(parent=district, started_on=date(2000, 1, 1))
    rebuild_below(commune)
    make_campaign(district, 2024, state="LOCKED", decision_number="9-QĐ/HU", decided_on=date(2024, 12, 30))
    rate(lan, na_po, "GOOD")
    forged = {f"d{lan.pk}-level": "EXCELLENT", **was(lan, "GOOD")}

    posted = client.post(address(na_po), forged)

    assert "Chưa lưu: Năm 2024 đã khóa theo Quyết định 9-QĐ/HU ngày 30/12/2024." in text(posted)
    assert MemberRating.objects.get().level == "GOOD"
    assert "9-QĐ/HU" in text(client.post(address(part="chi-bo"), {}))


def test_what_the_former_committee_has_locked_the_new_one_leaves_alone(client, commune, na_po, lan, bach_dich):
    """Na Khê assessed and locked 2025 in June; Bạch Đích, where Na Pô lies since July, rates in December."""
    make_campaign(commune, 2025, state="LOCKED", decision_number="60-QĐ/ĐU")
    RatingCampaign.objects.update(assessed_on=date(2025, 6, 30))
    make_campaign(bach_dich, 2025)
    own = make_unit("Chi bộ thôn Bản Muồng", bach_dich)
    client.force_login(make_user("SECRETARY", bach_dich))

    members, units = client.get(address(na_po, 2025)), client.get(address(year=2025, part="chi-bo"))

    assert members.context["choice"].campaign.unit == bach_dich
    assert members.context["grid"].closed_because == "Năm 2025 đã khóa theo Quyết định 60-QĐ/ĐU."
    assert units.context["grid"].is_open
    assert {row.key: row.is_fixed for row in units.context["form"].rows} == {na_po.pk: True, own.pk: False}
    assert "Thuộc một đợt xếp loại khác của năm này, chỉ được xem" in text(units)


def test_ratings_of_a_chi_bo_that_moved_before_the_assessment_date_are_the_new_committees(
    client, secretary, commune, na_po, ban_moi, lan, bach_dich
):
    """2025: Na Pô's one HTXSNV belongs to Bạch Đích; Na Khê has the one HTTNV of Bản Mới."""
    make_campaign(commune, 2025)
    rate(lan, na_po, "EXCELLENT", 2025)
    rate(make_member("Tẩn Thị Mẩy", ban_moi), ban_moi, "GOOD", 2025)

    page = client.get(address(year=2025))

    assert [unit.code for unit in page.context["choice"].branches] == [ban_moi.code]
    whole = page.context["grid"].meters[0].line.cap
    assert (whole.excellent, whole.good) == (0, 1)


def test_the_administrator_has_no_part_in_it(client, commune, campaign):
    client.force_login(make_user("ADMINISTRATOR", commune))

    assert client.get(reverse("ratings")).status_code == 403


# --- chi bộ and village heads ---


def test_the_committee_rates_its_chi_bo(client, secretary, campaign, na_po, ban_moi):
    where = address(part="chi-bo")
    data = opened(client, where) | {f"d{na_po.pk}-level": "EXCELLENT", f"d{ban_moi.pk}-level": "GOOD"}

    page = client.post(where, data, follow=True)

    assert "Đã lưu 2 kết quả xếp loại của chi bộ năm 2024." in text(page)
    assert dict(UnitRating.objects.values_list("unit", "level")) == {na_po.pk: "EXCELLENT", ban_moi.pk: "GOOD"}
    assert "Vượt 1" in text(page)  # 20 % of one
    client.post(where, opened(client, where) | {f"d{na_po.pk}-level": "GOOD"})
    assert UnitRating.objects.get(unit=na_po).version == 2


@pytest.mark.parametrize("part", ["chi-bo", "truong-thon"])
def test_a_chi_bo_does_not_rate_itself_or_its_village_head(client, commune, campaign, na_po, part):
    village = make_village("Na Pô", commune)
    na_po.village = village
    na_po.save()
    make_head(make_person("Lù Văn Mìn"), village)
    client.force_login(make_user("UNIT_SECRETARY", na_po))

    page = client.get(address(part=part))

    assert len(rows(page)) == 1
    assert "Tài khoản này chỉ được xem" in text(page)
    assert client.post(address(part=part), {}).status_code == 403


def test_village_heads_are_rated_whether_members_or_not(client, secretary, commune, campaign, na_po):
    village = make_village("Na Pô", commune)
    head = make_person("Lù Văn Mìn")
    make_head(head, village)
    where = address(part="truong-thon")

    page = client.post(where, opened(client, where) | {f"d{head.pk}-level": "COMPLETED"}, follow=True)

    assert "Đã lưu 1 kết quả xếp loại của trưởng thôn năm 2024." in text(page)
    rating = VillageHeadRating.objects.get()
    assert (rating.person, rating.village, rating.level, rating.version) == (head, village, "COMPLETED", 1)


def test_a_head_who_was_rated_in_another_commune_is_not_rated_twice(client, secretary, commune, campaign, na_po):
    elsewhere = make_village("Sủng Thài", make_commune("Đảng bộ xã Phú Lũng"))
    head, other = make_person("Lù Văn Mìn"), make_person("Giàng Mí Pó")
    VillageHeadRating.objects.create(person=head, village=elsewhere, year=2024, level="GOOD")
    make_head(head, make_village("Na Pô", commune))
    make_head(other, make_village("Na Kinh", commune))
    where = address(part="truong-thon")

    shown = rows(client.get(where))
    assert (shown["Lù Văn Mìn"].is_fixed, shown["Lù Văn Mìn"].rating) == (True, None)
    assert [remark.tag for remark in shown["Lù Văn Mìn"].remarks] == ["Đã có kết quả ở một xã khác"]

    forged = {f"d{head.pk}-level": "EXCELLENT", **was(head, "")}
    client.post(where, opened(client, where) | {f"d{other.pk}-level": "GOOD"} | forged)
    assert dict(VillageHeadRating.objects.values_list("person", "level")) == {head.pk: "GOOD"}

    client.post(where, opened(client, where) | {f"d{other.pk}-level": "GOOD"})
    assert dict(VillageHeadRating.objects.values_list("person", "level")) == {head.pk: "GOOD", other.pk: "GOOD"}


def test_a_second_year_of_khtnv_is_remarked_for_review(client, secretary, campaign, na_po, lan, bang):
    rate(lan, na_po, "NOT_COMPLETED", year=2023)
    rate(lan, na_po, "NOT_COMPLETED")
    rate(bang, na_po, "NOT_COMPLETED", year=2023)

    shown = rows(client.get(address(na_po)))

    assert [remark.tag for remark in shown["Vàng Thị Lan"].remarks] == ["KHTNV hai năm liền"]
    assert [remark.tag for remark in shown["Hoàng Văn Bằng"].remarks] == ["Năm 2023 KHTNV"]


# --- cost ---


@pytest.mark.parametrize("part", ["", "chi-bo", "truong-thon"])
def test_the_page_costs_the_same_with_more_rows(
    client, secretary, commune, campaign, na_po, lan, part, django_assert_max_num_queries
):
    make_head(lan, make_village("Na Pô", commune))
    client.get(address(na_po, part=part))
    with django_assert_max_num_queries(15) as few:
        client.get(address(na_po, part=part))

    for number in range(5):
        member = make_member(f"Vàng Mí {number}", na_po)
        rate(member, na_po)
        Discipline.objects.create(person=member, form="WARNING", decided_on=date(2024, 5, 1))
        Exemption.objects.create(person=member, started_on=date(2024, 1, 1))
        make_unit(f"Chi bộ {number}", commune)
        make_head(member, make_village(f"Thôn {number}", commune))
    with django_assert_max_num_queries(len(few)):
        client.get(address(na_po, part=part))
