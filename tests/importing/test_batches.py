"""A batch as a whole: whose it is, how long a preview lasts, the same file again, taking it back, what the log says."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from auditlog.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.importing import committing, previews, taking_back
from members.importing.batches import NotWritten
from members.importing.headings import mapping_key
from members.importing.kinds import KINDS
from members.models import (
    Exemption,
    HeadingMeaning,
    IdentityNumber,
    ImportBatch,
    MemberRating,
    Membership,
    Office,
    Person,
    PersonNote,
    Qualification,
)
from nakhe.access import SYSTEM
from nakhe.effects import Superseded
from nakhe.periods import today
from nakhe.vietnamese.dates import PartialDate
from tests.factories import make_commune, make_member, make_user
from tests.importing.conftest import SAMPLES
from tests.importing.sheets import HEADINGS, workbook_of
from tests.importing.writing import differences_of_derived, everything, previewed, written
from units.models import RatingCampaign, RatingRegime

LAN, HA = [1, "Vàng Thị Lan", "3/2/1990", "Na Pô"], [2, "Hà Văn Tú", "1/1/1970", "Na Pô"]
RECORD = (Person, IdentityNumber, Membership, Exemption, Qualification, Office, MemberRating)
pytestmark = pytest.mark.usefixtures("na_po")


@pytest.fixture
def office(commune):
    return make_user("OFFICE", commune)


# --- Whose it is ---


def test_a_file_is_kept_as_it_was_uploaded(office, commune):
    data = workbook_of(HEADINGS, LAN)
    batch = previews.preview(data, "C:\\Văn phòng\\danh sách\r\n2022.xlsx", office)
    kept = ImportBatch.objects.get()

    assert (bytes(kept.content), kept.file_name) == (data, "danh sách 2022.xlsx")
    assert (kept.account, kept.unit, kept.state) == (office, commune, "PREVIEW")
    assert previews.shown(kept) == batch.read
    assert Person.objects.count() == 0


@pytest.mark.parametrize("name", ["x" * 300 + ".xlsx", "../../x.xlsx", "nguyê\u0303n.xlsx"])
def test_a_name_is_one_plain_short_name(name, office):
    """H04, H05, H08."""
    batch = previews.preview(workbook_of(HEADINGS, LAN), name, office)

    assert batch.file_name in ("x" * 195 + ".xlsx", "x.xlsx", "nguyễn.xlsx")


def test_a_preview_is_its_accounts_and_nobody_elses(office, commune):
    """G17."""
    batch, colleague = previewed(HEADINGS, LAN, by=office), make_user("SECRETARY", commune)

    assert list(ImportBatch.objects.visible_to(colleague)) == []
    with pytest.raises(PermissionDenied):
        committing.commit_now(batch, colleague)
    committing.commit_now(batch, office)
    assert list(ImportBatch.objects.visible_to(colleague)) == [batch]
    assert list(ImportBatch.objects.visible_to(make_user("OFFICE", make_commune("Đảng bộ xã Phú Lũng")))) == []


@pytest.mark.parametrize("role", ["CADRE", "UNIT_SECRETARY", "ADMINISTRATOR"])
def test_who_may_not_write_people_imports_nothing(role, na_po):
    """G04: the secretary of a chi bộ changes nobody's record, of the own chi bộ or another."""
    with pytest.raises(PermissionDenied):
        previewed(HEADINGS, LAN, by=make_user(role, na_po))


def test_a_row_of_a_chi_bo_that_the_reader_does_not_see_is_asked_about(seven_units):
    """G07."""
    other = make_user("OFFICE", make_commune("Đảng bộ xã Phú Lũng"))
    (row,) = previewed(HEADINGS, LAN, by=other).read.rows

    assert row.status == "ask"


