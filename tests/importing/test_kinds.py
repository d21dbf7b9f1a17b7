"""What the kinds of file share: one page, its review, templates, commands, what was left, lists that come back."""

import io
import json
import re
from datetime import date
from io import StringIO

import openpyxl
import pytest
from django.core.management import call_command
from django.urls import reverse

from members.importing.headings import mapping_key
from members.importing.kinds import KINDS
from members.importing.reading import Asked
from members.models import (
    HeadingMeaning,
    ImportBatch,
    Membership,
    Person,
    TrainingAttendance,
    TrainingCourse,
    VillageHead,
)
from members.views import imports
from nakhe.access import SYSTEM
from nakhe.spreadsheets.reading import open_book
from nakhe.vietnamese.dates import PartialDate
from tests.factories import make_head, make_member, make_person, make_user, make_village
from tests.importing.processes import address
from tests.importing.processes import run as in_a_process
from tests.importing.sheets import workbook_of
from tests.importing.test_pages import counts, fault, reviewed, upload
from tests.importing.writing import previewed
from units.models import Unit

HEADS = ["Thôn", "Họ tên trưởng thôn", "Ngày sinh", "Từ ngày"]
PAO = ["Na Pô", "Vàng A Páo", "3/2/1980", "1/3/2025"]
TRAINING = ["Họ và tên", "Ngày sinh", "Lớp", "Từ ngày"]
LAN = ["Vàng Thị Lan", "3/2/1990", "Chuyển đổi số", "14/8/2023"]
NEW_COURSE = "course|chuyen doi so|2023-08-14"
NEW = {NEW_COURSE: "new", NEW_COURSE.replace("course", "course_kind"): "OTHER"}
DAY = date(2026, 11, 26)
KEY = mapping_key(["Đến hết"])
NOBODY = {
    "HEADS": "Danh sách trong tệp không có dòng trưởng thôn nào dưới dòng tiêu đề. Kiểm tra lại tệp.",
    "TRAINING": "Danh sách trong tệp không có dòng người dự nào dưới dòng tiêu đề. Kiểm tra lại tệp.",
}


@pytest.fixture(autouse=True)
def na_po(commune):
    return make_village("Na Pô", commune)


@pytest.fixture(autouse=True)
def lan(seven_units):
    return make_member("Vàng Thị Lan", seven_units["Chi bộ thôn Na Pô"], birth_on=PartialDate(1990, 2, 3))


@pytest.fixture
def secretary(client, commune):
    client.force_login(make_user("SECRETARY", commune, full_name="Nông Thị Duyên"))
    return client


@pytest.fixture
def office(client, commune):
    client.force_login(make_user("OFFICE", commune))
    return client


# --- The page and its review ---


def test_village_heads_from_file_to_record_and_back(secretary, na_po):
    make_head(make_person("Lù Văn Sin"), na_po, date(2020, 3, 1))
    address, page = reviewed(secretary, HEADS, PAO)
    assert "Đọc là: danh sách trưởng thôn." in page.text
    assert "Kết thúc nhiệm kỳ của Lù Văn Sin vào 01/03/2025." in page.text and counts(page)["Cần hỏi"] == 1

    secretary.post(address, {"tra_loi:ends|": "take"})
    page = secretary.get(address)
    assert "<ins>01/03/2025</ins>" in page.text and counts(page)["Mới"] == 1
    secretary.post(address, {"ghi": "tat-ca"})
    assert "<dt>Trưởng thôn</dt><dd>1 mới, 1 sửa</dd>" in secretary.get(address).text
    assert VillageHead.objects.count() == 2
    secretary.post(f"{address}hoan-tac/", {"reason": "nhầm tệp"})
    assert [str(head.person) for head in VillageHead.objects.filter(ended_on=None)] == ["Lù Văn Sin"]


