"""The seven chi bộ of tests/samples/don-vi.csv, and a reader of files beside them."""

from datetime import date
from pathlib import Path

import pytest

from members.importing.reading import Asked, read
from nakhe.periods import today
from nakhe.spreadsheets.reading import open_book
from tests.factories import make_commune, make_unit

SAMPLES = Path(__file__).parent.parent / "samples"
UNITS = {
    "Chi bộ thôn Na Pô": "VILLAGE",
    "Chi bộ thôn Na Khê": "VILLAGE",
    "Chi bộ thôn Phú Tỷ 1": "VILLAGE",
    "Chi bộ thôn Bản Rào": "VILLAGE",
    "Chi bộ Công an xã": "POLICE",
    "Chi bộ Quân sự xã": "MILITARY",
    "Chi bộ Trường Tiểu học": "SCHOOL",
}
TODAY = date(2026, 11, 26)


@pytest.fixture
def seven_units(db):
    """{name: Unit} under one commune."""
    commune = make_commune("Đảng bộ xã Na Khê")
    return {name: make_unit(name, parent=commune, unit_type=kind) for name, kind in UNITS.items()}


@pytest.fixture
def na_po(seven_units):
    return seven_units["Chi bộ thôn Na Pô"]


@pytest.fixture
def commune(seven_units):
    return seven_units["Chi bộ thôn Na Pô"].parent_on(today())


@pytest.fixture
def read_sample(seven_units):
    def read_it(name, answers=None, **asked):
        book = open_book((SAMPLES / name).read_bytes(), name)
        return read(book, Asked(**{"day": TODAY} | asked), answers)

    return read_it
