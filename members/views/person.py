"""One person's record: read it, change it, add one, show one of its numbers."""

from django.http import Http404


def person(request, pk):
    raise Http404


def person_edit(request, pk):
    raise Http404


def person_add(request):
    raise Http404


def number(request, pk, number_pk):
    raise Http404
