"""The list of members on a day: who is on it, in which order, what may be asked of it, and the file of it."""

import hashlib
import json
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from auditlog.models import LogEntry
from django.urls import reverse
from openpyxl import load_workbook

from members.models import (
    Badge,
    BadgeLevel,
    Ethnicity,
    Exemption,
    IdentityNumber,
    MemberRating,
    Person,
    Probation,
    Qualification,
    Religion,
    TemporaryAbsence,
)
from nakhe.vietnamese.dates import PartialDate
from tests.factories import (
    join,
    make_head,
    make_member,
    make_office,
    make_person,
    make_unit,
    make_user,
    make_village,
)
from units.models import Committee, RoleGrant

pytestmark = pytest.mark.django_db

VECTORS = Path(__file__).parents[1] / "vectors"
SEARCH = json.loads((VECTORS / "search.json").read_text(encoding="utf-8"))
SORTING = json.loads((VECTORS / "sorting.json").read_text(encoding="utf-8"))
DAY = date(2024, 5, 28)


def names_on(response):
    return [row.record.person.full_name for row in response.context["table"].paginated_rows]


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


def test_the_list_holds_who_belonged_on_the_day(client, office, na_po):
    """Lan leaves on 1 June; Mai joins that day."""
    lan = make_person("Vàng Thị Lan")
    join(lan, na_po, date(2020, 1, 1), ended_on=date(2024, 6, 1), reason_out="TRANSFERRED_OUT")
    join(make_person("Lù Thị Mai"), na_po, date(2024, 6, 1))

    assert names_on(ask(client, ngay="31/05/2024")) == ["Vàng Thị Lan"]
    assert names_on(ask(client, ngay="01/06/2024")) == ["Lù Thị Mai"]


def test_names_stand_in_vietnamese_order_by_given_name(client, office, na_po):
    for name in ["Vàng Mí Dế", "Hoàng Văn Bằng", "Nông Văn Dũng", "Lục Thị Bình", "Lục Văn Đoàn"]:
        make_member(name, na_po)

    in_order = ["Hoàng Văn Bằng", "Lục Thị Bình", "Vàng Mí Dế", "Nông Văn Dũng", "Lục Văn Đoàn"]
    assert names_on(ask(client)) == in_order
    assert names_on(ask(client, sap_xep="-full_name")) == in_order[::-1]
    assert names_on(ask(client, sap_xep="password")) == in_order
    assert names_on(ask(client, sap_xep="standing")) == in_order


def test_unknown_birth_dates_stand_last_in_both_directions(client, office, na_po):
    make_member("Lan", na_po, birth_on="1990")
    make_member("Mai", na_po)
    make_member("Nga", na_po, birth_on="3/1985")

    assert names_on(ask(client, sap_xep="birth_on")) == ["Nga", "Lan", "Mai"]
    assert names_on(ask(client, sap_xep="-birth_on")) == ["Lan", "Nga", "Mai"]


def test_a_row_shows_what_held_on_the_day(client, office, commune, na_po):
    de = make_member(
        "Vàng Mí Dế",
        na_po,
        date(2012, 2, 9),
        birth_on="14/03/1985",
        sex="M",
        admission_decision_on="03/02/2012",
        admitted_on="09/02/2012",
        official_on="09/02/2013",
    )
    make_office(de, na_po, "COMMITTEE_MEMBER", date(2022, 3, 15))
    make_office(de, na_po, "DEPUTY_SECRETARY", date(2024, 6, 1))
    for year, level in [(2022, "EXCELLENT"), (2023, "GOOD"), (2024, "COMPLETED")]:
        MemberRating.objects.create(person=de, unit=na_po, year=year, level=level, decided_on=date(year, 12, 22))

    row = ask(client).context["table"].paginated_rows[0]

    assert [row.get_cell_value(column.name) for column in row.table.columns] == [
        "Vàng Mí Dế", PartialDate(1985, 3, 14), "Nam", "Na Pô", "Chi ủy viên",
        PartialDate(2012, 2, 3), 12, "Chính thức", "HTTNV",
    ]  # fmt: skip
    assert ask(client).context["table"].columns["rating"].header == "Xếp loại 2023"
    assert ask(client, ngay="08/02/2013").context["table"].rows[0].get_cell_value("standing") == "Dự bị"


def test_party_age_on_the_list_leaves_out_the_time_outside(client, office, na_po):
    """Admitted 20/07/1985, out from 01/03/1990 to 01/05/1991: 39 years on 03/02/2026, not 40."""
    lan = make_person("Vàng Thị Lan", admission_decision_on="20/07/1985")
    join(lan, na_po, date(1985, 7, 20), ended_on=date(1990, 3, 1), reason_out="REMOVED")
    join(lan, na_po, date(1991, 5, 1), "READMITTED")

    rows = ask(client, ngay="03/02/2026").context["table"].rows

    assert rows[0].get_cell_value("party_age") == 39


