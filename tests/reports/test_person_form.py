"""The form of one person as a report: the record on a date, in every format, and to nobody whom it does not concern."""

import json
from datetime import date

import pytest
from auditlog.models import LogEntry
from django.core.management import CommandError
from django.urls import reverse

from members.models import Badge, BadgeLevel, Ethnicity, Exemption, MemberRating, Person, Qualification
from tests.factories import join, make_commune, make_member, make_office, make_unit, make_user
from tests.reports.asking import ask, page_tables, tables_of, worksheets
from tests.reports.reading_word import papers_of
from tests.reports.test_contract import blank, readable
from units.models import UnitName

pytestmark = pytest.mark.django_db
SLUG = "phieu-dang-vien"
DAY = "28/05/2024"
NUMBER = "002185000001"


@pytest.fixture
def lan(commune):
    """Secretary of Na Pô since 2000; before that in Bản Rào; badge and exemption after the day asked for."""
    lan = Person.objects.get(full_name="Vàng Thị Lan")
    lan.birth_on, lan.native_place, lan.native_place_now = "1985-03-14", "xã Na Khê", "xã Bạch Đích"
    lan.admission_decision_on, lan.admission_decision_number = "2000-01-01", "12-QĐ/HU"
    lan.ethnicity = Ethnicity.objects.get(name="Giáy")
    lan.save()
    lan.numbers.create(kind="CITIZEN", number=NUMBER)
    Qualification.objects.create(person=lan, kind="GENERAL", level="12/12", started_on="2003")
    MemberRating.objects.create(person=lan, unit=commune.na_po, year=2023, level="EXCELLENT")
    Badge.objects.create(person=lan, level=BadgeLevel.objects.get(years=30), awarded_on=date(2024, 9, 2))
    Exemption.objects.create(person=lan, started_on=date(2024, 6, 1))
    return lan


@pytest.fixture
def office(commune):
    return make_user("OFFICE", commune.unit)


def page(client, person, **asked):
    return client.get(reverse("report", args=[SLUG]), {"nguoi": person.pk, "ngay": DAY, **asked})


def taken(client, person, extension="json", **asked):
    return client.get(reverse("report_file", args=[SLUG, extension]), {"nguoi": person.pk, "ngay": DAY, **asked})


def sections(document):
    return {table["title"]: table["rows"] for table in tables_of(document)}


def details(document):
    return {row["field"]: row["value"] for row in sections(document)["Lý lịch"]}


def test_it_tells_the_record_section_by_section_as_it_stood_on_the_day(lan):
    form = ask(SLUG, person=str(lan.pk), as_of="2024-05-28")

    told = details(form)
    assert told["Họ và tên đang dùng"] == "Vàng Thị Lan"
    assert (told["Giới tính"], told["Ngày sinh"]) == ("Nữ", "14/03/1985")
    assert told["Quê quán"] == "xã Na Khê (nay: xã Bạch Đích)"
    assert told["Quyết định kết nạp"] == "số 12-QĐ/HU ngày 01/01/2000"
    assert told["Tuổi đảng"].startswith("24 năm")  # 01/01/2000 to 28/05/2024
    others = {title: rows for title, rows in sections(form).items() if title != "Lý lịch"}
    assert list(others) == ["Quá trình sinh hoạt đảng", "Chức vụ", "Trình độ, bồi dưỡng", "Xếp loại hằng năm"]
    assert others["Chức vụ"] == [
        {"since": "2000-01-01", "until": None, "what": "Bí thư chi bộ", "place": "Na Pô", "note": ""}
    ]
    assert others["Trình độ, bồi dưỡng"][0]["since"] == "2003"
    assert [(row["year"], row["verdict"]) for row in others["Xếp loại hằng năm"]] == [("2023", "HTXSNV")]
    later = sections(ask(SLUG, person=str(lan.pk), as_of="2024-09-02"))
    assert [row["what"] for row in later["Khen thưởng, kỷ luật"]] == ["Huy hiệu 30 năm tuổi đảng"]
    assert [row["since"] for row in later["Miễn, đình chỉ, tạm thời nơi khác"]] == ["2024-06-01"]


