"""The admin is cut like every other page: rows, choices, filters, history, and what a request may ask for."""

from datetime import date

import pytest
from django import forms
from django.contrib import admin as django_admin
from django.db import connection
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.models import Badge, Discipline, Membership, Office, Person, VillageHeadRating
from members.rating_steps import freeze_lists
from nakhe.access import SYSTEM, Right, Role
from nakhe.adminsite import RecordAdmin, site
from tests.access.communes import Commune
from tests.access.filling_in import all_forms, as_sent, choices
from tests.factories import join, make_member, make_unit, make_user, make_village
from units.models import Committee, RatingCampaign, Unit, UnitChange, UnitName, UnitParent, UnitRating

MODELS = [model for model in site._registry if site.get_model_admin(model).right is not Right.REFERENCE]
COMMON = [model for model in site._registry if site.get_model_admin(model).right is Right.REFERENCE]


def url(view, model, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=args)


def keeper(model):
    """Who keeps the records of *model* in Na Khê."""
    right = site.get_model_admin(model).right
    return "administrator" if right is Right.REFERENCE else "secretary"


def their(model, bach_dich):
    """A record of the neighbours for a field that chooses *model*; None for a list common to all."""
    return {Person: bach_dich.person, **bach_dich.records}.get(model)


# --- What is registered ---


@pytest.mark.parametrize("model", site._registry, ids=str)
def test_whatever_is_registered_is_cut(model):
    assert isinstance(site.get_model_admin(model), RecordAdmin)
    assert model in COMMON or hasattr(model._default_manager.all(), "changeable_by")


def test_what_libraries_register_elsewhere_has_no_address():
    assert {model.__name__ for model in django_admin.site._registry} & {"Group", "LogEntry"}
    assert not any(
        model._meta.app_label in ("auth", "auditlog", "axes", "nakhe", "otp_totp", "otp_static")
        for model in site._registry
    )


def test_people_units_memberships_and_ratings_are_never_deleted():
    kept = {model._meta.model_name for model in site._registry if not site.get_model_admin(model).deletable}
    assert kept == {
        "unit", "village", "ratingcampaign", "unitrating", "membership", "villageheadrating",
    }  # fmt: skip


# --- Rows ---


@pytest.mark.parametrize("model", MODELS, ids=str)
def test_a_list_shows_own_records_only(model, signed_in, na_khe, bach_dich):
    rows = signed_in(keeper(model)).get(url("changelist", model)).context["cl"].queryset
    assert na_khe.records[model] in rows
    assert bach_dich.records[model] not in rows


def test_an_address_cannot_ask_past_the_cut(signed_in, bach_dich):
    client = signed_in("secretary")
    unit = bach_dich.unit
    for asked in (
        f"pk__in={unit.pk}",
        f"id={unit.pk}",
        "code__startswith=bach",
        "names__name__contains=B",
        "kind__x=1",
    ):
        answer = client.get(f"{url('changelist', Unit)}?{asked}")
        assert answer.status_code in (302, 400), asked
    by_filter = client.get(f"{url('changelist', Office)}?unit__id__exact={unit.pk}")
    assert list(by_filter.context["cl"].queryset) == []
    by_code = client.get(f"{url('change', Unit, 'bach-dich-thon')}?_to_field=code")
    assert by_code.status_code in (400, 404)


def test_search_ignores_accents_and_stays_within(signed_in, na_khe, bach_dich):
    found = signed_in("secretary").get(f"{url('changelist', Office)}?q=vang lan").context["cl"].queryset
    assert list(found) == [na_khe.records[Office]]


@pytest.mark.parametrize("model", MODELS, ids=str)
def test_filters_offer_own_records_only(model, signed_in, na_khe, bach_dich):
    rows = signed_in(keeper(model)).get(url("changelist", model)).context["cl"]
    offered = {str(choice["display"]) for spec in rows.filter_specs for choice in spec.choices(rows)}
    assert not any("Bạch Đích" in label for label in offered)


def test_a_unit_that_moved_away_is_no_longer_changed_here(signed_in, na_khe, bach_dich):
    moved, day = na_khe.school, date(2024, 6, 1)
    link = moved.parents.get()
    link.ended_on = day
    link.save()
    UnitParent.objects.create(unit=moved, parent=bach_dich.commune, started_on=day)

    assert moved in Unit.objects.visible_to(make_user(Role.SECRETARY, na_khe.commune))
    assert signed_in("secretary").get(url("change", Unit, moved.pk)).status_code == 404
    assert signed_in("other_secretary").get(url("change", Unit, moved.pk)).status_code == 200


def test_a_unit_that_was_dissolved_stays_with_its_committee(signed_in, na_khe):
    school = na_khe.school
    school.ended_on = date(2024, 6, 1)
    school.save()
    assert signed_in("secretary").get(url("change", Unit, school.pk)).status_code == 200


