"""What leaves as a list of people can be edited and brought back: as it left it changes nothing, edited just that."""

import io
from datetime import date

import openpyxl
import pytest
from auditlog.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from members.importing import committing, previews
from members.importing.headings import meaning_of
from members.importing.matching import NO_BIRTH
from members.importing.shapes import SIGNED_AT_MOST
from members.importing_units.reading import read_units
from members.models import (
    BadgeLevel,
    Ethnicity,
    IdentityNumber,
    ImportBatch,
    Membership,
    Person,
    Qualification,
    Religion,
)
from members.tables import PeopleTable
from nakhe.access import SYSTEM
from nakhe.spreadsheets.reading import open_book
from nakhe.vietnamese.dates import PartialDate
from reports.registry import reports
from tests.factories import make_member, make_office, make_user, make_village
from tests.members.checking import rate

WHY = ["--private", "--reason", "Đối khớp với hệ thống cấp trên"]
SAME = {"new": 0, "changed": 0, "same": 5, "ask": 0, "error": 0}
KIND = IdentityNumber.Kind

# --- Which lists come back ---

BACK = {
    "danh-sach-dang-vien": 5,
    "danh-sach-loc": 5,
    "so-danh-sach": 5,
    "nhap-lieu-4-0": 5,
    "ket-nap": 3,
    "xep-loai-chi-tiet": 5,
    "huy-hieu": 2,
}
"""{report: how many of the five people below stand on it}."""
OF_UNITS = ["to-chuc", "xep-loai-chi-bo-chi-tiet"]
"""Lists of chi bộ, which the import of chi bộ reads."""
NOT_BACK = {
    "bien-dong-chi-tiet": "movements: a line is a decision with its own page, and somebody stands there several times",
    "chuyen-sinh-hoat": "movements",
    "tang-giam": "movements, counted",
    "thay-doi-nam": "what changed in a year, from the log",
    "ky-luat-khen-thuong": "decisions: facts with their own form",
    "boi-duong-chi-tiet": "who attended a course: kept on the course's page",
    "lien-tuc-xuat-sac": "follows from the ratings; names and chi bộ alone, which are asked about",
    "chat-luong-bi-thu": "secretaries, as far as they follow from the record, with counts below",
    "truong-thon": "village heads, who need not be members",
    "thon-dang": "villages",
    "phieu-dang-vien": "a form about one person, not a list",
    "den-han": "a calendar of members, terms and villages",
    "bien-dong": "counts", "boi-duong": "counts", "chi-tieu": "counts", "co-cau": "counts",
    "dang-vien-nhieu-nam": "counts", "so-lieu-chi-bo": "counts", "so-sanh": "counts", "tien-do-xep-loai": "counts",
    "xep-loai-chi-bo": "counts", "xep-loai-dang-vien": "counts", "xep-loai-nhieu-nam": "counts",
}  # fmt: skip
"""{report: why it is not edited and brought back}."""
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


def test_every_report_is_decided_about():
    assert sorted(reports()) == sorted([*BACK, *OF_UNITS, *NOT_BACK])


@pytest.mark.parametrize("name", ["people", "so-danh-sach", "nhap-lieu-4-0"])
def test_every_heading_of_a_list_of_people_is_a_spelling(name):
    table = PeopleTable if name == "people" else reports()[name].Table
    headings = [str(column.verbose_name) for column in table.base_columns.values()]
    unread = [each for each in headings if meaning_of((each,)) is None and each not in BELOW_A_GROUP]

    assert [each for each in unread if each not in WORKED_OUT] == []


# --- Five people of whom different things are known ---


@pytest.fixture
def people(seven_units):
    """{given name: Person}: Lan with everything, Tú with a year of birth, Nô and Bền without birth and number."""
    na_po, police = seven_units["Chi bộ thôn Na Pô"], seven_units["Chi bộ Công an xã"]
    found = {
        "Lan": _lan(na_po),
        "Tú": make_member(
            "Hà Văn Tú", police, date(1995, 5, 19), birth_on=PartialDate(1970), sex="M",
            admitted_on=PartialDate(1995, 5, 19), official_on=PartialDate(1996, 5, 19),
        ),
        "Nô": make_member(
            "Sùng Mí Nô", na_po, date(2023, 6, 20), official_on=None, sex="M", admitted_on=PartialDate(2023, 6, 20),
        ),
        "Bền": make_member("Lý Thị Bền", police, date(2001, 3, 1), official_on=None, sex="F", occupation="Nông dân"),
        "Chiêm": make_member(
            "Lý Văn Chiêm", na_po, date(1986, 5, 19), birth_on=PartialDate(1960, 1, 1), sex="M",
            admitted_on=PartialDate(1986, 5, 19), official_on=PartialDate(1987, 5, 19),
        ),
    }  # fmt: skip
    make_office(found["Chiêm"], na_po.parent_on(date(2020, 1, 1)))
    for person in found.values():
        rate(person, person.memberships.get().unit, "GOOD", 2025)
    return found


