"""The grid through the steps of its list: what may be written, by whom; votes; conflicts field by field; scores."""

import json
from datetime import date

import pytest
from auditlog.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.models import Exemption, MemberRating, VillageHeadRating
from members.rating_steps import (
    decide,
    freeze_lists,
    lock,
    open_year,
    propose,
    reopen_sheet,
    send_back,
    start,
)
from nakhe.access import SYSTEM
from tests.factories import make_commune, make_head, make_member, make_person, make_unit, make_user, make_village
from tests.members.checking import check, codes, make_campaign, rate
from tests.members.rating_year import DECISION
from units.closure import rebuild_below
from units.models import RatingCampaign, RatingReason, RatingRegime, RatingSheet, UnitRating

pytestmark = pytest.mark.django_db


@pytest.fixture
def na_po(commune):
    return make_unit("Chi bộ thôn Na Pô", commune, code="na-po")


@pytest.fixture
def lan(na_po):
    return make_member("Vàng Thị Lan", na_po, admitted_on="2000-01-01")


@pytest.fixture
def bang(na_po):
    return make_member("Hoàng Văn Bằng", na_po, admitted_on="2000-01-01")


@pytest.fixture
def campaign(commune, na_po, lan, bang):
    """2024, its lists frozen and open for votes."""
    return freeze_lists(make_campaign(commune, 2024), by=SYSTEM)


@pytest.fixture
def sheet(campaign, na_po):
    return campaign.sheets.get(unit=na_po, part="dang-vien")


@pytest.fixture
def secretary(commune):
    return make_user("SECRETARY", commune, full_name="Hoàng Đức Thịnh")


@pytest.fixture
def own(client, na_po):
    """The secretary of the chi bộ, signed in."""
    user = make_user("UNIT_SECRETARY", na_po, full_name="Hoàng Văn Bằng")
    client.force_login(user)
    return user


def address(unit=None, year=2024, part=""):
    return reverse("ratings") + f"?nam={year}" + (f"&phan={part}" if part else f"&don_vi={unit.pk}")


def typed(whom, was=None, **fields):
    """A row as a browser posts it: what stood there, and what stands there now."""
    row = {f"d{whom.pk}-{name}": text for name, text in fields.items()}
    return row | {f"d{whom.pk}-was": json.dumps(was or dict.fromkeys(fields, ""))}


def ballot(present, was=""):
    return {"ds-present": present, "ds-was": json.dumps({"present": was})}


def votes(*numbers):
    names = ("votes_excellent", "votes_good", "votes_completed", "votes_not_completed")
    return dict(zip(names, map(str, numbers), strict=True))


def text(response):
    return " ".join(response.content.decode().split())


def answered(client, where, data):
    response = client.post(where, data, headers={"accept": "application/json"})
    assert response.status_code == 200
    return response.json()


def rating_of(person):
    return MemberRating.objects.get(person=person)


def controls(page):
    """The fields that the row of the page lets one write."""
    (fields,) = {tuple(row.form.fields) for row in page.context["form"].rows}
    return set(fields)


# --- what may be written at each step ---

PAPERS = {"self_level", "committee_level", "note"}
VOTES = set(votes(0, 0, 0, 0))
RESULT = {"level", "not_rated_reason", "reason"}


def test_a_draft_is_not_written_yet(client, own, commune, na_po, lan):
    regime = RatingRegime.objects.get(first_year=2023)
    campaign = RatingCampaign(unit=commune, year=2024, regime=regime, assessed_on=date(2024, 12, 31))
    open_year(campaign, by=SYSTEM)

    page = client.get(address(na_po))
    posted = client.post(address(na_po), typed(lan, self_level="GOOD"))

    assert "Danh sách đã chốt, chưa mở tự xếp loại" in text(page)
    assert controls(page) == set()
    assert "Chưa lưu: Danh sách đã chốt" in text(posted)
    assert "Vàng Thị Lan: Tự xếp loại “HTTNV”" in text(posted)
    assert rating_of(lan).self_level == ""