def test_offices_and_ratings_are_written_by_whom_they_belong_to(office, commune):
    said = ([*HEADINGS, "Chức vụ Đảng", "Xếp loại năm 2020"], [*LAN, "BT", "HTNV"])
    preview = previewed(*said, by=office)
    asked = {problem.question: "leave" for problem in preview.read.rows[0].problems if problem.level == "ask"}
    written(*said, by=office, answers=asked)

    assert len(asked) == 2
    assert (Person.objects.count(), Office.objects.count(), MemberRating.objects.count()) == (1, 0, 0)
    assert previewed(*said, by=make_user("SECRETARY", commune)).read.rows[0].changes.keys() == {
        "party_office", "ratings.2020",
    }  # fmt: skip


def test_a_year_that_is_locked_or_under_way_is_refused_by_name(commune):
    """G16."""
    regime = RatingRegime.objects.first()
    for year, state, listed_at in ((2022, "LOCKED", None), (2023, "OPEN", timezone.now())):
        RatingCampaign.objects.create(
            unit=commune, year=year, regime=regime, assessed_on=f"{year}-12-31", state=state, listed_at=listed_at
        )
    (row,) = previewed(
        [*HEADINGS, *(f"Xếp loại năm {year}" for year in (2021, 2022, 2023))], [*LAN, "HTNV", "HTNV", "HTNV"]
    ).read.rows
    asked = [problem.message for problem in row.problems if problem.level == "ask"]

    assert [message.split(".")[0] for message in asked] == [
        "Năm 2022 đã khóa", "Năm 2023 đang xếp loại: kết quả ghi ở bảng xếp loại",
    ]  # fmt: skip


# --- From preview to record ---


def test_a_preview_lasts_a_day(office):
    """G20."""
    batch = previewed(HEADINGS, LAN, by=office)
    ImportBatch.objects.update(previewed_at=timezone.now() - timedelta(hours=24, seconds=1))

    with pytest.raises(NotWritten, match="quá 24 giờ"):
        committing.commit_now(batch, office)
    assert Person.objects.count() == 0


def test_a_preview_that_nobody_wrote_is_forgotten_after_a_week(office):
    old = previewed(HEADINGS, LAN, by=office)
    done = written(HEADINGS, HA, by=office)
    ImportBatch.objects.update(previewed_at=timezone.now() - timedelta(days=8))
    new = previewed(HEADINGS, LAN, by=office)

    assert set(ImportBatch.objects.all()) == {done, new} != {old, done, new}


def test_what_changed_since_the_preview_is_named_and_nothing_is_written(office, na_po):
    """G19."""
    lan = make_member("Vàng Thị Lan", na_po, birth_on=PartialDate(1990, 2, 3), occupation="Giáo viên")
    batch = previewed([*HEADINGS, "Nghề nghiệp"], [*LAN, "Nông dân"], [*HA, "Nông dân"], by=office)
    lan.occupation = "Y tá"
    lan.save()

    with pytest.raises(NotWritten) as refusal:
        committing.commit_now(batch, office)
    assert refusal.value.told == ["Sheet, dòng 2 (Vàng Thị Lan): nay thay đổi – Nghề nghiệp: Y tá → Nông dân"]
    assert Person.objects.count() == 1


def test_a_click_too_many_writes_nothing_twice(office):
    batch = previewed(HEADINGS, LAN, by=office)
    committing.commit_now(batch, office)

    with pytest.raises(NotWritten, match="đã ghi rồi"):
        committing.commit_now(batch, office)
    assert Person.objects.count() == 1


def test_all_rows_or_only_the_valid_ones(office):
    batch = previewed(HEADINGS, LAN, [2, None, "1/1/1970", "Na Pô"], [3, "Hà Văn Tú", "31/2/1970", "Na Pô"], by=office)

    with pytest.raises(NotWritten, match="Còn 2 dòng"):
        committing.commit_now(batch, office, only_valid=False)
    assert Person.objects.count() == 0
    committing.commit_now(batch, office)
    assert [person.full_name for person in Person.objects.all()] == ["Vàng Thị Lan"]


