from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Báo cáo"

    def ready(self):
        from members.saved_pages import pages_from
        from reports import audit
        from reports.saved_reports import report_pages

        audit.register_models()
        pages_from(report_pages)
