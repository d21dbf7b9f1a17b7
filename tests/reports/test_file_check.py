"""The page that says whether a file is still what left, and to whom it tells who took it."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils.html import escape

from nakhe import verifying
from nakhe.access import Role
from nakhe.exports import exports
from reports.views import file_check
from tests.factories import make_commune, make_unit, make_user

pytestmark = pytest.mark.django_db
DAY = "28/05/2024"
INTACT, ALTERED, UNKNOWN = "NGUYÊN VẸN: ", "ĐÃ KHÁC: ", "KHÔNG NHẬN RA: "
ELSEWHERE = "Là tệp của sổ này, xuất ngoài phạm vi của đồng chí."


@pytest.fixture
def duyen(commune):
    return make_user(Role.OFFICE, commune.unit, full_name="Nông Thị Duyên & Co")


def taken_by(client, user, extension="xlsx"):
    """(name, bytes) of a report's file."""
    client.force_login(user)
    response = client.get(reverse("report_file", args=["to-chuc", extension], query={"ngay": DAY}))
    return response["Content-Disposition"].split('"')[1], response.content


def asked_by(client, user, name, data):
    client.force_login(user)
    return client.post(reverse("file_check"), {"tep": SimpleUploadedFile(name, data)}).content.decode()


def test_the_committees_secretary_is_told_who_took_it_when(commune, client, duyen):
    name, data = taken_by(client, duyen)
    page = asked_by(client, make_user(Role.SECRETARY, commune.unit), name, data)
    assert INTACT in page
    assert escape("Nông Thị Duyên & Co") in page
    assert "3 dòng" in page
    assert f"<dd>{exports()[0].additional_data['code']}</dd>" in page
    assert ELSEWHERE not in page


def test_one_changed_byte_and_a_file_of_somewhere_else(commune, client, duyen):
    name, data = taken_by(client, duyen, "csv")
    assert ALTERED in asked_by(client, duyen, name, data.replace("Na Pô".encode(), b"Na Po"))
    assert UNKNOWN in asked_by(client, duyen, "khac.xlsx", b"PK\x03\x04 not a zip")
    assert UNKNOWN in asked_by(client, duyen, "rong.csv", b"")


@pytest.mark.parametrize("change", [b"", b" "], ids=["intact", "altered"])
def test_another_committee_and_a_chi_bo_learn_no_more_than_that_it_is_the_registers(commune, client, duyen, change):
    name, data = taken_by(client, duyen, "csv")
    for reader in (
        make_user(Role.SECRETARY, make_commune("Bạch Đích", code="bach-dich")),
        make_user(Role.UNIT_SECRETARY, commune.na_po),
    ):
        page = asked_by(client, reader, name, data + change)
        assert ((ALTERED if change else INTACT) in page, ELSEWHERE in page) == (True, True)
        for secret in ("Duyên", "dòng</h3>", "Xuất báo cáo", "Người xuất"):
            assert secret not in page, secret


def test_of_two_who_took_the_same_data_only_the_own_one_is_named(commune, client, duyen):
    stranger = make_user(Role.OFFICE, make_unit("Khác", commune.unit), full_name="Lù Văn Mìn")
    stranger.grants.create(
        role=Role.OFFICE, unit=make_commune("Bạch Đích", code="bach-dich"), started_on=date(2000, 1, 1)
    )
    name, data = taken_by(client, duyen, "json")
    entry = exports()[0]
    entry.pk, entry.actor = None, stranger
    entry.save()
    page = asked_by(client, duyen, name, data)
    assert "Lù Văn Mìn" not in page
    assert escape("Nông Thị Duyên & Co") in page
    assert "Tệp còn được xuất ngoài phạm vi của đồng chí." in page


def test_a_file_of_the_command_line_is_nobodys_of_the_unit(commune, client, duyen, tmp_path):
    call_command("report", "to-chuc", as_of="2024-05-28", format="csv", output=str(tmp_path / "a.csv"))
    page = asked_by(client, duyen, "a.csv", (tmp_path / "a.csv").read_bytes())
    assert (INTACT in page, ELSEWHERE in page, "dòng lệnh" in page) == (True, True, False)


def test_without_a_file_or_with_one_too_large_the_page_says_so(commune, client, duyen, monkeypatch):
    client.force_login(duyen)
    refused = client.post(reverse("file_check"), {})
    assert (refused.status_code, "Chọn một tệp." in refused.content.decode()) == (400, True)
    monkeypatch.setattr(file_check, "LARGEST", 3)
    assert "Tệp lớn quá 50 MB." in asked_by(client, duyen, "a.csv", b"abcd")


def test_a_code_that_a_block_parts_is_found(commune, client, duyen, monkeypatch):
    name, data = taken_by(client, duyen)
    monkeypatch.setattr(verifying, "BLOCK", 50)
    monkeypatch.setattr(verifying, "OVERLAP", 40)
    assert ALTERED in asked_by(client, duyen, "khac.xlsx", data + b" ")


def test_the_index_of_reports_leads_there_for_who_may_take_files(commune, client, duyen):
    client.force_login(duyen)
    assert f'href="{reverse("file_check")}"' in client.get(reverse("reports")).content.decode()
    client.force_login(make_user(Role.CADRE, commune.unit))
    assert reverse("file_check") not in client.get(reverse("reports")).content.decode()
