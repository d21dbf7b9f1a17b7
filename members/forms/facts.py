"""The form of one fact of a person or a unit: to add it, to put it right, to end it."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html

from members.forms.questions import AsksQuestions
from members.forms.shown import RemembersWhatItShowed
from members.models import (
    Badge,
    Commendation,
    Discipline,
    Membership,
    Movement,
    Office,
    Qualification,
    VillageHead,
)
from members.models.learning import LEVEL_NAMES, level_code
from members.movements.act import too_far
from members.movements.verbs import BY_KIND
from members.party_age import reached_on
from nakhe.fields import DayField
from nakhe.periods import today
from nakhe.vietnamese.dates import format_day
from units.models import UnitClosure

NARROW = (models.DateField, models.PositiveSmallIntegerField)
BOUNDS = {"first_year": (1930, 2100), "last_year": (1930, 2100), "ordinal": (1, 99)}
WIDE = {"title", "subject", "form", "given_by", "place", "level", "result"}


class FactForm(AsksQuestions, RemembersWhatItShowed, forms.ModelForm):
    """*kind* is one of members.facts.FACTS; *instance* belongs to its owner already."""

    why = forms.CharField(
        label="Lý do sửa",
        max_length=200,
        help_text="Một dòng, được lưu trong lịch sử hồ sơ.",
        error_messages={"required": "Ghi lý do sửa hoặc xóa."},
    )

    def __init__(self, data=None, *, kind, instance, reader):
        self.kind, self.reader = kind, reader
        super().__init__(data, instance=instance)
        if not instance.pk:
            del self.fields["why"]
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                self._cut(name, field)
            if name in BOUNDS:
                lowest, highest = BOUNDS[name]
                field.validators += [MinValueValidator(lowest), MaxValueValidator(highest)]
            if not isinstance(field.widget, forms.CheckboxInput):
                field.widget.attrs |= {"autocomplete": "off", "class": self._width(name)}

    def _width(self, name):
        return "w100" if name == "why" else "w18" if name in WIDE else "w8" if self._is_narrow(name) else ""

    def _is_narrow(self, name):
        field = self.instance._meta.get_field(name)
        return isinstance(field, NARROW) or name.endswith(("_on", "number"))

    def _cut(self, name, field):
        """Offer what the reader keeps, and what stands there now."""
        rows = field.queryset
        if hasattr(rows, "changeable_by"):
            kept = rows.changeable_by(self.reader, self.kind.right)
            current = self.instance.serializable_value(name)
            rows = rows.filter(Q(pk__in=kept.values("pk")) | Q(pk=current)) if current else kept
        if name == "term":
            rows = rows.select_related("congress", "unit")
            rows = rows.filter(unit=self.instance.unit_id) if self.kind.of == "unit" else rows
            field.label_from_instance = lambda term: f"{term.unit}: {term}"
        field.queryset = rows.in_order() if hasattr(rows, "in_order") else rows

    def _get_validation_exclusions(self):
        """Whose fact it is stands not on the form, and is still part of what must not be there twice."""
        above = {field.name for field in self.instance._meta.concrete_fields if field.is_relation}
        return super()._get_validation_exclusions() - (above - self.fields.keys())

    def clean(self):
        cleaned = super().clean()
        for name, day in list(cleaned.items()):
            if isinstance(self.fields[name], DayField) and day and (message := self._against(name, day)):
                self.add_error(name, message)
        if not self.errors and (check := CHECKS.get(self.kind.model)):
            check(self, cleaned)
        return cleaned

    def _against(self, name, day):
        if name in ("decided_on", "awarded_on") and day > today():
            return "Ngày này chưa tới."
        return too_far(day)

    @property
    def is_there_already(self):
        """Whether the very same fact stands in the record: of two clicks, the second finds it."""
        if self.instance.pk or not set(self._meta.fields) <= getattr(self, "cleaned_data", {}).keys():
            return False
        owner = {self.kind.of: getattr(self.instance, self.kind.of)}
        given = {name: self.cleaned_data.get(name) for name in self._meta.fields}
        return self.kind.model.objects.filter(**owner, **given).exists()


class QualificationForm(FactForm):
    """The level is written as people say it; a new highest one ends the one before."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["level"] = self.instance.level_name if self.instance.pk else ""
        self.fields[
            "level"
        ].help_text = "Chuyên môn, lý luận: Đại học, Trung cấp … Phổ thông: 12/12. Ngoại ngữ: Anh B1."
        self.suggestions = sorted({name for names in LEVEL_NAMES.values() for name in names})
        self.fields["level"].widget.attrs["list"] = "muc"
        self.former = None

    def clean_level(self):
        kind, typed = self.cleaned_data.get("kind"), self.cleaned_data["level"]
        try:
            return level_code(kind, typed) if kind else typed
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def clean(self):
        cleaned = super().clean()
        self._check_day(cleaned.get("started_on"))
        is_new_highest = not self.instance.pk and not cleaned.get("ended_on")
        if not self.errors and is_new_highest and cleaned["kind"] != Qualification.Kind.LANGUAGE:
            self._end_former(cleaned)
        return cleaned

    def _check_day(self, day):
        born = self.instance.person.birth_on
        if day and day.first_day > today():
            self.add_error("started_on", "Ngày này chưa tới.")
        elif day and born and day.year <= born.year:
            self.add_error("started_on", f"Trước hoặc đúng năm sinh ({born}). Kiểm tra lại năm.")

    def _end_former(self, cleaned):
        former = self.instance.person.qualifications.filter(kind=cleaned["kind"], ended_on=None).first()
        since = cleaned.get("started_on")
        if former is None:
            return
        if former.level == cleaned["level"]:
            told = f"“{former.level_name}” đã ghi, là mức cao nhất hiện nay. Bổ sung ngành, ngày thì sửa mục đó."
            self.add_error("level", told)
        elif since is None:
            self.add_error("started_on", f"Ghi ngày đạt được: mức đang ghi “{former.level_name}” kết thúc từ ngày đó.")
        elif former.started_on and since.iso <= former.started_on.iso:
            before = f"Đang ghi “{former.level_name}” từ {former.started_on}, sau ngày này."
            self.add_error("started_on", f"{before} Nếu đây là mức cũ hơn, ghi cả ngày có mức cao hơn.")
        else:
            self.former = former

    def _post_clean(self):
        """Checked with the former one ended, as it will be."""
        if self.errors:
            return
        with transaction.atomic():
            if self.former:
                rows = Qualification.objects.filter(pk=self.former.pk)
                rows.update(ended_on=self.cleaned_data["started_on"])
            super()._post_clean()
            transaction.set_rollback(True)

    def save(self, commit=True):
        if self.former:
            self.former.ended_on = self.cleaned_data["started_on"]
            self.former.full_clean()
            self.former.save()
        return super().save()