@pytest.fixture
def readmitted(na_po):
    """Lan: decision 20/07/1985; out 01/03/1990–01/05/1991 and 01/03/2000–01/03/2001, then on probation once more.

    The 14 months and the year make 20/09/1987 the day counted from. Of the second probation, 01/03/2001–01/03/2002.
    """
    lan = make_person("Vàng Thị Lan", admission_decision_on="20/07/1985", official_on="20/07/1986")
    join(lan, na_po, date(1985, 7, 20), ended_on=date(1990, 3, 1), reason_out="REMOVED")
    join(lan, na_po, date(1991, 5, 1), "READMITTED", ended_on=date(2000, 3, 1), reason_out="WITHDRAWN")
    join(lan, na_po, date(2001, 3, 1), "READMITTED")
    Probation.objects.create(person=lan, started_on=date(2001, 3, 1), ended_on=date(2002, 3, 1))
    return lan


@pytest.mark.parametrize(("day", "years"), [("19/09/2025", 37), ("20/09/2025", 38), ("29/02/2000", 13)])
def test_all_the_time_outside_is_taken_off(client, office, readmitted, day, years):
    """Before the second stay outside only the first one is known: 13 years since 20/09/1986."""
    assert ask(client, ngay=day).context["table"].rows[0].get_cell_value("party_age") == years


def test_the_record_takes_all_the_time_outside_off_too(client, office, readmitted):
    """Lan died on 20/09/2025, 38 years after 20/09/1987."""
    last = readmitted.memberships.get(ended_on=None)
    last.ended_on, last.reason_out = date(2025, 9, 20), "DIED"
    last.save()

    assert str(client.get(readmitted.get_absolute_url()).context["record"].age) == "38 năm 0 tháng 0 ngày"


def test_whoever_was_readmitted_is_on_probation_once_more(client, office, readmitted):
    def standing(day):
        rows = ask(client, ngay=day).context["table"].rows
        listed = ask(client, ngay=day, tu_cach="du_bi").context["table"].rows
        return rows[0].get_cell_value("standing"), len(listed)

    assert standing("28/02/2000") == ("Chính thức", 0)
    assert standing("01/03/2001") == standing("28/02/2002") == ("Dự bị", 1)
    assert standing("01/03/2002") == ("Chính thức", 0)


def test_filters_narrow_the_list_and_the_count_says_of_how_many(client, office, commune, na_po):
    school = make_unit("Trường học", commune, unit_type="SCHOOL")
    mong, kinh = Ethnicity.objects.get(name="Mông"), Ethnicity.objects.get(name="Kinh")
    lan = make_member("Lan", na_po, sex="F", ethnicity=mong)
    mai = make_member("Mai", school, sex="F", ethnicity=kinh, official_on=None)
    nam = make_member("Nam", school, sex="M", ethnicity=mong)
    make_office(nam, school)
    Qualification.objects.create(person=mai, kind="POLITICAL", level="ADVANCED", started_on="2020")
    Exemption.objects.create(person=lan, started_on=date(2023, 1, 1))

    assert names_on(ask(client, don_vi=school.pk)) == ["Mai", "Nam"]
    assert names_on(ask(client, don_vi=na_po.code)) == ["Lan"]
    assert names_on(ask(client, don_vi=commune.pk)) == ["Lan", "Mai", "Nam"]
    assert names_on(ask(client, loai_hinh="SCHOOL", gioi_tinh="F")) == ["Mai"]
    assert names_on(ask(client, tu_cach="du_bi")) == ["Mai"]
    assert names_on(ask(client, tu_cach="chinh_thuc")) == ["Lan", "Nam"]
    assert names_on(ask(client, dan_toc="Mông")) == ["Lan", "Nam"]
    assert names_on(ask(client, dan_toc="thieu_so")) == ["Lan", "Nam"]
    assert names_on(ask(client, chuc_vu="SECRETARY")) == ["Nam"]
    assert names_on(ask(client, ly_luan="ADVANCED")) == ["Mai"]
    assert names_on(ask(client, mien="1")) == ["Lan"]
    assert "2 trong 3 đồng chí" in ask(client, don_vi=school.pk).content.decode()


