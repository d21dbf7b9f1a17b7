"""What decisions hold on to: rows that only they take back, people who left meanwhile, units that others keep."""

from datetime import date

import pytest
from auditlog.models import LogEntry
from django.urls import reverse

from members import reorganisation
from members.models import Exemption, Membership, Office
from members.movements.document import record
from members.movements.verbs import BY_SLUG
from nakhe.periods import today
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
from units.models import Committee, Term, UnitChange

pytestmark = pytest.mark.django_db
DAY = date(2024, 1, 1)


@pytest.fixture
def secretary(client, commune):
    client.force_login(make_user("SECRETARY", commune))
    return client


def move(slug, *people, **given):
    return record(BY_SLUG[slug], list(people), {"effective_on": DAY, **given})


def change(slug, units, **given):
    return reorganisation.record(reorganisation.BY_SLUG[slug], units, {"effective_on": DAY, **given})


def hold(client, unit, person, **typed):
    """The congress of 15/12/2022 that elected *person* secretary, recorded today."""
    url = reverse("congress_add", args=[unit.pk])
    form = client.get(url).context["form"]
    sent = {"batch": str(form.initial["batch"]), "ordinal": "6", "held_on": "15/12/2022", "first_year": "2022"}
    sent |= {"last_year": "2025", f"chuc_{person.pk}": "SECRETARY"} | typed
    form = client.post(url, sent).context["form"]
    assert form.preview, form.errors
    client.post(url, sent | {"seen": form.fingerprint})


class TestACongressOfThePast:
    def test_who_has_died_since_holds_no_office_today(self, secretary, na_po, lan):
        move("tu-tran", lan)
        hold(secretary, na_po, lan)
        assert Office.objects.get().ended_on == DAY

    def test_who_has_moved_since_held_it_until_then(self, secretary, na_po, na_kinh, lan):
        move("chuyen-noi-bo", lan, to_unit=na_kinh)
        hold(secretary, na_po, lan)
        assert Office.objects.get().ended_on == DAY

    def test_in_the_committee_above_it_ends_only_with_leaving_all_that_lies_below(self, secretary, commune, na_po, lan):
        move("chuyen-noi-bo", lan, to_unit=make_unit("Chi bộ Trường học", commune, unit_type="SCHOOL"))
        hold(secretary, commune, lan, elects_committee="on")
        assert Office.objects.get().ended_on is None

    def test_a_unit_that_has_ended_since_has_neither_term_nor_committee(self, secretary, na_po, na_kinh, lan):
        change("giai-the", [na_po], to_unit=na_kinh)
        hold(secretary, na_po, lan, elects_committee="on")
        assert (Term.objects.get().ended_on, Committee.objects.get().ended_on) == (DAY, DAY)


def test_who_was_removed_on_probation_and_readmitted_becomes_official(na_po):
    lan = make_person("Vàng Thị Lan", admitted_on="2020-01-01")
    join(lan, na_po, date(2020, 1, 1))
    move("xoa-ten", lan, effective_on=date(2020, 6, 1))
    move("ket-nap-lai", lan, effective_on=date(2022, 1, 1), unit=na_po)
    record(BY_SLUG["cong-nhan-chinh-thuc"], [lan], {})
    official = Membership.objects.as_of(date(2023, 6, 1)).official_on(date(2023, 6, 1))
    assert official.count() == 1


class TestWhatADecisionWrote:
    def test_is_not_removed_beside_it(self, secretary, lan):
        (document,) = move("mien-sinh-hoat", lan)
        url = reverse("person_fact", args=[lan.pk, "mien", Exemption.objects.get().pk])
        page = secretary.post(url, {"base": secretary.get(url).context["form"].base, "xoa": "1", "why": "Nhầm"})
        assert document.get_absolute_url() in page.content.decode()
        assert Exemption.objects.exists()

    def test_is_not_put_back_beside_it(self, secretary, na_po):
        lan = make_person("Vàng Thị Lan", admitted_on="2020-01-01", admission_decision_on="2019-12-20")
        join(lan, na_po, date(2020, 1, 1))
        (document,) = record(BY_SLUG["cong-nhan-chinh-thuc"], [lan], {})
        entry = LogEntry.objects.get_for_object(lan).filter(action=LogEntry.Action.UPDATE).first()
        answer = secretary.post(reverse("person_undo", args=[lan.pk, entry.pk, "official_on"]), {"reason": "x"})
        assert answer.url == document.get_absolute_url()
        lan.refresh_from_db()
        assert lan.official_on


