"""244 lines × 25 columns beside 244 people: within 2 seconds and a number of queries that more people do not raise.

Seconds are those of the processor: what other programs of the machine do meanwhile is not the comparison's.
"""

from time import process_time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.importing import committing, previews
from members.reconciling import keeping
from nakhe.access import SYSTEM
from tests.importing.conftest import seven_units  # noqa: F401  the same chi bộ
from tests.importing.sheets import workbook_of
from tests.importing.test_speed import HEADINGS, ROWS, person

SECONDS = 2


@pytest.mark.django_db
def test_a_commune_is_compared_in_seconds_and_few_queries(seven_units):  # noqa: F811
    rows = [person(number, list(seven_units)) for number in range(1, ROWS + 1)]
    data = workbook_of(HEADINGS, *rows)
    committing.commit_now(previews.preview(data, "danh-sach.xlsx", SYSTEM), SYSTEM)
    took, counted = [], []
    for each in (workbook_of(HEADINGS, *rows[:3]), data):
        began = process_time()
        with CaptureQueriesContext(connection) as queries:
            kept = keeping.reconcile(each, "danh-sach.xlsx", SYSTEM)
        took.append(process_time() - began)
        counted.append(len(queries))

    assert (kept.counts["same"], kept.counts["here"]) == (ROWS, 0)
    assert counted[0] == counted[1] < 40
    assert took[1] < SECONDS, took