def test_self_rating_takes_papers_and_no_level(client, own, commune, na_po, lan):
    regime = RatingRegime.objects.get(first_year=2023)
    campaign = RatingCampaign(unit=commune, year=2024, regime=regime, assessed_on=date(2024, 12, 31))
    start(open_year(campaign, by=SYSTEM), by=SYSTEM)

    page = client.get(address(na_po))
    client.post(address(na_po), typed(lan, self_level="GOOD", committee_level="EXCELLENT", note="Gương mẫu"))
    forged = client.post(address(na_po), typed(lan, level="GOOD", note="Khác"))

    assert controls(page) == PAPERS
    assert "Vàng Thị Lan: Mức “HTTNV” – không ghi được ở bước “Tự xếp loại”." in text(forged)
    rating = rating_of(lan)
    assert (rating.self_level, rating.committee_level, rating.note, rating.level) == (
        "GOOD",
        "EXCELLENT",
        "Gương mẫu",
        "",
    )


def test_voting_takes_everything_but_the_proposal(client, own, campaign, sheet, na_po, lan):
    page = client.get(address(na_po))
    client.post(address(na_po), ballot("14") | typed(lan, **votes(2, 12, 0, 0), level="GOOD"))
    forged = client.post(address(na_po), typed(lan, proposed_level="EXCELLENT"))

    assert controls(page) == PAPERS | VOTES | RESULT
    assert "không ghi được" in text(forged)
    rating = rating_of(lan)
    assert (rating.votes, rating.level, rating.proposed_level) == ([2, 12, 0, 0], "GOOD", "")
    sheet.refresh_from_db()
    assert sheet.present == 14
    assert 'Phiếu<span id="co-mat"> / 14</span>' in text(client.get(address(na_po)))


def test_what_was_proposed_waits_for_the_committee(client, own, secretary, campaign, sheet, na_po, lan):
    rating = rating_of(lan)
    rating.level = "GOOD"
    rating.save()
    propose(sheet, by=own)

    page = client.get(address(na_po))
    mine = client.post(address(na_po), typed(lan, {"level": "GOOD"}, level="EXCELLENT"))
    client.force_login(secretary)
    theirs = client.get(address(na_po))
    client.post(address(na_po), typed(lan, {"level": "GOOD"}, level="EXCELLENT"))
    forged = client.post(address(na_po), typed(lan, self_level="GOOD"))

    assert "Đã gửi Đảng ủy, chờ quyết định." in text(page)
    assert (controls(page), controls(theirs)) == (set(), RESULT | {"note"})
    assert "Chưa lưu: Đã gửi Đảng ủy, chờ quyết định." in text(mine)
    assert 'aria-label="Đảng ủy quyết định Vàng Thị Lan"' in text(theirs)
    assert "không ghi được ở bước “Đề nghị”" in text(forged)
    rating.refresh_from_db()
    assert (rating.level, rating.proposed_level, rating.self_level) == ("EXCELLENT", "GOOD", "")


def test_a_proposed_result_is_changed_and_not_emptied(client, secretary, campaign, sheet, na_po, lan):
    rating = rating_of(lan)
    rating.level = "GOOD"
    rating.save()
    propose(sheet, by=SYSTEM)
    client.force_login(secretary)

    page = client.post(address(na_po), typed(lan, {"level": "GOOD"}, level=""))

    assert "Đã có kết quả HTTNV: chọn một mức khác" in text(page)
    assert rating_of(lan).level == "GOOD"


def test_a_proposed_chi_bo_that_moved_away_is_read_only(client, secretary, commune, campaign, sheet, na_po, lan):
    propose(sheet, by=SYSTEM)
    na_po.parents.update(ended_on=date(2025, 7, 1))
    na_po.parents.create(parent=make_commune("Đảng bộ xã Bạch Đích"), started_on=date(2025, 7, 1))
    rebuild_below(na_po)
    client.force_login(secretary)

    assert controls(client.get(address(na_po))) == set()
    assert client.post(address(na_po), typed(lan, level="GOOD")).status_code == 403


def test_a_returned_list_says_why_and_is_written_again(client, own, secretary, campaign, sheet, na_po, lan):
    propose(sheet, by=own)
    send_back(sheet, "Thiếu biên bản kiểm phiếu", by=secretary)

    page = client.get(address(na_po))

    assert "<b>Đảng ủy trả lại:</b> Thiếu biên bản kiểm phiếu" in text(page)
    assert controls(page) == PAPERS | VOTES | RESULT


