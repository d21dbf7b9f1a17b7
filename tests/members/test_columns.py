"""Which columns the list of members shows, in which order, and which of them leave the office in a file."""

from datetime import date
from io import BytesIO

import pytest
from auditlog.models import LogEntry
from django.urls import reverse
from openpyxl import load_workbook

from members.columns import ColumnChoice
from members.models import Badge, BadgeLevel, Ethnicity, Exemption, IdentityNumber, Qualification, Religion
from members.tables import PeopleTable
from tests.factories import join, make_commune, make_member, make_office, make_person, make_unit, make_user

pytestmark = pytest.mark.django_db

EVERY = ",".join(PeopleTable.base_columns)


@pytest.fixture
def na_po(commune):
    return make_unit("Na Pô", commune)


@pytest.fixture
def office(client, commune):
    user = make_user("OFFICE", commune)
    client.force_login(user)
    return user


def ask(client, **asked):
    return client.get(reverse("people"), {"ngay": "28/05/2024"} | asked)


def shown(response):
    return list(response.context["table"].columns.names())


def cells(response):
    """{column: text} of the first row on screen."""
    row = response.context["table"].paginated_rows[0]
    return {name: str(row.get_cell(name)) for name in row.table.columns.names()}


def download(client, **asked):
    response = client.get(reverse("people_file"), {"ngay": "28/05/2024"} | asked)
    rows = load_workbook(BytesIO(response.content)).active.iter_rows(min_row=7, values_only=True)
    return [tuple(cell for cell in row) for row in rows]


def make_full(na_po):
    """Dế of Na Pô with something in every column."""
    de = make_member(
        "Vàng Mí Dế",
        na_po,
        ethnicity=Ethnicity.objects.get(name="Mông"),
        religion=Religion.objects.get(name="Không"),
        native_place="Xã Na Khê, huyện Yên Minh",
        residence="Thôn Na Pô",
        occupation="Nông dân",
        birth_name="Vàng A Dế",
        admission_decision_on="1/3/2010",
        admitted_on="3/2010",
        official_on="3/2011",
    )
    make_office(de, na_po, "MASS_ORGANISATION", title="Trưởng ban Mặt trận")
    Qualification.objects.create(person=de, kind="GENERAL", level="9/12")
    Qualification.objects.create(person=de, kind="PROFESSIONAL", level="COLLEGE", started_on="2010")
    Qualification.objects.create(person=de, kind="POLITICAL", level="ADVANCED", started_on="2025")
    Badge.objects.create(person=de, level=BadgeLevel.objects.get(years=30), awarded_on=date(2022, 2, 3))
    Badge.objects.create(person=de, level=BadgeLevel.objects.get(years=40), awarded_on=date(2024, 9, 2))
    Exemption.objects.create(person=de, started_on=date(2023, 5, 1))
    IdentityNumber.objects.create(person=de, kind="CARD", number="12034518")
    IdentityNumber.objects.create(person=de, kind="PROFILE", number="041287YM", ended_on="2020")
    return de


def test_who_chooses_nothing_sees_the_nine_columns(client, office, na_po):
    nine = ["full_name", "birth_on", "sex", "unit", "position", "admitted_on", "party_age", "standing", "rating"]

    assert shown(ask(client)) == nine
    assert shown(ask(client, cot="")) == shown(ask(client, cot="password,version")) == nine


def test_the_address_says_which_columns_and_in_which_order(client, office, na_po):
    assert shown(ask(client, cot="residence,sex,khong_co,sex,birth_on")) == [
        "full_name", "residence", "sex", "birth_on",
    ]  # fmt: skip


def test_each_column_shows_what_held_on_the_day(client, office, na_po):
    make_full(na_po)

    found = cells(ask(client, cot=EVERY))

    assert {name: found[name] for name in list(found)[9:]} == {
        "official_on": "3/2011",
        "unit_type": "Thôn",
        "ethnicity": "Mông",
        "religion": "Không",
        "birthplace": "–",
        "native_place": "Xã Na Khê, huyện Yên Minh",
        "native_place_now": "–",
        "residence": "Thôn Na Pô",
        "temporary_residence": "–",
        "occupation": "Nông dân",
        "general": "9/12",
        "professional": "Cao đẳng",
        "political": "–",  # only in 2025
        "exempt_since": "01/05/2023",
        "badge": "30 năm",  # the forty come in September
        "profile_number": "–",  # replaced in 2020
        "card_number": "1203••••",
        "citizen_number": "–",
        "birth_name": "Vàng A Dế",
        "decided_on": "01/03/2010",
        "ceremony_on": "3/2010",
        "other_office": "Trưởng ban Mặt trận",
    }


def test_numbers_are_no_column_for_who_may_not_read_them(client, commune, na_po):
    make_full(na_po)
    client.force_login(make_user("CADRE", commune))

    page = ask(client, cot="sex,card_number,profile_number")

    assert shown(page) == ["full_name", "sex"]
    assert "Số thẻ" not in page.content.decode()


def test_a_number_that_the_reader_may_not_see_stays_empty(client, commune, na_po):
    """Lan left Na Khê for Bạch Đích; her card, issued there, is theirs to know, and so is where she lives."""
    lan = make_person("Vàng Thị Lan", residence="Bạch Đích")
    join(lan, na_po, date(2020, 1, 1), ended_on=date(2024, 6, 1), reason_out="TRANSFERRED_OUT")
    join(lan, make_unit("Bạch Đích", make_commune("Bạch Đích")), date(2024, 6, 1), "TRANSFERRED_IN")
    IdentityNumber.objects.create(person=lan, kind="CARD", number="12034518")
    client.force_login(make_user("OFFICE", commune))

    assert cells(ask(client, cot="card_number,residence")) == {
        "full_name": '<a href="' + reverse("person", args=[lan.pk]) + '">Vàng Thị Lan</a>',
        "card_number": "–",
        "residence": "–",
    }


