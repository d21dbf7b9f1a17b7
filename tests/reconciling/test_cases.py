"""Eight people and a file of seven lines: each finding of a comparison once, counted by hand."""

import hashlib
from datetime import date, timedelta

from auditlog.context import set_actor
from auditlog.models import LogEntry
from django.apps import apps
from django.utils import timezone

from members.models import Exemption, Reconciliation, TemporaryAbsence
from members.reconciling import keeping
from members.reconciling.scope import WHOLE
from nakhe.access import SYSTEM
from nakhe.periods import today
from nakhe.vietnamese.dates import PartialDate
from tests.factories import join, make_user
from tests.reconciling.conftest import FILE, LEFT_ON, cells, compared, groups, line, missing


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


def test_a_column_in_which_no_line_says_anything_is_not_compared(office):
    """Páo's number is on record, but the file has no numbers at all; with another's in it, his is missing there."""
    assert "citizen_id" not in cells(compared(*FILE), 4)
    rows = [
        line(1, "Giàng Mí Páo", "06/05/1980", "Nam"),
        line(2, "Ma Văn Thiện", "1987", **{"Số CCCD": "002087000009"}),
    ]

    assert cells(compared(*rows), 2)["citizen_id"] == ("there_blank", "002080000001", None)


def test_what_is_said_less_precisely_or_spelt_otherwise_is_the_same(office):
    said = {"Số CCCD": "002080000001", "Nghề nghiệp": "NÔNG DÂN", "Ngày vào Đảng": "5/2010"}
    kept = compared(line(1, "GIÀNG MÍ PÁO", "5/1980", "Nam", **said))

    assert groups(kept) == {2: "same"}


def test_what_the_file_knows_more_precisely_differs(office):
    bang = office["Bằng"]
    bang.official_on = PartialDate(2011)
    bang.save()
    kept = compared(line(1, "Hoàng Văn Bằng", "03/02/1979", "Nam"))

    assert cells(kept, 2) == {"official_on": ("different", "2011", "2011-05-19")}


def test_who_is_meant_is_answered_as_at_an_import(office):
    kept = compared(*FILE)
    (doubt,) = [each for each in keeping.found_in(kept).lines if each.group == "doubt"]
    two = sorted([office["Sính"].pk, office["Sính kia"].pk])
    assert [each.pk for each in doubt.candidates] == two
    told = {each.pk: each.told for each in keeping.found_in(kept).missing}
    assert told == {office["Bằng"].pk: [], two[0]: [MAY_BE_6], two[1]: [MAY_BE_6]}
    assert keeping.found_in(kept).doubtful == 2

    (question,) = keeping.reading_of(kept).questions
    kept = keeping.again(kept, SYSTEM, answers={question.key: str(office["Sính"].pk)})
    assert groups(kept)[6] == "same"
    assert [each.pk for each in keeping.found_in(kept).missing] == [office["Bằng"].pk, office["Sính kia"].pk]
    assert keeping.found_in(kept).doubtful == 0

    kept = keeping.again(kept, SYSTEM, answers={question.key: "new"})
    assert groups(kept)[6] == "there"
    kept = keeping.again(kept, SYSTEM, answers={question.key: "skip"})
    assert groups(kept)[6] == "left" and len(missing(kept)) == 3


MAY_BE_6 = "Có thể là dòng 6 của tệp, chưa chắc."


def test_the_same_person_twice_in_the_file_is_doubtful(office):
    rows = [line(1, "Hoàng Văn Bằng", "03/02/1979", "Nam"), line(2, "Hoàng Văn Bằng", "03/02/1979", "Nam")]
    kept = compared(*rows)

    assert groups(kept) == {2: "same", 3: "doubt"}
    assert "Hoàng Văn Bằng" not in missing(kept)


def test_a_cell_that_cannot_be_read_is_named_beside_ours(office):
    rows = [
        line(1, "Hoàng Văn Bằng", "03/02/1979", "Nam", **{"Ngày chính thức": "31/02/2002"}),
        line(2, "Vàng Thị Lan", "03/02/1990", "Nữ", **{"Nghề nghiệp": "Giáo viên", "Xếp loại năm 2023": "Khá"}),
        line(3, "", "01/01/1960", "Nam", **{"Nghề nghiệp": "Nông dân"}),
    ]
    kept = compared(*rows)

    assert groups(kept) == {2: "unread", 3: "unread", 4: "unread"}
    assert cells(kept, 2)["official_on"] == ("unread", "2011-05-19", None)
    assert cells(kept, 3)["ratings.2023"][:2] == ("unread", "GOOD")
    (official,) = [each for each in keeping.found_in(kept).lines[0].cells if each.kind == "unread"]
    assert official.column == "H" and "31/02/2002" in official.told
    assert keeping.found_in(kept).lines[2].told == ["Thiếu họ và tên. Ghi họ và tên vào dòng này."]


def test_who_has_left_by_both_sides_is_the_same(office):
    dead = line(1, "Lý Văn Dình", "03/03/1950", "Nam", **{"Trạng thái": "Từ trần"})
    gone = line(2, "Giàng Mí Páo", "06/05/1980", "Nam", **{"Trạng thái": "Chuyển đi", "Nghề nghiệp": "Nông dân"})
    kept = compared(dead, gone)

    assert groups(kept) == {2: "same", 3: "different"}
    assert cells(kept, 3) == {"status": ("different", "ACTIVE", "TRANSFERRED_OUT")}