def test_a_decided_list_is_text_until_it_is_opened_again(client, secretary, campaign, sheet, na_po, lan):
    client.force_login(secretary)
    propose(sheet, by=SYSTEM)
    decide([sheet], "118-QĐ/ĐU", date(2024, 12, 22), "Hoàng Đức Thịnh", by=secretary)

    page = client.get(address(na_po))
    posted = client.post(address(na_po), typed(lan, level="GOOD"))
    reopen_sheet(sheet, "Nhầm một đồng chí", by=secretary)

    assert "Danh sách đã quyết định, chỉ còn xem" in text(page)
    assert controls(page) == set()
    assert "Chưa lưu: Danh sách đã quyết định" in text(posted)
    assert rating_of(lan).level == ""
    assert controls(client.get(address(na_po))) == RESULT | {"note"}


def test_a_locked_year_of_lists_is_closed(client, secretary, campaign, na_po, lan):
    client.force_login(secretary)
    for sheet in campaign.sheets.all():
        propose(sheet, by=SYSTEM)
        decide([sheet], "118-QĐ/ĐU", date(2024, 12, 22), "Hoàng Đức Thịnh", by=SYSTEM)
    lock(RatingCampaign.objects.get(), by=SYSTEM)

    answer = answered(client, address(na_po), typed(lan, level="GOOD"))

    assert answer["closed"] == "Năm 2024 đã khóa theo Quyết định 118-QĐ/ĐU ngày 22/12/2024."
    assert answer["saved"] == 0
    assert rating_of(lan).level == ""


def test_the_steps_stand_above_with_their_days(client, own, campaign, na_po):
    campaign.vote_by = date(2024, 12, 12)
    campaign.save()

    page = text(client.get(address(na_po)))

    assert '<li aria-current="step">Chi bộ biểu quyết<small>hạn 12/12/2024</small></li><li>Đề nghị</li>' in page


def test_who_is_frozen_as_not_rated_stands_in_one_line(client, own, commune, na_po, lan, bang):
    Exemption.objects.create(person=lan, started_on=date(2022, 6, 1))
    freeze_lists(make_campaign(commune, 2024), by=SYSTEM)

    page = client.get(address(na_po))
    client.post(address(na_po), typed(lan, {"not_rated_reason": "EXEMPT"}, level="GOOD", not_rated_reason=""))

    assert "Không xếp loại: Miễn công tác, sinh hoạt từ 01/06/2022" in text(page)
    assert (rating_of(lan).level, rating_of(lan).not_rated_reason) == ("GOOD", "")


# --- the committee's own lists ---


def test_chi_bo_and_village_heads_are_rated_by_the_same_grid(client, secretary, commune, na_po, lan, bang):
    head = make_person("Lù Văn Mìn")
    make_head(head, make_village("Na Pô", commune))
    freeze_lists(make_campaign(commune, 2024), by=SYSTEM)
    client.force_login(secretary)

    for part, whom in (("chi-bo", na_po), ("truong-thon", head)):
        data = ballot("9") | typed(whom, self_level="GOOD", **votes(1, 8, 0, 0), level="GOOD")
        client.post(address(part=part), data)

    for rating in (UnitRating.objects.get(), VillageHeadRating.objects.get()):
        assert (rating.self_level, rating.votes, rating.level) == ("GOOD", [1, 8, 0, 0], "GOOD")
    present = RatingSheet.objects.exclude(part="dang-vien").values_list("part", "unit", "present")
    assert sorted(present) == [("chi-bo", commune.pk, 9), ("truong-thon", commune.pk, 9)]


# --- votes ---


def test_more_votes_than_people_are_refused(client, own, campaign, na_po, lan, bang):
    data = ballot("14") | typed(lan, **votes(3, 12, 0, 0)) | typed(bang, level="GOOD")

    page = client.post(address(na_po), data)

    assert "Vàng Thị Lan: Tổng 15 phiếu, nhiều hơn 14 người có mặt" in text(page)
    assert (rating_of(lan).votes, rating_of(bang).level) == ([None] * 4, "")
    assert 'name="ds-present" data-field="present" value="14"' in text(page)


def test_fewer_people_than_votes_written_are_refused(client, own, campaign, sheet, na_po, lan):
    client.post(address(na_po), ballot("14") | typed(lan, **votes(1, 12, 0, 0)))

    page = client.post(address(na_po), ballot("12", was="14"))
    both = client.post(address(na_po), ballot("12", was="14") | typed(lan, votes(1, 12, 0, 0), **votes(0, 12, 0, 0)))

    assert "Vàng Thị Lan đã có 13 phiếu: ghi từ 13 người trở lên, hoặc sửa số phiếu trước." in text(page)
    assert both.status_code == 302
    sheet.refresh_from_db()
    assert (sheet.present, rating_of(lan).votes) == (12, [0, 12, 0, 0])


