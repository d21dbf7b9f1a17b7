"""The page on which chi bộ come in from a spreadsheet: file, review, answers, and then all or nothing."""

import io
import re

import openpyxl
import pytest
from auditlog.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from members.importing_units import batches
from members.models import ImportBatch
from nakhe.access import Role
from tests.factories import make_commune, make_head, make_member, make_person, make_unit, make_user, make_village
from tests.importing.conftest import SAMPLES
from tests.importing.sheets import workbook_of
from units.models import Unit, Village

pytestmark = pytest.mark.django_db
HEADINGS = ["Tên đơn vị", "Loại hình", "Thôn", "Biên giới", "Ngày thành lập"]
PAGE = "/nhap/chi-bo/"


@pytest.fixture
def na_khe():
    return make_commune("Đảng bộ xã Na Khê", code="na-khe")


@pytest.fixture
def secretary(client, na_khe):
    client.force_login(make_user(Role.SECRETARY, na_khe, full_name="Hoàng Đức Thịnh"))
    return client


def upload(client, data, name="don-vi.xlsx"):
    return client.post(PAGE, {"tep": SimpleUploadedFile(name, data)})


def sample(client):
    return upload(client, (SAMPLES / "don-vi.csv").read_bytes(), "don-vi.csv")


def hidden(answer):
    return dict(re.findall(r'<input type="hidden" name="(noi_dung|da_xem)" value="([^"]*)"', answer.text))


def confirm(client, answer, **typed):
    return client.post(PAGE, hidden(answer) | {"ghi": "1"} | typed)


def test_a_file_is_reviewed_and_then_written_as_a_whole(secretary):
    review = sample(secretary)
    assert (review.status_code, Unit.objects.branches().count()) == (200, 0)
    assert "Ghi 7 dòng vào sổ" in review.text

    answer = confirm(secretary, review)
    assert answer.headers["Location"] == reverse("first_steps")
    assert (Unit.objects.branches().count(), Village.objects.count()) == (7, 4)
    made = LogEntry.objects.filter(content_type__model="unit", action=LogEntry.Action.CREATE).exclude(actor=None)
    assert {str(entry.actor) for entry in made} == {"Hoàng Đức Thịnh"}
    (read,) = LogEntry.objects.filter(additional_data__what="Nhập chi bộ từ tệp don-vi.csv")
    assert read.additional_data["new"] == 7
    batch = ImportBatch.objects.get()
    assert (str(batch.account), batch.kind, batch.file_name) == ("Hoàng Đức Thịnh", "UNITS", "don-vi.csv")


def test_the_same_file_again_offers_nothing_to_write(secretary):
    confirm(secretary, sample(secretary))
    again = sample(secretary)
    assert "không cần ghi" in again.text and 'name="ghi"' not in again.text


def test_two_clicks_write_once(secretary):
    review = sample(secretary)
    confirm(secretary, review)
    second = confirm(secretary, review)
    assert "Sổ hoặc câu trả lời đã khác" in second.text
    assert Unit.objects.branches().count() == 7


def test_what_the_record_says_meanwhile_is_shown_before_it_is_written_over(secretary, na_khe):
    review = sample(secretary)
    make_unit("Chi bộ thôn Na Pô", na_khe)
    answer = confirm(secretary, review)
    assert "Sổ hoặc câu trả lời đã khác" in answer.text
    assert Unit.objects.branches().count() == 1
    assert confirm(secretary, answer).status_code == 302
    assert Unit.objects.branches().count() == 7


def test_an_answer_is_reviewed_before_it_is_written(secretary, na_khe):
    known = make_unit("Chi bộ thôn Na Pô", na_khe, unit_type="OFFICE")
    review = upload(secretary, workbook_of(HEADINGS, ["Chi bộ thôn Na Po", "thôn", None, None, None]))
    assert 'name="ghi"' not in review.text
    name = re.search(r'name="(tra_loi:unit[^"]+)"', review.text)[1]
    answered = confirm(secretary, review, **{name: str(known.pk)})
    assert "Sổ hoặc câu trả lời đã khác" in answered.text and "Ghi 1 dòng vào sổ" in answered.text
    assert confirm(secretary, answered, **{name: str(known.pk)}).status_code == 302
    known.refresh_from_db()
    assert (known.unit_type, Unit.objects.branches().count()) == ("VILLAGE", 1)