def test_training_from_file_to_record_with_a_typed_name(office, lan):
    address, page = reviewed(office, ["DANH SÁCH HỌC VIÊN"], TRAINING[:2], LAN[:2])
    assert "Đọc là: danh sách dự bồi dưỡng." in page.text and 'name="ghi_vao:course||"' in page.text
    office.post(address, {"ghi_vao:course||": "Chuyển đổi số"})
    office.post(address, {"tra_loi:course_kind||": "OTHER", "ghi_vao:course_from||": "8/2023"})
    page = office.get(address)
    assert counts(page)["Mới"] == 1 and "Dự với tư cách đảng viên" in page.text

    office.post(address, {"ghi": "tat-ca"})
    course = TrainingCourse.objects.get()
    assert (str(course), course.kind, course.started_on) == ("Chuyển đổi số", "OTHER", PartialDate(2023, 8))
    assert [each.person for each in course.attendances.all()] == [lan]
    office.post(f"{address}hoan-tac/", {"reason": "nhầm tệp"})
    assert (TrainingCourse.objects.count(), TrainingAttendance.objects.count()) == (0, 0)


def test_what_a_file_was_read_as_can_be_changed(secretary):
    address, page = reviewed(secretary, ["Họ và tên", "Ngày sinh", "Thôn"], ["Vàng A Páo", "1980", "Na Pô"])
    assert "Đọc là: danh sách đảng viên" in page.text
    offered = re.findall(r'<option value="(\w+)"( selected)?>danh sách', page.text)
    assert offered == [("PEOPLE", " selected"), ("HEADS", ""), ("TRAINING", "")]

    secretary.post(address, {"loai_tep": "HEADS", "ghi": "tat-ca"})
    assert (ImportBatch.objects.get().kind, Person.objects.count()) == ("HEADS", 1)
    page = secretary.get(address)
    assert "Chưa ghi ngày bắt đầu làm trưởng thôn" in page.text and counts(page)["Lỗi"] == 1


def test_a_kind_that_the_file_is_not_is_refused_and_the_review_stays(secretary):
    address, _ = reviewed(secretary, ["Họ và tên", "Ngày sinh", "Chi bộ"], ["Hà Văn Tú", "1980", "Na Pô"])
    refused = secretary.post(address, {"loai_tep": "HEADS"})
    assert refused.status_code == 409 and "không đọc được là danh sách trưởng thôn" in fault(refused)
    assert ImportBatch.objects.get().kind == "PEOPLE" and counts(secretary.get(address))["Mới"] == 1


def test_a_large_file_is_read_as_another_kind_while_a_page_says_so(secretary, monkeypatch):
    address, _ = reviewed(secretary, ["Họ và tên", "Ngày sinh", "Thôn"], ["Vàng A Páo", "1980", "Na Pô"])
    monkeypatch.setattr(imports, "LARGE", 2)
    page = secretary.post(address, {"loai_tep": "HEADS"})
    assert page.streaming and ImportBatch.objects.get().kind == "PEOPLE"
    text = b"".join(page).decode()
    assert "Đã đọc lại là danh sách trưởng thôn." in text and f'content="0;url={address}"' in text
    assert ImportBatch.objects.get().kind == "HEADS"


def test_a_large_file_of_another_kind_is_refused_on_that_page(secretary, monkeypatch):
    address, _ = reviewed(secretary, ["Họ và tên", "Ngày sinh", "Chi bộ"], ["Hà Văn Tú", "1980", "Na Pô"])
    monkeypatch.setattr(imports, "LARGE", 2)
    text = b"".join(secretary.post(address, {"loai_tep": "HEADS"})).decode()
    assert "không đọc được là danh sách trưởng thôn" in text and "http-equiv" not in text
    assert ImportBatch.objects.get().kind == "PEOPLE"


