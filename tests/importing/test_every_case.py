"""Every case of vectors/import_bad.json: which test tells it; and every file of it through the page, measured.

A file of A to F, and of G where a file alone is the case, is uploaded by a process of its own.
"""

import importlib

import pytest

from nakhe.periods import today
from tests.factories import make_user
from tests.importing import test_bad
from tests.importing.processes import address, run
from tests.spreadsheets import test_safety
from tests.vietnamese import vectors

SECONDS, MEGABYTES = 5, 300
TOLD_BY = {
    "F08": "test_record.test_a_number_of_a_person_whom_the_reader_does_not_see_is_refused_without_a_name",
    "G04": "test_pages.test_who_may_not_write_people_opens_nothing",
    "G05": "test_writing.test_another_chi_bo_is_a_move_on_the_day_of_the_list",
    "G07": "test_pages.test_a_line_of_another_committees_person_is_refused",
    "G10": "test_writing.test_a_rating_after_death_is_asked_about",
    "G11": "test_writing.test_who_left_is_not_brought_back_by_a_list",
    "G14": "test_batches.test_the_same_file_again_changes_nothing",
    "G16": "test_batches.test_a_year_that_is_locked_or_under_way_is_refused_by_name",
    "G17": "test_pages.test_a_preview_is_nobody_elses_page",
    "G19": "test_pages.test_what_changed_since_is_shown_and_nothing_written",
    "G20": "test_pages.test_a_preview_of_yesterday_is_not_written",
    "H01": "test_pages.test_a_wrong_content_type_is_refused",
    "H02": "test_pages.test_two_files_in_one_field_are_refused",
    "H04": "test_pages.test_any_file_name_is_one_plain_name",
    "H05": "test_pages.test_any_file_name_is_one_plain_name",
    "H07": "test_pages.test_any_file_name_is_one_plain_name",
    "H08": "test_pages.test_any_file_name_is_one_plain_name",
    "H10": "test_server.test_uploads_of_a_byte_at_a_time_hold_nobody_up_and_are_given_up",
    "H11": "test_pages.test_without_the_token_of_the_form_nothing_is_read",
    "H13": "test_server.test_a_hundred_uploads_at_once_are_read_or_told_to_wait",
    "H14": "test_no_room.test_a_file_that_cannot_be_kept_is_refused",
    "H16": "test_killed.test_all_or_nothing_wherever_it_is_killed",
}
TRAPS = {case: (make, name) for case, (make, name, _) in test_safety.CASES.items()}
FILES = {case: data for case, (data, _) in test_bad.CASES.items()}
READ_THERE = {"A22": "an .xls is read, tests/spreadsheets/test_reading.py"}


def test_every_case_has_its_file_or_its_test():
    designed = {each["id"] for group in vectors("import_bad")["categories"].values() for each in group["cases"]}
    for told in TOLD_BY.values():
        module, name = told.split(".")
        assert callable(getattr(importlib.import_module(f"tests.importing.{module}"), name))

    assert designed == TRAPS.keys() | FILES.keys() | TOLD_BY.keys() | READ_THERE.keys()


@pytest.fixture
def told(seven_units, tmp_path):
    """{case: what tests.importing.uploading says of its file}."""
    account = make_user("OFFICE", seven_units["Chi bộ thôn Na Pô"].parent_on(today()))
    folder = tmp_path / "files"
    folder.mkdir()
    for case, (make, name) in TRAPS.items():
        (folder / f"{case}.{name.rpartition('.')[2]}").write_bytes(make())
    for case, data in FILES.items():
        (folder / f"{case}.xlsx").write_bytes(data)
    found = run(address(tmp_path), "uploading", account.username, str(folder))
    return {name.partition(".")[0]: each for name, each in found.items()}


@pytest.mark.django_db(transaction=True)
def test_every_file_is_answered_in_time_and_room_with_one_trace_and_writes_nobody(told):
    assert told.keys() == TRAPS.keys() | FILES.keys()
    assert {each["status"] for each in told.values()} <= {200, 302, 400}
    assert {case: each["seconds"] for case, each in told.items() if each["seconds"] >= SECONDS} == {}
    assert {case: each["peak"] for case, each in told.items() if not 0 < each["peak"] < MEGABYTES} == {}
    assert {case: each["entries"] for case, each in told.items() if each["entries"] != 1} == {}
    assert {case for case, each in told.items() if each["people"]} == set()
    assert {case for case, each in told.items() if each["batches"] != (each["status"] == 302)} == set()
    for case, (_, _, said) in test_safety.CASES.items():
        assert said in told[case]["text"], case