@pytest.mark.parametrize(("now", "was"), [("12", "15"), ("9", "8")])
def test_votes_of_a_row_that_is_not_saved_still_need_their_people(client, own, campaign, sheet, na_po, lan, now, was):
    """Of 20 people 15 voted. Only 10 are said to have been there, beside 12 votes, or 9 over another's 15."""
    RatingSheet.objects.filter(pk=sheet.pk).update(present=20)
    MemberRating.objects.filter(person=lan).update(votes_excellent=15)

    data = ballot("10", was="20") | typed(lan, {"votes_excellent": was}, votes_excellent=now)
    answer = answered(client, address(na_po), data)

    assert answer["parts"]["ds"]["faults"] == [
        "Vàng Thị Lan đã có 15 phiếu: ghi từ 15 người trở lên, hoặc sửa số phiếu trước."
    ]
    sheet.refresh_from_db()
    assert (sheet.present, rating_of(lan).votes_excellent) == (20, 15)


def test_votes_are_held_against_the_people_that_are_stored_when_somebody_else_saved_another_number(
    client, own, campaign, sheet, na_po, lan
):
    RatingSheet.objects.filter(pk=sheet.pk).update(present=10)

    answer = answered(client, address(na_po), ballot("30") | typed(lan, votes_excellent="25"))

    assert len(answer["parts"]["ds"]["conflicts"]) == 1
    assert "Tổng 25 phiếu, nhiều hơn 10 người có mặt" in answer["parts"][f"d{lan.pk}"]["faults"][0]
    assert rating_of(lan).votes_excellent is None


def test_fewer_votes_than_people_warn_in_the_row_the_summary_and_the_command(client, own, campaign, na_po, lan, bang):
    client.post(address(na_po), ballot("14") | typed(lan, **votes(1, 12, 0, 0)) | typed(bang, **votes(0, 14, 0, 0)))

    page = text(client.get(address(na_po)))

    assert '<span class="tag warn">13 phiếu, 14 người có mặt</span>' in page
    assert "<b>Số phiếu khác số người có mặt</b> (1):" in page
    assert codes(check(2024), "Vàng Thị Lan") == ["missing", "votes"]
    assert codes(check(2024), "Hoàng Văn Bằng") == ["missing"]


def test_votes_without_the_number_of_people_hint(client, own, campaign, na_po, lan):
    assert "ghi số người có mặt để đối chiếu" not in text(client.get(address(na_po)))

    client.post(address(na_po), typed(lan, **votes(1, 12, 0, 0)))

    assert "Đã có phiếu: ghi số người có mặt để đối chiếu." in text(client.get(address(na_po)))


@pytest.mark.parametrize("wrong", ["-1", "một", "1,5", "99999"])
def test_what_is_no_number_of_votes_is_named(client, own, campaign, na_po, lan, wrong):
    page = client.post(address(na_po), typed(lan, votes_good=wrong))

    assert "Ghi số phiếu bằng chữ số, từ 0 đến 9999." in text(page)
    assert f'value="{wrong}"' in text(page)


def test_a_level_outside_the_four_is_refused(client, own, campaign, na_po, lan):
    for field in ("level", "self_level", "committee_level"):
        assert "Chọn một trong bốn mức xếp loại." in text(client.post(address(na_po), typed(lan, **{field: "BEST"})))
    assert (rating_of(lan).level, rating_of(lan).self_level, rating_of(lan).version) == ("", "", 1)


# --- sub-codes ---


def test_a_sub_code_goes_with_its_level(client, own, campaign, na_po, lan):
    completed, not_completed = (
        RatingReason.objects.get(level=level, code="a") for level in ("COMPLETED", "NOT_COMPLETED")
    )
    client.post(address(na_po), typed(lan, level="COMPLETED", reason=str(completed.pk)))
    assert rating_of(lan).reason == completed

    now = {"level": "COMPLETED", "reason": str(completed.pk)}
    other = client.post(address(na_po), typed(lan, now, level="COMPLETED", reason=str(not_completed.pk)))
    assert "KHTNV-a không phải lý do của HTNV" in text(other)

    client.post(address(na_po), typed(lan, now, level="GOOD", reason=str(completed.pk)))
    assert (rating_of(lan).level, rating_of(lan).reason) == ("GOOD", None)