def _lan(na_po):
    lan = make_member(
        "Vàng Thị Lan", na_po, date(2015, 4, 20), birth_on=PartialDate(1990, 2, 3), sex="F", birth_name="Vàng Thị Làn",
        ethnicity=Ethnicity.objects.get(name="Mông"), religion=Religion.objects.get(name="Không"),
        admission_decision_on=PartialDate(2015, 4, 20), admitted_on=PartialDate(2015, 5, 3),
        official_on=PartialDate(2016, 5, 3), birthplace="Xã Na Khê, tỉnh Hà Giang",
        native_place="Xã Na Khê, tỉnh Hà Giang", native_place_now="Xã Bạch Đích, tỉnh Tuyên Quang",
        residence="Thôn Na Pô, xã Na Khê", temporary_residence="Thị trấn Yên Minh", occupation="Giáo viên",
        note="Tổ trưởng",
    )  # fmt: skip
    make_office(lan, na_po)
    make_office(lan, na_po, "OTHER", title="Chi hội trưởng")
    for kind, level in {"GENERAL": "9/12", "PROFESSIONAL": "COLLEGE", "POLITICAL": "ELEMENTARY"}.items():
        Qualification.objects.create(person=lan, kind=kind, level=level)
    for kind, number in {KIND.CITIZEN: "002190001234", KIND.CARD: "007113149573", KIND.PROFILE: "041287YM"}.items():
        IdentityNumber.objects.create(person=lan, kind=kind, number=number)
    lan.badges.create(level=BadgeLevel.objects.get(years=30), awarded_on=date(2024, 2, 3), number="HG00001")
    return lan


@pytest.fixture
def secretary(client, people, seven_units):
    client.force_login(make_user("SECRETARY", seven_units["Chi bộ thôn Na Pô"].parent_on(date(2020, 1, 1))))
    return client


def exported(slug, tmp_path, kind="xlsx"):
    """The bytes of a report with its letterhead and signatures, sensitive data among them where there are any."""
    path = tmp_path / f"{slug}.{kind}"
    commune = Membership.objects.first().unit.parent_on(date(2020, 1, 1))
    since = ["--from", "1986-01-01"] if slug == "ket-nap" else []
    private = WHY if "private" in reports()[slug].parameters else []
    call_command("report", slug, *private, *since, "--unit", commune.code, "--format", kind, "-o", str(path))
    return path.read_bytes()


def edited(data, person, heading, value):
    """The workbook *data* with *value* in the cell of *person* below *heading*; it has just one such cell."""
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    sheet = workbook.worksheets[0]
    heads = [cell for row in sheet.iter_rows(max_row=12) for cell in row if cell.value == heading]
    lines = [row for row in sheet if sum(cell.value not in (None, "") for cell in row) > SIGNED_AT_MOST]
    (name,) = [cell for row in lines for cell in row if str(cell.value).startswith(person.full_name)]
    (head,) = heads
    sheet.cell(name.row, head.column).value = value
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def answered(batch, by=SYSTEM):
    """What is asked is answered by the first answer: it is this person, the move is written."""
    first = {question.key: question.options[0].value for question in batch.read.questions}
    return previews.answer(batch, by, answers=first) if batch.read.summary["ask"] else batch


def changes_only(data, person, changes, number):
    """Bringing *data* shows *changes* of *person* alone, writes them, and then the same file changes nothing."""
    batch = answered(previews.preview(data, "sua.xlsx", SYSTEM))
    shown = {row.match: row.changes for row in batch.read.rows if row.status != "same"}
    assert shown == {person.pk: changes}
    committing.commit_now(batch, SYSTEM)
    again = previews.preview(data, "sua.xlsx", SYSTEM).read
    assert [(row.changes, row.problems) for row in again.rows if row.status != "same"] == []
    assert len(again.rows) == number
    assert Person.objects.count() == 5


# --- As it left ---


SEVERAL_TABLES = "huy-hieu"
"""Its CSV has three tables below each other, and is no list."""