def test_ticks_and_numbers_become_one_short_address(client, office, na_po):
    """Of the nine, Giới (3) and all after Chi bộ (4) go; Chi bộ is to stand second and Thường trú comes last."""
    ticked = {f"chon_{name}": "1" for name in ("birth_on", "unit", "residence")}
    places = {"thu_tu_birth_on": "2", "thu_tu_unit": "2", "thu_tu_residence": ""}

    response = ask(client, gioi_tinh="F", q="", trang="2", xep_cot="1", **ticked, **places)

    assert response.status_code == 302
    assert response.url == "/dang-vien/?ngay=28%2F05%2F2024&gioi_tinh=F&cot=full_name%2Cunit%2Cbirth_on%2Cresidence"
    assert shown(client.get(response.url)) == ["full_name", "unit", "birth_on", "residence"]


def test_a_column_moved_to_the_end_stands_after_the_last(office):
    choice = ColumnChoice(PeopleTable, "full_name,birth_on,sex,unit", office)
    places = {"birth_on": "4", "sex": "3", "unit": "4"}

    assert choice.reordered({"birth_on", "sex", "unit"}, places) == "full_name,sex,unit,birth_on"
    assert choice.reordered({"sex", "unit", "badge"}, {"badge": "3"}) == "full_name,badge,sex,unit"
    assert choice.reordered({"sex"}, {"sex": "²"}) == "full_name,sex"


def test_the_default_columns_need_no_word_in_the_address(client, office, na_po):
    response = ask(client, cot="full_name,sex", mac_dinh="1")

    assert response.url == "/dang-vien/?ngay=28%2F05%2F2024"


def test_narrowing_keeps_the_columns(client, office, na_po):
    make_member("Lan", na_po, sex="F")

    page = ask(client, gioi_tinh="F", cot="full_name,residence")

    assert page.context["chips"] == [("Giới tính: Nữ", "ngay=28%2F05%2F2024&cot=full_name%2Cresidence")]
    assert list(page.context["tabs"])[2].query == "tu_cach=du_bi&ngay=28%2F05%2F2024&cot=full_name%2Cresidence"
    assert '<input type="hidden" name="cot" value="full_name,residence">' in page.content.decode()


def test_an_order_by_a_column_that_is_not_shown_is_the_order_of_names(client, office, na_po):
    make_member("Mai", na_po, birth_on="1980")
    make_member("Lan", na_po, birth_on="1990")

    page = ask(client, cot="sex", sap_xep="birth_on")

    assert [row.record.person.full_name for row in page.context["table"].paginated_rows] == ["Lan", "Mai"]


def test_the_file_has_the_columns_of_the_screen_but_no_sensitive_ones(client, office, na_po):
    make_full(na_po)
    chosen = "full_name,ethnicity,card_number,residence,exempt_since,badge"

    assert download(client, cot=chosen) == [
        ("Họ và tên", "Thường trú", "Miễn sinh hoạt từ", "Huy hiệu Đảng"),
        ("Vàng Mí Dế", "Thôn Na Pô", download(client, cot=chosen)[1][2], "30 năm"),
    ]
    assert download(client, cot=chosen)[1][2].date() == date(2023, 5, 1)
    assert all("sensitive" not in taken.additional_data for taken in LogEntry.objects.filter(action=3))


def test_a_sensitive_column_leaves_only_when_asked_for_and_is_logged(client, office, na_po):
    make_full(na_po)

    asked = reverse(
        "people_file", query={"cot": "ethnicity,card_number,religion", "nhay_cam": "1", "ngay": "28/05/2024"}
    )
    file = client.post(asked, {"ly_do": "Bổ sung phiếu đảng viên"})
    rows = list(load_workbook(BytesIO(file.content)).active.iter_rows(min_row=7, values_only=True))

    assert rows == [("Họ và tên", "Dân tộc", "Tôn giáo"), ("Vàng Mí Dế", "Mông", "Không")]
    entry = LogEntry.objects.get(action=LogEntry.Action.ACCESS)
    assert entry.additional_data["sensitive"] == ["Dân tộc", "Tôn giáo"]
    assert entry.additional_data["reason"] == "Bổ sung phiếu đảng viên"


@pytest.mark.parametrize("people", [1, 50])
@pytest.mark.parametrize("cot", ["", EVERY])
def test_no_column_costs_a_query_more(client, office, na_po, people, cot, django_assert_num_queries):
    for number in range(people):
        member = make_member(f"Vàng Văn A{number}", na_po, ethnicity=Ethnicity.objects.get(name="Mông"))
        make_office(member, na_po, "COMMITTEE_MEMBER")
        Qualification.objects.create(person=member, kind="GENERAL", level="9/12")
    ask(client)

    with django_assert_num_queries(8):
        ask(client, q="vang", don_vi=na_po.pk, cot=cot)


def test_a_column_not_shown_is_not_asked_for(client, office, na_po, django_assert_num_queries):
    make_full(na_po)

    with django_assert_num_queries(8) as captured:
        ask(client, q="vang", don_vi=na_po.pk, cot="full_name,sex")

    for table in ("members_memberrating", "members_office", "members_qualification", "members_identitynumber"):
        assert not [query for query in captured.captured_queries if table in query["sql"]]
