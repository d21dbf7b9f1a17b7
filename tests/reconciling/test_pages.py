"""The pages of a comparison: the file, its figures and groups, answers, the way into an import, the Excel file."""

import io
import re
from datetime import timedelta

import openpyxl
import pytest
from auditlog.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.models import ImportBatch, Person, Reconciliation
from members.reconciling import keeping
from members.views import imports
from nakhe.periods import today
from nakhe.vietnamese.dates import format_day
from tests.factories import make_user
from tests.importing.sheets import workbook_of
from tests.reconciling.conftest import FILE, HEADINGS, line

PAGE = "/nhap/doi-khop/"


@pytest.fixture
def reader(client, commune, office):
    client.force_login(make_user("OFFICE", commune, full_name="Nông Thị Duyên"))
    return client


def upload(client, *rows, name="cap-tren.xlsx", data=None, **asked):
    data = workbook_of(HEADINGS, *rows) if data is None else data
    return client.post(PAGE, {"tep": SimpleUploadedFile(name, data)} | asked)


def shown(client, *rows, **said):
    """(the address of the comparison, its page)."""
    answer = upload(client, *rows, **said)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"], client.get(answer.headers["Location"])


def figures(page):
    pairs = re.findall(r'<a href="\?nhom=[\w-]+#ket-qua"[^>]*><b>(\d+)</b><span[^>]*>([^<]+)</span>', page.text)
    return {name: int(number) for number, name in pairs}


def text_of(page):
    """What stands in the results, without tags."""
    box = page.text[page.text.index('id="ket-qua"') :]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", box))


def test_a_file_is_compared_and_every_group_shown(reader, office):
    address, page = shown(reader, *FILE)
    assert figures(page) == {
        "Khớp hoàn toàn": 1, "Khác nhau": 2, "Chỉ trong sổ": 3, "Chỉ ở tệp": 1, "Chưa chắc là ai": 1,
    }  # fmt: skip
    assert "Nghề nghiệp Giáo viên Nông dân I" in text_of(page)
    assert "Xếp loại 2023 Hoàn thành tốt nhiệm vụ Hoàn thành xuất sắc nhiệm vụ L" in text_of(page)
    assert "Trạng thái Từ trần có tên trong tệp trong sổ: từ 01/06/2024" in text_of(page)
    lan = office["Lan"].pk
    assert f'href="/dang-vien/{lan}/"' in page.text and f'href="/dang-vien/{lan}/sua/"' in page.text

    groups = {slug: text_of(reader.get(f"{address}?nhom={slug}")) for slug in ("trong", "chi-trong-so", "chi-o-tep")}
    assert "Nghề nghiệp Nông dân để trống" in groups["trong"] and "Nghề nghiệp để trống Thợ may" in groups["trong"]
    assert "Hoàng Văn Bằng 03/02/1979 Chi bộ thôn Na Pô 19/05/2010 19/05/2011" in groups["chi-trong-so"]
    assert "Ma Văn Thiện 30/04/1987 Chi bộ thôn Na Pô" in groups["chi-o-tep"]
    assert "Hà Văn Tú 01/01/1970 Chi bộ Công an xã" in text_of(reader.get(f"{address}?nhom=khop"))
    assert Person.objects.count() == 8


def test_cells_that_one_side_leaves_empty_are_shown_on_request(reader):
    row = line(1, "Vàng Thị Lan", "03/02/1990", "Nữ", **{"Dân tộc": "Nùng"})
    rows = [row, line(2, "Lù Thị Chấn", "08/07/1988", "Nữ", **{"Nghề nghiệp": "Thợ may"})]
    address, page = shown(reader, *rows)
    assert "Nghề nghiệp" not in text_of(page).partition("Các cột và cách hiểu")[0]
    assert "Hiện cả 1 ô trống một bên" in page.text

    wider = text_of(reader.get(f"{address}?nhom=khac&o=tat-ca")).partition("Các cột và cách hiểu")[0]
    assert "Nghề nghiệp Giáo viên để trống" in wider


def test_ethnicity_is_not_printed_and_our_numbers_are_hidden(reader):
    said = {"Số CCCD": "002080000007", "Nghề nghiệp": "Nông dân"}
    _, page = shown(reader, line(1, "Giàng Mí Páo", "06/05/1980", "Nam", **said), *FILE[:1])
    assert re.search(r'<tr class="khong-in"><td class="wide">Dân tộc</td>', page.text)
    assert "002080000001" not in page.text


