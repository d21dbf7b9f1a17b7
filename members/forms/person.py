"""The form of a person's record. It asks about what is doubtful, and overwrites nobody's change unseen."""

from django import forms
from django.core.exceptions import ValidationError

from members.forms.questions import AsksQuestions
from members.forms.shown import Difference, RemembersWhatItShowed
from members.life_dates import problems
from members.models import IdentityNumber, Person
from members.numbers import is_anothers, replace_number
from nakhe.access import Right, has_right
from nakhe.audit import because
from nakhe.fields import PartialDateFormField
from nakhe.periods import today
from nakhe.vietnamese import identity
from nakhe.vietnamese.names import tidy

Kind = IdentityNumber.Kind
NUMBERS = {"profile_number": Kind.PROFILE, "card_number": Kind.CARD, "citizen_number": Kind.CITIZEN}
PRIVATE = ["phone", "email", *NUMBERS]
WIDE = [
    "birth_name", "alias", "citizen_number", "birthplace", "native_place", "native_place_now", "residence",
    "temporary_residence", "occupation", "admitted_at", "introducers", "email", "unit", "village", "came_from",
]  # fmt: skip
LABELS = {
    "full_name": "Họ và tên đang dùng",
    "admission_decision_on": "Quyết định kết nạp",
    "admitted_on": "Lễ kết nạp",
    "official_on": "Chính thức",
}
PARTIAL_DATE_HINT = "Biết đến đâu ghi đến đó: 14/3/1985, 3/1985 hoặc 1985"
LIFE_DATES = ["birth_on", "admission_decision_on", "admitted_on", "official_on"]


