"""Charts: what a page draws stands in its tables, and Excel draws the same from the same cells."""

import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from members.models import MemberRating
from nakhe.access import SYSTEM, Right
from reports.chart_drawing import drawing
from reports.chart_scale import ticks
from reports.charts import Bars, BarsOfPeriods, Lines, StackedShares
from reports.output.chart import HEADING, TOTAL, UNDER, Between, Cell
from reports.output.excel_charts import PAGE, TALLEST, height_of
from reports.output.sheet import Heading, SheetTable
from reports.parameters import ParametersForm, resolve
from reports.registry import reports
from tests.factories import make_member, make_person, make_unit, make_user
from tests.reports.asking import chart_tables, page_tables
from tests.reports.reading_charts import cells_at, charts_in

DAY = "28/05/2024"
CHARTS = {
    "to-chuc": 1,
    "so-sanh": 1,
    "den-han": 1,
    "so-lieu-chi-bo": 1,
    "chat-luong-bi-thu": 2,
    "chi-tieu": 1,
    "bien-dong": 1,
    "tang-giam": 1,
    "boi-duong": 1,
    "co-cau": 4,
    "dang-vien-nhieu-nam": 2,
    "thon-dang": 1,
    "xep-loai-chi-bo": 1,
    "xep-loai-dang-vien": 1,
    "xep-loai-nhieu-nam": 2,
    "tien-do-xep-loai": 1,
}
"""{slug: how many charts its report has where every table has something in it}."""
every_report = pytest.mark.parametrize("slug", reports())
every_chart = pytest.mark.parametrize("slug", CHARTS)


@pytest.fixture
def office(rated_commune, client):
    """Of the commune where Lan is HTXSNV and Chứ, rated by Na Kinh, HTNV; client has signed in."""
    MemberRating.objects.filter(person__full_name="Vàng Thị Lan").update(level="EXCELLENT")
    chu = make_person("Sùng Mí Chứ")
    MemberRating.objects.create(person=chu, unit=rated_commune.na_kinh, year=2023, level="COMPLETED")
    user = make_user("OFFICE", rated_commune.unit)
    client.force_login(user)
    return user


def made(slug, **asked):
    definition = reports()[slug]
    form = ParametersForm(definition.parameters, {"ngay": DAY, **asked})
    return definition(SYSTEM, resolve(form, SYSTEM, Right.READ))


def page(client, slug, **asked):
    response = client.get(reverse("report", args=[slug]), {"ngay": DAY, **asked})
    assert response.status_code == 200
    return response


def excel(client, slug, **asked):
    return client.get(reverse("report_file", args=[slug, "xlsx"]), {"ngay": DAY, **asked}).content


def value_at(table, cell):
    """What the table holds at *cell*."""
    head = next(head for head in table.columns if head.name == cell.column)
    if cell.row in (HEADING, UNDER):
        return head.text if cell.row == HEADING else head.under
    return (table.totals if cell.row == TOTAL else table.rows[cell.row]).get(cell.column)


def values_of(chart):
    """[(cell or Between, value)] of the labels, names and figures that come from the table."""
    yield from zip(chart.label_cells, chart.labels, strict=True)
    for one in chart.series:
        yield one.name_cell, one.name
        yield from zip(one.cells, one.values, strict=True)


# --- The register ---


@every_report
def test_a_report_shows_the_charts_that_are_expected(office, client, slug):
    shown = page(client, slug)
    assert len(shown.context["charts"]) == CHARTS.get(slug, 0)
    assert shown.content.decode().count('class="box chart-box"') == CHARTS.get(slug, 0)


@every_chart
def test_every_figure_of_a_chart_stands_in_its_table(office, slug):
    sheet = made(slug).sheet()
    for chart in sheet.charts:
        table = sheet.tables[chart.table]
        for cell, value in values_of(chart):
            if isinstance(cell, Cell):
                assert value_at(table, cell) == value
            elif isinstance(cell, Between):
                days = [row[cell.column] for row in table.rows]
                assert sum((cell.first or date.min) <= day < cell.end for day in days) == value


