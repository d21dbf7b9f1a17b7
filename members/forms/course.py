"""A training course: what it was, and the list of courses narrowed."""

from django import forms
from django.core.exceptions import ValidationError

from members.forms.shown import RemembersWhatItShowed
from members.models import TrainingCourse
from nakhe.access import Right
from nakhe.periods import today
from nakhe.vietnamese.dates import add_months
from nakhe.vietnamese.names import tidy
from units.models import Unit

ALL = "Tất cả"
MONTHS_AHEAD = 12


class CourseFilter(forms.Form):
    """?nam=2023&loai=PARTY_WORK; what is not among the choices narrows nothing."""

    nam = forms.ChoiceField(label="Năm", required=False)
    loai = forms.ChoiceField(label="Loại", required=False, choices=[("", ALL), *TrainingCourse.Kind.choices])

    def __init__(self, data, courses):
        super().__init__(data)
        years = {str(day.year) for day in courses.order_by().values_list("started_on", flat=True).distinct()}
        self.fields["nam"].choices = [("", ALL), *((year, year) for year in sorted(years, reverse=True))]
        self.is_valid()

    def cut(self, courses):
        if year := self.cleaned_data.get("nam"):
            courses = courses.filter(started_on__startswith=year)
        if kind := self.cleaned_data.get("loai"):
            courses = courses.filter(kind=kind)
        return courses


class CourseForm(RemembersWhatItShowed, forms.ModelForm):
    class Meta:
        model = TrainingCourse
        fields = ["name", "kind", "started_on", "ended_on", "organiser", "unit"]
        labels = {
            "name": "Tên lớp",
            "kind": "Loại",
            "started_on": "Khai giảng",
            "ended_on": "Bế giảng",
            "organiser": "Nơi mở",
            "unit": "Đảng bộ cử đi",
        }
        help_texts = {"started_on": "14/8/2023, 8/2023 hoặc 2023"}
        error_messages = {
            "name": {"required": "Ghi tên lớp."},
            "kind": {"required": "Chọn loại lớp."},
            "started_on": {"required": "Ghi ngày khai giảng, biết đến đâu ghi đến đó."},
            "unit": {"required": "Chọn đảng bộ cử người đi học."},
        }

    def __init__(self, data=None, *, reader, instance=None):
        super().__init__(data, instance=instance)
        kept = Unit.objects.changeable_by(reader, Right.EDIT_PEOPLE)
        field = self.fields["unit"]
        field.queryset = kept.as_of(today()).in_order()
        if self.instance.pk:
            field.queryset = (field.queryset | kept.filter(pk=self.instance.unit_id)).distinct()
        else:
            self.initial["unit"] = next(iter(highest(field.queryset)), None)
        self.fields["kind"].choices = [("", "chọn"), *TrainingCourse.Kind.choices]
        for name, field in self.fields.items():
            field.widget.attrs |= {"autocomplete": "off", "class": "w8" if name.endswith("_on") else "w18"}

    def clean_name(self):
        return tidy(self.cleaned_data["name"])

    def clean_started_on(self):
        day = self.cleaned_data["started_on"]
        if day and day.first_day > add_months(today(), MONTHS_AHEAD):
            raise ValidationError(f"Ngày này còn hơn {MONTHS_AHEAD} tháng nữa. Kiểm tra lại năm.")
        return day

    @property
    def already(self):
        """The same course in every field, on file: a second click on the button finds it."""
        given = {name: self.cleaned_data[name] for name in self._meta.fields}
        return TrainingCourse.objects.filter(**given).first()


def highest(units):
    """Those of *units* above which none of them lies, by their kind."""
    order = {kind: rank for rank, kind in enumerate(Unit.Kind.values)}
    first = min((order[unit.kind] for unit in units), default=None)
    return [unit for unit in units if order[unit.kind] == first]


class RemovalForm(forms.Form):
    reason = forms.CharField(
        label="Lý do bỏ",
        max_length=200,
        help_text="Một dòng, ví dụ: “Không dự, ghi nhầm tên”. Được lưu trong nhật ký.",
        widget=forms.TextInput(attrs={"class": "w100", "autocomplete": "off"}),
        error_messages={"required": "Ghi lý do."},
    )