def test_answers_and_columns_mapped_by_hand_read_the_file_again(office, commune):
    batch = previewed(
        ["Họ và tên", "Ngày sinh", "Đồng chí ở", "Tiếng Dao"], ["Vàng Thị Lan", "3/2/1990", "Na Pô", "biết"], by=office
    )
    (question,) = batch.read.questions
    previews.answer(batch, office, mapped={mapping_key(["Đồng chí ở"]): "unit"})
    again = previews.answer(batch, office, answers={question.key: "skip"})

    assert question.key == "unit|"
    assert [row.person["unit"] for row in again.read.rows] == ["Chi bộ thôn Na Pô"]
    assert list(HeadingMeaning.objects.values_list("unit", "heading", "field")) == [
        (commune.pk, mapping_key(["Đồng chí ở"]), "unit")
    ]
    another = previewed(["Họ và tên", "Đồng chí ở"], ["Hà Văn Tú", "Na Pô"], by=office)
    assert another.read.rows[0].person["unit"] == "Chi bộ thôn Na Pô"


READ_AGAIN = [(1, 2, "Đã đọc"), (2, 2, "Đã đọc"), (0, 2, "Đã so với sổ"), (1, 2, "Đã so với sổ")]


def test_progress_is_told_while_it_is_written(office):
    batch = previewed(HEADINGS, LAN, HA, by=office)
    told = list(committing.commit(batch, office))

    assert told == ["Đang đọc lại tệp…", "Đang so từng dòng với sổ…", *READ_AGAIN, (0, 2, "Đã ghi"), (2, 2, "Đã ghi")]


def test_who_leaves_the_page_in_the_middle_has_written_nothing(office, monkeypatch):
    monkeypatch.setitem(KINDS, "PEOPLE", replace(KINDS["PEOPLE"], portion=1))
    batch = previewed(HEADINGS, LAN, HA, by=office)
    work = committing.commit(batch, office)
    assert [next(work) for _ in range(8)][6:] == [(0, 2, "Đã ghi"), (1, 2, "Đã ghi")]
    assert Person.objects.count() == 1
    work.close()

    assert (Person.objects.count(), ImportBatch.objects.get().state) == (0, "PREVIEW")


# --- Again ---


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.glob("[!g]-*.xlsx")) + ["k-xuat-csv.csv"])
def test_the_same_file_again_changes_nothing(name, na_po):
    """G14: what was new is the same; what was asked or refused still is."""
    data = (SAMPLES / name).read_bytes()
    first = previews.preview(data, name, SYSTEM, branch=na_po.code)
    committing.commit_now(first, SYSTEM)
    again = previews.preview(data, name, SYSTEM, branch=na_po.code)

    assert first.summary["new"] > 0
    assert (again.summary["new"], again.summary["changed"]) == (0, 0)
    assert differences_of_derived() == []


def test_of_a_changed_file_only_the_differences_are_written():
    headings = [*HEADINGS, "Nghề nghiệp", "LLCT"]
    written(headings, [*LAN, "Giáo viên", "SC"], [*HA, "Nông dân", "SC"])
    batch = written(
        headings, [*LAN, "Giáo viên", "TC"], [*HA, "Nông dân", "SC"], [3, "Lý Sử", "2/2/1980", "Na Pô", None, None]
    )

    assert batch.summary == {"new": 1, "changed": 1, "same": 1, "ask": 0, "error": 0}
    assert batch.written == {"người": [1, 0], "sinh hoạt đảng": [1, 0], "trình độ": [1, 1]}


# --- Taking back ---


