"""Who may open what: one written table of every address × every role.

The addresses are those of objects of one chi bộ, Na Pô's own: the answer to the secretary of another chi bộ, or of
another commune, is the one for a page that does not exist. An address without a row fails the test.
"""

import re
from uuid import uuid4

import pytest
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from members.merging import document
from members.models import Discipline, ImportBatch, Person, PersonMerge, TrainingAttendance, TrainingCourse
from nakhe.access import SYSTEM, Right
from nakhe.adminsite import site
from tests.access.communes import reference_records
from tests.factories import make_member
from units.models import RatingCampaign, Term

ROLES = (
    "anonymous nobody cadre office own_branch other_branch secretary other_secretary administrator other_administrator"
).split()

#                   anon nobody cadre office own other | secretary other | administrator other
OPEN = """           200   200   200   200   200   200      200    200      200    200"""
OWN_PASSWORD = """   302   200   200   200   200   200      200    200      200    200"""
READING = """        302   403   200   200   200   200      200    200      403    403"""
THE_YEAR = """        302   403   200   200   200   200      200    404      403    403"""
FIRST_PAGE = """     302   403   200   200   200   200      200    200      302    302"""
READING_IT = """     302   403   200   200   200   404      200    404      403    403"""
TAKING_FILES = """   302   403   403   200   200   200      200    200      403    403"""
# Asked for without naming any report.
CHOSEN_FILES = """   302   403   403   400   400   400      400    400      403    403"""
ITS_NUMBER = """     302   403   403   200   200   404      200    404      403    403"""
# It leads on to the report.
ITS_FORM = """       302   403   403   302   302   404      302    404      403    403"""
ADDING = """         302   403   403   200   403   403      200    200      403    403"""
CHANGING_IT = """    302   403   403   200   403   403      200    404      403    403"""
# Sent empty, it asks for its reason.
ASKED_FOR_A_REASON = """ 302   403   403   409   403   403      409    404      403    403"""
REORGANISING = """   302   403   403   403   403   403      200    200      403    403"""
UNDOING_IT = """     302   403   403   403   403   403      302    404      403    403"""
# Sent empty, it is shown again.
NOTING = """          302   403   403   200   200   404      200    404      403    403"""
ANOTHERS_NOTE = """   302   403   403   404   404   404      302    404      403    403"""
TAKING_IT_BACK = """ 302   403   403   302   403   403      302    404      403    403"""
SHARED_LIST = """    302   403   404   404   404   404      200    404      403    403"""
# Sent without its reason, it is shown again.
SENT_EMPTY = """      302   403   403   403   403   403      200    404      403    403"""
# A year's board shows each the own lists; its steps are the committee's, those of one list also the chi bộ's.
ITS_YEAR = """       302   403   200   200   200   200      200    404      403    403"""
RATING_IT = """      302   403   403   403   200   404      200    404      403    403"""
# Pages for people ticked on the list: only opened, they lead back to it.
TICKED = """         302   403   302   302   302   302      302    302      403    403"""
TICKED_FILE = """    302   403   403   302   302   302      302    302      403    403"""
TICKED_CHANGE = """  302   403   403   302   403   403      302    302      403    403"""
READING_LOG = """    302   403   403   403   403   403      200    200      200    200"""
ITS_LOG = """        302   403   403   403   403   403      200    404      404    404"""
SETTINGS = """       302   403   403   403   403   403      200    200      200    200"""
ACCOUNTS = """       302   403   403   403   403   403      403    403      200    200"""
ITS_ACCOUNT = """    302   403   403   403   403   403      403    403      200    404"""
ON_ITS_ACCOUNT = """ 302   403   403   403   403   403      403    403      302    404"""
BUTTON = """         302   302   302   302   302   302      302    302      302    302"""
# One of an account that is none of these.
ANOTHERS_OWN = """   302   403   404   404   404   404      404    404      403    403"""
NOBODYS = """        302   404   404   404   404   404      404    404      404    404"""
# One that is nobody's; whose it is, is told in tests/reports/test_long_exports.py.
NO_FILE = """        302   403   403   404   404   404      404    404      403    403"""
TO_SIGN_IN = """     302   302   302   302   302   302      302    302      302    302"""

