"""`manage.py import_members`: one JSON object and nothing else, 0 for readable, 2 with a sentence for refused."""

import io
import json
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from members.importing import previews
from members.importing.answer import as_json
from members.models import ImportBatch, Person
from nakhe.periods import today
from tests.factories import make_user
from tests.importing.conftest import SAMPLES
from tests.importing.expectation import expectations
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


def test_a_list_whose_names_are_not_found_is_refused_with_the_way_out(tmp_path):
    path = tmp_path / "danh-sach.xlsx"
    path.write_bytes(workbook_of(["Full name", "Born"], ["Vàng Thị Lan", "3/2/1990"]))
    status, out, err = run(path, "--json", "--commit")

    assert (status, err.count("\n")) == (2, 1)
    assert "A “Full name”, B “Born”" in err and "trang Nhập từ Excel" in err
    assert json.loads(out)["columns"][0] == {
        "sheet": "Sheet", "column": "A", "heading": "Full name", "field": None
    }  # fmt: skip
    assert not ImportBatch.objects.exists()


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


# --- Writing ---


def a_list(tmp_path, *rows, name="danh-sach.xlsx"):
    path = tmp_path / name
    path.write_bytes(workbook_of(HEADINGS, *rows))
    return path


LAN, NAMELESS = [1, "Vàng Thị Lan", "3/2/1990", "Na Pô"], [2, None, "1/1/1970", "Na Pô"]


def test_commit_writes_the_valid_rows_and_prints_the_batch(tmp_path):
    status, out, _ = run(a_list(tmp_path, LAN, NAMELESS), "--commit")
    batch = ImportBatch.objects.get()

    assert (status, [person.full_name for person in Person.objects.all()]) == (0, ["Vàng Thị Lan"])
    assert out.splitlines()[0] == (
        "danh-sach.xlsx: 2 dòng (1 mới, 0 thay đổi, 0 giữ nguyên, 0 cần hỏi, 1 lỗi). "
        f"Đã ghi, lần nhập số {batch.pk}: người 1 mới, 0 sửa, sinh hoạt đảng 1 mới, 0 sửa."
    )
    assert (batch.state, batch.account) == ("COMMITTED", None)


def test_in_json_the_batch_and_what_was_written_are_added(tmp_path):
    _, out, _ = run(a_list(tmp_path, LAN), "--commit", "--json")
    answer = json.loads(out)

    assert answer["batch"] == ImportBatch.objects.get().pk
    assert answer["written"] == {"người": [1, 0], "sinh hoạt đảng": [1, 0]}
    assert answer["summary"]["new"] == 1


def test_the_same_file_again_writes_nothing_and_is_no_batch(tmp_path):
    path = a_list(tmp_path, LAN)
    run(path, "--commit")
    status, out, _ = run(path, "--commit")

    assert (status, ImportBatch.objects.count(), Person.objects.count()) == (0, 1, 1)
    assert "Không có gì để ghi." in out


def test_without_commit_nothing_at_all_is_kept(tmp_path):
    run(a_list(tmp_path, LAN))

    assert (ImportBatch.objects.count(), Person.objects.count()) == (0, 0)


def test_undo_takes_back_a_batch_once(tmp_path):
    run(a_list(tmp_path, LAN), "--commit")
    number = str(ImportBatch.objects.get().pk)
    first, second, unknown = (run_alone("--undo", each) for each in (number, number, "999999"))

    assert first == (0, f"Đã hoàn tác lần nhập số {number}, tệp danh-sach.xlsx.\n", "")
    assert Person.objects.count() == 0
    assert (second[0], second[2]) == (2, "Lần nhập này chưa ghi, hoặc đã hoàn tác rồi.\n")
    assert (unknown[0], unknown[2]) == (2, "Không có lần nhập số 999999.\n")


def run_alone(*options):
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("import_members", *options, stdout=out, stderr=err, no_color=True)
    except SystemExit as ended:
        return ended.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


@pytest.mark.parametrize("expected", expectations(), ids=lambda expected: expected["file"])
def test_page_and_command_read_a_sample_alike(expected, client, seven_units):
    """As JSON, word for word; a file is refused by both with one sentence."""
    path = SAMPLES / expected["file"]
    _, out, _ = run(path, "--json")
    commune = seven_units["Chi bộ thôn Na Pô"].parent_on(today())
    client.force_login(make_user("SECRETARY", commune))
    page = client.post("/nhap/", {"tep": SimpleUploadedFile(path.name, path.read_bytes())})
    command = json.loads(out)

    if command["refused"]:
        assert (page.status_code, command["refused"] in unescape(page.text)) == (400, True)
    else:
        assert json.loads(json.dumps(as_json(previews.shown(ImportBatch.objects.get())))) == command