@pytest.mark.parametrize("portion", [1, 250])
def test_taking_back_leaves_the_record_as_it_was(portion, na_po, seven_units, monkeypatch):
    monkeypatch.setitem(KINDS, "PEOPLE", replace(KINDS["PEOPLE"], portion=portion))
    lan = make_member("Vàng Thị Lan", na_po, birth_on=PartialDate(1990, 2, 3), occupation="Giáo viên")
    Qualification.objects.create(person=lan, kind="POLITICAL", level="ELEMENTARY")
    IdentityNumber.objects.create(person=lan, kind="CARD", number="07337584")
    before = everything(*RECORD)
    headings = [*HEADINGS, "Nghề nghiệp", "LLCT", "Số thẻ", "Chức vụ", "Xếp loại năm 2021", "Trạng thái"]
    said = (
        headings,
        ["1", *LAN[1:3], "Công an xã", "Nông dân", "TC", "007113149573", "BT", "HTNV", "MSH"],
        [*HA, "x", "SC", "07000001", "CUV", "HTTNV", None],
    )
    (move,) = [each for each in previewed(*said).read.questions if each.key.startswith("move")]
    batch = written(*said, answers={move.key: "move"})
    assert everything(*RECORD) != before
    taking_back.undo_now(batch, SYSTEM, "nhầm tệp")

    assert everything(*RECORD) == before
    assert differences_of_derived() == []
    assert (batch.state, batch.undo_reason) == ("UNDONE", "nhầm tệp")
    with pytest.raises(Superseded):
        taking_back.undo_now(batch, SYSTEM, "lần nữa")


def test_what_was_changed_since_is_named_and_nothing_taken_back():
    batch = written(HEADINGS, LAN, HA)
    ha = Person.objects.get(full_name="Hà Văn Tú")
    ha.occupation = "Nông dân"
    ha.save()

    with pytest.raises(Superseded, match="“Hà Văn Tú” .người. đã thay đổi sau lần ghi này: nghề nghiệp"):
        taking_back.undo_now(batch, SYSTEM, "nhầm tệp")
    assert (Person.objects.count(), Membership.objects.count()) == (2, 2)


def test_what_leans_on_it_is_named_and_nothing_taken_back(office):
    batch = written(HEADINGS, LAN, HA)
    PersonNote.objects.create(person=Person.objects.get(full_name="Hà Văn Tú"), author=office, text="Đã gặp")

    with pytest.raises(Superseded, match="ghi chú"):
        taking_back.undo_now(batch, SYSTEM, "nhầm tệp")
    assert (Person.objects.count(), Membership.objects.count()) == (2, 2)


def test_a_move_is_not_taken_back_under_a_rating_of_the_new_chi_bo(na_po, seven_units):
    police, day = seven_units["Chi bộ Công an xã"], today()
    lan = make_member("Vàng Thị Lan", na_po, birth_on=PartialDate(1990, 2, 3))
    said = (HEADINGS, ["1", *LAN[1:3], "Công an xã"])
    (move,) = [each for each in previewed(*said).read.questions if each.key.startswith("move")]
    batch = written(*said, answers={move.key: "move"})
    rating = MemberRating.objects.create(person=lan, unit=police, year=day.year, level="GOOD", decided_on=day)

    with pytest.raises(Superseded, match=f"xếp loại năm {day.year} của Vàng Thị Lan ở Chi bộ Công an xã"):
        taking_back.undo_now(batch, SYSTEM, "nhầm tệp")
    assert lan.memberships.get(ended_on=None).unit == police
    rating.delete()
    taking_back.undo_now(batch, SYSTEM, "nhầm tệp")
    assert lan.memberships.get().unit == na_po


def test_taking_back_asks_no_more_for_many_rated_people(seven_units):
    headings = [*HEADINGS, "Xếp loại năm 2023"]
    asked = []
    for year, names in ("1970", ["Lan"]), ("1980", ["Lan", "Mai", "Páo", "Sính", "Dính"]):
        people = ([n, f"Vàng Thị {name}", year, "Na Pô", "HTTNV"] for n, name in enumerate(names))
        batch = written(headings, *people)
        with CaptureQueriesContext(connection) as queries:
            taking_back.undo_now(batch, SYSTEM, "nhầm tệp")
        asked.append(len(queries))

    assert 0 < asked[0] == asked[1]