# The admin: a list, or the form for a new record …
RECORDS = """        302   403   403   403   403   403      200    200      403    403"""
COMMON_LISTS = """   302   403   403   403   403   403      403    403      200    200"""
# … one record …
RECORD = """         302   403   403   403   403   403      200    404      403    403"""
# … and what is never deleted.
KEPT = """           302   403   403   403   403   403      403    403      403    403"""

PAGES = {
    "overview": FIRST_PAGE,
    "find": READING,
    "reports": READING,
    "report": READING,
    "report_file": TAKING_FILES,
    "written_report": READING,
    "written_report_file": TAKING_FILES,
    "written_template": REORGANISING,
    "written_template_file": REORGANISING,
    "letterhead_settings": REORGANISING,
    "file_check": TAKING_FILES,
    "workbook": TAKING_FILES,
    "workbook_file": CHOSEN_FILES,
    "first_day": TO_SIGN_IN,  # for an empty register only
    "first_steps": REORGANISING,
    "units_import": REORGANISING,
    "units_template": REORGANISING,
    "imports": ADDING,
    "import_template": ADDING,
    "import_template_of": REORGANISING,  # of village heads
    "import_batch": CHANGING_IT,
    "import_rest": CHANGING_IT,
    "import_undo": ASKED_FOR_A_REASON,
    "reconciliations": READING,
    "reconciliation": ANOTHERS_OWN,
    "reconciliation_file": NO_FILE,
    "units_import_undo": UNDOING_IT,
    "units": READING,
    "unit": READING_IT,
    "people": READING,
    "people_file": TAKING_FILES,
    "selection": TICKED,
    "chosen_file": TICKED_FILE,
    "chosen_change": TICKED_CHANGE,
    "saved_views": READING,
    "saved_view_add": READING,
    "saved_view": SHARED_LIST,
    "person": READING_IT,
    "person_add": ADDING,
    "duplicates": ADDING,
    "duplicate_pair": CHANGING_IT,
    "different_people": TAKING_IT_BACK,
    "person_merge": CHANGING_IT,
    "person_merge_cancel": SENT_EMPTY,
    "person_edit": CHANGING_IT,
    "person_form": ITS_FORM,
    "person_readers": CHANGING_IT,
    "person_undo": CHANGING_IT,
    "note_add": NOTING,
    "note_remove": ANOTHERS_NOTE,
    "person_fact_add": CHANGING_IT,
    "person_fact": CHANGING_IT,
    "unit_fact_add": RECORD,
    "unit_fact": RECORD,
    "congress_add": RECORD,
    "number": ITS_NUMBER,
    "village_heads": READING,
    "village_head_change": RECORD,
    "courses": READING,
    "course": READING_IT,
    "course_add": ADDING,
    "course_edit": CHANGING_IT,
    "course_people": CHANGING_IT,
    "course_leave": CHANGING_IT,
    "tasks": READING,
    "movements": READING,
    "movement": READING_IT,
    "movement_add": ADDING,
    "movement_cancel": TAKING_IT_BACK,
    "unit_changes": READING,
    "unit_change": READING_IT,
    "unit_change_add": REORGANISING,
    "unit_change_cancel": UNDOING_IT,
    "ratings": READING,
    "rating_years": READING,
    "rating_year_open": REORGANISING,
    "rating_year": ITS_YEAR,
    "rating_year_edit": RECORD,
    "rating_year_roll": RECORD,
    "rating_year_decide": RECORD,
    "rating_year_step": RECORD,
    "rating_list": READING_IT,
    "rating_list_step": RATING_IT,
    "rating_versions": THE_YEAR,
    "rating_papers": READING,
    "rating_paper": READING,
    "rating_paper_file": TAKING_FILES,
    "log": READING_LOG,
    "change_set": ITS_LOG,
    "accounts": ACCOUNTS,
    "account_add": ACCOUNTS,
    "account": ITS_ACCOUNT,
    "account_role_add": ITS_ACCOUNT,  # shown again: the form is empty
    "account_role_end": ITS_ACCOUNT,
    "account_password": ITS_ACCOUNT,
    "account_close": ON_ITS_ACCOUNT,
    "account_reopen": ON_ITS_ACCOUNT,
    "account_unlock": ON_ITS_ACCOUNT,
    "account_two_steps_removed": ON_ITS_ACCOUNT,
    "account_sessions_end": ON_ITS_ACCOUNT,
    "own_account": OWN_PASSWORD,
    "own_sessions_end": BUTTON,
    "kept_forms": OWN_PASSWORD,
    "kept_form_open": NOBODYS,
    "second_step": BUTTON,  # none of these accounts has one
    "two_steps": OWN_PASSWORD,
    "two_steps_off": BUTTON,
    "backup_codes": BUTTON,
    "waiting_file": NO_FILE,
    "password_change": OWN_PASSWORD,
    "password_change_done": OWN_PASSWORD,
    "admin:index": SETTINGS,
    "admin:app_list": SETTINGS,
    "admin:jsi18n": SETTINGS,
    "admin:login": TO_SIGN_IN,
}
ELSEWHERE = {"login", "logout"}  # told as stories in test_signing_in
BY_POST = {
    "number", "import_undo", "units_import_undo", "note_add", "note_remove",
    "movement_cancel", "unit_change_cancel", "different_people",
    "person_merge_cancel", "account_role_add", "account_role_end", "account_password",
    "account_close", "account_reopen", "account_unlock", "account_two_steps_removed", "account_sessions_end",
    "own_sessions_end", "kept_form_open", "two_steps_off", "backup_codes",
}  # fmt: skip

