"""The steps of a rating year, through their pages and verbs: who, when, why; and what is refused."""

import re
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from members import rating_steps as steps
from members.models import Exemption, MemberRating, Membership, RatingRecord, RatingVersion, Suspension
from members.rating_roll import differences
from members.rating_sheets import Part, rows_of
from nakhe.access import SYSTEM, Role
from tests.factories import join, make_commune, make_head, make_member, make_person, make_unit, make_user, make_village
from tests.members.checking import make_campaign, rate
from tests.members.rating_year import DECISION, bring, open_year, rate_all, reasons, sheet
from units.closure import rebuild_below
from units.models import RatingCampaign, RatingReason, RatingSheet, Step, Unit, UnitParent, UnitRating

pytestmark = pytest.mark.django_db


@pytest.fixture
def bang(na_po):
    return make_member("Hoàng Văn Bằng", na_po)


@pytest.fixture
def man(na_kinh):
    return make_member("Lù Văn Mìn", na_kinh)


@pytest.fixture
def year(commune, na_po, na_kinh, lan, bang, man):
    """2024, just opened: Lan and Bằng in Na Pô, Mìn in Na Kinh."""
    return open_year(commune)


@pytest.fixture
def secretary(commune):
    return make_user(Role.SECRETARY, commune, full_name="Hoàng Đức Thịnh")


def list_page(campaign, unit, part="dang-vien", slug=""):
    args = [campaign.pk, part, unit.pk]
    return reverse("rating_list_step", args=[*args, slug]) if slug else reverse("rating_list", args=args)


def year_page(campaign, slug=""):
    return reverse("rating_year_step", args=[campaign.pk, slug]) if slug else reverse("rating_year", args=[campaign.pk])


def text(response):
    return " ".join(response.content.decode().split())


def refused(step, *args, **given):
    """The sentence with which *step* refuses."""
    with pytest.raises(steps.OutOfTurn) as found:
        step(*args, **given)
    return str(found.value)


# --- From opening to lock, through the pages ---


def test_a_year_goes_from_its_lists_to_its_lock_with_every_reason_in_the_log(
    client, year, secretary, na_po, na_kinh, commune
):
    client.force_login(secretary)
    here = sheet(year, na_po)

    client.post(year_page(year, "bat-dau"))
    assert set(year.sheets.values_list("step", flat=True)) == {Step.SELF_RATING}
    client.post(list_page(year, na_po, slug="bieu-quyet"))
    rate_all(year)
    client.post(list_page(year, na_po, slug="de-nghi"))
    client.post(list_page(year, na_po, slug="tra-lai"), {"reason": "Thiếu biên bản"})
    client.post(list_page(year, na_po, slug="de-nghi"))
    for unit, part in ((na_kinh, "dang-vien"), (commune, "chi-bo")):
        client.post(list_page(year, unit, part, "bieu-quyet"))
        client.post(list_page(year, unit, part, "de-nghi"))
    codes = [f"{one.part}-{one.unit_id}" for one in year.sheets.all()]
    decision = {"decision_number": "118-QĐ/ĐU", "decided_on": "27/12/2024", "signer": "Hoàng Đức Thịnh"}
    client.post(reverse("rating_year_decide", args=[year.pk]), {"sheets": codes, **decision})
    page = client.post(year_page(year, "khoa"), follow=True)

    assert "Đã khóa năm 2024." in text(page)
    assert "Năm 2024 đã khóa theo Quyết định 118-QĐ/ĐU ngày 27/12/2024." in text(page)
    assert reasons(here) == [
        "Chốt danh sách xếp loại",
        "Bắt đầu tự xếp loại",
        "Chuyển sang biểu quyết",
        "Đề nghị kết quả xếp loại",
        "Trả lại: Thiếu biên bản",
        "Đề nghị kết quả xếp loại",
        "Quyết định 118-QĐ/ĐU",
    ]
    assert reasons(year) == ["Mở đợt xếp loại", "Chốt danh sách xếp loại", "Quyết định 118-QĐ/ĐU", "Khóa năm xếp loại"]
    version = RatingVersion.objects.get()
    assert (version.number, version.locked_by, version.records.count()) == (1, secretary, 5)  # 3 people, 2 chi bộ
    shown = text(client.get(list_page(year, na_po)))
    assert "Trả lại: Thiếu biên bản" in shown
    assert "Hoàng Đức Thịnh" in shown


def test_a_locked_year_is_opened_with_a_reason_and_locked_again_as_another_version(client, year, secretary, na_po, lan):
    bring(year, Step.DECIDED)
    steps.lock(year, SYSTEM)
    client.force_login(secretary)

    silent = client.post(year_page(year, "mo-lai"), {"reason": "  "})
    assert "Ghi lý do." in text(silent)
    assert RatingCampaign.objects.get().is_locked
    client.post(year_page(year, "mo-lai"), {"reason": "Ghi nhầm mức của Lan"})
    assert reasons(year)[-1] == "Mở lại năm xếp loại: Ghi nhầm mức của Lan"
    client.post(list_page(year, na_po, slug="mo-lai"), {"reason": "Sửa mức"})
    rating = MemberRating.objects.get(person=lan)
    rating.level = "EXCELLENT"
    rating.save()
    steps.decide([sheet(year, na_po)], "12-QĐ/ĐU", date(2025, 1, 10), "Hoàng Đức Thịnh", by=secretary)
    client.post(year_page(year, "khoa"))

    levels = RatingRecord.objects.filter(person=lan).order_by("version__number").values_list("version__number", "level")
    assert list(levels) == [(1, "GOOD"), (2, "EXCELLENT")]


