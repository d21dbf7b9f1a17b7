"""What the papers of a unit say above and below, laid down by its committee from a day on."""

from datetime import date

import pytest
from auditlog.models import LogEntry
from django.core.exceptions import ValidationError
from django.urls import reverse

from members.letterhead_change import lay_down
from members.models import LetterheadSetting
from nakhe.access import SYSTEM, Right, Role
from reports.letterhead import issuing_unit, letterhead_of
from reports.output.sheet import ROOM
from tests.factories import make_member, make_office, make_person, make_user

DAY, SUMMER, LATER = date(2024, 5, 28), date(2025, 7, 1), date(2025, 9, 1)
COMMITTEES = {"recipients": "Tỉnh ủy (báo cáo)\nLưu VPĐU", "report_symbol": "BC-ĐU"}
SAID = {"recipients": "- [cấp trên] (báo cáo);\n- Lưu VP.", "report_symbol": "BC-ĐU"}


@pytest.fixture
def secretary(commune, client):
    user = make_user(Role.SECRETARY, commune.unit, full_name="Hoàng Đức Thịnh")
    client.force_login(user)
    return user


def of(unit, day=LATER, number=""):
    return letterhead_of(issuing_unit(SYSTEM, Right.READ, unit.code, day, None, False), SYSTEM, number)


def end(head):
    return [*head.sent_to, *head.signed_as, head.signer]


def sent(client, **typed):
    """What is answered to the form as it is shown, with *typed*."""
    address = typed.pop("address", reverse("letterhead_settings"))
    form = client.get(address).context["form"]
    asked = {name: form[name].value() for name in form.fields}
    filled = {name: "" if value is None else value for name, value in asked.items()} | {"started_on": "01/07/2025"}
    return client.post(address, filled | typed)


# --- What holds ---


def test_without_any_setting_a_paper_says_what_is_usual(commune):
    make_office(make_person("Hoàng Đức Thịnh"), commune.unit)
    head = of(commune.unit)
    assert head.numbered() == f"Số {ROOM}-BC/ĐU"
    assert end(head) == ["- Huyện ủy Yên Minh (báo cáo);", "- Lưu.", "T/M BAN THƯỜNG VỤ", "BÍ THƯ", "Hoàng Đức Thịnh"]
    own = of(commune.na_po, number="3a")
    assert own.numbered() == "Số 3a-BC/CB"
    assert own.numbered("proposal") == "Số 3a-TTr/CB"
    assert end(own) == ["- Đảng ủy xã Na Khê (báo cáo);", "- Lưu chi bộ.", "T/M CHI BỘ", "BÍ THƯ", "Vàng Thị Lan"]


def test_a_setting_holds_from_its_day_and_an_old_date_gives_the_old_text(commune):
    lay_down(commune.unit, SUMMER, SAID)
    lay_down(commune.unit, LATER, SAID | {"report_symbol": "BC/ĐUX"})
    symbols = [of(commune.unit, day).symbols["report"] for day in (DAY, date(2025, 6, 30), SUMMER, date(2025, 8, 31))]
    assert symbols == ["BC/ĐU", "BC/ĐU", "BC-ĐU", "BC-ĐU"]
    assert of(commune.unit, LATER).symbols["report"] == "BC/ĐUX"
    periods = LetterheadSetting.objects.order_by("started_on").values_list("started_on", "ended_on")
    assert list(periods) == [(SUMMER, LATER), (LATER, None)]


def test_what_is_laid_down_before_a_later_setting_ends_there(commune):
    lay_down(commune.unit, LATER, SAID)
    lay_down(commune.unit, SUMMER, {"report_symbol": "BC/X"})
    assert [of(commune.unit, day).symbols["report"] for day in (SUMMER, LATER)] == ["BC/X", "BC-ĐU"]


def test_the_same_day_puts_right_and_the_same_words_write_nothing(commune):
    first = lay_down(commune.unit, SUMMER, SAID)
    assert lay_down(commune.unit, LATER, SAID) is None
    assert lay_down(commune.unit, SUMMER, {"report_symbol": "BC/ĐU"}).pk == first.pk
    assert LetterheadSetting.objects.get().report_symbol == "BC/ĐU"


def test_a_chi_bo_takes_the_manner_from_above_but_never_to_whom_it_writes_and_who_signs(commune):
    """“BC-…” is the committee's manner; the chi bộ names itself, reports to the committee and keeps its own copy."""
    boss = make_person("Hoàng Đức Thịnh")
    lay_down(commune.unit, SUMMER, COMMITTEES | {"on_behalf_of": "T/M ĐẢNG ỦY", "signer": boss, "signs": "DEPUTY"})
    own = of(commune.na_po)
    assert own.numbered() == f"Số {ROOM}-BC-CB"
    assert own.symbols["decision"] == "QĐ/CB"
    assert end(own) == ["- Đảng ủy xã Na Khê (báo cáo);", "- Lưu chi bộ.", "T/M CHI BỘ", "BÍ THƯ", "Vàng Thị Lan"]