@pytest.mark.parametrize(
    ("slug", "kind"),
    [(slug, kind) for slug in BACK for kind in ("xlsx", "csv") if (slug, kind) != (SEVERAL_TABLES, "csv")],
)
def test_a_report_changes_nothing_as_it_left(slug, kind, people, tmp_path):
    data = exported(slug, tmp_path, kind)
    code = LogEntry.objects.filter(additional_data__has_key="code").latest("pk").additional_data["code"]
    reading = previews.read_file(data, f"{slug}-{code}.{kind}", SYSTEM).read

    assert reading.refused is None
    assert [(row.status, row.changes, row.problems) for row in reading.rows if row.status != "same"] == []
    assert len(reading.rows) == BACK[slug]


@pytest.mark.parametrize("slug", OF_UNITS)
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_list_of_chi_bo_changes_nothing_as_it_left(slug, kind, people, tmp_path):
    reading = read_units(open_book(exported(slug, tmp_path, kind), f"{slug}.{kind}"))

    assert (reading.refused, {row.status for row in reading.rows}) == (None, {"same"})
    assert len(reading.rows) == 7


EVERY = ",".join(PeopleTable.base_columns)


def people_file(client, columns=EVERY):
    asked = reverse("people_file", query={"cot": columns, "nhay_cam": "1"})
    return client.post(asked, {"ly_do": "Bổ sung hồ sơ đảng viên"}).content


def test_the_list_of_members_with_all_columns_changes_nothing_as_it_left(secretary):
    assert bring(secretary, people_file(secretary)).summary == SAME


def test_the_people_ticked_change_nothing_as_they_left(secretary, people):
    keys = [people["Lan"].pk, people["Nô"].pk]
    data = secretary.post(reverse("chosen_file"), {"nguoi": keys, "tai": "1"}).content

    assert bring(secretary, data).summary == SAME | {"same": 2}


def bring(client, data):
    answer = client.post("/nhap/", {"tep": SimpleUploadedFile("danh-sach.xlsx", data)})
    assert answer.status_code == 302, answer.text
    return ImportBatch.objects.first()


# --- One cell edited ---

ONE_CELL = {
    "full_name": ("Lan", "Vàng Thị Lành", {"name_in_use": ["Vàng Thị Lan", "Vàng Thị Lành"]}),
    "birth_name": ("Lan", "Vàng Thị Lành", {"full_name": ["Vàng Thị Làn", "Vàng Thị Lành"]}),
    "birth_on": ("Lan", "04/02/1990", {"birth_date": ["1990-02-03", "1990-02-04"]}),
    "sex": ("Lan", "Nam", {"sex": ["F", "M"]}),
    "unit": ("Chiêm", "Chi bộ Công an xã", {"unit": ["Chi bộ thôn Na Pô", "Chi bộ Công an xã"]}),
    "position": ("Nô", "Chi ủy viên", {"party_office": [None, "COMMITTEE_MEMBER"]}),
    "rating": ("Lan", "HTXSNV", {"ratings.2025": ["GOOD", "EXCELLENT"]}),
    "official_on": ("Lan", date(2016, 5, 4), {"official_on": ["2016-05-03", "2016-05-04"]}),
    "ethnicity": ("Lan", "Dao", {"ethnicity": ["Mông", "Dao"]}),
    "religion": ("Lan", "Công giáo", {"religion": ["Không", "Công giáo"]}),
    "birthplace": ("Lan", "Xã Bạch Đích", {"birthplace": ["Xã Na Khê, tỉnh Hà Giang", "Xã Bạch Đích"]}),
    "native_place": ("Lan", "Xã Phú Lũng", {"native_place": ["Xã Na Khê, tỉnh Hà Giang", "Xã Phú Lũng"]}),
    "native_place_now": ("Lan", "Xã Lao Và", {"native_place_now": ["Xã Bạch Đích, tỉnh Tuyên Quang", "Xã Lao Và"]}),
    "residence": ("Lan", "Thôn Bản Rào", {"residence": ["Thôn Na Pô, xã Na Khê", "Thôn Bản Rào"]}),
    "temporary_residence": ("Lan", "Thôn Na Kinh", {"temporary_residence": ["Thị trấn Yên Minh", "Thôn Na Kinh"]}),
    "occupation": ("Bền", "Cán bộ hưu trí", {"occupation": ["Nông dân", "Cán bộ hưu trí"]}),
    "general": ("Lan", "12/12", {"general_education": ["9/12", "12/12"]}),
    "professional": ("Lan", "Đại học", {"professional_level": ["COLLEGE", "UNIVERSITY"]}),
    "political": ("Lan", "Trung cấp", {"political_theory": ["ELEMENTARY", "INTERMEDIATE"]}),
    "exempt_since": ("Lan", "01/03/2024", {"status": ["ACTIVE", "EXEMPT"]}),
    "decided_on": ("Lan", "21/04/2015", {"admission_decision_on": ["2015-04-20", "2015-04-21"]}),
    "ceremony_on": ("Lan", "04/05/2015", {"admitted_on": ["2015-05-03", "2015-05-04"]}),
    "other_office": ("Nô", "Trưởng thôn", {"government_office": [None, "Trưởng thôn"]}),
}  # fmt: skip
"""{column of the list of members: (whose, what is typed, what it changes)}, in a file of all columns."""
NOT_EDITED = {
    "admitted_on": "beside its two days, decision and ceremony, it is not read; alone it is, see below",
    "party_age": "compared with the day of admission, never taken",
    "standing": "follows from the official day; what contradicts it is remarked",
    "unit_type": "of the chi bộ",
    "badge": "a fact with its decision",
    "profile_number": "never in this file; see so-danh-sach",
    "card_number": "never in this file; see so-danh-sach",
    "citizen_number": "never in this file; see nhap-lieu-4-0",
}


