"""Files that leave: what stands on them, their entry in the log, the reason for sensitive data, the check of a file."""

import hashlib
import io
import json
import re
from datetime import date, timedelta

import docx
import openpyxl
import pytest
from auditlog.models import LogEntry
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from members.models import Ethnicity, Person
from nakhe.access import Role
from nakhe.exports import CODE, Stamp
from reports.output import FORMATS
from reports.registry import papers, reports
from tests.factories import make_user
from tests.reports.asking import worksheets
from tests.reports.reading_word import opened

DAY = "28/05/2024"
TITLE = "Tổ chức chi bộ và đảng viên"
SENSITIVE = {
    "danh-sach-dang-vien": ["dân tộc", "tôn giáo"],
    "danh-sach-loc": ["dân tộc", "tôn giáo"],
    "ket-nap": ["dân tộc"],
    "nhap-lieu-4-0": ["dân tộc", "tôn giáo", "số định danh cá nhân", "số thẻ Đảng", "số CMND cũ"],
    "so-danh-sach": ["dân tộc", "tôn giáo", "số thẻ", "số lý lịch", "số Huy hiệu"],
}
"""What each file holds that was asked for with sensitive data; phieu-dang-vien: see test_person_form.py."""
REASON = "Rà soát theo công văn 12-CV/BTC"
every_file = pytest.mark.parametrize(("slug", "extension"), [(s, e) for s in reports() for e in FORMATS])
every_sensitive_file = pytest.mark.parametrize(("slug", "extension"), [(s, e) for s in SENSITIVE for e in FORMATS])


@pytest.fixture
def office(commune, client):
    user = make_user(Role.OFFICE, commune.unit, full_name="Nông Thị Duyên & Co")
    client.force_login(user)
    return user


def address(slug, extension, **asked):
    return reverse("report_file", args=[slug, extension], query={"ngay": DAY, **asked})


def entries():
    return list(LogEntry.objects.filter(action=LogEntry.Action.ACCESS).order_by("pk"))


def last():
    return entries()[-1].additional_data


def verified(path, **options):
    """(exit status, what was said)"""
    out = io.StringIO()
    try:
        call_command("verify_export", str(path), stdout=out, **options)
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


def kept(tmp_path, response, name=""):
    path = tmp_path / (name or re.search('filename="(.+)"', response["Content-Disposition"])[1])
    path.write_bytes(response.content)
    return path


# --- What stands on a file ---


def test_the_line_says_who_when_of_which_day_and_the_code():
    at = timezone.make_aware(timezone.datetime(2024, 6, 1, 7, 5))
    stamp = Stamp("NK-7F3K-9QXD", "Nông Thị Duyên", at.astimezone(timezone.get_fixed_timezone(0)), date(2024, 5, 28))
    assert stamp.line == (
        "Xuất lúc 07:05 ngày 01/06/2024, người xuất: Nông Thị Duyên; số liệu tính đến ngày 28/05/2024; "
        "mã tệp NK-7F3K-9QXD"
    )


def test_excel_has_the_line_below_the_notes_and_at_the_foot_of_every_page(office, client):
    for sheet in worksheets(client.get(address("boi-duong", "xlsx")).content):
        code = last()["code"]
        (line,) = [cell.value for row in sheet for cell in row if code in str(cell.value)]
        assert line.endswith(f"người xuất: Nông Thị Duyên & Co; số liệu tính đến ngày {DAY}; mã tệp {code}")
        assert sheet.oddFooter.left.text.replace("&&", "&").strip() == line
        assert sheet.oddFooter.right.text == "&P/&N"


def test_a_name_too_long_for_a_footer_still_stands_below_the_notes(office, client):
    office.full_name = "Nông Thị " + "Duyên & " * 11
    office.save()
    (sheet,) = worksheets(client.get(address("to-chuc", "xlsx")).content)
    assert sheet.oddFooter.left.text is None
    assert sheet.oddFooter.right.text == "&P/&N"
    assert [cell.value for row in sheet for cell in row if last()["code"] in str(cell.value)]


