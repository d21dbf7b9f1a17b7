"""The targets of a rating year: those of the last year that had any are offered with their bounds; none is invented."""

from django import forms
from django.core.exceptions import ValidationError

from units.models import Target

MEASURES = (
    Target.Measure.UNITS_GOOD_OR_BETTER,
    Target.Measure.UNITS_EXCELLENT,
    Target.Measure.MEMBERS_GOOD_OR_BETTER,
)
BOUNDS = {"minimum": "Từ (%)", "maximum": "Đến (%)"}


def targets_of(campaign):
    """The rating targets that stand for the year of *campaign*, and the former ones that it might go on with."""
    targets = Target.objects.filter(resolution__unit=campaign.unit_id, measure__in=MEASURES)
    targets = targets.select_related("resolution").order_by("resolution", "pk")
    of_year = list(targets.filter(year=campaign.year))
    there = {(target.resolution_id, target.measure) for target in of_year}
    earlier = targets.filter(year__lt=campaign.year)
    last = earlier.order_by("-year").values_list("year", flat=True).first()
    former = [each for each in earlier.filter(year=last) if (each.resolution_id, each.measure) not in there]
    return of_year, former


class PercentField(forms.DecimalField):
    """Its initial value is text, as typed: “97,5”."""

    def has_changed(self, initial, data):
        try:
            return self.to_python(data) != self.to_python(initial)
        except ValidationError:
            return True


class TargetRow:
    """One target on a form: its bounds and, of a former one, whether it is set for this year, too."""

    def __init__(self, form, target, year, ticked):
        self.form, self.target, self.year = form, target, year
        self.is_there = target.year == year
        self.names = {bound: f"chi_tieu_{target.pk}_{bound}" for bound in BOUNDS}
        self.tick = "" if self.is_there else f"chi_tieu_{target.pk}"
        if self.tick:
            form.fields[self.tick] = forms.BooleanField(label=f"Đặt cho năm {year}", required=False, initial=ticked)
        for bound, name in self.names.items():
            form.fields[name] = self._bound(bound)

    def _bound(self, bound):
        field = PercentField(
            label=BOUNDS[bound],
            required=False,
            min_value=0,
            max_value=100,
            max_digits=7,
            decimal_places=1,
            localize=True,
            initial=_plain(getattr(self.target, bound)),
            error_messages={
                "invalid": "Ghi một tỷ lệ phần trăm, ví dụ 97,5.",
                "min_value": "Ghi một tỷ lệ từ 0 đến 100.",
                "max_value": "Ghi một tỷ lệ từ 0 đến 100.",
                "max_decimal_places": "Ghi nhiều nhất một chữ số sau dấu phẩy.",
            },
        )
        field.widget.attrs |= {"class": "date", "autocomplete": "off", "aria-label": f"{self.target}: {field.label}"}
        return field

    @property
    def fields(self):
        return [*([self.tick] if self.tick else []), *self.names.values()]

    @property
    def bound_tick(self):
        return self.form[self.tick] if self.tick else None

    @property
    def bound_fields(self):
        return [self.form[name] for name in self.names.values()]

    @property
    def is_set(self):
        return self.is_there or self.form.cleaned_data.get(self.tick, False)

    @property
    def bounds(self):
        return {bound: self.form.cleaned_data.get(name) for bound, name in self.names.items()}

    def check(self):
        if not self.is_set or any(name in self.form.errors for name in self.fields):
            return
        try:
            self._target().full_clean()
        except ValidationError as refused:
            self.form.add_error(self.names["minimum"], refused.messages)

    def _target(self):
        if self.is_there:
            target = Target.objects.get(pk=self.target.pk)
        else:
            old = self.target
            target = Target(resolution=old.resolution, name=old.name, measure=old.measure, year=self.year)
        for bound, value in self.bounds.items():
            setattr(target, bound, value)
        return target

    def save(self):
        target = self._target()
        is_news = any(value != getattr(self.target, bound) for bound, value in self.bounds.items())
        if self.is_set and (is_news or not self.is_there):
            target.save()


def _plain(value):
    """“97,5”, as it is typed; 15 stands without its “,0”."""
    return "" if value is None else f"{value.normalize():f}".replace(".", ",")
