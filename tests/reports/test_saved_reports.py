"""Views of reports kept under a name, and files that are exactly what is on screen."""

import html
import io
import json
import re
from urllib.parse import urlencode

import openpyxl
import pytest
from django.urls import reverse

from members.models import SavedView
from reports.registry import reports
from tests.factories import make_user
from tests.reports.asking import page_tables, papers
from tests.reports.test_contract import blank, readable

pytestmark = pytest.mark.django_db
DAY = "28/05/2024"


@pytest.fixture
def secretary(rated_commune, client):
    user = make_user("SECRETARY", rated_commune.unit)
    client.force_login(user)
    return user


def save(client, page, asked, name="Của tôi", **typed):
    answer = client.post(f"/cach-xem/luu/{page}/?{urlencode(asked, doseq=True)}", {"name": name, **typed})
    assert answer.status_code == 302, answer.content.decode()
    client.get(reverse("saved_views"))  # where the message is read
    return SavedView.objects.get(name=name)


def link(page, extension):
    return html.unescape(re.search(rf'href="([^"]+\.{extension}[^"]*)"', page)[1])


def asked_of(slug, unit):
    """Something of everything that the report can be asked for."""
    definition = reports()[slug]
    asked = {"ngay": DAY, "don_vi": unit.pk}
    if "year" in definition.parameters:
        asked["nam"] = "2023"
    if "columns" in definition.parameters:
        asked["cot"] = ["full_name", "admitted_on", "unit", "sex"]
    if definition.orders:
        asked["sap_xep"] = f"-{definition.orders[0]}"
    return asked


@pytest.mark.parametrize("slug", reports())
def test_the_files_of_a_view_are_what_is_on_screen(rated_commune, client, secretary, slug):
    view = save(client, f"bao-cao/{slug}", asked_of(slug, rated_commune.na_po), keep_day="on")

    page = client.get(view.get_absolute_url()).content.decode()

    document = json.loads(client.get(link(page, "json")).content)
    shown, tables = page_tables(page), document.get("tables", [document])
    for table, on_page in zip(tables, shown, strict=True):
        headings = [column["heading"] for column in table["columns"]]
        assert set(headings) <= {text.rstrip(" ↑↓") for line in on_page["thead"] for text in line}
        wanted = [[blank(value) for value in row.values()] for row in table["rows"]]
        assert [readable(line)[-len(headings) :] for line in on_page["tbody"]] == wanted
    in_excel = papers(client.get(link(page, "xlsx")).content)
    assert [len(rows) for _, rows in in_excel] == [len(table["rows"]) for table in tables]
    assert document["parameters"].get("unit", rated_commune.na_po.code) == rated_commune.na_po.code


def test_the_file_of_a_view_of_the_members_is_what_is_on_screen(rated_commune, client, secretary):
    asked = {"don_vi": rated_commune.na_po.pk, "sap_xep": "-full_name", "cot": "full_name,admitted_on,sex", "ngay": DAY}
    view = save(client, "dang-vien", asked, keep_day="on")

    page = client.get(view.get_absolute_url())
    book = openpyxl.load_workbook(io.BytesIO(client.get(link(page.content.decode(), "xlsx")).content))

    lines = list(book.active.iter_rows(values_only=True))
    top = next(number for number, line in enumerate(lines) if line[0] == "Họ và tên")
    assert lines[top] == ("Họ và tên", "Vào Đảng", "Giới")
    assert [line[0] for line in lines[top + 1 :]] == ["Hoàng Thị Mai", "Vàng Thị Lan", "Giàng Mí Dính"]
    assert [row.record.person.full_name for row in page.context["table"].rows] == [
        "Hoàng Thị Mai", "Vàng Thị Lan", "Giàng Mí Dính",
    ]  # fmt: skip


def test_a_view_keeps_the_reports_own_parameters_without_the_wish_for_sensitive_data(client, secretary):
    asked = {"nhay_cam": "1", "gioi_tinh": "F", "cot": ["sex", "unit"], "sap_xep": "-unit", "so_nam": "3", "tu": DAY}
    assert save(client, "bao-cao/danh-sach-loc", asked).query == "gioi_tinh=F&cot=sex%2Cunit&sap_xep=-unit"


