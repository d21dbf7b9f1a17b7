"""Keeping a view of a list or a report under a name, for oneself or for the whole committee."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Max

from members.models import SavedView
from nakhe.access import Right, granted_units
from nakhe.vietnamese.names import tidy
from units.models import Unit

QUERY_LENGTH = SavedView._meta.get_field("query").max_length


def shared_body(reader):
    """The highest unit that *reader* keeps the record of, whose readers a view may be shared with; or None."""
    order = {kind: rank for rank, kind in enumerate(Unit.Kind.values)}
    units = Unit.objects.filter(pk__in=granted_units(reader, Right.EDIT_RECORD))
    return min(units, key=lambda unit: order[unit.kind], default=None)


class SavedViewForm(forms.ModelForm):
    is_shared = forms.BooleanField(required=False)
    keep_day = forms.BooleanField(required=False)

    class Meta:
        model = SavedView
        fields = ["name", "position"]
        labels = {"name": "Tên cách xem", "position": "Thứ tự"}
        error_messages = {"name": {"required": "Ghi tên cách xem."}}

    def __init__(self, data=None, *, reader, page=None, asked=None, instance=None):
        """*asked*: what the view of *page* to be saved asks for; without it, *instance* is renamed."""
        self.reader, self.page, self.asked = reader, page, asked
        super().__init__(data, instance=instance)
        self.fields["name"].widget.attrs |= {"class": "w18", "autocomplete": "off"}
        self._offer_sharing()
        self._offer_day()
        if asked is not None:
            del self.fields["position"]

    may_replace = False
    """Whether the name typed is that of an own view, which this one may take the place of."""

    def _offer_sharing(self):
        self.body = self.instance.shared_with or shared_body(self.reader)
        if not self.body:
            del self.fields["is_shared"]
            return
        self.fields["is_shared"].label = f"Chia sẻ trong {self.body}"
        self.fields["is_shared"].initial = self.instance.shared_with_id is not None

    def _offer_day(self):
        """Ticked at once where the day is all that the view asks for."""
        times = self.page.times_of(self.asked) if self.asked else {}
        if not times:
            del self.fields["keep_day"]
            return
        told = "; ".join(f"{self.page.times[name]}: {value}" for name, value in times.items())
        label = f"Luôn xem {told} (không đánh dấu: xem theo ngày mở)"
        if times.keys() == {"ngay"}:
            label = f"Luôn xem số liệu ngày {times['ngay']} (không đánh dấu: xem hôm nay)"
        self.fields["keep_day"].label = label
        self.fields["keep_day"].initial = not self.page.normalised(self.asked)

    def clean_name(self):
        name = tidy(self.cleaned_data["name"])
        owner = self.instance.owner_id or self.reader.pk
        page = self.page.key if self.page else self.instance.page
        namesakes = SavedView.objects.filter(owner=owner, page=page, name=name)
        namesake = namesakes.exclude(pk=self.instance.pk).first()
        if namesake and self.asked is not None and self.data.get("replace"):
            self.instance = namesake
        elif namesake:
            self.may_replace = self.asked is not None
            raise ValidationError("Đã có cách xem mang tên này. Chọn tên khác.")
        return name

    def clean(self):
        if self.asked and self.page.asks_for_a_number(self.asked):
            raise ValidationError("Cách xem tìm theo số giấy tờ không lưu được. Bỏ số ra khỏi ô tìm rồi lưu lại.")
        if self.asked and len(self.query) > QUERY_LENGTH:
            raise ValidationError("Cách xem này có quá nhiều điều kiện, không lưu được. Bỏ bớt chữ trong ô tìm.")
        return super().clean()

    @property
    def query(self):
        return self.page.as_text(self.asked, bool(self.data.get("keep_day")))

    def save(self, commit=True):
        view, typed = self.instance, self.cleaned_data
        if self.asked is not None:
            view.owner, view.page, view.query = self.reader, self.page.key, self.query
        if not view.pk:
            last = SavedView.objects.filter(owner=self.reader).aggregate(last=Max("position"))["last"]
            view.position = (last or 0) + 1
        if "is_shared" in self.fields:
            view.shared_with = self.body if typed["is_shared"] else None
        return super().save()
