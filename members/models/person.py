"""One record for anyone on file, member or not: who joins the Party later stays the same person."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from nakhe.access import SYSTEM, Right
from nakhe.fields import PartialDateField
from nakhe.periods import today
from nakhe.vietnamese import identity, names
from units.scoping import units_kept, units_within


class NaturalNameManager(models.Manager):
    def get_by_natural_key(self, name):
        return self.get(name=name)


class Ethnicity(models.Model):
    name = models.CharField("dân tộc", max_length=40, unique=True)
    is_majority = models.BooleanField("dân tộc đa số", default=False)
    position = models.PositiveSmallIntegerField("thứ tự", default=100)

    objects = NaturalNameManager()

    class Meta:
        verbose_name = "dân tộc"
        verbose_name_plural = "dân tộc"
        ordering = ["position", "name"]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.name,)


class Religion(models.Model):
    """“Không” says that someone has none; a person whose religion nobody asked has no Religion at all."""

    name = models.CharField("tôn giáo", max_length=60, unique=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=100)

    objects = NaturalNameManager()

    class Meta:
        verbose_name = "tôn giáo"
        verbose_name_plural = "tôn giáo"
        ordering = ["position", "name"]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.name,)


class NameKeyField(models.CharField):
    """A key computed from the name whenever the row is written, by save() and bulk_create() alike."""

    def __init__(self, *args, compute=None, **kwargs):
        self.compute = compute
        super().__init__(*args, **kwargs | {"editable": False})

    def pre_save(self, model_instance, add):
        if self.compute:
            setattr(model_instance, self.attname, self.compute(model_instance))
        return super().pre_save(model_instance, add)


def compute_sort_key(person):
    return names.sort_key(person.full_name, person.given_name or None)


def compute_search_key(person):
    """Every name the person goes by, folded."""
    return " ".join(dict.fromkeys(names.fold(name) for name in person.all_names))


class PersonQuerySet(models.QuerySet):
    def standing(self):
        """Without the records merged into another; a condition on the row itself, so that who waited for it sees it."""
        return self.filter(merged_into=None)

    def visible_to(self, reader, right=Right.READ):
        """People whose life in the Party, or as a village head, touched the reader's units.

        Who was admitted by a movement since taken back belongs to nothing else, and stays with the unit that wrote it.
        """
        if reader is SYSTEM:
            return self.standing()
        units = units_within(reader, right)
        member = self.model.objects.filter(memberships__unit__in=units).values("pk")
        head = self.model.objects.filter(
            Q(headships__village__unit__in=units) | Q(headships__village__branches__in=units)
        ).values("pk")
        put_back = self.model.objects.filter(memberships=None, movements__unit__in=units).values("pk")
        return self.standing().filter(Q(pk__in=member) | Q(pk__in=head) | Q(pk__in=put_back))

    def changeable_by(self, reader, right=Right.EDIT_PEOPLE):
        """People whose latest unit is the reader's; one who left for elsewhere is read but no longer changed.

        Of who never was a member, the commune of the village headed last decides.
        """
        if reader is SYSTEM:
            return self.standing()
        units = units_kept(reader, right)
        memberships = self.model.memberships.rel.related_model.objects
        to_come = models.Case(models.When(started_on__gt=today(), then=1), default=0)
        latest = memberships.filter(person=OuterRef("pk")).order_by(to_come, "-started_on")
        headed = self.model.headships.rel.related_model.objects.filter(person=OuterRef("pk")).order_by("-started_on")
        placed = self.annotate(
            latest_unit=Coalesce(Subquery(latest.values("unit")[:1]), Subquery(headed.values("village__unit")[:1]))
        )
        mine = placed.filter(Q(latest_unit__in=units) | Q(latest_unit=None)).values("pk")
        return self.visible_to(reader, right).filter(pk__in=mine)

    def search(self, query):
        """Every word of *query*, without accents, is part of a name."""
        words = names.search_words(query)
        if not words:
            return self.none()
        found = Q()
        for word in words:
            found &= Q(search_key__contains=word)
        return self.filter(found)

    def in_name_order(self):
        return self.order_by("sort_key", "pk")

    def update(self, **values):
        """Names are not updated past save(), which writes their keys."""
        if values.keys() & {"full_name", "birth_name", "alias", "given_name"}:
            raise ValueError("Names change through save(), so that their keys follow.")
        return super().update(**values)

    def bulk_update(self, objs, fields, batch_size=None):
        """Like bulk_update(), but names are refused: update() above does not see it."""
        if set(fields) & {"full_name", "birth_name", "alias", "given_name"}:
            raise ValueError("Names change through save(), so that their keys follow.")
        return super().bulk_update(objs, fields, batch_size)

    def delete(self):
        raise PermissionDenied("Không xóa hồ sơ một người; đưa ra khỏi danh sách bằng một quyết định.")


class Person(models.Model):
    class Sex(models.TextChoices):
        MALE = "M", "Nam"
        FEMALE = "F", "Nữ"

    full_name = models.CharField("họ tên đang dùng", max_length=120)
    given_name = models.CharField(
        "tên để sắp xếp", max_length=60, blank=True, help_text="Để trống: lấy chữ cuối của họ tên."
    )
    birth_name = models.CharField("họ tên khai sinh", max_length=120, blank=True)
    alias = models.CharField("bí danh", max_length=120, blank=True)
    sort_key = NameKeyField(max_length=400, compute=compute_sort_key)
    search_key = NameKeyField(max_length=400, compute=compute_search_key)
    sex = models.CharField("giới tính", max_length=1, choices=Sex, blank=True)
    birth_on = PartialDateField("ngày sinh", null=True, blank=True)
    birthplace = models.CharField("nơi sinh", max_length=200, blank=True)
    native_place = models.CharField("quê quán", max_length=200, blank=True)
    native_place_now = models.CharField("quê quán (tên hiện nay)", max_length=200, blank=True)
    residence = models.CharField("thường trú", max_length=200, blank=True)
    temporary_residence = models.CharField("tạm trú", max_length=200, blank=True)
    ethnicity = models.ForeignKey(
        Ethnicity, models.PROTECT, null=True, blank=True, related_name="people", verbose_name="dân tộc"
    )
    religion = models.ForeignKey(
        Religion, models.PROTECT, null=True, blank=True, related_name="people", verbose_name="tôn giáo"
    )
    occupation = models.CharField("nghề nghiệp", max_length=120, blank=True)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    youth_union_on = PartialDateField("ngày vào Đoàn", null=True, blank=True)
    admission_decision_number = models.CharField("số quyết định kết nạp", max_length=60, blank=True)
    admission_decision_on = PartialDateField(
        "ngày quyết định kết nạp", null=True, blank=True, help_text="Để tính tuổi đảng."
    )
    admitted_on = PartialDateField("ngày lễ kết nạp", null=True, blank=True, help_text="Để tính 12 tháng dự bị.")
    admitted_at = models.CharField("nơi kết nạp", max_length=200, blank=True)
    official_on = PartialDateField("ngày chính thức", null=True, blank=True)
    introducers = models.CharField("người giới thiệu", max_length=200, blank=True)
    note = models.CharField("ghi chú", max_length=500, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name="đã gộp vào"
    )
    """The record that stands for this one since: see PersonMerge. Nothing hangs on it, and nobody edits it."""
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = "người"
        verbose_name_plural = "hồ sơ người"
        ordering = ["sort_key", "pk"]
        indexes = [models.Index(fields=["sort_key", "id"], name="person_by_name")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(full_name=""),
                name="members_person_has_a_name",
                violation_error_message="Ghi họ và tên.",
            ),
            models.CheckConstraint(
                condition=Q(official_on=None) | Q(admitted_on=None) | Q(official_on__gte=F("admitted_on")),
                name="members_person_official_after_admission",
                violation_error_message="Ngày chính thức không được trước ngày kết nạp.",
            ),
        ]

    def __str__(self):
        return self.full_name

    def get_absolute_url(self):
        return reverse("person", args=[self.pk])

    def save(self, **kwargs):
        """Counts the saves, so that two people at one record notice each other."""
        self.version += 0 if self._state.adding else 1
        super().save(**kwargs)

    def delete(self, *args, **kwargs):
        raise PermissionDenied("Không xóa hồ sơ một người; đưa ra khỏi danh sách bằng một quyết định.")

    @property
    def all_names(self):
        return [name for name in (self.full_name, self.birth_name, self.alias) if name]

    @property
    def party_since(self):
        """The signed admission decision, or the ceremony where only that is known: tuổi đảng counts from it."""
        return self.admission_decision_on or self.admitted_on


class IdentityNumberQuerySet(models.QuerySet):
    def visible_to(self, reader, right=Right.READ_NUMBERS):
        """Numbers of the people whom *reader* may change or keeps in an own unit now."""
        return self.filter(person__in=Person.objects.changeable_by(reader, right))

    def current(self):
        return self.filter(ended_on=None)


class IdentityNumber(models.Model):
    """A number that identifies a person, with those it replaced: every card was re-issued in 2025."""

    class Kind(models.TextChoices):
        CITIZEN = "CITIZEN", "Số căn cước"
        OLD_CITIZEN = "OLD_CITIZEN", "Số CMND cũ"
        CARD = "CARD", "Số thẻ đảng viên"
        PROFILE = "PROFILE", "Số lý lịch"

    CHECKS = {
        Kind.CITIZEN: identity.citizen_number,
        Kind.OLD_CITIZEN: identity.old_citizen_number,
        Kind.CARD: identity.card_number,
        Kind.PROFILE: identity.profile_number,
    }

    person = models.ForeignKey(Person, models.PROTECT, related_name="numbers", verbose_name="người")
    kind = models.CharField("loại số", max_length=12, choices=Kind)
    number = models.CharField("số", max_length=20)
    started_on = PartialDateField("ngày cấp", null=True, blank=True)
    ended_on = PartialDateField("thay thế từ", null=True, blank=True)

    objects = IdentityNumberQuerySet.as_manager()

    class Meta:
        verbose_name = "số giấy tờ"
        verbose_name_plural = "số giấy tờ"
        ordering = ["person", "kind", "-started_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "number"],
                name="members_number_of_one_person",
                violation_error_message="Số này đã ghi cho một người khác.",
            ),
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(ended_on=None),
                name="members_number_one_current",
                violation_error_message="Người này đang có một số cùng loại.",
            ),
            models.CheckConstraint(
                condition=~Q(number=""), name="members_number_not_blank", violation_error_message="Ghi số."
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {identity.mask(self.number)}"

    def clean(self):
        try:
            self.number = self.CHECKS[self.kind](self.number)
        except (KeyError, identity.NumberError) as error:
            raise ValidationError({"number": str(error)}) from error

    @property
    def masked(self):
        return identity.mask(self.number)