def test_the_office_is_told_who_brings_village_heads(office):
    refused = upload(office, HEADS, PAO)
    assert refused.status_code == 400 and "Người nhập được: Bí thư Đảng ủy." in fault(refused)
    address, page = reviewed(office, TRAINING, LAN)
    assert "danh sách trưởng thôn</option>" not in page.text
    office.post(address, {"loai_tep": "HEADS"})
    assert ImportBatch.objects.get().kind == "TRAINING"


def test_the_office_does_not_take_back_what_the_secretary_wrote_of_heads(client, secretary, commune):
    address, _ = reviewed(secretary, HEADS, PAO)
    secretary.post(address, {"ghi": "tat-ca"})
    client.force_login(make_user("OFFICE", commune))
    assert "Hoàn tác cả lần nhập" not in client.get(address).text
    assert client.post(f"{address}hoan-tac/", {"reason": "x"}).status_code == 403
    assert VillageHead.objects.count() == 1


def test_a_column_mapped_by_hand_counts_for_its_kind_of_file(secretary):
    address, _ = reviewed(secretary, [*HEADS, "Đến hết"], [*PAO, "1/6/2026"])
    secretary.post(address, {f"cot:{KEY}": "ended_on"})
    assert "<ins>01/06/2026</ins>" in secretary.get(address).text
    assert HeadingMeaning.objects.values_list("kind", "heading", "field").get() == ("HEADS", KEY, "ended_on")
    _, page = reviewed(secretary, ["Họ và tên", "Ngày sinh", "Chi bộ", "Đến hết"], ["Hà Tú", "1980", "Na Pô", "x"])
    assert "không nhập cột D “Đến hết”" in page.text


def test_what_was_left_comes_back_with_its_reason(secretary):
    address, _ = reviewed(secretary, HEADS, PAO, ["Na Pô", "Lù Văn Sin", "1970", None])
    sheet = openpyxl.load_workbook(io.BytesIO(secretary.get(f"{address}con-lai/").content)).active
    assert [cell.value for cell in sheet[1]] == [*HEADS, "Lý do chưa nhập"]
    assert [sheet["B2"].value, sheet["E2"].value, sheet.max_row] == [
        "Lù Văn Sin", "Cột D: Chưa ghi ngày bắt đầu làm trưởng thôn. Ghi từ ngày nào, hoặc ghi ngày quyết định.", 2,
    ]  # fmt: skip


def test_every_step_leads_to_a_page_that_takes_its_file(secretary):
    page = secretary.get(reverse("first_steps")).text
    links = re.findall(r'<a class="btn(?: btn-main)?" href="([^"]+)">', page)
    assert links == [reverse("units_import"), *[reverse("imports")] * 4]
    assert all('type="file"' in secretary.get(link).text for link in links)


def test_heads_and_courses_lead_to_the_page_for_who_may(client, commune):
    links = {}
    for role in ("SECRETARY", "OFFICE", "CADRE"):
        client.force_login(make_user(role, commune))
        pages = [client.get(reverse(name)).text for name in ("village_heads", "courses")]
        links[role] = ['<a class="btn" href="/nhap/">' in page for page in pages]
    assert links == {"SECRETARY": [True, True], "OFFICE": [False, True], "CADRE": [False, False]}


OF_UNITS = [["Tên đơn vị", "Loại hình", "Thôn"], ["Chi bộ thôn Lùng Vài", "Thôn", "Lùng Vài"]]


def test_a_list_of_chi_bo_brought_here_is_reviewed_at_once_and_written_by_its_own_page(secretary):
    review = upload(secretary, *OF_UNITS)
    assert (review.status_code, Unit.objects.branches().count()) == (200, 7)
    assert "Ghi 1 dòng vào sổ" in review.text and '<form method="post" action="/nhap/chi-bo/">' in review.text
    hidden = dict(re.findall(r'<input type="hidden" name="(noi_dung|da_xem)" value="([^"]*)"', review.text))
    assert secretary.post("/nhap/chi-bo/", hidden | {"ghi": "1"}).status_code == 302
    assert Unit.objects.branches().count() == 8