def test_filters_of_what_a_report_counts(client, office, commune, na_po):
    """Lan: chi ủy, badge, cử nhân, HTXSNV. Mai: away, of a chi bộ of no village, secretary where no chi ủy is."""
    village = make_village("Na Pô", commune)
    na_po.village = village
    na_po.save()
    school = make_unit("Trường Tiểu học", commune, unit_type="SCHOOL")
    lan, mai = make_member("Lan", na_po), make_member("Mai", school)
    Committee.objects.create(unit=na_po, started_on=date(2020, 1, 1))
    make_office(lan, na_po, "COMMITTEE_MEMBER")
    make_office(mai, school)
    Badge.objects.create(person=lan, level=BadgeLevel.objects.get(years=30), awarded_on=DAY)
    Badge.objects.create(person=mai, level=BadgeLevel.objects.get(years=30), awarded_on=date(2024, 9, 2))
    TemporaryAbsence.objects.create(person=mai, started_on=date(2024, 5, 1))
    TemporaryAbsence.objects.create(person=lan, started_on=date(2024, 1, 1), ended_on=DAY)
    for person, political, level in ((lan, "BACHELOR", "EXCELLENT"), (mai, "INTERMEDIATE", "GOOD")):
        Qualification.objects.create(person=person, kind="POLITICAL", level=political)
        MemberRating.objects.create(person=person, unit=na_po, year=2023, level=level)

    assert names_on(ask(client, chi_uy="1")) == ["Lan"]
    assert names_on(ask(client, huy_hieu="1")) == ["Lan"]
    assert names_on(ask(client, tu_cach="tam_vang")) == ["Mai"]
    assert names_on(ask(client, ly_luan="tu_cao_cap")) == ["Lan"]
    assert names_on(ask(client, xep_loai="GOOD")) == ["Mai"]
    assert names_on(ask(client, thon="moi_thon")) == ["Lan"]
    assert names_on(ask(client, thon=village.pk)) == ["Lan"]
    assert names_on(ask(client, thon="999999")) == []
    assert [label for label, _ in ask(client, thon=village.pk, chi_uy="1").context["chips"]] == [
        "Thôn: Na Pô", "Chi ủy: Trong chi ủy của chi bộ"
    ]  # fmt: skip


def test_filters_by_the_groups_of_the_membership(client, office, na_po):
    """On 28/05/2024 Lan is 30, 31 the next day; ten years in the Party that day. Of Mai nothing is on record."""
    lan = make_member("Lan", na_po, sex="F", birth_on="1993-05-29", admission_decision_on="2014-05-28")
    mai = make_member("Mai", na_po)
    lan.religion = Religion.objects.get(name="Không")
    lan.save()
    for kind, level in (("GENERAL", "9/12"), ("PROFESSIONAL", "COLLEGE"), ("POLITICAL", "ELEMENTARY")):
        Qualification.objects.create(person=lan, kind=kind, level=level)

    for asked, unlike in (
        ({"gioi_tinh": "F"}, {"gioi_tinh": "M"}),
        ({"ton_giao": "Không"}, {"ton_giao": "Phật giáo"}),
        ({"tuoi_doi": "den_30"}, {"tuoi_doi": "31_40"}),
        ({"tuoi_dang": "10_20"}, {"tuoi_dang": "5_10"}),
        ({"pho_thong": "9/12"}, {"pho_thong": "12/12"}),
        ({"chuyen_mon": "COLLEGE"}, {"chuyen_mon": "NONE"}),
        ({"ly_luan": "ELEMENTARY"}, {"ly_luan": "NONE"}),
    ):
        assert names_on(ask(client, **asked)) == ["Lan"], asked
        assert names_on(ask(client, **unlike)) == [], unlike
        assert names_on(ask(client, **dict.fromkeys(asked, "chua_ro"))) == [mai.full_name], asked
    assert names_on(ask(client, dan_toc="chua_ro")) == ["Lan", "Mai"]
    later = client.get(reverse("people"), {"ngay": "29/05/2024", "tuoi_doi": "31_40"})
    assert names_on(later) == ["Lan"]
    assert [label for label, _ in ask(client, tuoi_dang="10_20", ton_giao="chua_ro").context["chips"]] == [
        "Tôn giáo: Chưa rõ", "Tuổi đảng: 10 đến dưới 20 năm"
    ]  # fmt: skip


def test_a_filter_that_makes_no_sense_shows_nothing_and_says_so(client, office, na_po):
    make_member("Lan", na_po)

    nobody = ask(client, gioi_tinh="X")

    assert "Bộ lọc không dùng được" in nobody.content.decode()
    assert nobody.context["counts"]["found"] == 0
    assert "Không có đảng viên nào khớp bộ lọc." in ask(client, don_vi="999999").content.decode()