def test_what_was_proposed_stays_beside_what_is_decided_and_comes_back_when_returned(year, na_po, lan):
    bring(year, Step.PROPOSED)
    rating = MemberRating.objects.get(person=lan)
    rating.level = "EXCELLENT"  # the committee thinks otherwise
    rating.save()

    steps.send_back(sheet(year, na_po), "Xem lại", SYSTEM)
    rating.refresh_from_db()
    assert (rating.level, rating.proposed_level) == ("GOOD", "")
    assert sheet(year, na_po).remark == "Xem lại"

    steps.propose(sheet(year, na_po), SYSTEM)
    rating.refresh_from_db()
    rating.level = "COMPLETED"
    rating.save()
    steps.decide([sheet(year, na_po)], *DECISION, by=SYSTEM)
    rating.refresh_from_db()
    assert (rating.proposed_level, rating.level, rating.decision_number, rating.decided_on) == (
        "GOOD", "COMPLETED", "118-QĐ/ĐU", date(2024, 12, 27),
    )  # fmt: skip
    assert sheet(year, na_po).remark == ""


@pytest.mark.parametrize("state", ["OPEN", "LOCKED"])
def test_a_list_decided_before_there_were_lists_is_returned_with_its_results(commune, na_po, lan, state):
    campaign = make_campaign(commune, 2024, state=state, decision_number="1-QĐ/ĐU", decided_on=date(2024, 12, 27))
    rating = rate(lan, na_po, "EXCELLENT")
    if state == "LOCKED":
        campaign = steps.reopen(campaign, "Ghi thiếu", SYSTEM)
    steps.freeze_lists(campaign, SYSTEM)
    assert sheet(campaign, na_po).step == Step.DECIDED

    steps.reopen_sheet(sheet(campaign, na_po), "Xem lại", SYSTEM)
    steps.send_back(sheet(campaign, na_po), "Biểu quyết lại", SYSTEM)

    rating.refresh_from_db()
    assert rating.level == "EXCELLENT"


def test_a_row_that_was_never_proposed_keeps_its_result_when_the_list_is_returned(year, na_po):
    bring(year, Step.PROPOSED)
    make_member("Giàng Mí Pó", na_po)
    steps.take_differences(year, [each.code for each in differences(year)], SYSTEM)
    rating = MemberRating.objects.get(person__full_name="Giàng Mí Pó")
    rating.level = "GOOD"
    rating.save()

    steps.send_back(sheet(year, na_po), "Biểu quyết lại", SYSTEM)

    rating.refresh_from_db()
    assert rating.level == "GOOD"


@pytest.mark.parametrize("since", [None, date(2024, 3, 1)])
def test_a_reason_of_the_record_taken_at_the_proposal_stays_when_the_list_is_returned(year, na_po, lan, since):
    """Lan is found exempt or, where the proposal says so already, suspended as well and exempt no longer."""
    exemption = since and Exemption.objects.create(person=lan, started_on=since)
    steps.take_differences(year, [each.code for each in differences(year)], SYSTEM)
    bring(year, Step.VOTING)
    MemberRating.objects.filter(person=lan).update(level="")
    steps.propose(sheet(year, na_po), SYSTEM)
    if exemption:
        exemption.delete()
        Suspension.objects.create(person=lan, started_on=since, scope=Suspension.Scope.PARTY_LIFE)
    else:
        Exemption.objects.create(person=lan, started_on=date(2024, 1, 1))
    steps.take_differences(year, [each.code for each in differences(year)], SYSTEM)

    steps.send_back(sheet(year, na_po), "Biểu quyết lại", SYSTEM)

    rating = MemberRating.objects.get(person=lan)
    assert rating.not_rated_reason == rating.listed_reason == ("SUSPENDED" if since else "EXEMPT")


def test_a_list_reopened_and_returned_is_decided_no_longer(year, na_po, lan):
    bring(year, Step.DECIDED)
    steps.reopen_sheet(sheet(year, na_po), "Xem lại", SYSTEM)
    assert MemberRating.objects.get(person=lan).decision_number == "118-QĐ/ĐU"

    steps.send_back(sheet(year, na_po), "Biểu quyết lại", SYSTEM)

    rating = MemberRating.objects.get(person=lan)
    assert (rating.decision_number, rating.decided_on, rating.level) == ("", None, "GOOD")


def test_the_sub_code_of_a_proposal_comes_back_with_its_level(year, na_po, lan):
    slow = RatingReason.objects.get(level="COMPLETED", code="a")
    bring(year, Step.VOTING)
    MemberRating.objects.filter(person=lan).update(level="COMPLETED", reason=slow)
    steps.propose(sheet(year, na_po), SYSTEM)
    MemberRating.objects.filter(person=lan).update(level="GOOD", reason=None, note="Đã khắc phục")

    steps.send_back(sheet(year, na_po), "Xem lại", SYSTEM)

    rating = MemberRating.objects.get(person=lan)
    assert (rating.level, rating.reason, rating.proposed_sub_code) == ("COMPLETED", slow, None)
    assert rating.note == "Đã khắc phục"


