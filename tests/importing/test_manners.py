"""Random people in any manner of keeping them, each shape chosen by itself, come out as the same people."""

from hypothesis import HealthCheck, Phase, given, settings

from members.importing.reading import Asked, read
from nakhe.spreadsheets.reading import open_book
from tests.importing.conftest import TODAY
from tests.importing.manners import manners, said, write
from tests.importing.test_offices import PEOPLE

MANY = settings(
    max_examples=80, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
)


@MANY
@given(people=PEOPLE, manner=manners())
def test_the_same_people_come_out_of_any_manner(people, manner, seven_units):
    data, name = write(people, manner)
    reading = read(open_book(data, name), Asked(day=TODAY))

    assert reading.refused is None
    found = {row.person.get("full_name", ""): row.person for row in reading.rows}
    expected = {each["full_name"]: said(manner, each) for each in people}
    assert list(differing(found, expected)) == []
    assert len(reading.rows) == len(people)
    assert [(row.status, row.problems) for row in reading.rows if row.status != "new"] == []


def differing(found, expected):
    """(name, field, what was read, what was meant) of all that differs."""
    for name in sorted(found.keys() | expected.keys()):
        read_as, meant = found.get(name, {}), expected.get(name, {})
        for key in sorted(read_as.keys() | meant.keys()):
            if read_as.get(key) != meant.get(key):
                yield name, key, read_as.get(key), meant.get(key)
