"""Training courses: the list, one with who attended, writing one, and who comes in and out of it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from members.forms.conflict import with_others_changes
from members.forms.course import CourseFilter, CourseForm, RemovalForm
from members.forms.participants import ParticipantsForm
from members.models import Person, TrainingAttendance, TrainingCourse
from members.roster import unit_name
from members.saved_pages import given_in
from members.saved_tabs import SavedTabs
from nakhe.access import Right, has_right, requires
from nakhe.audit import because
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
        "saved": SavedTabs("boi-duong", given_in(request.GET), request.user),
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("trang")),
        "given": urlencode({name: request.GET[name] for name in ("nam", "loai") if request.GET.get(name)}),
        "can_write": has_right(request.user, Right.EDIT_PEOPLE),
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
        "can_write": _changeable(request).filter(pk=pk).exists(),
    }
    return render(request, "members/course.html", context)


@requires(Right.EDIT_PEOPLE)
def course_add(request):
    if request.method == "POST":
        return _write(request)
    form = CourseForm(reader=request.user)
    return _show_course(request, form, ParticipantsForm(course=form.instance, reader=request.user))


@transaction.atomic
def _write(request):
    """The course and, where their names are pasted, who attended it: both are written or neither."""
    form = CourseForm(request.POST, reader=request.user)
    is_valid = form.is_valid()
    if is_valid and (there := _already(form)):
        messages.info(request, f"Lớp {there} đã có trong sổ.")
        return redirect(there)
    people = ParticipantsForm(
        request.POST, course=form.instance, reader=request.user, may_be_empty=True, checks=is_valid
    )
    if not people.is_sure:
        return _show_course(request, form, people)
    return _added(request, form.save(), people, f"Đã ghi lớp {form.instance}.")


def _already(form):
    """Of two clicks on one button, the second waits for the first and finds its course."""
    list(Unit.objects.select_for_update(no_key=True).filter(pk=form.cleaned_data["unit"].pk))
    return form.already


@requires(Right.EDIT_PEOPLE)
def course_edit(request, pk):
    if request.method == "POST":
        return _save(request, pk)
    shown = get_object_or_404(_changeable(request), pk=pk)
    return _show_course(request, CourseForm(reader=request.user, instance=shown))


def _changeable(request):
    return TrainingCourse.objects.changeable_by(request.user, Right.EDIT_PEOPLE)


@transaction.atomic
def _save(request, pk):
    shown = get_object_or_404(_changeable(request).select_for_update(of=("self",), no_key=True), pk=pk)
    form, conflict = with_others_changes(
        request.POST, lambda data: CourseForm(data, reader=request.user, instance=shown), shown
    )
    if form.has_changed() and (conflict or not form.is_valid()):
        return _show_course(request, form, conflict=conflict)
    if form.has_changed():
        form.save()
    is_saved = form.has_changed() or conflict
    messages.success(request, f"Đã lưu thay đổi của lớp {shown}." if is_saved else "Không có thay đổi nào để lưu.")
    return redirect(shown)


def _show_course(request, form, people=None, conflict=None):
    """With the name that the course has in the register, whatever was typed."""
    course = TrainingCourse.objects.filter(pk=form.instance.pk).first()
    context = {"form": form, "people": people, "course": course, "conflict": conflict}
    return render(request, "members/course_form.html", context)


@requires(Right.EDIT_PEOPLE)
def course_people(request, pk):
    if request.method == "POST":
        return _add_people(request, pk)
    shown = get_object_or_404(_changeable(request), pk=pk)
    return _show_people(request, shown, ParticipantsForm(course=shown, reader=request.user))


@transaction.atomic
def _add_people(request, pk):
    """The lock makes of two who add at the same moment one wait for the other."""
    shown = get_object_or_404(_changeable(request).select_for_update(of=("self",), no_key=True), pk=pk)
    form = ParticipantsForm(request.POST, course=shown, reader=request.user, checks="tim" not in request.POST)
    return _added(request, shown, form) if form.is_sure else _show_people(request, shown, form)


def _show_people(request, course, form):
    return render(request, "members/course_people.html", {"course": course, "form": form})


def _added(request, course, people, told=""):
    """Write them, and say in one sentence who was written and who was there before."""
    people.course = course
    number, before = len(people.save()), people.attending
    added = f"Đã thêm {number} người vào lớp." if number else ""
    there = f"Đã có trong lớp từ trước: {', '.join(map(str, before))}." if before else ""
    messages.success(request, " ".join(filter(None, [told, added, there])))
    return redirect(course)


@requires(Right.EDIT_PEOPLE)
def course_leave(request, pk, attendance_pk):
    """Take out somebody who did not attend; the row goes, the log keeps it with the reason."""
    course = get_object_or_404(_changeable(request), pk=pk)
    attendance = course.attendances.select_related("person", "unit").filter(pk=attendance_pk).first()
    if attendance is None and request.method == "POST":  # the second of two clicks
        return redirect(course)
    if attendance is None:
        raise Http404
    form = RemovalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with because(form.cleaned_data["reason"]):
            attendance.delete()
        messages.success(request, f"Đã bỏ {attendance.person} khỏi lớp.")
        return redirect(course)
    return render(request, "members/course_leave.html", {"course": course, "attendance": attendance, "form": form})
