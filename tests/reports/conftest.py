"""A commune of three chi bộ, small enough to count by hand."""

from dataclasses import dataclass
from datetime import date

import pytest

from tests.factories import make_commune, make_head, make_member, make_office, make_person, make_unit, make_village
from units.models import Committee, Unit, UnitName, UnitParent


@dataclass
class Commune:
    unit: Unit
    na_po: Unit
    na_kinh: Unit
    police: Unit


@pytest.fixture
def commune(db):
    """Na Pô (Lan, Dính, probationer Mai) and Na Kinh (Páo) since long ago; Công an xã (Sính) since 1 March 2022.

    Lan is Na Pô's secretary; Dính heads its border village. Súng, head of thôn Na Kinh, is no member.
    """
    district = make_unit("Đảng bộ huyện Yên Minh", kind="DISTRICT", code="yen-minh")
    unit = make_commune(code="na-khe")
    UnitParent.objects.create(unit=unit, parent=district, started_on=date(2000, 1, 1))
    name_committee(district, "Huyện ủy Yên Minh")
    name_committee(unit, "Đảng ủy xã Na Khê", place="Na Khê", location="huyện Yên Minh, tỉnh Hà Giang")
    village = make_village("Na Pô", unit, is_border=True)
    na_po = make_unit("Na Pô", unit, village=village)
    na_kinh = make_unit("Na Kinh", unit, village=make_village("Na Kinh", unit))
    police = make_unit("Công an xã", unit, unit_type="POLICE", started_on=date(2022, 3, 1))
    lan = make_member("Vàng Thị Lan", na_po, sex="F")
    make_office(lan, na_po)
    Committee.objects.create(unit=na_po, started_on=date(2020, 1, 1))
    dinh = make_member("Giàng Mí Dính", na_po, sex="M")
    make_head(dinh, village)
    make_member(
        "Hoàng Thị Mai", na_po, date(2024, 1, 10), None, sex="F", admitted_on="2024-01-10", birth_on="2000-01-11"
    )
    make_member("Thò Mí Páo", na_kinh, sex="M")
    make_member("Ly Văn Sính", police, date(2022, 3, 1), sex="M")
    make_head(make_person("Vừ Mí Súng", sex="M"), na_kinh.village)
    return Commune(unit, na_po, na_kinh, police)


def name_committee(unit, committee_name, **fields):
    UnitName.objects.filter(unit=unit).update(committee_name=committee_name, **fields)
