"""What surrounds a record: its timeline by kind, notes, who reads it, and putting a change back."""

from datetime import date

import pytest
from auditlog.models import LogEntry
from django.urls import reverse

from members.models import Discipline, Person, PersonNote
from members.who_reads import readers_of
from nakhe.access import Role
from nakhe.audit import because
from nakhe.models import User
from nakhe.periods import today
from tests.factories import join, make_commune, make_head, make_member, make_person, make_unit, make_user, make_village
from units.models import RoleGrant

pytestmark = pytest.mark.django_db


@pytest.fixture
def na_po(commune):
    return make_unit("Na Pô", commune, village=make_village("Na Pô", commune))


@pytest.fixture
def lan(na_po):
    return make_member("Vàng Thị Lan", na_po, birth_on="1985", occupation="Nông dân")


@pytest.fixture
def secretary(client, commune):
    client.force_login(make_user("SECRETARY", commune, full_name="Hoàng Văn Bằng"))
    return client


class TestTimeline:
    def test_one_kind_alone_when_asked_for(self, secretary, lan):
        Discipline.objects.create(person=lan, form="WARNING", decided_on=date(2023, 4, 5))
        line = secretary.get(lan.get_absolute_url(), {"loai": "ky-luat"}).context["line"]
        assert [entry.title for entry in line.shown] == ["Kỷ luật: Cảnh cáo"]
        assert [(kind, number) for kind, _, number in line.kinds] == [("Sinh hoạt đảng", 2), ("Kỷ luật", 1)]

    def test_a_kind_that_is_not_there_shows_all(self, secretary, lan):
        line = secretary.get(lan.get_absolute_url(), {"loai": "khong-co"}).context["line"]
        assert line.shown == line.entries

    def test_what_one_person_changed_in_one_go_is_one_entry(self, secretary, lan):
        lan.occupation, lan.birth_on = "Giáo viên", "3/1985"
        lan.full_clean()
        with because("Đối chiếu"):
            lan.save()
        line = secretary.get(lan.get_absolute_url(), {"loai": "thay-doi-ho-so"}).context["line"]
        (entry,) = line.shown
        assert (set(entry.title.split("; ")), entry.on.first_day) == ({"Ngày sinh", "Nghề nghiệp"}, today())
        assert entry.detail.endswith("Đối chiếu")

    def test_what_was_removed_stays_in_the_history(self, secretary, lan):
        row = Discipline.objects.create(person=lan, form="WARNING", decided_on=date(2023, 4, 5))
        with because("Ghi nhầm người"):
            row.delete()
        history = secretary.get(lan.get_absolute_url()).context["record"].history
        assert ("Xóa kỷ luật", "Ghi nhầm người") in {(change.what, change.reason) for change in history}


class TestNotes:
    def note(self, client, person, text):
        return client.post(reverse("note_add", args=[person.pk]), {"text": text}, follow=True).content.decode()

    def test_a_note_stands_with_its_author_and_not_in_the_log_of_changes(self, secretary, lan):
        self.note(secretary, lan, "Hẹn bổ sung giấy khai sinh")
        self.note(secretary, lan, "Hẹn bổ sung giấy khai sinh")
        page = secretary.get(lan.get_absolute_url())
        (note,) = page.context["record"].notes
        assert (note.text, str(note.author)) == ("Hẹn bổ sung giấy khai sinh", "Hoàng Văn Bằng")
        assert not [change for change in page.context["record"].history if "Hẹn" in change.new]

    def test_taken_off_it_is_gone_from_the_page_and_kept_in_the_database(self, secretary, lan):
        self.note(secretary, lan, "Sai")
        note = PersonNote.objects.get()
        secretary.post(reverse("note_remove", args=[lan.pk, note.pk]))
        assert secretary.get(lan.get_absolute_url()).context["record"].notes == []
        assert PersonNote.objects.get().removed_at

    def test_a_cadre_neither_reads_nor_writes_them(self, client, commune, na_po, lan):
        PersonNote.objects.create(person=lan, author=make_user("OFFICE", commune), text="Chuyện nội bộ")
        client.force_login(make_user("CADRE", commune))
        assert "Chuyện nội bộ" not in client.get(lan.get_absolute_url()).content.decode()
        assert client.post(reverse("note_add", args=[lan.pk]), {"text": "x"}).status_code == 403

    def test_anothers_note_is_removed_by_whoever_keeps_the_record_only(self, client, commune, na_po, lan):
        note = PersonNote.objects.create(person=lan, author=make_user("SECRETARY", commune), text="Xem lại")
        address = reverse("note_remove", args=[lan.pk, note.pk])
        client.force_login(make_user("UNIT_SECRETARY", na_po))
        assert client.post(address).status_code == 404
        client.force_login(make_user("SECRETARY", commune))
        assert client.post(address).status_code == 302

    def test_an_empty_note_is_said(self, secretary, lan):
        assert "Chưa gõ ghi chú nào." in self.note(secretary, lan, "  ")