def test_what_another_committee_keeps_by_now_is_not_taken_back(office, na_po):
    batch = written(HEADINGS, LAN, by=office)
    lan, elsewhere = Person.objects.get(), make_commune("Đảng bộ xã Phú Lũng")
    lan.memberships.update(ended_on=today(), reason_out="TRANSFERRED_OUT", started_on="2020-01-01")
    Membership.objects.create(person=lan, unit=elsewhere, started_on=today(), reason_in="TRANSFERRED_IN")

    with pytest.raises(Superseded, match="nơi khác quản lý"):
        taking_back.undo_now(batch, office, "nhầm tệp")


def test_ratings_of_a_year_locked_since_are_not_taken_back(commune):
    batch = written([*HEADINGS, "Xếp loại năm 2022"], [*LAN, "HTNV"])
    regime = RatingRegime.objects.first()
    RatingCampaign.objects.create(unit=commune, year=2022, regime=regime, assessed_on="2022-12-31", state="LOCKED")

    with pytest.raises(Superseded, match="Năm 2022 đã khóa"):
        taking_back.undo_now(batch, SYSTEM, "nhầm tệp")
    assert (MemberRating.objects.count(), Person.objects.count()) == (1, 1)


# --- The log ---


def test_one_batch_is_one_change_set_with_an_entry_of_every_row(office):
    batch = written([*HEADINGS, "Số CCCD"], [*LAN, "002190001234"], [*HA, "002070001234"], by=office)
    entries = LogEntry.objects.filter(
        action=LogEntry.Action.CREATE, additional_data__reason="Nhập từ tệp danh-sach.xlsx"
    )
    of_batch = LogEntry.objects.get_for_object(batch).get(action=LogEntry.Action.UPDATE)

    assert {entry.cid for entry in [*entries, of_batch]} == {of_batch.cid} != {None}
    assert sorted(entry.content_type.model for entry in entries) == sorted(
        ["person", "identitynumber", "membership"] * 2
    )
    assert of_batch.changes["state"] == ["PREVIEW", "COMMITTED"]
    assert "002190001234" not in json.dumps([entry.changes for entry in LogEntry.objects.all()])


def test_an_entry_says_what_the_library_would_have_said():
    """The same person by an import and by save()."""
    written([*HEADINGS, "Số ĐT"], [*LAN, "0912345678"])
    by_import = Person.objects.get()
    by_save = Person.objects.create(full_name="Vàng Thị Lan", birth_on=PartialDate(1990, 2, 3), phone="0912345678")
    ours, theirs = (LogEntry.objects.get_for_object(each).get() for each in (by_import, by_save))
    columns = {field.name for field in Person._meta.concrete_fields} - {"id"}
    said = {name: pair for name, pair in theirs.changes.items() if name in columns and pair != ["None", "None"]}

    assert (ours.object_repr, ours.content_type) == (theirs.object_repr, theirs.content_type)
    assert {name: pair for name, pair in ours.changes.items() if name != "id"} == said


def test_of_a_file_written_before_who_is_told_by_the_name_alone_is_not_asked_about_again(seven_units):
    make_member("Vàng Thị Lan", seven_units["Chi bộ thôn Na Pô"])
    rows = [["Họ và tên", "Chi bộ", "Nghề nghiệp"], ["Vàng Thị Lan", "Na Pô", "Giáo viên"]]
    assert previewed(*rows).read.summary["ask"] == 1
    batch = written(*rows, answers={"match|no_birth": "take"})
    assert previews.read_file(bytes(batch.content), "danh-sach.xlsx", SYSTEM).answers == {"match|no_birth": "take"}

    taking_back.undo_now(batch, SYSTEM, "nhầm tệp")
    assert previews.read_file(bytes(batch.content), "danh-sach.xlsx", SYSTEM).answers == {}
