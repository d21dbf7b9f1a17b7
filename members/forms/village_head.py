"""The form of a change of village head: who follows whom. Dates on file are put right like any other fact."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Subquery

from members.forms.person import PARTIAL_DATE_HINT
from members.forms.questions import AsksQuestions
from members.headship import change_head, check, latest_head
from members.models import Membership, Person
from members.movements.act import too_far
from members.namesakes import may_be_born, namesakes
from nakhe.access import Right
from nakhe.fields import DayField, PartialDateFormField
from nakhe.periods import today
from nakhe.vietnamese.dates import add_months, format_day
from nakhe.vietnamese.names import tidy

OF_AGE = 18
ON_FILE, NEW, NOBODY = "co", "moi", "khong"
WAYS = [(ON_FILE, "Người có trong sổ"), (NEW, "Người chưa có trong sổ"), (NOBODY, "Chưa có người thay")]


class PersonOnFile(forms.ModelChoiceField):
    def label_from_instance(self, person):
        born = person.birth_on and f"sinh {person.birth_on.year}"
        return ", ".join(filter(None, [str(person), born, person.unit_name or "chưa là đảng viên"]))


class NextHeadForm(AsksQuestions, forms.Form):
    who = forms.ChoiceField(label="Người thay là", choices=WAYS, widget=forms.RadioSelect, initial=ON_FILE)
    person = PersonOnFile(Person.objects.none(), label="Chọn người", required=False, empty_label="chọn")
    full_name = forms.CharField(label="Họ và tên", required=False, max_length=120)
    sex = forms.ChoiceField(label="Giới tính", required=False, choices=Person.Sex.choices, widget=forms.RadioSelect)
    birth_on = PartialDateFormField(label="Ngày sinh", required=False, help_text=PARTIAL_DATE_HINT)
    started_on = DayField(label="Từ ngày", error_messages={"required": "Ghi ngày thay."})
    term_years = forms.CharField(label="Nhiệm kỳ", required=False, max_length=20, help_text="“2022–2025”")
    decision_number = forms.CharField(label="Số quyết định", required=False, max_length=60)
    decided_on = DayField(label="Ngày quyết định", required=False)
    reason = forms.CharField(
        label="Lý do người trước thôi",
        required=False,
        max_length=200,
        help_text="Ví dụ: “Hết nhiệm kỳ”, “Xin thôi vì tuổi cao”. Được lưu trong nhật ký.",
    )
    holder = forms.CharField(required=False, widget=forms.HiddenInput)

    WIDE = ("person", "full_name")

    def __init__(self, data=None, *, village, reader):
        self.village, self.reader, self.head = village, reader, latest_head(village)
        self.holder_now = str(self.head.pk) if self.head else ""
        super().__init__(data, initial={"holder": self.holder_now})
        self.is_written = False
        self.fields["person"].queryset = offered(village, reader)
        if not self.is_held:
            del self.fields["reason"]
        for name, field in self.fields.items():
            if not isinstance(field.widget, (forms.RadioSelect, forms.HiddenInput)):
                field.widget.attrs |= {"autocomplete": "off", "class": "w18" if name in self.WIDE else "w8"}
        if self.is_held:
            self.fields["reason"].widget.attrs["class"] = "w100"

    @property
    def is_held(self):
        return self.head is not None and self.head.ended_on is None

    def clean_full_name(self):
        return tidy(self.cleaned_data["full_name"])

    def clean(self):
        cleaned = super().clean()
        self.is_written = self._stands_already(cleaned)
        if self.is_written:
            return cleaned
        self._check_successor(cleaned)
        self._check_days(cleaned)
        if self.is_held and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", f"Ghi lý do {self.head.person} thôi làm trưởng thôn.")
        if self.data.get("holder", "") != self.holder_now:
            self.add_error(None, self._who_came_meanwhile())
        return cleaned

    def _check_successor(self, cleaned):
        who = cleaned.get("who")
        if who == ON_FILE and not cleaned.get("person") and "person" not in self.errors:
            self.add_error("person", "Chọn người thay.")
        elif who == ON_FILE and cleaned.get("person"):
            self._ask_about(cleaned["person"], cleaned.get("started_on"))
        elif who == NEW:
            self._check_newcomer(cleaned)

    def _ask_about(self, person, day):
        if died := person.memberships.filter(reason_out=Membership.ReasonOut.DIED).first():
            self.add_error("person", f"{person} đã từ trần ngày {format_day(died.ended_on)}.")
        if self.is_held and person == self.head.person:
            self.ask("person", f"{person} đang là trưởng thôn. Ghi một nhiệm kỳ mới của cùng một người?")
        elsewhere = person.headships.exclude(village=self.village).select_related("village")
        for head in elsewhere.as_of(day) if day else ():
            self.ask("person", f"{person} đang là trưởng thôn {head.village}. Vẫn ghi?")

    def _check_newcomer(self, cleaned):
        for name, told in (("full_name", "Ghi họ và tên."), ("sex", "Chọn nam hoặc nữ.")):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, told)
        born, day = cleaned.get("birth_on"), cleaned.get("started_on")
        if born and day and add_months(born.first_day, 12 * OF_AGE) > day:
            self.ask("birth_on", f"Chưa đủ {OF_AGE} tuổi vào ngày thay. Kiểm tra lại ngày sinh.")
        same = namesakes(cleaned.get("full_name") or "", Person.objects.visible_to(self.reader))
        twins = [person for person in same if may_be_born(person, cleaned.get("birth_on"))]
        if twins:
            known = "; ".join(f"{person}, sinh {person.birth_on or 'chưa rõ'}" for person in twins)
            self.ask("full_name", f"Trong sổ đã có: {known}. Đây là người khác?")

    def _check_days(self, cleaned):
        for name in ("started_on", "decided_on"):
            if cleaned.get(name) and (message := too_far(cleaned[name])):
                self.add_error(name, message)
        if cleaned.get("decided_on") and cleaned["decided_on"] > today():
            self.add_error("decided_on", "Ngày quyết định chưa tới.")
        day = cleaned.get("started_on")
        if not day or not cleaned.get("who"):
            return
        if not self.village.is_on(day):
            self.add_error("started_on", f"Thôn {self.village} chưa có hoặc không còn vào ngày {format_day(day)}.")
        try:
            check(self.head, day, cleaned["who"] != NOBODY)
        except ValidationError as refused:
            self.add_error(None, refused)

    def _who_came_meanwhile(self):
        if self.head is None:
            return "Trong lúc này có người đã sửa sổ của thôn. Xem lại rồi ghi."
        until = f" đến {format_day(self.head.ended_on)}" if self.head.ended_on else ""
        since = format_day(self.head.started_on)
        return f"Trong lúc này đã ghi {self.head.person} làm trưởng thôn từ {since}{until}. Xem lại rồi ghi."

    def _stands_already(self, typed):
        """Whether the register says already what is typed: the second of two clicks."""
        head, who = self.head, typed.get("who")
        if not head or not typed.get("started_on"):
            return False
        if who == NOBODY:
            return head.ended_on == typed["started_on"] and self.data.get("holder") == self.holder_now
        if who == ON_FILE:
            is_the_one = head.person == typed.get("person")
        else:
            is_the_one = head.person.full_name == typed.get("full_name")
        return is_the_one and head.started_on == typed["started_on"] and self.data.get("holder") != self.holder_now

    def save(self):
        """The new VillageHead, or None where nobody follows."""
        typed = self.cleaned_data
        decision = {name: typed[name] for name in ("term_years", "decision_number", "decided_on")}
        return change_head(self.village, typed["started_on"], self._successor(), typed.get("reason", ""), **decision)

    def _successor(self):
        typed = self.cleaned_data
        if typed["who"] == NEW:
            return Person(full_name=typed["full_name"], sex=typed["sex"], birth_on=typed["birth_on"])
        return typed["person"] if typed["who"] == ON_FILE else None


def offered(village, reader):
    """The people whom *reader* may make head: those of the village's own chi bộ first, all in name order."""
    current = Membership.objects.filter(person=OuterRef("pk"), ended_on=None)
    people = Person.objects.changeable_by(reader, Right.EDIT_RECORD)
    people = people.annotate(
        unit_name=Subquery(current.values("unit__latest_name")[:1]),
        is_near=Exists(current.filter(unit__village=village)),
    )
    return people.order_by("-is_near", "sort_key", "pk")
