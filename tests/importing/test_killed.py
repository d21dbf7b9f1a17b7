"""A process killed at any statement of a confirmed import, or of its taking back, leaves all or nothing."""

import pytest

from tests.factories import make_member
from tests.importing.processes import address, run
from tests.importing.sheets import HEADINGS
from tests.importing.writing import previewed

WRITES = 14
"""At least: new rows of six models and their log, changes of one, and the batch with its own entry."""


@pytest.mark.django_db(transaction=True)
def test_all_or_nothing_wherever_it_is_killed(seven_units, tmp_path):
    """Three people, one of them on record: 2 new, each with a membership, a number, a level and a rating."""
    make_member("Hà Văn Tú", seven_units["Chi bộ thôn Na Pô"], birth_on="1970-01-01")
    headings = [*HEADINGS, "Số CCCD", "LLCT", "Chức vụ", "Nghề nghiệp", "Xếp loại năm 2023"]
    previewed(
        headings,
        [1, "Hà Văn Tú", "1/1/1970", "Na Pô", "002070000001", "TC", "BT", "Nông dân", "HTTNV"],
        [2, "Vàng Thị Lan", "3/2/1990", "Na Pô", "002190000002", "SC", "CUV", "Nông dân", "HTNV"],
        [3, "Lý Sử", "2/2/1980", "Công an xã", "002080000003", "SC", "BT", "Nông dân", "HTNV"],
    )
    url = address(tmp_path)
    *before, (_, after) = run(url, "killing", "commit")
    *not_back, (_, back) = run(url, "killing", "undo")

    nothing = before[0][1]
    assert (nothing["Person"], nothing["Membership"], nothing["changed"], nothing["state"]) == (1, 1, 0, "PREVIEW")
    assert [standing for _, standing in before] == [nothing] * len(before)
    assert {name: after[name] for name in ("Person", "IdentityNumber", "Membership", "Qualification")} == {
        "Person": 3, "IdentityNumber": 3, "Membership": 3, "Qualification": 3,
    }  # fmt: skip
    assert (after["MemberRating"], after["Office"], after["changed"], after["state"]) == (3, 3, 3, "COMMITTED")
    assert [standing for _, standing in not_back] == [after] * len(not_back)
    assert back | {"log": 0} == nothing | {"log": 0, "state": "UNDONE"}
    assert len(before) > WRITES and len(not_back) > WRITES
