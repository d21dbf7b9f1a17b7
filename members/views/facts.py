"""Facts of a person or a unit: add one, put one right, end one, remove one written by mistake."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html

from members.documents import document_of
from members.facts import BY_SLUG
from members.forms.conflict import with_others_changes
from members.forms.facts import fact_form
from members.models import Person
from nakhe.access import Right, has_right, requires
from nakhe.audit import because
from units.models import Unit

OWNERS = {"person": Person, "unit": Unit}


@requires(Right.EDIT_PEOPLE)
@transaction.atomic
def fact_add(request, owner, pk, slug):
    """The owner is locked: of two clicks, the second waits and finds the fact there."""
    kind = _kind(request, owner, slug)
    if not kind.is_added:
        raise Http404
    owners = kind.owner.objects.changeable_by(request.user, kind.right)
    owners = owners.select_for_update(of=("self",), no_key=True) if request.method == "POST" else owners
    subject = get_object_or_404(owners, pk=pk)
    fact = kind.model(**{kind.of: subject})
    form = fact_form(kind)(request.POST or None, kind=kind, instance=fact, reader=request.user)
    is_valid = form.is_valid()
    if form.is_there_already:
        return _back(request, kind, subject, f"{kind.name.capitalize()} này đã có trong sổ.")
    if not is_valid:
        return _show(request, kind, subject, form)
    form.save()
    return _back(request, kind, subject, f"Đã ghi {kind.name}.")


@requires(Right.EDIT_PEOPLE)
@transaction.atomic
def fact(request, owner, pk, slug, fact_pk):
    """Whoever keeps the fact puts it right: an office stays its unit's, also of somebody who has left."""
    kind = _kind(request, owner, slug)
    subject = get_object_or_404(kind.owner.objects.visible_to(request.user), pk=pk)
    list(kind.owner.objects.select_for_update(no_key=True).filter(pk=pk))
    rows = kind.model.objects.changeable_by(request.user, kind.right).select_for_update(of=("self",), no_key=True)
    found = get_object_or_404(rows, pk=fact_pk, **{kind.of: subject})

    def make(data):
        return fact_form(kind)(data, kind=kind, instance=found, reader=request.user)

    if request.method != "POST":
        return _show(request, kind, subject, make(None))
    form, conflict = with_others_changes(request.POST, make, found)
    if not conflict and "xoa" in request.POST:
        return _remove(request, kind, subject, form)
    if conflict or not form.is_valid():
        return _show(request, kind, subject, form, conflict)
    if not set(form.changed_data) - {"why"}:
        return _back(request, kind, subject, "Không có thay đổi nào để lưu.")
    with because(form.cleaned_data["why"]):
        form.save()
    return _back(request, kind, subject, f"Đã sửa {kind.name}.")


def _remove(request, kind, subject, form):
    """Take out what should never have been written; the log keeps it with the reason."""
    form.is_valid()
    if "why" in form.errors:
        return _show(request, kind, subject, form)
    fact = kind.model.objects.get(pk=form.instance.pk)  # as stored, not as typed
    if document := document_of(fact):
        told = '{} ghi mục này. Hủy quyết định đó ở <a href="{}">trang của nó</a>.'
        form.add_error(None, format_html(told, document, document.get_absolute_url()))
        return _show(request, kind, subject, form)
    try:
        with transaction.atomic(), because(form.cleaned_data["why"]):
            fact.delete()
    except ProtectedError as error:
        held = ", ".join(sorted({str(row._meta.verbose_name) for row in error.protected_objects}))
        form.add_error(None, f"Chưa xóa được: còn {held} ghi theo mục này. Sửa những mục đó trước.")
        return _show(request, kind, subject, form)
    return _back(request, kind, subject, f"Đã xóa {kind.name}; nhật ký còn giữ lại.")


def _kind(request, owner, slug):
    kind = BY_SLUG.get((OWNERS[owner], slug))
    if kind is None:
        raise Http404
    if not has_right(request.user, kind.right):
        raise PermissionDenied
    return kind


def _back(request, kind, subject, message):
    messages.success(request, message)
    return redirect(f"{subject.get_absolute_url()}#{kind.section}")


def _show(request, kind, subject, form, conflict=None):
    context = {"kind": kind, "owner": kind.owner.objects.get(pk=subject.pk), "form": form, "conflict": conflict}
    return render(request, "members/fact_form.html", context)
