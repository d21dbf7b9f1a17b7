"""Random people, kept as any office keeps them, are read as the same people."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from members.demonstration import names
from members.importing.reading import Asked, read
from nakhe.spreadsheets.reading import open_book
from tests.importing.conftest import TODAY, UNITS
from tests.importing.offices import OFFICES

STOCKS = [names.MONG, names.DAO, names.TAY, names.NUNG, names.GIAY, names.KINH]
DAYS = st.dates(min_value=TODAY.replace(year=1950), max_value=TODAY.replace(year=1985)).map(str)
BIRTHS = st.one_of(DAYS, DAYS.map(lambda iso: iso[:7]), DAYS.map(lambda iso: iso[:4]), st.none())
DIGITS = st.integers(1, 999_999).map("{:06}".format)
"""Never six zeros: that is what is left of a number that Excel rounded."""


@st.composite
def person(draw):
    """Somebody as a list may say it; what is None is not said."""
    stock, sex = draw(st.sampled_from(STOCKS)), draw(st.sampled_from("MF"))
    admitted = draw(st.one_of(st.none(), st.dates(TODAY.replace(year=2004), TODAY.replace(year=2020))))
    digits = draw(DIGITS)
    said = {
        "full_name": draw(st.sampled_from(stock.names(sex))),
        "birth_date": draw(BIRTHS),
        "sex": sex,
        "ethnicity": draw(st.sampled_from([stock.ethnicity, None])),
        "unit": draw(st.sampled_from(sorted(UNITS))),
        "card_number": f"07{digits}",
        "citizen_id": f"002{draw(st.sampled_from('01'))}{draw(st.integers(50, 85))}{draw(DIGITS)}",
        "phone": f"0912{draw(DIGITS)}",
        "profile_number": draw(st.sampled_from([None, f"{digits}YM", f"{digits}HG"])),
        "admitted_on": str(admitted) if admitted else None,
        "official_on": str(admitted.replace(year=admitted.year + 1, day=1)) if admitted and admitted.day == 1 else None,
        "party_office": draw(st.sampled_from([None, "SECRETARY", "COMMITTEE_MEMBER"])),
        "general_education": draw(st.sampled_from([None, "7/12", "12/12", "10/10"])),
        "professional_level": draw(st.sampled_from([None, "UNIVERSITY", "COLLEGE", "NONE"])),
        "political_theory": draw(st.sampled_from([None, "ADVANCED", "INTERMEDIATE", "ELEMENTARY"])),
        "ratings": draw(st.sampled_from([None, {"2023": "EXCELLENT"}, {"2023": "NOT_COMPLETED"}])),
        "note": draw(st.sampled_from([None, "Trưởng thôn; tổ trưởng", "Chuyển đến 2019\ntừ xã bên"])),
    }
    return {key: value for key, value in said.items() if value is not None}


UNIQUE = ("full_name", "card_number", "citizen_id")


def with_one_secretary_each(people):
    """A chi bộ has one secretary; of several the first."""
    seen = set()
    for each in people:
        if each.get("party_office") == "SECRETARY":
            if each["unit"] in seen:
                del each["party_office"]
            seen.add(each["unit"])
    return people


PEOPLE = st.lists(
    person(), min_size=4, max_size=12, unique_by=tuple(lambda each, key=key: each[key] for key in UNIQUE)
).map(with_one_secretary_each)


@pytest.mark.parametrize("office", OFFICES, ids=lambda office: office.__name__)
@settings(
    max_examples=5, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
)
@given(people=PEOPLE)
def test_the_same_people_come_out_of_every_office(office, people, seven_units):
    written = office(people)
    reading = read(open_book(written.data, written.name), Asked(day=TODAY))

    expected = sorted((said_in(written, each) for each in people), key=lambda each: each["full_name"])
    found = sorted((row.person for row in reading.rows), key=lambda each: each["full_name"])
    assert found == expected
    assert [row.status for row in reading.rows if row.status != "new"] == []


def said_in(written, person):
    """What of *person* the file says; a note is one line, and a sex without birth cannot stand under NAM or NỮ."""
    said = {key: value for key, value in person.items() if key in written.keys}
    if "note" in said:
        said["note"] = " ".join(said["note"].split())
    if written.name == "bm2.xlsx" and "birth_date" not in said:
        said.pop("sex", None)
    return said
