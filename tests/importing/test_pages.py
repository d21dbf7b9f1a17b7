"""The pages of importing people: file, review, answers, columns by hand, writing, what was left, taking back."""

import io
import re

import openpyxl
import pytest
from auditlog.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile

from members.importing.headings import mapping_key
from members.models import HeadingMeaning, IdentityNumber, ImportBatch, Membership, Person
from members.views import imports
from nakhe import progress
from nakhe.spreadsheets import places
from nakhe.vietnamese.dates import PartialDate
from nakhe.vietnamese.names import fold
from tests.factories import make_commune, make_member, make_unit, make_user
from tests.importing.conftest import SAMPLES
from tests.importing.sheets import HEADINGS, workbook_of
from units.models import Unit

PAGE = "/nhap/"
LAN, TU = [1, "Vàng Thị Lan", "3/2/1990", "Na Pô"], [2, "Hà Văn Tú", "1/1/1970", "Na Pô"]
WRONG = [3, "Ma Văn Thiện", "31/04/1987", "Na Pô"]
pytestmark = pytest.mark.usefixtures("na_po")


@pytest.fixture
def office(client, commune):
    client.force_login(make_user("OFFICE", commune, full_name="Nông Thị Duyên"))
    return client


def upload(client, *rows, data=None, name="danh-sach.xlsx"):
    return client.post(PAGE, {"tep": SimpleUploadedFile(name, workbook_of(*rows) if data is None else data)})


def reviewed(client, *rows, **said):
    """(the address of the review, its page)."""
    answer = upload(client, *rows, **said)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"], client.get(answer.headers["Location"])


def counts(page):
    """{what: number} of the figures on top."""
    pairs = re.findall(r'<a href="\?loai=\w+#dong"[^>]*><b>(\d+)</b><span[^>]*>([^<]+)</span>', page.text)
    return {name: int(number) for number, name in pairs}


def fault(page):
    return re.search(r'<div class="oops".*?</div>', page.text, re.DOTALL)[0]


def refusals():
    return LogEntry.objects.filter(additional_data__what="Tệp nhập bị từ chối")


# --- From file to record ---


def test_a_file_is_reviewed_and_written_and_taken_back(office, commune):
    address, page = reviewed(office, HEADINGS, LAN, TU)
    assert counts(page) == {"Mới": 2, "Thay đổi": 0, "Giữ nguyên": 0, "Cần hỏi": 0, "Lỗi": 0}
    assert "Ghi 2 dòng vào sổ" in page.text and "<ins>03/02/1990</ins>" in page.text
    assert Person.objects.count() == 0

    assert office.post(address, {"ghi": "tat-ca"}).headers["Location"] == address
    result = office.get(address)
    assert "<dt>Người</dt><dd>2 mới, 0 sửa</dd>" in result.text
    assert sorted(Person.objects.values_list("full_name", flat=True)) == ["Hà Văn Tú", "Vàng Thị Lan"]
    made = LogEntry.objects.filter(content_type__model="person", action=LogEntry.Action.CREATE)
    assert {str(entry.actor) for entry in made} == {"Nông Thị Duyên"}

    assert office.post(f"{address}hoan-tac/", {"reason": ""}).status_code == 409
    assert Person.objects.count() == 2
    office.post(f"{address}hoan-tac/", {"reason": "nhầm tệp"})
    assert (Person.objects.count(), Membership.objects.count()) == (0, 0)
    assert "nhầm tệp" in office.get(address).text
    assert "Đã hoàn tác" in office.get(PAGE).text


def test_what_the_register_has_stands_before_what_the_file_says(office, na_po):
    lan = make_member("Vàng Thị Lan", na_po, birth_on=PartialDate(1990, 2, 3), occupation="Giáo viên")
    IdentityNumber.objects.create(person=lan, kind="PROFILE", number="040001YM")
    make_member("Hà Văn Tú", na_po, birth_on=PartialDate(1970, 1, 1))
    headings = [*HEADINGS, "Nghề nghiệp", "Số lý lịch"]
    _, page = reviewed(office, headings, [*LAN, "Nông dân", "040002YM"], [*TU, None, None])

    assert counts(page) == {"Mới": 0, "Thay đổi": 1, "Giữ nguyên": 1, "Cần hỏi": 0, "Lỗi": 0}
    assert "<del>Giáo viên</del> → <ins>Nông dân</ins>" in page.text
    assert "<del>0400••••</del> → <ins>040002YM</ins>" in page.text
    assert "Hà Văn Tú" not in page.text and "Hiện 1 dòng giữ nguyên" in page.text


