"""Every write through the admin leaves one entry: who, when, where from, before, after. A secret leaves no trace."""

from datetime import date

import pytest
from auditlog.models import LogEntry
from django.contrib.admin.models import LogEntry as AdminLogEntry
from django.utils import timezone

from members.models import (
    AwardDay,
    Badge,
    BadgeLevel,
    Commendation,
    Discipline,
    Ethnicity,
    Exemption,
    IdentityNumber,
    Membership,
    Office,
    Qualification,
    Religion,
    Suspension,
    TemporaryAbsence,
    TrainingAttendance,
    TrainingCourse,
    VillageHead,
    VillageHeadRating,
)
from nakhe.adminsite import site
from tests.access.filling_in import as_sent
from tests.access.test_admin import keeper, url
from units.models import (
    Committee,
    Congress,
    RatingCampaign,
    RatingReason,
    RatingRegime,
    Resolution,
    Term,
    Unit,
    UnitChange,
    UnitName,
    UnitRating,
    Village,
)

AT_DESK = {"REMOTE_ADDR": "192.168.1.20"}

# model: (field, what is written instead, before and after in the log)
CHANGES = {
    Unit: ("position", "31", None),
    UnitChange: ("decision_number", "12-QĐ/ĐU", ["", "12-QĐ/ĐU"]),
    Village: ("is_border", "on", ["False", "True"]),
    Congress: ("members_entitled", "20", ["None", "20"]),
    Term: ("last_year", "2026", ["2025", "2026"]),
    Committee: ("decision_number", "14-QĐ/ĐU", ["", "14-QĐ/ĐU"]),
    Resolution: ("number", "06-NQ/ĐU", ["05-NQ/ĐU", "06-NQ/ĐU"]),
    RatingCampaign: ("cap_rate", "25", ["20", "25"]),
    UnitRating: ("level", "EXCELLENT", ["GOOD", "EXCELLENT"]),
    Membership: ("came_from", "xã Phú Lũng", ["", "xã Phú Lũng"]),
    Office: ("decision_number", "15-QĐ/ĐU", ["", "15-QĐ/ĐU"]),
    VillageHead: ("term_years", "2022–2025", ["", "2022–2025"]),
    VillageHeadRating: ("level", "COMPLETED", ["GOOD", "COMPLETED"]),
    Exemption: ("ended_on", "01/06/2024", ["None", "2024-06-01"]),
    Suspension: ("scope", "COMMITTEE", ["PARTY_LIFE", "COMMITTEE"]),
    TemporaryAbsence: ("note", "đi làm", ["", "đi làm"]),
    Discipline: ("form", "REPRIMAND", ["WARNING", "REPRIMAND"]),
    Commendation: ("given_by", "Huyện ủy", ["", "Huyện ủy"]),
    Badge: ("number", "0012", ["", "0012"]),
    Qualification: ("level", "DOCTOR", ["MASTER", "DOCTOR"]),
    TrainingCourse: ("organiser", "Trung tâm chính trị", ["", "Trung tâm chính trị"]),
    TrainingAttendance: ("result", "Khá", ["", "Khá"]),
    RatingRegime: ("cap_rate", "15", ["20", "15"]),
    RatingReason: ("text", "Chưa họp đủ", ["", "Chưa họp đủ"]),
    Ethnicity: ("position", "500", ["1", "500"]),
    Religion: ("position", "500", ["1", "500"]),
    BadgeLevel: ("years", "29", ["30", "29"]),
    AwardDay: ("day", "4", ["3", "4"]),
}


def test_every_admin_has_a_row():
    assert set(CHANGES) == set(site._registry)


@pytest.mark.parametrize("model", CHANGES, ids=str)
def test_a_change_leaves_one_entry(model, signed_in, readers, na_khe):
    field, written, in_log = CHANGES[model]
    record = na_khe.records.get(model) or model._default_manager.first()
    if model in (UnitRating, VillageHeadRating):
        RatingCampaign.objects.all().delete()  # what a campaign rates is written on its own pages
    before = str(getattr(record, field))
    client, address = signed_in(keeper(model)), url("change", model, record.pk)
    sent = as_sent(client.get(address)) | {field: written}
    LogEntry.objects.all().delete()

    assert client.post(address, sent, **AT_DESK).status_code == 302

    entry = LogEntry.objects.get()
    assert (entry.content_type.model_class(), entry.object_id) == (model, record.pk)
    assert entry.action == LogEntry.Action.UPDATE
    assert (entry.actor, entry.remote_addr) == (getattr(readers, keeper(model)), "192.168.1.20")
    assert (timezone.now() - entry.timestamp).total_seconds() < 60
    assert entry.changes_dict == {field: in_log or [before, written]}
    assert not AdminLogEntry.objects.exists(), "the admin's own log would be a second one"