class TestWhoTakesAChangeOfUnitsBack:
    def cancelled(self, client, account, made):
        client.force_login(account)
        answer = client.post(reverse("unit_change_cancel", args=[made.pk]), {"reason": "Nhầm"})
        made.refresh_from_db()
        return answer.status_code, made.is_cancelled

    def test_not_the_keeper_of_one_of_the_merged(self, client, commune):
        section = make_unit("Bộ phận", commune, kind="SECTION")
        mine, others, target = make_unit("X", section), make_unit("Y", commune), make_unit("Z", commune)
        make_member("Người Bí Mật", others)
        made = change("sap-nhap", [mine, others, target], to_unit=target)
        keeper = make_user("SECRETARY", section)
        assert self.cancelled(client, keeper, made) == (404, False)
        assert "Bí Mật" not in client.get(made.get_absolute_url()).content.decode()
        assert self.cancelled(client, make_user("SECRETARY", commune), made) == (302, True)

    def test_not_the_commune_that_the_province_moved_a_chi_bo_to(self, client):
        province = make_unit("Tỉnh", kind="PROVINCE")
        old, new = (make_commune(name, parent=province) for name in ("Xã A", "Xã B"))
        made = change("chuyen-truc-thuoc", [make_unit("X", old)], parent=new)
        assert self.cancelled(client, make_user("SECRETARY", new), made)[1] is False
        assert self.cancelled(client, make_user("SECRETARY", old), made)[1] is False
        assert self.cancelled(client, make_user("SECRETARY", province), made) == (302, True)


def test_no_two_secretaries_at_one_time(secretary, na_po, lan):
    make_office(lan, na_po, started_on=date(2020, 1, 1), ended_on=date(2022, 1, 1))
    bang = make_member("Hoàng Văn Bằng", na_po)
    given = {"position": "SECRETARY", "unit": na_po.pk, "started_on": "1/6/2020", "ended_on": "1/6/2021"}
    page = secretary.post(reverse("person_fact_add", args=[bang.pk, "chuc-vu"]), given)
    told = "Vàng Thị Lan là bí thư từ 01/01/2020 đến 01/01/2022. Ghi ngày thôi của người đó trước."
    assert page.context["form"].errors["position"] == [told]


def test_an_office_held_elsewhere_and_removed_is_not_named_in_the_history(client, commune, na_po):
    elsewhere = make_unit("Chi bộ Bí Mật", make_commune("Đảng bộ xã Phú Lũng"))
    lan = make_person("Vàng Thị Lan", official_on="2001")
    join(lan, elsewhere, date(2001, 1, 1), ended_on=date(2020, 1, 1), reason_out="TRANSFERRED_OUT")
    join(lan, na_po, date(2020, 1, 1), "TRANSFERRED_IN")
    make_office(lan, elsewhere, started_on=date(2005, 1, 1), ended_on=date(2010, 1, 1)).delete()
    client.force_login(make_user("OFFICE", commune))
    assert "Bí Mật" not in client.get(lan.get_absolute_url()).content.decode()


def test_a_form_that_back_brought_again_writes_what_it_shows_now(secretary, na_po, na_kinh, lan):
    """Its token has served for Lan: sent for Bằng, it is shown with a new one instead of saying that all is done."""
    bang = make_member("Hoàng Văn Bằng", na_po)
    url = reverse("movement_add", args=["chuyen-noi-bo"])
    given = {"to_unit": na_kinh.pk, "effective_on": "1/1/2024"}
    given["batch"] = str(secretary.get(url).context["form"]["batch"].value())
    seen = secretary.post(url, given | {"nguoi": lan.pk}).context["form"].fingerprint
    secretary.post(url, given | {"nguoi": lan.pk, "seen": seen})

    page = secretary.post(url, given | {"nguoi": bang.pk, "seen": seen})

    assert page.status_code == 200
    assert str(page.context["form"]["batch"].value()) != given["batch"]
    assert not bang.memberships.filter(unit=na_kinh).exists()


ODD = ["9" * 30, "9" * 5000, "٣", "-1", "1\x00", "abc"]
"""What comes where keys of rows are expected."""


@pytest.mark.parametrize("odd", ODD, ids=["huge", "endless", "arabic", "negative", "nul", "word"])
def test_no_key_is_too_odd_for_a_page(secretary, commune, na_po, lan, odd):
    written = UnitChange.objects.count()
    for name, args, field in [
        ("movement_add", ["chuyen-di"], "nguoi"),
        ("unit_change_add", ["doi-ten"], "units"),
        ("unit_change_add", ["chia-tach"], "people"),
        ("log", [], "truoc"),
        ("people", [], "trang"),
        ("ratings", [], "don_vi"),
        ("report", ["to-chuc"], "don_vi"),
    ]:
        for ask in (secretary.get, secretary.post):
            assert ask(reverse(name, args=args), {field: odd}).status_code < 500, (name, field)
    assert UnitChange.objects.count() == written


def test_a_head_to_come_is_not_one_today(secretary, commune, lan):
    make_head(lan, make_village("Na Pô", commune), date(today().year + 1, 1, 1))
    record_shown = secretary.get(lan.get_absolute_url()).context["record"]
    assert "Trưởng thôn Na Pô" not in record_shown.roles