class TestWhoReads:
    @pytest.fixture
    def elsewhere(self, commune):
        return make_unit("Trường học", commune, unit_type="SCHOOL")

    @pytest.fixture
    def accounts(self, commune, na_po, elsewhere):
        far = make_commune("Đảng bộ xã Bạch Đích")
        for unit in (commune, na_po, elsewhere, far):
            for role in Role.values:
                make_user(role, unit)
        over = make_user()
        RoleGrant.objects.create(user=over, role="CADRE", unit=na_po, started_on=date(2020, 1, 1), ended_on=today())
        make_user("CADRE", commune, is_active=False)

    def people(self, commune, na_po, elsewhere):
        """A member here, one who moved inside, one who left, a head outside the Party, and one with nothing."""
        moved = make_person("Lù Thị Mai")
        join(moved, na_po, ended_on=date(2020, 1, 1), reason_out="INTERNAL", counterpart_out=elsewhere)
        join(moved, elsewhere, date(2020, 1, 1), "INTERNAL")
        left = make_person("Giàng Mí Pó")
        join(left, na_po, ended_on=date(2020, 1, 1), reason_out="TRANSFERRED_OUT")
        head = make_person("Sùng Mí Và")
        make_head(head, na_po.village)
        return [make_member("Vàng Thị Lan", na_po), moved, left, head, make_person("Chưa ở đâu")]

    def test_it_names_exactly_the_accounts_that_see_the_record(self, accounts, commune, na_po, elsewhere):
        for person in self.people(commune, na_po, elsewhere):
            named = {reader.grant.user for reader in readers_of(person)}
            seeing = {
                user for user in User.objects.all() if Person.objects.visible_to(user).filter(pk=person.pk).exists()
            }
            assert named == seeing, person

    def test_what_they_may_do_is_told(self, accounts, commune, na_po, elsewhere):
        lan, moved = self.people(commune, na_po, elsewhere)[:2]
        may = {(reader.grant.role, reader.grant.unit_id): reader.may for reader in readers_of(lan)}
        unit_secretary = "đọc, xuất danh sách, xem số giấy tờ và ghi chú"
        office = f"{unit_secretary}, sửa lý lịch, ghi biến động, khen thưởng, kỷ luật"
        of_role = {
            "SECRETARY": f"{office}, ghi chức vụ",
            "OFFICE": office,
            "CADRE": "đọc",
            "UNIT_SECRETARY": unit_secretary,
        }
        assert may == {(role, unit.pk): words for role, words in of_role.items() for unit in (commune, na_po)}
        may = {(reader.grant.role, reader.grant.unit_id): reader.may for reader in readers_of(moved)}
        assert may["UNIT_SECRETARY", na_po.pk] == "đọc, xuất danh sách"

    def test_the_page_tells_it_and_who_had_a_number_shown(self, secretary, lan, commune):
        number = lan.numbers.create(kind="CARD", number="12034518")
        secretary.post(reverse("number", args=[lan.pk, number.pk]))
        page = secretary.get(reverse("person_readers", args=[lan.pk])).content.decode()
        assert "1 tài khoản" in page
        assert "Hoàng Văn Bằng: Hiện số thẻ đảng viên" in page
        assert "12034518" not in page


class TestPuttingBack:
    @pytest.fixture
    def change(self, lan):
        """Occupation: Nông dân → Giáo viên."""
        lan.occupation = "Giáo viên"
        lan.save()
        return LogEntry.objects.get_for_object(lan).filter(action=LogEntry.Action.UPDATE).first()

    def address(self, lan, change, field="occupation"):
        return reverse("person_undo", args=[lan.pk, change.pk, field])

    def test_the_last_change_is_put_back_with_a_reason(self, secretary, lan, change):
        history = secretary.get(lan.get_absolute_url()).content.decode()
        assert self.address(lan, change) in history
        page = secretary.get(self.address(lan, change)).content.decode()
        assert "<del>Giáo viên</del> → <ins>Nông dân</ins>" in page

        secretary.post(self.address(lan, change), {"reason": "Nhầm người"})

        lan.refresh_from_db()
        assert lan.occupation == "Nông dân"
        last = LogEntry.objects.get_for_object(lan).first()
        assert last.additional_data == {"reason": "Trả lại giá trị trước: Nhầm người"}

    def test_dates_and_choices_and_empty_values_go_back_too(self, secretary, lan):
        lan.refresh_from_db()
        before = {"birth_on": lan.birth_on, "ethnicity": None, "residence": ""}
        lan.birth_on, lan.ethnicity_id, lan.residence = "14/3/1985", 1, "Thôn Na Pô"
        lan.full_clean()
        lan.save()
        change = LogEntry.objects.get_for_object(lan).filter(action=LogEntry.Action.UPDATE).first()
        for field in before:
            secretary.post(self.address(lan, change, field), {"reason": "Thử"})
        lan.refresh_from_db()
        assert {name: getattr(lan, name) for name in before} == before

    def test_without_a_reason_nothing_changes(self, secretary, lan, change):
        page = secretary.post(self.address(lan, change), {"reason": ""})
        lan.refresh_from_db()
        assert lan.occupation == "Giáo viên"
        assert "Ghi lý do trả lại." in page.content.decode()

    def test_what_was_changed_since_is_not_put_back(self, secretary, lan, change):
        lan.occupation = "Cán bộ xã"
        lan.save()
        answer = secretary.post(self.address(lan, change), {"reason": "x"}, follow=True)
        lan.refresh_from_db()
        assert lan.occupation == "Cán bộ xã"
        assert "Mục này đã được sửa sau đó" in answer.content.decode()

    def test_what_the_log_masks_cannot_come_back_from_it(self, secretary, lan):
        lan.phone = "0912345647"
        lan.save()
        change = LogEntry.objects.get_for_object(lan).first()
        secretary.post(self.address(lan, change, "phone"), {"reason": "x"})
        lan.refresh_from_db()
        assert lan.phone == "0912345647"

    def test_an_entry_of_another_record_is_no_entry(self, secretary, lan, change, na_po):
        mai = make_member("Lù Thị Mai", na_po, occupation="Giáo viên")
        assert secretary.post(self.address(mai, change), {"reason": "x"}).status_code == 404