# --- scores ---


@pytest.fixture
def scored(commune, na_po, lan, bang):
    """2025 under QĐ 366, which uses scores."""
    return freeze_lists(make_campaign(commune, 2025), by=SYSTEM)


def test_a_score_proposes_a_level_where_none_was_chosen(client, own, scored, na_po, lan, bang):
    client.post(address(na_po, 2025), typed(lan, score="87,5") | typed(bang, score="92", level="GOOD"))

    saved = {each.person: (each.score, each.level) for each in MemberRating.objects.all()}
    assert saved == {lan: (87.5, "GOOD"), bang: (92, "GOOD")}
    assert 'value="87,5"' in text(client.get(address(na_po, 2025)))


def test_a_level_cleared_beside_its_score_stays_cleared(client, own, scored, na_po, lan):
    client.post(address(na_po, 2025), typed(lan, score="65"))
    assert rating_of(lan).level == "COMPLETED"

    client.post(address(na_po, 2025), typed(lan, {"score": "65", "level": "COMPLETED"}, score="65", level=""))

    assert rating_of(lan).level == ""
    assert "Điểm 65</span> ứng với HTNV" in text(client.get(address(na_po, 2025)))


@pytest.mark.parametrize("wrong", ["101", "-1", "tám", "87,555", "NaN"])
def test_what_is_no_score_is_named(client, own, scored, na_po, lan, wrong):
    assert "Ghi điểm từ 0 đến 100" in text(client.post(address(na_po, 2025), typed(lan, score=wrong)))
    assert rating_of(lan).score is None


def test_no_score_is_written_in_a_year_without_scores(client, own, campaign, na_po, lan):
    page = client.post(address(na_po), typed(lan, score="87"))

    assert "Điểm “87”" in text(page)
    assert rating_of(lan).score is None


# --- two people at once, field by field ---


def test_different_fields_of_one_row_merge(client, own, campaign, na_po, lan):
    client.post(address(na_po), typed(lan, self_level="GOOD", note="", level=""))

    page = client.post(address(na_po), typed(lan, self_level="", note="Ốm dài ngày", level="COMPLETED"), follow=True)

    assert "Đã lưu 1 kết quả" in text(page)
    rating = rating_of(lan)
    assert (rating.self_level, rating.note, rating.level) == ("GOOD", "Ốm dài ngày", "COMPLETED")


def test_one_field_changed_by_two_is_told_with_its_author_and_overwritten_knowingly(
    client, own, secretary, campaign, na_po, lan
):
    client.post(address(na_po), typed(lan, self_level="EXCELLENT"))
    client.force_login(secretary)
    client.post(address(na_po), typed(lan, note="Gương mẫu"))

    page = client.post(address(na_po), typed(lan, self_level="GOOD"))
    row = next(row for row in page.context["form"].rows if row.key == lan.pk)

    sentence = "Vàng Thị Lan: Tự xếp loại: Hoàng Văn Bằng vừa lưu HTXSNV, ở đây đang ghi HTTNV."
    assert sentence in text(page)
    assert rating_of(lan).self_level == "EXCELLENT"
    client.post(address(na_po), {f"d{lan.pk}-self_level": "GOOD", f"d{lan.pk}-was": row.form.was})
    assert rating_of(lan).self_level == "GOOD"


def test_a_level_against_a_reason_is_one_conflict(client, own, campaign, na_po, lan):
    client.post(address(na_po), typed(lan, level="GOOD", not_rated_reason=""))

    page = client.post(address(na_po), typed(lan, level="", not_rated_reason="OTHER"))

    assert "vừa lưu HTTNV, ở đây đang chọn Lý do khác." in text(page)
    assert rating_of(lan).verdict == "HTTNV"


def test_the_number_of_people_is_not_overwritten_unseen(client, own, campaign, sheet, na_po):
    client.post(address(na_po), ballot("14"))

    page = client.post(address(na_po), ballot("13"))

    assert "Có mặt biểu quyết: Hoàng Văn Bằng vừa lưu 14, ở đây đang ghi 13." in text(page)
    sheet.refresh_from_db()
    assert sheet.present == 14