def test_each_figure_opens_its_lines(office, na_po):
    make_member("Hà Văn Tú", na_po, birth_on=PartialDate(1970, 1, 1))
    address, _ = reviewed(office, HEADINGS, LAN, TU, WRONG)
    shown = {
        status: re.findall(r'<th scope="row"[^>]*>(?:<ins>)?([^<]+)', office.get(f"{address}?loai={status}").text)
        for status in ("new", "same", "error", "ask")
    }

    assert shown == {"new": ["Vàng Thị Lan"], "same": ["Hà Văn Tú"], "error": ["Ma Văn Thiện"], "ask": []}


def test_a_thousand_lines_stand_on_pages_of_a_hundred(office):
    address, page = reviewed(
        office, HEADINGS, *([n, f"Lý Văn {chr(65 + n // 26)}{chr(97 + n % 26)}", "1980", "Na Pô"] for n in range(250))
    )
    last = office.get(f"{address}?trang=3")

    assert ("1–100 trong 250" in page.text, "201–250 trong 250" in last.text) == (True, True)
    assert [text.count('scope="row" class="fix') for text in (page.text, last.text)] == [100, 50]


# --- All, the valid ones, or none ---


def test_turning_the_page_keeps_what_was_chosen_on_it(office, seven_units):
    named = [f"Lý Văn {chr(65 + n // 26)}{chr(97 + n % 26)}" for n in range(120)]
    rows = [[n, name, "1980", "Na Pô" if n else "Nà Ngần"] for n, name in enumerate(named)]
    address, page = reviewed(office, HEADINGS, *rows)
    assert 'name="xem" value="1" formaction="?loai=&amp;trang=2#dong">Trang sau' in page.text
    (name,) = set(re.findall(r'name="(tra_loi:unit[^"]+)"', page.text))

    second = office.post(f"{address}?loai=&trang=2", {"xem": "1", name: ""}, follow=True)
    assert second.redirect_chain == [(f"{address}?loai=&trang=2", 302)] and "101–120 trong 120" in second.text
    assert "Đã so lại" not in second.text and counts(second)["Cần hỏi"] == 1

    kept = office.post(
        f"{address}?loai=&trang=2", {"xem": "1", name: seven_units["Chi bộ Công an xã"].code}, follow=True
    )
    assert "101–120 trong 120" in kept.text and counts(kept) == counts(page) | {"Mới": 120, "Cần hỏi": 0}


def test_all_valid_or_none(office):
    address, page = reviewed(office, HEADINGS, LAN, WRONG)
    assert "Ghi 1 dòng hợp lệ" in page.text
    assert "Cột C:</span> " in page.text and "31" in page.text

    refused = office.post(address, {"ghi": "tat-ca"})
    assert (refused.status_code, Person.objects.count()) == (409, 0)
    assert "Còn 1 dòng cần hỏi hoặc có lỗi" in fault(refused)
    office.post(address, {"ghi": "hop-le"})
    assert [str(person) for person in Person.objects.all()] == ["Vàng Thị Lan"]
    assert "1 dòng chưa nhập" in office.get(address).text


def test_none_leaves_neither_people_nor_the_file(office):
    address, _ = reviewed(office, HEADINGS, LAN)
    office.post(address, {"bo": "1"})

    assert (Person.objects.count(), ImportBatch.objects.count()) == (0, 0)
    assert office.get(address).status_code == 404


# --- Questions and columns ---


def test_a_question_of_several_lines_is_answered_once(office, seven_units):
    address, page = reviewed(
        office, HEADINGS, [1, "Vàng Thị Lan", "3/2/1990", "Nà Ngần"], [2, "Hà Văn Tú", "1970", "Nà Ngần"]
    )
    assert counts(page)["Cần hỏi"] == 2
    (name,) = set(re.findall(r'name="(tra_loi:unit[^"]+)"', page.text))
    option = seven_units["Chi bộ Công an xã"]
    assert page.text.count(f'name="{name}"') == 1

    office.post(address, {name: option.code, "ghi": "hop-le"})
    assert Person.objects.count() == 0  # read again first: nothing is written that was not shown
    page = office.get(address)
    assert counts(page)["Mới"] == 2 and "Đã trả lời 1 câu" in page.text
    office.post(address, {name: option.code, "ghi": "tat-ca"})
    assert Membership.objects.filter(unit=option).count() == 2