# --- The order of the steps ---


@pytest.mark.parametrize("at", list(Step))
def test_a_list_takes_only_its_own_next_step(year, na_po, at):
    if at > Step.DRAFT:
        bring(year, at)
    here = sheet(year, na_po)
    verbs = {
        Step.SELF_RATING: [lambda: steps.begin_vote(here, SYSTEM)],
        Step.VOTING: [lambda: steps.propose(here, SYSTEM)],
        Step.PROPOSED: [
            lambda: steps.send_back(here, "Xem lại", SYSTEM),
            lambda: steps.decide([here], *DECISION, by=SYSTEM),
        ],
        Step.DECIDED: [lambda: steps.reopen_sheet(here, "Xem lại", SYSTEM)],
    }
    for step, taken in verbs.items():
        for verb in taken:
            if step != at:
                said = refused(verb)
                assert said == f"Chi bộ thôn Na Pô đang ở bước “{at.label}”, không phải “{step.label}”."
    assert sheet(year, na_po).step == at


def test_a_year_is_locked_only_when_every_list_is_decided(year, na_po, commune):
    bring(year, Step.DECIDED, only=na_po)

    assert refused(steps.lock, year, SYSTEM) == (
        "Chưa khóa được: còn danh sách chưa quyết định (Chi bộ thôn Na Kinh, Danh sách chi bộ)."
    )
    assert not RatingVersion.objects.exists()


def test_in_a_locked_year_nothing_goes_on(year, na_po):
    bring(year, Step.DECIDED)
    steps.lock(year, SYSTEM)

    here, told = sheet(year, na_po), "Năm 2024 đã khóa theo Quyết định 118-QĐ/ĐU ngày 27/12/2024. Mở lại năm này trước."
    assert refused(steps.reopen_sheet, here, "Sửa", SYSTEM) == told
    assert refused(steps.propose, here, SYSTEM) == told
    assert refused(steps.start, year, SYSTEM) == told
    assert refused(steps.lock, year, SYSTEM) == told
    assert refused(steps.take_differences, year, [], SYSTEM) == told
    assert refused(steps.freeze_lists, year, SYSTEM) == told


def test_verbs_of_the_year_out_of_turn(year):
    assert refused(steps.freeze_lists, year, SYSTEM) == "Danh sách của năm này đã chốt."
    assert refused(steps.reopen, year, "Sửa", SYSTEM) == "Năm này chưa khóa."
    steps.start(year, SYSTEM)
    assert refused(steps.start, year, SYSTEM) == "Không có danh sách nào ở bước Nháp."
    steps.begin_votes(year, SYSTEM)
    assert refused(steps.begin_votes, year, SYSTEM) == "Không có danh sách nào ở bước Tự xếp loại."


def test_reasons_and_decisions_are_asked_for(year, na_po):
    bring(year, Step.PROPOSED)
    here = sheet(year, na_po)
    for given in ("", "   "):
        with pytest.raises(ValidationError, match="Ghi lý do."):
            steps.send_back(here, given, SYSTEM)
    for sheets, number, day, told in (
        ([], "1-QĐ/ĐU", date(2024, 12, 1), "Chọn ít nhất một danh sách."),
        ([here], " ", date(2024, 12, 1), "Ghi số quyết định."),
        ([here], "1-QĐ/ĐU", None, "Ghi ngày quyết định."),
    ):
        with pytest.raises(ValidationError, match=told):
            steps.decide(sheets, number, day, "Thịnh", by=SYSTEM)
    assert sheet(year, na_po).step == Step.PROPOSED
    steps.decide([here], *DECISION, by=SYSTEM)
    with pytest.raises(ValidationError, match="Ghi lý do."):
        steps.reopen_sheet(here, "", SYSTEM)


def test_one_decision_is_of_one_year(year, commune, na_po):
    other = open_year(commune, 2023)
    bring(year, Step.PROPOSED)
    bring(other, Step.PROPOSED)

    with pytest.raises(ValidationError, match="Một quyết định là của một đợt xếp loại."):
        steps.decide([sheet(year, na_po), sheet(other, na_po)], *DECISION, by=SYSTEM)
    assert {one.step for one in RatingSheet.objects.all()} == {Step.PROPOSED}


def test_of_several_lists_all_are_decided_or_none(year, na_po, na_kinh):
    bring(year, Step.PROPOSED)
    steps.send_back(sheet(year, na_kinh), "Xem lại", SYSTEM)

    refused(steps.decide, [sheet(year, na_po), sheet(year, na_kinh)], *DECISION, by=SYSTEM)

    assert sheet(year, na_po).step == Step.PROPOSED
    assert MemberRating.objects.exclude(decision_number="").count() == 0
    assert RatingCampaign.objects.get().decision_number == ""


# --- Who may ---