def test_csv_and_json_hold_data_alone_and_their_names_the_code(office, client):
    """The same figures are the same bytes, whoever takes them; programs read no line of ours as a row."""
    for extension in ("csv", "json"):
        first, again = [client.get(address("to-chuc", extension)) for _ in range(2)]
        assert first.content == again.content
        assert again["Content-Disposition"] == f'attachment; filename="to-chuc-2024-05-28-{last()["code"]}.{extension}"'
        assert not CODE.search(again.content.decode())


@pytest.mark.parametrize("slug", papers())
def test_a_paper_has_the_line_at_the_foot_of_every_page(office, rated_commune, client, slug):
    part = papers()[slug].parts[0]
    asked = {"nam": 2023, "don_vi": rated_commune.na_po.pk, "phan": part}
    response = client.get(reverse("rating_paper_file", args=[slug]), asked)
    data = last()
    feet = [section.footer.paragraphs for section in opened(response.content).sections]
    assert all(len(paragraphs) == 1 for paragraphs in feet)
    line = f"số liệu tính đến ngày 31/12/2023; mã tệp {data['code']}"
    assert all(line in paragraphs[0].text for paragraphs in feet)
    assert data["sha256"] == hashlib.sha256(response.content).hexdigest()
    assert data["asked"].startswith("Năm: 2023; Tổ chức: ")


# --- The entry in the log ---


@every_file
def test_every_file_of_every_report_leaves_one_entry_with_its_hash(office, rated_commune, client, slug, extension):
    response = client.get(address(slug, extension))
    (entry,) = entries()
    data, sheet = entry.additional_data, json.loads(client.get(address(slug, "json")).content)
    tables = sheet.get("tables") or [sheet]
    assert (response.status_code, entry.actor, data["report"]) == (200, office, slug)
    assert data["sha256"] == hashlib.sha256(response.content).hexdigest()
    assert CODE.fullmatch(data["code"])
    assert data["rows"] == sum(len(table["rows"]) for table in tables)
    columns = [f"{c['under']} – {c['heading']}".removeprefix(" – ") for table in tables for c in table["columns"]]
    assert data["columns"] == columns
    assert data["filters"] == {name: str(value) for name, value in sheet["parameters"].items() if value is not None}
    assert "reason" not in data


def test_no_two_exports_have_one_code(office, client):
    for _ in range(3):
        client.get(address("to-chuc", "csv"))
    assert len({entry.additional_data["code"] for entry in entries()}) == 3


def test_what_was_asked_is_told_in_words(office, client, commune):
    client.get(address("danh-sach-loc", "csv", don_vi=commune.na_po.code, gioi_tinh="F", cot="sex,unit"))
    data = last()
    assert data["asked"] == f"Tính đến ngày: {DAY}; Giới tính: Nữ; Tổ chức: Na Pô"
    assert data["columns"] == ["Họ và tên", "Giới", "Chi bộ"]
    assert data["day"] == "2024-05-28"


def test_a_yearly_report_is_of_the_assessment_date(office, rated_commune, client):
    client.get(reverse("report_file", args=["xep-loai-chi-bo", "csv"], query={"nam": 2023}))
    assert last()["day"] == "2023-12-31"


# --- Sensitive data, with a reason ---