def test_who_chose_nothing_is_told_and_sees_the_file_beside_the_register_of_now(office, commune):
    address, page = reviewed(office, HEADINGS, [1, "Vàng Thị Lan", "3/2/1990", "Chi bộ thôn Lùng Vài"])
    assert counts(page)["Cần hỏi"] == 1
    assert "bí thư đảng ủy nhập chi bộ và thôn trước, rồi trở lại đây" in page.text

    make_unit("Chi bộ thôn Lùng Vài", commune)
    again = office.post(address, {}, follow=True)
    assert "Không có lựa chọn nào khác trước. Đã so lại tệp với sổ hiện nay." in again.text
    assert (counts(again)["Mới"], counts(again)["Cần hỏi"]) == (1, 0)


def test_what_is_to_be_decided_stands_above_the_remarks_of_a_line(office):
    rows = [1, "Vàng Thị Lan", "31/04/1990", "CB thôn Na Pô"]
    _, page = reviewed(office, ["STT", "Họ và tên", "Chi bộ", "Ngày sinh"], [*rows[:2], rows[3], rows[2]])
    cell = re.search(r'<td class="wide">.*?</td>', page.text, re.DOTALL)[0]
    assert cell.index("Tháng 4 không có ngày 31") < cell.index("“CB thôn Na Pô” được hiểu là")
    assert re.findall(r'<div( class="mute")?><span class="mute">Cột (\w)', cell) == [("", "D"), (' class="mute"', "C")]


def test_a_file_that_says_what_the_register_has_is_said_to(office):
    address, _ = reviewed(office, HEADINGS, LAN)
    office.post(address, {"ghi": "tat-ca"})
    again, page = reviewed(office, HEADINGS, LAN)
    assert "Không có dòng nào cần xem: tệp không khác sổ." in page.text
    assert "Không có dòng nào như vậy." in office.get(f"{again}?loai=error").text


def test_a_question_of_one_line_stands_beside_it(office, na_po):
    lan = make_member("Vàng Thị Lan", na_po, birth_on=PartialDate(1990))
    address, page = reviewed(office, HEADINGS, [1, "Vàng Thị Lan", "3/2/1990", "Bản Rào"])
    (name,) = set(re.findall(r'name="(tra_loi:match[^"]+)"', page.text))
    assert page.text.index(f'name="{name}"') > page.text.index("<tbody>")

    office.post(address, {name: str(lan.pk)})
    page = office.get(address)
    assert "<del>1990</del> → <ins>03/02/1990</ins>" in page.text
    assert "ghi chuyển sinh hoạt nội bộ?" in page.text


def test_a_guess_is_shown_before_and_after_and_can_be_refused(office):
    address, page = reviewed(office, HEADINGS, [1, "Vàng Thị Lan", "3/2/1990", "na po"])
    (name,) = set(re.findall(r'name="(tra_loi:guess\|unit[^"]+)"', page.text))
    assert "Đoán khi đọc: " in page.text and counts(page)["Mới"] == 1

    office.post(address, {name: "leave"})
    page = office.get(address)
    assert counts(page)["Mới"] == 0 and counts(page)["Cần hỏi"] == 1


def test_old_fonts_stand_before_and_after_and_may_be_kept(office):
    name = "e1-font-vntime.xlsx"
    address, page = reviewed(office, data=(SAMPLES / name).read_bytes(), name=name)
    box = page.text[page.text.index('id="phong"') : page.text.index('id="dong"')]
    assert "Chuyển sang Unicode" in box and "Giữ nguyên" in box
    field = re.search(r'name="(tra_loi:guess\|font[^"]+\|B)"', box)[1]
    assert "<ins>Lùng Dỉ Pấu</ins>" in page.text

    office.post(address, {field: "leave"})
    page = office.get(address)
    assert "<ins>lïng dØ pÊu</ins>" in page.text and "<ins>Lùng Dỉ Pấu</ins>" not in page.text


