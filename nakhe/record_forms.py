"""The forms of the admin: what is typed is checked against the whole record, also where a field is not in the form."""

from itertools import combinations

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import UniqueConstraint, Value
from django.forms.models import BaseInlineFormSet, InlineForeignKeyField

from nakhe import snapshot
from nakhe.periods import NoOverlap
from nakhe.vietnamese.dates import format_day


class RecordForm(forms.ModelForm):
    """Keeps what the reader could not have chosen: it is shown, and a posted value does not replace it."""

    overtaken = ()
    """What somebody else saved since the form was opened (nakhe.snapshot)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name, field in self.fields.items():
                if isinstance(field, forms.ModelMultipleChoiceField):
                    field.kept = list(self._chosen(name).exclude(pk__in=field.queryset))
                elif isinstance(field, forms.ModelChoiceField):
                    self._keep_outsider(name, field)
            if self.is_bound:
                self.overtaken = snapshot.compare(self)

    def _chosen(self, name):
        return getattr(self.instance, name).all()

    def _keep_outsider(self, name, field):
        current = self.instance.serializable_value(name)
        if current is not None and not field.queryset.filter(pk=current).exists():
            field.queryset = field.queryset.model._default_manager.filter(pk=current)
            field.disabled = True

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        for name, field in self.fields.items():
            if getattr(field, "kept", None) and name in cleaned:
                cleaned[name] = [*cleaned[name], *field.kept]
        if self.overtaken and self.has_changed():
            self.add_error(None, snapshot.sentences(self))
        return cleaned

    def _post_clean(self):
        super()._post_clean()
        if not self.errors:
            self._check_constraints()

    def _check_constraints(self):
        """Django leaves out every constraint on a field that the form lacks, or that names the record above."""
        above = {name for name, field in self.fields.items() if isinstance(field, InlineForeignKeyField)}
        for constraint in self.instance._meta.constraints:
            if not above & shared_fields(constraint):
                try:
                    constraint.validate(type(self.instance), self.instance)
                except ValidationError as error:
                    self.add_error(None, error.messages)


class RecordFormSet(BaseInlineFormSet):
    """Rows typed together are checked together, and written so that no two overlap even for a moment."""

    turns = {}

    def clean(self):
        """In place of Django's check, which knows neither periods nor conditions."""
        for form in self.initial_forms:
            if form.instance.pk is None:
                form.add_error(None, "Dòng này vừa bị người khác xóa. Mở lại trang để xem những dòng còn lại.")
        kept = self.kept_forms
        for one, other in combinations(kept, 2):
            if one.has_changed() or other.has_changed():
                blamed, present = (other, one) if other.has_changed() else (one, other)
                self._refuse_clash(blamed, present.instance)
        for form in kept:
            for row in self.unseen if form.has_changed() else ():
                self._refuse_clash(form, row, "Dòng đó người khác vừa ghi; mở lại trang để xem.")
        if not any(self.errors):
            self._find_turns()

    @property
    def kept_forms(self):
        """The valid forms whose rows are there after saving."""
        return [form for form in self.forms if form.is_valid() and self._stays(form)]

    def _stays(self, form):
        is_deleted = self.can_delete and self._should_delete_form(form)
        return not is_deleted and (form.instance.pk is not None or form.has_changed())

    @property
    def stored(self):
        """{key: row} as the database has them, whoever wrote them."""
        if not hasattr(self, "_stored"):
            rows = self.model._default_manager.filter(**{self.fk.name: self.instance}) if self.instance.pk else ()
            self._stored = {row.pk: row for row in rows}
        return self._stored

    @property
    def unseen(self):
        """Rows that came after the page had been opened."""
        shown = {form.instance.pk for form in self.initial_forms}
        return [row for key, row in self.stored.items() if key not in shown]

    def _refuse_clash(self, form, other, advice=""):
        broken = self._broken(form.instance, other)
        if broken and not form.non_field_errors():
            form.add_error(None, " ".join(filter(None, [clash_sentence(broken, other), advice])))

    def _broken(self, one, other):
        """The rule of this model, about rows below one record, that the two break; else None."""
        rules = [rule for rule in self.model._meta.constraints if self.fk.name in shared_fields(rule)]
        return next((rule for rule in rules if clash(rule, one, other, self.fk.name)), None)

    def _find_turns(self):
        """A row has its turn when what it becomes meets no row that is still to be written."""
        waiting = [form for form in self.kept_forms if form.instance.pk and form.has_changed()]
        turns = {}
        while waiting:
            free = [form for form in waiting if not self._meets_old(form, waiting)]
            if not free:
                waiting[0].add_error(None, "Hai dòng đổi thời gian cho nhau: sửa và lưu từng dòng một.")
                return
            turns |= {form.instance.pk: len(turns) + place for place, form in enumerate(free, 1)}
            waiting = [form for form in waiting if form not in free]
        self._found_turns = turns

    def _meets_old(self, form, waiting):
        others = [self.stored[other.instance.pk] for other in waiting if other is not form]
        return any(self._broken(form.instance, old) for old in others)

    @property
    def initial_forms(self):
        """In the order of the page; while saving, deleted rows first, then each in its turn."""
        found = super().initial_forms
        return sorted(found, key=lambda form: self.turns.get(form.instance.pk, 0)) if self.turns else found

    def save(self, commit=True):
        self.turns = self._found_turns
        return super().save(commit)


def shared_fields(constraint):
    """The names of the fields that two rows must share to break *constraint*; of one about a single row, none."""
    if isinstance(constraint, NoOverlap):
        return {constraint.subject}
    return set(constraint.fields) if isinstance(constraint, UniqueConstraint) else set()


def clash(constraint, one, other, above):
    """Whether two rows below one record break *constraint*. *above* names the field of that record, not yet saved."""
    if isinstance(constraint, NoOverlap):
        return constraint.is_broken_by(one, other)
    names = set(constraint.fields) - {above}
    values = [[getattr(row, row._meta.get_field(name).attname) for name in names] for row in (one, other)]
    is_same = values[0] == values[1] and None not in values[0]
    return is_same and all(_meets(constraint.condition, row) for row in (one, other))


def _meets(condition, row):
    if condition is None:
        return True
    fields = row._meta.concrete_fields
    return condition.check({field.name: Value(getattr(row, field.attname), field) for field in fields})


def clash_sentence(constraint, other):
    """What is wrong, with which row, and what to do."""
    message = constraint.get_violation_error_message()
    if not isinstance(constraint, NoOverlap):
        return message
    end = f" đến ngày {format_day(other.ended_on)}" if other.ended_on else ", chưa kết thúc"
    since = f"Dòng “{other}” có từ ngày {format_day(other.started_on)}{end}."
    return f"{message} {since} Ghi “đến ngày” của dòng cũ, rồi ghi dòng mới từ chính ngày đó."