def test_who_may_not_write_chi_bo_is_told_who_may(client, commune):
    client.force_login(make_user("OFFICE", commune))
    refused = upload(client, *OF_UNITS)
    assert refused.status_code == 400
    assert "tệp này là danh sách chi bộ, thôn. Người nhập được: Bí thư Đảng ủy." in fault(refused)


# --- Templates ---


@pytest.mark.parametrize("code", ["HEADS", "TRAINING"])
def test_a_template_is_read_back_and_its_example_is_nobody(code, lan, commune):
    TrainingCourse.objects.create(unit=commune, name="Chuyển đổi số", kind="OTHER", started_on=PartialDate(2023, 8))
    kind = KINDS[code]
    workbook = openpyxl.load_workbook(io.BytesIO(kind.template(SYSTEM, DAY)))
    sheet = workbook.worksheets[0]
    assert None not in [kind.meaning((cell.value,)) for cell in sheet[3]]
    assert read_back(workbook, kind).refused == NOBODY[code]

    for cell in sheet[4]:
        sheet.cell(5, cell.column, cell.value)
    sheet["A5"] = "1"
    if code == "TRAINING":
        sheet["B5"], sheet["C5"], sheet["E5"], sheet["G5"], sheet["H5"] = (*LAN[:3], "8/2023", None)
    (row,) = read_back(workbook, kind).rows
    assert kind.fits(book_of(workbook), {})
    waits = [problem.code for problem in row.problems if problem.level != "warning"]
    assert (row.status, waits) == (("new", []) if code == "TRAINING" else ("ask", ["member"]))


def book_of(workbook):
    stream = io.BytesIO()
    workbook.save(stream)
    return open_book(stream.getvalue(), "mau.xlsx")


def read_back(workbook, kind):
    return kind.read(book_of(workbook), Asked(day=DAY), {})


def test_the_templates_offer_villages_and_courses_of_ones_own(secretary, commune):
    TrainingCourse.objects.create(unit=commune, name="Chuyển đổi số", kind="OTHER", started_on=PartialDate(2023))
    offered = {}
    for slug, place in (("truong-thon", 2), ("boi-duong", 5)):
        answer = secretary.get(reverse("import_template_of", args=[slug]))
        assert f"mau-nhap-{slug}.xlsx" in answer.headers["Content-Disposition"]
        lists = openpyxl.load_workbook(io.BytesIO(answer.content))["Danh mục"]
        offered[slug] = [lists.cell(1, place).value, lists.cell(2, place).value]
    assert offered == {"truong-thon": ["Na Pô", None], "boi-duong": ["Chuyển đổi số", None]}


def test_a_template_of_nothing_and_one_without_the_right(office):
    addresses = ["/nhap/mau/khong-co/", "/nhap/mau/truong-thon/", "/nhap/mau/boi-duong/", "/nhap/mau/dang-vien/"]
    assert [office.get(address).status_code for address in addresses] == [404, 403, 200, 200]


# --- Lists that left ---


def test_the_reports_of_heads_and_training_change_nothing_as_they_left(secretary, commune, na_po, lan, seven_units):
    make_head(lan, na_po, date(2020, 3, 1))
    course = TrainingCourse.objects.create(
        unit=commune, name="Chuyển đổi số", kind="OTHER", started_on=PartialDate(2023, 8)
    )
    unit = seven_units["Chi bộ thôn Na Pô"]
    TrainingAttendance.objects.create(course=course, person=lan, unit=unit, attended_as="MEMBER")
    for slug, kind, asked in (("truong-thon", "HEADS", ""), ("boi-duong-chi-tiet", "TRAINING", "?tu=01/01/2023")):
        file = secretary.get(reverse("report_file", args=[slug, "xlsx"]) + asked)
        content = b"".join(file.streaming_content) if file.streaming else file.content
        reviewed(secretary, data=content, name=f"{slug}.xlsx")
        batch = ImportBatch.objects.first()
        assert (batch.kind, batch.summary) == (kind, {"new": 0, "changed": 0, "same": 1, "ask": 0, "error": 0})