def test_a_column_mapped_by_hand_is_remembered(office, commune):
    headings = ["Họ và tên", "Ngày sinh", "Đồng chí ở"]
    address, page = reviewed(office, headings, LAN[1:])
    assert "không nhập cột C “Đồng chí ở”" in page.text
    office.post(address, {f"cot:{mapping_key(headings[-1:])}": "unit"})
    page = office.get(address)
    assert counts(page)["Mới"] == 1 and "Chi bộ thôn Na Pô" in page.text
    assert list(HeadingMeaning.objects.values_list("unit", "heading", "field")) == [
        (commune.pk, mapping_key(headings[-1:]), "unit")
    ]

    _, another = reviewed(office, headings, TU[1:])
    assert "không nhập" not in another.text.split("</h1>")[1].split("</p>")[0]


FULL_NAME, BORN = ["No", "Full name", "Born", "Branch"], "cot:born"


def test_a_list_whose_names_are_not_found_shows_its_columns_and_is_read_as_they_are_chosen(office, commune):
    address, page = reviewed(office, FULL_NAME, LAN, TU)
    assert "Chọn cột họ và tên" in page.text
    assert "Vàng Thị Lan; Hà Văn Tú" in page.text
    (proposed,) = re.findall(r'name="cot:full name".*?<option value="([^"]+)" selected', page.text, re.DOTALL)
    assert proposed == "full_name"
    assert Person.objects.count() == 0

    chosen = {"cot:full name": "full_name", BORN: "birth_date", "cot:branch": "unit"}
    page = office.post(address, chosen, follow=True)
    assert counts(page)["Mới"] == 2
    office.post(address, {"ghi": "tat-ca"})
    assert Person.objects.get(full_name="Vàng Thị Lan").birth_on == PartialDate(1990, 2, 3)
    assert set(HeadingMeaning.objects.filter(unit=commune).values_list("heading", "field")) == {
        ("full name", "full_name"), ("born", "birth_date"), ("branch", "unit"),
    }  # fmt: skip

    _, page = reviewed(office, FULL_NAME, LAN, TU)
    assert counts(page)["Giữ nguyên"] == 2  # remembered for the next file


@pytest.mark.parametrize("chosen", [{}, {BORN: "birth_date"}, {"cot:full name": "full_name", BORN: "-"}])
def test_without_a_column_of_names_and_another_nothing_is_read(office, chosen):
    address, _ = reviewed(office, FULL_NAME, LAN)
    page = office.post(address, {"cot:full name": "-"} | chosen)

    assert page.status_code == 400
    assert "Chọn cột ghi họ và tên, và ít nhất một cột nữa" in fault(page)
    assert not HeadingMeaning.objects.exists()


def test_a_list_without_any_headings_is_read_as_its_columns_are_chosen(office):
    address, page = reviewed(office, LAN, TU)
    names = dict(zip("ABCD", re.findall(r'<select name="(cot:[^"]+)"', page.text), strict=True))
    assert "Cột B không có tiêu đề, dòng đầu: Vàng Thị Lan" in page.text

    chosen = {names["B"]: "full_name", names["C"]: "birth_date", names["D"]: "unit"}
    page = office.post(address, chosen, follow=True)

    assert counts(page)["Mới"] == 2
    kept = list(HeadingMeaning.objects.order_by("pk").values_list("heading", flat=True))
    kept += map(str, LogEntry.objects.values_list("changes", flat=True))
    assert len(kept) > 3 and not any("vang" in fold(text) or "1990" in text for text in kept)

    _, page = reviewed(office, LAN, TU)
    assert counts(page)["Mới"] == 2  # remembered for this list


def test_what_was_not_read_of_a_file_is_told_above_its_lines(office):
    _, page = reviewed(office, HEADINGS, [*LAN, "x"], ["STT", "Thôn", "Số hộ"], [1, "Na Pô", 40])

    assert "Trang “Sheet”, cột không có tiêu đề, không đọc: E (“x”)." in page.text
    assert "Trang “Sheet”, từ dòng 3 (“STT”): bảng khác, không đọc." in page.text


def test_a_list_whose_names_are_not_found_can_be_thrown_away(office):
    address, _ = reviewed(office, FULL_NAME, LAN)
    office.post(address, {"bo": "1"})

    assert not ImportBatch.objects.exists()


