"""Saving in the admin: periods that are typed together, two people at one form, and units that nobody may lose."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from members.models import Membership, Office
from members.reorganisation import BY_SLUG, record
from nakhe.access import Role
from tests.access.filling_in import all_forms, as_sent
from tests.factories import LONG_AGO, join, make_office, make_unit, make_user
from units.models import (
    Committee,
    RatingCampaign,
    Resolution,
    Target,
    Unit,
    UnitChange,
    UnitName,
    UnitParent,
    Village,
)

JUNE, JULY = date(2024, 6, 1), date(2024, 7, 1)


def url(view, model, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=args)


@pytest.fixture
def client(signed_in):
    return signed_in("secretary")


@pytest.fixture
def colleague(na_khe):
    """Another browser, with the deputy who keeps the same record."""
    browser = Client()
    browser.force_login(make_user(Role.SECRETARY, na_khe.commune, full_name="Lù Thị Mai"))
    return browser


def opened(client, subject):
    """What the form of *subject* would send back, opened now."""
    return as_sent(client.get(url("change", type(subject), subject.pk)))


def save(client, subject, sent):
    return client.post(url("change", type(subject), subject.pk), sent)


def told(answer):
    """All that the page says is wrong, in one text."""
    assert answer.status_code == 200
    faults = [message for form in all_forms(answer) for messages in form.errors.values() for message in messages]
    formsets = [inline.formset for inline in answer.context["inline_admin_formsets"]]
    return " ".join([*faults, *(message for formset in formsets for message in formset.non_form_errors())])


def new_name(place, name, started_on):
    """The fields of one more name in the form of a unit."""
    fields = {"name": name, "short_name": name, "started_on": started_on, "ended_on": ""}
    return {f"names-{place}-{field}": value for field, value in fields.items()} | {"names-TOTAL_FORMS": place + 1}


def periods(rows):
    return list(rows.order_by("started_on").values_list("started_on", "ended_on"))


# --- Rules between two records ---


def test_a_membership_reopened_while_the_next_one_runs_is_refused(client, na_khe):
    """Na Khê until 1 June, the school since: without its last day the first would count Lan twice."""
    first = na_khe.person.memberships.get()
    first.ended_on, first.reason_out, first.counterpart_out = JUNE, "INTERNAL", na_khe.school
    first.save()
    join(na_khe.person, na_khe.school, JUNE, reason_in="INTERNAL")
    later = {"ended_on": "01/07/2024"}
    for change in (later, {"ended_on": "", "reason_out": "", "counterpart_out": ""}):
        answer = save(client, first, opened(client, first) | change)
        assert "Người này đã sinh hoạt ở một chi bộ trong thời gian đó." in told(answer)
    assert periods(na_khe.person.memberships) == [(LONG_AGO, JUNE), (JUNE, None)]


def test_a_second_membership_is_refused(client, na_khe):
    given = {"person": na_khe.person.pk, "unit": na_khe.school.pk, "started_on": "01/06/2024",
             "started_precision": "day", "reason_in": "INTERNAL"}  # fmt: skip
    answer = client.post(url("add", Membership), given)
    assert "Người này đã sinh hoạt ở một chi bộ trong thời gian đó." in told(answer)
    assert na_khe.person.memberships.count() == 1


def test_an_office_reopened_while_the_same_is_held_is_refused(client, na_khe):
    earlier = make_office(na_khe.person, na_khe.school, "COMMITTEE_MEMBER", ended_on=JUNE)
    make_office(na_khe.person, na_khe.school, "COMMITTEE_MEMBER", started_on=JULY)
    answer = save(client, earlier, opened(client, earlier) | {"ended_on": ""})
    assert "Người này đang giữ chức vụ này." in told(answer)
    assert Office.objects.get(pk=earlier.pk).ended_on == JUNE


# --- Rows typed together ---


def test_the_old_name_ends_and_the_new_one_begins_in_one_form(client, na_khe):
    sent = opened(client, na_khe.unit) | {"names-0-ended_on": "01/06/2024"}
    assert save(client, na_khe.unit, sent | new_name(1, "Chi bộ Na Khê I", "01/06/2024")).status_code == 302
    assert periods(na_khe.unit.names) == [(LONG_AGO, JUNE), (JUNE, None)]


def test_a_second_name_beside_one_that_goes_on_is_refused_beside_its_row(client, na_khe):
    answer = save(client, na_khe.unit, opened(client, na_khe.unit) | new_name(1, "Chi bộ Na Khê I", "01/06/2024"))
    _, old, new, *_ = all_forms(answer)
    assert old.errors == {}
    assert new.non_field_errors() == [
        "Trùng thời gian với một khoảng đã ghi. Dòng “Chi bộ thôn Na Khê” có từ ngày 01/01/2000, chưa kết thúc. "
        "Ghi “đến ngày” của dòng cũ, rồi ghi dòng mới từ chính ngày đó."
    ]
    assert "Chi bộ Na Khê I" in answer.content.decode()
    assert periods(na_khe.unit.names) == [(LONG_AGO, None)]


def test_two_names_of_a_new_unit_do_not_overlap(client, na_khe):
    management = {f"{p}-{k}": n for p in ("names", "parents") for k, n in (("TOTAL_FORMS", 1), ("INITIAL_FORMS", 0))}
    place = {"parents-0-parent": na_khe.commune.pk, "parents-0-started_on": "01/06/2024"}
    unit = {"code": "na-kinh", "kind": "BRANCH", "unit_type": "VILLAGE", "position": 3, "started_on": "01/06/2024"}
    names = new_name(0, "Na Kinh", "01/06/2024") | new_name(1, "Na Kinh Mới", "01/07/2024")
    given = management | place | unit | names

    assert "Dòng “Na Kinh” có từ ngày 01/06/2024" in told(client.post(url("add", Unit), given))
    assert client.post(url("add", Unit), given | {"names-0-ended_on": "01/07/2024"}).status_code == 302
    assert periods(UnitName.objects.filter(unit__code="na-kinh")) == [(JUNE, JULY), (JULY, None)]


@pytest.mark.parametrize(("typed", "day"), [("01/06/2015", date(2015, 6, 1)), ("01/06/2005", date(2005, 6, 1))])
def test_the_day_between_two_names_moves_either_way(client, na_khe, typed, day):
    """PostgreSQL looks at every single row: the one that makes room is written first."""
    old = na_khe.unit.names.get()
    old.ended_on = date(2010, 1, 1)
    old.save()
    UnitName.objects.create(unit=na_khe.unit, name="Mới", short_name="Mới", started_on=date(2010, 1, 1))

    sent = opened(client, na_khe.unit) | {"names-0-ended_on": typed, "names-1-started_on": typed}
    assert save(client, na_khe.unit, sent).status_code == 302
    assert periods(na_khe.unit.names) == [(LONG_AGO, day), (day, None)]


def test_two_names_that_change_places_are_refused(client, na_khe):
    """2000–2010 and 2010– become 2010– and 2000–2010: neither can be written before the other."""
    old, day = na_khe.unit.names.get(), date(2010, 1, 1)
    old.ended_on = day
    old.save()
    UnitName.objects.create(unit=na_khe.unit, name="Mới", short_name="Mới", started_on=day)
    swapped = {"names-0-started_on": "01/01/2010", "names-0-ended_on": "",
               "names-1-started_on": "01/01/2000", "names-1-ended_on": "01/01/2010"}  # fmt: skip
    answer = save(client, na_khe.unit, opened(client, na_khe.unit) | swapped)
    assert "Hai dòng đổi thời gian cho nhau: sửa và lưu từng dòng một." in told(answer)
    assert periods(na_khe.unit.names) == [(LONG_AGO, day), (day, None)]


def test_a_target_stands_once_in_a_resolution(client, na_khe):
    resolution = na_khe.records[Resolution]
    again = {"name": "Kết nạp", "measure": "ADMISSIONS", "year": 2023, "minimum": "7"}
    sent = opened(client, resolution) | {f"targets-1-{name}": value for name, value in again.items()}
    assert "Nghị quyết đã có chỉ tiêu này cho năm này." in told(save(client, resolution, sent))
    assert save(client, resolution, sent | {"targets-1-year": 2024}).status_code == 302
    assert list(resolution.targets.values_list("year", flat=True)) == [2023, 2024]


def test_a_row_that_somebody_else_wrote_meanwhile_counts(client, na_khe):
    sent = opened(client, na_khe.unit) | {"names-0-ended_on": "01/06/2024"}
    old = na_khe.unit.names.get()
    old.ended_on = JUNE
    old.save()
    UnitName.objects.create(unit=na_khe.unit, name="Mới", short_name="Mới", started_on=JUNE)
    answer = save(client, na_khe.unit, sent | new_name(1, "Khác", "01/06/2024"))
    assert "Dòng đó người khác vừa ghi; mở lại trang để xem." in told(answer)
    assert not UnitName.objects.filter(name="Khác").exists()


def test_a_unit_is_not_placed_under_itself(client, na_khe):
    sent = opened(client, na_khe.unit) | {"parents-0-parent": na_khe.unit.pk}
    assert "Tổ chức cấp trên đang nằm dưới chính tổ chức này." in told(save(client, na_khe.unit, sent))


# --- Two people at one form ---


def test_another_ones_change_is_told_and_taken_and_nothing_is_lost(client, colleague, na_khe):
    """Mai writes the decision's number while the other types its day."""
    committee = na_khe.records[Committee]
    mine = opened(client, committee) | {"decided_on": "03/04/2024"}
    save(colleague, committee, opened(colleague, committee) | {"decision_number": "12-QĐ/ĐU"})

    refused = save(client, committee, mine)
    assert told(refused) == (
        "Chưa lưu: Lù Thị Mai vừa sửa mục này. Số quyết định: nay là “12-QĐ/ĐU”, đã lấy vào trang này. "
        "Những gì đã gõ vẫn còn. Xem lại, rồi bấm lưu lần nữa."
    )
    assert Committee.objects.get(pk=committee.pk).decided_on is None
    again = as_sent(refused)
    assert (again["decision_number"], again["decided_on"]) == ("12-QĐ/ĐU", "03/04/2024")
    assert save(client, committee, again).status_code == 302
    committee.refresh_from_db()
    assert (committee.decision_number, committee.decided_on) == ("12-QĐ/ĐU", date(2024, 4, 3))


