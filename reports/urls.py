from django.urls import path

from reports.views import index, overview, report

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("bao-cao/", index.reports, name="reports"),
    path("bao-cao/<slug:slug>/", report.report, name="report"),
    path("bao-cao/<slug:slug>.<str:extension>", report.report_file, name="report_file"),
]
