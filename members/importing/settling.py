"""What the columns of a sheet mean beside each other, which no heading says alone."""

from itertools import pairwise

from members.importing.bands import NAME, HeadedColumn
from members.importing.fields import RATING_YEAR, RATINGS
from members.importing.headings import DATE_PARTS, YEAR, Meaning, mapping_key, plain
from members.importing.values.marks import is_marked
from members.importing.values.names import may_be_given_names
from members.importing.values.text import as_text, clean

IN_THREE = list(map(plain, ("Ngày", "Tháng", "Năm sinh")))
COMES_OF_AGE = 18
"""Years since the birth of the youngest member, at least."""


def settle(band, person_rows):
    """What only the whole decides: NAM and NỮ over dates, one rating a year, the former CMND beside a number."""
    for column in band.columns:
        if column.key == "sex" and column.meaning.part and _has_dates(column, person_rows):
            column.meaning = Meaning(("birth_date",), column.meaning.part)
    _birth_in_three_columns(band)
    _days_without_years(band)
    _official_by_crosses(band, person_rows)
    _name_in_two_columns(band)
    _given_name_without_heading(band, person_rows)
    _two_names(band)
    _one_citizen_number(band)
    _one_day_of_admission(band)
    _one_rating_a_year(band)


def _has_dates(column, person_rows):
    values = [row.cells[column.number].value for row in person_rows if column.number in row.cells]
    return any(not isinstance(value, str) or is_marked(value) is None for value in values) and any(
        sum(map(str.isdigit, as_text(value))) >= 4 for value in values
    )


def _name_in_two_columns(band):
    """One heading over two columns, side by side: what comes before the name, and the name."""
    columns = [column for column in band.columns if column.key == NAME]
    for left, right in pairwise(columns):
        if left.path == right.path and left.number + 1 == right.number:
            left.meaning, right.meaning = (Meaning((NAME,), part) for part in ("family", "given"))


def _birth_in_three_columns(band):
    """“Ngày” and “Tháng” right before “Năm sinh” are the day and the month of it."""
    for columns in zip(band.columns, band.columns[1:], band.columns[2:], strict=False):
        if [plain(column.path[-1]) for column in columns] == IN_THREE:
            for column, part in zip(columns, DATE_PARTS, strict=True):
                column.meaning = Meaning(("birth_date",), part)


def _days_without_years(band):
    """“Ngày” beside “Số QĐ” is the whole date, for there is no column with its year."""
    in_parts = [column for column in band.columns if column.meaning and column.meaning.part in DATE_PARTS]
    have_years = {column.key for column in in_parts if column.meaning.part == "year"}
    for column in in_parts:
        if column.key not in have_years:
            column.meaning = Meaning((column.key,))


def _official_by_crosses(band, person_rows):
    """“Chính thức” beside “Dự bị”, with crosses below it, is no day."""
    column = band.column_of("official_on")
    values = [row.cells[column.number].value for row in person_rows if column and column.number in row.cells]
    if values and all(is_marked(value) for value in values) and band.column_of("probationary"):
        column.meaning = Meaning(("probationary",), "official")


def _given_name_without_heading(band, person_rows):
    """“Họ và tên” reaches over the column beside it, although that has no heading: “Giàng Mí | Sò”."""
    column = band.column_of(NAME)
    if column is None or column.meaning.part or any(each.number == column.number + 1 for each in band.columns):
        return
    pairs = [(row.cells.get(column.number), row.cells.get(column.number + 1)) for row in person_rows]
    names = [clean(name.value) for name, beside in pairs if name and beside]
    givens = [clean(beside.value) for name, beside in pairs if name and beside]
    if len(names) > len(pairs) / 2 and may_be_given_names(names, givens):
        column.meaning = Meaning((NAME,), "family")
        band.columns.insert(
            band.columns.index(column) + 1,
            HeadedColumn(column.number + 1, column.heading, column.path, Meaning((NAME,), "given")),
        )


def _two_names(band):
    """Beside “Họ tên khai sinh” a column “Họ và tên” has the name in use."""
    columns = [column for column in band.columns if column.key == NAME and not column.meaning.part]
    if {"khai sinh" in column.heading.lower() for column in columns} == {True, False}:
        for column in columns:
            if "khai sinh" not in column.heading.lower():
                column.meaning = Meaning(("name_in_use",))


def _one_citizen_number(band):
    """“Số CMND cũ” is the number of who has no other column for one."""
    if band.column_of("citizen_id") is None:
        for column in band.columns:
            if column.key == "old_citizen_number":
                column.meaning = Meaning(("citizen_id",))


def _one_day_of_admission(band):
    """Beside “Lễ kết nạp” a column “Vào Đảng” is no day of its own: the decision's, from which tuổi đảng counts."""
    columns = [column for column in band.columns if column.key == "admitted_on" and len(column.meaning.keys) == 1]
    ceremonies = [column for column in columns if "lễ" in column.heading.lower().split()]
    for column in columns if ceremonies else ():
        if column not in ceremonies:
            column.meaning = None


def year_of_the_row(band, sheet, today, mapped):
    """“Năm” beside ratings that name no year is theirs, row by row: known before the rows are told apart.

    Not where somebody left it out, nor where it may be the year of birth, which no other column has.
    """
    if any(column.key == RATINGS and not column.meaning.is_year for column in band.columns):
        for column in band.columns:
            is_plain = column.meaning is None and list(map(plain, column.path)) == [plain("Năm")]
            if is_plain and mapping_key(column.path) not in mapped and not _may_be_births(column, band, sheet, today):
                column.meaning = Meaning((RATING_YEAR,))


def _may_be_births(column, band, sheet, today):
    below = [cells for number, cells in sheet.rows.items() if number > band.last and column.number in cells]
    found = [YEAR.fullmatch(as_text(cells[column.number].value)) for cells in below]
    years = [int(year[1]) for year in found if year]
    return not band.column_of("birth_date") and any(year <= today.year - COMES_OF_AGE for year in years)


def _one_rating_a_year(band):
    """Of several columns for a year the last one counts, self-ratings never beside another; the others are left out."""
    by_year = {}
    for column in band.columns:
        if column.key == RATINGS and (not column.meaning.part or column.meaning.is_year):
            by_year.setdefault(column.meaning.part, []).append(column)
    for columns in by_year.values():
        counted = max(columns, key=lambda column: (not _is_self_rating(column), column.number))
        for column in columns:
            if column is not counted:
                column.meaning = None


def _is_self_rating(column):
    return any("tự" in text.lower().split() for text in column.path)
