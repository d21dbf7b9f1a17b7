from django.urls import path

from reports.views import index, report

urlpatterns = [
    path("", index.reports, name="overview"),  # until views/overview.py takes its place
    path("bao-cao/", index.reports, name="reports"),
    path("bao-cao/<slug:slug>/", report.report, name="report"),
    path("bao-cao/<slug:slug>.<str:extension>", report.report_file, name="report_file"),
]
