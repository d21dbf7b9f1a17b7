"""Units change by decision: names, parents, members, offices and villages follow, and all of it can be taken back."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from members import reorganisation
from members.models import Membership, Movement, Office, VillageHead
from members.movements.document import cancel as cancel_movement
from members.reorganisation import BY_SLUG, cancel, preview, record
from nakhe.effects import Superseded, texts
from tests.factories import make_commune, make_head, make_member, make_office, make_unit, make_user, make_village
from units.models import Committee, Term, Unit, UnitChange, UnitClosure, UnitName, UnitParent, Village

pytestmark = pytest.mark.django_db
DAY = date(2025, 7, 1)
BEFORE = date(2025, 6, 30)


@pytest.fixture
def district():
    return make_unit("Đảng bộ huyện Yên Minh", make_unit("Đảng bộ tỉnh Hà Giang", kind="PROVINCE"), kind="DISTRICT")


@pytest.fixture
def commune(district):
    return make_unit("Đảng bộ xã Na Khê", district, kind="COMMUNE")


@pytest.fixture
def na_po(commune):
    return make_unit("Chi bộ thôn Na Pô", commune, village=make_village("Na Pô", commune))


def change(slug, units, **given):
    return record(BY_SLUG[slug], units, {"effective_on": DAY, **given})


def under(root, day):
    return set(Membership.objects.under(root, day).as_of(day).values_list("person__full_name", flat=True))


def everything():
    models = (Unit, UnitName, UnitParent, Committee, Term, Membership, Office, Village)
    stored = {(model.__name__, row.pk): texts(row) for model in models for row in model.objects.all()}
    closure = UnitClosure.objects.values_list("ancestor", "unit", "depth", "started_on", "ended_on")
    return stored, sorted(closure, key=str)


def test_a_new_name_begins_on_its_day(na_po):
    change("doi-ten", [na_po], name="Chi bộ thôn Na Pô Mới", short_name="Na Pô Mới")
    assert na_po.name_on(BEFORE).name == "Chi bộ thôn Na Pô"
    assert na_po.name_on(DAY).name == "Chi bộ thôn Na Pô Mới"
    na_po.refresh_from_db()
    assert str(na_po) == "Chi bộ thôn Na Pô Mới"


def test_a_merger_carries_members_and_ends_what_it_empties(commune, na_po, na_kinh):
    lan, min_ = make_member("Vàng Thị Lan", na_po), make_member("Lù Văn Mìn", na_kinh)
    office, committee = make_office(lan, na_po), Committee.objects.create(unit=na_po, started_on=date(2020, 1, 1))
    merged = change("sap-nhap", [na_po, na_kinh], to_unit=na_kinh, decision_number="30-QĐ/ĐU")
    assert (under(na_po, BEFORE), under(na_kinh, DAY)) == ({"Vàng Thị Lan"}, {"Vàng Thị Lan", "Lù Văn Mìn"})
    for row in (na_po, office, committee):
        row.refresh_from_db()
        assert row.ended_on == DAY
    assert [movement.person for movement in Movement.objects.filter(batch=merged.batch)] == [lan]
    assert (set(merged.predecessors.all()), set(merged.successors.all())) == ({na_po, na_kinh}, {na_kinh})
    assert under(commune, DAY) == {str(lan), str(min_)}


def test_a_merger_into_a_new_chi_bo(commune, na_po, na_kinh):
    make_member("Vàng Thị Lan", na_po)
    make_member("Lù Văn Mìn", na_kinh)
    merged = change(
        "sap-nhap", [na_po, na_kinh], parent=commune, name="Chi bộ thôn Na Pô – Na Kinh", short_name="Na Pô – Na Kinh",
        unit_type="VILLAGE", village=na_po.village,
    )  # fmt: skip
    (new,) = merged.successors.all()
    assert (new.code, new.village, new.parent_on(DAY)) == ("na-po-na-kinh", na_po.village, commune)
    assert under(new, DAY) == {"Vàng Thị Lan", "Lù Văn Mìn"}


def test_a_split_takes_those_who_are_named(commune, na_po):
    lan, mai = make_member("Vàng Thị Lan", na_po), make_member("Lý Thị Mai", na_po)
    new = {"name": "Chi bộ Trường học", "short_name": "Trường học", "unit_type": "SCHOOL"}
    split = change("chia-tach", [na_po], people=[mai], parent=commune, **new)
    school = split.successors.exclude(pk=na_po.pk).get()
    assert (under(na_po, DAY), under(school, DAY)) == ({str(lan)}, {str(mai)})
    assert under(school, BEFORE) == set()


def test_a_chi_bo_with_members_is_not_dissolved_without_a_place_for_them(na_po, na_kinh):
    make_member("Vàng Thị Lan", na_po)
    with pytest.raises(ValidationError, match="còn 1 đảng viên"):
        change("giai-the", [na_po])
    change("giai-the", [na_po], to_unit=na_kinh)
    assert under(na_kinh, DAY) == {"Vàng Thị Lan"}


def test_a_committee_with_chi_bo_below_it_is_not_dissolved(commune, na_po):
    with pytest.raises(ValidationError, match="còn tổ chức trực thuộc"):
        change("giai-the", [commune])


def test_the_first_of_july_2025(district, commune, na_po):
    """Districts end, the commune takes its neighbour's name and chi bộ; figures and headers of each day stay true."""
    province = district.parent_on(BEFORE)
    neighbours = make_unit("Đảng bộ xã Bạch Đích", district, kind="COMMUNE")
    ban_muong = make_unit("Chi bộ thôn Bản Muồng", neighbours, village=make_village("Bản Muồng", neighbours))
    make_member("Vàng Thị Lan", na_po)
    sung = make_member("Sùng Thị Sính", ban_muong)
    head = make_head(sung, ban_muong.village)
    sung.ratings.create(unit=ban_muong, year=2024, level="GOOD")

    change("chuyen-truc-thuoc", [commune, neighbours], parent=province)
    change("doi-ten", [province], name="Đảng bộ tỉnh Tuyên Quang", short_name="Tuyên Quang")
    change("giai-the", [district])
    change("chuyen-truc-thuoc", [ban_muong], parent=commune)
    change("giai-the", [neighbours])
    change("doi-ten", [commune], name="Đảng bộ xã Bạch Đích", short_name="Bạch Đích", location="tỉnh Tuyên Quang")

    assert (under(commune, BEFORE), under(commune, DAY)) == ({"Vàng Thị Lan"}, {"Vàng Thị Lan", "Sùng Thị Sính"})
    assert under(province, BEFORE) == under(province, DAY) == {"Vàng Thị Lan", "Sùng Thị Sính"}
    assert (under(district, BEFORE), under(district, DAY)) == ({"Vàng Thị Lan", "Sùng Thị Sính"}, set())
    assert (commune.name_on(BEFORE).name, commune.name_on(DAY).name) == ("Đảng bộ xã Na Khê", "Đảng bộ xã Bạch Đích")
    assert (commune.parent_on(BEFORE), commune.parent_on(DAY)) == (district, province)
    assert sung.ratings.get().unit == ban_muong
    assert villages_of(commune, BEFORE) == {"Na Pô"}
    assert villages_of(commune, DAY) == {"Na Pô", "Bản Muồng"}
    assert villages_of(neighbours, DAY) == set()
    assert VillageHead.objects.get() == head