ADMIN = {
    # model:                      list and add, one record, deleting it
    "units_unit":                 (RECORDS, RECORD, KEPT),
    "units_unitchange":           (RECORDS, RECORD, RECORD),
    "units_village":              (RECORDS, RECORD, KEPT),
    "units_congress":             (RECORDS, RECORD, RECORD),
    "units_term":                 (RECORDS, RECORD, RECORD),
    "units_committee":            (RECORDS, RECORD, RECORD),
    "units_resolution":           (RECORDS, RECORD, RECORD),
    "units_ratingcampaign":       (RECORDS, RECORD, KEPT),
    "units_unitrating":           (RECORDS, RECORD, KEPT),
    "units_ratingregime":         (COMMON_LISTS, COMMON_LISTS, COMMON_LISTS),
    "units_ratingreason":         (COMMON_LISTS, COMMON_LISTS, COMMON_LISTS),
    "members_membership":         (RECORDS, RECORD, KEPT),
    "members_office":             (RECORDS, RECORD, RECORD),
    "members_villagehead":        (RECORDS, RECORD, RECORD),
    "members_villageheadrating":  (RECORDS, RECORD, KEPT),
    "members_exemption":          (RECORDS, RECORD, RECORD),
    "members_suspension":         (RECORDS, RECORD, RECORD),
    "members_temporaryabsence":   (RECORDS, RECORD, RECORD),
    "members_discipline":         (RECORDS, RECORD, RECORD),
    "members_commendation":       (RECORDS, RECORD, RECORD),
    "members_badge":              (RECORDS, RECORD, RECORD),
    "members_qualification":      (RECORDS, RECORD, RECORD),
    "members_trainingcourse":     (RECORDS, RECORD, RECORD),
    "members_trainingattendance": (RECORDS, RECORD, RECORD),
    "members_ethnicity":          (COMMON_LISTS, COMMON_LISTS, COMMON_LISTS),
    "members_religion":           (COMMON_LISTS, COMMON_LISTS, COMMON_LISTS),
    "members_badgelevel":         (COMMON_LISTS, COMMON_LISTS, COMMON_LISTS),
    "members_awardday":           (COMMON_LISTS, COMMON_LISTS, COMMON_LISTS),
}  # fmt: skip
FROM_FILES = {
    "units_unit", "units_village", "members_membership", "members_villagehead", "members_trainingcourse",
    "members_trainingattendance",
}  # fmt: skip
"""Whose records a spreadsheet brings, too, at import/: for those who may add one."""
VIEWS = {"changelist": 0, "add": 0, "change": 1, "history": 1, "delete": 2}


def table():
    """The written table, flat: {address name: expected statuses by role}."""
    admin = {f"admin:{model}_{view}": row[place] for model, row in ADMIN.items() for view, place in VIEWS.items()}
    admin |= {f"admin:{model}_import": ADMIN[model][0] for model in FROM_FILES}
    return {name: dict(zip(ROLES, map(int, row.split()), strict=True)) for name, row in {**PAGES, **admin}.items()}


