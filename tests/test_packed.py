"""JSON that is packed piece by piece is the JSON that it would be in one piece."""

import json
import zlib
from datetime import date

import pytest

from nakhe import packed as packing
from nakhe.packed import Packed, Packing, packed_object, packed_value


def test_an_object_is_packed_member_by_member_and_item_by_item():
    lan = {"name": "Vàng Thị “Lan”", "born": date(1990, 2, 3)}
    packed = packed_object({"file": "a.xlsx", "refused": None, "rows": iter([lan, lan, 3]), "none": iter([])})

    told = {"name": "Vàng Thị “Lan”", "born": "1990-02-03"}
    assert packed.value == {"file": "a.xlsx", "refused": None, "rows": [told, told, 3], "none": []}
    assert json.loads(zlib.decompress(packed)) == packed.value


def test_a_list_grows():
    packing = Packing()
    packing.write("[")
    packing.write_items([1, 2])
    packing.write_items([], is_first=False)
    packing.write_items([{"a": "ờ"}], is_first=False)
    packing.write("]")

    assert packing.finished().value == [1, 2, {"a": "ờ"}]


LAN, TU = {"name": "Vàng Thị “Lan]”", "born": {"day": [3, 2]}}, {"name": "[Hà, {Văn} Tú"}


@pytest.mark.parametrize("bytes_at_a_time", [1, 7, 1 << 16])
@pytest.mark.parametrize("items", [[], [LAN], [LAN, TU, LAN, {}]])
def test_a_list_is_unpacked_item_by_item_wherever_its_text_is_cut(items, bytes_at_a_time, monkeypatch):
    monkeypatch.setattr(packing, "PIECE", bytes_at_a_time)
    grown = Packing()
    grown.write("[")
    grown.write_items(items)
    grown.write("]")

    assert list(packed_value(items).each()) == items
    assert list(grown.finished().each()) == items


@pytest.mark.parametrize("text", ['[{"name": "Lan"}', '[{"name": "Lan"}, {"na', '[{"name": "Lan"} nothing]', "{}", ""])
def test_a_list_without_its_end_is_not_taken_for_a_shorter_one(text):
    with pytest.raises(ValueError, match="without its end"):
        list(Packed(zlib.compress(text.encode())).each())


def test_what_breaks_off_is_not_taken_for_a_shorter_list():
    whole = packed_value([LAN] * 1_000)
    with pytest.raises(ValueError, match="without its end"):
        list(Packed(whole[:-20]).each())
