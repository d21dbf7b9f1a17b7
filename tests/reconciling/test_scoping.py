"""What a comparison tells is cut to its reader: other chi bộ, other communes, numbers, what came after a departure."""

import json
from datetime import date

import pytest

from members.importing.headings import mapping_key
from members.models import HeadingMeaning, IdentityNumber
from members.reconciling import keeping, result, workbook
from members.reconciling.scope import WHOLE
from nakhe.periods import today
from tests.factories import LONG_AGO, join, make_commune, make_member, make_unit, make_user
from tests.importing.sheets import workbook_of
from tests.reconciling.conftest import FILE, HEADINGS, cells, compared, groups, line, missing
from units.models import RoleGrant


@pytest.fixture
def bach_dich(db):
    """Another commune in the same register, with a chi bộ and one member."""
    unit = make_unit("Chi bộ thôn Bản Muồng", make_commune("Đảng bộ xã Bạch Đích"))
    make_member("Lầu Thị Dợ", unit, birth_on="1991-01-01")
    return unit


def all_told(kept):
    return json.dumps(result.packed(keeping.found_in(kept)), ensure_ascii=False)


def test_a_secretary_of_a_chi_bo_compares_that_chi_bo_alone(office, na_po):
    secretary = make_user("UNIT_SECRETARY", na_po)
    kept = compared(*FILE, by=secretary)

    assert (groups(kept)[2], groups(kept)[3]) == ("different", "outside")
    assert [question.key.partition("|")[0] for question in keeping.reading_of(kept).questions] == ["match"]
    assert missing(kept) == ["Hoàng Văn Bằng", "Sùng Thị Sính", "Sùng Thị Sính"]
    (tu,) = [each for each in keeping.found_in(kept).lines if each.row == 3]
    assert (tu.person, tu.cells, tu.candidates) == (None, [], [])


def test_another_communes_office_learns_of_nobody(office, bach_dich):
    """Neither by name and birth nor by number, not even that a number is taken."""
    reader = make_user("OFFICE", bach_dich.parent_on(today()))
    by_number = line(1, "Ai Đó", "1/1/1990", **{"Số CCCD": "002080000001", "Chi bộ": "Bản Muồng"})
    kept = compared(by_number, *FILE, by=reader, scope=WHOLE)
    found = keeping.found_in(kept)

    assert set(groups(kept).values()) == {"there"}
    assert [each.person for each in found.lines] == [None] * 8
    assert "number_taken" not in {each.code for row in keeping.reading_of(kept).rows for each in row.problems}
    assert "đã ghi cho" not in all_told(kept)
    assert missing(kept) == ["Lầu Thị Dợ"]
    assert groups(compared(by_number, *FILE, by=reader)) == {2: "there"} | dict.fromkeys(range(3, 10), "outside")


def test_a_cadre_is_told_nothing_by_numbers_nor_about_them(office, commune):
    office["Páo"].phone = "0912000111"
    office["Páo"].save()
    headings, said = [*HEADINGS, "Số điện thoại"], {"Số CCCD": "002080000001"}
    by_number = [*line(1, "Người Khác Hẳn", "06/05/1979", **said), "0912000999"]
    by_name = [
        *line(2, "Giàng Mí Páo", "06/05/1980", "Nam", **{"Số CCCD": "002080000002", "Nghề nghiệp": "Nông dân"}),
        "0",
    ]
    by_name[-1] = "0912000222"
    data = workbook_of(headings, by_number, by_name)
    cadre = compared(data=data, by=make_user("CADRE", commune))
    secretary = compared(data=data, by=make_user("SECRETARY", commune))

    assert groups(cadre) == {2: "there", 3: "same"}
    assert "citizen_id" not in all_told(cadre) and "phone" not in all_told(cadre)
    assert groups(secretary) == {2: "doubt", 3: "doubt"}


