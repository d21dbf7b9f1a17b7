from django.urls import path

from reports.views import (
    file_check,
    find,
    index,
    letterhead_settings,
    overview,
    papers,
    person_form,
    report,
    workbook,
    written,
)

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("tim/", find.find, name="find"),
    path("dang-vien/<int:pk>/phieu/", person_form.person_form, name="person_form"),
    path("bao-cao/", index.reports, name="reports"),
    path("bao-cao/viet/", written.written_report, name="written_report"),
    path("bao-cao/viet.docx", written.written_report_file, name="written_report_file"),
    path("bao-cao/viet/mau/", written.written_template, name="written_template"),
    path("bao-cao/viet/mau.docx", written.written_template_file, name="written_template_file"),
    path("bao-cao/dau-van-ban/", letterhead_settings.letterhead_settings, name="letterhead_settings"),
    path("bao-cao/kiem-tra-tep/", file_check.file_check, name="file_check"),
    path("bao-cao/bo/", workbook.workbook, name="workbook"),
    path("bao-cao/bo.xlsx", workbook.workbook_file, name="workbook_file"),
    path("bao-cao/<slug:slug>/", report.report, name="report"),
    path("bao-cao/<slug:slug>.<str:extension>", report.report_file, name="report_file"),
    path("xep-loai/giay/", papers.rating_papers, name="rating_papers"),
    path("xep-loai/giay/<slug:slug>/", papers.rating_paper, name="rating_paper"),
    path("xep-loai/giay/<slug:slug>.docx", papers.rating_paper_file, name="rating_paper_file"),
]