def test_a_file_with_a_fault_cannot_be_written_and_names_the_place(secretary):
    review = upload(secretary, workbook_of(HEADINGS, ["Chi bộ X", "nhà máy", None, None, None]))
    assert "Cột B:" in review.text and "Không có loại hình “nhà máy”" in review.text
    assert confirm(secretary, review).status_code == 200
    assert Unit.objects.branches().count() == 0


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("don-vi.xlsx", b"", "Tệp"),
        ("don-vi.xlsx", b"MZ\x90 not a workbook", "Tệp"),
        ("g-bm5-tong-hop.xlsx", (SAMPLES / "g-bm5-tong-hop.xlsx").read_bytes(), "Tệp này không phải danh sách chi bộ"),
        ("lon.csv", b"x" * ((1 << 20) + 1), "lớn hơn 1 MB"),
    ],
)
def test_what_is_no_list_of_chi_bo_is_refused_with_a_sentence(secretary, name, data, said):
    answer = upload(secretary, data, name)
    assert answer.status_code == 400
    assert said in re.search(r'<div class="oops".*?</div>', answer.text, re.DOTALL)[0]


@pytest.mark.parametrize("sent", [{}, {"noi_dung": "bịa"}, {"noi_dung": "", "ghi": "1"}, {"ghi": "1"}])
def test_a_form_without_its_file_is_refused(secretary, sent):
    assert secretary.post(PAGE, sent).status_code == 400


def test_the_file_under_review_is_its_readers_alone(secretary, na_khe, client):
    review = sample(secretary)
    client.force_login(make_user(Role.SECRETARY, na_khe))
    assert confirm(client, review).status_code == 400
    assert Unit.objects.branches().count() == 0


@pytest.mark.parametrize("role", [Role.OFFICE, Role.CADRE, Role.UNIT_SECRETARY, Role.ADMINISTRATOR])
def test_only_whoever_keeps_the_record_brings_chi_bo(client, na_khe, role):
    client.force_login(make_user(role, na_khe))
    assert [client.get(PAGE).status_code, sample(client).status_code] == [403, 403]


def test_a_list_is_taken_back_from_its_page_with_a_reason(secretary, na_khe):
    confirm(secretary, sample(secretary))
    undo = reverse("units_import_undo", args=[ImportBatch.objects.get().pk])
    assert undo in secretary.get(PAGE).text
    assert "Ghi lý do hoàn tác." in secretary.post(undo, follow=True).text
    secretary.get(undo)
    assert Unit.objects.branches().count() == 7

    answer = secretary.post(undo, {"ly_do": "nhập nhầm tệp"}, follow=True)
    assert "Đã hoàn tác việc nhập tệp don-vi.csv." in answer.text
    assert "Hoàng Đức Thịnh: nhập nhầm tệp" in answer.text and undo not in answer.text
    assert Unit.objects.branches().count() == 0


def test_a_list_whose_chi_bo_has_members_is_not_taken_back(secretary):
    confirm(secretary, sample(secretary))
    make_member("Vàng Thị Lan", Unit.objects.branches().first())
    undo = reverse("units_import_undo", args=[ImportBatch.objects.get().pk])
    assert "Đã có đảng viên ở Chi bộ thôn Na Pô" in secretary.post(undo, {"ly_do": "nhầm"}, follow=True).text
    assert Unit.objects.branches().count() == 7


def test_the_steps_say_what_is_there_and_what_is_not(secretary, na_khe):
    shown = secretary.get(reverse("first_steps")).text
    assert shown.count("chưa có</span>") == 5
    confirm(secretary, sample(secretary))
    make_member("Vàng Thị Lan", Unit.objects.branches().first())
    make_head(make_person("Giàng Mí Pó"), Village.objects.first())
    other = make_commune("Đảng bộ xã Bạch Đích")
    make_member("Lù Thị Chấn", make_unit("Chi bộ thôn Khác", other, village=make_village("Khác", other)))
    shown = secretary.get(reverse("first_steps")).text
    for said in ("Chi bộ và thôn: 7 chi bộ, 4 thôn", "Đảng viên: 1 đảng viên", "Trưởng thôn: 1 thôn có trưởng thôn"):
        assert said in shown
    assert shown.count("chưa có</span>") == 2