def test_a_period_that_ended_after_the_day_still_runs_on_it(commune, lan):
    here = lan.memberships.get()
    here.ended_on, here.reason_out, here.counterpart_out = date(2024, 6, 1), "INTERNAL", commune.na_kinh
    here.save()
    join(lan, commune.na_kinh, date(2024, 6, 1), "INTERNAL", counterpart_in=commune.na_po)

    before = sections(ask(SLUG, person=str(lan.pk), as_of="2024-05-28"))["Quá trình sinh hoạt đảng"]
    after = sections(ask(SLUG, person=str(lan.pk), as_of="2024-06-01"))["Quá trình sinh hoạt đảng"]

    assert [(row["since"], row["until"], row["what"]) for row in before] == [
        ("2000-01-01", None, "Sinh hoạt tại Na Pô"),
    ]  # fmt: skip
    assert [(row["since"], row["until"], row["what"]) for row in after] == [
        ("2024-06-01", None, "Sinh hoạt tại Na Kinh"),
        ("2000-01-01", "2024-06-01", "Sinh hoạt tại Na Pô"),
    ]


def test_it_goes_under_the_letterhead_of_the_persons_chi_bo_on_the_day(commune, client, office, lan):
    UnitName.objects.filter(unit=commune.na_po).update(committee_name="Chi bộ thôn Na Pô")
    client.force_login(office)

    shown = page(client, lan).content.decode()

    assert "<p>ĐẢNG ỦY XÃ NA KHÊ</p>" in shown
    assert "<p><b>CHI BỘ THÔN NA PÔ</b></p>" in shown
    assert "<i>Na Khê, ngày 28 tháng 5 năm 2024</i>" in shown
    assert "T/M CHI BỘ" in shown
    assert "Nơi nhận" not in shown, "the form of one person is sent to nobody"
    assert "<h1>Phiếu đảng viên</h1>" in shown
    assert "Vàng Thị Lan; tính đến ngày 28/05/2024" in shown


def test_page_and_files_say_the_same_where_nothing_is_sensitive(commune, client, office, lan):
    lan.numbers.all().delete()
    lan.ethnicity = None
    lan.save()
    client.force_login(office)

    tables = tables_of(json.loads(taken(client, lan).content))
    on_page = page_tables(page(client, lan).content.decode())
    in_excel = worksheets(taken(client, lan, "xlsx").content)
    in_word = papers_of(taken(client, lan, "docx").content)

    for table, shown, excel, word in zip(tables, on_page, in_excel, in_word, strict=True):
        values = [readable(str(blank(value)) for value in row.values()) for row in table["rows"]]
        assert [readable(line) for line in shown["tbody"]] == values
        assert [readable(line) for line in word[1]] == values
        assert {row["what"] for row in table["rows"] if "what" in row} <= texts_of(excel)
        assert {row["value"] for row in table["rows"] if "value" in row} <= texts_of(excel)
    csv = taken(client, lan, "csv").content.decode()
    assert "Họ và tên đang dùng,Vàng Thị Lan" in csv


def texts_of(sheet):
    return {str(cell) for line in sheet.iter_rows(values_only=True) for cell in line if cell is not None}


def test_numbers_are_masked_on_the_page_and_no_file_has_them_unasked(commune, client, office, lan):
    client.force_login(office)

    shown = page(client, lan).content.decode()
    assert NUMBER not in shown and "002185••••••" in shown
    assert "<td" in shown and "Giáy" in shown
    assert NUMBER not in page(client, lan, nhay_cam="1").content.decode()
    unasked = taken(client, lan).content.decode()
    assert NUMBER not in unasked and "Giáy" not in unasked and "002185" not in unasked


def test_a_file_with_numbers_asks_for_a_reason_and_is_logged(commune, client, office, lan):
    client.force_login(office)
    address = f"{reverse('report_file', args=[SLUG, 'json'])}?nguoi={lan.pk}&ngay={DAY}&nhay_cam=1"

    assert NUMBER not in client.get(address).content.decode()
    file = client.post(address, {"ly_do": "Chuyển hồ sơ"})

    assert sections(json.loads(file.content))["Giấy tờ"][0]["number"] == NUMBER
    assert details(json.loads(file.content))["Dân tộc"] == "Giáy"
    entry = LogEntry.objects.filter(additional_data__report=SLUG).get()
    assert entry.additional_data["reason"] == "Chuyển hồ sơ"
    assert entry.additional_data["people"] == [lan.pk]


def test_the_reason_is_asked_for_what_is_on_record(commune, client, office, lan):
    client.force_login(office)
    address = f"{reverse('report_file', args=[SLUG, 'json'])}?ngay={DAY}&nhay_cam=1"
    assert "có dân tộc, các số giấy tờ</p>" in client.get(f"{address}&nguoi={lan.pk}").content.decode()
    client.post(f"{address}&nguoi={lan.pk}", {"ly_do": "Chuyển hồ sơ"})
    entry = LogEntry.objects.get(additional_data__report=SLUG)
    assert entry.additional_data["sensitive"] == ["dân tộc", "các số giấy tờ"]
    dinh = Person.objects.get(full_name="Giàng Mí Dính")
    assert client.get(f"{address}&nguoi={dinh.pk}")["Content-Type"] == "application/json"


