"""The cross-field rules of the date vectors, and what is not certain from dates known roughly."""

from datetime import date

import pytest

from members.life_dates import problems
from nakhe.vietnamese.dates import parse

TODAY = date(2026, 1, 1)


def verdict(**dates):
    found = problems(TODAY, **{field: parse(text) for field, text in dates.items()})
    return [("ask" if problem.is_question else "reject", problem.field) for problem in found]


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({"official_on": "2001-05-01", "admitted_on": "2002-05-01"}, [("reject", "official_on")]),
        ({"birth_on": "1990-02-03", "admitted_on": "2008-02-02"}, [("reject", "admitted_on")]),
        ({"birth_on": "1990-02-03", "admitted_on": "2008-02-03"}, []),
        ({"admitted_on": "2000-05-01", "official_on": "2001-05-01"}, []),
        ({"admitted_on": "2000-05-01", "official_on": "2000-06-01"}, [("ask", "official_on")]),
        ({"birth_on": "1990", "admitted_on": "2008-01-15"}, []),
    ],
)
def test_the_vectors(dates, expected):
    """vectors/dates.json, cross_field."""
    assert verdict(**dates) == expected


def test_a_rough_date_is_not_refused_for_what_it_does_not_say():
    assert verdict(admitted_on="9/2/2012", official_on="2/2013") == []
    assert verdict(admitted_on="2012", official_on="2013") == []
    assert verdict(birth_on="1990", admitted_on="2008") == []


def test_no_date_lies_in_the_future_or_before_the_party():
    assert verdict(official_on="2/1/2026") == [("reject", "official_on")]
    assert verdict(admitted_on="2/2/1930") == [("reject", "admitted_on")]
    assert verdict(admitted_on="3/2/1930") == []
    assert verdict(birth_on="2020") == [("reject", "birth_on")]


def test_nobody_joins_before_birth():
    assert verdict(birth_on="1990", admitted_on="1985") == [("reject", "admitted_on")]
