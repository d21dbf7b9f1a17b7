"""What leaves as a list can be edited and brought back."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from members.importing.headings import meaning_of
from members.models import ImportBatch, Person
from members.tables import PeopleTable
from nakhe.periods import today
from nakhe.vietnamese.dates import PartialDate
from reports.registry import reports
from tests.factories import make_member, make_office, make_user

WORKED_OUT = {
    "Loại hình": "of the chi bộ",
    "Huy hiệu Đảng": "the badges themselves are facts with their decisions",
    "ID": "the upper system's own key",
    "Nơi cấp thẻ Đảng": "nothing on record",
    "Ngày cấp thẻ Đảng (dd/mm/yyyy)": "nothing on record",
    "Kết quả kiểm tra": "written by the upper system",
    "Chi tiết lỗi": "written by the upper system",
    "Bộ đội, công an, hưu trí": "follows from the chi bộ and the occupation",
}
"""{heading: why the importer takes nothing from it}."""
BELOW_A_GROUP = ["Quốc gia", "Tỉnh", "Địa chỉ chi tiết"]


@pytest.mark.parametrize("name", ["people", "so-danh-sach", "nhap-lieu-4-0"])
def test_every_heading_of_a_list_of_people_is_a_spelling(name):
    table = PeopleTable if name == "people" else reports()[name].Table
    headings = [str(column.verbose_name) for column in table.base_columns.values()]
    unread = [each for each in headings if meaning_of((each,)) is None and each not in BELOW_A_GROUP]

    assert [each for each in unread if each not in WORKED_OUT] == []


@pytest.fixture
def office(client, seven_units):
    na_po = seven_units["Chi bộ thôn Na Pô"]
    lan = make_member(
        "Vàng Thị Lan", na_po, birth_on=PartialDate(1990, 2, 3), sex="F", occupation="Giáo viên",
        admission_decision_on=PartialDate(2015, 4, 20), official_on=PartialDate(2016, 5, 3), residence="Na Pô",
    )  # fmt: skip
    make_office(lan, na_po)
    make_member("Hà Văn Tú", seven_units["Chi bộ Công an xã"], birth_on=PartialDate(1970), sex="M")
    client.force_login(make_user("SECRETARY", na_po.parent_on(today())))
    return client


@pytest.mark.parametrize("list_of", ["/dang-vien.xlsx?cot=full_name,birth_on,sex,unit,occupation,residence"])
def test_the_list_changes_nothing_as_it_left_and_what_was_edited_when_it_was(office, list_of):
    data = office.get(list_of).content
    assert bring(office, data).summary == {"new": 0, "changed": 0, "same": 2, "ask": 0, "error": 0}

    workbook = openpyxl.load_workbook(io.BytesIO(data))
    (cell,) = [cell for row in workbook.active for cell in row if cell.value == "Giáo viên"]
    cell.value = "Nông dân"
    edited = io.BytesIO()
    workbook.save(edited)
    batch = bring(office, edited.getvalue())
    assert batch.summary == {"new": 0, "changed": 1, "same": 1, "ask": 0, "error": 0}
    office.post(f"/nhap/{batch.number}/", {"ghi": "tat-ca"})
    assert Person.objects.get(full_name="Vàng Thị Lan").occupation == "Nông dân"


def bring(client, data):
    answer = client.post("/nhap/", {"tep": SimpleUploadedFile("danh-sach.xlsx", data)})
    assert answer.status_code == 302, answer.text
    return ImportBatch.objects.first()
