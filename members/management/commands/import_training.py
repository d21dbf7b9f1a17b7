"""`manage.py import_training FILE`: who attended which course by a spreadsheet, beside what is on record."""

from members.importing.command import AnsweredCommand
from members.models import ImportBatch


class Command(AnsweredCommand):
    kind = ImportBatch.Kind.TRAINING
    help = (
        "Đọc một danh sách dự bồi dưỡng và nói sẽ thay đổi gì; ghi khi có --commit, lấy lại bằng --undo: "
        "import_training boi-duong.xlsx --commit"
    )