def test_both_at_one_field_the_second_sees_both_values_and_decides(client, colleague, na_khe):
    committee = na_khe.records[Committee]
    mine = opened(client, committee) | {"ended_on": "01/07/2024"}
    save(colleague, committee, opened(colleague, committee) | {"ended_on": "01/06/2024"})

    refused = save(client, committee, mine)
    assert "Đến ngày: nay là “01/06/2024”, ở đây đang ghi “01/07/2024”." in told(refused)
    assert Committee.objects.get(pk=committee.pk).ended_on == JUNE
    assert as_sent(refused)["ended_on"] == "01/07/2024"
    assert save(client, committee, as_sent(refused)).status_code == 302
    assert Committee.objects.get(pk=committee.pk).ended_on == JULY


def test_choices_and_boxes_are_told_in_words(client, colleague, na_khe):
    village, campaign, change = na_khe.village, na_khe.records[RatingCampaign], na_khe.records[UnitChange]
    for subject, theirs, own, words in (
        (village, {"is_border": "on"}, {"position": 5}, "Thôn biên giới: nay là “có”, đã lấy vào trang này."),
        (campaign, {"cap_scope": "BRANCH"}, {"cap_scope": "GROUP"},
         "Phạm vi tính trần: nay là “Từng chi bộ”, ở đây đang ghi “Từng nhóm chi bộ cùng loại hình”."),
        (change, {"successors": [na_khe.school.pk]}, {"note": "Sửa"},
         "Tổ chức sau: nay là “Chi bộ Trường học Na Khê”, đã lấy vào trang này."),
        (na_khe.unit, {"village": ""}, {"position": 9}, "Thôn: nay là “để trống”, đã lấy vào trang này."),
    ):  # fmt: skip
        mine = opened(client, subject) | own
        assert save(colleague, subject, opened(colleague, subject) | theirs).status_code == 302
        refused = save(client, subject, mine)
        assert words in told(refused)
        assert save(client, subject, as_sent(refused)).status_code == 302
    village.refresh_from_db()
    assert (village.is_border, village.position) == (True, 5)
    assert list(change.successors.all()) == [na_khe.school]


