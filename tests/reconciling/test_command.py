"""`manage.py reconcile`: the same comparison, as lines, as one JSON object or as Excel; 0 readable, 2 refused."""

import hashlib
import io
import json

import openpyxl
import pytest
from auditlog.models import LogEntry
from django.core.management import call_command

from members.models import Reconciliation
from tests.importing.conftest import SAMPLES
from tests.importing.sheets import workbook_of
from tests.reconciling.conftest import FILE, HEADINGS

pytestmark = pytest.mark.usefixtures("office")
REASON = ("--reason", "Rà soát theo công văn 12-CV/BTC")


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "cap-tren.xlsx"
    path.write_bytes(workbook_of(HEADINGS, *FILE))
    return path


def run(path, *options):
    """(exit status, standard output, standard error)."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("reconcile", str(path), *options, stdout=out, stderr=err, no_color=True)
    except SystemExit as ended:
        return ended.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_people_read_counts_and_everything_that_differs(path):
    status, out, err = run(path)
    told = out.splitlines()

    assert (status, err) == (0, "")
    assert told[0].startswith("cap-tren.xlsx: 7 dòng, so với sổ ngày ")
    assert told[0].endswith(
        "mọi chi bộ: 2 khác nhau, 2 trống một bên, 1 chỉ ở tệp, 1 chưa chắc là ai, 1 khớp hoàn toàn, 3 chỉ trong sổ. "
        "Không ghi gì."
    )
    assert told[1] == "Chỉ trong sổ: trong đó 2 người có thể là một dòng chưa chắc."
    assert told[2] == "Không in 1 ô nhạy cảm; in cả khi có --reason."
    assert told[3] == "Khác nhau: Sheet, dòng 2, Vàng Thị Lan, 03/02/1990, Chi bộ thôn Na Pô"
    assert "  Nghề nghiệp: Giáo viên | Nông dân" in told
    assert "Chỉ trong sổ: Hoàng Văn Bằng, 03/02/1979, Chi bộ thôn Na Pô" in told
    assert "Dân tộc" not in out
    assert "  Dân tộc: Tày | Nùng" in run(path, *REASON)[1].splitlines()
    assert Reconciliation.objects.count() == 0


def test_json_is_one_object(path, office):
    status, out, _ = run(path, "--json", "--unit", office["Lan"].memberships.get().unit.code, "--on", "31/5/2024")
    answer = json.loads(out)

    assert (status, list(answer)) == (0, ["file", "refused", "day", "unit", "counts", "lines", "only_here"])
    assert (answer["day"], answer["unit"]) == ("2024-05-31", "Chi bộ thôn Na Pô")
    assert answer["counts"] == {
        "different": 1, "blank": 2, "there": 1, "doubt": 1, "unread": 0, "same": 1, "left": 0, "outside": 1, "here": 3,
    }  # fmt: skip
    assert [each["name"] for each in answer["only_here"]] == ["Hoàng Văn Bằng", "Sùng Thị Sính", "Sùng Thị Sính"]
    (lan,) = [each for each in answer["lines"] if each["row"] == 2]
    assert lan["cells"][1] == {
        "field": "occupation", "kind": "different", "ours": "Giáo viên", "theirs": "Nông dân", "column": "I",
        "told": "",
    }  # fmt: skip


def test_excel_is_written_and_logged_with_the_hash_of_what_was_compared(path, tmp_path):
    target = tmp_path / "doi-khop.xlsx"
    assert run(path, "-o", str(target), *REASON)[0] == 0
    entry = LogEntry.objects.get(additional_data__has_key="sha256").additional_data

    assert openpyxl.load_workbook(target).sheetnames[1] == "Khác nhau"
    assert entry["sha256"] == hashlib.sha256(target.read_bytes()).hexdigest()
    assert entry["file_sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert entry["reason"] == REASON[1]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--unit", "khong-co"), "khong-co"),
        (("--on", "32/1/2024"), "--on: "),
        (("--reason", "x"), "--reason: "),
        (("-o", "/khong/co/cho/nay.xlsx"), "Không ghi được tệp"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(path, options, said):
    status, _, err = run(path, *options)
    assert (status, said in err, err.count("\n")) == (2, True, 1)
    assert LogEntry.objects.filter(additional_data__has_key="sha256").count() == 0


def test_no_list_is_refused_in_json_too(tmp_path):
    status, out, err = run(SAMPLES / "g-bm5-tong-hop.xlsx", "--json")
    assert (status, json.loads(out)["refused"]) == (2, err.strip())
    assert run(tmp_path / "khong-co.xlsx")[2].startswith("Không đọc được tệp")