@every_sensitive_file
def test_sensitive_data_leave_only_with_a_reason(office, client, slug, extension):
    asked = address(slug, extension, nhay_cam="1")

    page = client.get(asked)
    assert (page.status_code, page["Content-Type"], entries()) == (200, "text/html; charset=utf-8", [])
    assert reports()[slug].title in page.content.decode()
    for typed in (
        {},
        {"ly_do": "  "},
        {"ly_do": "x"},
        {"ly_do": "a b"},
        {"ly_do": "xxxxxxxxxxx"},
        {"ly_do": "x" * 301},
    ):
        refused = client.post(asked, typed)
        assert (refused.status_code, refused.headers.get("Content-Disposition"), entries()) == (400, None, [])
        assert f'value="{typed["ly_do"]}"' in refused.content.decode() if len(typed.get("ly_do", "")) > 3 else True

    file = client.post(asked, {"ly_do": REASON})
    assert file["Content-Type"] == FORMATS[extension].content_type
    (entry,) = entries()
    assert (entry.additional_data["reason"], entry.additional_data["filters"]["private"]) == (REASON, "True")
    assert entry.additional_data["sensitive"] == SENSITIVE[slug]
    assert f"có {', '.join(SENSITIVE[slug])}</p>" in page.content.decode()
    assert entry.additional_data["sha256"] == hashlib.sha256(file.content).hexdigest()


def test_every_report_that_takes_sensitive_data_says_which():
    taking = {slug for slug, report in reports().items() if "private" in report.parameters}
    assert taking == {*SENSITIVE, "phieu-dang-vien"}


@pytest.mark.parametrize("slug", ["danh-sach-dang-vien", "danh-sach-loc"])
@pytest.mark.parametrize("chosen", ["", "sex,unit"], ids=["usual columns", "as the boxes send them"])
def test_the_lists_of_members_have_what_was_asked_for(office, lan, client, slug, chosen):
    file = client.post(address(slug, "json", nhay_cam="1", cot=chosen), {"ly_do": REASON})
    document = json.loads(file.content)
    assert {"Dân tộc", "Tôn giáo"} <= {column["heading"] for column in document["columns"]}
    assert [row["ethnicity"] for row in document["rows"] if row["full_name"] == "Vàng Thị Lan"] == ["Mông"]
    assert {"Dân tộc", "Tôn giáo"} <= {*last()["columns"]}


def test_reason_and_log_name_only_what_the_file_holds(office, lan, client):
    asked = address("danh-sach-loc", "csv", nhay_cam="1", cot="sex,ethnicity")
    assert "có dân tộc</p>" in client.get(asked).content.decode()
    client.post(asked, {"ly_do": REASON})
    assert (last()["sensitive"], last()["columns"]) == (["dân tộc"], ["Họ và tên", "Giới", "Dân tộc"])


@pytest.mark.parametrize("slug", [*SENSITIVE, "phieu-dang-vien"])
def test_no_paper_tells_how_to_work_the_screen(office, lan, client, slug):
    asked = {"ngay": DAY, "cot": "sex,ethnicity", "nguoi": lan.pk}
    page = client.get(reverse("report", args=[slug]), asked).content.decode()
    told = re.findall(r'<ul class="notes( khong-in)?">(.*?)</ul>', page)
    assert ["“Kèm dữ liệu nhạy cảm”" in text for css, text in told if css] == [True]
    assert not any("nhạy cảm" in text for css, text in told if not css)
    assert "nhạy cảm" not in client.get(reverse("report_file", args=[slug, "json"]), asked).content.decode()


def test_who_may_take_nothing_is_not_asked_for_a_reason(commune, client):
    client.force_login(make_user(Role.CADRE, commune.unit))
    asked = address("ket-nap", "csv", nhay_cam="1")
    assert (client.get(asked).status_code, client.post(asked, {"ly_do": REASON}).status_code) == (403, 403)


def test_a_reason_brings_nobody_elses_unit(commune, client):
    client.force_login(make_user(Role.UNIT_SECRETARY, commune.na_kinh))
    asked = address("danh-sach-dang-vien", "csv", nhay_cam="1", don_vi=commune.na_po.code)
    assert (client.get(asked).status_code, client.post(asked, {"ly_do": REASON}).status_code) == (404, 404)


@pytest.fixture
def lan(commune):
    lan = Person.objects.get(full_name="Vàng Thị Lan")
    lan.ethnicity = Ethnicity.objects.get(name="Mông")
    lan.save()
    return lan