def test_its_days_are_kept_together_or_left_to_the_day_of_opening(client, secretary):
    asked = {"tu": "01/01/2023", "ngay": DAY, "don_vi": ""}
    offered = client.get(f"/cach-xem/luu/bao-cao/ket-nap/?{urlencode(asked)}").content.decode()
    assert "Luôn xem Từ ngày: 01/01/2023; Tính đến ngày: 28/05/2024 (không đánh dấu: xem theo ngày mở)" in offered

    assert save(client, "bao-cao/ket-nap", asked | {"sap_xep": "name"}, "Nổi").query == "sap_xep=name"
    fixed = save(client, "bao-cao/ket-nap", asked, "Cố định", keep_day="on")
    assert fixed.query == "tu=01%2F01%2F2023&ngay=28%2F05%2F2024"
    shown = client.get(f"/bao-cao/ket-nap/?{urlencode(asked)}").context["saved"]
    assert {tab.label: tab.is_current for tab in shown} == {"Nổi": False, "Cố định": True}


def test_what_is_asked_for_stands_in_words(rated_commune, client, secretary):
    asked = {"don_vi": rated_commune.na_po.pk, "gioi_tinh": "F", "cot": "sex", "sap_xep": "-birth_on"}
    told = client.get(f"/cach-xem/luu/bao-cao/danh-sach-loc/?{urlencode(asked)}").content.decode()
    assert "<dd>Giới tính: Nữ; Tổ chức: Na Pô</dd>" in told
    assert "<dt>Cột</dt><dd>Họ và tên, Giới</dd>" in told
    assert "<dt>Sắp xếp</dt><dd>Ngày sinh, giảm dần</dd>" in told


def test_each_reader_of_a_shared_report_sees_the_own_part(rated_commune, client, secretary):
    address = save(client, "bao-cao/danh-sach-loc", {"sap_xep": "full_name"}, is_shared="on").get_absolute_url()
    client.force_login(make_user("UNIT_SECRETARY", rated_commune.na_kinh))

    shown = client.get(address)

    assert [row["full_name"] for row in shown.context["sheet"].tables[0].rows] == ["Thò Mí Páo"]
    assert [tab.label for tab in shown.context["saved"]] == ["Của tôi"]
    assert shown.context["saved"].to_edit is None
    assert "Của tôi" in client.get(reverse("reports")).content.decode()


def test_a_shared_view_of_a_unit_that_the_reader_does_not_see_answers_as_a_missing_one(
    rated_commune, client, secretary
):
    asked = {"don_vi": rated_commune.na_po.pk}
    address = save(client, "bao-cao/to-chuc", asked, is_shared="on").get_absolute_url()
    client.force_login(make_user("UNIT_SECRETARY", rated_commune.na_kinh))

    assert client.get(address).status_code == 404
    assert client.get("/bao-cao/to-chuc/?don_vi=987654321").status_code == 404
    assert client.get(f"/cach-xem/luu/bao-cao/to-chuc/?don_vi={rated_commune.na_po.pk}").status_code == 404


def test_a_sensitive_column_of_a_shared_report_leaves_only_with_a_reason(rated_commune, client, secretary):
    view = save(client, "bao-cao/danh-sach-loc", {"cot": "sex,ethnicity"}, is_shared="on")
    client.force_login(make_user("UNIT_SECRETARY", rated_commune.na_po))

    page = client.get(view.get_absolute_url()).content.decode()
    document = json.loads(client.get(link(page, "json")).content)

    assert [column["name"] for column in document["columns"]] == ["full_name", "sex"]
    assert "Chỉ vào tệp khi chọn “Kèm dữ liệu nhạy cảm”: Dân tộc." in page


@pytest.mark.parametrize("views", [1, 20])
def test_many_views_cost_a_report_no_more_queries_than_one(
    rated_commune, client, secretary, views, django_assert_max_num_queries
):
    for number in range(views):
        SavedView.objects.create(
            owner=secretary, page="bao-cao/to-chuc", name=f"Cách {number}", query=f"don_vi={number}"
        )
    client.get("/bao-cao/to-chuc/")
    with django_assert_max_num_queries(8):
        client.get("/bao-cao/to-chuc/")