def test_a_slip_of_the_pen_in_the_heading_is_chosen_too(office):
    address, _ = reviewed(office, ["Họ và têm", "Ngày sinh", "Chi bộ"], LAN[1:])
    name, unit = (f"cot:{mapping_key([heading])}" for heading in ("Họ và têm", "Chi bộ"))

    assert counts(office.post(address, {name: "full_name", unit: "unit"}, follow=True))["Mới"] == 1


def test_a_table_of_figures_has_no_column_to_choose(office):
    answer = upload(office, data=(SAMPLES / "g-bm5-tong-hop.xlsx").read_bytes())

    assert answer.status_code == 400
    assert "không phải danh sách đảng viên" in fault(answer)
    assert not ImportBatch.objects.exists()


def test_a_column_may_be_left_out_and_taken_in_again(office):
    address, _ = reviewed(office, [*HEADINGS, "Nghề nghiệp"], [*LAN, "Nông dân"])
    office.post(address, {f"cot:{mapping_key(['Nghề nghiệp'])}": "-"})
    assert "Nông dân" not in office.get(address).text
    office.post(address, {f"cot:{mapping_key(['Nghề nghiệp'])}": "occupation"})
    assert "<ins>Nông dân</ins>" in office.get(address).text


# --- Whose it is, and what came between ---


def test_a_preview_is_nobody_elses_page(office, client, commune):
    """G17."""
    address, _ = reviewed(office, HEADINGS, LAN)
    client.force_login(make_user("SECRETARY", commune))
    answers = [client.get(address), client.post(address, {"ghi": "tat-ca"}), client.get(f"{address}con-lai/")]
    answers.append(client.post(f"{address}hoan-tac/", {"reason": "x"}))

    assert [answer.status_code for answer in answers] == [404, 404, 404, 404]
    assert Person.objects.count() == 0


@pytest.mark.parametrize("role", ["CADRE", "UNIT_SECRETARY", "ADMINISTRATOR"])
def test_who_may_not_write_people_opens_nothing(role, client, na_po):
    """G04."""
    client.force_login(make_user(role, na_po))
    assert [client.get(PAGE).status_code, upload(client, HEADINGS, LAN).status_code] == [403, 403]
    assert ImportBatch.objects.count() == 0


def test_a_line_of_another_committees_person_is_refused(office):
    """G07."""
    theirs = make_commune("Đảng bộ xã Phú Lũng")
    other = make_member("Hà Văn Tú", theirs, birth_on=PartialDate(1970, 1, 1))
    IdentityNumber.objects.create(person=other, kind="CITIZEN", number="002070001234")
    _, page = reviewed(office, [*HEADINGS, "Số CCCD"], [*LAN, "002070001234"])

    assert counts(page)["Lỗi"] == 1 and "ngoài các chi bộ của bạn" in page.text
    assert "Phú Lũng" not in page.text


def test_what_changed_since_is_shown_and_nothing_written(office, na_po):
    """G19."""
    lan = make_member("Vàng Thị Lan", na_po, birth_on=PartialDate(1990, 2, 3), occupation="Giáo viên")
    address, _ = reviewed(office, [*HEADINGS, "Nghề nghiệp"], [*LAN, "Nông dân"])
    lan.occupation = "Y tá"
    lan.save()
    refused = office.post(address, {"ghi": "tat-ca"})
    assert refused.status_code == 409 and "Sổ đã thay đổi" in fault(refused)
    assert "<del>Y tá</del> → <ins>Nông dân</ins>" in refused.text

    office.post(address, {"ghi": "tat-ca"})
    lan.refresh_from_db()
    assert lan.occupation == "Nông dân"


def test_a_preview_of_yesterday_is_not_written(office):
    """G20."""
    address, _ = reviewed(office, HEADINGS, LAN)
    ImportBatch.objects.update(previewed_at="2020-01-01T00:00:00Z")
    refused = office.post(address, {"ghi": "tat-ca"})
    assert refused.status_code == 409 and "quá 24 giờ" in fault(refused)
    assert Person.objects.count() == 0


def test_a_second_click_writes_nothing_twice(office):
    address, _ = reviewed(office, HEADINGS, LAN)
    office.post(address, {"ghi": "tat-ca"})
    assert office.post(address, {"ghi": "tat-ca"}).status_code == 200
    assert Person.objects.count() == 1


# --- What was left ---