def test_who_may_not_read_numbers_sees_none(commune, client, lan):
    client.force_login(make_user("CADRE", commune.unit))
    assert "Giấy tờ" not in page(client, lan).content.decode().replace("số giấy tờ", "")
    assert "002185" not in page(client, lan).content.decode()


def test_reading_it_leaves_a_trace_on_the_record(commune, client, office, lan):
    client.force_login(office)
    page(client, lan), taken(client, lan, "csv")
    told = [entry.additional_data["what"] for entry in LogEntry.objects.get_for_object(lan).filter(action=3)]
    assert sorted(told) == ["Mở phiếu để in", "Xuất phiếu (CSV)"]


@pytest.mark.parametrize("asked", ["987654321", "abc", "-1", "12x"])
def test_nobody_is_answered_as_a_missing_page(client, office, asked):
    client.force_login(office)
    assert client.get(reverse("report", args=[SLUG]), {"nguoi": asked}).status_code == 404
    assert client.get(reverse("report_file", args=[SLUG, "xlsx"]), {"nguoi": asked}).status_code == 404
    assert client.get("/cach-xem/luu/bao-cao/phieu-dang-vien/", {"nguoi": asked}).status_code == 404


def test_a_unit_secretary_sees_the_own_members_alone(commune, client, lan):
    pao = Person.objects.get(full_name="Thò Mí Páo")
    client.force_login(make_user("UNIT_SECRETARY", commune.na_kinh))

    assert page(client, pao).status_code == 200
    assert (page(client, lan).status_code, taken(client, lan).status_code) == (404, 404)
    assert "Vàng Thị Lan" not in client.get(reverse("report", args=[SLUG])).content.decode()
    stranger = make_member("Ly Thị May", make_unit("Sủng Thài", make_commune("Bạch Đích")))
    assert page(client, stranger).status_code == 404


def test_a_file_holds_what_its_reader_may_take_away(commune, client, lan):
    """A cadre of the commune who is secretary of Na Kinh reads Lan's form and takes only Páo's away."""
    reader = make_user("CADRE", commune.unit)
    reader.grants.create(role="UNIT_SECRETARY", unit=commune.na_kinh, started_on=date(2000, 1, 1))
    pao = Person.objects.get(full_name="Thò Mí Páo")
    make_office(pao, commune.na_po, "COMMITTEE_MEMBER", started_on=date(2001, 1, 1))
    client.force_login(reader)

    assert (page(client, lan).status_code, taken(client, lan).status_code) == (200, 404)
    assert "Chức vụ" in page(client, pao).content.decode()
    assert "Chức vụ" not in sections(json.loads(taken(client, pao).content))


def test_a_village_head_outside_the_party_has_a_form_too(commune, client, office):
    sung = Person.objects.get(full_name="Vừ Mí Súng")
    client.force_login(office)

    shown = page(client, sung).content.decode()

    assert "<h1>Phiếu lý lịch</h1>" in shown
    assert "Trưởng thôn" in shown


def test_without_a_person_there_are_those_to_choose_from_and_a_search(commune, client, office, lan):
    client.force_login(office)

    everybody = client.get(reverse("report", args=[SLUG]), {"ngay": DAY}).content.decode()
    assert f'href="/bao-cao/phieu-dang-vien/?nguoi={lan.pk}&amp;ngay=28%2F05%2F2024"' in everybody
    assert 'type="search" name="q"' in everybody
    found = client.get(reverse("report", args=[SLUG]), {"ngay": DAY, "q": "vang lan", "nguoi": "987654321"})
    assert [row["name"] for row in found.context["sheet"].tables[0].rows] == ["Vàng Thị Lan"]


def test_a_number_searched_for_stands_in_no_file_and_not_in_the_log(commune, client, office, lan):
    client.force_login(office)
    file = client.get(reverse("report_file", args=[SLUG, "json"]), {"q": NUMBER, "ngay": DAY})

    assert [row["name"] for row in json.loads(file.content)["rows"]] == ["Vàng Thị Lan"]
    assert NUMBER not in file.content.decode()
    assert NUMBER not in str(LogEntry.objects.order_by("pk").last().additional_data)


def test_the_old_address_leads_to_it(client, office, lan):
    client.force_login(office)
    answer = client.get(reverse("person_form", args=[lan.pk]))
    assert answer.url == f"/bao-cao/phieu-dang-vien/?nguoi={lan.pk}"


def test_the_command_says_who_is_missing(commune):
    with pytest.raises(CommandError, match="Không có người mang số 987654321"):
        ask(SLUG, person="987654321")