def villages_of(commune, day):
    below = UnitClosure.objects.as_of(day).filter(ancestor=commune).values("unit")
    return {village.name for village in Village.objects.lying_in(below, day)}


@pytest.mark.parametrize("slug", ["doi-ten", "sap-nhap", "chia-tach", "chuyen-truc-thuoc", "giai-the", "thanh-lap"])
def test_every_change_is_told_beforehand_and_taken_back_exactly(slug, district, commune, na_po, na_kinh):
    lan, _ = make_member("Vàng Thị Lan", na_po), make_member("Hoàng Văn Bằng", na_po)
    make_office(lan, na_po)
    Committee.objects.create(unit=na_po, started_on=date(2020, 1, 1))
    new = {"name": "Chi bộ mới", "short_name": "Mới", "unit_type": "SCHOOL"}
    given = {
        "doi-ten": new,
        "sap-nhap": {"to_unit": na_kinh},
        "chia-tach": {"people": [lan], "parent": commune, **new},
        "chuyen-truc-thuoc": {"parent": district},
        "giai-the": {"to_unit": na_kinh},
        "thanh-lap": {"parent": commune, **new},
    }[slug] | {"effective_on": DAY}
    units = {"thanh-lap": [], "sap-nhap": [na_po, na_kinh]}.get(slug, [na_po])
    before = everything()
    assert preview(BY_SLUG[slug], units, given).sentences
    assert everything() == before
    written = record(BY_SLUG[slug], units, given)
    assert everything() != before
    clerk = make_user(username="van-phong")
    cancel(written, clerk, "Ghi nhầm")
    assert everything() == before
    written.refresh_from_db()
    assert (written.is_cancelled, written.cancelled_by) == (True, clerk)
    assert not Movement.objects.in_force().exists()


