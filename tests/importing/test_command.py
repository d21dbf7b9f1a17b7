"""`manage.py import_members`: one JSON object and nothing else, 0 for readable, 2 with a sentence for refused."""

import io
import json

import pytest
from django.core.management import call_command

from members.models import Person
from tests.importing.conftest import SAMPLES
from tests.importing.sheets import HEADINGS, workbook_of

pytestmark = pytest.mark.usefixtures("seven_units")


def run(path, *options):
    """(exit status, standard output, standard error)."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("import_members", str(path), *options, stdout=out, stderr=err)
    except SystemExit as ended:
        return ended.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_a_readable_file_is_one_object_and_writes_nothing(tmp_path):
    path = tmp_path / "danh-sach.xlsx"
    path.write_bytes(
        workbook_of(HEADINGS, [1, "Vàng Thị Lan", "3/2/1990", "Na Pô"], [2, "Hà Văn Tú", "31/4/1990", "Na Pô"])
    )
    status, out, err = run(path, "--json")
    answer = json.loads(out)

    assert (status, err) == (0, "")
    assert list(answer) == ["file", "refused", "columns", "rows", "summary"]
    assert (answer["file"], answer["refused"]) == ("danh-sach.xlsx", None)
    assert answer["columns"][1] == {"sheet": "Sheet", "column": "B", "heading": "Họ và tên", "field": "full_name"}
    assert answer["summary"] == {"new": 1, "changed": 0, "same": 0, "ask": 0, "error": 1}
    assert list(answer["rows"][1]) == ["sheet", "row", "status", "person", "changes", "problems"]
    (error,) = [each for each in answer["rows"][1]["problems"] if each["level"] == "error"]
    assert list(error) == ["level", "column", "field", "code", "message"]
    assert (error["column"], error["field"], answer["rows"][1]["row"]) == ("C", "birth_date", 3)
    assert Person.objects.count() == 0


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_a_table_of_figures_is_refused_in_one_sentence(options):
    status, out, err = run(SAMPLES / "g-bm5-tong-hop.xlsx", *options)

    assert status == 2
    assert err.count("\n") == 1 and "Họ và tên" in err and "tổng hợp" in err
    assert json.loads(out)["refused"] == err.strip() if options else out == ""


@pytest.mark.parametrize(
    ("data", "options", "said"),
    [
        (b"", (), "rỗng"),
        (b"PK\x03\x04 not a zip", (), "Tệp"),
        (None, (), "Không đọc được tệp"),
        (workbook_of(HEADINGS), ("--unit", "khong-co"), "khong-co"),
        (workbook_of(HEADINGS), ("--year", "20O4"), "20O4"),
    ],
)
def test_what_cannot_be_read_says_why(data, options, said, tmp_path):
    path = tmp_path / "a.xlsx"
    if data is not None:
        path.write_bytes(data)
    status, _, err = run(path, *options)

    assert (status, said in err, "Traceback" in err) == (2, True, False)


def test_people_read_a_table_of_what_is_to_be_looked_at(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook_of([*HEADINGS, "ID"], [1, "Vàng Thị Lan", "3/2/90", "Na Pô", "x"]))
    status, out, _ = run(path)

    assert status == 0
    assert "1 dòng (0 mới, 0 thay đổi, 0 giữ nguyên, 1 cần hỏi, 0 lỗi)" in out
    assert "cột E “ID”: không nhập" in out
    assert "HỎI Sheet, dòng 2, cột C" in out