def test_a_date_that_cannot_be_read_keeps_its_text(client, office, na_po):
    page = ask(client, ngay="31/2/2024").content.decode()

    assert 'value="31/2/2024"' in page
    assert "Tính đến ngày:" in page


def test_chips_take_one_filter_off(client, office, na_po):
    make_member("Lan", na_po, sex="F")

    chips = ask(client, gioi_tinh="F", loai_hinh="VILLAGE").context["chips"]

    assert chips == [
        ("Loại hình: Thôn", "ngay=28%2F05%2F2024&gioi_tinh=F"),
        ("Giới tính: Nữ", "ngay=28%2F05%2F2024&loai_hinh=VILLAGE"),
    ]


@pytest.mark.parametrize("vector", SEARCH["queries"], ids=lambda v: v["query"])
def test_search_vectors_on_the_database(vector):
    for name in SEARCH["names"]:
        make_person(name)

    found = Person.objects.search(vector["query"]).values_list("full_name", flat=True)

    assert sorted(found) == sorted(vector["must_match"])


@pytest.mark.parametrize("case", SORTING["sorted_lists"], ids=lambda c: c["why"])
def test_sorting_vectors_on_the_database(case):
    for name in reversed(case["sorted"]):
        make_person(name)

    assert [person.full_name for person in Person.objects.in_name_order()] == case["sorted"]


@pytest.mark.parametrize("query", ["de vang", "DẾ", "vmd"])
def test_people_are_found_without_accents_and_by_initials(client, office, na_po, query):
    make_member("Vàng Mí Dế", na_po)
    make_member("Lục Thị Bình", na_po)

    assert names_on(ask(client, q=query)) == ["Vàng Mí Dế"]


def test_numbers_are_searched_only_where_they_may_be_read(client, office, commune, na_po):
    de = make_member("Vàng Mí Dế", na_po)
    IdentityNumber.objects.create(person=de, kind="CARD", number="12034518")

    assert names_on(ask(client, q="120345")) == ["Vàng Mí Dế"]
    client.force_login(make_user("CADRE", commune))
    assert ask(client, q="120345").context["counts"] == {"total": 1, "found": 0, "taken": 0}


def test_a_chi_bo_secretary_lists_only_the_own_chi_bo(client, commune, na_po):
    other = make_unit("Bản Rào", commune)
    make_member("Lan", na_po)
    make_member("Mai", other)
    client.force_login(make_user("UNIT_SECRETARY", na_po))

    page = ask(client)

    assert names_on(page) == ["Lan"]
    assert "Bản Rào" not in page.content.decode()
    assert ask(client, don_vi=other.pk).context["counts"]["found"] == 0
    assert ask(client, q="mai", pham_vi="tat_ca").context["table"].paginator.count == 0


def test_a_reader_without_units_is_refused(client, commune):
    client.force_login(make_user("ADMINISTRATOR", commune))

    assert ask(client).status_code == 403
    assert client.get(reverse("people_file")).status_code == 403


def test_the_whole_register_also_shows_who_left_and_who_never_joined(client, office, commune, na_po):
    join(make_person("Vàng Thị Lan"), na_po, date(2020, 1, 1), ended_on=date(2024, 5, 1), reason_out="TRANSFERRED_OUT")
    make_head(make_person("Lù Thị Mai"), make_village("Na Pô", commune))
    make_member("Nông Văn Nam", na_po)

    rows = ask(client, pham_vi="tat_ca").context["table"].paginated_rows

    assert [(row.record.full_name, row.get_cell("standing")) for row in rows] == [
        ("Vàng Thị Lan", "Chuyển đi từ 01/05/2024"),
        ("Lù Thị Mai", "Trưởng thôn Na Pô, chưa là đảng viên"),
        ("Nông Văn Nam", "Đang sinh hoạt"),
    ]
    assert "Tìm “lan” trong cả sổ" in ask(client, q="lan").content.decode()


def test_fifty_a_page(client, office, na_po):
    for number in range(51):
        make_member(f"Vàng Văn A{number}", na_po)

    assert len(names_on(ask(client))) == 50
    assert len(names_on(ask(client, trang="2"))) == 1
    assert len(names_on(ask(client, trang="99"))) == 1
    assert len(names_on(ask(client, trang="x"))) == 50
    assert "51–51 trong 51" in ask(client, trang="2").content.decode()


@pytest.mark.parametrize("people", [1, 30])
def test_the_list_asks_the_same_questions_whatever_its_length(client, office, na_po, people, django_assert_num_queries):
    for number in range(people):
        member = make_member(f"Vàng Văn A{number}", na_po)
        MemberRating.objects.create(person=member, unit=na_po, year=2023, level="GOOD")
    ask(client)

    with django_assert_num_queries(8):
        ask(client, q="vang", don_vi=na_po.pk, dan_toc="", tu_cach="chinh_thuc")


