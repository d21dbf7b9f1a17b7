"""However deep a loop stands, its calls ask the system for no memory."""

import pytest
from django.test import RequestFactory

from nakhe.frames import room_for_frames, with_room

resource = pytest.importorskip("resource")
LOOPS, DEPTHS, FEW = 1_000, 150, 500


def leaf():
    pass


leaf.__code__ = leaf.__code__.replace(co_stacksize=100)


def loop_below(depth):
    if depth:
        return loop_below(depth - 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(LOOPS):
        leaf()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def pages_asked_for(_request=None):
    """Of the loop at the worst depth: one for every call where it stands at the end of a piece."""
    return max(map(loop_below, range(DEPTHS)))


def test_with_room_no_loop_stands_at_the_end_of_a_piece():
    assert with_room(pages_asked_for)() < FEW


def test_every_page_has_room():
    assert room_for_frames(pages_asked_for)(RequestFactory().get("/")) < FEW


def test_what_is_called_with_room_is_called_as_it_is():
    def told(one, *, two):
        return one, two

    assert with_room(told)(1, two=2) == (1, 2)
    assert with_room(told).__name__ == "told"
    assert with_room(next)(iter([]), None) is None