def test_a_chi_bo_secretary_proposes_the_own_list_and_decides_nothing(client, year, na_po, na_kinh, commune):
    bring(year, Step.VOTING)
    own = make_user(Role.UNIT_SECRETARY, na_po)
    client.force_login(own)

    assert client.post(list_page(year, na_kinh, slug="de-nghi")).status_code == 404
    assert client.post(list_page(year, commune, "chi-bo", "de-nghi")).status_code == 404
    assert client.post(list_page(year, na_po, slug="de-nghi")).status_code == 302
    assert [sheet(year, unit).step for unit in (na_po, na_kinh)] == [Step.PROPOSED, Step.VOTING]

    decision = {"sheets": f"dang-vien-{na_po.pk}", "decision_number": "1", "decided_on": "1/12/2024", "signer": "Bằng"}
    assert client.post(list_page(year, na_po, slug="tra-lai"), {"reason": "Rút lại"}).status_code == 403
    assert client.post(reverse("rating_year_decide", args=[year.pk]), decision).status_code == 403
    for slug in ("bat-dau", "khoa", "mo-lai", "chot-danh-sach"):
        assert client.post(year_page(year, slug), {"reason": "Vì"}).status_code == 403
    assert sheet(year, na_po).step == Step.PROPOSED


def test_the_verbs_check_rights_themselves(year, na_po, na_kinh, commune):
    bring(year, Step.VOTING)
    own, cadre = make_user(Role.UNIT_SECRETARY, na_po), make_user(Role.CADRE, commune)
    neighbour = make_user(Role.SECRETARY, make_commune("Đảng bộ xã Bạch Đích"))
    here, there = sheet(year, na_po), sheet(year, na_kinh)
    for verb in (
        lambda: steps.propose(there, own),
        lambda: steps.propose(sheet(year, commune, Part.UNITS), own),
        lambda: steps.propose(here, cadre),
        lambda: steps.propose(here, neighbour),
        lambda: steps.lock(year, own),
        lambda: steps.take_differences(year, [], own),
        lambda: steps.reopen(year, "Sửa", neighbour),
        lambda: steps.open_year(RatingCampaign(unit=commune, year=2025), own),
    ):
        with pytest.raises(PermissionDenied):
            verb()
    bring_on = steps.propose(here, own)
    for verb in (
        lambda: steps.send_back(bring_on, "Rút lại", own),
        lambda: steps.decide([bring_on], *DECISION, by=own),
    ):
        with pytest.raises(PermissionDenied):
            verb()


@pytest.mark.parametrize("role", [Role.CADRE, Role.OFFICE])
def test_cadres_and_the_office_read_and_take_no_step(client, year, na_po, commune, role):
    bring(year, Step.VOTING)
    client.force_login(make_user(role, commune))

    page = client.get(list_page(year, na_po))

    assert page.status_code == 200
    assert "Gửi Đảng ủy" not in text(page)
    assert "Quyết định…" not in text(client.get(year_page(year)))
    assert client.post(list_page(year, na_po, slug="de-nghi")).status_code == 403
    assert client.post(year_page(year, "khoa")).status_code == 403


def test_of_another_commune_there_is_no_such_page(client, year, na_po, commune):
    neighbour = make_commune("Đảng bộ xã Bạch Đích")
    client.force_login(make_user(Role.SECRETARY, neighbour))
    for address in (
        year_page(year),
        year_page(year, "bat-dau"),
        list_page(year, na_po),
        list_page(year, na_po, slug="bieu-quyet"),
        reverse("rating_year_decide", args=[year.pk]),
        reverse("rating_year_roll", args=[year.pk]),
    ):
        assert client.get(address).status_code == client.post(address).status_code == 404


def test_a_list_of_a_chi_bo_that_the_year_does_not_rate_is_none(client, year, secretary, commune):
    elsewhere = make_unit("Chi bộ thôn Bản Muồng", make_commune("Đảng bộ xã Bạch Đích"))
    client.force_login(secretary)
    assert client.post(list_page(year, elsewhere, slug="de-nghi")).status_code == 404
    assert client.get(list_page(year, commune, "khong-co")).status_code == 404
    assert client.get(list_page(year, commune, "truong-thon")).status_code == 404  # no village here
    assert not RatingSheet.objects.filter(unit=elsewhere).exists()


# --- Refusals on the page, two at once ---


def test_a_refusal_is_a_sentence_and_what_was_typed_stays(client, year, secretary, na_po):
    client.force_login(secretary)
    bring(year, Step.VOTING)

    page = client.post(list_page(year, na_po, slug="mo-lai"), {"reason": "Sửa mức của đồng chí Lan"})

    assert "Chi bộ thôn Na Pô đang ở bước “Chi bộ biểu quyết”, không phải “Quyết định”." in text(page)
    assert 'value="Sửa mức của đồng chí Lan"' in text(page)
    assert sheet(year, na_po).step == Step.VOTING


