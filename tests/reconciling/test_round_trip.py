"""Our own exchange file compared right away is the same in every cell; so is the upper system's sample."""

import json
from datetime import date

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, Phase, given, settings

from members.importing import committing, previews, taking_back
from members.models import Ethnicity, Exemption, IdentityNumber, Person, Religion, Suspension
from members.reconciling import keeping
from nakhe.access import SYSTEM
from nakhe.vietnamese.dates import PartialDate
from tests.factories import join, make_person
from tests.importing.conftest import SAMPLES, seven_units  # noqa: F401  the same chi bộ
from tests.importing.offices import plain
from tests.importing.test_offices import PEOPLE

FEW = settings(
    max_examples=3, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
)
SAMPLE = "f-file-nhap-lieu-4.0.xlsx"
OLD_NUMBERS = {
    10: "073900535", 13: "073788176", 16: "073240793", 19: "073854446", 22: "073156299", 25: "073579529",
    28: "073962990",
}  # fmt: skip
"""{row of the sample: what stands under “Số CMND cũ”}, read off the file; so are the days of the states below."""


@pytest.mark.parametrize("slug", ["nhap-lieu-4-0", "danh-sach-dang-vien"])
@FEW
@given(people=PEOPLE)
def test_what_we_export_is_the_same_in_every_cell(slug, people, seven_units, tmp_path_factory):  # noqa: F811
    known = [each | {"birth_date": each.get("birth_date") or "1960-01-02"} for each in people]
    written = plain(known)
    batch = committing.commit_now(previews.preview(written.data, written.name, SYSTEM), SYSTEM)
    path = tmp_path_factory.mktemp("xuat") / f"{slug}.xlsx"
    why = ["--private", "--reason", "Đối khớp với hệ thống cấp trên"]
    call_command("report", slug, *why, "--format", "xlsx", "-o", str(path))
    kept = keeping.reconcile(path.read_bytes(), path.name, SYSTEM)
    taking_back.undo_now(batch, SYSTEM, "lượt sau")

    assert [line for line in keeping.found_in(kept).lines if line.group != "same"] == []
    assert (kept.counts["same"], kept.counts["here"]) == (len(people), 0)


@pytest.fixture
def people_of_the_sample(seven_units):  # noqa: F811
    """Everybody of the sample, put on record by what its expected.json says of them."""
    rows = json.loads((SAMPLES / SAMPLE.replace(".xlsx", ".expected.json")).read_text())["rows"]
    peoples = {model: {each.name: each for each in model.objects.all()} for model in (Ethnicity, Religion)}
    for row in rows:
        said = row["person"]
        person = make_person(
            said["full_name"],
            alias=said.get("name_in_use", ""),
            sex=said["sex"],
            birth_on=PartialDate.from_iso(said["birth_date"]),
            ethnicity=peoples[Ethnicity][said["ethnicity"]],
            religion=peoples[Religion][said["religion"]],
            admitted_on=PartialDate.from_iso(said["admitted_on"]),
            official_on=PartialDate.from_iso(said["official_on"]),
            native_place=said["native_place"],
            residence=said["residence"],
            birthplace="Xã Niêm Sơn, Tỉnh Tuyên Quang",
        )
        _place(person, row["row"], said.get("status"), seven_units[said["unit"]])
        _number(person, row["row"], said)
    return rows


def _place(person, row, status, unit):
    ended = {14: (date(2024, 4, 12), "DIED"), 20: (date(2023, 9, 20), "WITHDRAWN")}.get(row, (None, ""))
    join(person, unit, ended_on=ended[0], reason_out=ended[1])
    if status == "EXEMPT":
        Exemption.objects.create(person=person, started_on=date(2022, 1, 1))
    if status == "SUSPENDED":
        Suspension.objects.create(person=person, started_on=date(2025, 5, 15))
    if row == 24:  # “Gián đoạn sinh hoạt”: suspended is one of the two that it may be
        Suspension.objects.create(person=person, started_on=date(2025, 1, 1))


def _number(person, row, said):
    numbers = [("CITIZEN", said["citizen_id"]), ("CARD", said["card_number"]), ("CARD", said["old_card_number"])]
    if row in OLD_NUMBERS:
        numbers.append(("OLD_CITIZEN", OLD_NUMBERS[row]))
    for kind, number in numbers:
        ended = PartialDate(2025) if kind == "CARD" and number == said["old_card_number"] else None
        ended = PartialDate(2021) if kind == "OLD_CITIZEN" else ended
        IdentityNumber.objects.create(person=person, kind=kind, number=number, ended_on=ended)


def test_the_sample_of_the_upper_system_is_the_same_in_every_cell(people_of_the_sample):
    kept = keeping.reconcile((SAMPLES / SAMPLE).read_bytes(), SAMPLE, SYSTEM)
    found = keeping.found_in(kept)

    assert {line.row: line.cells for line in found.lines if line.group != "same"} == {}
    assert ([line.row for line in found.lines], found.missing) == (list(range(10, 30)), [])
    (asked_to_delete,) = [line for line in found.lines if line.told]
    assert asked_to_delete.row == 19 and "đề nghị xóa" in asked_to_delete.told[0]


def test_one_letter_of_the_record_changed_is_one_cell(people_of_the_sample):
    person = Person.objects.get(full_name="Chẻo Chòi Hín")
    person.residence = "Thôn Phú Tỷ 2, xã Bạch Đích, Tỉnh Tuyên Quang"
    person.save()
    kept = keeping.reconcile((SAMPLES / SAMPLE).read_bytes(), SAMPLE, SYSTEM)
    (line,) = [line for line in keeping.found_in(kept).lines if line.group != "same"]

    assert [(cell.field, cell.kind) for cell in line.cells] == [("residence", "different")]
    assert line.cells[0].ours == person.residence
    assert line.cells[0].theirs == "Thôn Phú Tỷ 1, xã Bạch Đích, Tỉnh Tuyên Quang"
