"""An office of eight people, and a file in which each case of a comparison occurs once."""

from datetime import date

import pytest

from members.models import Ethnicity, IdentityNumber, MemberRating
from members.reconciling import keeping
from nakhe.access import SYSTEM
from nakhe.vietnamese.dates import PartialDate
from tests.factories import join, make_member, make_person
from tests.importing.conftest import commune, na_po, seven_units  # noqa: F401  the same chi bộ
from tests.importing.sheets import workbook_of

HEADINGS = [
    "STT", "Họ và tên", "Ngày sinh", "Giới tính", "Chi bộ", "Số CCCD", "Ngày vào Đảng", "Ngày chính thức",
    "Nghề nghiệp", "Dân tộc", "Trạng thái", "Xếp loại năm 2023",
]  # fmt: skip
DATES = {"admitted_on": PartialDate(2010, 5, 19), "official_on": PartialDate(2011, 5, 19)}
LEFT_ON = date(2024, 6, 1)


@pytest.fixture
def police(seven_units):  # noqa: F811
    return seven_units["Chi bộ Công an xã"]


@pytest.fixture
def office(na_po, police, the_peoples):  # noqa: F811
    """{name: Person}: all of Na Pô, but Tú of the police."""
    people = {
        "Lan": member(
            "Vàng Thị Lan", na_po, "1990-02-03", sex="F", occupation="Giáo viên", ethnicity=the_peoples["Tày"]
        ),
        "Tú": member("Hà Văn Tú", police, "1970-01-01", sex="M", occupation="Công an"),
        "Páo": member("Giàng Mí Páo", na_po, "1980-05-06", sex="M", occupation="Nông dân"),
        "Chấn": member("Lù Thị Chấn", na_po, "1988-07-08", sex="F"),
        "Bằng": member("Hoàng Văn Bằng", na_po, "1979-02-03", sex="M"),
        "Sính": member("Sùng Thị Sính", na_po, "1985", sex="F"),
        "Sính kia": member("Sùng Thị Sính", na_po, "1985-09-09", sex="F"),
    }
    gone = people["Dình"] = make_person("Lý Văn Dình", birth_on="1950-03-03", sex="M", **DATES)
    join(gone, na_po, ended_on=LEFT_ON, reason_out="DIED")
    IdentityNumber.objects.create(person=people["Páo"], kind="CITIZEN", number="002080000001")
    MemberRating.objects.create(person=people["Lan"], unit=na_po, year=2023, level="GOOD")
    return people


def member(name, unit, birth, **fields):
    return make_member(name, unit, birth_on=birth, **DATES, **fields)


@pytest.fixture
def the_peoples(db):
    return {each.name: each for each in Ethnicity.objects.all()}


def line(number, name, birth, sex="", unit="Chi bộ thôn Na Pô", **said):
    """A row of the file; what is not *said* is blank."""
    usual = {"Ngày vào Đảng": "19/05/2010", "Ngày chính thức": "19/05/2011"}
    known = {"STT": number, "Họ và tên": name, "Ngày sinh": birth, "Giới tính": sex, "Chi bộ": unit} | usual | said
    return [known.get(heading) for heading in HEADINGS]


FILE = [
    line(
        1,
        "Vàng Thị Lan",
        "03/02/1990",
        "Nữ",
        **{"Nghề nghiệp": "Nông dân", "Dân tộc": "Nùng", "Xếp loại năm 2023": "HTXSNV"},
    ),
    line(2, "Hà Văn Tú", "01/01/1970", "Nam", "Chi bộ Công an xã", **{"Nghề nghiệp": "Công an"}),
    line(3, "Giàng Mí Páo", "06/05/1980", "Nam"),
    line(4, "Lù Thị Chấn", "08/07/1988", "Nữ", **{"Nghề nghiệp": "Thợ may"}),
    line(5, "Sùng Thị Sính", "1985", "Nữ"),
    line(6, "Lý Văn Dình", "03/03/1950", "Nam"),
    line(7, "Ma Văn Thiện", "30/04/1987", "Nam"),
]
"""Lan differs, Tú is the same; of Páo the file leaves his work blank, of Chấn the register hers; one of two Sính; Dình
has died; nobody is called Thiện, and of Bằng there is no line. No line says a number, so numbers are not compared."""


def compared(*rows, by=SYSTEM, data=None, name="cap-tren.xlsx", **said):
    """The saved Reconciliation of a file with *rows*."""
    return keeping.keep(keeping.reconcile(data or workbook_of(HEADINGS, *rows), name, by, **said))


def groups(kept):
    """{row of the file: group}, the first line of people being 2."""
    return {line.row: line.group for line in keeping.found_in(kept).lines}


def cells(kept, row):
    """{field: (kind, ours, theirs)} of a line."""
    (line,) = [each for each in keeping.found_in(kept).lines if each.row == row]
    return {cell.field: (cell.kind, cell.ours, cell.theirs) for cell in line.cells}


def missing(kept):
    return [each.name for each in keeping.found_in(kept).missing]