def download(client, **asked):
    response = client.get(reverse("people_file"), {"ngay": "28/05/2024"} | asked)
    assert response.status_code == 200
    return load_workbook(BytesIO(response.content)).active


def table_of(sheet):
    """The rows below the heading of the committee; row 7 holds the columns."""
    return list(sheet.iter_rows(min_row=7, values_only=True))


def test_the_file_is_the_list_on_screen(client, office, na_po, commune):
    other = make_unit("Bản Rào", commune, unit_type="OFFICE")
    make_member("Vàng Mí Dế", na_po, sex="M", birth_on="14/03/1985", admission_decision_on="3/2012")
    make_member("Lục Thị Bình", na_po, sex="F", birth_on="1992")
    make_member("Nông Văn Dũng", other)

    asked = {"loai_hinh": "VILLAGE", "sap_xep": "-full_name"}
    sheet, screen = download(client, **asked), ask(client, **asked)

    headings, *rows = table_of(sheet)
    assert headings == tuple(str(column.header) for column in screen.context["table"].columns)
    assert [row[0] for row in rows] == names_on(screen) == ["Vàng Mí Dế", "Lục Thị Bình"]
    assert rows[0][1].date() == date(1985, 3, 14)
    assert rows[1][1] == "1992"
    assert rows[0][5:8] == ("3/2012", 12, "Chính thức")
    assert "Loại hình: Thôn" in sheet["A4"].value


def test_the_file_holds_all_pages(client, office, na_po):
    for number in range(60):
        make_member(f"Vàng Văn A{number}", na_po)

    assert len(table_of(download(client))) == 61


def test_a_name_that_looks_like_a_formula_stays_text(client, office, na_po):
    make_member("=1+1", na_po)

    cell = download(client)["A8"]

    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_the_export_is_logged_with_its_filters(client, office, na_po):
    make_member("Lan", na_po, sex="F")

    file = client.get(reverse("people_file"), {"ngay": "28/05/2024", "gioi_tinh": "F", "q": "lan"})

    entry = LogEntry.objects.get(action=LogEntry.Action.ACCESS)
    assert entry.actor == office
    code = entry.additional_data.pop("code")
    assert code in load_workbook(BytesIO(file.content)).active["A6"].value
    headings = [str(cell.value) for cell in load_workbook(BytesIO(file.content)).active[7]]
    assert entry.additional_data == {
        "what": "Xuất danh sách đảng viên",
        "rows": 1,
        "day": "2024-05-28",
        "filters": {"Giới tính": "Nữ", "Tìm": "lan"},
        "asked": "Giới tính: Nữ; Tìm: lan",
        "columns": headings,
        "sha256": hashlib.sha256(file.content).hexdigest(),
    }


def test_no_file_is_made_of_a_question_that_makes_no_sense(client, office, na_po):
    for asked in ({"ngay": "31/2/2024"}, {"ngay": "28/05/2024", "gioi_tinh": "X"}):
        response = client.get(reverse("people_file"), asked)
        assert response.status_code == 302
        assert response.url.startswith(reverse("people") + "?")


def test_only_what_may_be_exported_leaves_the_office(client, commune, na_po):
    """A cadre of the commune who is secretary of Na Pô reads both lists and takes away one."""
    make_member("Lan", na_po)
    make_member("Mai", make_unit("Bản Rào", commune))
    user = make_user("CADRE", commune)
    RoleGrant.objects.create(user=user, role="UNIT_SECRETARY", unit=na_po, started_on=date(2020, 1, 1))
    client.force_login(user)

    assert names_on(ask(client)) == ["Lan", "Mai"]
    assert ask(client).context["counts"] == {"total": 2, "found": 2, "taken": 1}
    assert [row[0] for row in table_of(download(client))[1:]] == ["Lan"]


def test_a_cadre_may_not_take_the_list_away(client, commune, na_po):
    client.force_login(make_user("CADRE", commune))

    assert client.get(reverse("people_file")).status_code == 403
    assert "Xuất Excel" not in ask(client).content.decode()


@pytest.mark.parametrize("people", [1, 30])
def test_the_export_asks_the_same_questions_whatever_its_length(
    client, office, na_po, people, django_assert_num_queries
):
    for number in range(people):
        make_member(f"Vàng Văn A{number}", na_po)
    download(client)

    with django_assert_num_queries(9):
        client.get(reverse("people_file"), {"ngay": "28/05/2024", "don_vi": na_po.pk})
