"""What every report keeps, found by walking the register: a new one is tested without being named."""

import json
import re
from datetime import date

import pytest
from auditlog.models import LogEntry
from django.urls import reverse

from members.models import Person, TrainingCourse
from nakhe.access import Right
from reports.output import FORMATS
from reports.parameters import ParametersForm, resolve
from reports.registry import reports
from tests.factories import (
    make_commune,
    make_unit,
    make_user,
    make_village,
)
from tests.reports.asking import ask, csv_lines, page_tables, papers, tables_of
from tests.reports.growing import grow
from tests.reports.reading_word import papers_of
from units.models import Target, UnitName, Village

SLUGS = list(reports())
every_report = pytest.mark.parametrize("slug", SLUGS)
DAY = "28/05/2024"

INTERFACE = {
    "to-chuc": "name unit_type members official probationary women secretary has_committee village is_border",
    "so-sanh": "figure before after change names",
    "bien-dong": "name opening admitted readmitted transferred_in came died expelled removed withdrawn transferred_out "
    "left internal_in internal_out closing",
    "tang-giam": "name opening opening_women opening_minorities opening_probationary opening_exempt admitted "
    "readmitted transferred_in internal_in came_with_unit came died expelled removed withdrawn transferred_out "
    "internal_out left_with_unit left closing closing_women closing_minorities closing_probationary closing_exempt",
    "bien-dong-chi-tiet": "name birth_on sex unit movement happened_on place decision",
    "so-lieu-chi-bo": "name committee_members members women minorities probationary exempt away badges elementary "
    "intermediate advanced excellent good completed not_completed",
    "ket-nap": "name unit admission_decision_on admitted_on official_on sex age",
    "dang-vien-nhieu-nam": "year day members official women minorities admitted",
    "ky-luat-khen-thuong": "name unit form decided_on decision_number reason self_remedied restored_on",
    "chuyen-sinh-hoat": "name kind moved_on place_from place_to decision until status",
    "chat-luong-bi-thu": "name unit education professional_level political_theory",
    "truong-thon": "village name is_member is_secretary education political_theory trained rating",
    "thon-dang": "village branches members head is_member is_secretary note",
    "boi-duong": "course kind unit participants",
    "boi-duong-chi-tiet": "name unit course started_on attended_as",
    "xep-loai-chi-bo-chi-tiet": "name unit_type level note",
    "xep-loai-chi-bo": "name total rated excellent good completed not_completed not_rated note",
    "xep-loai-dang-vien": "name total exempt suspended under_six_months other_not_rated not_rated rated excellent "
    "excellent_share good good_share completed completed_share not_completed not_completed_share disciplined note",
    "xep-loai-chi-tiet": "name birth_on office unit result reason decision note",
    "xep-loai-nhieu-nam": "name y2019 y2020 y2021 y2022 y2023 change",
    "lien-tuc-xuat-sac": "name unit running years commendation",
    "tien-do-xep-loai": "name members rated exempt suspended under_six_months other_not_rated done done_share missing "
    "unit_result names",
    "co-cau": "group level members share",
    "danh-sach-dang-vien": "full_name birth_on sex unit position admitted_on party_age standing rating official_on "
    "unit_type birthplace native_place native_place_now residence temporary_residence occupation general professional "
    "political exempt_since badge birth_name decided_on ceremony_on other_office",
    "so-danh-sach": "name origin native_place learning occupation admitted numbers service left_for came_from died "
    "left_party note",
    "phieu-dang-vien": "name birth_on unit",
    "huy-hieu": "name birth_on unit admitted_on badge reached_on party_age kind delay note",
    "den-han": "day kind name unit note",
    "thay-doi-nam": "name unit day kind what detail",
    "nhap-lieu-4-0": "id name other_name sex birth_on ethnicity religion citizen_number card_number card_issued_by "
    "card_issued_on old_card_number unit birth_country birth_province birth_address native_country native_province "
    "native_address home_country home_province home_address admitted_on official_on old_citizen_number status "
    "status_since to_delete checked errors note",
    "danh-sach-loc": "full_name birth_on sex unit residence general political position other_office admitted_on "
    "official_on party_age standing rating",
    "chi-tieu": "target required part whole result met",
}