@pytest.mark.parametrize("was", ["", "[]", "null", '{"level": 1}', "{"])
def test_a_row_that_does_not_say_what_it_showed_overwrites_nothing(client, own, campaign, na_po, lan, was):
    rating = rating_of(lan)
    rating.level = "GOOD"
    rating.save()

    page = client.post(address(na_po), {f"d{lan.pk}-level": "COMPLETED", f"d{lan.pk}-was": was})

    assert "vừa lưu HTTNV" in text(page)
    assert rating_of(lan).level == "GOOD"


# --- saved as it is typed ---


def test_the_answer_to_one_row_says_what_stands_there_now(client, own, campaign, na_po, lan, bang):
    client.post(address(na_po), ballot("14"))

    answer = answered(client, address(na_po), typed(lan, **votes(1, 12, 0, 0), level="EXCELLENT"))

    part = answer["parts"][f"d{lan.pk}"]
    assert list(answer["parts"]) == [f"d{lan.pk}"]
    assert (answer["saved"], part["faults"], part["conflicts"]) == (1, [], [])
    assert part["values"]["votes_good"] == "12"
    assert json.loads(part["was"]) == part["values"]
    assert "13 phiếu, 14 người có mặt" in part["remarks"]
    assert "<b>1</b>, mức 20 % là <b>0</b>" in answer["caps"]
    assert "Hoàng Văn Bằng" in answer["review"]
    assert LogEntry.objects.get_for_object(rating_of(lan)).first().actor == own


def test_a_row_that_cannot_be_saved_does_not_keep_the_others_back(client, own, campaign, na_po, lan, bang):
    data = ballot("14") | typed(lan, **votes(9, 9, 0, 0)) | typed(bang, level="GOOD")

    answer = answered(client, address(na_po), data)

    (fault,) = answer["parts"][f"d{lan.pk}"]["faults"]
    assert fault.startswith("Tổng 18 phiếu")
    assert answer["saved"] == 1
    assert (rating_of(lan).votes, rating_of(bang).level) == ([None] * 4, "GOOD")


def test_a_conflict_is_answered_with_both_values(client, own, campaign, na_po, lan):
    client.post(address(na_po), typed(lan, level="EXCELLENT"))

    answer = answered(client, address(na_po), typed(lan, level="GOOD", note="Khác"))

    part = answer["parts"][f"d{lan.pk}"]
    assert part["conflicts"] == [
        {
            "text": "Hoàng Văn Bằng vừa lưu HTXSNV, ở đây đang chọn HTTNV",
            "names": ["level"],
            "theirs": "HTXSNV",
            "mine": "HTTNV",
        }
    ]
    assert part["values"]["level"] == "EXCELLENT"
    assert (rating_of(lan).level, rating_of(lan).note) == ("EXCELLENT", "")


def test_a_strange_row_is_answered_and_writes_nothing(client, own, campaign, na_po, lan):
    stranger = make_member("Tẩn Thị Mẩy", make_unit("Chi bộ thôn Bản Mới"))

    answer = answered(client, address(na_po), typed(stranger, level="GOOD"))

    assert (answer["unknown"], answer["saved"], answer["parts"]) == ([f"d{stranger.pk}"], 0, {})
    assert not MemberRating.objects.filter(person=stranger).exists()


@pytest.mark.parametrize("role", ["CADRE", "OFFICE"])
def test_who_only_reads_saves_no_row(client, commune, campaign, na_po, lan, role):
    client.force_login(make_user(role, commune))

    refused = client.post(address(na_po), typed(lan, level="GOOD"), headers={"accept": "application/json"})

    assert refused.status_code == 403
    assert rating_of(lan).level == ""


# --- cost ---


def queries(client, where, data=None, **options):
    with CaptureQueriesContext(connection) as asked:
        response = client.post(where, data, **options) if data else client.get(where)
    assert response.status_code == 200
    return len(asked)


def test_the_largest_chi_bo_costs_what_the_smallest_does(client, secretary, commune, na_po, lan, bang):
    large = make_unit("Chi bộ thôn Bản Mới", commune)
    for number in range(20):
        rate(make_member(f"Vàng Mí {number}", large, admitted_on="2000-01-01"), large, "GOOD", 2023)
    campaign = freeze_lists(make_campaign(commune, 2024), by=SYSTEM)
    campaign.sheets.update(present=20)
    MemberRating.objects.filter(year=2024).update(votes_good=19, level="COMPLETED", reason=RatingReason.objects.first())
    client.force_login(secretary)
    client.get(address(na_po))

    assert queries(client, address(large)) == queries(client, address(na_po))