def test_adding_and_deleting_leave_one_entry_each(signed_in, na_khe):
    client = signed_in("secretary")
    given = {"person": na_khe.person.pk, "form": "REPRIMAND", "decided_on": "01/06/2024"}
    LogEntry.objects.all().delete()
    client.post(url("add", Discipline), given, **AT_DESK)
    added = Discipline.objects.get(form="REPRIMAND")
    client.post(url("delete", Discipline, added.pk), {"post": "yes"}, **AT_DESK)

    assert not Discipline.objects.filter(pk=added.pk).exists()
    gone, new = LogEntry.objects.order_by("-pk")
    assert [(e.action, e.object_id, e.remote_addr) for e in (new, gone)] == [
        (LogEntry.Action.CREATE, added.pk, "192.168.1.20"),
        (LogEntry.Action.DELETE, added.pk, "192.168.1.20"),
    ]
    assert new.changes_dict["decided_on"] == ["None", "2024-06-01"]
    assert gone.changes_dict["decided_on"] == ["2024-06-01", "None"]


def test_a_new_name_is_one_entry_and_not_a_second_for_what_follows_from_it(signed_in, na_khe):
    client, old = signed_in("secretary"), na_khe.school.names.get()
    address = url("change", Unit, na_khe.school.pk)
    sent = as_sent(client.get(address))
    renamed = {"names-0-ended_on": "1/6/2024", "names-1-name": "Chi bộ Trường học số 1"}
    renamed |= {"names-1-short_name": "Trường học số 1", "names-1-started_on": "1/6/2024"}
    LogEntry.objects.all().delete()

    assert client.post(address, sent | renamed).status_code == 302

    new = UnitName.objects.get(started_on=date(2024, 6, 1))
    na_khe.school.refresh_from_db()
    assert na_khe.school.latest_name == "Chi bộ Trường học số 1"
    assert sorted((e.content_type.model, e.object_id) for e in LogEntry.objects.all()) == sorted(
        [("unitname", old.pk), ("unitname", new.pk)]
    )


def test_what_was_refused_leaves_no_entry(signed_in, na_khe, bach_dich):
    client, record = signed_in("secretary"), na_khe.records[Committee]
    sent = as_sent(client.get(url("change", Committee, record.pk)))
    LogEntry.objects.all().delete()
    client.post(url("change", Committee, record.pk), sent | {"unit": bach_dich.unit.pk})
    client.post(url("change", Committee, bach_dich.records[Committee].pk), sent)
    assert not LogEntry.objects.exists()


def test_changing_the_own_password_leaves_one_entry(client, na_khe, readers):
    lan = readers.office
    lan.set_password("hoa gạo nở tháng ba")
    lan.save()
    client.force_login(lan)
    LogEntry.objects.all().delete()
    new = "mùa xuân trên cao nguyên đá"
    words = {"old_password": "hoa gạo nở tháng ba", "new_password1": new, "new_password2": new}
    client.post("/doi-mat-khau/", words, **AT_DESK)
    entry = LogEntry.objects.get()
    assert (entry.actor, entry.remote_addr) == (lan, "192.168.1.20")
    assert entry.changes_dict == {"password": ["••••••", "••••••"]}


def test_a_number_and_a_telephone_leave_nothing_of_themselves(na_khe):
    na_khe.person.refresh_from_db()
    LogEntry.objects.all().delete()
    number = na_khe.number
    number.number = "002185009999"
    number.save()
    na_khe.person.phone = "0912345678"
    na_khe.person.save()
    told = [entry.changes_dict for entry in LogEntry.objects.order_by("pk")]
    assert told == [{"number": ["••••••", "••••••"]}, {"phone": ["", "••••••"]}]
    assert IdentityNumber.objects.get(pk=number.pk).number == "002185009999"
