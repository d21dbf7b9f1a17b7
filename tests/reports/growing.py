"""A commune that grows, for tests that count queries."""

from datetime import date

from tests.factories import join, make_head, make_member, make_office, make_person, make_unit, make_village
from units.models import Committee, UnitRating


def grow(commune, number):
    """One more chi bộ with its village, head, secretary, chi ủy, rating and a new member."""
    village = make_village(f"Thôn {number}", commune.unit)
    unit = make_unit(f"Chi bộ {number}", commune.unit, village=village)
    secretary = make_member(f"Giàng Thị {number}", unit)
    make_office(secretary, unit)
    make_head(secretary, village)
    Committee.objects.create(unit=unit, started_on=date(2020, 1, 1))
    UnitRating.objects.create(unit=unit, year=2023, level="GOOD")
    join(make_person(f"Vừ Mí {number}"), unit, date(2024, 2, 3))
