"""Several reports in one Excel file: each as in its own file, behind a sheet of contents."""

import io
import json

import openpyxl
import pytest
from auditlog.models import LogEntry
from django.core.management import CommandError, call_command
from django.urls import reverse

from members.models import MemberRating
from nakhe.exports import CODE
from reports.output.sheet import Sheet, SheetTable
from reports.output.workbook import page_names
from reports.registry import reports
from reports.workbook import YEARLY
from tests.factories import make_unit, make_user
from tests.reports.asking import CHARTS, worksheets
from tests.reports.test_contract import grow
from units.models import RatingCampaign

DAY = "28/05/2024"


@pytest.fixture
def office(rated_commune, client):
    user = make_user("OFFICE", rated_commune.unit)
    client.force_login(user)
    return user


def taken(client, slugs=(), **asked):
    return client.get(reverse("workbook_file"), {"bao_cao": list(slugs), **asked})


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def cells(page):
    """Every value with its number format, and which cells are merged; each file has an export code of its own."""
    values = [[(without_code(cell.value), cell.number_format) for cell in line] for line in page.iter_rows()]
    return values, sorted(str(merged) for merged in page.merged_cells.ranges)


def without_code(value):
    return "…" if isinstance(value, str) and CODE.search(value) else value


def layout(page):
    widths = {name: column.width for name, column in page.column_dimensions.items()}
    heights = {number: row.height for number, row in page.row_dimensions.items()}
    return widths, heights, page.page_setup.orientation, page.print_title_rows, page.freeze_panes


def test_every_sheet_says_what_its_own_file_says(office, client):
    """But for the exchange file, which alone is laid out as the upper system reads it."""
    asked = {"ngay": DAY, "nam": "2023"}
    slugs = [slug for slug in reports() if slug != "nhap-lieu-4-0"]
    book = opened(taken(client, slugs, **asked).content)
    pages = iter(book.worksheets[1:])
    for slug in slugs:
        for alone in worksheets(client.get(reverse("report_file", args=[slug, "xlsx"]), asked).content):
            bound = next(pages)
            assert cells(bound) == cells(alone)
            assert layout(bound) == layout(alone)
    assert [page.title for page in pages] == [CHARTS]


def test_the_contents_lead_to_each_sheet(office, client):
    book = opened(taken(client, ["to-chuc", "boi-duong"], ngay=DAY).content)
    contents = book.worksheets[0]
    assert book.sheetnames == [
        "Mục lục",
        "1 Tổ chức chi bộ và đảng viên",
        "2.1 Lượt bồi dưỡng theo lớp,",
        "2.2 Số người được bồi dưỡng",
        "Biểu đồ",
    ]
    lines = [[cell.value for cell in line] for line in contents.iter_rows(min_row=7, max_row=10)]
    assert lines == [
        ["STT", "Báo cáo", "Thời điểm", "Trang tính", "Số dòng"],
        [1, "Tổ chức chi bộ và đảng viên", "Tính đến ngày 28/05/2024", book.sheetnames[1], 3],
        [
            2,
            "Bồi dưỡng, tập huấn: Lượt bồi dưỡng theo lớp, chi bộ",
            "Từ ngày 01/01/2024 đến ngày 28/05/2024",
            book.sheetnames[2],
            3,
        ],
        [
            3,
            "Bồi dưỡng, tập huấn: Số người được bồi dưỡng",
            "Từ ngày 01/01/2024 đến ngày 28/05/2024",
            book.sheetnames[3],
            3,
        ],
    ]
    links = [contents.cell(row, 4).hyperlink.location for row in (8, 9, 10)]
    assert links == [f"'{name}'!A1" for name in book.sheetnames[1:4]]
    assert contents["A2"].value == "ĐẢNG ỦY XÃ NA KHÊ"
    assert "Biểu đồ của các báo cáo: trang tính “Biểu đồ”." in [line[0].value for line in contents.iter_rows()]


def test_names_of_sheets_are_short_unlike_and_allowed():
    def sheet(*titles):
        return Sheet("x", titles[0], "", {}, "", tables=[SheetTable(title, [], [], {}, []) for title in titles])

    long = "Danh sách đề nghị tặng Huy hiệu Đảng"
    names = page_names([sheet(long), sheet(long), sheet("Thôn: chi bộ/đảng viên [2024]?", "Ông '*' A")])
    assert names == [
        ["1 Danh sách đề nghị tặng Huy"],
        ["2 Danh sách đề nghị tặng Huy"],
        ["3.1 Thôn chi bộ đảng viên 2024", "3.2 Ông A"],
    ]