def test_what_was_left_comes_back_with_reasons_and_can_be_brought_again(office):
    def look(workbook, sheet):
        sheet.insert_rows(1, 2)
        sheet["A1"] = "DANH SÁCH"
        sheet.merge_cells("A1:D1")
        sheet.column_dimensions["B"].width = 33
        sheet["B6"].font = openpyxl.styles.Font(name="Times New Roman", bold=True)

    data = workbook_of(HEADINGS, LAN, TU, WRONG, [4, "=1+1", "1980", "Na Pô"], change=look)
    address, page = reviewed(office, data=data)
    answer = office.get(f"{address}con-lai/")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active

    assert [cell.value for cell in sheet[3]] == [*HEADINGS, "Lý do chưa nhập"]
    assert [cell.value for cell in sheet[4]][:4] == WRONG
    assert "Cột C: " in sheet["E4"].value
    assert (sheet.column_dimensions["B"].width, sheet["B4"].font.name, sheet["B4"].font.bold) == (
        33, "Times New Roman", True,
    )  # fmt: skip
    assert "A1:D1" in map(str, sheet.merged_cells.ranges)
    entry = LogEntry.objects.filter(additional_data__has_key="sha256").get()
    assert entry.additional_data["code"] in sheet.oddFooter.left.text

    office.post(address, {"ghi": "hop-le"})
    sheet["C4"] = "30/04/1987"
    mended = io.BytesIO()
    sheet.parent.save(mended)
    _, again = reviewed(office, data=mended.getvalue())
    assert "không nhập" not in again.text.split("</h1>")[1].split("</p>")[0]
    assert "Ma Văn Thiện" in again.text and counts(again)["Mới"] == 1


def test_a_text_that_looks_like_a_formula_stays_a_text(office):
    address, _ = reviewed(office, data="Họ và tên,Ngày sinh,Chi bộ\n=cmd()|x,31/04/1987,Na Pô\n".encode(), name="a.csv")
    sheet = openpyxl.load_workbook(io.BytesIO(office.get(f"{address}con-lai/").content)).active

    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=cmd()|x", "s")


# --- Transport ---


def test_two_files_in_one_field_are_refused(office):
    """H02."""
    files = [SimpleUploadedFile(f"{n}.xlsx", workbook_of(HEADINGS, LAN)) for n in (1, 2)]
    answer = office.post(PAGE, {"tep": files})
    assert answer.status_code == 400 and "Chọn một tệp mỗi lần" in fault(answer)


@pytest.mark.parametrize(
    ("sent", "said"),
    [({}, "Chọn một tệp"), ({"tep": "chữ"}, "Chọn một tệp")],
)
def test_a_form_without_a_file_is_refused(office, sent, said):
    answer = office.post(PAGE, sent)
    assert answer.status_code == 400 and said in fault(answer)


def test_a_wrong_content_type_is_refused(office):
    """H01."""
    answer = office.post(PAGE, workbook_of(HEADINGS, LAN), content_type="application/octet-stream")
    assert answer.status_code == 400 and "Chọn một tệp" in fault(answer)


def test_a_file_too_large_is_refused_and_never_touches_a_disk(office):
    """No upload handler writes files; the server keeps what is larger than 2 MB in one without a name (test_server)."""
    answer = upload(office, data=b"x" * (12 << 20), name="lon.csv")
    assert answer.status_code == 400 and "lớn hơn 10 MB" in fault(answer)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("x" * 300 + ".xlsx", "x.xlsx"),
        ("../../x.xlsx", "x.xlsx"),
        ("a\r\nX-Evil: 1.xlsx", "a"),
        ("nguyê\u0303n.xlsx", "nguyễn.xlsx"),
    ],
)
def test_any_file_name_is_one_plain_name(office, name, kept):
    """H04, H05, H07, H08."""
    answer = upload(office, HEADINGS, LAN, name=name)
    assert answer.status_code in (302, 400)
    for batch in ImportBatch.objects.all():
        assert kept in batch.file_name and len(batch.file_name) <= 200 and "/" not in batch.file_name
        rest = office.get(f"{PAGE}{batch.number}/con-lai/")
        assert "X-Evil" not in rest.headers


