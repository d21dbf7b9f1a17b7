"""A commune of three chi bộ, small enough to count by hand."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.core.management import call_command

from members.models import (
    Commendation,
    Discipline,
    MemberRating,
    Person,
    Qualification,
    TemporaryAbsence,
    TrainingAttendance,
    TrainingCourse,
)
from tests.factories import make_commune, make_head, make_member, make_office, make_person, make_unit, make_village
from units.models import (
    Committee,
    RatingCampaign,
    RatingRegime,
    Resolution,
    Target,
    Unit,
    UnitName,
    UnitParent,
    UnitRating,
)

DAY = date(2024, 5, 28)


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


@pytest.fixture
def rated_commune(commune):
    """The commune with a row in every report: the campaign of 2023, its ratings, a course, a target, qualifications."""
    regime = RatingRegime.objects.get(first_year=2023)
    RatingCampaign.objects.create(unit=commune.unit, year=2023, regime=regime, assessed_on=date(2023, 12, 31))
    course = TrainingCourse.objects.create(
        unit=commune.unit, name="Cập nhật kiến thức", kind="KNOWLEDGE_UPDATE", started_on="3/2024"
    )
    for person in Person.objects.filter(memberships__started_on__year__lt=2024):
        unit = person.memberships.get().unit
        MemberRating.objects.create(person=person, unit=unit, year=2023, level="GOOD")
        TrainingAttendance.objects.create(course=course, person=person, unit=unit, attended_as="MEMBER")
        Qualification.objects.create(person=person, kind="GENERAL", level="12/12")
    Discipline.objects.create(person=Person.objects.get(full_name="Thò Mí Páo"), form="WARNING", decided_on=DAY)
    Commendation.objects.create(unit=commune.na_po, form="Giấy khen", decided_on=DAY)
    TemporaryAbsence.objects.create(person=Person.objects.get(full_name="Vàng Thị Lan"), started_on=DAY)
    for unit, level in ((commune.na_po, "EXCELLENT"), (commune.na_kinh, "GOOD"), (commune.police, "GOOD")):
        UnitRating.objects.create(unit=unit, year=2023, level=level)
    for year in range(2019, 2023):
        UnitRating.objects.create(unit=commune.na_po, year=year, level="EXCELLENT")
    resolution = Resolution.objects.create(
        unit=commune.unit, number="05-NQ/ĐU", title="Nhiệm vụ năm 2023", adopted_on=date(2023, 1, 5)
    )
    Target.objects.create(
        resolution=resolution, name="Chi bộ HTTNV trở lên", measure="UNITS_GOOD_OR_BETTER", year=2023, minimum=100
    )
    return commune


@pytest.fixture
def written(tmp_path):
    """The bytes of a report's file, as the command line writes it."""

    def write(slug, file_format, **options):
        path = tmp_path / f"{slug}.{file_format}"
        call_command("report", slug, format=file_format, output=str(path), **options)
        return path.read_bytes()

    return write
