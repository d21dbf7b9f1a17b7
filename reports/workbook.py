"""Several reports asked for at once: which there are, the same parameters for all, and what they are listed by."""

from datetime import date

from django.db.models import Min

from members.models import MemberRating
from reports.base import Report, ReportTable
from reports.columns import Column, Count
from reports.output.excel_charts import PAGE
from reports.output.workbook import page_names
from reports.parameters import ParametersForm, addressed, resolve
from reports.registry import reports

OFFERED = ("from", "as_of", "compare", "year", "unit")
"""The parameters that are chosen once for every report of a workbook."""
YEARLY = (
    "to-chuc so-lieu-chi-bo chat-luong-bi-thu co-cau so-sanh tang-giam ket-nap chuyen-sinh-hoat ky-luat-khen-thuong "
    "huy-hieu boi-duong truong-thon thon-dang chi-tieu xep-loai-chi-bo xep-loai-dang-vien xep-loai-chi-tiet "
    "xep-loai-nhieu-nam"
).split()
"""The reports of a whole year, in the order in which they are read."""


class Contents(Report):
    """The first sheet of a workbook: its reports, for which dates, on which worksheet, with how many rows."""

    title = "Bộ báo cáo"

    class Table(ReportTable):
        title = Column("Báo cáo")
        subtitle = Column("Thời điểm")
        place = Column("Trang tính")
        count = Count("Số dòng", total=False)

    def __init__(self, reader, given, right, sheets, asked):
        super().__init__(reader, given, right)
        self.sheets, self.asked = sheets, asked

    def rows(self):
        for sheet, names in zip(self.sheets, page_names(self.sheets), strict=True):
            for table, name in zip(sheet.tables, names, strict=True):
                title = sheet.title if table.title == sheet.title else f"{sheet.title}: {table.title}"
                yield {"title": title, "subtitle": sheet.subtitle, "place": name, "count": len(table.rows)}

    def notes(self, rows):
        return [f"Biểu đồ của các báo cáo: trang tính “{PAGE}”."] if any(sheet.charts for sheet in self.sheets) else []


def contents_of(reader, slugs, asked, right):
    """The reports *slugs*, one after another; *asked* are their parameters by the names of the address."""
    sheets = [reports()[slug](reader, given(reader, reports()[slug], asked, right), right).sheet() for slug in slugs]
    return Contents(reader, given(reader, Contents, asked, right), right, sheets, asked)


def given(reader, definition, asked, right):
    """What *definition* has a use for; the rest stays outside."""
    wanted = addressed(definition.parameters)
    form = ParametersForm(definition.parameters, {name: asked[name] for name in wanted & asked.keys()})
    return resolve(form, reader, right)


def whole_year(reader, asked, right):
    """*asked* for all of its year, or of the latest that is rated, beside the year before."""
    year = asked.get("nam") or latest_year(reader, asked, right)
    return asked | {"nam": year, "tu": date(year, 1, 1), "ngay": date(year, 12, 31), "so_voi": date(year - 1, 12, 31)}


class NothingOnRecord(Exception):
    """The set of the year would be empty forms; what it says is for the person who asked."""


def set_of_year(reader, asked, right):
    """The Contents of the set of a year; raises NothingOnRecord."""
    asked = whole_year(reader, asked, right)
    if reason := nothing_for(reader, asked, right):
        raise NothingOnRecord(reason)
    contents = contents_of(reader, YEARLY, asked, right)
    contents.title = f"{Contents.title} năm {asked['nam']}"
    return contents


def nothing_for(reader, asked, right):
    """Why there is no set of that year: before the first rated one the register knows hardly who had left since."""
    year = asked["nam"]
    first = MemberRating.objects.visible_to(reader, right).with_result().aggregate(year=Min("year"))["year"]
    if first and year < first:
        return f"Năm {year} chưa có kết quả xếp loại trong sổ (năm đầu tiên: {first}). Chọn từng báo cáo cho năm này."
    definition = reports()["tang-giam"]
    report = definition(reader, given(reader, definition, asked, right), right)
    members = report.moves(since=report.first).overlapping(report.first, report.as_of)
    return "" if first == year or members.exists() else f"Năm {year} sổ chưa có đảng viên nào, nên không có bộ báo cáo."


def latest_year(reader, asked, right):
    return given(reader, reports()[YEARLY[-1]], {name: asked[name] for name in asked.keys() & {"don_vi"}}, right).year
