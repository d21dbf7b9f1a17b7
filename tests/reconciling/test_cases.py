"""Eight people and a file of seven lines: each finding of a comparison once, counted by hand."""

from members.reconciling import keeping
from tests.reconciling.conftest import FILE, cells, compared, groups, missing


def test_each_line_falls_into_its_group(office):
    kept = compared(*FILE)

    assert groups(kept) == {
        2: "different", 3: "same", 4: "blank", 5: "blank", 6: "doubt", 7: "different", 8: "there",
    }  # fmt: skip
    assert missing(kept) == ["Hoàng Văn Bằng", "Sùng Thị Sính", "Sùng Thị Sính"]
    assert kept.counts == {
        "same": 1, "different": 2, "blank": 2, "there": 1, "doubt": 1, "unread": 0, "left": 0, "outside": 0, "here": 3,
    }  # fmt: skip


def test_a_cell_says_what_stands_on_either_side(office):
    kept = compared(*FILE)

    assert cells(kept, 2) == {
        "ethnicity": ("different", "Tày", "Nùng"),
        "occupation": ("different", "Giáo viên", "Nông dân"),
        "ratings.2023": ("different", "GOOD", "EXCELLENT"),
    }
    assert cells(kept, 4) == {"occupation": ("there_blank", "Nông dân", None)}
    assert cells(kept, 5) == {"occupation": ("here_blank", None, "Thợ may")}
    assert cells(kept, 7) == {"status": ("different", "DEAD", "có tên trong tệp")}
    (dead,) = [line for line in keeping.found_in(kept).lines if line.row == 7]
    assert dead.cells[0].told == "trong sổ: từ 01/06/2024"
