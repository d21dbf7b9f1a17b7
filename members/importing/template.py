"""The template to download: every field of a person as a column, drop-downs where there are fixed words, an example.

It is made of the table of fields, so the importer reads its headings by definition; the example, marked “Ví dụ” where
the number of the row stands, is nobody's row (shapes.EXAMPLE).
"""

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from members.importing import words
from members.importing.fields import BY_KEY, RATINGS, ROW_NUMBER
from members.importing.in_words import NAMES, SEX_NAMES
from members.importing.shapes import EXAMPLE, EXAMPLE_NAME
from members.importing.units import Units
from members.models import Ethnicity, Religion

LAST_ROW = 3000
YEARS = 3
TITLE = "DANH SÁCH ĐẢNG VIÊN"
HELP = (
    "Mỗi người một dòng. Ô chưa biết để trống. Ngày ghi ngày/tháng/năm, hoặc chỉ tháng/năm, chỉ năm. "
    "Dòng “Ví dụ” không được nhập; có thể xóa."
)
LISTS = "Danh mục"
HEADINGS = 3
COLUMNS = [
    ROW_NUMBER, "full_name", "birth_date", "sex", "ethnicity", "religion", "unit", "citizen_id", "card_number",
    "profile_number", "admission_decision_on", "admitted_on", "official_on", "native_place", "residence",
    "party_office", "government_office", "general_education", "professional_level", "political_theory",
    "status", "phone", "email", "occupation", "note",
]  # fmt: skip
EXAMPLES = {
    ROW_NUMBER: EXAMPLE, "full_name": EXAMPLE_NAME, "birth_date": "03/02/1990", "sex": "Nam", "ethnicity": "Tày",
    "religion": "Không", "citizen_id": "002090000001", "card_number": "07000001", "profile_number": "040001YM",
    "admission_decision_on": "20/04/2015", "admitted_on": "03/05/2015", "official_on": "03/05/2016",
    "native_place": "xã Na Khê, tỉnh Hà Giang", "residence": "thôn Na Pô", "party_office": "Chi ủy viên",
    "government_office": "Trưởng thôn", "general_education": "12/12", "professional_level": "Đại học",
    "political_theory": "Sơ cấp", "status": "Đang sinh hoạt", "phone": "0912345678", "email": "mau@example.org",
    "occupation": "Nông dân", "note": "",
}  # fmt: skip
RATED = "Hoàn thành tốt nhiệm vụ"


def template(reader, day):
    """The bytes of the .xlsx for *reader*: the chi bộ of *day* that the reader sees are those to choose from."""
    return template_of(TITLE, HELP, _columns(day, branches_of(reader, day)))


def branches_of(reader, day):
    """The names of the chi bộ of *day* that *reader* sees."""
    return [unit.name for unit in Units(reader, day).all if unit.is_current]


def template_of(title, help_text, columns):
    """The bytes of an .xlsx. *columns*: [(heading, example, words to choose from)]."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Danh sách"
    _write_head(sheet, title, help_text, columns)
    _add_lists(workbook, sheet, columns)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _columns(day, branches):
    """[(heading, example, words to choose from)]."""
    lists = _words() | {"unit": branches}
    examples = EXAMPLES | {"unit": branches[0] if branches else ""}
    columns = [(BY_KEY[key].spellings[0], examples[key], lists.get(key, [])) for key in COLUMNS]
    years = range(day.year - YEARS, day.year)
    return columns + [(f"{BY_KEY[RATINGS].name} năm {year}", RATED, list(NAMES[RATINGS].values())) for year in years]


def _words():
    """{field: its fixed words, as the importer reads them}."""
    named = {key: list(NAMES[key].values()) for key in ("professional_level", "political_theory", "status")}
    peoples = {"ethnicity": Ethnicity, "religion": Religion}
    offered = {key: list(model.objects.values_list("name", flat=True)) for key, model in peoples.items()}
    offered["religion"] = ["Không", *[name for name in offered["religion"] if name != "Không"]]
    return named | offered | {"sex": list(SEX_NAMES.values()), "party_office": list(words.OFFICE_NAMES.values())}


def _write_head(sheet, title, help_text, columns):
    sheet["A1"], sheet["A2"] = title, help_text
    sheet["A1"].font, sheet["A2"].font = Font(bold=True, size=14), Font(italic=True)
    fill = PatternFill("solid", fgColor="F3EEE6")
    for number, (heading, example, _) in enumerate(columns, 1):
        head, shown = sheet.cell(HEADINGS, number, heading), sheet.cell(HEADINGS + 1, number, example)
        head.font, head.fill = Font(bold=True), fill
        head.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        shown.font, shown.number_format = Font(italic=True, color="777777"), "@"
        letters = get_column_letter(number)
        sheet.column_dimensions[letters].width = max(12, min(30, len(example) + 4, 4 + max(len(heading), len(example))))
        sheet.column_dimensions[letters].number_format = "@"  # zeros stay, and “1985” stays a year
    sheet.row_dimensions[HEADINGS].height = 34
    sheet.freeze_panes = sheet.cell(HEADINGS + 1, 3)
    fit_to_width(sheet)


def fit_to_width(sheet):
    """Printed lying, with all columns on one page, so that a row is read as a row."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _add_lists(workbook, sheet, columns):
    """Drop-downs take their words from a hidden sheet; other words may be typed, the importer asks about them."""
    lists = workbook.create_sheet(LISTS)
    lists.sheet_state = "hidden"
    for number, (_, _, offered) in enumerate(columns, 1):
        letters = get_column_letter(number)
        for row, word in enumerate(offered, 1):
            lists.cell(row, number, word)
        if offered:
            source = f"'{LISTS}'!${letters}$1:${letters}${len(offered)}"
            choice = DataValidation("list", formula1=source, allow_blank=True, showErrorMessage=False)
            choice.add(f"{letters}{HEADINGS + 1}:{letters}{LAST_ROW}")
            sheet.add_data_validation(choice)