def test_the_set_of_a_year_takes_one_click(office, client):
    book = opened(client.get(reverse("workbook_file"), {"bo": "nam"}).content)
    assert book.worksheets[0]["A5"].value == "BỘ BÁO CÁO NĂM 2023"
    lines = [[cell.value for cell in line] for line in book.worksheets[0].iter_rows(min_row=8)]
    assert not [title for _, title, *_ in lines if title and title.partition(": ")[0] == title.partition(": ")[2]]
    lines = [line for line in lines if isinstance(line[0], int)]
    assert len(lines) == len(book.worksheets[1:-1])
    assert book.sheetnames[-1] == CHARTS
    dates = {title.partition(":")[0]: when for _, title, when, *_ in lines}
    assert list(dates) == [reports()[slug].title for slug in YEARLY]
    assert dates["Tổ chức chi bộ và đảng viên"] == "Tính đến ngày 31/12/2023, so với ngày 31/12/2022"
    assert dates["Tăng, giảm đảng viên"] == "Từ ngày 01/01/2023 đến ngày 31/12/2023"
    assert dates["So sánh hai thời điểm"] == "Ngày 31/12/2023 so với ngày 31/12/2022"
    assert dates["Kết quả xếp loại đảng viên"].startswith("Năm 2023 (ngày đánh giá 31/12/2023)")


def test_the_page_offers_the_set_of_the_year_asked_for(office, client):
    assert "?bo=nam&amp;nam=2023" in client.get(reverse("workbook")).content.decode()
    assert "?bo=nam&amp;nam=2022" in client.get(reverse("workbook"), {"nam": "2022"}).content.decode()
    index = client.get(reverse("reports")).content.decode()
    assert f"{reverse('workbook_file')}?bo=nam" in index and "Bộ báo cáo năm 2023</a>" in index


def test_a_year_of_which_nothing_is_on_record_is_told_instead_of_an_empty_file(office, client):
    """The first year rated is 2023; without ratings, Lan, Dính and Páo are on record from 01/01/2000 on."""
    answer = client.get(reverse("workbook_file"), {"bo": "nam", "nam": "1990"})
    assert answer.status_code == 400
    assert "Năm 1990 chưa có kết quả xếp loại trong sổ (năm đầu tiên: 2023)" in answer.content.decode()
    assert 'value="1990"' in answer.content.decode()
    with pytest.raises(CommandError, match="Năm 1990 chưa có kết quả"):
        call_command("report", workbook=[], year="1990")
    MemberRating.objects.all().delete()
    answer = client.get(reverse("workbook_file"), {"bo": "nam", "nam": "1990"})
    assert "Năm 1990 sổ chưa có đảng viên nào" in answer.content.decode()


def test_one_file_is_one_entry_with_its_parts(office, client):
    before = LogEntry.objects.count()
    taken(client, ["to-chuc", "ket-nap"], ngay=DAY)
    entry = LogEntry.objects.order_by("pk").last()
    assert LogEntry.objects.count() == before + 1
    assert (entry.actor, entry.additional_data["what"], entry.additional_data["rows"]) == (
        office,
        "Xuất bộ 2 báo cáo (Excel)",
        4,
    )
    parts = entry.additional_data["reports"]
    assert [(part["report"], part["rows"]) for part in parts] == [("to-chuc", 3), ("ket-nap", 1)]
    assert parts[0]["filters"] == {"as_of": "2024-05-28"}
    assert entry.additional_data["asked"] == "Tính đến ngày: 28/05/2024"
    assert [told.split(", ")[0] for told in entry.additional_data["columns"]] == [
        "Tổ chức chi bộ và đảng viên: Chi bộ", "Kết nạp đảng viên: Họ và tên"
    ]  # fmt: skip


def test_the_entry_says_what_was_asked_for_in_words(rated_commune, office, client):
    taken(client, ["to-chuc"], ngay=DAY, so_voi="31/12/2020", don_vi=rated_commune.na_po.code)
    asked = LogEntry.objects.order_by("pk").last().additional_data["asked"]
    assert sorted(asked.split("; ")) == ["So với: 31/12/2020", "Tính đến ngày: 28/05/2024", "Tổ chức: Na Pô"]