def test_a_second_click_finds_it_done(client, year, secretary, na_po):
    client.force_login(secretary)
    client.post(year_page(year, "bat-dau"))
    again = client.post(year_page(year, "bat-dau"), follow=True)
    assert "Năm 2024: đã bắt đầu tự xếp loại từ trước." in text(again)

    client.post(list_page(year, na_po, slug="bieu-quyet"))
    again = client.post(list_page(year, na_po, slug="bieu-quyet"), follow=True)
    assert "Danh sách đảng viên Chi bộ thôn Na Pô đã sang bước biểu quyết từ trước." in text(again)
    assert reasons(sheet(year, na_po))[-1] == "Chuyển sang biểu quyết"

    rate_all(year)
    client.post(list_page(year, na_po, slug="de-nghi"))
    decision = {"sheets": f"dang-vien-{na_po.pk}", "decision_number": "118-QĐ/ĐU", "signer": "Thịnh"}
    decision["decided_on"] = "27/12/2024"
    where = reverse("rating_year_decide", args=[year.pk])
    assert "Đã ghi quyết định 118-QĐ/ĐU cho 1 danh sách." in text(client.post(where, decision, follow=True))
    assert "đã được quyết định: 118-QĐ/ĐU" in text(client.post(where, decision, follow=True))
    assert reasons(sheet(year, na_po)).count("Quyết định 118-QĐ/ĐU") == 1


def test_all_lists_begin_their_vote_at_once(client, year, secretary, na_po, na_kinh, commune):
    client.force_login(secretary)
    assert "Chuyển sang biểu quyết…" not in text(client.get(year_page(year)))
    client.post(year_page(year, "bat-dau"))
    steps.begin_vote(sheet(year, na_po), SYSTEM)
    assert "Chuyển sang biểu quyết…" in text(client.get(year_page(year)))
    assert "Chuyển sang biểu quyết năm 2024?" in text(client.get(year_page(year, "bieu-quyet")))

    page = client.post(year_page(year, "bieu-quyet"), follow=True)
    again = client.post(year_page(year, "bieu-quyet"), follow=True)

    assert "Đã chuyển sang biểu quyết năm 2024." in text(page)
    assert "Năm 2024: đã chuyển sang biểu quyết từ trước." in text(again)
    assert set(year.sheets.values_list("step", flat=True)) == {Step.VOTING}
    for unit in (na_po, na_kinh):
        assert reasons(sheet(year, unit)).count("Chuyển sang biểu quyết") == 1


def test_who_does_not_decide_begins_no_vote_of_all(client, year, na_po, commune):
    steps.start(year, SYSTEM)
    for user in (make_user(Role.UNIT_SECRETARY, na_po), make_user(Role.CADRE, commune)):
        client.force_login(user)
        assert client.post(year_page(year, "bieu-quyet")).status_code == 403
        with pytest.raises(PermissionDenied):
            steps.begin_votes(year, user)
    assert set(year.sheets.values_list("step", flat=True)) == {Step.SELF_RATING}


def test_a_list_that_was_returned_meanwhile_is_not_decided_and_the_decision_stays_typed(
    client, year, secretary, na_po, na_kinh
):
    client.force_login(secretary)
    bring(year, Step.PROPOSED)
    steps.send_back(sheet(year, na_kinh), "Xem lại", SYSTEM)
    codes = [f"dang-vien-{unit.pk}" for unit in (na_po, na_kinh)]
    typed = {"sheets": codes, "decision_number": "118-QĐ/ĐU", "decided_on": "27/12/2024", "signer": "Thịnh"}

    page = client.post(reverse("rating_year_decide", args=[year.pk]), typed)

    assert "Có danh sách vừa được trả lại hoặc đã quyết định; danh sách đó đã được bỏ ra." in text(page)
    assert 'value="118-QĐ/ĐU"' in text(page)
    assert sheet(year, na_po).step == Step.PROPOSED


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"sheets": []}, "Chọn ít nhất một danh sách."),
        ({"decision_number": ""}, "Ghi số quyết định."),
        ({"decided_on": "31/2/2024"}, "Ngày quyết định: "),
        ({"decided_on": "31/12/2199"}, "Ngày quyết định chưa tới."),
        ({"signer": ""}, "Ghi người ký."),
    ],
)
def test_a_decision_is_complete_or_not_written(client, year, secretary, na_po, typed, told):
    client.force_login(secretary)
    bring(year, Step.PROPOSED)
    given = {"sheets": [f"dang-vien-{na_po.pk}"], "decision_number": "1", "decided_on": "1/12/2024", "signer": "Thịnh"}

    page = client.post(reverse("rating_year_decide", args=[year.pk]), given | typed)

    assert told in text(page)
    assert sheet(year, na_po).step == Step.PROPOSED


def test_a_day_far_from_the_end_of_the_year_is_asked_about(client, year, secretary, na_po):
    client.force_login(secretary)
    bring(year, Step.PROPOSED)
    where = reverse("rating_year_decide", args=[year.pk])
    given = {"sheets": [f"dang-vien-{na_po.pk}"], "decision_number": "1", "signer": "Thịnh"}
    usual = "Quyết định xếp loại năm 2024 thường ra từ 01/11/2024 đến 30/06/2025, ở đây ghi {}. Vẫn ghi ngày này?"

    for day in ("31/10/2024", "01/07/2025"):
        page = client.post(where, given | {"decided_on": day})
        assert f"Ngày quyết định: {usual.format(day)}" in text(page)
        assert sheet(year, na_po).step == Step.PROPOSED
    client.post(where, given | {"decided_on": "01/07/2025", "xac_nhan": usual.format("31/10/2024")})
    assert sheet(year, na_po).step == Step.PROPOSED
    client.post(where, given | {"decided_on": "01/07/2025", "xac_nhan": usual.format("01/07/2025")})
    assert sheet(year, na_po).step == Step.DECIDED