@every_chart
def test_no_row_that_a_chart_claims_is_missing_from_it(office, slug):
    report = made(slug)
    sheet = report.sheet()
    for declared, chart in zip(report.charts, sheet.charts, strict=True):
        table = sheet.tables[chart.table]
        if isinstance(declared, BarsOfPeriods):
            assert sum(chart.series[0].values) == len(table.rows)
        elif declared.total:
            assert chart.series[0].values == [table.totals[name] for name in declared.values]
        else:
            claimed = [row for row in table.rows if declared.only(row) and any(row[n] for n in declared.values)]
            drawn = [one.name for one in chart.series] if declared.across else chart.labels
            assert {row[declared.label] for row in claimed} <= set(drawn)
            if declared.only is Bars.only and not declared.across:
                sums = {name: sum(one.values) for name, one in zip(declared.values, chart.series, strict=True)}
                totals = table.totals if not declared.table else {}
                assert sums == sums | {name: totals[name] for name in sums.keys() & totals.keys()}


@every_chart
def test_every_chart_has_its_figures_as_text(office, client, slug):
    response = page(client, slug)
    html = response.content.decode()
    own = iter(chart_tables(html))
    declared = response.context["report"].charts
    for number, (chart, asked) in enumerate(zip(response.context["sheet"].charts, declared, strict=True), 1):
        assert chart.is_table is not (isinstance(asked, BarsOfPeriods) or asked.across or asked.total)
        assert f'aria-describedby="so-lieu-{number}"' in html
        assert f'id="so-lieu-{number}"' in html
        if chart.is_table:
            assert f'<a href="#bang-{chart.table}">' in html
            assert f'id="bang-{chart.table}"' in html
        else:
            told = next(own)
            assert told["thead"] == [["", *(one.name for one in chart.series)]]
            values = zip(*(one.values for one in chart.series), strict=True)
            lines = [["–" if value is None else str(value) for value in line] for line in values]
            assert told["tbody"] == [[label, *line] for label, line in zip(chart.labels, lines, strict=True)]
    assert list(own) == []


@every_report
def test_nothing_on_record_is_no_chart_and_no_error(commune, client, slug):
    client.force_login(make_user("OFFICE", make_unit("Bạch Đích", kind="COMMUNE")))
    asked = {"ngay": "03/02/1930"} | ({"nam": "1931"} if "year" in reports()[slug].parameters else {})
    assert page(client, slug, **asked).context["charts"] == []
    assert PAGE not in openpyxl.load_workbook(io.BytesIO(excel(client, slug, **asked))).sheetnames


# --- Excel ---


@every_chart
def test_excel_has_the_charts_of_the_page_from_the_cells_of_the_tables(office, client, slug):
    charts = page(client, slug).context["sheet"].charts
    data = excel(client, slug)
    book = openpyxl.load_workbook(io.BytesIO(data))
    drawn = charts_in(data)
    assert [chart["title"] for chart in drawn] == [chart.title for chart in charts]
    for found, chart in zip(drawn, charts, strict=True):
        assert len(found["series"]) == len(chart.series)
        for (name, labels, values), one in zip(found["series"], chart.series, strict=True):
            if one.name_cell:
                assert [cell.value for cell in cells_at(book, name)] == [one.name]
            assert [cell.value for cell in cells_at(book, labels)] == chart.labels
            for cell, value, wanted in zip(cells_at(book, values), one.values, one.cells, strict=True):
                if isinstance(wanted, Cell):
                    assert cell.parent.title != PAGE
                    assert cell.value == value


def test_a_workbook_has_the_charts_of_all_its_reports_on_one_sheet(office, client):
    asked = {"bao_cao": list(CHARTS), "ngay": DAY, "nam": "2023"}
    data = client.get(reverse("workbook_file"), asked).content
    titles = [chart["title"] for chart in charts_in(data)]
    alone = [charts_in(excel(client, slug, nam="2023")) for slug in sorted(CHARTS, key=list(reports()).index)]
    assert sorted(titles) == sorted(chart["title"] for charts in alone for chart in charts)
    assert openpyxl.load_workbook(io.BytesIO(data)).sheetnames.count(PAGE) == 1


def test_the_calendar_counts_its_days_by_a_formula(office, client):
    """Mai's probation ends on 10/01/2025: Excel counts the days of the table itself."""
    book = openpyxl.load_workbook(io.BytesIO(excel(client, "den-han")))
    lines = {line[0].value: line[1].value for line in book[PAGE].iter_rows(max_col=2) if line[0].value}
    days = [row[1].value for row in book["Biểu"].iter_rows() if isinstance(row[0].value, int)]
    first = next(row[1].coordinate for row in book["Biểu"].iter_rows() if row[0].value == 1)
    last = f"B{int(first[1:]) + len(days) - 1}"
    area = f"Biểu!${first[0]}${first[1:]}:$B${last[1:]}"
    assert lines["1/2025"].replace("'", "") == (f'=COUNTIFS({area},">="&DATE(2025,1,1),{area},"<"&DATE(2025,2,1))')
    assert lines["Trước 5/2024"].replace("'", "") == f'=COUNTIFS({area},"<"&DATE(2024,5,1))'


