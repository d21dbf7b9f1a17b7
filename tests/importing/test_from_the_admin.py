"""A file brought at an admin's import/: the same reading, the same review, the same trace as at /nhap/."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from members.models import ImportBatch, Membership
from nakhe.adminsite import FromFiles, site
from nakhe.spreadsheets import places
from tests.factories import make_commune, make_user
from tests.importing.sheets import workbook_of
from tests.importing.test_pages import refusals
from units.models import Unit

pytestmark = pytest.mark.django_db
FROM_FILES = [model for model in site._registry if isinstance(site.get_model_admin(model), FromFiles)]
PEOPLE = [["Họ và tên", "Ngày sinh", "Chi bộ", "Ngày vào Đảng"], ["Vàng Thị Lan", "3/2/1990", "Na Pô", "19/5/2015"]]
HEADS = [["Thôn", "Trưởng thôn", "Từ ngày"], ["Na Pô", "Giàng Mí Pó", "1/3/2025"]]


@pytest.fixture
def secretary(client, seven_units):
    client.force_login(make_user("SECRETARY", Unit.objects.get(parents=None)))
    return client


def address(model):
    return f"/quan-tri/{model._meta.app_label}/{model._meta.model_name}/"


def bring(client, *rows, to=None, data=None):
    file = SimpleUploadedFile("danh-sach.xlsx", data or workbook_of(*rows))
    return client.post(f"{address(to or Membership)}import/", {"tep": file})


@pytest.mark.parametrize("model", FROM_FILES, ids=str)
def test_its_list_leads_to_the_page_and_the_page_to_the_review(model, secretary):
    assert '<a href="import/">Nhập từ Excel</a>' in secretary.get(address(model)).text
    assert 'type="file"' in secretary.get(f"{address(model)}import/").text

    answer = bring(secretary, *PEOPLE, to=model)
    batch = ImportBatch.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/nhap/{batch.number}/")
    assert (batch.kind, batch.summary["new"], Membership.objects.count()) == ("PEOPLE", 1, 0)
    assert "Ghi 1 dòng vào sổ" in secretary.get(answer.headers["Location"]).text


def test_what_a_file_is_is_recognised_whichever_list_it_was_brought_to(secretary):
    bring(secretary, *HEADS, to=Unit)
    assert ImportBatch.objects.get().kind == "HEADS"
    review = bring(secretary, ["Tên đơn vị", "Loại hình"], ["Chi bộ Trạm Y tế", "y tế"])
    assert "Ghi 1 dòng vào sổ" in review.text and 'action="/nhap/chi-bo/"' in review.text


def test_a_file_that_is_refused_is_told_there_and_leaves_one_trace(secretary):
    refused = bring(secretary, data=b"PK nothing")
    assert refused.status_code == 400 and 'role="alert">Chưa đọc được tệp.' in refused.text
    assert "<title>Lỗi: Nhập sinh hoạt đảng từ Excel" in refused.text and 'id="site-name"' in refused.text
    assert (len(refusals()), ImportBatch.objects.count()) == (1, 0)

    without = secretary.post(f"{address(Membership)}import/")
    assert without.status_code == 400 and "Chọn một tệp" in without.text


def test_it_waits_in_the_same_line_as_every_other_file(secretary):
    with places.place(), places.place():
        waiting = bring(secretary, *PEOPLE)
    assert waiting.status_code == 429 and places.BUSY in waiting.text


def test_a_large_file_is_read_while_a_page_says_so_and_leads_back_there(secretary, monkeypatch):
    monkeypatch.setattr("members.views.imports.LARGE", 1000)
    text = b"".join(bring(secretary, *PEOPLE)).decode()
    batch = ImportBatch.objects.get()
    assert f"/nhap/{batch.number}/" in text
    assert re.search('<p class="crumb"><a href="/quan-tri/members/membership/import/">', text)


def test_who_may_not_add_the_records_brings_none(client):
    commune = make_commune()
    for role in ("OFFICE", "CADRE", "ADMINISTRATOR"):
        client.force_login(make_user(role, commune))
        assert bring(client, *PEOPLE).status_code == 403
    assert ImportBatch.objects.count() == 0