def test_a_decision_over_lists_that_are_gone_is_told_so(client, year, secretary, na_po):
    client.force_login(secretary)
    given = {"sheets": [f"dang-vien-{na_po.pk}"], "decision_number": "1", "decided_on": "27/12/2024", "signer": "Thịnh"}
    page = client.post(reverse("rating_year_decide", args=[year.pk]), given)
    assert "Không có danh sách nào chờ quyết định." in text(page)


@pytest.mark.parametrize("day", ["01/11/2024", "30/06/2025"])
def test_a_day_around_the_end_of_the_year_is_not(client, year, secretary, na_po, day):
    client.force_login(secretary)
    bring(year, Step.PROPOSED)
    given = {"sheets": [f"dang-vien-{na_po.pk}"], "decision_number": "1", "decided_on": day, "signer": "Thịnh"}
    assert client.post(reverse("rating_year_decide", args=[year.pk]), given).status_code == 302


def test_the_decision_warns_of_who_is_missing_of_the_cap_and_of_contradictions_and_blocks_none(
    client, year, secretary, na_po, lan, bang
):
    """One HTXSNV and no HTTNV: maximum 0, over by 1. Bằng has no result; Lan was rated in spite of the record."""
    client.force_login(secretary)
    bring(year, Step.VOTING)
    MemberRating.objects.filter(person=bang).update(level="")
    MemberRating.objects.filter(person=lan).update(
        level="EXCELLENT", listed_reason="EXEMPT", listed_because="Miễn công tác"
    )
    MemberRating.objects.exclude(person__in=[lan, bang]).update(level="COMPLETED")
    steps.propose(sheet(year, na_po), SYSTEM)
    where = reverse("rating_year_decide", args=[year.pk])

    page = text(client.get(where))

    assert "Vượt 1" in page
    assert "1 chưa có kết quả</span> Hoàng Văn Bằng" in page
    assert "1 mâu thuẫn với hồ sơ" in page
    given = {"sheets": [f"dang-vien-{na_po.pk}"], "decision_number": "1", "decided_on": "1/12/2024", "signer": "Thịnh"}
    asked = "Còn 1 đồng chí chưa có kết quả: Hoàng Văn Bằng. Vẫn quyết định?"
    assert asked in text(client.post(where, given))
    assert sheet(year, na_po).step == Step.PROPOSED
    assert client.post(where, given | {"xac_nhan": asked}).status_code == 302
    assert sheet(year, na_po).step == Step.DECIDED


def test_the_decision_counts_each_level_of_every_list(client, year, secretary, na_po, na_kinh, lan):
    client.force_login(secretary)
    make_member("Giàng Mí Pó", na_kinh)
    for level in ("EXCELLENT", "EXCELLENT", "COMPLETED", ""):
        rate(make_member(f"Vàng Mí {level}", na_po), na_po, level)
    bring(year, Step.VOTING)
    MemberRating.objects.filter(person=lan).update(level="", not_rated_reason="OTHER")
    MemberRating.objects.filter(person__full_name="Vàng Mí ").update(level="")
    for one in year.sheets.all():
        steps.propose(one, SYSTEM)

    page = text(client.get(reverse("rating_year_decide", args=[year.pk])))

    line = page.split("Chi bộ thôn Na Pô</a></th>")[1].split("</tr>")[0]
    numbers = dict(re.findall(r'data-l="([^"]+)">(\d+)<', line))
    assert numbers == {
        "HTXSNV": "2", "HTTNV": "1", "HTNV": "1", "KHTNV": "0", "Không xếp loại": "1", "Chưa có": "1",
    }  # fmt: skip


def test_a_list_with_people_missing_is_sent_only_knowingly(client, year, secretary, na_po, lan, bang):
    client.force_login(secretary)
    bring(year, Step.VOTING)
    MemberRating.objects.filter(person=bang).update(level="")
    where = list_page(year, na_po, slug="de-nghi")

    page = text(client.get(where))
    assert "Gửi dù còn 1 đồng chí chưa có kết quả" in page
    assert f'#d{bang.pk}">Hoàng Văn Bằng</a>' in page
    MemberRating.objects.filter(person=lan).update(level="")
    for given in ({}, {"missing": "1 đồng chí"}):
        told = text(client.post(where, given))
        assert "Chưa có kết quả: Ghi nốt kết quả trong bảng, hoặc đánh dấu để vẫn gửi." in told
        assert sheet(year, na_po).step == Step.VOTING
    assert client.post(where, {"missing": "2 đồng chí"}).status_code == 302
    assert sheet(year, na_po).step == Step.PROPOSED