def test_who_takes_part_elsewhere_for_a_time_is_a_member_here(office):
    TemporaryAbsence.objects.create(person=office["Bằng"], started_on=date(2026, 1, 1), place="Hà Nội")
    row = line(1, "Hoàng Văn Bằng", "03/02/1979", "Nam", **{"Trạng thái": "Đang sinh hoạt Đảng"})
    assert groups(compared(row)) == {2: "same"}

    Exemption.objects.create(person=office["Bằng"], started_on=date(2026, 2, 1))
    assert cells(compared(row), 2) == {"status": ("different", "EXEMPT", "ACTIVE")}


# --- Which day, which chi bộ ---


def test_a_day_before_somebody_left_has_them_as_a_member(office):
    row = line(1, "Lý Văn Dình", "03/03/1950", "Nam")
    assert groups(compared(row)) == {2: "different"}
    assert groups(compared(row, day=LEFT_ON - timedelta(days=1))) == {2: "same"}

    kept = compared(line(1, "Hà Văn Tú", "1970"), day=LEFT_ON - timedelta(days=1))
    (dead,) = [each for each in keeping.found_in(kept).missing if each.name == "Lý Văn Dình"]
    assert dead.told == ["Trong sổ đã ra khỏi danh sách từ 01/06/2024: từ trần."]


def test_somebody_belongs_where_the_day_says(office, na_po, police):
    stay = office["Bằng"].memberships.get()
    stay.ended_on, stay.reason_out = date(2025, 1, 1), "INTERNAL"
    stay.save()
    join(office["Bằng"], police, date(2025, 1, 1), "INTERNAL")
    row = line(1, "Hoàng Văn Bằng", "03/02/1979", "Nam")

    assert cells(compared(row), 2) == {"unit": ("different", "Chi bộ Công an xã", "Chi bộ thôn Na Pô")}
    assert groups(compared(row, day=date(2024, 12, 31))) == {2: "same"}


def test_a_file_of_one_chi_bo_is_compared_with_that_one(office):
    rows = [row for row in FILE if row[4] == "Chi bộ thôn Na Pô"]
    kept = compared(*rows)
    assert (keeping.found_in(kept).unit, keeping.found_in(kept).is_the_files) == ("Chi bộ thôn Na Pô", True)
    assert "Hà Văn Tú" not in missing(kept)

    assert "Hà Văn Tú" in missing(compared(*rows, scope=WHOLE))


def test_lines_of_other_chi_bo_are_left_aside_by_choice(office, police):
    kept = compared(*FILE, scope=police.code)

    assert {row: group for row, group in groups(kept).items() if group != "outside"} == {3: "same"}
    assert missing(kept) == []


# --- Nothing is written ---


def test_no_table_of_the_register_changes(office):
    def rows():
        models = [each for app in ("units", "members") for each in apps.get_app_config(app).get_models()]
        kept = {each: sorted(map(str, each.objects.values_list())) for each in models if each is not Reconciliation}
        assert any(kept.values())
        return kept

    before = rows()
    kept = compared(*FILE)
    (question,) = keeping.reading_of(kept).questions
    keeping.again(kept, SYSTEM, answers={question.key: str(office["Sính"].pk)})
    assert rows() == before


def test_one_entry_of_the_log_says_who_compared_which_file(office, na_po):
    secretary = make_user("OFFICE", na_po.parent_on(today()), full_name="Nông Thị Duyên")
    with set_actor(secretary):
        kept = compared(*FILE, by=secretary)
        keeping.again(kept, secretary)
    (entry,) = LogEntry.objects.get_for_model(Reconciliation)

    assert (entry.action, entry.actor) == (LogEntry.Action.CREATE, secretary)
    assert entry.changes["sha256"][1] == hashlib.sha256(kept.content).hexdigest()
    assert entry.changes["file_name"][1] == "cap-tren.xlsx"
    assert not entry.changes.keys() & {"content", "reading", "found", "answers"}


def test_after_a_week_it_is_forgotten(office):
    kept = compared(*FILE)
    Reconciliation.objects.filter(pk=kept.pk).update(compared_at=timezone.now() - timedelta(days=7, minutes=1))
    newer = compared(*FILE)

    assert list(Reconciliation.objects.all()) == [newer]


def test_the_same_file_becomes_the_preview_of_an_import_with_the_same_answers(office, na_po):
    secretary = make_user("OFFICE", na_po.parent_on(today()))
    kept = compared(*FILE, by=secretary)
    (question,) = keeping.reading_of(kept).questions
    kept = keeping.again(kept, secretary, answers={question.key: str(office["Sính"].pk)})
    batch = keeping.as_import(kept, secretary)

    assert (batch.state, batch.file_name, bytes(batch.content)) == ("PREVIEW", "cap-tren.xlsx", bytes(kept.content))
    assert batch.answers == {question.key: str(office["Sính"].pk)}
    assert [row.match for row in batch.read.rows if row.row == 6] == [office["Sính"].pk]
