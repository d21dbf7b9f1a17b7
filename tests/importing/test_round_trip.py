"""Random people, kept as any office keeps them, written and read again; and what we export, brought back."""

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, Phase, given, settings

from members.importing import committing, previews, taking_back
from members.models import Membership, Person
from nakhe.access import SYSTEM
from tests.importing.offices import OFFICES, plain
from tests.importing.test_offices import PEOPLE, said_in
from tests.importing.writing import differences_of_derived

pytestmark = pytest.mark.usefixtures("seven_units")
FEW = settings(
    max_examples=2, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
)
EXPORTS = ["danh-sach-dang-vien", "danh-sach-loc", "nhap-lieu-4-0"]
THE_SAME = {"match|no_birth": "take"}
"""Who is told by nothing but name and chi bộ in a list that says more than the record does."""


def brought(written):
    """The batch of a file, written."""
    batch = previews.preview(written.data, written.name, SYSTEM)
    assert {row.status for row in batch.read.rows} == {"new"}
    return committing.commit_now(batch, SYSTEM)


@pytest.mark.parametrize("office", OFFICES, ids=lambda office: office.__name__)
@FEW
@given(people=PEOPLE)
def test_what_one_office_brought_another_office_changes_nothing_of(office, people):
    """The same file again changes nothing; a plain list of the same people adds only what the first did not say."""
    written = office(people)
    batch = brought(written)
    again = previews.preview(written.data, written.name, SYSTEM).read
    other = plain(people)
    plainly = previews.preview(other.data, other.name, SYSTEM, answers=THE_SAME).read
    told = {each["full_name"]: said_in(written, each).keys() for each in people}

    assert {row.status for row in again.rows} == {"same"}
    assert Person.objects.count() == Membership.objects.count() == len(people)
    for row in plainly.rows:
        assert row.match, row
        changed = {key.partition(".")[0] for key in row.changes}
        assert not changed & told[row.person["full_name"]], (row.changes, told)
    assert differences_of_derived() == []
    taking_back.undo_now(batch, SYSTEM, "lượt sau")


@pytest.mark.parametrize("slug", EXPORTS)
@FEW
@given(people=PEOPLE)
def test_what_we_export_changes_nothing_when_it_is_brought_back(slug, people, tmp_path_factory):
    batch = brought(plain(people))
    path = tmp_path_factory.mktemp("xuat") / f"{slug}.xlsx"
    why = ["--private", "--reason", "Đối khớp với hệ thống cấp trên"]
    call_command("report", slug, *why, "--format", "xlsx", "-o", str(path))
    back = previews.preview(path.read_bytes(), path.name, SYSTEM).read
    taking_back.undo_now(batch, SYSTEM, "lượt sau")

    assert len(back.rows) == len(people)
    assert [(row.status, row.changes, row.problems) for row in back.rows if row.status != "same"] == []