def test_the_list_of_members_asks_for_a_reason_too(office, lan, client):
    asked = reverse("people_file", query={"ngay": DAY, "cot": "full_name,ethnicity", "nhay_cam": "1"})

    page = client.get(asked).content.decode()
    assert "Danh sách đảng viên · có dân tộc" in page
    assert f'href="{reverse("people")}?ngay=28%2F05%2F2024&amp;cot=full_name%2Cethnicity"' in page
    refused = client.post(asked, {"ly_do": ""})
    assert (refused.status_code, entries()) == (400, [])
    assert "Chưa có lý do." in refused.content.decode()

    (sheet,) = worksheets(client.post(asked, {"ly_do": REASON}).content)
    assert [cell.value for cell in sheet[7]] == ["Họ và tên", "Dân tộc"]
    data = last()
    assert (data["reason"], data["sensitive"], data["rows"]) == (REASON, ["Dân tộc"], 5)
    assert sheet["A6"].value.endswith(f"số liệu tính đến ngày {DAY}; mã tệp {data['code']}")
    assert data["code"] in sheet.oddFooter.left.text


def test_a_list_without_sensitive_columns_needs_no_reason(office, client, lan):
    client.get(reverse("people_file", query={"ngay": DAY, "cot": "full_name,sex", "nhay_cam": "1"}))
    assert (last()["columns"], "reason" in last()) == (["Họ và tên", "Giới"], False)


@pytest.mark.parametrize(("asked", "told"), [({"dan_toc": "Mông"}, "dân tộc"), ({"ton_giao": "chua_ro"}, "tôn giáo")])
def test_a_list_narrowed_by_what_is_sensitive_needs_a_reason_without_any_such_column(office, client, lan, asked, told):
    """Who is on it is told by its heading; the columns are those of any file."""
    asked = reverse("people_file", query={"ngay": DAY, "cot": "full_name,ethnicity", **asked})

    page = client.get(asked)
    assert (page["Content-Type"].split(";")[0], entries()) == ("text/html", [])
    assert f"Danh sách đảng viên · có lọc theo {told}" in page.content.decode()
    assert client.post(asked, {"ly_do": ""}).status_code == 400
    (sheet,) = worksheets(client.post(asked, {"ly_do": REASON}).content)

    assert [cell.value for cell in sheet[7]] == ["Họ và tên"]
    assert (last()["sensitive"], last()["reason"]) == ([f"Lọc theo {told}"], REASON)


def test_people_ticked_on_a_narrowed_list_need_one_too(office, client, lan):
    sent = {"nguoi": lan.pk, "danh_sach": f"ngay={DAY}&dan_toc=Mông&cot=full_name"}

    assert 'name="ly_do"' in client.post(reverse("chosen_file"), sent).content.decode()
    assert client.post(reverse("chosen_file"), sent | {"tai": "1", "ly_do": ""}).status_code == 400
    assert entries() == []
    client.post(reverse("chosen_file"), sent | {"tai": "1", "ly_do": REASON})
    assert (last()["sensitive"], last()["people"]) == (["Lọc theo dân tộc"], [lan.pk])


def test_a_view_narrowed_so_says_that_its_file_asks_each_time(commune, client):
    client.force_login(make_user(Role.SECRETARY, commune.unit))
    shown = client.get("/cach-xem/luu/dang-vien/?ton_giao=chua_ro").content.decode()
    assert "<dt>Dữ liệu nhạy cảm</dt><dd>Lọc theo tôn giáo; mỗi lần xuất tệp phải ghi lý do</dd>" in shown
    assert "Dữ liệu nhạy cảm" not in client.get("/cach-xem/luu/dang-vien/?gioi_tinh=F").content.decode()