def patterns(resolver=None, namespace=""):
    """Every address of the application: (name with its namespace, pattern)."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}" if entry.name else None, entry
        else:
            yield from patterns(entry, namespace + (f"{entry.namespace}:" if entry.namespace else ""))


def address(name, commune):
    """The address of *name* for the records of *commune*."""
    given = {
        "report": ["to-chuc"],
        "report_file": ["to-chuc", "csv"],
        "rating_paper": ["phieu-ghi-tay"],
        "rating_paper_file": ["phieu-ghi-tay"],
        "unit": [commune.unit.pk],
        "person": [commune.person.pk],
        "import_template_of": ["truong-thon"],
        "import_batch": [commune.batch.number],
        "import_rest": [commune.batch.number],
        "import_undo": [commune.batch.number],
        "reconciliation": [commune.reconciliation.number],
        "reconciliation_file": [commune.reconciliation.number],
        "person_edit": [commune.person.pk],
        "person_form": [commune.person.pk],
        "person_readers": [commune.person.pk],
        "person_undo": [commune.person.pk, commune.entry.pk, "full_name"],
        "note_add": [commune.person.pk],
        "note_remove": [commune.person.pk, commune.note.pk],
        "person_fact_add": [commune.person.pk, "huy-hieu"],
        "person_fact": [commune.person.pk, "ky-luat", commune.records[Discipline].pk],
        "unit_fact_add": [commune.unit.pk, "cap-uy"],
        "unit_fact": [commune.unit.pk, "nhiem-ky", commune.records[Term].pk],
        "congress_add": [commune.unit.pk],
        "movement": [commune.movement.pk],
        "movement_add": ["tu-tran"],
        "movement_cancel": [commune.movement.pk],
        "unit_change": [commune.change.pk],
        "change_set": [commune.entry.pk],
        "rating_versions": [commune.records[RatingCampaign].pk],
        "unit_change_add": ["doi-ten"],
        "unit_change_cancel": [commune.change.pk],
        "saved_view": [commune.saved_view.pk],
        "saved_view_add": ["dang-vien"],
        "course_leave": [commune.records[TrainingCourse].pk, commune.records[TrainingAttendance].pk],
        "village_head_change": [commune.village.pk],
        "rating_year": [commune.records[RatingCampaign].pk],
        "rating_year_edit": [commune.records[RatingCampaign].pk],
        "rating_year_roll": [commune.records[RatingCampaign].pk],
        "rating_year_decide": [commune.records[RatingCampaign].pk],
        "rating_year_step": [commune.records[RatingCampaign].pk, "khoa"],
        "rating_list": [commune.records[RatingCampaign].pk, "dang-vien", commune.unit.pk],
        "rating_list_step": [commune.records[RatingCampaign].pk, "dang-vien", commune.unit.pk, "de-nghi"],
        "number": [commune.person.pk, commune.number.pk],
        "kept_form_open": [987654321],
        "waiting_file": ["987654321"],
        "account_role_end": [commune.account.pk, commune.account.grants.get().pk],
        "admin:app_list": ["units"],
    }
    if name.startswith("admin:") and name.rpartition("_")[2] in ("change", "history", "delete"):
        label, _, model = name.removeprefix("admin:").rpartition("_")[0].partition("_")
        records = {**reference_records(), **commune.records}
        return reverse(name, args=[next(r.pk for m, r in records.items() if m._meta.label_lower == f"{label}.{model}")])
    if name in ("course", "course_edit", "course_people"):
        given[name] = [commune.records[TrainingCourse].pk]
    if name in ("duplicate_pair", "different_people"):
        given[name] = [commune.person.pk, twin(commune).pk]
    if name.startswith("person_merge"):
        given[name] = [merge_of(commune).pk]
    if name == "units_import_undo":
        given[name] = [units_batch(commune).pk]
    if name.startswith("account") and name not in ("accounts", "account_add"):
        given.setdefault(name, [commune.account.pk])
    return reverse(name, args=given.get(name, []))


def twin(commune):
    """A second record of the commune's person."""
    found = Person.objects.filter(full_name=commune.person.full_name, merged_into=None).exclude(pk=commune.person.pk)
    return found.first() or make_member(commune.person.full_name, commune.unit, birth_on="1985")