def test_a_doubt_is_answered_beside_the_people_it_may_be(reader, office):
    address, _ = shown(reader, *FILE)
    page = reader.get(f"{address}?nhom=chua-chac")
    (name,) = set(re.findall(r'name="(tra_loi:match[^"]+)"', page.text))
    assert text_of(page).count("Sùng Thị Sính") >= 3 and "Là người này" in page.text

    answer = reader.post(f"{address}?nhom=chua-chac", {name: str(office["Sính"].pk)})
    assert answer.headers["Location"] == f"{address}?nhom=chua-chac"
    assert figures(reader.get(address))["Chưa chắc là ai"] == 0


def test_a_line_with_two_doubts_asks_two_questions(reader, office):
    """Without a birth it may be Bằng, and the line above as well: each answer goes to its own question."""
    unsaid = dict.fromkeys(["Ngày vào Đảng", "Ngày chính thức"])
    rows = [line(1, "Hoàng Văn Bằng", "03/02/1979", "Nam"), line(2, "Hoàng Văn Bằng", None, **unsaid)]
    address, _ = shown(reader, *rows)
    page = reader.get(f"{address}?nhom=chua-chac")
    found = re.findall(r'name="(tra_loi:[^"]+)" value="(\w+)"', page.text)
    offered = {name.partition("|")[0]: [value for each, value in found if each == name] for name, _ in found}
    assert offered == {"tra_loi:match": ["take", "new"], "tra_loi:repeat": ["skip", "two"]}

    names = dict.fromkeys(name for name, _ in found)
    reader.post(address, {name: "new" if "match" in name else "two" for name in names})
    assert figures(reader.get(address))["Chỉ ở tệp"] == 1


def test_after_the_record_was_put_right_it_is_compared_again(reader, office):
    address, _ = shown(reader, FILE[1], line(2, "Lù Thị Chấn", "08/07/1988", "Nam", **{"Nghề nghiệp": "Thợ may"}))
    assert figures(reader.get(address))["Khác nhau"] == 1
    office["Chấn"].sex, office["Chấn"].occupation = "M", "Thợ may"
    office["Chấn"].save()
    assert figures(reader.get(address))["Khác nhau"] == 1

    reader.post(address, {"lai": "1"})
    assert figures(reader.get(address)) | {"Chỉ trong sổ": 0} == {
        "Khớp hoàn toàn": 2, "Khác nhau": 0, "Chỉ trong sổ": 0, "Chỉ ở tệp": 0, "Chưa chắc là ai": 0,
    }  # fmt: skip


def test_one_click_leads_into_the_review_of_an_import(reader):
    address, page = shown(reader, *FILE)
    assert "Nhập tệp này vào sổ" in page.text
    answer = reader.post(address, {"nhap": "1"})
    batch = ImportBatch.objects.get()

    assert answer.headers["Location"] == f"/nhap/{batch.number}/"
    assert "Xem lại trước khi ghi" in reader.get(answer.headers["Location"]).text
    assert (batch.state, Person.objects.count()) == ("PREVIEW", 8)


def test_who_may_not_import_compares_all_the_same(client, office, na_po):
    client.force_login(make_user("UNIT_SECRETARY", na_po))
    address, page = shown(client, *FILE)

    assert "Nhập tệp này" not in page.text and "Sửa hồ sơ" not in page.text
    assert client.post(address, {"nhap": "1"}).status_code == 403
    assert ImportBatch.objects.count() == 0
    assert "Đối khớp" in client.get("/").text


def test_a_file_of_one_chi_bo_may_be_compared_with_all(reader):
    address, page = shown(reader, FILE[0], FILE[2])
    assert "Mọi dòng của tệp thuộc Chi bộ thôn Na Pô" in page.text
    assert figures(page)["Chỉ trong sổ"] == 4

    reader.post(address, {"ca_dang_bo": "1"})
    assert figures(reader.get(address))["Chỉ trong sổ"] == 5


def test_the_day_and_the_chi_bo_are_chosen_with_the_file(reader, police):
    _, page = shown(reader, *FILE, ngay="31/5/2024", pham_vi=police.code)
    assert "Chi bộ Công an xã, sổ ngày 31/05/2024" in page.text
    assert figures(page)["Khớp hoàn toàn"] == 1


