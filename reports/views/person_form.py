"""The address of one person's form before it was a report; it leads there."""

from urllib.parse import urlencode

from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from members.models import Person
from nakhe.access import Right, requires


@requires(Right.EXPORT)
def person_form(request, pk):
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    return redirect(f"{reverse('report', args=['phieu-dang-vien'])}?{urlencode({'nguoi': person.pk})}")