def _office(form, cleaned):
    """Party offices are held by members of the unit, or of a chi bộ below it."""
    day, unit = cleaned["started_on"], cleaned["unit"]
    if cleaned["position"] not in Office.PARTY:
        return
    if cleaned.get("term") and cleaned["term"].unit_id != unit.pk:
        form.add_error("term", "Nhiệm kỳ này của tổ chức khác.")
    _one_secretary(form, cleaned)
    below = UnitClosure.objects.as_of(day).filter(ancestor=unit).values("unit")
    belongs = Membership.objects.as_of(day).filter(person=form.instance.person, unit__in=below)
    if not belongs.exists():
        form.ask("unit", f"Ngày {format_day(day)} chưa ghi người này sinh hoạt ở {unit}.")


def _one_secretary(form, cleaned):
    first, end = cleaned["started_on"], cleaned.get("ended_on")
    if cleaned["position"] != Office.Position.SECRETARY:
        return
    others = Office.objects.secretaries().filter(unit=cleaned["unit"]).exclude(pk=form.instance.pk)
    others = others.filter(Q(ended_on=None) | Q(ended_on__gt=first))
    if other := (others.filter(started_on__lt=end) if end else others).select_related("person").first():
        until = f" đến {format_day(other.ended_on)}" if other.ended_on else " đến nay"
        since = format_day(other.started_on)
        form.add_error("position", f"{other.person} là bí thư từ {since}{until}. Ghi ngày thôi của người đó trước.")


def _life(form, cleaned):
    """Nobody is punished or rewarded before being born, nor disciplined before being admitted."""
    person = form.instance.person
    day = cleaned.get("decided_on") or cleaned.get("awarded_on")
    if person is None or day is None:
        return
    name = "decided_on" if cleaned.get("decided_on") else "awarded_on"
    if person.birth_on and day < person.birth_on.first_day:
        form.add_error(name, f"Trước ngày sinh ({person.birth_on}). Kiểm tra lại năm.")
    elif form.kind.model is Discipline and person.party_since and day < person.party_since.first_day:
        form.ask(name, f"Ngày này trước khi vào Đảng ({person.party_since}).")


def _discipline(form, cleaned):
    """Expulsion ends a membership: it is a movement, which writes this row, too."""
    if cleaned["form"] == Discipline.Form.EXPULSION and not form.instance.pk:
        verb = BY_KIND[Movement.Kind.EXPELLED]
        address = f"{reverse('movement_add', args=[verb.slug])}?nguoi={form.instance.person_id}"
        told = 'Khai trừ là một biến động, ghi ở trang <a href="{}">{}</a>; mục kỷ luật này được ghi theo.'
        form.add_error("form", format_html(told, address, verb.label))
    _life(form, cleaned)


def _badge(form, cleaned):
    """Early or posthumous awards apart, a badge needs its years (HD 02-HD/TW, domain.md §5)."""
    _life(form, cleaned)
    since, years = form.instance.person.party_since, cleaned["level"].years
    if not since or cleaned.get("is_early") or cleaned.get("is_posthumous"):
        return
    due = reached_on(years, since.first_day)
    if cleaned["awarded_on"] < due:
        form.ask("awarded_on", f"Đến ngày này chưa đủ {years} năm tuổi đảng (tròn vào {format_day(due)}).")


def _headship(form, cleaned):
    """A village has one head at a time; who stands in the way is named."""
    first, end = cleaned["started_on"], cleaned.get("ended_on")
    others = form.instance.village.heads.exclude(pk=form.instance.pk).select_related("person")
    for other in others.filter(Q(ended_on=None) | Q(ended_on__gt=first)).order_by("started_on"):
        if end is None or other.started_on < end:
            until = f"đến {format_day(other.ended_on)}" if other.ended_on else "đến nay"
            since = format_day(other.started_on)
            form.add_error("started_on", f"Trùng thời gian: {other.person} là trưởng thôn từ {since} {until}.")


CHECKS = {Office: _office, Badge: _badge, VillageHead: _headship, Discipline: _discipline, Commendation: _life}
FORMS = {Qualification: QualificationForm}


def fact_form(kind):
    """The form class of *kind*."""
    base = FORMS.get(kind.model, FactForm)
    return forms.modelform_factory(kind.model, form=base, fields=kind.fields, formfield_callback=_field)


def _field(db_field, **kwargs):
    if isinstance(db_field, models.DateField):
        kwargs["form_class"] = DayField
    return db_field.formfield(**kwargs)
