"""The number of one paper, typed by the office: in the written report, a workbook, the papers of a year, the log."""

from datetime import date

import pytest
from auditlog.models import LogEntry
from django.core.management import call_command
from django.urls import reverse

from members import rating_steps as steps
from members.letterhead_change import lay_down
from nakhe.access import SYSTEM, Role
from reports.output.sheet import ROOM
from tests.factories import make_office, make_person, make_user
from tests.members.rating_year import bring, open_year
from tests.reports.asking import ask, worksheets
from tests.reports.reading_word import opened, texts
from units.models import Step

DAY = "28/05/2024"


@pytest.fixture
def office(commune, client):
    user = make_user(Role.OFFICE, commune.unit, full_name="Nông Thị Duyên")
    client.force_login(user)
    return user


def asked(name, *args, **query):
    return reverse(name, args=args, query=query)


def test_the_written_report_has_number_recipients_and_signature(commune, client, office):
    make_office(make_person("Ly Thị Mỷ"), commune.unit, "DEPUTY_SECRETARY")
    lay_down(commune.unit, date(2024, 1, 1), {"recipients": "- [cấp trên];\n- Lưu <VP>.", "signs": "FOR_SECRETARY"})
    said = texts(opened(client.get(asked("written_report_file", ngay=DAY, so="15")).content))
    assert "Số 15-BC/ĐU" in said
    assert "- Huyện ủy Yên Minh; - Lưu <VP>." in said
    place = said.index("T/M BAN THƯỜNG VỤ")
    assert said[place : place + 3] == ["T/M BAN THƯỜNG VỤ", "K/T BÍ THƯ PHÓ BÍ THƯ", "Ly Thị Mỷ"]
    page = client.get(asked("written_report", ngay=DAY, so="15")).content.decode()
    assert "Số 15-BC/ĐU" in page
    assert "so=15" in page  # the button takes it along


def test_every_sheet_of_a_workbook_has_it(commune, client, office):
    data = client.get(asked("workbook_file", bao_cao="to-chuc", ngay=DAY, so="4")).content
    assert [page["A4"].value for page in worksheets(data)] == ["Số 4-BC/ĐU"] * 2


def test_the_log_says_which_number_was_asked_for(client, office):
    client.get(asked("report_file", "to-chuc", "xlsx", ngay=DAY, so="12a"))
    assert LogEntry.objects.latest("pk").additional_data["asked"] == f"Tính đến ngày: {DAY}; Số văn bản: 12a"


def test_json_says_what_the_paper_says_and_nothing_of_who_takes_it(commune, client, office):
    make_office(make_person("Hoàng Đức Thịnh"), commune.unit)
    head = ask("to-chuc", as_of="2024-05-28", number="12")["letterhead"]
    assert head == {
        "superior": "Huyện ủy Yên Minh", "body": "Đảng ủy xã Na Khê", "number": "Số 12-BC/ĐU",
        "dated": "Na Khê, ngày 28 tháng 5 năm 2024", "on_behalf_of": "T/M BAN THƯỜNG VỤ", "office": "BÍ THƯ",
        "signer": "Hoàng Đức Thịnh", "recipients": ["- Huyện ủy Yên Minh (báo cáo);", "- Lưu."],
    }  # fmt: skip


def test_a_proposal_is_numbered_and_its_annex_names_the_number(rated_commune, client, office):
    query = {"nam": 2023, "don_vi": rated_commune.na_po.pk}
    said = texts(opened(client.get(asked("rating_paper_file", "danh-sach-de-nghi", so="7", **query)).content))
    assert "Số 7-TTr/CB" in said
    assert any(line.startswith("(kèm theo Tờ trình số 7-TTr/CB ngày") for line in said)
    empty = client.get(asked("rating_paper", "danh-sach-de-nghi", **query)).content.decode()
    assert f"Số {ROOM}-TTr/CB" in empty and "kèm theo Tờ trình số …… ngày" in empty


