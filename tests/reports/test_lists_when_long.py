"""A list too long to be held says word for word what it says while it is short."""

from datetime import date

import pytest

from members.models import Commendation, Discipline, Person, TrainingAttendance, TrainingCourse
from nakhe.access import SYSTEM, Right
from reports.parameters import ParametersForm, resolve
from reports.registry import reports

pytestmark = pytest.mark.django_db

YEAR = {"tu": "01/01/2023", "ngay": "28/05/2024"}
LISTS = [
    ("phieu-dang-vien", {"ngay": "28/05/2024"}, [5]),
    ("phieu-dang-vien", {"ngay": "28/05/2024", "q": "thi", "sap_xep": "-name"}, [2]),
    ("boi-duong-chi-tiet", YEAR, [4]),
    ("boi-duong-chi-tiet", YEAR | {"moi_nguoi": "1"}, [3]),
    ("ky-luat-khen-thuong", YEAR, [2, 2]),
    ("ky-luat-khen-thuong", YEAR | {"sap_xep": "-decided_on"}, [2, 2]),
]
"""[(slug, asked, how many rows in each table)]: five members, two of them “Thị”; see facts()."""


@pytest.fixture
def facts(commune):
    """Páo and Lan at one course, Lan and Dính at the next; both disciplined and praised."""
    lan, dinh, pao = (Person.objects.get(full_name=n) for n in ("Vàng Thị Lan", "Giàng Mí Dính", "Thò Mí Páo"))
    for day, people in (("2023-02", (pao, lan)), ("2023-03", (dinh, lan))):
        course = TrainingCourse.objects.create(unit=commune.unit, name=f"Lớp {day}", kind="OTHER", started_on=day)
        for person in people:
            unit = commune.na_kinh if person == pao else commune.na_po
            TrainingAttendance.objects.create(course=course, person=person, unit=unit, attended_as="MEMBER")
    for person, day in ((lan, date(2024, 1, 1)), (dinh, date(2024, 2, 1))):
        Discipline.objects.create(person=person, form="REPRIMAND", decided_on=day)
        Commendation.objects.create(person=person, form="Giấy khen", decided_on=day)


def made(slug, asked):
    definition = reports()[slug]
    form = ParametersForm(definition.parameters, asked)
    assert form.is_valid(), form.errors
    return definition(SYSTEM, resolve(form, SYSTEM, Right.READ)).sheet()


def told(sheet):
    return [(list(table.rows), [str(note) for note in table.notes], table.totals) for table in sheet.tables]


@pytest.mark.parametrize(("slug", "asked", "counts"), LISTS)
def test_long_and_short_say_the_same(facts, settings, slug, asked, counts):
    short = made(slug, asked)
    assert not short.is_long
    settings.LONG_LIST = 1
    long = made(slug, asked)

    assert [table.is_long for table in long.tables] == [True] * len(counts)
    assert [len(table.rows) for table in long.tables] == counts
    assert told(long) == told(short)
