"""`manage.py serve`: the web server for daily use, on the office's Windows PC as on Linux."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.core.wsgi import get_wsgi_application

from nakhe import server
from nakhe.demonstration import refuse_in_production
from units.first_code import first_code
from units.first_day import is_empty


class Command(BaseCommand):
    help = "Chạy máy chủ web (waitress) với cấu hình thật."

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 để các máy khác trong mạng vào được")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, host, port, **options):
        if not settings.PRODUCTION:
            raise CommandError("Lệnh này chỉ chạy với cấu hình thật. Xem thử thì dùng: python3 manage.py demo")
        if settings.HTTPS and not settings.PROXIES:
            raise CommandError(
                "Máy chủ này không tự mã hóa đường truyền. Hãy đặt NAKHE_PROXY là địa chỉ của máy chủ HTTPS đứng "
                "trước, hoặc đặt NAKHE_HTTPS=0 nếu mạng nội bộ của cơ quan chấp nhận không mã hóa."
            )
        refuse_in_production()
        web = server.bind(get_wsgi_application(), host, port)
        self.stdout.write(f"Đang chạy ở {host}:{port}. Nhấn Ctrl+C để dừng.")
        if is_empty():
            self.stdout.write(f"Sổ còn trống: mở trang /bat-dau/ và nhập mã {first_code()} để lập sổ.")
        self.stdout.flush()
        web.run()