# --- Commands ---


def run(name, *options):
    """(exit status, standard output, standard error)."""
    out, err = StringIO(), StringIO()
    try:
        call_command(name, *map(str, options), stdout=out, stderr=err)
    except SystemExit as end:
        return end.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def a_file(tmp_path, *rows):
    path = tmp_path / "tep.xlsx"
    path.write_bytes(workbook_of(*rows))
    return path


def test_the_command_reads_heads_as_json_and_writes_and_takes_back(tmp_path):
    path = a_file(tmp_path, HEADS, PAO)
    status, out, _ = run("import_village_heads", path, "--json")
    said = json.loads(out)
    assert (status, said["summary"]["new"], VillageHead.objects.count()) == (0, 1, 0)
    assert said["columns"][1] == {
        "sheet": "Sheet", "column": "B", "heading": "Họ tên trưởng thôn", "field": "full_name",
    }  # fmt: skip
    assert said["rows"][0]["person"]["village"] == "Na Pô"

    run("import_village_heads", path, "--commit")
    assert VillageHead.objects.count() == 1
    status, out, _ = run("import_village_heads", "--undo", ImportBatch.objects.get().pk)
    assert (status, VillageHead.objects.count()) == (0, 0)


def test_the_command_prints_questions_and_takes_their_answers(tmp_path):
    path = a_file(tmp_path, TRAINING, LAN)
    status, out, _ = run("import_training", path, "--commit")
    assert (status, TrainingCourse.objects.count()) == (0, 0)
    assert f"CÂU HỎI {NEW_COURSE}: Chưa có lớp “Chuyển đổi số” trong sổ. Lập lớp mới: " in out
    assert "  new: Lập lớp mới: Chuyển đổi số, chưa rõ loại, khai giảng 14/08/2023" in out

    given = [f"--answer={key}={value}" for key, value in NEW.items()]
    status, out, _ = run("import_training", path, "--commit", *given)
    assert (status, str(TrainingAttendance.objects.get().person)) == (0, "Vàng Thị Lan")
    assert run("import_training", path, "--answer", "new")[0] == 2


def test_a_command_reads_its_own_kind_and_says_what_else_the_file_is_not(tmp_path):
    status, out, err = run("import_village_heads", a_file(tmp_path, TRAINING, LAN))
    assert (status, out) == (2, "")
    assert "không đọc được là danh sách trưởng thôn" in err


# --- Killed ---


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["HEADS", "TRAINING"])
def test_all_or_nothing_wherever_it_is_killed(kind, lan, na_po, tmp_path):
    """One head follows another; one course with one participant."""
    if kind == "HEADS":
        make_head(lan, na_po, date(2020, 3, 1))
        previewed(HEADS, PAO, answers={"ends|": "take"})
        expected = {"Person": 2, "VillageHead": 2, "TrainingCourse": 0, "TrainingAttendance": 0}
    else:
        previewed(TRAINING, LAN, answers=NEW)
        expected = {"Person": 1, "VillageHead": 0, "TrainingCourse": 1, "TrainingAttendance": 1}
    url = address(tmp_path)
    *before, (_, after) = in_a_process(url, "killing", "commit")
    *not_back, (_, back) = in_a_process(url, "killing", "undo")

    nothing = before[0][1]
    assert [standing for _, standing in before] == [nothing] * len(before)
    assert ({name: after[name] for name in expected}, after["state"]) == (expected, "COMMITTED")
    assert [standing for _, standing in not_back] == [after] * len(not_back)
    assert back | {"log": 0} == nothing | {"log": 0, "state": "UNDONE"}
    assert len(before) > 5 and len(not_back) > 5
    assert Membership.objects.count() == 1
