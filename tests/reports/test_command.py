"""manage.py report: lists, runs with one's own rights, and says in one sentence what is wrong."""

from datetime import date
from io import StringIO

import pytest
from auditlog.models import LogEntry
from django.core.management import CommandError, call_command

from reports.registry import reports
from tests.factories import make_user
from tests.reports.asking import ask
from units.models import Congress, Term


def test_it_lists_every_report(db):
    out = StringIO()
    call_command("report", stdout=out)
    assert [line.split()[0] for line in out.getvalue().splitlines()] == list(reports())


@pytest.mark.parametrize("typed", ["2024-05-28", "28/5/2024", "28/05/2024"])
def test_dates_in_iso_or_day_first(commune, typed):
    assert ask("to-chuc", as_of=typed)["parameters"]["as_of"] == "2024-05-28"


@pytest.mark.parametrize(
    ("slug", "options", "said"),
    [
        ("khong-co", {}, "Không có báo cáo “khong-co”"),
        ("to-chuc", {"format": "pdf"}, "Không có định dạng “pdf”"),
        ("to-chuc", {"as_of": "31/2/2024"}, "--as-of: "),
        ("to-chuc", {"unit": "khong-co"}, "Không có tổ chức mang mã khong-co"),
        ("to-chuc", {"user": "khong-co"}, "Không có tài khoản “khong-co”"),
        ("to-chuc", {"year": "2023"}, "Báo cáo to-chuc không dùng --year"),
        ("so-sanh", {"as_of": "2020-01-01", "compare": "2021-01-01"}, "--compare: Ngày này phải trước"),
        ("boi-duong-chi-tiet", {"branch": "khong-co"}, "Không có tổ chức mang mã khong-co"),
        ("danh-sach-dang-vien", {"private": True, "reason": ""}, "--reason: Chưa có lý do."),
        ("danh-sach-dang-vien", {"private": True, "reason": "x" * 301}, "--reason: Lý do dài quá 300 ký tự."),
        ("xep-loai-chi-bo", {"year": "hai nghìn"}, "--year: Ghi năm từ 1930 đến 2200"),
        ("to-chuc", {"output": "/khong/co/thu-muc.json"}, "Không ghi được tệp"),
    ],
)
def test_one_sentence_says_what_is_wrong(commune, slug, options, said):
    with pytest.raises(CommandError, match=said.replace("(", r"\(")):
        ask(slug, **options)


def test_with_an_account_it_is_cut_to_that_account(commune):
    make_user("UNIT_SECRETARY", commune.na_kinh, "bi-thu-na-kinh")
    report = ask("to-chuc", as_of="2024-05-28", user="bi-thu-na-kinh")
    assert [row["name"] for row in report["rows"]] == ["Na Kinh"]
    with pytest.raises(CommandError, match="Không có tổ chức mang mã"):
        ask("to-chuc", unit=commune.na_po.code, user="bi-thu-na-kinh")


def test_sensitive_data_leave_with_the_reason_in_the_log(commune):
    ask("danh-sach-dang-vien", private=True, reason="Rà soát theo công văn 12-CV/BTC")
    told = LogEntry.objects.filter(action=LogEntry.Action.ACCESS).get().additional_data
    assert told["reason"] == "Rà soát theo công văn 12-CV/BTC"
    assert told["sensitive"]


def test_an_account_without_the_right_is_refused(commune):
    make_user("CADRE", commune.unit, "can-bo")
    with pytest.raises(CommandError, match="không có quyền xuất"):
        ask("to-chuc", user="can-bo")


def test_a_period_begins_with_the_running_term(commune):
    congress = Congress.objects.create(unit=commune.unit, ordinal=19)
    Term.objects.create(
        unit=commune.unit, congress=congress, first_year=2020, last_year=2025, started_on=date(2020, 4, 20)
    )
    assert ask("bien-dong", as_of="2024-05-28")["parameters"]["from"] == "2020-04-20"
    assert ask("bien-dong", as_of="2020-04-19")["parameters"]["from"] == "2020-01-01"


def test_a_comparison_goes_four_years_back(commune):
    assert ask("so-sanh", as_of="2024-05-28")["parameters"]["compare"] == "2020-12-31"