def test_a_chi_bos_own_goes_before_and_its_empty_fields_do_not(commune):
    lay_down(commune.unit, SUMMER, SAID)
    lay_down(commune.na_po, SUMMER, {"recipients": "- Như trên."})
    own = of(commune.na_po)
    assert (own.sent_to, own.symbols["report"]) == (("- Như trên.",), "BC-CB")
    assert of(commune.na_kinh).sent_to == ("- Đảng ủy xã Na Khê (báo cáo);", "- Lưu chi bộ.")


def test_a_setting_about_the_signature_alone_hides_nothing_from_further_above(commune):
    """The district has a symbol and recipients; the commune only says who signs."""
    district = commune.unit.parents.get().parent
    lay_down(district, SUMMER, {"recipients": "- Văn phòng Huyện ủy.", "report_symbol": "BC-HU"})
    lay_down(commune.unit, SUMMER, {"signs": "DEPUTY"})
    assert of(commune.na_po).symbols["report"] == "BC-CB"
    assert of(commune.unit).sent_to == ("- Huyện ủy Yên Minh (báo cáo);", "- Lưu.")


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("[cấp trên] (báo cáo)\nLưu VPĐU", ("- Huyện ủy Yên Minh (báo cáo);", "- Lưu VPĐU.")),
        ("-Như trên.\n– Các chi bộ ;\n- Lưu VP;", ("- Như trên;", "- Các chi bộ;", "- Lưu VP.")),
        ("Lưu", ("- Lưu.",)),
    ],
)
def test_dash_semicolon_and_stop_are_there_whether_typed_or_not(commune, typed, lines):
    lay_down(commune.unit, SUMMER, {"recipients": typed})
    assert of(commune.unit).sent_to == lines


def test_the_nearest_above_is_asked_for_each_thing_by_itself(commune):
    """The district has a symbol and recipients, the commune recipients alone: Na Pô has the one from each."""
    lay_down(
        commune.unit.parents.get().parent, SUMMER, {"recipients": "- Văn phòng Huyện ủy.", "report_symbol": "BC-HU"}
    )
    assert of(commune.na_po).numbered() == f"Số {ROOM}-BC-CB"
    lay_down(commune.unit, SUMMER, {"recipients": "- Lưu VP."})
    own = of(commune.na_po)
    assert (own.sent_to, own.numbered()) == (("- Lưu VP.",), f"Số {ROOM}-BC-CB")


@pytest.mark.parametrize(
    ("signs", "lines", "name"),
    [
        ("SECRETARY", ["BÍ THƯ"], "Hoàng Đức Thịnh"),
        ("FOR_SECRETARY", ["K/T BÍ THƯ", "PHÓ BÍ THƯ"], "Ly Thị Mỷ"),
        ("DEPUTY", ["PHÓ BÍ THƯ"], "Ly Thị Mỷ"),
    ],
)
def test_who_signs_is_whoever_held_the_office_on_the_day(commune, signs, lines, name):
    make_office(make_person("Hoàng Đức Thịnh"), commune.unit)
    make_office(make_person("Ly Thị Mỷ"), commune.unit, "DEPUTY_SECRETARY", date(2024, 1, 1), ended_on=date(2026, 1, 1))
    lay_down(commune.unit, date(2023, 1, 1), {"signs": signs})
    head = of(commune.unit)
    assert (head.signed_as, head.signer) == (["T/M BAN THƯỜNG VỤ", *lines], name)
    before = of(commune.unit, date(2023, 6, 1))
    assert before.signer == ("Hoàng Đức Thịnh" if signs == "SECRETARY" else "")


def test_a_chosen_person_signs_whatever_office_is_on_record(commune):
    make_office(make_person("Hoàng Đức Thịnh"), commune.unit)
    chosen = make_person("Ly Thị Mỷ")
    lay_down(commune.unit, SUMMER, {"signs": "FOR_SECRETARY", "signer": chosen, "on_behalf_of": "T/M ĐẢNG ỦY"})
    head = of(commune.unit)
    assert (head.signed_as, head.signer) == (["T/M ĐẢNG ỦY", "K/T BÍ THƯ", "PHÓ BÍ THƯ"], "Ly Thị Mỷ")


def test_a_line_about_the_superior_body_is_left_out_where_there_is_none(commune):
    district = commune.unit.parents.get().parent
    lay_down(district, SUMMER, SAID)
    assert of(district).sent_to == ("- Lưu VP.",)


@pytest.mark.parametrize("symbol", ["BC", "BC/", "12-BC/ĐU", "BC ĐU", "BC/<b>"])
def test_what_is_no_symbol_is_refused(commune, symbol):
    with pytest.raises(ValidationError):
        lay_down(commune.unit, SUMMER, {"report_symbol": symbol})
    assert not LetterheadSetting.objects.exists()


# --- The page ---