@pytest.mark.parametrize("name", ["rating_paper", "rating_paper_file"])
def test_a_paper_is_not_made_with_what_is_no_number(rated_commune, client, office, name):
    query = {"nam": 2023, "don_vi": rated_commune.na_po.pk, "so": "7-TTr"}
    answer = client.get(asked(name, "danh-sach-de-nghi", **query))
    assert (answer.status_code, answer["Content-Type"]) == (400, "text/html; charset=utf-8")
    assert "Ghi riêng số" in answer.content.decode()


def test_papers_that_nobody_numbers_have_no_number(rated_commune, client, office):
    query = {"nam": 2023, "don_vi": rated_commune.na_po.pk, "so": "7"}
    for slug in ("ban-kiem-diem", "phieu-bieu-quyet", "bien-ban-kiem-phieu", "phieu-ghi-tay"):
        said = texts(opened(client.get(asked("rating_paper_file", slug, **query)).content))
        assert not [line for line in said if line.startswith("Số ") and "7" in line], slug


def test_a_locked_year_keeps_what_was_laid_down_when_it_was_locked(commune, client, office):
    campaign = open_year(commune.unit)
    bring(campaign, Step.DECIDED)
    steps.lock(campaign, SYSTEM)
    address = asked("rating_paper_file", "quyet-dinh", nam=2024)
    before = texts(opened(client.get(address).content))
    lay_down(commune.unit, date(2020, 1, 1), {"recipients": "- Nơi khác.", "on_behalf_of": "T/M ĐẢNG ỦY"})
    assert texts(opened(client.get(address).content)) == before
    assert "T/M BAN THƯỜNG VỤ" in before


# --- What is printed from the browser, and what the command line takes ---


def test_what_is_printed_says_who_when_and_of_which_day(commune, client, office):
    page = client.get(asked("report", "to-chuc", ngay=DAY)).content.decode()
    assert f"người in: Nông Thị Duyên; số liệu tính đến ngày {DAY}" in page
    lan = commune.na_po.memberships.first().person
    assert "In từ sổ lúc" in client.get(reverse("person_form", args=[lan.pk]), follow=True).content.decode()


@pytest.mark.parametrize("kind", ["xlsx", "docx", "csv", "json"])
def test_a_file_of_the_command_line_can_be_verified(commune, tmp_path, capsys, monkeypatch, kind):
    monkeypatch.setenv("LOGNAME", "duyen")
    path = tmp_path / f"to-chuc.{kind}"
    call_command("report", "to-chuc", as_of="2024-05-28", format=kind, output=str(path))
    call_command("verify_export", str(path))
    said = capsys.readouterr().out
    assert said.startswith("NGUYÊN VẸN")
    assert "3 dòng, số liệu tính đến ngày 28/05/2024" in said and "người xuất: dòng lệnh (duyen)" in said
    entry = LogEntry.objects.latest("pk")
    assert (entry.actor, entry.additional_data["report"]) == (None, "to-chuc")


def test_so_can_its_written_report_and_its_workbook(commune, office, tmp_path, capsys):
    viet, book = tmp_path / "viet.docx", tmp_path / "bo.xlsx"
    call_command("written_report", as_of="2024-05-28", user=office.username, output=str(viet))
    call_command("report", workbook=["to-chuc", "ket-nap"], as_of="2024-05-28", output=str(book))
    for path in (viet, book):
        call_command("verify_export", str(path))
    said = capsys.readouterr().out
    assert said.count("NGUYÊN VẸN") == 2
    assert "với quyền của Nông Thị Duyên" in said
    parts = LogEntry.objects.latest("pk").additional_data["reports"]
    assert [(part["report"], part["rows"]) for part in parts] == [("to-chuc", 3), ("ket-nap", 1)]


def test_a_file_that_could_not_be_written_has_not_left(commune, tmp_path):
    with pytest.raises(Exception, match="Không ghi được tệp"):
        call_command("report", "to-chuc", output=str(tmp_path / "khong-co" / "a.xlsx"), format="xlsx")
    assert not LogEntry.objects.filter(additional_data__has_key="sha256").exists()