def test_a_file_of_an_earlier_day_is_compared_with_that_day_on_request(reader):
    data = workbook_of(["Tính đến ngày 31/05/2024"], HEADINGS, FILE[5])
    address, page = shown(reader, data=data)
    assert "Tệp ghi tính đến ngày 31/05/2024" in page.text
    assert figures(page)["Khác nhau"] == 1

    reader.post(address, {"ngay_cua_tep": "1"})
    page = reader.get(address)
    assert "Tệp ghi tính đến ngày" not in page.text
    assert figures(page)["Khớp hoàn toàn"] == 1


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"ngay": "32/5/2024"}, "So với sổ ngày: "),
        ({"ngay": format_day(today() + timedelta(days=1))}, "Ngày này chưa tới"),
        ({"pham_vi": "khong-co"}, "Phạm vi: "),
        ({"data": b"not a workbook"}, "không phải bảng tính Excel"),
        ({"data": workbook_of(["Thôn", "Số hộ"], ["Na Pô", 12])}, "không phải danh sách đảng viên"),
        ({"tep": ""}, "Chọn một tệp"),
    ],
)
def test_what_cannot_be_compared_says_why(reader, asked, said):
    answer = upload(reader, *FILE, **asked)
    assert answer.status_code == 400
    assert said in re.search(r'<div class="oops".*?</div>', answer.text, re.DOTALL)[0]
    assert Reconciliation.objects.count() == 0


def test_it_can_be_thrown_away(reader):
    address, _ = shown(reader, *FILE)
    assert "cap-tren.xlsx" in reader.get(PAGE).text
    reader.post(address, {"bo": "1"})
    assert (Reconciliation.objects.count(), reader.get(address).status_code) == (0, 404)


def test_a_page_of_many_costs_as_many_queries_as_one_of_few(reader):
    rows = [line(n, f"Lý Văn {chr(65 + n // 26)}{chr(97 + n % 26)}", "1980", "Nam") for n in range(120)]
    counted = []
    for each in (rows[:2], rows):
        address, _ = shown(reader, *each)
        with CaptureQueriesContext(connection) as queries:
            page = reader.get(f"{address}?nhom=chi-o-tep")
        counted.append(len(queries))
    assert counted[0] == counted[1]
    assert "1–50 trong 120" in page.text and "101–120 trong 120" in reader.get(f"{address}?nhom=chi-o-tep&trang=3").text


# --- The Excel file ---


def sheets(answer):
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def test_the_file_has_a_sheet_for_each_kind_of_finding(reader):
    address, _ = shown(reader, *FILE)
    answer = reader.get(f"{address}tep/")
    found = sheets(answer)

    assert list(found) == ["Tổng hợp", "Khác nhau", "Chỉ trong sổ", "Chỉ ở tệp", "Chưa chắc"]
    counts = {row[0]: row[1] for row in found["Tổng hợp"] if isinstance(row[1], int)}
    assert {name: counts[name] for name in ("Khớp hoàn toàn", "Khác nhau", "Chỉ trong sổ")} == {
        "Khớp hoàn toàn": 1, "Khác nhau": 2, "Chỉ trong sổ": 3,
    }  # fmt: skip
    differing = [row for row in found["Khác nhau"] if row[0] == "Vàng Thị Lan"]
    assert [row[3:9] for row in differing] == [
        ["Xếp loại 2023", "Hoàn thành tốt nhiệm vụ", "Hoàn thành xuất sắc nhiệm vụ", "Sheet", 2, "L"],
        ["Nghề nghiệp", "Giáo viên", "Nông dân", "Sheet", 2, "I"],
    ]
    assert [row[4:6] for row in found["Khác nhau"] if row[0] == "Lù Thị Chấn"] == [["sổ để trống", "Thợ may"]]
    assert [row[0] for row in found["Chỉ trong sổ"][4:]] == ["Hoàng Văn Bằng", "Sùng Thị Sính", "Sùng Thị Sính"]
    assert "Trong đó 2 người có thể là một dòng chưa chắc." in str(found["Tổng hợp"])
    assert "Trong đó 2 người có thể là một dòng chưa chắc." in reader.get(address, {"nhom": "chi-trong-so"}).text
    assert [row[0] for row in found["Chỉ ở tệp"][4:]] == ["Ma Văn Thiện"]
    assert [row[0] for row in found["Chưa chắc"][4:]] == ["Sheet, dòng 6"]
    entry = LogEntry.objects.filter(additional_data__has_key="sha256").get()
    assert entry.additional_data["what"] == "Xuất kết quả đối khớp với tệp cap-tren.xlsx"
    assert entry.additional_data["code"] in str(found["Tổng hợp"])