def test_without_the_token_of_the_form_nothing_is_read(client, commune):
    """H11."""
    client.handler.enforce_csrf_checks = True
    client.force_login(make_user("OFFICE", commune))
    assert upload(client, HEADINGS, LAN).status_code == 403
    assert ImportBatch.objects.count() == 0


def test_only_a_few_files_are_read_at_the_same_time(office):
    """H13; tests/importing/test_server.py asks the server itself."""
    address, _ = reviewed(office, HEADINGS, LAN, WRONG)
    with places.place(), places.place():
        answer = upload(office, HEADINGS, LAN)
        written = office.post(address, {"ghi": "hop-le"})
        rest = office.get(f"{address}con-lai/")
    assert (answer.status_code, written.status_code, rest.status_code, Person.objects.count()) == (429, 429, 429, 0)
    assert places.BUSY in rest.text and office.get(f"{address}con-lai/").status_code == 200
    assert "Đợi một phút" in fault(answer) and "Đợi một phút" in fault(written)
    assert upload(office, HEADINGS, LAN).status_code == 302


@pytest.mark.parametrize("data", [b"", b"MZ\x90 program", (SAMPLES / "g-bm5-tong-hop.xlsx").read_bytes()])
def test_what_is_no_list_is_refused_and_leaves_one_trace(office, data):
    answer = upload(office, data=data)
    assert answer.status_code == 400 and "Tệp" in fault(answer)
    assert ImportBatch.objects.count() == 0
    (trace,) = refusals()
    assert trace.additional_data["file"] == "danh-sach.xlsx"


# --- The long way ---


def test_many_lines_are_written_while_a_page_shows_how_far(office, monkeypatch):
    monkeypatch.setattr(imports, "LONG", 2)
    address, _ = reviewed(office, HEADINGS, LAN, TU)
    page = office.post(address, {"ghi": "tat-ca"})
    assert page.streaming and Person.objects.count() == 0
    text = b"".join(page).decode()
    assert "Đã ghi tệp danh-sach.xlsx vào sổ." in text and Person.objects.count() == 2
    made = LogEntry.objects.filter(content_type__model="person", action=LogEntry.Action.CREATE)
    assert {str(entry.actor) for entry in made} == {"Nông Thị Duyên"}

    text = b"".join(office.post(f"{address}hoan-tac/", {"reason": "nhầm"})).decode()
    assert "Đã hoàn tác" in text and Person.objects.count() == 0


def test_a_large_file_is_read_while_a_page_says_so_and_leads_to_its_review(office, monkeypatch):
    monkeypatch.setattr(imports, "LARGE", 2)
    page = upload(office, HEADINGS, LAN, [2, "Hà Văn Tú", "1970", "Nà Ngần"])
    assert page.streaming and ImportBatch.objects.count() == 0
    text = b"".join(page).decode()
    batch = ImportBatch.objects.get()
    address = f"{PAGE}{batch.number}/"
    assert text.index("Đang đọc tệp và so từng dòng với sổ…") < text.index(f'content="0;url={address}"')
    assert str(LogEntry.objects.filter(content_type__model="importbatch").get().actor) == "Nông Thị Duyên"

    (name,) = set(re.findall(r'name="(tra_loi:unit[^"]+)"', office.get(address).text))
    text = b"".join(office.post(address, {name: "skip"})).decode()
    assert "Đã đọc lại theo lựa chọn." in text and f'content="0;url={address}"' in text
    assert ImportBatch.objects.get().answers == {name.removeprefix("tra_loi:"): "skip"}


def test_how_far_reading_comparing_and_writing_are_is_told_on_their_pages(office, monkeypatch):
    for name in ("LARGE", "LONG"):
        monkeypatch.setattr(imports, name, 2)
    monkeypatch.setattr(progress, "APART", 0)
    read = ["Đã đọc 1 / 2 dòng", "Đã đọc 2 / 2 dòng", "Đã so với sổ 0 / 2 dòng", "Đã so với sổ 1 / 2 dòng"]
    assert figures(upload(office, HEADINGS, LAN, TU)) == read

    address = f"{PAGE}{ImportBatch.objects.get().number}/"
    assert figures(office.post(address, {"ghi": "tat-ca"})) == [*read, "Đã ghi 0 / 2 dòng", "Đã ghi 2 / 2 dòng"]


def figures(page):
    return re.findall(r"Đã [^<]* / [^<]*dòng", b"".join(page).decode())


