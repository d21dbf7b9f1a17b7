"""The form for what the papers of a unit say from a day on."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from members.letterhead_change import FIELDS, in_force
from members.models import LetterheadSetting, Office, Person
from nakhe.access import Right
from nakhe.asof import THE_PARTY_BEGAN
from nakhe.exports import digest
from nakhe.fields import DayField
from nakhe.periods import today
from reports.letterhead_words import ABOVE
from units.models import Unit

Signs = LetterheadSetting.Signs
SIGNING = {Office.Position.SECRETARY, Office.Position.DEPUTY_SECRETARY, Office.Position.STANDING_MEMBER}
"""Of a committee; in a chi bộ its chi ủy viên, too; one of a committee is often secretary of a chi bộ."""
MEANWHILE = "Trong lúc trang này mở, thiết lập đã được đổi. Xem lại bên dưới rồi ghi."


class LetterheadForm(forms.ModelForm):
    started_on = DayField(label="Áp dụng từ ngày", earliest=THE_PARTY_BEGAN, error_messages={"required": "Ghi ngày."})
    ly_do = forms.CharField(label="Lý do (không bắt buộc)", required=False, max_length=200)
    da_thay = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = LetterheadSetting
        fields = FIELDS
        labels = {
            "recipients": "Nơi nhận",
            "report_symbol": "Ký hiệu báo cáo",
            "proposal_symbol": "Ký hiệu tờ trình",
            "decision_symbol": "Ký hiệu quyết định",
            "on_behalf_of": "Ký thay mặt",
            "signs": "Người ký là",
            "signer": "Người ký",
        }
        help_texts = {
            "recipients": f"Mỗi dòng một nơi. “{ABOVE}” được thay bằng tên cấp ủy cấp trên vào ngày của văn bản. "
            "Dấu “-” đầu dòng, “;” và “.” cuối dòng được thêm khi thiếu. "
            "Để trống: cấp ủy cấp trên (báo cáo) và nơi lưu; không lấy theo cấp trên.",
            "report_symbol": "“BC/ĐU” hoặc “BC-ĐU”. Để trống: theo cấp trên gần nhất; chi bộ thay phần cuối bằng CB.",
            "on_behalf_of": "“T/M BAN THƯỜNG VỤ”, “T/M ĐẢNG ỦY”, “T/M CHI BỘ”. Không lấy theo cấp trên.",
            "signer": "Để trống: người giữ chức vụ ấy vào ngày của văn bản.",
        }
        widgets = {"recipients": forms.Textarea(attrs={"rows": 4}), "signs": forms.RadioSelect}

    def __init__(self, data=None, *, unit, reader, day=None):
        """Filled with what holds on *day*."""
        self.unit, self.now = unit, stamp_of(unit)
        day = day or today()
        initial = {"started_on": day, "da_thay": self.now}
        super().__init__(data, instance=in_force(unit, day), initial=initial)
        self.order_fields(["started_on", *FIELDS, "ly_do", "da_thay"])
        self.fields["signer"].queryset = who_may_sign(unit, reader, day, self.instance.signer_id)
        self.fields["signer"].empty_label = "người giữ chức vụ"
        for name in ("recipients", "ly_do"):
            self.fields[name].widget.attrs["class"] = "w100"

    def clean_recipients(self):
        return "\n".join(line.strip() for line in self.cleaned_data["recipients"].splitlines() if line.strip())

    def clean_on_behalf_of(self):
        return self.cleaned_data["on_behalf_of"].upper()

    def clean(self):
        if self.data.get("da_thay", "") != self.now:
            raise ValidationError(MEANWHILE)
        return self.cleaned_data

    def _get_validation_exclusions(self):
        """The period is the verb's to see to."""
        return super()._get_validation_exclusions() | {"unit", "started_on", "ended_on"}

    @property
    def values(self):
        return {name: self.cleaned_data[name] for name in FIELDS}


def who_may_sign(unit, reader, day, chosen):
    """Who holds on *day* an office from which papers are signed, and the one who stands in the setting already."""
    position = SIGNING | ({Office.Position.COMMITTEE_MEMBER} if unit.kind == Unit.Kind.BRANCH else set())
    offices = Office.objects.as_of(day).filter(unit=unit, position__in=position)
    people = Person.objects.visible_to(reader, Right.EDIT_RECORD).filter(offices__in=offices)
    return Person.objects.filter(Q(pk__in=people.values("pk")) | Q(pk=chosen)).order_by("sort_key", "pk")


def stamp_of(unit):
    """Which settings the unit has: what a form was opened with is compared with it."""
    return digest(repr(list(unit.letterheads.order_by("pk").values_list())).encode())[:16]