def test_people_ticked_one_by_one_need_a_reason_for_sensitive_columns(office, client, lan):
    sent = {"nguoi": lan.pk, "danh_sach": f"ngay={DAY}&cot=full_name,ethnicity", "tai": "1"}

    refused = client.post(reverse("chosen_file"), sent | {"nhay_cam": "1", "ly_do": ""})
    assert (refused.status_code, entries()) == (400, [])
    page = refused.content.decode()
    assert "Chưa có lý do." in page
    assert 'name="nhay_cam" value="1" checked' in page
    client.post(reverse("chosen_file"), sent | {"ly_do": "viết thừa"})
    assert (last()["columns"], "reason" in last()) == (["Họ và tên"], False)
    client.post(reverse("chosen_file"), sent | {"nhay_cam": "1", "ly_do": REASON})
    assert (last()["columns"], last()["reason"]) == (["Họ và tên", "Dân tộc"], REASON)


# --- Is it still the file that left? ---


@pytest.mark.parametrize("extension", FORMATS)
def test_a_file_as_it_left_is_unaltered_whatever_it_is_called(office, client, tmp_path, extension):
    path = kept(tmp_path, client.get(address("to-chuc", extension)), f"ban-sao.{extension}")
    status, said = verified(path)
    at = timezone.localtime(entries()[0].timestamp)
    assert status == 0
    assert said.splitlines() == [
        f"NGUYÊN VẸN: đúng từng byte như khi xuất, mã {last()['code']}.",
        f"- Xuất báo cáo “{TITLE}” ({FORMATS[extension].label}): 3 dòng, số liệu tính đến ngày {DAY}",
        f"  xuất lúc {at:%H:%M %d/%m/%Y}, người xuất: Nông Thị Duyên & Co",
        f"  lọc theo: Tính đến ngày: {DAY}",
    ]


def test_one_changed_cell_is_found_in_excel(office, client, tmp_path):
    path = kept(tmp_path, client.get(address("to-chuc", "xlsx")))
    book = openpyxl.load_workbook(path)
    book.active["B9"] = "Chi bộ khác"
    book.save(path)
    status, said = verified(path)
    assert status == 1
    assert said.startswith(f"ĐÃ KHÁC: tệp mang mã {last()['code']} nhưng không còn đúng từng byte như khi xuất.\n")
    assert "người xuất: Nông Thị Duyên & Co" in said


def test_one_changed_letter_is_found_in_a_paper_even_where_word_parted_the_code(
    office, rated_commune, client, tmp_path
):
    asked = {"nam": 2023, "don_vi": rated_commune.na_po.pk}
    path = kept(tmp_path, client.get(reverse("rating_paper_file", args=["phieu-bieu-quyet"]), asked))
    assert verified(path)[0] == 0
    document = docx.Document(path)
    run = document.sections[0].footer.paragraphs[0].runs[0]
    run.text, rest = run.text[:-4], run.text[-4:]
    run._r.addnext(document.sections[0].footer.paragraphs[0].add_run(rest)._r)
    document.save(path)
    assert verified(path)[0] == 1


@pytest.mark.parametrize("extension", ["csv", "json"])
def test_changed_data_are_known_by_the_name_of_the_file(office, client, tmp_path, extension):
    path = kept(tmp_path, client.get(address("to-chuc", extension)))
    assert verified(path)[0] == 0
    path.write_bytes(path.read_bytes().replace("Na Pô".encode(), b"Na Po"))
    assert verified(path)[0] == 1
    assert verified(path.rename(tmp_path / f"khac.{extension}"))[0] == 2


def test_a_file_that_never_left_is_unknown(office, client, tmp_path):
    client.get(address("to-chuc", "xlsx"))
    for name, data in {"a.txt": b"", "b.xlsx": b"PK\x03\x04 not a zip", "NK-2222-2222.csv": b"a,b"}.items():
        (tmp_path / name).write_bytes(data)
        status, said = verified(tmp_path / name)
        assert (status, said.startswith("KHÔNG NHẬN RA: ")) == (2, True)
    assert "Tệp ghi mã NK-2222-2222, nhưng nhật ký không có mã này." in said
    with pytest.raises(CommandError, match="Không đọc được tệp") as missing:
        call_command("verify_export", str(tmp_path / "khong-co.xlsx"))
    assert missing.value.returncode == 2


