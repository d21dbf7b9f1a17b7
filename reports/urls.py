from django.urls import path

from reports.views import find, index, overview, person_form, report

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("tim/", find.find, name="find"),
    path("dang-vien/<int:pk>/phieu/", person_form.person_form, name="person_form"),
    path("bao-cao/", index.reports, name="reports"),
    path("bao-cao/<slug:slug>/", report.report, name="report"),
    path("bao-cao/<slug:slug>.<str:extension>", report.report_file, name="report_file"),
]
