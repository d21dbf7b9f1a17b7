"""Many people into one course at once: ticked chi bộ by chi bộ, or their names pasted."""

from itertools import groupby

from django import forms
from django.core.exceptions import ValidationError

from members.models import Person, TrainingAttendance
from members.movements.document import hold
from members.participants import add, candidates
from members.pasted_names import Index, read
from nakhe.keys import RowsField
from nakhe.vietnamese.dates import format_day
from nakhe.vietnamese.names import search_words

BY_OFFICE = [("", "Theo chức vụ lúc đó"), *TrainingAttendance.AttendedAs.choices]


class ParticipantsForm(forms.Form):
    """Writes who was ticked, and names spelt as in the register; whoever else is recognised is shown ticked first.

    A line that means nobody or several stays in the box, and then nothing is written.
    """

    people = RowsField(
        Person.objects.none(),
        label="Người dự",
        required=False,
        error_messages={"invalid_choice": "Có người không thuộc các chi bộ của lớp này vào ngày mở lớp."},
    )
    names = forms.CharField(
        label="Dán họ tên",
        required=False,
        max_length=20_000,
        strip=False,
        help_text="Mỗi dòng một người, dán từ Excel hoặc Word cũng được; có dấu hay không dấu. "
        "Có thể thêm năm sinh: Vàng Thị Lan, 1985.",
        widget=forms.Textarea(attrs={"rows": 8, "class": "w100", "autocomplete": "off"}),
    )
    attended_as = forms.ChoiceField(label="Dự với tư cách", required=False, choices=BY_OFFICE)
    result = forms.CharField(label="Kết quả", required=False, max_length=80)
    q = forms.CharField(
        label="Tìm trong danh sách",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "class": "w18", "autocomplete": "off"}),
    )

    def __init__(self, data=None, *, course, reader, may_be_empty=False, checks=True):
        """*course* may be unsaved; one without committee or first day has no candidates yet.

        A form that does not check (only the list is searched, or the course has faults) keeps what was given.
        """
        super().__init__(data if checks else None, initial=None if checks else data and data.dict())
        self.course, self.may_be_empty = course, may_be_empty
        is_known = course.unit_id and course.started_on
        self.candidates = candidates(course, reader) if is_known else {}
        self.there = set(course.attendances.values_list("person", flat=True)) if course.pk else set()
        self.fields["people"].queryset = Person.objects.filter(pk__in=list(self.candidates))
        self.fields["result"].widget.attrs |= {"class": "w18", "autocomplete": "off"}
        self.taken, self.open_lines, self.attending, self.guessed, self.unread = [], [], [], [], []
        if data and not checks:
            self._keep(data)

    def _keep(self, data):
        ticked = dict.fromkeys(data.getlist("people"))
        self.taken = [each for pk, each in self.candidates.items() if str(pk) in ticked and pk not in self.there]
        self.unread = [] if self.candidates else list(ticked)
        self.open_lines = list(read(data.get("names", "")))

    def clean(self):
        cleaned = super().clean()
        ticked = {person.pk for person in cleaned.get("people") or ()}
        meant = self._read_names(cleaned.get("names") or "")
        found = {pk for pk in self.candidates if pk in ticked | meant}
        self.attending = [self.candidates[pk].person for pk in self.candidates if pk in found & self.there]
        self.taken = [self.candidates[pk] for pk in self.candidates if pk in found - self.there]
        if self.open_lines:
            self.add_error("names", self._count_of_open_lines())
        elif not found and not self.may_be_empty and "people" not in self.errors:
            self.add_error(None, "Chưa chọn ai. Đánh dấu người dự, hoặc dán họ tên vào ô.")
        else:
            self._hold()
        return cleaned

    def _hold(self):
        """Nobody of them becomes part of another record meanwhile; in a transaction of the caller."""
        try:
            hold([each.person for each in self.taken])
        except ValidationError as refused:
            self.add_error(None, refused)

    def _read_names(self, text):
        """The ids that the lines mean; what means nobody or several goes to open_lines."""
        index, meant = Index(list(self.candidates.values())), set()
        for line in read(text):
            index.meet(line, self.data.get(f"chon-{line.key}", ""))
            if line.the_one:
                meant.add(line.the_one.person.pk)
                self.guessed += [] if line.is_sure else [line]
            else:
                self._say_why(line)
                self.open_lines.append(line)
        return meant

    def _say_why(self, line):
        if line.matches and not line.fault:
            line.fault = f"Có {len(line.matches)} người tên {line.name}. Chọn một người, hoặc ghi thêm năm sinh."
        elif not line.fault:
            day = format_day(self.course.first_day)
            line.fault = (
                f"Không thấy “{line.name}” trong đảng viên, trưởng thôn của {self.course.unit} ngày {day}. "
                "Sửa họ tên, hoặc xóa dòng này."
            )

    def _count_of_open_lines(self):
        return f"{len(self.open_lines)} dòng chưa rõ là ai, nên chưa ghi gì. Xem từng dòng ở dưới ô."

    @property
    def is_sure(self):
        """Whether the form can be written without another look."""
        return self.is_valid() and not self.guessed

    # --- What the page shows ---

    @property
    def remaining(self):
        """What the box keeps: of what was pasted, the lines that are not taken."""
        return "\n".join(line.text for line in self.open_lines)

    @property
    def groups(self):
        """[(chi bộ, its candidates)] to be ticked still, cut by the search box."""
        words = search_words(self["q"].value() or "")
        left = self.candidates.keys() - self.there - {each.person.pk for each in self.taken}
        shown = [each for pk, each in self.candidates.items() if pk in left and _says(each.person, words)]
        return [(name, list(rows)) for name, rows in groupby(shown, key=lambda each: each.unit_name)]

    def save(self):
        typed = self.cleaned_data
        return add(self.course, self.taken, typed["attended_as"], typed["result"])


def _says(person, words):
    return all(word in person.search_key for word in words)
