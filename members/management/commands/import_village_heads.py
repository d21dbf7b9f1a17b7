"""`manage.py import_village_heads FILE`: what a spreadsheet of village heads says, beside those on record."""

from members.importing.command import AnsweredCommand
from members.models import ImportBatch


class Command(AnsweredCommand):
    kind = ImportBatch.Kind.HEADS
    help = (
        "Đọc một danh sách trưởng thôn và nói sẽ thay đổi gì; ghi khi có --commit, lấy lại bằng --undo: "
        "import_village_heads truong-thon.xlsx --commit"
    )
