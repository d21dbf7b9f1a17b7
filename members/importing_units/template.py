"""The template of a list of chi bộ: the columns that are read, drop-downs, an example that is no chi bộ."""

from members.importing.shapes import EXAMPLE
from members.importing.template import template_of
from members.importing_units import words
from units.models import Unit

TITLE = "DANH SÁCH CHI BỘ VÀ THÔN"
HELP = (
    "Mỗi chi bộ một dòng; thôn chưa có thì lập cùng chi bộ. Biên giới: đánh x. Ô chưa biết để trống. "
    "Dòng “Ví dụ” không được nhập; có thể xóa."
)
EXAMPLE_NAME = "Chi bộ thôn Mẫu"
FILE_NAME = "mau-nhap-chi-bo.xlsx"


def template():
    return template_of(
        TITLE,
        HELP,
        [
            ("STT", EXAMPLE, []),
            (words.NAMES[words.NAME], EXAMPLE_NAME, []),
            (words.NAMES[words.TYPE], Unit.Type.VILLAGE.label, [kind.label for kind in Unit.Type]),
            (words.NAMES[words.VILLAGE], "Mẫu", []),
            (words.NAMES[words.BORDER], "x", ["x"]),
            (words.NAMES[words.FOUNDED], "01/03/2021", []),
        ],
    )
