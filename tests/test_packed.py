"""JSON that is packed piece by piece is the JSON that it would be in one piece."""

import json
import zlib
from datetime import date

from nakhe.packed import Packing, packed_object


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
