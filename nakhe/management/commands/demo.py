"""`manage.py demo`: an invented commune to look at, in a database of its own.

A demonstration is there as a whole or not at all: on SQLite it is built in a second file that takes the first
one's place when finished; on PostgreSQL everything, the tables too, is made in one transaction.
"""

from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connection, transaction
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.recorder import MigrationRecorder

from nakhe import demonstration, server
from nakhe.models import DemonstrationMark


class Command(BaseCommand):
    help = "Chuẩn bị và chạy bản minh họa với dữ liệu hư cấu."

    def add_arguments(self, parser):
        parser.add_argument("--reset", action="store_true", help="bỏ dữ liệu minh họa đã có, làm lại từ đầu")
        parser.add_argument("--no-server", action="store_true", help="chuẩn bị dữ liệu rồi dừng")
        parser.add_argument("--port", type=int, help="cổng; mặc định là 8000 hoặc cổng trống kế tiếp")

    def handle(self, reset, no_server, port, **options):
        if settings.MODE != "demonstration":
            raise CommandError("Bản minh họa chỉ chạy với NAKHE_ENV=demonstration.")
        accounts = self.prepare(reset)
        if no_server:
            self.show(accounts)
        else:
            self.serve(port, accounts)

    def prepare(self, reset):
        marked = demonstration.is_marked()
        if demonstration.tables() and not marked:
            raise CommandError(
                "Cơ sở dữ liệu này đã chứa dữ liệu khác; bản minh họa chỉ dùng cơ sở dữ liệu trống. "
                "Hãy bỏ DATABASE_URL hoặc chỉ đến một cơ sở dữ liệu trống."
            )
        if marked and not reset:
            return keep()
        self.say("Đang lập dữ liệu minh họa …")
        return build()

    def serve(self, port, accounts):
        if port and server.is_taken(port):
            raise CommandError(f"Cổng {port} đang có chương trình khác dùng. Hãy chọn cổng khác hoặc bỏ --port.")
        web = server.bind(get_wsgi_application(), "127.0.0.1", port or server.free_port(8000))
        self.show(accounts)
        self.say(f"\nBản minh họa:  http://127.0.0.1:{web.effective_port}/\nNhấn Ctrl+C để dừng.")
        web.run()

    def show(self, accounts):
        self.say("\nTài khoản minh họa (tên đăng nhập, mật khẩu, vai trò, nơi):")
        widths = [max(map(len, column)) for column in zip(*accounts, strict=True)]
        for account in accounts:
            self.say("  " + "  ".join(map(str.ljust, account, widths)).rstrip())

    def say(self, text):
        self.stdout.write(text)
        self.stdout.flush()


def keep():
    """Yesterday's demonstration, brought up to today's code."""
    try:
        call_command("migrate", verbosity=0)
        return make_accounts()
    except (DatabaseError, InconsistentMigrationHistory) as error:
        raise CommandError(
            f"Dữ liệu minh họa cũ không dùng được nữa ({error}). Làm lại: python3 manage.py demo --reset"
        ) from error


def build():
    with whole_or_nothing():
        call_command("migrate", verbosity=0)
        # Migrating in this same transaction left PostgreSQL's new foreign keys immediate; this defers them again.
        connection.check_constraints()
        call_command("loaddata", *sorted((settings.BASE_DIR / "fixtures").glob("*.json")), verbosity=0)
        call_command("rebuild", verbosity=0)
        accounts = make_accounts()
        DemonstrationMark.objects.create()
    return accounts


def make_accounts():
    from units.demo_accounts import create_accounts

    return create_accounts()


def whole_or_nothing():
    return file_put_in_place() if connection.vendor == "sqlite" else one_transaction()


@contextmanager
def one_transaction():
    with transaction.atomic():
        drop_tables()
        yield


def drop_tables():
    """The tables of an earlier demonstration; nothing else that may lie beside them."""
    ours = connection.introspection.django_table_names(only_existing=True, include_views=False)
    migrations = MigrationRecorder.Migration._meta.db_table
    with connection.cursor() as cursor:
        for table in {*ours, migrations}:
            cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(table)} CASCADE")


@contextmanager
def file_put_in_place():
    path = Path(connection.settings_dict["NAME"])
    draft = path.with_name(f"draft-{path.name}")
    remove(draft)
    connect_to(draft)
    try:
        yield
    finally:
        connect_to(path)
    remove(path)
    draft.replace(path)


def connect_to(path):
    connection.close()
    connection.settings_dict["NAME"] = str(path)


def remove(path):
    """A SQLite file with its journals: an old journal beside a new file would spoil it."""
    try:
        for journal in ("-wal", "-shm", "-journal", ""):
            Path(f"{path}{journal}").unlink(missing_ok=True)
    except PermissionError as error:
        raise CommandError(f"{path.name} đang được dùng. Hãy tắt bản minh họa đang chạy trước.") from error