def test_every_column_of_the_list_of_members_is_edited_or_says_why_not():
    assert sorted(PeopleTable.base_columns) == sorted([*ONE_CELL, *NOT_EDITED])


@pytest.mark.parametrize("column", ONE_CELL)
def test_an_edited_cell_of_the_list_of_members_changes_just_that(column, secretary, people):
    whose, typed, changes = ONE_CELL[column]
    heading = "Xếp loại 2025" if column == "rating" else str(PeopleTable.base_columns[column].verbose_name)

    changes_only(edited(people_file(secretary), people[whose], heading, typed), people[whose], changes, 5)


ALONE = {
    "admitted_on": ("Tú", "20/05/1995", {"admitted_on": ["1995-05-19", "1995-05-20"]}),
    "full_name": ("Lan", "Vàng Thị Lành", {"full_name": ["Vàng Thị Lan", "Vàng Thị Lành"]}),
}


@pytest.mark.parametrize("column", ALONE)
def test_and_so_it_does_in_a_file_of_few_columns(column, secretary, people):
    whose, typed, changes = ALONE[column]
    data = people_file(secretary, "full_name,birth_on,unit,admitted_on,official_on")
    heading = str(PeopleTable.base_columns[column].verbose_name)

    changes_only(edited(data, people[whose], heading, typed), people[whose], changes, 5)