def test_a_row_below_is_compared_too(client, colleague, na_khe):
    mine = opened(client, na_khe.unit) | {"names-0-place": "Na Khê"}
    save(colleague, na_khe.unit, opened(colleague, na_khe.unit) | {"names-0-short_name": "Thôn Na Khê"})

    refused = save(client, na_khe.unit, mine)
    assert "Tên gọn: nay là “Thôn Na Khê”, đã lấy vào trang này." in told(refused)
    assert na_khe.unit.names.get().place == ""
    assert save(client, na_khe.unit, as_sent(refused)).status_code == 302
    name = na_khe.unit.names.get()
    assert (name.short_name, name.place) == ("Thôn Na Khê", "Na Khê")


def test_changes_in_different_rows_do_not_meet(client, colleague, na_khe):
    mine = opened(client, na_khe.unit) | {"position": 41}
    save(colleague, na_khe.unit, opened(colleague, na_khe.unit) | {"names-0-short_name": "Thôn Na Khê"})
    assert save(client, na_khe.unit, mine).status_code == 302
    assert (na_khe.unit.names.get().short_name, Unit.objects.get(pk=na_khe.unit.pk).position) == ("Thôn Na Khê", 41)


def test_a_second_click_is_nobody_elses_change(client, na_khe):
    committee = na_khe.records[Committee]
    sent = opened(client, committee) | {"decided_on": "03/04/2024"}
    assert [save(client, committee, sent).status_code for _ in range(2)] == [302, 302]