def test_the_sheet_of_charts_says_who_took_it(office, client):
    book = openpyxl.load_workbook(io.BytesIO(excel(client, "co-cau")))
    told = [str(cell.value) for line in book[PAGE].iter_rows() for cell in line if cell.value]
    assert told[:2] == ["Cơ cấu đảng viên", "Tính đến ngày 28/05/2024"]
    assert told[-1] in [cell.value for line in book["Biểu"].iter_rows() for cell in line]
    assert office.username in book[PAGE].oddFooter.left.text
    assert (book[PAGE].page_setup.paperSize, book[PAGE].print_area) == (9, f"'{PAGE}'!$A$1:$F${book[PAGE].max_row + 1}")


def test_fifty_chi_bo_are_all_drawn_on_a_page_of_excel(office, rated_commune, client):
    for number in range(1, 48):
        make_member(f"Vừ Mí {number}", make_unit(f"Chi bộ thôn bản số {number}", rated_commune.unit))
    (chart,) = made("to-chuc").sheet().charts
    assert len(chart.labels) == 50
    assert height_of(chart) <= TALLEST
    (shown,) = page(client, "to-chuc").context["charts"]
    assert [row["value"] for row in shown.rows] == ["3", "1", "1", *["1"] * 47]


# --- By hand ---


def test_the_levels_of_each_chi_bo(office):
    """2023: Na Pô Lan HTXSNV, Dính HTTNV; Na Kinh Páo HTTNV, Chứ HTNV; Công an xã Sính HTTNV."""
    (chart,) = made("xep-loai-dang-vien").sheet().charts
    assert chart.labels == ["Na Pô", "Na Kinh", "Công an xã"]
    assert [(one.name, one.values, one.look) for one in chart.series] == [
        ("HTXSNV", [1, 0, 0], "l1"),
        ("HTTNV", [1, 1, 1], "l2"),
        ("HTNV", [0, 1, 0], "l3"),
        ("KHTNV", [0, 0, 0], "l4"),
    ]
    first, second, third = drawing(chart).rows
    assert [(part["x"], part["width"], part["text"]) for part in first["parts"]] == [
        ("0.00%", "50.00%", "1"),
        ("50.00%", "50.00%", "1"),
    ]
    assert [part["look"] for part in second["parts"]] == ["l2", "l3"]
    assert (third["value"], third["told"]) == ("1", "Công an xã: HTXSNV 0, HTTNV 1, HTNV 0, KHTNV 0")


def test_the_levels_of_the_chi_bo_over_years(office):
    """Na Pô was HTXSNV in 2019–2022 and alone; in 2023 it was HTXSNV and the two others HTTNV."""
    units, members = made("xep-loai-nhieu-nam", nam="2023").sheet().charts
    assert units.labels == ["2019", "2020", "2021", "2022", "2023"]
    assert [(one.name, one.values) for one in units.series] == [
        ("HTXSNV", [1, 1, 1, 1, 1]),
        ("HTTNV", [0, 0, 0, 0, 2]),
    ]
    assert [(one.name, one.values[-1]) for one in members.series] == [("HTXSNV", 1), ("HTTNV", 3), ("HTNV", 1)]
    assert [row["value"] for row in drawing(members).rows] == ["–", "–", "–", "–", "5"]


def table_of(rows, **heads):
    columns = [Heading(name, *head) if isinstance(head, tuple) else Heading(name, head) for name, head in heads.items()]
    return SheetTable("Bảng", columns, rows, {}, [])


def test_bars_reach_to_the_round_end_of_their_axis():
    """Of 10, the axis's end, 7 and 2 are 70 and 20 per cent; who has no number has no bar and a dash."""
    rows = [{"name": "A", "n": 7}, {"name": "B", "n": 2}, {"name": "C", "n": 9}, {"name": "D", "n": None}]
    chart = Bars("Số", "name", ("n",)).read([table_of(rows, name="Tên", n="Số")])
    shown = drawing(chart)
    assert [tick["text"] for tick in shown.ticks] == ["0", "2", "4", "6", "8", "10"]
    assert [[part["width"] for part in row["parts"]] for row in shown.rows] == [["70.00%"], ["20.00%"], ["90.00%"]]
    assert chart.labels == ["A", "B", "C"]