def test_the_preview_counts_both_sides(na_po, na_kinh):
    for name in ("Vàng Thị Lan", "Lý Thị Mai"):
        make_member(name, na_po)
    make_member("Lù Văn Mìn", na_kinh)
    found = preview(BY_SLUG["sap-nhap"], [na_po, na_kinh], {"effective_on": DAY, "to_unit": na_kinh})
    assert found.strengths == [("Chi bộ thôn Na Pô", 2, 0), ("Chi bộ thôn Na Kinh", 1, 3)]


def test_a_carried_member_is_taken_back_with_the_whole_change_only(na_po, na_kinh):
    make_member("Vàng Thị Lan", na_po)
    merged = change("sap-nhap", [na_po, na_kinh], to_unit=na_kinh)
    with pytest.raises(Superseded, match="hủy cả thay đổi"):
        cancel_movement(Movement.objects.get(batch=merged.batch), None, "Nhầm")


def test_the_same_form_twice_writes_one_change(na_po):
    batch = UnitChange().batch
    given = {"effective_on": DAY, "name": "Chi bộ mới", "short_name": "Mới"}
    first = record(BY_SLUG["doi-ten"], [na_po], given, batch=batch)
    assert record(BY_SLUG["doi-ten"], [na_po], given, batch=batch) == first
    assert na_po.names.count() == 2


NEW = {"name": "Chi bộ mới", "short_name": "Mới", "unit_type": "SCHOOL"}


def test_a_split_takes_only_who_belongs_there_on_the_day_and_leaves_somebody(commune, na_po):
    lan, bang = make_member("Vàng Thị Lan", na_po), make_member("Hoàng Văn Bằng", na_po, date(2025, 9, 1))
    with pytest.raises(ValidationError, match="Ngày 01/07/2025 không sinh hoạt ở .*Na Pô: Hoàng Văn Bằng."):
        change("chia-tach", [na_po], people=[lan, bang], parent=commune, **NEW)
    with pytest.raises(ValidationError, match="sẽ không còn ai"):
        change("chia-tach", [na_po], people=[lan], parent=commune, **NEW)
    assert Unit.objects.filter(kind="BRANCH").count() == 1


@pytest.mark.parametrize("names", [{"name": "Chi bộ thôn Na Kinh"}, {"short_name": "Chi bộ thôn Na Kinh"}])
def test_two_living_units_side_by_side_have_two_names(commune, district, na_po, na_kinh, names):
    with pytest.raises(ValidationError, match="Đã có tổ chức đang hoạt động mang tên “Chi bộ thôn Na Kinh”"):
        change("doi-ten", [na_po], **{"name": "Chi bộ mới", "short_name": "Mới"} | names)
    with pytest.raises(ValidationError, match="Đã có tổ chức đang hoạt động mang tên"):
        change("thanh-lap", [], parent=commune, **NEW | names)
    elsewhere = make_commune("Đảng bộ xã Phú Lũng")
    change("thanh-lap", [], parent=elsewhere, **NEW | names)


def test_what_is_merged_may_hand_on_its_name(commune, na_po, na_kinh):
    given = {"parent": commune, "name": "Chi bộ thôn Na Pô", "short_name": "Chi bộ thôn Na Pô", "unit_type": "VILLAGE"}
    change("sap-nhap", [na_po, na_kinh], **given)
    assert Unit.objects.as_of(DAY).branches().get().name_on(DAY).name == "Chi bộ thôn Na Pô"


def test_every_kind_of_change_has_a_verb():
    forms_of_their_own = {UnitChange.Kind.CONGRESS}
    assert {verb.kind for verb in reorganisation.VERBS} | forms_of_their_own == set(UnitChange.Kind)


def test_neighbouring_communes_keep_their_villages_until_their_chi_bo_moves():
    commune, other = make_commune("Đảng bộ xã A"), make_commune("Đảng bộ xã B")
    unit = make_unit("Chi bộ thôn C", other, village=make_village("C", other))
    make_village("D", other)
    change("chuyen-truc-thuoc", [unit], parent=commune)
    assert (villages_of(other, BEFORE), villages_of(other, DAY)) == ({"C", "D"}, {"D"})