# --- Choices ---


@pytest.mark.parametrize("view", ["add", "change"])
@pytest.mark.parametrize("model", MODELS, ids=str)
def test_no_form_offers_a_record_of_another_commune(model, view, signed_in, na_khe, bach_dich):
    args = [na_khe.records[model].pk] if view == "change" else []
    page = signed_in(keeper(model)).get(url(view, model, *args))
    for form, name in choices(page):
        theirs = their(form.fields[name].queryset.model, bach_dich)
        assert theirs is None or theirs not in form.fields[name].queryset, name


@pytest.mark.parametrize("model", MODELS, ids=str)
def test_a_posted_record_of_another_commune_is_an_error_and_changes_nothing(model, signed_in, na_khe, bach_dich):
    client, record = signed_in(keeper(model)), na_khe.records[model]
    address = url("change", model, record.pk)
    page = client.get(address)
    before = model_to_dict(record)
    for form, name in choices(page):
        theirs = their(form.fields[name].queryset.model, bach_dich)
        if theirs is None:
            continue
        many = isinstance(form.fields[name], forms.ModelMultipleChoiceField)
        answer = client.post(address, as_sent(page) | {form.add_prefix(name): [theirs.pk] if many else theirs.pk})
        assert answer.status_code == 200, name
        assert [name in sent.errors for sent in all_forms(answer) if sent.prefix == form.prefix] == [True]
        assert model_to_dict(model._default_manager.get(pk=record.pk)) == before


@pytest.mark.parametrize("model", site._registry, ids=str)
def test_what_was_shown_can_be_saved_again_and_changes_nothing(model, signed_in, na_khe):
    """Otherwise the tests above would pass because nothing can be saved at all."""
    if model in (UnitRating, VillageHeadRating):
        RatingCampaign.objects.all().delete()  # what a campaign rates is written on its own pages
    record = na_khe.records.get(model) or model._default_manager.first()
    client, address = signed_in(keeper(model)), url("change", model, record.pk)
    before = model_to_dict(record)
    page = client.get(address)
    answer = client.post(address, as_sent(page))
    assert answer.status_code == 302, [form.errors for form in all_forms(answer)]
    assert model_to_dict(model._default_manager.get(pk=record.pk)) == before


def test_namesakes_are_told_apart_by_year_of_birth_and_unit(signed_in, na_khe):
    make_member("Vàng Na Khê Lan", na_khe.school, birth_on="1990")
    field = signed_in("secretary").get(url("add", Discipline)).context["adminform"].form.fields["person"]
    assert [label for _, label in field.choices][1:] == [
        "Vàng Na Khê Lan, sinh 1985, Chi bộ thôn Na Khê",
        "Vàng Na Khê Lan, sinh 1990, Chi bộ Trường học Na Khê",
    ]


def test_who_left_for_another_commune_is_no_longer_chosen(signed_in, na_khe, bach_dich):
    leaving, day = na_khe.person.memberships.get(), date(2024, 6, 1)
    leaving.ended_on, leaving.reason_out = day, "TRANSFERRED_OUT"
    leaving.save()
    join(na_khe.person, bach_dich.unit, day, reason_in="TRANSFERRED_IN")

    client = signed_in("secretary")
    assert na_khe.person not in client.get(url("add", Discipline)).context["adminform"].form.fields["person"].queryset
    assert client.get(url("change", Discipline, na_khe.records[Discipline].pk)).status_code == 404


def test_a_fact_is_not_moved_to_another_person(signed_in, na_khe):
    other = make_member("Lù Thị Chấn", na_khe.unit)
    client, record = signed_in("secretary"), na_khe.records[Badge]
    page = client.get(url("change", Badge, record.pk))
    client.post(url("change", Badge, record.pk), as_sent(page) | {"person": other.pk, "number": "12"})
    record.refresh_from_db()
    assert (record.person, record.number) == (na_khe.person, "12")


def test_what_the_reader_could_not_choose_stays_when_the_rest_is_saved(signed_in, na_khe):
    link = na_khe.commune.parents.create(parent=make_unit("Đảng bộ huyện", kind="DISTRICT"), started_on="2000-01-01")
    client = signed_in("secretary")

    sent = as_sent(client.get(url("change", Unit, na_khe.commune.pk)))
    assert client.post(url("change", Unit, na_khe.commune.pk), sent | {"parents-0-parent": ""}).status_code == 302

    link.refresh_from_db()
    assert link.parent.latest_name == "Đảng bộ huyện"


def test_a_change_that_touched_anothers_unit_is_not_ones_own(signed_in, na_khe, bach_dich):
    change = na_khe.records[UnitChange]
    change.predecessors.add(bach_dich.unit)
    assert signed_in("secretary").get(url("change", UnitChange, change.pk)).status_code == 404