def merge_of(commune):
    """A third record, merged into that of the commune's person."""
    there = PersonMerge.objects.filter(kept=commune.person).first()
    third = None if there else make_member(commune.person.full_name, commune.unit)
    return there or document.merge(commune.person, third, {}, SYSTEM, commune.name, uuid4())


def units_batch(commune):
    """A list of chi bộ that was written in the commune."""
    written = {"state": "COMMITTED", "effects": [], "committed_at": timezone.now(), "day": timezone.localdate()}
    found = ImportBatch.objects.filter(kind="UNITS", unit=commune.commune).first()
    return found or ImportBatch.objects.create(kind="UNITS", unit=commune.commune, file_name="don-vi.csv", **written)


def test_every_address_has_a_row():
    names = {name for name, pattern in patterns() if name}
    assert names - ELSEWHERE == set(table())


def test_what_has_no_name_belongs_to_the_admin_and_shows_nothing():
    """Its old address of a record, which leads on to the new one, and its catch-all."""
    unnamed = {str(pattern.pattern) for name, pattern in patterns() if name is None}
    assert unnamed == {"<path:object_id>/", "(?P<url>.*)$"}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_the_table_says(role, signed_in, na_khe):
    client = signed_in(role)
    expected = {name: row[role] for name, row in table().items()}
    ask = {True: client.post, False: client.get}
    found = {name: ask[name in BY_POST](address(name, na_khe)).status_code for name in expected}
    assert found == expected


def test_a_missing_record_and_one_of_another_unit_are_the_same_page(signed_in, na_khe):
    client = signed_in("other_secretary")
    answers = set()
    for name, row in table().items():
        if row["other_secretary"] == 404:
            theirs = address(name, na_khe)
            missing = theirs.replace(f"/{theirs.split('/')[-3]}/", "/987654321/", 1) if "admin" in name else theirs
            for path in (theirs, missing):
                answer = client.post(path) if name in BY_POST else client.get(path)
                answers.add((answer.status_code, answer.content, frozenset(answer.headers.items())))
    assert len(answers) == 1


BY_UNIT = ["people", "people_file", "report", "report_file", "ratings", "units", "village_heads", "overview"]
BY_UNIT += ["written_report", "written_report_file", "rating_papers", "rating_paper", "rating_paper_file"]


@pytest.mark.parametrize("named", ["pk", "code"])
@pytest.mark.parametrize("name", BY_UNIT)
def test_asking_for_another_units_part_of_a_page_is_asking_for_a_missing_one(name, named, signed_in, na_khe):
    client, theirs = signed_in("other_branch"), str(getattr(na_khe.unit, named))
    missing = theirs[::-1] if named == "code" else "987654321"

    def answer(unit):
        page = client.get(address(name, na_khe), {"don_vi": unit, "nam": 2023})
        text = re.sub(r'csrfmiddlewaretoken" value="\w+"', "", page.content.decode(errors="replace"))
        return page.status_code, re.sub(rf'(don_vi=|don_vi" value="|“|Chi bộ: ){unit}(?=["&” ])', "", text)

    (status, text), (missing_status, missing_text) = answer(theirs), answer(missing)
    assert status == missing_status
    assert text == missing_text or name.endswith("_file")
    assert "Vàng Na Khê Lan" not in text


def test_nothing_of_another_commune_shows_on_any_page(signed_in, na_khe, bach_dich):
    """Neither in a list nor among the choices of a form: every record of Bạch Đích carries its name."""
    shown = []
    for role in ROLES[2:]:
        client = signed_in(role)
        if role.startswith("other_") and role != "other_branch":
            continue
        for name, row in table().items():
            if row[role] == 200 and name not in BY_POST:
                page = client.get(address(name, na_khe))
                text = b"".join(page).decode() if page.streaming else page.content.decode(errors="replace")
                if "Bạch Đích" in text:
                    shown.append((role, name))
    assert shown == []


def test_every_admin_has_a_right_and_refuses_deleting_by_default():
    assert {site.get_model_admin(model).right for model in site._registry} == {
        Right.EDIT_RECORD,
        Right.REFERENCE,
    }