def test_the_secretary_lays_down_and_the_history_says_who_and_why(secretary, commune, client):
    answer = sent(
        client, recipients=" - Lưu VP. \n\n", report_symbol="BC-ĐU", on_behalf_of="t/m đảng ủy", ly_do="Đại hội"
    )
    assert (answer.status_code, answer["Location"]) == (302, reverse("letterhead_settings"))
    setting = LetterheadSetting.objects.get()
    assert (setting.unit, setting.started_on, setting.recipients) == (commune.unit, SUMMER, "- Lưu VP.")
    assert setting.on_behalf_of == "T/M ĐẢNG ỦY"
    entry = LogEntry.objects.get_for_object(setting).get()
    assert (entry.actor, entry.additional_data["reason"]) == (secretary, "Đại hội")
    page = client.get(reverse("letterhead_settings")).content.decode()
    assert "Hoàng Đức Thịnh · Ghi · Đại hội" in page
    assert f"Số {ROOM}-BC-ĐU" in page


def test_a_preview_writes_nothing(secretary, commune, client):
    answer = sent(client, report_symbol="BC-ĐU", xem="1")
    assert answer.status_code == 200
    assert [head.numbered() for _, head, _ in answer.context["shown"]] == [f"Số {ROOM}-BC-ĐU", f"Số {ROOM}-BC-CB"]
    assert "Xem trước, chưa ghi" in answer.content.decode()
    assert not LetterheadSetting.objects.exists()
    assert not LogEntry.objects.filter(content_type__model="letterheadsetting").exists()


def test_what_somebody_else_laid_down_meanwhile_is_told_first(secretary, commune, client):
    opened = client.get(reverse("letterhead_settings")).context["form"]["da_thay"].value()
    lay_down(commune.unit, SUMMER, {"report_symbol": "BC-ĐU"})
    answer = sent(client, report_symbol="BC/X", da_thay=opened)
    assert "thiết lập đã được đổi" in answer.content.decode()
    assert LetterheadSetting.objects.get().report_symbol == "BC-ĐU"


def test_what_cannot_be_read_keeps_its_text(secretary, client):
    answer = sent(client, report_symbol="báo cáo số", started_on="31/02/2025")
    page = answer.content.decode()
    assert 'value="báo cáo số"' in page and 'value="31/02/2025"' in page
    assert "Ghi như “BC/ĐU”" in page
    assert not LetterheadSetting.objects.exists()


def test_only_who_holds_an_office_there_is_offered_to_sign(secretary, commune, client):
    """Of Na Pô the secretary and the deputy; not the deputy who went in 2021."""
    deputy = make_member("Ly Thị Mỷ", commune.na_kinh)
    make_office(deputy, commune.na_po, "DEPUTY_SECRETARY")
    former = make_member("Ma Văn Hợp", commune.na_po)
    make_office(former, commune.na_po, "DEPUTY_SECRETARY", date(2015, 1, 1), ended_on=date(2021, 6, 1))
    address = reverse("letterhead_settings", query={"don_vi": commune.na_po.pk})
    offered = client.get(address).context["form"].fields["signer"].queryset
    assert [str(person) for person in offered] == ["Vàng Thị Lan", "Ly Thị Mỷ"]
    before = client.get(f"{address}&ngay=01/06/2020").context["form"].fields["signer"].queryset
    assert former in before
    stranger = make_member("Thào Mí Sò", commune.na_kinh)
    assert "signer" in sent(client, address=address, signer=stranger.pk).context["form"].errors
    assert sent(client, address=address, signer=deputy.pk).status_code == 302
    assert LetterheadSetting.objects.get().unit == commune.na_po


def test_of_the_committee_its_leaders_sign_and_no_secretary_of_a_chi_bo_who_sits_in_it(secretary, commune, client):
    for name, position in (("Hoàng Đức Thịnh", "SECRETARY"), ("Ma Văn Sinh", "STANDING_MEMBER")):
        make_office(make_member(name, commune.police), commune.unit, position)
    lan = commune.na_po.memberships.get(person__full_name="Vàng Thị Lan").person
    make_office(lan, commune.unit, "COMMITTEE_MEMBER")
    offered = client.get(reverse("letterhead_settings")).context["form"].fields["signer"].queryset
    assert {str(person) for person in offered} == {"Hoàng Đức Thịnh", "Ma Văn Sinh"}


@pytest.mark.parametrize("role", [Role.OFFICE, Role.CADRE, Role.UNIT_SECRETARY, Role.ADMINISTRATOR])
def test_nobody_else_lays_anything_down(commune, client, role):
    client.force_login(make_user(role, commune.na_po if role == Role.UNIT_SECRETARY else commune.unit))
    refused = client.get(reverse("letterhead_settings"))
    assert refused.status_code == 403
    assert "Việc này của: Bí thư Đảng ủy." in refused.content.decode()
    assert client.post(reverse("letterhead_settings"), {"started_on": "01/07/2025"}).status_code == 403


def test_another_communes_unit_is_a_missing_one(secretary, client):
    assert client.get(reverse("letterhead_settings"), {"don_vi": "khong-co"}).status_code == 404
