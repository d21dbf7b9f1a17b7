"""What a step of a rating year asks: a reason, a decision, which differences are taken."""

from django import forms
from django.core.exceptions import ValidationError

from members.forms.questions import AsksQuestions
from members.rating_board import full_name_of
from members.rating_sheets import Part
from nakhe.fields import DayField
from nakhe.periods import today
from nakhe.vietnamese.dates import format_day
from units.rating_rules import season

NOUNS = {Part.MEMBERS: "đồng chí", Part.UNITS: "chi bộ", Part.HEADS: "trưởng thôn"}


def missing_in_words(lines):
    """“3 đồng chí, 1 chi bộ”: those on *lines* without a result; empty where there are none."""
    numbers = {part: sum(len(line.missing) for line in lines if line.sheet.part == part) for part in NOUNS}
    return ", ".join(f"{number} {NOUNS[part]}" for part, number in numbers.items() if number)


class StepForm(forms.Form):
    """*verb* is one of members.rating_verbs; *missing* says how many without a result are sent with the list."""

    reason = forms.CharField(
        label="Lý do",
        max_length=200,
        help_text="Một dòng, được lưu trong lịch sử và hiện cho người phải làm lại.",
        error_messages={"required": "Ghi lý do."},
        widget=forms.TextInput(attrs={"class": "w100", "autocomplete": "off"}),
    )

    missing = forms.MultipleChoiceField(
        label="Chưa có kết quả",
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(
            ["required", "invalid_choice"], "Ghi nốt kết quả trong bảng, hoặc đánh dấu để vẫn gửi."
        ),
    )

    def __init__(self, verb, data=None, missing=""):
        super().__init__(data)
        if not verb.asks_reason:
            del self.fields["reason"]
        if missing and verb.asks_about_missing:
            self.fields["missing"].choices = [(missing, f"Gửi dù còn {missing} chưa có kết quả")]
        else:
            del self.fields["missing"]

    @property
    def given(self):
        """What the verb takes beside its subject."""
        return [self.cleaned_data["reason"]] if "reason" in self.fields else []


class DecisionForm(AsksQuestions, forms.Form):
    """One decision over some of *lines*, the lists that wait for it."""

    sheets = forms.MultipleChoiceField(
        label="Danh sách",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Chọn ít nhất một danh sách.",
            "invalid_choice": "Có danh sách vừa được trả lại hoặc đã quyết định; danh sách đó đã được bỏ ra.",
        },
    )
    decision_number = forms.CharField(
        label="Số quyết định", max_length=60, error_messages={"required": "Ghi số quyết định."}
    )
    decided_on = DayField(label="Ngày quyết định", error_messages={"required": "Ghi ngày quyết định."})
    signer = forms.CharField(label="Người ký", max_length=120, error_messages={"required": "Ghi người ký."})

    def __init__(self, lines, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.lines = {line.code: line for line in lines}
        self.fields["sheets"].choices = [(code, full_name_of(line)) for code, line in self.lines.items()]
        for name in ("decision_number", "signer"):
            self.fields[name].widget.attrs |= {"autocomplete": "off", "class": "w18" if name == "signer" else "w8"}

    def clean_decided_on(self):
        day = self.cleaned_data["decided_on"]
        if day and day > today():
            raise ValidationError("Ngày quyết định chưa tới.")
        return day

    def clean(self):
        cleaned = super().clean()
        if self.lines and (day := cleaned.get("decided_on")):
            self._ask_about_the_day(day)
        self._ask_about_the_missing(cleaned.get("sheets", []))
        return cleaned

    def _ask_about_the_missing(self, codes):
        lines = [self.lines[code] for code in codes]
        if missing := missing_in_words(lines):
            names = ", ".join(entry.name for line in lines for entry in line.missing)
            self.ask("sheets", f"Còn {missing} chưa có kết quả: {names}. Vẫn quyết định?")

    def _ask_about_the_day(self, day):
        campaign = next(iter(self.lines.values())).sheet.campaign
        first, last = season(campaign)
        if not first <= day <= last:
            usual = f"từ {format_day(first)} đến {format_day(last)}"
            told = f"Quyết định xếp loại năm {campaign.year} thường ra {usual}, ở đây ghi {format_day(day)}."
            self.ask("decided_on", f"{told} Vẫn ghi ngày này?")

    @property
    def rows(self):
        """[(tick, its line)] for the table."""
        return [(tick, self.lines[tick.data["value"]]) for tick in self["sheets"]]

    @property
    def chosen(self):
        return [self.lines[code].sheet for code in self.cleaned_data["sheets"]]


class DifferencesForm(forms.Form):
    """Which of *differences* are taken; one that has changed since the page was opened is named nowhere any more."""

    take = forms.MultipleChoiceField(
        label="Điều muốn cập nhật",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Đánh dấu ít nhất một điều, hoặc để nguyên danh sách.",
            "invalid_choice": "Hồ sơ vừa đổi thêm trong lúc đang xem. Xem lại danh sách dưới đây rồi cập nhật.",
        },
    )

    def __init__(self, differences, data=None):
        self.differences = {each.code: each for each in differences}
        super().__init__(data)
        open_ones = [each for each in differences if not each.blocked]
        self.fields["take"].choices = [(each.code, each.name) for each in open_ones]
        self.initial["take"] = [each.code for each in open_ones if not each.is_costly]

    @property
    def rows(self):
        """[(tick or None, Difference)] in their order."""
        ticks = {tick.data["value"]: tick for tick in self["take"]}
        return [(ticks.get(code), each) for code, each in self.differences.items()]