# --- Units, ratings ---


def new_unit(**fields):
    management = {f"{p}-{k}": n for p in ("names", "parents") for k, n in (("TOTAL_FORMS", 1), ("INITIAL_FORMS", 0))}
    return management | {"code": "na-kinh", "kind": "BRANCH", "unit_type": "VILLAGE", "position": 3} | fields


def test_a_new_unit_has_a_name_and_a_place_in_the_tree(signed_in, na_khe):
    client = signed_in("secretary")
    name = {"names-0-name": "Chi bộ thôn Na Kinh", "names-0-short_name": "Na Kinh", "names-0-started_on": "1/6/2024"}
    place = {"parents-0-parent": na_khe.commune.pk, "parents-0-started_on": "01/06/2024"}

    assert client.post(url("add", Unit), new_unit(started_on="1/6/2024", **name)).status_code == 200
    assert not Unit.objects.filter(code="na-kinh").exists()
    assert client.post(url("add", Unit), new_unit(started_on="1/6/2024", **name, **place)).status_code == 302
    made = Unit.objects.get(code="na-kinh")
    assert (made.latest_name, made.started_on) == ("Chi bộ thôn Na Kinh", date(2024, 6, 1))
    assert made in client.get(url("changelist", Unit)).context["cl"].queryset


def test_a_date_is_read_day_first(signed_in, na_khe):
    client, record = signed_in("secretary"), na_khe.records[Committee]
    page = client.get(url("change", Committee, record.pk))
    client.post(url("change", Committee, record.pk), as_sent(page) | {"decided_on": "3.4.2024"})
    record.refresh_from_db()
    assert record.decided_on == date(2024, 4, 3)


def test_ratings_of_a_locked_year_stay_as_they_are(signed_in, na_khe):
    client, rating, campaign = signed_in("secretary"), na_khe.records[UnitRating], na_khe.records[RatingCampaign]
    campaign.delete()
    sent = as_sent(client.get(url("change", UnitRating, rating.pk))) | {"level": "EXCELLENT"}
    campaign.state = RatingCampaign.State.LOCKED
    campaign.save()

    assert client.post(url("change", UnitRating, rating.pk), sent).status_code == 403
    for model in (UnitRating, *[m for m in site._registry if m.__name__ == "VillageHeadRating"]):
        assert client.get(url("change", model, na_khe.records[model].pk)).context["has_change_permission"] is False
    added = client.post(url("add", UnitRating), {"unit": na_khe.school.pk, "year": 2023, "level": "GOOD"})
    assert "Đợt xếp loại năm 2023 đã khóa." in added.content.decode()
    assert list(UnitRating.objects.filter(unit__in=[na_khe.unit, na_khe.school]).values_list("level")) == [("GOOD",)]
    assert (
        client.post(url("add", UnitRating), {"unit": na_khe.school.pk, "year": 2022, "level": "GOOD"}).status_code
        == 302
    )


@pytest.mark.parametrize("model", [UnitRating, VillageHeadRating], ids=str)
@pytest.mark.parametrize("listed", [True, False])
def test_what_a_campaign_rates_is_rated_on_its_pages_only(signed_in, na_khe, model, listed):
    rating, campaign = na_khe.records[model], na_khe.records[RatingCampaign]
    if listed:
        freeze_lists(campaign, SYSTEM)
    client, where = signed_in("secretary"), url("change", model, rating.pk)

    page = client.get(where)
    answer = client.post(where, {"year": 2017, "level": "EXCELLENT", "votes_good": 999, "decision_number": "7-QĐ"})

    assert page.context["has_change_permission"] is False
    assert answer.status_code == 403
    rating.refresh_from_db()
    assert (rating.year, rating.level, rating.votes_good, rating.decision_number) == (2023, "GOOD", None, "")


def test_a_section_writes_no_list_of_the_commune(signed_in, na_khe, client):
    section = make_unit("Đảng bộ bộ phận trường học", na_khe.commune, kind="SECTION")
    rating = UnitRating.objects.create(unit=make_unit("Chi bộ trường", section), year=2023, level="GOOD")
    client.force_login(make_user(Role.SECRETARY, section))
    assert client.post(url("change", UnitRating, rating.pk), {"year": 2023, "level": "EXCELLENT"}).status_code == 403
    rating.refresh_from_db()
    assert rating.level == "GOOD"