def test_a_large_file_is_refused_with_one_trace(office, monkeypatch):
    monkeypatch.setattr(imports, "LARGE", 2)
    text = b"".join(upload(office, ["Chi bộ", "Đảng số"], ["Na Pô", 12])).decode()
    assert "không phải danh sách đảng viên" in text and "http-equiv" not in text
    assert (ImportBatch.objects.count(), refusals().count()) == (0, 1)

    assert upload(office, data=b"MZ\x90 program").status_code == 400  # what is no spreadsheet is not begun
    assert refusals().count() == 2


def test_a_large_file_waits_while_others_are_read(office, monkeypatch):
    monkeypatch.setattr(imports, "LARGE", 2)
    with places.place(), places.place():
        text = b"".join(upload(office, HEADINGS, LAN)).decode()
    assert places.BUSY in text and ImportBatch.objects.count() == 0


# --- From elsewhere ---


def test_the_lists_of_single_facts_in_the_admin_lead_here(client, commune):
    link = '<a href="/nhap/">Nhập từ Excel</a></li>'
    client.force_login(make_user("SECRETARY", commune))
    assert link in client.get("/quan-tri/members/office/").text
    client.force_login(make_user("ADMINISTRATOR", commune))
    assert link not in client.get("/quan-tri/members/ethnicity/").text


def test_the_steps_after_the_first_day_lead_here(client, commune):
    client.force_login(make_user("SECRETARY", commune))
    page = client.get("/bat-dau/buoc-tiep/").text
    assert '<a class="btn btn-main" href="/nhap/">Nhập tệp đảng viên</a>' in page  # chi bộ are there already
    assert page.count("btn-main") == 1 and "/tai-khoan/" not in re.search("<main.*</main>", page, re.DOTALL)[0]


def test_the_first_account_is_shown_the_way_to_those_of_others(client, commune):
    both = make_user("SECRETARY", commune)
    both.grants.create(role="ADMINISTRATOR", unit=commune, started_on="2020-01-01")
    client.force_login(both)
    assert '<a href="/tai-khoan/">lập tài khoản</a>' in client.get("/bat-dau/buoc-tiep/").text


def test_a_list_of_chi_bo_stands_among_the_files_and_is_taken_back_by_whom_it_belongs_to(client, commune, office):
    data = workbook_of(["Tên đơn vị", "Loại hình"], ["Chi bộ Trạm y tế", "cơ quan"])
    client.force_login(make_user("SECRETARY", commune))
    review = client.post("/nhap/chi-bo/", {"tep": SimpleUploadedFile("don-vi.xlsx", data)})
    hidden = dict(re.findall(r'<input type="hidden" name="(noi_dung|da_xem)" value="([^"]*)"', review.text))
    client.post("/nhap/chi-bo/", hidden | {"ghi": "1"})
    batch = ImportBatch.objects.get(kind="UNITS")
    address = f"{PAGE}{batch.number}/"
    assert "Chi bộ, thôn" in client.get(PAGE).text
    assert "Hoàn tác cả lần nhập" in client.get(address).text
    assert client.get(f"{address}con-lai/").headers["Location"] == address

    client.force_login(make_user("OFFICE", commune))
    assert "Hoàn tác cả lần nhập" not in client.get(address).text
    assert client.post(f"{address}hoan-tac/", {"reason": "nhầm"}).status_code == 403
    client.force_login(make_user("SECRETARY", commune))
    client.post(f"{address}hoan-tac/", {"reason": "nhầm"})
    assert not Unit.objects.filter(names__name="Chi bộ Trạm y tế").exists()


def test_whom_a_line_may_mean_stands_beside_it_by_what_differs_and_what_agrees(office, na_po):
    make_member("Vàng Thị Lan", na_po, birth_on=PartialDate(1990, 2, 3), sex="F", native_place="Na Pô")
    headings = ["Họ và tên", "Ngày sinh", "Giới tính", "Quê quán", "Chi bộ"]
    _, page = reviewed(office, headings, ["Vàng Thị Lan", "4/2/1990", "Nữ", "Bản Rào", "Na Pô"])

    assert "Khác – Ngày sinh: tệp 04/02/1990, sổ 03/02/1990; Quê quán: tệp Bản Rào, sổ Na Pô." in page.text
    assert "Giống – Giới tính, Chi bộ." in page.text