def test_sensitive_cells_leave_only_with_a_reason(reader):
    address, _ = shown(reader, *FILE)
    plain = sheets(reader.get(f"{address}tep/"))
    assert "Nùng" not in str(plain)
    assert any("Không kèm 1 ô dân tộc" in str(row[0]) for row in plain["Tổng hợp"])

    asked = reader.get(f"{address}tep/?nhay_cam=1")
    assert asked.status_code == 200 and "Lý do xuất dữ liệu nhạy cảm" in asked.text
    assert reader.post(f"{address}tep/?nhay_cam=1", {"ly_do": "x"}).status_code == 400
    private = reader.post(f"{address}tep/?nhay_cam=1", {"ly_do": "Rà soát theo công văn 12-CV/BTC"})
    assert ["Dân tộc", "Tày", "Nùng"] in [row[3:6] for row in sheets(private)["Khác nhau"]]
    entry = LogEntry.objects.filter(additional_data__has_key="sha256").latest("pk")
    assert entry.additional_data["reason"] == "Rà soát theo công văn 12-CV/BTC"


def test_a_formula_in_a_file_stays_text(reader):
    data = "Họ và tên,Ngày sinh,Chi bộ,Nghề nghiệp\nVàng Thị Lan,03/02/1990,Na Pô,=HYPERLINK(1)\n".encode()
    address, _ = shown(reader, data=data, name="a.csv")
    book = openpyxl.load_workbook(io.BytesIO(reader.get(f"{address}tep/").content))
    (cell,) = [cell for row in book["Khác nhau"] for cell in row if "HYPERLINK" in str(cell.value)]

    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")


def test_a_file_holds_only_people_of_the_units_that_may_be_exported(client, office, commune, na_po):
    """A cadre of the whole commune who is secretary of one chi bộ takes out that one."""
    both = make_user("CADRE", commune)
    both.grants.create(role="UNIT_SECRETARY", unit=na_po, started_on=today())
    client.force_login(both)
    row = line(1, "Hà Văn Tú", "01/01/1970", "Nam", "Chi bộ Công an xã", **{"Nghề nghiệp": "Nông dân"})
    address, page = shown(client, row, *FILE[:1])
    assert "Hà Văn Tú" in page.text

    found = sheets(client.get(f"{address}tep/"))
    assert {row[0] for row in found["Khác nhau"][4:]} == {"Vàng Thị Lan"}
    assert {row[2] for row in found["Chỉ trong sổ"][4:]} == {"Chi bộ thôn Na Pô"}
    assert keeping.found_in(Reconciliation.objects.get()).counts["different"] == 2


def test_a_large_file_is_compared_while_a_page_says_so(reader, monkeypatch):
    monkeypatch.setattr(imports, "LARGE", 2)
    text = b"".join(upload(reader, *FILE)).decode()
    address = f"{PAGE}{Reconciliation.objects.get().number}/"
    assert text.index("Đang đọc tệp và so từng dòng với sổ…") < text.index(f'content="0;url={address}"')

    text = b"".join(reader.post(address, {"doi_khop": "1"})).decode()
    assert "Đã đối khớp lại với sổ hiện nay." in text and f'content="0;url={address}"' in text
    text = b"".join(upload(reader, data=workbook_of(["Chi bộ", "Đảng số"], ["Na Pô", 12]))).decode()
    assert "không phải danh sách đảng viên" in text and "http-equiv" not in text
    assert Reconciliation.objects.count() == 1


def test_the_readings_that_may_be_refused_are_counted(reader, office):
    """“CB thôn Na Pô” is read as Chi bộ thôn Na Pô."""
    data = "Họ và tên,Ngày sinh,Chi bộ\nMa Văn Thiện,30/04/1987,CB thôn Na Pô\n".encode()
    _, page = shown(reader, data=data, name="a.csv")
    assert "Đoán khi đọc: 1 điều, có thể từ chối" in page.text
