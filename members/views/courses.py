"""Training courses: the list, one with who attended, writing one, and who comes in and out of it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render

from members.forms.course import CourseFilter, CourseForm, RemovalForm
from members.forms.participants import ParticipantsForm
from members.models import Person, TrainingAttendance, TrainingCourse
from members.roster import unit_name
from nakhe.access import Right, has_right, requires
from units.models import Unit

PER_PAGE = 50


@requires(Right.READ)
def courses(request):
    seen = TrainingCourse.objects.visible_to(request.user)
    form = CourseFilter(request.GET, seen)
    attendances = TrainingAttendance.objects.visible_to(request.user)
    rows = form.cut(seen).select_related("unit").annotate(participants=attendances.count_per("course"))
    context = {
        "form": form,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("trang")),
        "given": urlencode({name: request.GET[name] for name in ("nam", "loai") if request.GET.get(name)}),
        "can_write": has_right(request.user, Right.EDIT_RECORD),
    }
    return render(request, "members/courses.html", context)


@requires(Right.READ)
def course(request, pk):
    shown = get_object_or_404(TrainingCourse.objects.visible_to(request.user).select_related("unit"), pk=pk)
    attendances = TrainingAttendance.objects.visible_to(request.user).filter(course=shown).select_related("person")
    attendances = attendances.annotate(unit_name=unit_name(shown.last_day))
    people = Person.objects.visible_to(request.user).filter(trainings__course=shown)
    context = {
        "course": shown,
        "attendances": attendances.order_by("unit__position", "unit__code", "person__sort_key", "person"),
        "readable": set(people.values_list("pk", flat=True)),
        "can_write": TrainingCourse.objects.changeable_by(request.user, Right.EDIT_RECORD).filter(pk=pk).exists(),
    }
    return render(request, "members/course.html", context)


@requires(Right.EDIT_RECORD)
@transaction.atomic
def course_add(request):
    """The course and, where their names are pasted, who attended it: both are written or neither."""
    form = CourseForm(request.POST or None, reader=request.user)
    if not form.is_valid():
        people = ParticipantsForm(request.POST or None, course=form.instance, reader=request.user, checks=False)
        return _show_course(request, form, people)
    list(Unit.objects.select_for_update().filter(pk=form.cleaned_data["unit"].pk))
    if there := form.already:
        messages.info(request, f"Lớp {there} đã có trong sổ.")
        return redirect(there)
    people = ParticipantsForm(request.POST, course=form.instance, reader=request.user, may_be_empty=True)
    if not people.is_sure:
        return _show_course(request, form, people)
    written = form.save()
    return _added(request, written, people, f"Đã ghi lớp {written}.")


@requires(Right.EDIT_RECORD)
@transaction.atomic
def course_edit(request, pk):
    kept = TrainingCourse.objects.changeable_by(request.user, Right.EDIT_RECORD).select_for_update(of=("self",))
    shown = get_object_or_404(kept, pk=pk)
    form = CourseForm(request.POST or None, reader=request.user, instance=shown)
    if form.is_valid():
        told = f"Đã lưu thay đổi của lớp {form.instance}." if form.has_changed() else "Không có thay đổi nào để lưu."
        if form.has_changed():
            form.save()
        messages.success(request, told)
        return redirect(shown)
    return _show_course(request, form)


def _show_course(request, form, people=None):
    context = {"form": form, "people": people, "course": TrainingCourse.objects.filter(pk=form.instance.pk).first()}
    return render(request, "members/course_form.html", context)


@requires(Right.EDIT_RECORD)
@transaction.atomic
def course_people(request, pk):
    """Add many at once. The lock makes of two who add at the same moment one wait for the other."""
    kept = TrainingCourse.objects.changeable_by(request.user, Right.EDIT_RECORD).select_for_update(of=("self",))
    shown = get_object_or_404(kept, pk=pk)
    form = ParticipantsForm(request.POST or None, course=shown, reader=request.user, checks="tim" not in request.POST)
    if form.is_bound and form.is_sure:
        return _added(request, shown, form)
    return render(request, "members/course_people.html", {"course": shown, "form": form})


def _added(request, course, people, told=""):
    """Write them, and say in one sentence who was written and who was there before."""
    people.course = course
    number = len(people.save())
    added = f"Đã thêm {number} người vào lớp." if number else ""
    there = f"Đã có trong lớp từ trước: {', '.join(map(str, people.attending))}." if people.attending else ""
    messages.success(request, " ".join(filter(None, [told, added, there])))
    return redirect(course)


@requires(Right.EDIT_RECORD)
def course_leave(request, pk, attendance_pk):
    """Take out somebody who did not attend; the row goes, the log keeps it with the reason."""
    course = get_object_or_404(TrainingCourse.objects.changeable_by(request.user, Right.EDIT_RECORD), pk=pk)
    attendance = get_object_or_404(course.attendances.select_related("person", "unit"), pk=attendance_pk)
    form = RemovalForm(request.POST or None)
    if form.is_valid():
        attendance.change_reason = form.cleaned_data["reason"]
        attendance.delete()
        messages.success(request, f"Đã bỏ {attendance.person} khỏi lớp.")
        return redirect(course)
    return render(request, "members/course_leave.html", {"course": course, "attendance": attendance, "form": form})