def test_the_first_page_leads_there_as_long_as_there_is_nobody(secretary, na_khe):
    link = f'href="{reverse("first_steps")}"'
    assert link in secretary.get(reverse("overview")).text
    make_member("Vàng Thị Lan", make_unit("Chi bộ thôn Na Pô", na_khe))
    assert link not in secretary.get(reverse("overview")).text


def test_the_page_of_a_chi_bo_says_that_its_founding_day_is_not_known(secretary):
    confirm(secretary, sample(secretary))
    pages = {str(unit): secretary.get(unit.get_absolute_url()).text for unit in Unit.objects.branches()}
    assert "<dt>Thành lập</dt><dd>chưa rõ</dd>" in pages["Chi bộ thôn Na Pô"]
    assert "<dt>Thành lập</dt><dd>01/03/2021</dd>" in pages["Chi bộ Công an xã"]


def test_a_list_of_people_brought_here_is_reviewed_at_once(secretary):
    confirm(secretary, sample(secretary))
    rows = [["Họ và tên", "Ngày sinh", "Chi bộ"], ["Vàng Thị Lan", "3/2/1990", "Na Pô"]]
    answer = upload(secretary, workbook_of(*rows), "nguoi.xlsx")
    batch = ImportBatch.objects.get(kind="PEOPLE")
    assert answer.headers["Location"] == reverse("import_batch", args=[batch.number])
    told = secretary.get(answer.headers["Location"]).text
    assert "Tệp nguoi.xlsx là danh sách đảng viên, xếp loại: xem lại bên dưới." in told


def test_the_template_offers_what_is_read_and_its_example_is_no_chi_bo(secretary):
    file = secretary.get("/nhap/chi-bo/mau/")
    assert 'filename="mau-nhap-chi-bo.xlsx"' in file.headers["Content-Disposition"]
    assert 'href="/nhap/chi-bo/mau/"' in secretary.get(PAGE).text
    assert "không có dòng chi bộ nào" in upload(secretary, file.content).text

    book = openpyxl.load_workbook(io.BytesIO(file.content))
    sheet, kinds = book.worksheets[0], [cell.value for cell in book["Danh mục"]["C"] if cell.value]
    assert kinds == [kind.label for kind in Unit.Type]
    for row, kind in enumerate(kinds, 5):
        for column, text in enumerate([row - 4, f"Chi bộ số {row}", kind, None, None, "01/03/2021"], 1):
            sheet.cell(row, column, text)
    stream = io.BytesIO()
    book.save(stream)
    review = upload(secretary, stream.getvalue())
    assert f"Ghi {len(kinds)} dòng vào sổ" in review.text and "Chi bộ thôn Mẫu" not in review.text


def test_a_chi_bo_typed_over_the_example_is_read(secretary):
    book = openpyxl.load_workbook(io.BytesIO(secretary.get("/nhap/chi-bo/mau/").content))
    book.worksheets[0]["B4"], book.worksheets[0]["D4"] = "Chi bộ thôn Na Pô", "Na Pô"
    stream = io.BytesIO()
    book.save(stream)
    assert "Ghi 1 dòng vào sổ" in upload(secretary, stream.getvalue()).text


def test_a_list_that_somebody_wrote_while_it_was_confirmed_is_shown_beside_the_record_of_now(secretary, monkeypatch):
    """The colleague's commit comes between the reading of the form and the lock."""
    review = sample(secretary)
    commit = batches.commit

    def a_moment_later(*said):
        commit(*said)
        return commit(*said)

    monkeypatch.setattr(batches, "commit", a_moment_later)
    answer = confirm(secretary, review)

    assert "xem lại bên dưới rồi ghi" in answer.text
    assert "không cần ghi" in answer.text
    assert Unit.objects.branches().count() == 7