def test_both_writing_the_same_is_no_conflict(client, colleague, na_khe):
    committee = na_khe.records[Committee]
    mine = opened(client, committee) | {"decision_number": "12-QĐ/ĐU", "decided_on": "03/04/2024"}
    save(colleague, committee, opened(colleague, committee) | {"decision_number": "12-QĐ/ĐU"})
    assert save(client, committee, mine).status_code == 302
    assert Committee.objects.get(pk=committee.pk).decided_on == date(2024, 4, 3)


def test_a_row_that_somebody_else_deleted_is_told(client, na_khe):
    resolution = na_khe.records[Resolution]
    mine = opened(client, resolution) | {"targets-0-minimum": "9"}
    Target.objects.get(resolution=resolution).delete()
    assert "Dòng này vừa bị người khác xóa." in told(save(client, resolution, mine))


@pytest.mark.parametrize("base", [None, "nothing", "of another"])
def test_a_form_of_unknown_age_is_shown_once_more(client, na_khe, base):
    committee = na_khe.records[Committee]
    sent = opened(client, committee) | {"decided_on": "03/04/2024", "_base": base}
    if base is None:
        del sent["_base"]
    if base == "of another":
        sent["_base"] = opened(client, na_khe.unit)["_base"]

    refused = save(client, committee, sent)
    assert told(refused).startswith("Chưa lưu: Không rõ trang này mở từ lúc nào")
    assert as_sent(refused)["decided_on"] == "03/04/2024"
    assert save(client, committee, as_sent(refused)).status_code == 302


# --- Changes of units ---


def test_a_change_with_effects_is_read_here_and_cancelled_on_its_own_page(client, na_khe):
    given = {"effective_on": JUNE, "name": "Chi bộ Na Khê I", "short_name": "Na Khê I"}
    change = record(BY_SLUG["doi-ten"], [na_khe.unit], given)

    page = client.get(url("change", UnitChange, change.pk))
    assert page.context["has_change_permission"] is False
    assert f'<a href="/chi-bo/thay-doi/{change.pk}/">' in page.content.decode()
    assert client.post(url("change", UnitChange, change.pk), {"kind": "MOVE"}).status_code == 403
    assert client.post(url("delete", UnitChange, change.pk), {"post": "yes"}).status_code == 403
    assert UnitChange.objects.get(pk=change.pk).kind == "RENAME"


def test_a_change_written_down_by_hand_may_still_be_mended(client, na_khe):
    change = na_khe.records[UnitChange]
    assert save(client, change, opened(client, change) | {"note": "Sửa"}).status_code == 302
    assert client.post(url("delete", UnitChange, change.pk), {"post": "yes"}).status_code == 302


# --- Units that nobody may lose ---


