"""The lists of the register whose views can be kept (members.saved_pages), each with its filters in words."""

from datetime import date

from members.columns import ColumnChoice
from members.filters import PeopleFilter
from members.forms.course import CourseFilter
from members.forms.log import LogForm
from members.forms.movement_register import RegisterForm
from members.log import entries_for
from members.models import TrainingCourse
from members.saved_pages import SavedPage
from members.tables import PeopleTable
from members.tasks import CHOICES
from nakhe.access import Right
from nakhe.asof import AsOfForm
from nakhe.vietnamese.dates import format_day

CONDITION, COLUMNS, ORDER, SENSITIVE = "Điều kiện", "Cột", "Sắp xếp", "Dữ liệu nhạy cảm"


def lists():
    return [
        SavedPage(
            "dang-vien",
            "Đảng viên",
            of_people,
            names=("pham_vi", *PeopleFilter.base_filters, "sap_xep", "cot"),
            searches=("q",),
        ),
        SavedPage("chi-bo", "Chi bộ", of_whole),
        SavedPage("truong-thon", "Trưởng thôn", of_whole),
        SavedPage("boi-duong", "Bồi dưỡng", of_courses, names=("nam", "loai"), times={}),
        SavedPage("bien-dong", "Biến động", of_movements, names=tuple(RegisterForm.base_fields), times={}),
        SavedPage("viec-can-lam", "Việc cần làm", of_tasks, names=("viec",)),
        SavedPage(
            "nhat-ky",
            "Nhật ký",
            of_log,
            names=tuple(LogForm.base_fields),
            times={},
            right=Right.READ_LOG,
            searches=("ten",),
        ),
    ]


def of_people(asked, reader):
    filtered = PeopleFilter(asked, reader=reader, day=AsOfForm(asked).day)
    words = ["Mọi người trong sổ"] if asked.get("pham_vi") else []
    words += [f"{label}: {value}" for _, label, value in filtered.active]
    words += [f"Tìm: {asked['q']}"] if asked.get("q") else []
    choice = ColumnChoice(PeopleTable, asked.get("cot", ""), reader)
    columns = [column.verbose_name for column in choice.columns] if choice.as_text else []
    return {
        CONDITION: "; ".join(words) or "Tất cả đảng viên",
        SENSITIVE: "; ".join([*filtered.sensitive, "mỗi lần xuất tệp phải ghi lý do"]) if filtered.sensitive else "",
        COLUMNS: ", ".join(columns),
        ORDER: order_in_words(asked, {name: column.verbose_name for name, column in choice.offered.items()}),
    }


def order_in_words(asked, headings):
    """“Ngày sinh, giảm dần”; nothing where no such column is known."""
    order = asked.get("sap_xep", "")
    heading = headings.get(order.removeprefix("-"), "")
    return f"{heading}, giảm dần" if heading and order.startswith("-") else heading


def of_whole(asked, reader):
    return {CONDITION: "Tất cả"}


def of_courses(asked, reader):
    return {CONDITION: form_in_words(CourseFilter(asked, TrainingCourse.objects.visible_to(reader)))}


def of_movements(asked, reader):
    return {CONDITION: form_in_words(RegisterForm(asked))}


def of_tasks(asked, reader):
    return {CONDITION: dict(CHOICES).get(asked.get("viec"), "Tất cả")}


def of_log(asked, reader):
    return {CONDITION: form_in_words(LogForm(asked, entries_for(reader)))}


def form_in_words(form):
    """“Loại: Kết nạp; Từ ngày: 01/01/2024” of what *form* was asked and could read."""
    form.is_valid()
    told = [f"{form.fields[name].label}: {value_in_words(form.fields[name], value)}"
            for name, value in form.cleaned_data.items() if value]  # fmt: skip
    return "; ".join(told) or "Tất cả"


def value_in_words(field, value):
    if isinstance(value, date):
        return format_day(value)
    return dict(field.choices).get(value, value) if isinstance(value, str) and hasattr(field, "choices") else value