def test_what_came_after_somebody_left_for_another_commune_is_theirs(office, commune, bach_dich, na_po):
    bang = office["Bằng"]
    stay = bang.memberships.get()
    stay.ended_on, stay.reason_out = date(2025, 1, 1), "TRANSFERRED_OUT"
    stay.save()
    join(bang, bach_dich, date(2025, 1, 1), "TRANSFERRED_IN")
    bang.occupation = "Trưởng trạm Bản Muồng"
    bang.save()
    IdentityNumber.objects.create(person=bang, kind="CARD", number="07000042")
    row = line(1, "Hoàng Văn Bằng", "03/02/1979", "Nam", **{"Nghề nghiệp": "Nông dân", "Số CCCD": "002079000042"})
    kept = compared(row, by=make_user("OFFICE", commune))

    assert cells(kept, 2) == {"status": ("different", "TRANSFERRED_OUT", "có tên trong tệp")}
    assert "Muồng" not in all_told(kept)
    theirs = compared(row, by=make_user("OFFICE", bach_dich.parent_on(today())))
    assert cells(theirs, 2)["occupation"] == ("different", "Trưởng trạm Bản Muồng", "Nông dân")


def test_it_is_its_accounts_alone(client, office, commune):
    kept = compared(*FILE, by=make_user("OFFICE", commune))
    client.force_login(make_user("SECRETARY", commune))

    for path in ("", "tep/"):
        assert client.get(f"/nhap/doi-khop/{kept.number}/{path}").status_code == 404
    assert client.post(f"/nhap/doi-khop/{kept.number}/", {"bo": "1"}).status_code == 404
    assert "cap-tren.xlsx" not in client.get("/nhap/doi-khop/").text


def test_with_other_rights_it_is_read_again_before_it_is_shown(client, office, commune, na_po):
    account = make_user("OFFICE", commune)
    RoleGrant.objects.create(user=account, role="UNIT_SECRETARY", unit=na_po, started_on=date(2000, 1, 1))
    kept = compared(*FILE, by=account, scope=WHOLE)
    assert groups(kept)[3] == "same"
    account.grants.filter(role="OFFICE").update(ended_on=today())
    client.force_login(account)

    page = client.get(f"/nhap/doi-khop/{kept.number}/?nhom=chi-o-tep")
    assert "Quyền xem của bạn đã khác" in page.text and "Hà Văn Tú" in page.text
    kept.refresh_from_db()
    assert groups(kept)[3] == "there"


@pytest.mark.parametrize(("role", "is_remembered"), [("OFFICE", True), ("CADRE", False)])
def test_a_column_mapped_by_hand_is_remembered_of_those_who_import(role, is_remembered, office, commune):
    """Whoever only reads must not say how the committee's next import is read."""
    by, key = make_user(role, commune), mapping_key(("Việc làm",))
    data = workbook_of(["Họ và tên", "Ngày sinh", "Việc làm"], ["Vàng Thị Lan", "03/02/1990", "Nông dân"])
    kept = compared(data=data, by=by)
    assert groups(kept) == {2: "same"}
    kept = keeping.again(kept, by, mapped={key: "occupation"})

    assert cells(kept, 2) == {"occupation": ("different", "Giáo viên", "Nông dân")}
    assert HeadingMeaning.objects.exists() == is_remembered


def test_a_file_names_nobody_whom_its_reader_may_not_take_out(police, na_po):
    """A cadre of the commune reads all, and as the secretary of a chi bộ takes out that one."""
    cadre = make_user("CADRE", na_po.parent_on(today()))
    RoleGrant.objects.create(user=cadre, role="UNIT_SECRETARY", unit=na_po, started_on=LONG_AGO)
    for born in ("1980-05-06", "1980-07-08"):
        make_member("Sùng Thị Sính", police, birth_on=born)
        make_member("Lầu Thị Dợ", na_po, birth_on=born)
    rows = (line(1, "Sùng Thị Sính", "1980", "Nữ", **{"Chi bộ": "Công an xã"}), line(2, "Lầu Thị Dợ", "1980", "Nữ"))
    kept = compared(*rows, by=cadre, scope=WHOLE)
    assert "Sùng Thị Sính, sinh 06/05/1980" in all_told(kept)

    sinh, do = workbook.for_export(keeping.found_in(kept), cadre)[0].lines
    assert (sinh.candidates, sinh.told) == ([], [])
    assert len(do.candidates) == 2 and "Lầu Thị Dợ, sinh 06/05/1980" in do.told[0]