def test_a_rating_is_not_added_to_a_year_that_a_campaign_rates(signed_in, na_khe):
    client = signed_in("secretary")
    added = client.post(url("add", UnitRating), {"unit": na_khe.school.pk, "year": 2023, "level": "GOOD"})
    village = make_village("Bản Rào", na_khe.commune)
    given = {"person": na_khe.person.pk, "village": village.pk, "year": 2023, "level": "GOOD"}
    head = client.post(url("add", VillageHeadRating), given)
    for answer in (added, head):
        assert "Năm 2023 có đợt xếp loại: ghi kết quả ở trang “Xếp loại”." in answer.content.decode()
    assert not UnitRating.objects.filter(unit=na_khe.school).exists()


def test_the_committees_own_rating_is_on_no_list_of_its_year(signed_in, na_khe):
    given = {"unit": na_khe.commune.pk, "year": 2023, "level": "GOOD"}
    assert signed_in("secretary").post(url("add", UnitRating), given).status_code == 302


def test_a_year_with_lists_has_its_settings_on_its_own_pages(signed_in, na_khe):
    campaign = na_khe.records[RatingCampaign]
    client, where = signed_in("secretary"), url("change", RatingCampaign, campaign.pk)
    asked = {"decision_number": "9-QĐ", "signer": "Ai đó", "assessed_on": "30/06/2023", "cap_rate": "99"}
    assert asked.keys() < as_sent(client.get(where)).keys()
    freeze_lists(campaign, SYSTEM)

    client.post(where, as_sent(client.get(where)) | asked | {"vote_by": "10/12/2023"})

    campaign.refresh_from_db()
    assert (campaign.decision_number, campaign.assessed_on, campaign.cap_rate) == ("", date(2023, 12, 31), 20)
    assert (campaign.signer, campaign.vote_by) == (na_khe.name, date(2023, 12, 10))


def test_a_rating_is_not_moved_into_a_locked_year(signed_in, na_khe):
    campaign = na_khe.records[RatingCampaign]
    campaign.state = RatingCampaign.State.LOCKED
    campaign.save()
    earlier = UnitRating.objects.create(unit=na_khe.school, year=2022, level="GOOD")
    client = signed_in("secretary")
    sent = as_sent(client.get(url("change", UnitRating, earlier.pk))) | {"year": 2023}
    assert "đã khóa" in client.post(url("change", UnitRating, earlier.pk), sent).content.decode()
    earlier.refresh_from_db()
    assert earlier.year == 2022


def test_what_stands_in_the_way_of_deleting_is_not_named(signed_in, na_khe):
    used = na_khe.records[Badge].level
    page = signed_in("administrator").post(url("delete", type(used), used.pk), {"post": "yes"})
    assert type(used).objects.filter(pk=used.pk).exists()
    assert "bản ghi khác đang dùng mục này" in page.content.decode()
    assert "Lan" not in page.content.decode()


def test_an_administrator_sees_no_people(signed_in, na_khe):
    client = signed_in("administrator")
    index = client.get("/quan-tri/").content.decode()
    assert "Kỷ luật" not in index
    assert client.get(url("changelist", Membership)).status_code == 403


# --- Pages ---


@pytest.mark.parametrize("model", MODELS, ids=str)
def test_a_list_asks_the_same_questions_for_one_row_and_for_three(model, signed_in, na_khe):
    """The records of three communes under one roof: as many queries as for one."""
    client, address = signed_in(keeper(model)), url("changelist", model)
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(address)
    for number in (1, 2):
        more = Commune(f"Thêm {number}", f"them-{number}", f"00218500001{number}")
        UnitParent.objects.create(unit=more.commune, parent=na_khe.commune, started_on=date(2000, 1, 1))
    with CaptureQueriesContext(connection) as three:
        assert len(client.get(address).context["cl"].result_list) >= 3
    assert len(three) == len(one)
    assert len(three) <= 8


@pytest.mark.parametrize("role", ["secretary", "administrator"])
def test_no_page_needs_what_the_policy_forbids(role, signed_in, na_khe):
    client = signed_in(role)
    for model in site._registry:
        if keeper(model) == role:
            record = na_khe.records.get(model) or model._default_manager.first()
            for view, args in (("changelist", []), ("add", []), ("change", [record.pk]), ("history", [record.pk])):
                answer = client.get(url(view, model, *args))
                page = answer.content.decode()
                assert "unsafe" not in answer["Content-Security-Policy"]
                assert " style=" not in page
                assert " onclick=" not in page
                assert "<script>" not in page


def test_the_history_names_who_and_what_but_no_values(signed_in, readers, na_khe):
    client, name = signed_in("secretary"), UnitName.objects.get(unit=na_khe.school)
    page = client.get(url("change", Unit, na_khe.school.pk))
    client.post(url("change", Unit, na_khe.school.pk), as_sent(page) | {"position": "7077"})
    history = client.get(url("history", Unit, na_khe.school.pk)).content.decode()
    assert str(readers.secretary) in history
    assert "thứ tự" in history
    assert "7077" not in history
    assert name.name in history