def test_who_is_missing_holds_nothing_else_up(client, year, secretary, na_po):
    client.force_login(secretary)
    client.post(year_page(year, "bat-dau"))
    assert client.post(list_page(year, na_po, slug="bieu-quyet")).status_code == 302
    assert sheet(year, na_po).step == Step.VOTING


# --- Years without lists, and years of other committees ---


def test_a_year_begun_without_lists_freezes_them_open_for_votes_and_keeps_what_was_rated(
    client, commune, na_po, na_kinh, lan, bang, man, secretary
):
    campaign = make_campaign(commune, 2024)
    rate(lan, na_po, "EXCELLENT")
    client.force_login(secretary)
    assert "Năm này chưa chốt danh sách" in text(client.get(year_page(campaign)))

    client.post(year_page(campaign, "chot-danh-sach"))

    ratings = MemberRating.objects.order_by("pk").values_list("person__full_name", "level")
    assert sorted(ratings) == [("Hoàng Văn Bằng", ""), ("Lù Văn Mìn", ""), ("Vàng Thị Lan", "EXCELLENT")]
    assert set(campaign.sheets.values_list("step", flat=True)) == {Step.VOTING}


def test_an_old_year_is_opened_again_frozen_as_decided_and_locked_again(commune, na_po, lan):
    campaign = make_campaign(commune, 2023, state="LOCKED", decision_number="90-QĐ/ĐU")
    rate(lan, na_po, "GOOD", 2023)
    UnitRating.objects.create(unit=na_po, year=2023, level="GOOD")

    steps.reopen(campaign, "Thiếu người", SYSTEM)
    steps.freeze_lists(campaign, SYSTEM)
    version = steps.lock(campaign, SYSTEM)

    assert sorted(version.records.values_list("name", "level")) == [
        ("Chi bộ thôn Na Pô", "GOOD"),
        ("Vàng Thị Lan", "GOOD"),
    ]


def test_one_list_of_a_year_without_lists_may_be_proposed_but_the_year_is_not_locked_so(commune, na_po, lan):
    campaign = make_campaign(commune, 2024)
    rate(lan, na_po)
    unsaved = RatingSheet(campaign=campaign, part=Part.MEMBERS, unit=na_po)

    steps.propose(unsaved, SYSTEM)
    steps.decide([sheet(campaign, na_po)], *DECISION, by=SYSTEM)

    assert refused(steps.lock, campaign, SYSTEM) == (
        "Chưa khóa được: còn danh sách chưa quyết định (chưa chốt danh sách nào)."
    )


def test_what_another_committee_has_locked_no_step_writes(commune, na_po, na_kinh, lan, man):
    """Na Khê assessed 2025 in June and locked it; Na Pô lies in Bạch Đích since July, which rates in December."""
    bach_dich = make_commune("Đảng bộ xã Bạch Đích")
    june = make_campaign(commune, 2025, state="LOCKED", decision_number="60-QĐ/ĐU")
    RatingCampaign.objects.filter(pk=june.pk).update(assessed_on=date(2025, 6, 30))
    rate(lan, na_po, "GOOD", 2025, decision_number="60-QĐ/ĐU")
    UnitRating.objects.create(unit=na_po, year=2025, level="GOOD", decision_number="60-QĐ/ĐU")
    own = make_unit("Chi bộ thôn Bản Muồng", bach_dich)
    muon = make_member("Giàng Mí Pó", own)
    UnitParent.objects.filter(unit=na_po).update(ended_on=date(2025, 7, 1))
    UnitParent.objects.create(unit=na_po, parent=bach_dich, started_on=date(2025, 7, 1))
    rebuild_below(na_po)

    december = open_year(bach_dich, 2025)
    bring(december, Step.DECIDED)
    version = steps.lock(december, SYSTEM)

    assert sorted(MemberRating.objects.values_list("person", "decision_number")) == sorted(
        [(lan.pk, "60-QĐ/ĐU"), (muon.pk, "118-QĐ/ĐU")]
    )
    assert UnitRating.objects.get(unit=na_po).decision_number == "60-QĐ/ĐU"
    assert not december.sheets.filter(unit=na_po).exists()
    assert version.number == 1


def test_village_heads_are_a_list_of_the_committee(client, commune, na_po, lan, secretary):
    make_head(make_person("Giàng Mí Pó"), make_village("Phe Phà", commune))
    year = open_year(commune)
    client.force_login(secretary)
    client.post(year_page(year, "bat-dau"))

    page = client.post(list_page(year, commune, "truong-thon", "bieu-quyet"), follow=True)

    assert "Danh sách trưởng thôn đã sang bước biểu quyết." in text(page)
    assert "Chốt để quyết định…" in text(page)
    assert sheet(year, commune, Part.HEADS).step == Step.VOTING
    rate_all(year)
    asked = text(client.get(list_page(year, commune, "truong-thon", "de-nghi")))
    assert "<h1>Chốt để quyết định: Danh sách trưởng thôn?</h1>" in asked