OF_REPORTS = [
    ("danh-sach-dang-vien", "Nghề nghiệp", "Lan", "Nông dân", {"occupation": ["Giáo viên", "Nông dân"]}),
    ("danh-sach-loc", "Thường trú", "Lan", "Thôn Bản Rào", {"residence": ["Thôn Na Pô, xã Na Khê", "Thôn Bản Rào"]}),
    ("ket-nap", "Lễ kết nạp", "Nô", "20/06/2023", {}),
    ("ket-nap", "Chính thức", "Nô", "20/06/2024", {"official_on": [None, "2024-06-20"]}),
    ("ket-nap", "Quyết định", "Lan", "21/04/2015", {"admission_decision_on": ["2015-04-20", "2015-04-21"]}),
    ("ket-nap", "Lễ kết nạp", "Lan", "04/05/2015", {"admitted_on": ["2015-05-03", "2015-05-04"]}),
    ("ket-nap", "Dân tộc", "Lan", "Dao", {"ethnicity": ["Mông", "Dao"]}),
    ("xep-loai-chi-tiet", "Chức vụ", "Nô", "Chi ủy viên", {"party_office": [None, "COMMITTEE_MEMBER"]}),
    ("huy-hieu", "Ngày sinh", "Chiêm", "02/01/1960", {"birth_date": ["1960-01-01", "1960-01-02"]}),
    ("huy-hieu", "Ngày vào Đảng", "Chiêm", "20/05/1986", {"admitted_on": ["1986-05-19", "1986-05-20"]}),
    ("so-danh-sach", "Nam, nữ, dân tộc, tôn giáo", "Lan", "Nữ, Dao, không", {"ethnicity": ["Mông", "Dao"]}),
    ("so-danh-sach", "Quê quán", "Nô", "Xã Phú Lũng", {"native_place": [None, "Xã Phú Lũng"]}),
    ("so-danh-sach", "Văn hoá, lý luận, CMNV, ngoại ngữ", "Lan", "9/12, Trung cấp, Cao đẳng, –",
     {"political_theory": ["ELEMENTARY", "INTERMEDIATE"]}),
    ("so-danh-sach", "Nghề nghiệp trước khi vào Đảng, hiện nay", "Lan", "Nông dân",
     {"occupation": ["Giáo viên", "Nông dân"]}),
    ("so-danh-sach", "Ngày vào Đảng, ngày chính thức", "Lan", "20/04/2015, 04/05/2016",
     {"official_on": ["2016-05-03", "2016-05-04"]}),
    ("so-danh-sach", "Số thẻ, số lý lịch, số Huy hiệu", "Lan", "007113149573 / 041288YM / HG00001",
     {"profile_number": ["041287YM", "041288YM"]}),
    ("so-danh-sach", "Ghi chú", "Lan", "Chi bộ thôn Na Pô; Tổ phó", {"note": ["Tổ trưởng", "Tổ phó"]}),
    ("nhap-lieu-4-0", "Họ và tên *", "Lan", "Vàng Thị Lành", {"full_name": ["Vàng Thị Lan", "Vàng Thị Lành"]}),
    ("nhap-lieu-4-0", "Tên gọi khác", "Lan", "Vàng Thị Mây", {"name_in_use": [None, "Vàng Thị Mây"]}),
    ("nhap-lieu-4-0", "Sinh ngày *\n(dd/mm/yyyy)", "Lan", "04/02/1990", {"birth_date": ["1990-02-03", "1990-02-04"]}),
    ("nhap-lieu-4-0", "Số định danh cá nhân *", "Tú", "002070001235", {"citizen_id": [None, "002070001235"]}),
    ("nhap-lieu-4-0", "Số thẻ Đảng*\n(12 số theo HD38-HD/BTCTW)", "Lan", "007113149574",
     {"card_number": ["007113149573", "007113149574"]}),
    ("nhap-lieu-4-0", "Tổ chức Đảng đang sinh hoạt *", "Lan", "Chi bộ Công an xã",
     {"unit": ["Chi bộ thôn Na Pô", "Chi bộ Công an xã"]}),
    ("nhap-lieu-4-0", "Ngày vào Đảng*\n(dd/mm/yyyy)", "Tú", "20/05/1995",
     {"admitted_on": ["1995-05-19", "1995-05-20"]}),
    ("nhap-lieu-4-0", "Trạng thái hoạt động", "Tú", "Miễn sinh hoạt", {"status": ["ACTIVE", "EXEMPT"]}),
    ("nhap-lieu-4-0", "Ghi chú", "Lan", "Tổ phó", {"note": ["Tổ trưởng", "Tổ phó"]}),
]  # fmt: skip


@pytest.mark.parametrize(("slug", "heading", "whose", "typed", "changes"), OF_REPORTS)
def test_an_edited_cell_of_a_report_changes_just_that(slug, heading, whose, typed, changes, people, tmp_path):
    data = edited(exported(slug, tmp_path), people[whose], heading, typed)
    if changes:
        changes_only(data, people[whose], changes, BACK[slug])
    else:
        assert {row.status for row in previews.read_file(data, "sua.xlsx", SYSTEM).read.rows} == {"same"}


def test_an_edited_cell_of_a_list_of_chi_bo_changes_just_that(people, seven_units, tmp_path):
    make_village("Na Pô", seven_units["Chi bộ thôn Na Pô"].parent_on(date(2020, 1, 1)))
    workbook = openpyxl.load_workbook(io.BytesIO(exported("to-chuc", tmp_path)))
    (cell,) = [cell for row in workbook.worksheets[0] for cell in row if cell.value == "Quân sự"]
    cell.value = "Cơ quan"
    stream = io.BytesIO()
    workbook.save(stream)
    reading = read_units(open_book(stream.getvalue(), "to-chuc.xlsx"))

    assert [row.changes for row in reading.rows if row.status != "same"] == [{"unit_type": ["MILITARY", "OFFICE"]}]


def test_of_a_file_that_was_made_of_the_register_name_and_chi_bo_are_enough(people, secretary):
    data = people_file(secretary, "full_name,unit")
    assert previews.read_file(data, "danh-sach.xlsx", SYSTEM).read.summary == SAME

    LogEntry.objects.all().delete()  # as in a register that never handed it out
    elsewhere = previews.read_file(data, "danh-sach.xlsx", SYSTEM).read
    assert elsewhere.summary == SAME | {"same": 0, "ask": 5}
    assert {problem.question for row in elsewhere.rows for problem in row.problems} == {NO_BIRTH}