OF_BRANCHES = (
    "to-chuc so-lieu-chi-bo thon-dang bien-dong tang-giam tien-do-xep-loai xep-loai-chi-bo xep-loai-chi-bo-chi-tiet "
    "xep-loai-dang-vien"
).split()
"""The reports that have a line for a chi bộ, or a village, of whom nothing else is on record."""


@pytest.fixture
def office(commune):
    return make_user("OFFICE", commune.unit)


def page(client, slug, **asked):
    return client.get(reverse("report", args=[slug]), {"ngay": DAY, **asked})


def taken(client, slug, extension, **asked):
    return client.get(reverse("report_file", args=[slug, extension]), {"ngay": DAY, **asked})


def test_the_slugs_are_those_agreed():
    assert set(SLUGS) == set(INTERFACE)


@every_report
def test_the_columns_agreed_stand_in_their_order(commune, slug):
    columns = [column["name"] for column in tables_of(ask(slug, as_of="2024-05-28"))[0]["columns"]]
    wanted = INTERFACE[slug].split()
    assert [name for name in columns if name in wanted] == wanted


@every_report
def test_page_and_files_agree(rated_commune, client, slug):
    client.force_login(make_user("OFFICE", rated_commune.unit))
    assert any(table["rows"] for table in all_formats_agree(client, slug))


@every_report
def test_page_and_files_agree_where_nothing_is_on_record_yet(commune, client, office, slug):
    client.force_login(office)
    all_formats_agree(
        client, slug, ngay="03/02/1930", **({"nam": "1931"} if "year" in reports()[slug].parameters else {})
    )


@every_report
@pytest.mark.parametrize("branches", [0, 1])
def test_page_and_files_agree_about_a_commune_without_chi_bo_or_without_people(db, client, slug, branches):
    commune = make_commune(code="na-khe")
    for number in range(branches):
        make_unit(f"Chi bộ {number}", commune, village=make_village(f"Thôn {number}", commune))
    client.force_login(make_user("OFFICE", commune))
    tables = all_formats_agree(client, slug)
    named = {value for table in tables for row in table["rows"] for value in row.values()}
    assert bool(named & {"Chi bộ 0", "Thôn 0"}) == (branches == 1 and slug in OF_BRANCHES)


@every_report
def test_page_and_files_agree_about_names_that_look_like_something_else(rated_commune, client, slug):
    client.force_login(make_user("OFFICE", rated_commune.unit))
    long = "Vàng " + "Nguyễn " * 7 + "Thị Lan"
    assert len(long) > 60
    rename("Vàng Thị Lan", long)
    rename("Hoàng Thị Mai", "=1+1 <b>Mai</b> & con")
    rename("Thò Mí Páo", "-Páo &lt;")
    UnitName.objects.filter(short_name="Na Pô").update(short_name="=1+1 <b>Na Pô</b> & Bản")
    Village.objects.filter(name="Na Pô").update(name="=SUM(A1) <i>Na Pô</i> & “Bản”")
    TrainingCourse.objects.update(name="-1 <td> & Lớp")
    Target.objects.update(name="=A1 & <b>Chỉ tiêu" + " dài" * 15)
    all_formats_agree(client, slug)


def rename(name, other):
    person = Person.objects.get(full_name=name)
    person.full_name = other
    person.save()


def all_formats_agree(client, slug, **asked):
    """Headings and rows of page, Word, Excel and CSV are those of the JSON; its tables."""
    tables = tables_of(json.loads(taken(client, slug, "json", **asked).content))
    on_page = page_tables(page(client, slug, **asked).content.decode())
    in_excel = papers(taken(client, slug, "xlsx", **asked).content)
    in_word = papers_of(taken(client, slug, "docx", **asked).content)
    for table, shown, excel, word in zip(tables, on_page, in_excel, in_word, strict=True):
        wanted = [column["heading"] for column in table["columns"]]
        assert excel[0] == word[0] == wanted
        assert set(wanted) <= {text.rstrip(" ↑↓") for line in shown["thead"] for text in line}
        values = [[blank(value) for value in row.values()] for row in table["rows"]]
        assert [[as_json(cell) for cell in line] for line in excel[1]] == values
        assert [readable(line) for line in word[1]] == values
        assert [readable(line)[-len(wanted) :] for line in shown["tbody"]] == values
    lines = csv_lines(taken(client, slug, "csv", **asked).content)
    assert csv_rows(lines, tables) == [[as_csv(v) for v in row.values()] for table in tables for row in table["rows"]]
    return tables