class PersonForm(AsksQuestions, RemembersWhatItShowed, forms.ModelForm):
    profile_number = forms.CharField(label="Số lý lịch", required=False, max_length=20)
    card_number = forms.CharField(label="Số thẻ đảng viên", required=False, max_length=20)
    citizen_number = forms.CharField(label="Số căn cước", required=False, max_length=20)
    reason = forms.CharField(
        label="Lý do thay đổi",
        max_length=200,
        help_text="Một dòng, ví dụ: “Đối chiếu giấy khai sinh”. Được lưu trong lịch sử hồ sơ.",
        error_messages={"required": "Ghi lý do thay đổi."},
    )

    class Meta:
        model = Person
        fields = [
            "full_name", "given_name", "birth_name", "alias", "birth_on", "sex", "ethnicity", "religion",
            "birthplace", "native_place", "native_place_now", "residence", "temporary_residence", "occupation",
            "phone", "email", "youth_union_on", "admission_decision_number", "admission_decision_on", "admitted_on",
            "admitted_at", "official_on", "introducers", "note",
        ]  # fmt: skip
        labels = LABELS
        help_texts = {"birth_on": PARTIAL_DATE_HINT}
        widgets = {"sex": forms.RadioSelect}
        error_messages = {"full_name": {"required": "Ghi họ và tên."}}

    def __init__(self, data=None, *, reader, instance=None):
        self.reader = reader
        super().__init__(data, instance=instance)
        self._set_widgets()
        if not has_right(reader, Right.READ_NUMBERS):
            for name in PRIVATE:
                del self.fields[name]
        self._describe_numbers()

    def _set_widgets(self):
        self.fields["sex"].choices = Person.Sex.choices
        for name in ("ethnicity", "religion"):
            self.fields[name].empty_label = "chưa rõ"
        for name, field in self.fields.items():
            if name == "full_name":
                field.widget.attrs["class"] = "w20"
            elif name in WIDE:
                field.widget.attrs["class"] = "w18"
            elif name in ("reason", "note"):
                field.widget.attrs["class"] = "w100"
            elif name != "sex":
                field.widget.attrs["class"] = "w8"
            field.widget.attrs["autocomplete"] = "off"

    @property
    def current_numbers(self):
        """{kind: the number in use}; the form shows them masked, and typing one replaces it."""
        if not hasattr(self, "_current_numbers"):
            readable = IdentityNumber.objects.visible_to(self.reader).filter(person=self.instance.pk).current()
            self._current_numbers = {number.kind: number for number in readable} if self.instance.pk else {}
        return self._current_numbers

    def _describe_numbers(self):
        hints = {
            "profile_number": "6 chữ số rồi 1 đến 3 chữ cái",
            "card_number": "8 hoặc 12 chữ số",
            "citizen_number": "12 chữ số; số CMND cũ 9 chữ số cũng được",
        }
        for name, hint in hints.items():
            if name in self.fields:
                current = self.current_numbers.get(NUMBERS[name])
                kept = f"Đang ghi {current.masked}; để trống nếu không đổi" if current else hint
                self.fields[name].help_text = kept

    # --- checking ---

    def clean_full_name(self):
        return tidy(self.cleaned_data["full_name"])

    def clean_profile_number(self):
        return self._number("profile_number", Kind.PROFILE)

    def clean_card_number(self):
        return self._number("card_number", Kind.CARD)

    def clean_citizen_number(self):
        typed = self.cleaned_data["citizen_number"]
        digits = sum(character.isdigit() for character in typed)
        return self._number("citizen_number", Kind.OLD_CITIZEN if digits == 9 else Kind.CITIZEN)

    def _number(self, name, kind):
        """(kind, number) as stored, or None when nothing new was typed."""
        if not self.cleaned_data[name]:
            return None
        try:
            number = IdentityNumber.CHECKS[kind](self.cleaned_data[name])
        except identity.NumberError as error:
            raise ValidationError(str(error)) from error
        if is_anothers(kind, number, self.instance):
            raise ValidationError("Số này đã ghi cho một người khác.")
        current = self.current_numbers.get(kind)
        return None if current and current.number == number else (kind, number)

    def clean(self):
        cleaned = super().clean()
        self._check_dates(cleaned)
        self._check_citizen_number(cleaned)
        return cleaned

    def _check_dates(self, cleaned):
        known = {name: cleaned.get(name) for name in LIFE_DATES}
        for problem in problems(today(), **known):
            if not problem.is_question:
                self.add_error(problem.field, problem.message)
            elif set(LIFE_DATES) & set(self.changed_data):
                self.ask(problem.field, problem.message)

    def _check_citizen_number(self, cleaned):
        typed, current = cleaned.get("citizen_number"), self.current_numbers.get(Kind.CITIZEN)
        if typed and typed[0] == Kind.CITIZEN:
            number = typed[1]
        elif current and not typed and {"birth_on", "sex"} & set(self.changed_data):
            number = current.number
        else:
            return
        birth = cleaned.get("birth_on")
        for remark in identity.citizen_number_remarks(number, cleaned.get("sex"), birth and birth.year):
            self.ask("citizen_number", remark)

    def full_clean(self):
        super().full_clean()
        for name, field in self.fields.items():
            value = getattr(self, "cleaned_data", {}).get(name) if self.is_bound else self.initial.get(name)
            if isinstance(field, PartialDateFormField) and value and value.precision != "day":
                field.understood = value.described

    # --- what changed, and since when ---

    @property
    def stored_texts(self):
        """Those of the record, and the ids of the numbers in use."""
        ids = {name: self.current_numbers.get(kind) for name, kind in NUMBERS.items()}
        ids = {name: number.pk if number else "" for name, number in ids.items() if name in self.fields}
        return super().stored_texts | ids

    def difference(self, name, old, new, typed=""):
        if name in NUMBERS:
            return Difference(self.fields[name].label, "số cũ", "số mới", typed, name)
        return super().difference(name, old, new, typed)

    @property
    def has_news(self):
        """Whether anything typed differs from the record; a second click on “Lưu” brings none."""
        changed = set(self.changed_data) - {"reason", *NUMBERS}
        return bool(changed or any(self._is_new_number(name) for name in NUMBERS if name in self.fields))

    def _is_new_number(self, name):
        typed = self[name].data
        current = [number.number for number in self.current_numbers.values()]
        return bool(typed) and "".join(filter(str.isalnum, typed)).upper() not in current

    @property
    def unsaved(self):
        """[Difference] between the record and what is typed."""
        changed = [name for name in self.fields if name in self.changed_data and name != "reason"]
        return [self._unsaved(name, self.stored_texts[name], self[name].data) for name in changed]

    def _unsaved(self, name, old, new):
        if name in NUMBERS:
            current = self.current_numbers.get(NUMBERS[name])
            old = current.masked if current else ""
        label = self.fields[name].label
        return Difference(label, *(self.in_words(name, text) or "chưa có" for text in (old, new)))

    # --- writing ---

    def save(self, commit=True):
        """The record, then its numbers; every row says why."""
        with because(self.cleaned_data.get("reason", "")):
            super().save()
            for name in NUMBERS:
                if new := self.cleaned_data.get(name):
                    replace_number(self.instance, *new, on=today())
        return self.instance