def test_saving_one_rating_costs_the_same_wherever(client, secretary, commune, na_po, lan, bang):
    large = make_unit("Chi bộ thôn Bản Mới", commune)
    members = [make_member(f"Vàng Mí {number}", large, admitted_on="2000-01-01") for number in range(20)]
    freeze_lists(make_campaign(commune, 2024), by=SYSTEM)
    client.force_login(secretary)
    as_script = {"headers": {"accept": "application/json"}}
    queries(client, address(na_po), typed(bang, level="GOOD"), **as_script)

    small = queries(client, address(na_po), typed(lan, level="GOOD"), **as_script)
    assert queries(client, address(large), typed(members[7], level="GOOD"), **as_script) == small <= 45


def test_the_steps_of_a_list_are_offered_only_where_they_open(client, own, campaign, na_po):
    """The committee's own lists are no page of a chi bộ's secretary."""
    make_head(make_person("Giàng Mí Pó"), make_village("Phe Phà", campaign.unit))
    for part, offered in (("", True), ("chi-bo", False), ("truong-thon", False)):
        page = client.get(address(na_po, part=part))
        assert page.status_code == 200
        assert ("Các bước</a>" in text(page)) is offered, part


def test_the_grid_of_a_locked_year_leads_to_the_results_as_locked(client, own, campaign, na_po, lan):
    report = reverse("report", args=["xep-loai-chi-tiet"]) + f"?nam=2024&amp;don_vi={na_po.pk}"
    assert report not in text(client.get(address(na_po)))
    for one in campaign.sheets.all():
        propose(one, by=SYSTEM)
    decide(list(campaign.sheets.all()), *DECISION, by=SYSTEM)
    lock(campaign, by=SYSTEM)
    lan.full_name = "Vàng Thị Lan Anh"
    lan.save()

    page = text(client.get(address(na_po)))

    told = "Bảng này đọc hồ sơ hôm nay; kết quả đúng như lúc khóa ở báo cáo"
    assert f'{told} <a href="{report}">Danh sách xếp loại</a>.' in page
    assert "Vàng Thị Lan Anh" in page
    as_locked = text(client.get(report.replace("&amp;", "&")))
    assert "Vàng Thị Lan" in as_locked
    assert "Vàng Thị Lan Anh" not in as_locked


def test_a_sub_code_is_offered_with_what_it_means(client, own, campaign, na_po):
    RatingReason.objects.filter(level="COMPLETED", code="a").update(text="Có chỉ tiêu chưa đạt")
    page = text(client.get(address(na_po)))
    assert 'label="HTNV-a: Có chỉ tiêu chưa đạt">HTNV-a</option>' in page
    assert 'label="HTNV-b' not in page


@pytest.mark.parametrize(
    ("level", "given", "told"),
    [
        ("EXCELLENT", (0, 14, 0, 0), "HTXSNV không có phiếu nào, HTTNV 14 phiếu"),
        ("EXCELLENT", (3, 11, 0, 0), "HTXSNV 3 phiếu, HTTNV 11 phiếu"),
        ("GOOD", (3, 11, 0, 0), ""),
        ("GOOD", (7, 7, 0, 0), ""),
        ("GOOD", ("", "", "", ""), ""),
        ("", (3, 11, 0, 0), ""),
    ],
)
def test_a_level_that_the_vote_did_not_give_is_remarked_and_saved(
    client, own, campaign, na_po, lan, level, given, told
):
    answer = answered(client, address(na_po), typed(lan, level=level, **votes(*given)))
    said = answer["parts"][f"d{lan.pk}"]["remarks"]
    assert ("Mức khác với phiếu" in said) is bool(told)
    assert told in said
    assert rating_of(lan).level == level


@pytest.mark.parametrize(
    ("day", "is_told"), [("31/10/2024", True), ("01/11/2024", False), ("30/06/2025", False), ("01/07/2025", True)]
)
def test_a_meeting_outside_the_months_of_the_rating_is_remarked_and_saved(
    client, own, campaign, sheet, na_po, day, is_told
):
    told = answered(client, address(na_po), {"ds-voted_on": day, "ds-was": json.dumps({"voted_on": ""})})
    assert (f"Ngày họp {day} chưa tới hoặc ngoài kỳ xếp loại" in told["hint"]) is is_told
    sheet.refresh_from_db()
    assert sheet.voted_on.strftime("%d/%m/%Y") == day
    assert told["hint"] in text(client.get(address(na_po)))