def blank(value):
    """Nothing, no and unknown leave a cell empty."""
    return "" if value is None or value is False else value


def as_json(cell):
    if isinstance(cell, date):
        return cell.date().isoformat()
    if isinstance(cell, str):
        return month_in_iso(cell)
    return "" if cell is None else cell


def month_in_iso(text):
    """“3/2024” as the JSON has it; “Có” as true."""
    match = re.fullmatch(r"(\d{1,2})/(\d{4})", text)
    return f"{match[2]}-{int(match[1]):02}" if match else {"Có": True}.get(text, text)


def readable(line):
    return [from_page(text) for text in line]


def from_page(text):
    """What the page says, as the JSON has it."""
    if text == "–":
        return ""
    if re.fullmatch(r"[+−]?\d+", text):
        return int(text.replace("−", "-"))
    if match := re.fullmatch(r"(\d+),(\d)(?: %)?", text):
        return float(".".join(match.groups()))
    if match := re.fullmatch(r"(\d\d)/(\d\d)/(\d{4})", text):
        return "-".join(match.groups()[::-1])
    return month_in_iso(text)


def as_csv(value):
    if isinstance(value, bool):
        return "Có" if value else "Không"
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(("=", "-")) else text


def csv_rows(lines, tables):
    """The rows alone: past the headings, and past the title where there are several tables."""
    rows, several = [], len(tables) > 1
    for table in tables:
        start = 1 + several
        rows += lines[start : start + len(table["rows"])]
        lines = lines[start + len(table["rows"]) + 1 :]
    return rows


@every_report
def test_a_list_that_takes_an_order_says_by_which_columns(rated_commune, slug):
    definition = reports()[slug]
    columns = {column["name"] for table in tables_of(ask(slug, as_of="2024-05-28")) for column in table["columns"]}
    optional = {"score"} & set(definition.orders)  # where the regime gives scores
    assert set(definition.orders) - optional <= columns
    assert ("order" in definition.parameters) == bool(definition.orders)


@pytest.mark.parametrize(
    ("slug", "column"), [(slug, column) for slug, report in reports().items() for column in report.orders]
)
def test_page_and_files_agree_in_the_order_asked_for(rated_commune, client, slug, column):
    client.force_login(make_user("OFFICE", rated_commune.unit))
    up = all_formats_agree(client, slug, sap_xep=column)
    down = all_formats_agree(client, slug, sap_xep=f"-{column}")
    for table, turned in zip(up, down, strict=True):
        known = [row[column] for row in table["rows"] if row.get(column) not in (None, "")]
        last = [row[column] for row in turned["rows"] if row.get(column) not in (None, "")]
        assert known == last[::-1]


@every_report
def test_every_table_with_rows_says_below_it_what_was_counted(rated_commune, slug):
    asked = {"from": "2023-01-01"} if "from" in reports()[slug].parameters else {}
    for table in tables_of(ask(slug, as_of="2024-05-28", **asked)):
        assert table["notes"] or not table["rows"], table.get("title")


@every_report
def test_a_form_sent_again_with_an_earlier_date_is_no_mistake(rated_commune, client, office, slug):
    """Its boxes as shown, with another “Tính đến ngày”: what nobody typed follows that day."""
    client.force_login(office)
    form = page(client, slug).context["form"]
    sent = {field.html_name: field.value() or "" for field in form}
    assert page(client, slug, **sent | {"ngay": "28/05/2015"}).status_code == 200
    assert page(client, slug, **sent | {"ngay": "04/02/1930"}).status_code == 200