@pytest.mark.parametrize(
    ("slugs", "asked", "said"),
    [
        ([], {}, "Chọn ít nhất một báo cáo."),
        (["khong-co"], {}, "Không có báo cáo “khong-co”."),
        (["to-chuc"], {"ngay": "31/2/2024"}, 'value="31/2/2024"'),
        (["to-chuc"], {"ngay": DAY, "tu": "1/6/2024"}, "Ngày này phải trước ngày “Tính đến ngày”."),
    ],
)
def test_what_cannot_be_made_is_shown_again_as_it_was_chosen(office, client, slugs, asked, said):
    refused = taken(client, slugs, **asked)
    shown = refused.content.decode()
    assert refused.status_code == 400
    assert said in shown
    assert shown.count(" checked") == len([slug for slug in slugs if slug in reports()])


def test_a_unit_secretary_takes_the_own_chi_bo_alone(rated_commune, client):
    client.force_login(make_user("UNIT_SECRETARY", rated_commune.na_kinh))
    book = opened(taken(client, reports(), ngay=DAY, nam="2023").content)
    said = str([[cell.value for cell in line] for page in book.worksheets for line in page.iter_rows()])
    assert "Thò Mí Páo" in said
    for name in ("Na Pô", "Công an xã", "Vàng Thị Lan", "Hoàng Thị Mai", "Giàng Mí Dính"):
        assert name not in said
    assert taken(client, ["to-chuc"], don_vi=rated_commune.na_po.pk).status_code == 404
    assert client.get(reverse("workbook"), {"don_vi": rated_commune.na_po.pk}).status_code == 404
    assert "Na Pô" not in client.get(reverse("workbook")).content.decode()


def test_another_committees_unit_is_answered_as_a_missing_one(office, client):
    make_unit("Bạch Đích", code="bach-dich")
    for unit in ("bach-dich", "khong-co"):
        assert taken(client, ["to-chuc"], don_vi=unit).status_code == 404
        assert client.get(reverse("workbook_file"), {"bo": "nam", "don_vi": unit}).status_code == 404


def test_queries_follow_the_reports_and_not_the_rows(rated_commune, office, client, django_assert_max_num_queries):
    taken(client, YEARLY, ngay=DAY)
    with django_assert_max_num_queries(10 * len(YEARLY)) as few:
        taken(client, YEARLY, ngay=DAY)
    for number in range(1, 20):
        grow(rated_commune, number)
    with django_assert_max_num_queries(len(few)):
        taken(client, YEARLY, ngay=DAY)


def test_the_command_writes_the_same_file(rated_commune, tmp_path):
    path = tmp_path / "bo.xlsx"
    call_command("report", workbook=["to-chuc", "ket-nap"], as_of="2024-05-28", output=str(path))
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[1:] == ["1 Tổ chức chi bộ và đảng viên", "2 Kết nạp đảng viên", "Biểu đồ"]
    call_command("report", "to-chuc", format="xlsx", as_of="2024-05-28", output=str(path))
    assert cells(book.worksheets[1]) == cells(openpyxl.load_workbook(path).worksheets[0])


def test_the_command_alone_means_the_set_of_the_latest_year(rated_commune, tmp_path):
    path = tmp_path / "bo.xlsx"
    call_command("report", workbook=[], output=str(path))
    assert RatingCampaign.objects.get().year == 2023
    assert openpyxl.load_workbook(path).worksheets[0]["A6"].value == "Tính đến ngày 31/12/2023"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"workbook": ["khong-co"]}, "Không có báo cáo “khong-co”"),
        ({"workbook": ["to-chuc"], "years": "5"}, "Bộ báo cáo không dùng --years"),
        ({"workbook": ["to-chuc"], "unit": "khong-co"}, "Không có tổ chức mang mã khong-co"),
        ({"workbook": ["to-chuc"], "format": "csv"}, "Bộ báo cáo chỉ có tệp xlsx"),
    ],
)
def test_the_command_says_what_is_wrong(rated_commune, options, said):
    with pytest.raises(CommandError, match=said):
        call_command("report", stdout=io.StringIO(), **options)


def test_json_is_not_a_workbook(office, client):
    """The address ends as the others do; only Excel has sheets."""
    assert client.get("/bao-cao/bo.json").status_code == 404
    assert json.loads(client.get("/bao-cao/to-chuc.json").content)["slug"] == "to-chuc"
