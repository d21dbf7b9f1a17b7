"""The list of members on a date, and the same list as an Excel file."""

from django.http import Http404


def people(request):
    raise Http404


def people_file(request):
    raise Http404