@every_report
def test_a_cadre_reads_but_takes_nothing_away(commune, client, slug):
    client.force_login(make_user("CADRE", commune.unit))
    shown = page(client, slug)
    assert shown.status_code == 200
    assert f"{slug}.xlsx" not in shown.content.decode()
    assert [taken(client, slug, extension).status_code for extension in FORMATS] == [403] * 4


@every_report
def test_an_account_without_a_role_is_refused(commune, client, slug):
    client.force_login(make_user())
    assert page(client, slug).status_code == 403
    assert taken(client, slug, "json").status_code == 403


@every_report
def test_a_reader_with_no_units_learns_nothing(rated_commune, slug):
    nobody = make_user()
    definition = reports()[slug]
    form = ParametersForm(definition.parameters, {"ngay": DAY})
    sheet = definition(nobody, resolve(form, nobody, Right.READ)).sheet()
    numbers = [v for t in sheet.tables for r in t.rows for v in r.values() if isinstance(v, (int, float))]
    assert not any(numbers)
    for name in ("Na Pô", "Na Kinh", "Công an", "Na Khê", "Lan", "Dính", "Mai", "Súng"):
        assert name not in str(sheet)


@every_report
def test_another_committees_unit_is_answered_as_a_missing_one(commune, client, office, slug):
    make_unit("Bạch Đích", code="bach-dich")
    client.force_login(office)
    assert page(client, slug, don_vi="bach-dich").status_code == 404
    assert page(client, slug, don_vi="khong-co").status_code == 404
    assert taken(client, slug, "xlsx", don_vi="bach-dich").status_code == 404


@every_report
def test_a_unit_secretary_sees_the_own_chi_bo_alone(rated_commune, client, slug):
    client.force_login(make_user("UNIT_SECRETARY", rated_commune.na_kinh))
    data = taken(client, slug, "json").content.decode()
    for name in ("Na Pô", "Công an xã", "Vàng Thị Lan", "Hoàng Thị Mai", "Giàng Mí Dính"):
        assert name not in data


@every_report
def test_exporting_is_cut_to_the_units_where_one_may_export(rated_commune, client, slug):
    """A cadre of the commune who is also secretary of Na Kinh reads everything and takes Na Kinh away."""
    reader = make_user("CADRE", rated_commune.unit)
    reader.grants.create(role="UNIT_SECRETARY", unit=rated_commune.na_kinh, started_on=date(2000, 1, 1))
    client.force_login(reader)
    assert "Vàng Thị Lan" not in taken(client, slug, "json").content.decode()


@every_report
def test_a_file_leaves_one_entry_in_the_log(commune, client, office, slug):
    client.force_login(office)
    before = LogEntry.objects.count()
    taken(client, slug, "csv")
    entry = LogEntry.objects.order_by("pk").last()
    assert LogEntry.objects.count() == before + 1
    assert (entry.actor, entry.action, entry.additional_data["report"]) == (office, LogEntry.Action.ACCESS, slug)


@every_report
def test_a_date_that_cannot_be_read_keeps_its_text(commune, client, office, slug):
    client.force_login(office)
    refused = client.get(reverse("report", args=[slug]), {"ngay": "31/2/2024"})
    assert refused.status_code == 400
    assert 'value="31/2/2024"' in refused.content.decode()
    assert f"<h1>{reports()[slug].title}</h1>" in refused.content.decode()
    assert not page_tables(refused.content.decode())
    assert taken(client, slug, "xlsx", ngay="31/2/2024").status_code == 400


@every_report
def test_the_number_of_queries_does_not_grow_with_the_rows(
    rated_commune, client, office, slug, django_assert_max_num_queries
):
    client.force_login(office)
    page(client, slug), taken(client, slug, "xlsx")
    with django_assert_max_num_queries(13) as one_page:  # one of them for the saved views
        page(client, slug)
    with django_assert_max_num_queries(10) as one_file:
        taken(client, slug, "xlsx")
    for number in range(1, 48):
        grow(rated_commune, number)
    with django_assert_max_num_queries(len(one_page)):
        page(client, slug)
    with django_assert_max_num_queries(len(one_file)):
        taken(client, slug, "xlsx")