def test_the_same_data_taken_twice_name_both_exports(office, client, tmp_path, commune):
    client.get(address("to-chuc", "csv"))
    client.force_login(make_user(Role.SECRETARY, commune.unit, full_name="Hoàng Đức Thịnh"))
    path = kept(tmp_path, client.get(address("to-chuc", "csv")))
    status, said = verified(path, json=True)
    answer = json.loads(said)
    assert (status, answer["status"], answer["file"]) == (0, "unaltered", path.name)
    assert [export["by"] for export in answer["exports"]] == ["Hoàng Đức Thịnh", "Nông Thị Duyên & Co"]
    latest = entries()[-1]
    assert answer["exports"][0] == {
        "code": answer["code"], "what": f"Xuất báo cáo “{TITLE}” (CSV)", "day": "2024-05-28", "rows": 3,
        "sha256": answer["sha256"], "reason": "", "by": "Hoàng Đức Thịnh",
        "at": timezone.localtime(latest.timestamp).isoformat(timespec="seconds"),
    }  # fmt: skip
    assert answer["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()


# --- In the log ---


def test_the_log_tells_an_export_whole(office, client, commune, lan):
    client.post(address("danh-sach-dang-vien", "xlsx", cot="ethnicity", nhay_cam="1"), {"ly_do": REASON})
    data = last()
    client.force_login(make_user(Role.SECRETARY, commune.unit))
    shown = client.get(reverse("log")).context["sets"][0]
    assert (shown.what, shown.file) == ("Xuất báo cáo “Danh sách đảng viên” (Excel)", f"5 dòng, mã {data['code']}")
    assert f"5 dòng, mã {data['code']}" in client.get(reverse("log")).content.decode()
    page = client.get(reverse("change_set", args=[shown.pk]))
    assert page.context["set"].facts == [
        ("Mã tệp", data["code"]),
        ("Số liệu tính đến", DAY),
        ("Số dòng", "5"),
        ("Lọc theo", f"Tính đến ngày: {DAY}; Kèm dữ liệu nhạy cảm: có"),
        ("Cột", "Họ và tên; Dân tộc"),
        ("Dữ liệu nhạy cảm", "dân tộc"),
        ("Lý do", REASON),
        ("SHA-256 của tệp", data["sha256"]),
    ]
    assert REASON in page.content.decode()
    assert data["sha256"] in page.content.decode()


def test_the_code_on_a_sheet_finds_its_entry(office, client, commune):
    for slug in ("to-chuc", "co-cau", "ket-nap"):
        client.get(address(slug, "xlsx"))
    code = entries()[1].additional_data["code"]
    client.force_login(make_user(Role.SECRETARY, commune.unit))
    found = client.get(reverse("log"), {"ma": f" {code.lower()} "}).context["sets"]
    assert [each.lead.additional_data["report"] for each in found] == ["co-cau"]
    assert client.get(reverse("log"), {"ma": "NK-2222-2222"}).context["sets"] == []


def test_an_export_from_before_codes_still_opens_in_the_log(office, client, commune):
    client.get(address("to-chuc", "csv"))
    entry = entries()[0]
    old = {"what": "Xuất báo cáo “Tổ chức chi bộ và đảng viên” (CSV)", "rows": 3}
    LogEntry.objects.filter(pk=entry.pk).update(additional_data=old, timestamp=timezone.now() - timedelta(days=9))
    client.force_login(make_user(Role.SECRETARY, commune.unit))
    page = client.get(reverse("change_set", args=[entry.pk]))
    assert page.context["set"].facts == []
    assert "Xuất báo cáo “Tổ chức chi bộ và đảng viên” (CSV)" in page.content.decode()