def test_a_unit_with_members_does_not_end_here(client, na_khe):
    """Lan is there since 2000, Mìn came and left before June, Chấn comes in July: two are in the way."""
    for name, day, end in (("Lù Văn Mìn", LONG_AGO, date(2020, 1, 1)), ("Lù Thị Chấn", JULY, None)):
        person = na_khe.person.__class__.objects.create(full_name=name)
        join(person, na_khe.unit, day, ended_on=end, reason_out="DIED" if end else "")

    answer = save(client, na_khe.unit, opened(client, na_khe.unit) | {"ended_on": "01/06/2024"})
    assert told(answer) == (
        "Chi bộ thôn Na Khê còn 2 đảng viên sinh hoạt từ ngày 01/06/2024 trở đi. Vào trang "
        f'<a href="/chi-bo/thay-doi/ghi/giai-the/?units={na_khe.unit.pk}">Giải thể</a> '
        "để chuyển đảng viên và kết thúc tổ chức cùng một lần."
    )
    assert Unit.objects.get(pk=na_khe.unit.pk).ended_on is None


def test_a_unit_that_ended_with_members_long_ago_may_still_be_mended(client, na_khe):
    Unit.objects.filter(pk=na_khe.unit.pk).update(ended_on=JUNE)
    assert save(client, na_khe.unit, opened(client, na_khe.unit) | {"position": 7}).status_code == 302


def test_an_empty_unit_ends_here(client, na_khe):
    assert save(client, na_khe.school, opened(client, na_khe.school) | {"ended_on": "01/06/2024"}).status_code == 302
    assert Unit.objects.get(pk=na_khe.school.pk).ended_on == JUNE


def test_a_unit_with_units_below_does_not_end_here(client, na_khe):
    section = make_unit("Đảng bộ bộ phận Na Khê", na_khe.commune, kind="SECTION")
    make_unit("Chi bộ thôn Na Kinh", section)
    answer = save(client, section, opened(client, section) | {"ended_on": "01/06/2024"})
    assert "Đảng bộ bộ phận Na Khê còn 1 tổ chức trực thuộc từ ngày 01/06/2024 trở đi." in told(answer)


def test_the_last_parent_does_not_end_without_another(client, na_khe):
    answer = save(client, na_khe.school, opened(client, na_khe.school) | {"parents-0-ended_on": "01/06/2024"})
    assert told(answer) == (
        "Từ ngày 01/06/2024 tổ chức này không trực thuộc đâu, và không ai mở được nữa. Ghi luôn nơi trực thuộc mới "
        "bắt đầu từ chính ngày đó, hoặc để trống “đến ngày”."
    )
    assert client.get(url("change", Unit, na_khe.school.pk)).status_code == 200
    assert periods(na_khe.school.parents) == [(LONG_AGO, None)]


def test_a_unit_moves_in_one_form_and_leaves_no_gap(client, na_khe):
    section = make_unit("Đảng bộ bộ phận Na Khê", na_khe.commune, kind="SECTION")
    sent = opened(client, na_khe.school) | {"parents-0-ended_on": "01/06/2024", "parents-1-parent": section.pk}

    assert "Từ ngày 01/06/2024" in told(save(client, na_khe.school, sent | {"parents-1-started_on": "02/06/2024"}))
    assert save(client, na_khe.school, sent | {"parents-1-started_on": "01/06/2024"}).status_code == 302
    assert na_khe.school.parent_on(date(2024, 5, 31)) == na_khe.commune
    assert na_khe.school.parent_on(JUNE) == section


def test_a_dissolved_unit_is_not_reopened_without_a_parent(client, na_khe):
    school = na_khe.school
    school.ended_on = JUNE
    school.save()
    UnitParent.objects.filter(unit=school).update(ended_on=JUNE)
    assert "không trực thuộc đâu" in told(save(client, school, opened(client, school) | {"ended_on": ""}))
    assert Unit.objects.get(pk=school.pk).ended_on == JUNE


def test_a_root_needs_no_parent_and_an_old_gap_hinders_nothing(client, na_khe):
    assert save(client, na_khe.commune, opened(client, na_khe.commune) | {"position": 7}).status_code == 302
    link = na_khe.school.parents.get()
    link.ended_on = date(2010, 1, 1)
    link.save()
    UnitParent.objects.create(unit=na_khe.school, parent=na_khe.commune, started_on=date(2011, 1, 1))
    assert save(client, na_khe.school, opened(client, na_khe.school) | {"position": 7}).status_code == 302


def test_villages_follow_the_same_rules(client, na_khe):
    """Two villages of one name in a commune, where the commune is chosen in the form itself."""
    given = {"unit": na_khe.commune.pk, "name": "Thôn Na Khê", "position": 2, "started_on": "01/06/2024"}
    assert "Xã đã có thôn mang tên này." in told(client.post(url("add", Village), given))
