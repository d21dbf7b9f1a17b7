"""Opening + in − out = closing (domain.md §3): every chi bộ and the whole of the demonstration, every year of it.

Opening and closing are counted by plain SQL on the day before and on the last day; of what happened between, the three
papers say the same: the short table, the statistical one and the list of names. So do the reports that have that day
beside another one, or the years one below the other.
"""

from collections import Counter

import pytest
from django.db import connection

from tests.demonstration import django_db_setup  # noqa: F401
from tests.members.recount import CAME, LEFT, WORDS
from tests.reports.asking import ask, row_of
from units.models import Unit

pytestmark = pytest.mark.django_db

YEARS = range(2015, 2026)
MEMBERS = """
    SELECT n.short_name, COUNT(*)
    FROM members_membership m
    JOIN units_unitparent p ON p.unit_id = m.unit_id AND p.started_on <= %(day)s
        AND (p.ended_on IS NULL OR p.ended_on > %(day)s)
    JOIN units_unit above ON above.id = p.parent_id AND above.code = 'na-khe'
    JOIN units_unitname n ON n.unit_id = m.unit_id AND n.started_on <= %(named_on)s
        AND (n.ended_on IS NULL OR n.ended_on > %(named_on)s)
    WHERE m.started_on <= %(day)s AND (m.ended_on IS NULL OR m.ended_on > %(day)s)
    GROUP BY n.short_name
"""
"""Members of each chi bộ on a day, by the name that it had on another."""


def members(day, named_on):
    with connection.cursor() as cursor:
        cursor.execute(MEMBERS, {"day": day, "named_on": named_on})
        return dict(cursor.fetchall())


def asked(slug, year, **unit):
    return ask(slug, **{"from": f"{year}-01-01", "as_of": f"{year}-12-31", **unit})


def told(found):
    """What a paper says of its rows as {(name, column): number}, without the zeros."""
    columns = {"opening", "closing", *CAME, *LEFT}
    return {
        (row["name"], column): row[column] for row in found["rows"] for column in columns & row.keys() if row[column]
    }


def is_balanced(row):
    came, left = (sum(row[column] for column in ways) for ways in (CAME, LEFT))
    return row["opening"] + came - left == row["closing"]


@pytest.mark.parametrize("year", YEARS)
def test_opening_and_what_happened_is_closing(year):
    """For every chi bộ and for the whole; who moved inside came as often as left."""
    opening, closing = (members(day, f"{year}-12-31") for day in (f"{year - 1}-12-31", f"{year}-12-31"))
    for slug in ("bien-dong", "tang-giam"):
        found = asked(slug, year, unit="na-khe")
        for row in (*found["rows"], found["totals"]):
            assert is_balanced(row), (slug, row)
        assert {row["name"]: row["opening"] for row in found["rows"] if row["opening"]} == opening
        assert {row["name"]: row["closing"] for row in found["rows"] if row["closing"]} == closing
        whole = found["totals"]
        assert (whole["opening"], whole["closing"]) == (sum(opening.values()), sum(closing.values()))
        assert whole["internal_in"] == whole["internal_out"]


@pytest.mark.parametrize("year", YEARS)
def test_the_three_papers_say_the_same(year):
    short, statistical = (asked(slug, year) for slug in ("bien-dong", "tang-giam"))
    names = Counter((row["unit"], WORDS[row["movement"]]) for row in asked("bien-dong-chi-tiet", year)["rows"])
    moved = {key: number for key, number in told(short).items() if key[1] in CAME + LEFT}
    assert told(statistical) == told(short)
    assert names == moved
    for row in statistical["rows"]:
        assert (row["came"], row["left"]) == tuple(sum(row[column] for column in ways) for ways in (CAME, LEFT))


@pytest.mark.parametrize("year", YEARS)
def test_a_year_beside_the_one_before_begins_and_ends_with_the_same_numbers(year):
    """What has the last day beside that of the year before, and how many more there are."""
    days = {"as_of": f"{year}-12-31", "compare": f"{year - 1}-12-31"}
    before, now = (sum(members(days[day], days["as_of"]).values()) for day in ("compare", "as_of"))
    for slug in ("to-chuc", "so-lieu-chi-bo"):
        found = ask(slug, **days)
        told = [found["totals"], *(line["values"] for line in found["comparison"])]
        assert [line["members"] for line in told] == [now, before, now - before]
    line = row_of(ask("so-sanh", **days), figure="Đảng viên")
    assert (line["before"], line["after"], line["change"]) == (before, now, now - before)
    of_each = [row for row in ask("co-cau", **days)["rows"] if row["group"] == "Tư cách"]
    summed = [sum(row[column] for row in of_each) for column in ("members", "before", "change")]
    assert summed == [now, before, now - before]


def test_the_years_one_below_the_other_are_those_of_their_papers():
    """Members on the last day of each, and who was admitted in it."""
    found = ask("dang-vien-nhieu-nam", as_of=f"{YEARS[-1]}-12-31", years=len(YEARS))
    told = [(row["day"], row["members"], row["admitted"]) for row in found["rows"]]
    ends = {year: f"{year}-12-31" for year in YEARS}
    assert told == [
        (day, sum(members(day, day).values()), asked("tang-giam", year)["totals"]["admitted"])
        for year, day in ends.items()
    ]


@pytest.mark.parametrize("year", YEARS)
def test_a_chi_bo_alone_reads_what_the_whole_says_of_it(year):
    whole = told(asked("tang-giam", year))
    names = Counter()
    for code in Unit.objects.branches().values_list("code", flat=True):
        alone = asked("tang-giam", year, unit=code)
        assert all(map(is_balanced, alone["rows"]))
        assert told(alone) == {key: number for key, number in whole.items() if key[0] in known(alone)}
        listed = asked("bien-dong-chi-tiet", year, unit=code)["rows"]
        names.update((row["unit"], WORDS[row["movement"]]) for row in listed)
    assert names == {key: number for key, number in whole.items() if key[1] in CAME + LEFT}


def known(found):
    return {row["name"] for row in found["rows"]}