def test_the_lock_names_whose_cap_is_exceeded(client, year, secretary, commune, na_po):
    """Everybody of the two chi bộ is HTXSNV, and so are both chi bộ."""
    client.force_login(secretary)
    bring(year, Step.VOTING)
    for model in (MemberRating, UnitRating):
        model.objects.update(level="EXCELLENT")
    for one in year.sheets.all():
        steps.propose(one, SYSTEM)
    steps.decide(list(year.sheets.all()), *DECISION, by=SYSTEM)

    page = text(client.get(year_page(year, "khoa")))

    assert f" {commune}: Vượt 3" in page
    assert f"Các chi bộ của {commune}: Vượt 2" in page


def test_lists_decided_anew_do_not_put_their_decision_over_the_whole_year(year, na_po, commune):
    """118 over all lists; Na Pô's is opened and decided again under 150: the year stays with 118."""
    bring(year, Step.DECIDED)
    steps.reopen_sheet(sheet(year, na_po), "Ghi nhầm một mức", SYSTEM)
    steps.decide([sheet(year, na_po)], "150-QĐ/ĐU", date(2025, 1, 15), "Hoàng Đức Thịnh", SYSTEM)
    steps.lock(year, SYSTEM)
    year.refresh_from_db()

    assert year.lock_sentence == "Năm 2024 đã khóa theo Quyết định 118-QĐ/ĐU ngày 27/12/2024."
    assert set(rows_of(sheet(year, na_po)).values_list("decision_number", flat=True)) == {"150-QĐ/ĐU"}


def test_when_every_list_is_decided_anew_the_year_has_the_new_decision(year):
    bring(year, Step.DECIDED)
    for one in year.sheets.all():
        steps.reopen_sheet(one, "Ghi nhầm ngày", SYSTEM)
    steps.decide(list(year.sheets.all()), "150-QĐ/ĐU", date(2025, 1, 15), "Hoàng Đức Thịnh", SYSTEM)
    year.refresh_from_db()

    assert (year.decision_number, year.decided_on) == ("150-QĐ/ĐU", date(2025, 1, 15))


def dissolve(old, new, day):
    """*old* ended on *day* and its people went to *new*."""
    for membership in old.memberships.filter(ended_on=None):
        membership.ended_on, membership.reason_out = day, Membership.ReasonOut.INTERNAL
        membership.save()
        join(membership.person, new, day, "INTERNAL")
    UnitParent.objects.filter(unit=old).update(ended_on=day)
    Unit.objects.filter(pk=old.pk).update(ended_on=day)
    rebuild_below(Unit.objects.get(pk=old.pk))


def test_who_was_rated_in_a_chi_bo_that_has_ended_is_on_a_list_too(commune, na_po, na_kinh, lan, man):
    campaign = make_campaign(commune, 2024)
    rate(lan, na_po, "EXCELLENT")
    dissolve(na_po, na_kinh, date(2024, 9, 1))

    steps.freeze_lists(campaign, SYSTEM)
    rate_all(campaign)
    lists = list(campaign.sheets.all())
    for one in lists:
        steps.propose(one, SYSTEM)
    steps.decide([one for one in lists if one.unit != na_po], *DECISION, by=SYSTEM)

    assert refused(steps.lock, campaign, SYSTEM) == (
        "Chưa khóa được: còn danh sách chưa quyết định (Chi bộ thôn Na Pô)."
    )
    steps.decide([sheet(campaign, na_po)], *DECISION, by=SYSTEM)
    version = steps.lock(campaign, SYSTEM)
    decided = dict(version.records.filter(person__isnull=False).values_list("name", "decision_number"))
    assert decided == {"Vàng Thị Lan": "118-QĐ/ĐU", "Lù Văn Mìn": "118-QĐ/ĐU"}


def test_nobody_is_locked_with_a_result_that_no_list_decided(year, commune, na_po):
    """Chi bộ thôn Bản Rào came with its tree put right, after the lists were frozen, and had rated Pó."""
    bring(year, Step.DECIDED)
    ban_rao = make_unit("Chi bộ thôn Bản Rào", commune)
    rating = rate(make_member("Giàng Mí Pó", ban_rao), ban_rao)

    assert refused(steps.lock, year, SYSTEM) == (
        "Chưa khóa được: có kết quả không ở danh sách nào (Giàng Mí Pó). Tính lại danh sách, hoặc sửa hồ sơ cho đúng."
    )
    steps.reopen_sheet(sheet(year, commune, Part.UNITS), "Thêm Bản Rào", SYSTEM)
    steps.take_differences(year, [each.code for each in differences(year)], SYSTEM)
    bring(year, Step.PROPOSED, only=ban_rao)
    UnitRating.objects.filter(level="").update(level="GOOD")
    steps.decide([sheet(year, ban_rao), sheet(year, commune, Part.UNITS)], *DECISION, by=SYSTEM)
    steps.lock(year, SYSTEM)
    rating.refresh_from_db()
    assert (rating.level, rating.decision_number) == ("GOOD", "118-QĐ/ĐU")


def test_a_list_that_was_never_saved_is_made_with_a_reason_in_the_log(commune, na_po, lan):
    campaign = make_campaign(commune, 2024)
    rate(lan, na_po)
    steps.propose(RatingSheet(campaign=campaign, part=Part.MEMBERS, unit=na_po), SYSTEM)
    assert reasons(sheet(campaign, na_po)) == ["Lập danh sách xếp loại", "Đề nghị kết quả xếp loại"]