def test_shares_read_with_a_comma_and_their_unit():
    rows = [{"name": "A", "n": 18.4}, {"name": "B", "n": 80.0}]
    chart = Bars("Tỷ lệ", "name", ("n",), unit=" %").read([table_of(rows, name="Tên", n="Số")])
    assert [row["value"] for row in drawing(chart).rows] == ["18,4 %", "80,0 %"]
    assert drawing(chart).rows[0]["told"] == "A: 18,4 %"
    assert drawing(chart).ticks[-1]["text"] == "80 %"


def test_a_line_breaks_where_nothing_is_known():
    """Of 4 the plot of 170 has 4 at 18, 2 at 103, 0 at 188; four points share the 74 per cent between 13 and 87."""
    rows = [{"year": "2021", "n": 4}, {"year": "2022", "n": 2}, {"year": "2023", "n": None}, {"year": "2024", "n": 1}]
    table = table_of(rows, year="Năm", n="Số", m="Khác")
    for row in rows:
        row["m"] = 0
    (line, other) = drawing(Lines("Số", "year", ("n", "m")).read([table])).lines
    assert [point["y"] for point in line["points"]] == ["18.0", "103.0", "145.5"]
    assert [(a["x"], b["x"]) for a, b in line["pieces"]] == [("13.00%", "37.67%")]
    assert (len(other["points"]), len(other["pieces"]), other["look"]) == (4, 3, "s2")


def test_labels_below_lines_leave_each_other_room():
    """Of 15 years every other is named, the last one always; a telephone shows every other of those."""
    rows = [{"year": str(year), "n": 1} for year in range(2010, 2025)]
    shown = drawing(Lines("Số", "year", ("n",)).read([table_of(rows, year="Năm", n="Số")])).labels
    assert [label["text"] for label in shown] == [str(year) for year in range(2010, 2025, 2)]
    assert [label["text"] for label in shown if not label["is_between"]] == ["2012", "2016", "2020", "2024"]


def test_nothing_but_zeros_is_no_chart():
    rows = [{"name": "A", "n": 0}, {"name": "B", "n": 0}]
    table = table_of(rows, name="Tên", n="Số")
    assert [kind("Số", "name", ("n",)).read([table]) for kind in (Bars, StackedShares, Lines)] == [None] * 3


def test_names_are_as_short_as_tells_them_apart():
    rows = [{"name": "A", "a": 1, "b": 2, "c": 3, "d": 4}]
    heads = {"a": ("SL", "HTXSNV"), "b": ("SL", "HTTNV"), "c": ("Cộng", "Tăng"), "d": ("Đi", "Giảm")}

    def names(*columns):
        chart = Bars("Số", "name", columns).read([table_of(rows, name="Tên", **heads)])
        return [(one.name, one.name_cell) for one in chart.series]

    assert names("a") == [("SL", Cell(HEADING, "a"))]
    assert names("a", "b") == [("HTXSNV", Cell(UNDER, "a")), ("HTTNV", Cell(UNDER, "b"))]
    assert names("c", "d") == [("Tăng", Cell(UNDER, "c")), ("Giảm – Đi", None)]


@pytest.mark.parametrize(
    ("largest", "wanted"),
    [
        (1, [0, 1]),
        (5, [0, 1, 2, 3, 4, 5]),
        (7, [0, 2, 4, 6, 8]),
        (12, [0, 5, 10, 15]),
        (244, [0, 50, 100, 150, 200, 250]),
        (1000, [0, 200, 400, 600, 800, 1000]),
    ],
)
def test_an_axis_has_round_ticks(largest, wanted):
    assert ticks(largest) == wanted


def test_a_name_is_never_markup(office, rated_commune, client):
    rated_commune.na_po.names.update(short_name="<b>Na Pô</b> & Bản")
    html = page(client, "to-chuc").content.decode()
    assert "<b>Na Pô" not in html
    assert 'aria-label="&lt;b&gt;Na Pô&lt;/b&gt; &amp; Bản: 3"' in html
    assert len(page_tables(html)) == 1
