"""Two communes in one database, each with one record of every kind. Everything of the second carries its name."""

from datetime import date

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from members.importing import previews
from members.models import (
    AwardDay,
    Badge,
    BadgeLevel,
    Commendation,
    Discipline,
    Ethnicity,
    Exemption,
    IdentityNumber,
    MemberRating,
    Movement,
    PersonNote,
    Qualification,
    Religion,
    SavedView,
    Suspension,
    TemporaryAbsence,
    TrainingAttendance,
    TrainingCourse,
    VillageHeadRating,
)
from members.reconciling import keeping
from nakhe.access import Role
from nakhe.vietnamese.dates import PartialDate
from tests.factories import make_commune, make_head, make_member, make_office, make_unit, make_user, make_village
from units.models import (
    Committee,
    Congress,
    RatingCampaign,
    RatingReason,
    RatingRegime,
    Resolution,
    Target,
    Term,
    UnitChange,
    UnitRating,
)

DAY = date(2023, 3, 1)


def written_batch(by, commune, name):
    """A file of which one line was written and one, with an error, was left."""
    data = f"Họ và tên,Ngày sinh,Ghi chú\nVàng Thị Lan,31/04/1987,{name}\n".encode()
    batch = previews.read_file(data, f"{name}.csv", by)
    batch.unit, batch.state, batch.committed_at, batch.effects = commune, "COMMITTED", timezone.now(), []
    batch.save()
    return batch


def compared(by, name):
    """A file of one line beside the commune's register."""
    data = f"Họ và tên,Ngày sinh,Ghi chú\nVàng {name} Lan,1985,{name}\n".encode()
    return keeping.keep(keeping.reconcile(data, f"{name}.csv", by))


class Commune:
    """*name* stands in every text of the commune's records; *year* keeps the two apart where there is only a number."""

    def __init__(self, name, code, citizen_number):
        self.name = name
        self.commune = make_commune(f"Đảng bộ xã {name}", code=code)
        self.village = make_village(f"Thôn {name}", self.commune)
        self.unit = make_unit(f"Chi bộ thôn {name}", self.commune, village=self.village, code=f"{code}-thon")
        self.school = make_unit(f"Chi bộ Trường học {name}", self.commune, unit_type="SCHOOL", code=f"{code}-truong")
        self.person = make_member(f"Vàng {name} Lan", self.unit, birth_on="1985")
        self.number = IdentityNumber.objects.create(person=self.person, kind="CITIZEN", number=citizen_number)
        self.account = make_user(Role.CADRE, self.commune, username=f"canbo-{code}", full_name=f"Lù {name} Mìn")
        self.movement = Movement.objects.create(
            kind="EXEMPTED", person=self.person, unit=self.unit, effective_on=DAY, note=name
        )
        self.saved_view = SavedView.objects.create(
            name=f"Danh sách {name}", owner=self.account, shared_with=self.commune
        )
        keeper = make_user(Role.SECRETARY, self.commune, username=f"ghi-{code}")
        self.entry = LogEntry.objects.create(
            content_type=ContentType.objects.get_for_model(self.person), object_pk=str(self.person.pk),
            object_id=self.person.pk, object_repr=str(self.person), action=LogEntry.Action.UPDATE, actor=keeper,
            changes={"full_name": ["Vàng Lan", str(self.person)]},
        )  # fmt: skip
        self.batch = written_batch(keeper, self.commune, name)
        self.reconciliation = compared(keeper, name)
        self.note = PersonNote.objects.create(person=self.person, author=keeper, text=f"Ghi chú {name}")
        self.records = {type(record): record for record in (*self._structure(), *self._ratings(), *self._facts())}

    def _structure(self):
        unit = self.unit
        change = UnitChange.objects.create(kind="CREATE", effective_on=DAY, note=self.name)
        change.successors.add(unit)
        self.change = change
        congress = Congress.objects.create(unit=unit, ordinal=5, held_on=PartialDate(2020, 6, 15))
        term = Term.objects.create(unit=unit, congress=congress, first_year=2020, last_year=2025, started_on=DAY)
        committee = Committee.objects.create(unit=unit, term=term, started_on=DAY)
        resolution = Resolution.objects.create(unit=self.commune, number="05-NQ/ĐU", title=self.name, adopted_on=DAY)
        Target.objects.create(
            resolution=resolution, name=self.name, measure=Target.Measure.ADMISSIONS, year=2023, minimum=5
        )
        office = make_office(self.person, unit, started_on=DAY, term=term, committee=committee)
        head = make_head(self.person, self.village)
        return unit, self.village, change, congress, term, committee, resolution, office, head, self.account

    def _ratings(self):
        regime = RatingRegime.objects.get(first_year=2023)
        return (
            RatingCampaign.objects.create(
                unit=self.commune, year=2023, regime=regime, assessed_on=date(2023, 12, 31), signer=self.name
            ),
            UnitRating.objects.create(unit=self.unit, year=2023, level="GOOD"),
            MemberRating.objects.create(person=self.person, unit=self.unit, year=2023, level="GOOD"),
            VillageHeadRating.objects.create(person=self.person, village=self.village, year=2023, level="GOOD"),
        )

    def _facts(self):
        person = self.person
        course = TrainingCourse.objects.create(
            unit=self.commune, name=f"Lớp {self.name}", kind="PARTY_WORK", started_on=PartialDate(2023, 5)
        )
        return (
            person.memberships.get(),
            Exemption.objects.create(person=person, started_on=DAY),
            Suspension.objects.create(person=person, started_on=DAY),
            TemporaryAbsence.objects.create(person=person, started_on=DAY, place=self.name),
            Discipline.objects.create(person=person, form="WARNING", decided_on=DAY),
            Commendation.objects.create(person=person, form=f"Giấy khen {self.name}", decided_on=DAY),
            Badge.objects.create(person=person, level=BadgeLevel.objects.get(years=30), awarded_on=DAY),
            Qualification.objects.create(person=person, kind="PROFESSIONAL", level="MASTER", subject=self.name),
            course,
            TrainingAttendance.objects.create(course=course, person=person, unit=self.unit, attended_as="MEMBER"),
        )


def reference_records():
    models = [RatingRegime, RatingReason, Ethnicity, Religion, BadgeLevel, AwardDay]
    return {model: model.objects.first() for model in models}
