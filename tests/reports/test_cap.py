"""The cap on HTXSNV, by the vectors of the regulation's reading (domain.md §1)."""

import pytest

from units.cap import Cap

STRICT, WIDE = "GOOD", "GOOD_OR_BETTER"


@pytest.mark.parametrize(
    ("excellent", "good", "rate", "base", "maximum", "over"),
    [
        (32, 160, 20, STRICT, 32, 0),
        (33, 160, 20, STRICT, 32, 1),
        (33, 160, 20, WIDE, 38, 0),  # 20 % of 193 is 38.6
        (40, 160, 25, STRICT, 40, 0),
        (2, 11, 20, STRICT, 2, 0),
        (3, 10, 20, STRICT, 2, 1),
        (3, 12, 20, STRICT, 2, 1),
        (2, 11, 20, WIDE, 2, 0),
        (3, 10, 20, WIDE, 2, 1),
        (3, 12, 20, WIDE, 3, 0),
        (45, 199, 20, STRICT, 39, 6),
        (45, 199, 20, WIDE, 48, 0),
        (0, 0, 20, STRICT, 0, 0),
        (1, 0, 20, STRICT, 0, 1),
    ],
)
def test_maximum_and_verdict(excellent, good, rate, base, maximum, over):
    cap = Cap(excellent, good, rate, base)
    assert (cap.maximum, cap.over, cap.holds) == (maximum, over, over == 0)


def test_the_other_base_is_told_beside_it():
    assert Cap(45, 199, 20, STRICT).other == Cap(45, 199, 20, WIDE)
    assert Cap(45, 199, 20, WIDE).other == Cap(45, 199, 20, STRICT)
