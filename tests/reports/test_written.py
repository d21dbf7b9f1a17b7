"""The written report: what its sentences say of nothing, one and many, whose templates it takes, whom it tells what."""

import io
import zipfile
from datetime import date

import docx
import pytest
from auditlog.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from members.models import (
    Commendation,
    Discipline,
    MemberRating,
    Membership,
    Person,
    Qualification,
    TrainingAttendance,
    TrainingCourse,
)
from nakhe.access import SYSTEM, Right, Role
from reports.models import WrittenTemplate
from reports.parameters import ParametersForm, resolve
from reports.written import template
from reports.written.default_template import default_template
from reports.written.sources import DECLARED, Sources
from reports.written.tags import TAGS, values
from reports.written.wording import change, each, few, having, listed, number, padded
from tests.factories import join, make_commune, make_office, make_user
from tests.reports.growing import grow
from tests.reports.reading_word import opened, ruled_tables, texts
from units.models import Congress, Term, UnitRating

pytestmark = pytest.mark.django_db

DAY, BEFORE = "28/05/2024", "31/12/2021"


def said(day=DAY, compare=BEFORE, unit=None, reader=SYSTEM):
    """{tag: text}."""
    asked = {"ngay": day, "so_voi": compare, "don_vi": unit and unit.code}
    form = ParametersForm(DECLARED, {name: value for name, value in asked.items() if value})
    return values(Sources(reader, resolve(form, reader, Right.READ), Right.READ))


def word_of(*paragraphs):
    """A Word file of these paragraphs."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_part(data, name, content):
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as package:
        package.writestr(name, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def half_a_package():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", "<a/>")
    return out.getvalue()


def send(client, data, name="mau.docx", shown="", **more):
    file = SimpleUploadedFile(name, data)
    return client.post(reverse("written_template"), {"tep": file, "ly_do": "", "dang_dung": shown, **more})


@pytest.fixture
def secretary(client, commune):
    user = make_user(Role.SECRETARY, commune.unit)
    client.force_login(user)
    return user


# --- Words ---


def test_none_one_and_many():
    assert [having(count, "chi bộ") for count in (0, 1, 15, None)] == [
        "không có chi bộ nào", "có 01 chi bộ", "có 15 chi bộ", "chưa rõ số chi bộ"
    ]  # fmt: skip
    assert [number(count) for count in (None, 0, 4, 10)] == ["chưa rõ", "0", "04", "10"]
    assert [listed(names) for names in (["Lan"], ["Lan", "Páo"], ["Lan", "Páo", "Mai"])] == [
        "Lan", "Lan và Páo", "Lan, Páo và Mai"
    ]  # fmt: skip
    assert each([("đại học", 7), ("cao đẳng", 0), ("9/12", 10), ("trung cấp", 0)]) == (
        "đại học: 07; 9/12: 10; không có cao đẳng, trung cấp"
    )
    assert padded(
        "Vượt 6. Tối đa 4 (20 % của 22 HTTNV); bằng 2,6 %; 5–8 %, theo HD 5-HD/A, khoản 2 Điều 7, 3/2024."
    ) == ("Vượt 06. Tối đa 04 (20 % của 22 HTTNV); bằng 2,6 %; 5–8 %, theo HD 5-HD/A, khoản 2 Điều 7, 3/2024.")
    assert (few([]), few(["Lan"]), few(["Lan"] * 6)) == ("", ": Lan", "")


def test_more_less_the_same_and_unknown():
    day = date(2020, 12, 31)
    assert change(15, 14, day) == "tăng 01 so với ngày 31/12/2020 (14)"
    assert change(3, 14, day) == "giảm 11 so với ngày 31/12/2020 (14)"
    assert change(14, 14, day) == "không thay đổi so với ngày 31/12/2020"
    assert change(14, None, day) == "so với ngày 31/12/2020: chưa rõ"


# --- Sentences ---


def test_what_the_commune_reads(commune):
    """Na Pô (Lan, Dính, Mai since 10/01/2024), Na Kinh (Páo), Công an xã (Sính) since 01/03/2022: 5 and 3 members.

    Members on 31/12/2021: Lan, Dính, Páo. Mai and Sính were admitted since.
    """
    found = said()
    assert found["cau_chi_bo"] == (
        "Đến ngày 28/05/2024, Đảng bộ xã Na Khê có 03 chi bộ, tăng 01 so với ngày 31/12/2021 (02): thêm Công an xã."
    )
    assert found["cau_chi_uy"] == "01/03 chi bộ có chi ủy; chưa có: Na Kinh và Công an xã."
    assert found["cau_bien_gioi"] == "Có 01 chi bộ ở thôn biên giới: Na Pô (03 đảng viên)."
    assert found["cau_dang_vien"] == (
        "Đảng bộ xã Na Khê có 05 đảng viên, tăng 02 so với ngày 31/12/2021 (03); "
        "trong đó chính thức: 04; dự bị: 01; nữ: 02; không có dân tộc thiểu số."
    )
    assert found["cau_ket_nap"] == (
        "Từ ngày 01/01/2024 đến ngày 28/05/2024 kết nạp 01 đảng viên, trong đó nữ 01: Hoàng Thị Mai (Na Pô)."
    )
    assert found["cau_tang_giam"] == (
        "Sau ngày 31/12/2021 đến ngày 28/05/2024: kết nạp: 02; không có chuyển đến, kết nạp lại, khôi phục; "
        "không có chuyển đi, từ trần, ra khỏi Đảng."
    )
    assert found["cau_truong_thon"] == (
        "Có 02 trưởng thôn, 01 chưa là đảng viên: Vừ Mí Súng (Na Kinh); "
        "ngày 31/12/2021 có 01 trưởng thôn chưa là đảng viên. Không có bí thư kiêm trưởng thôn nào."
    )
    assert found["ten_truong_thon_chua_vao_dang"] == "Vừ Mí Súng (Na Kinh)"
    assert (found["so_dang_vien"], found["so_dang_vien_truoc"], found["so_du_bi"]) == ("05", "03", "01")


def test_what_is_of_one_day_does_not_change_with_the_day_compared(client, commune, secretary):
    """Lan, đại học, leads Na Pô since 2022; Dính, 7/12, did before. Only so-sanh compares."""
    lan, dinh = (Person.objects.get(full_name=name) for name in ("Vàng Thị Lan", "Giàng Mí Dính"))
    lan.offices.update(started_on=date(2022, 1, 1))
    make_office(dinh, commune.na_po, started_on=date(2015, 1, 1), ended_on=date(2022, 1, 1))
    Qualification.objects.create(person=lan, kind="PROFESSIONAL", level="UNIVERSITY")
    Qualification.objects.create(person=dinh, kind="GENERAL", level="7/12")

    told = "Có 01 bí thư chi bộ; học vấn, chuyên môn: đại học: 01; không có cao đẳng, trung cấp."
    for compare in (None, BEFORE):
        assert said(compare=compare)["cau_bi_thu_hoc_van"] == f"{told} Chưa có bí thư: Na Kinh và Công an xã."
    page = client.get(reverse("written_report"), {"ngay": DAY, "so_voi": BEFORE})
    beside = [annex["url"] for annex in page.context["annexes"] if "so_voi" in annex["url"]]
    assert beside == [f"{reverse('report', args=['so-sanh'])}?ngay=28%2F05%2F2024&so_voi=31%2F12%2F2021"]
    sources = page.context["sources"]
    assert not [slug for slug in ("to-chuc", "truong-thon") if sources.table(slug).comparison]


def test_less_is_told_as_less(commune):
    commune.na_kinh.memberships.update(ended_on=date(2024, 5, 1), reason_out="DIED")
    commune.na_po.memberships.update(ended_on=date(2024, 5, 1), reason_out="DIED")
    assert said(compare="31/03/2024")["cau_dang_vien"].startswith(
        "Đảng bộ xã Na Khê có 01 đảng viên, giảm 04 so với ngày 31/03/2024 (05)"
    )


def test_what_is_not_known_is_not_made_up(commune):
    """Lan's learning is in no record, nobody rated anything, no target was set."""
    found = said()
    assert found["cau_bi_thu_hoc_van"] == (
        "Có 01 bí thư chi bộ; học vấn, chuyên môn: chưa rõ: 01; không có đại học, cao đẳng, trung cấp. "
        "Chưa có bí thư: Na Kinh và Công an xã."
    )
    assert found["cau_truong_thon_ly_luan"] == (
        "Chưa ghi nhận trưởng thôn nào có lý luận chính trị từ sơ cấp trở lên (chưa rõ: 02)."
    )
    assert found["cau_xep_loai_chi_bo"] == "Xếp loại chi bộ năm 2023: chưa rõ, chưa có chi bộ nào được đánh giá."
    assert found["cau_xep_loai_dang_vien"] == (
        "Xếp loại đảng viên năm 2023: chưa rõ, chưa có đảng viên nào được đánh giá."
    )
    assert found["so_dang_vien_htxsnv"] == "chưa rõ"
    assert found["cau_chi_tieu"] == "Chưa có chỉ tiêu nào cho năm 2023."
    assert found["cau_nhiem_ky"] == ""


def test_ratings_and_targets(rated_commune):
    """Four rated HTTNV for 2023 (Lan, Dính, Páo, Sính); of the chi bộ one HTXSNV and two HTTNV."""
    found = said()
    assert found["cau_xep_loai_dang_vien"].startswith(
        "Năm 2023, 04 đảng viên được đánh giá, xếp loại: HTTNV: 04 (100,0 %); không có mức HTXSNV, HTNV, KHTNV."
    )
    assert found["cau_xep_loai_chi_bo"].startswith(
        "Năm 2023, 03 chi bộ được đánh giá, xếp loại: hoàn thành xuất sắc nhiệm vụ (HTXSNV): 01 (33,3 %); "
        "hoàn thành tốt nhiệm vụ (HTTNV): 02 (66,7 %); "
        "không có mức hoàn thành nhiệm vụ (HTNV), không hoàn thành nhiệm vụ (KHTNV)."
    )
    assert found["cau_chi_tieu"] == "Chỉ tiêu năm 2023: Chi bộ HTTNV trở lên (giao 100 %): 100,0 %, đạt."


def test_a_year_half_rated_says_how_many_are_missing(rated_commune):
    """Of the four only three have a result left, and Công an xã has none."""
    MemberRating.objects.first().delete()
    UnitRating.objects.get(unit=rated_commune.police, year=2023).delete()
    found = said()
    assert found["cau_xep_loai_dang_vien"].startswith("Năm 2023, 03 đảng viên được đánh giá")
    assert " 01 đảng viên chưa ghi kết quả xếp loại năm 2023." in found["cau_xep_loai_dang_vien"]
    assert found["cau_xep_loai_chi_bo"].endswith(" 01 chi bộ chưa ghi kết quả xếp loại năm 2023.")


def test_who_is_not_rated_is_outside_those_who_are(rated_commune):
    """Mai, admitted in 2024, gets a reason for 2023: beside the four who are rated."""
    mai = Membership.objects.get(person__full_name="Hoàng Thị Mai")
    MemberRating.objects.create(person=mai.person, unit=mai.unit, year=2023, not_rated_reason="OTHER")
    assert "KHTNV. Ngoài số đó, 01 đảng viên chưa đánh giá, không xếp loại." in said()["cau_xep_loai_dang_vien"]


def test_levels_are_written_out_where_they_are_named_first(rated_commune):
    UnitRating.objects.all().delete()
    assert "hoàn thành tốt nhiệm vụ (HTTNV): 04" in said()["cau_xep_loai_dang_vien"]


def test_the_balance_is_a_sentence(commune):
    """Since 01/01/2024 Mai came: 4 + 1 = 5. In April Páo dies, Dính moves from Na Pô to Na Kinh: 5 − 1 = 4."""
    assert said()["cau_bien_dong"] == (
        "Từ ngày 01/01/2024 đến ngày 28/05/2024: đầu kỳ có 04 đảng viên, trong kỳ tăng 01, không giảm; "
        "cuối kỳ có 05 đảng viên, khớp với biến động."
    )
    commune.na_kinh.memberships.update(ended_on=date(2024, 4, 1), reason_out="DIED")
    dinh = Membership.objects.get(person__full_name="Giàng Mí Dính")
    dinh.ended_on, dinh.reason_out, dinh.counterpart_out = date(2024, 4, 2), "INTERNAL", commune.na_kinh
    dinh.save()
    join(dinh.person, commune.na_kinh, date(2024, 4, 2), "INTERNAL", counterpart_in=commune.na_po)
    assert said(unit=commune.na_kinh)["cau_bien_dong"] == (
        "Từ ngày 01/01/2024 đến ngày 28/05/2024: đầu kỳ có 01 đảng viên, trong kỳ không tăng, giảm 01, "
        "chuyển nội bộ đến 01; cuối kỳ có 01 đảng viên, khớp với biến động."
    )


def test_the_beginning_of_a_term_is_said_to_be_one(commune):
    congress = Congress.objects.create(unit=commune.unit, ordinal=19, held_on="2020-06-15")
    Term.objects.create(
        unit=commune.unit, congress=congress, started_on=date(2020, 6, 15), first_year=2020, last_year=2025
    )
    assert said()["cau_ket_nap"].startswith("Từ đầu nhiệm kỳ (15/06/2020) đến ngày 28/05/2024 kết nạp")


def test_who_attends_in_two_roles_is_one_person(commune):
    """Lan goes as secretary in February and as member in March, Dính as member: two people, three roles."""
    lan, dinh = (Membership.objects.get(person__full_name=name) for name in ("Vàng Thị Lan", "Giàng Mí Dính"))
    for day, who, role in (
        ("2024-02", lan, "SECRETARY"),
        ("2024-03", lan, "MEMBER"),
        ("2024-03", dinh, "MEMBER"),
    ):
        course, _ = TrainingCourse.objects.get_or_create(
            unit=commune.unit, name=f"Lớp {day}", kind="OTHER", started_on=day
        )
        TrainingAttendance.objects.create(course=course, person=who.person, unit=who.unit, attended_as=role)
    assert said()["cau_boi_duong"] == (
        "Từ ngày 01/01/2024 đến ngày 28/05/2024 có 02 người được bồi dưỡng, tập huấn; theo tư cách người dự: "
        "bí thư chi bộ: 01; đảng viên: 02, cộng 03 vì có người dự với nhiều tư cách."
    )


def test_discipline_and_commendation_of_none_one_and_many(commune):
    since = "Từ ngày 01/01/2024 đến ngày 28/05/2024"
    found = said()
    assert found["cau_ky_luat"] == f"{since} không có đảng viên nào bị kỷ luật."
    assert found["cau_khen_thuong"] == f"{since} không có khen thưởng nào."
    lan, dinh = (Membership.objects.get(person__full_name=name).person for name in ("Vàng Thị Lan", "Giàng Mí Dính"))
    Discipline.objects.create(person=lan, form="REPRIMAND", decided_on=date(2024, 2, 1))
    Commendation.objects.create(person=lan, form="Giấy khen", decided_on=date(2024, 2, 1))
    found = said()
    assert found["cau_ky_luat"] == f"{since} có 01 quyết định kỷ luật đối với 01 đảng viên: khiển trách: 01."
    assert found["cau_khen_thuong"] == f"{since} có 01 lượt khen thưởng: cá nhân: 01; không có tập thể."
    for person, form in ((lan, "WARNING"), (dinh, "REPRIMAND")):
        Discipline.objects.create(person=person, form=form, decided_on=date(2024, 3, 1))
    Commendation.objects.create(unit=commune.na_po, form="Giấy khen", decided_on=date(2024, 3, 1))
    found = said()
    assert found["cau_ky_luat"] == (
        f"{since} có 03 quyết định kỷ luật đối với 02 đảng viên: khiển trách: 02; cảnh cáo: 01."
    )
    assert found["cau_khen_thuong"] == f"{since} có 02 lượt khen thưởng: tập thể: 01; cá nhân: 01."


def test_one_chi_bo_speaks_of_itself(commune):
    lan = commune.na_po.memberships.get(person__full_name="Vàng Thị Lan").person
    Qualification.objects.create(person=lan, kind="PROFESSIONAL", level="UNIVERSITY")
    congress = Congress.objects.create(unit=commune.na_po, ordinal=8, held_on="2022-03-15")
    Term.objects.create(
        unit=commune.na_po, congress=congress, started_on=date(2022, 3, 15), first_year=2022, last_year=2025
    )
    found = said(unit=commune.na_po)
    assert found["cau_chi_bo"] == ""
    assert found["cau_chi_uy"] == "Chi bộ có chi ủy."
    assert found["cau_bien_gioi"] == "Chi bộ ở thôn biên giới: Na Pô."
    assert found["cau_bi_thu_hoc_van"] == "Bí thư chi bộ: Vàng Thị Lan; học vấn: đại học; lý luận chính trị: chưa rõ."
    assert found["cau_truong_thon"] == (
        "Trưởng thôn Na Pô: Giàng Mí Dính, là đảng viên; học vấn: chưa rõ; lý luận chính trị: chưa rõ."
    )
    assert found["cau_nhiem_ky"] == "Đại hội, nhiệm kỳ của Na Pô: lần VIII (2022–2025)."
    assert said()["cau_nhiem_ky_chi_bo"] == "Nhiệm kỳ hiện tại của các chi bộ: lần VIII (2022–2025): Na Pô."


def test_a_date_before_anything_existed(commune):
    found = said(day="01/01/1932", compare=None)
    assert "không có chi bộ nào, không thay đổi so với ngày 03/02/1930" in found["cau_chi_bo"]
    assert "không có đảng viên nào" in found["cau_dang_vien"]
    assert found["cau_truong_thon"] == "Không có trưởng thôn nào."
    assert found["cau_bi_thu_hoc_van"] == "Không có bí thư chi bộ nào."


# --- The page and the file ---


def test_page_and_file_say_the_same_and_the_file_has_the_tables(client, commune, secretary):
    asked = {"ngay": DAY, "so_voi": BEFORE}
    page = client.get(reverse("written_report"), asked).content.decode().replace("\xa0", " ")
    taken = client.get(reverse("written_report_file"), asked)
    assert taken["Content-Disposition"] == 'attachment; filename="bao-cao-xay-dung-dang-2024-05-28.docx"'
    document = opened(taken.content)
    lines, found = texts(document), said()
    for tag in [tag for tag in TAGS if tag.startswith("cau_") and found[tag]]:
        assert found[tag] in page, tag
        assert found[tag] in lines, tag
    assert lines[:2] == ["HUYỆN ỦY YÊN MINH", "ĐẢNG ỦY XÃ NA KHÊ"]
    assert "Na Khê, ngày 28 tháng 5 năm 2024" in lines
    assert [line for line in lines if line.startswith("Biểu số")] == [f"Biểu số {number}" for number in range(1, 10)]
    assert ["1", "Na Pô", "Thôn", "3", "2", "1", "2", "Vàng Thị Lan", "Có", "Na Pô", "Có"] in ruled_tables(document)[0]
    entry = LogEntry.objects.get_for_object(secretary).filter(action=LogEntry.Action.ACCESS).first()
    assert entry.additional_data["what"] == "Xuất “Báo cáo công tác xây dựng Đảng” (Word)"
    assert entry.additional_data["filters"] == {"ngay": DAY, "so_voi": BEFORE}


def test_signs_in_names_survive_and_tags_in_names_stay_text(client, commune, secretary):
    name = 'Vừ <b> & "Súng" {{ so_chi_bo }}'
    head = commune.na_kinh.village.heads.get()
    head.person.full_name = name
    head.person.save()
    taken = client.get(reverse("written_report_file"), {"ngay": DAY, "so_voi": BEFORE})
    assert any(f"chưa là đảng viên: {name} (Na Kinh);" in line for line in texts(opened(taken.content)))


def test_a_date_that_cannot_be_read_stays_in_its_box(client, commune, secretary):
    for name in ("written_report", "written_report_file"):
        answer = client.get(reverse(name), {"ngay": "31/2/2024"})
        assert answer.status_code == 400
        assert 'value="31/2/2024"' in answer.content.decode()


def test_the_secretary_of_a_chi_bo_reads_of_the_own_alone(client, commune):
    client.force_login(make_user(Role.UNIT_SECRETARY, commune.na_kinh))
    page = client.get(reverse("written_report"), {"ngay": DAY, "so_voi": BEFORE}).content.decode()
    taken = client.get(reverse("written_report_file"), {"ngay": DAY, "so_voi": BEFORE})
    words = " ".join(texts(opened(taken.content)))
    assert "Na Kinh có 01 đảng viên" in page
    for text in (page, words):
        assert "Thò Mí Páo" in text or text is page
        assert "Vàng Thị Lan" not in text
        assert "Công an xã" not in text
    assert client.get(reverse("written_report"), {"don_vi": commune.na_po.pk}).status_code == 404


def test_the_command_writes_the_same_file(commune, tmp_path):
    path = tmp_path / "bao-cao.docx"
    call_command("written_report", as_of="2024-05-28", compare="2021-12-31", unit=commune.na_po.code, output=path)
    assert said(unit=commune.na_po)["cau_dang_vien"] in texts(opened(path.read_bytes()))
    with pytest.raises(CommandError, match="--compare: Ngày này phải trước"):
        call_command("written_report", as_of="2020-01-01", compare="2021-01-01", output=path)
    with pytest.raises(CommandError, match="Không có tổ chức mang mã khong-co"):
        call_command("written_report", unit="khong-co", output=path)


# --- The office's own template ---


def test_a_file_that_cannot_be_written_leaves_no_entry(commune):
    with pytest.raises(CommandError, match="Không ghi được tệp"):
        call_command("written_report", output="/khong/co/bao-cao.docx", as_of=DAY)
    assert not LogEntry.objects.filter(action=LogEntry.Action.ACCESS).exists()


def test_an_own_template_is_used_kept_and_left_again(client, commune, secretary):
    own = word_of("Xã ta có {{ so_dang_vien }} đảng viên.", "{% if cau_nhiem_ky %}{{ cau_nhiem_ky }}{% endif %}")
    assert send(client, own, "mẫu xã.docx", ly_do="Mẫu mới của huyện").status_code == 302
    version = WrittenTemplate.objects.get()
    assert (version.unit, version.made_by, version.file_name) == (commune.unit, secretary, "mẫu xã.docx")
    entry = LogEntry.objects.get_for_object(version).get()
    assert entry.additional_data["reason"] == "Mẫu mới của huyện"
    assert "content" not in entry.changes

    page = client.get(reverse("written_report"), {"ngay": DAY, "so_voi": BEFORE}).content.decode()
    assert "Xã ta có 05 đảng viên." in page
    taken = client.get(reverse("written_report_file"), {"ngay": DAY, "so_voi": BEFORE})
    assert "Xã ta có 05 đảng viên." in texts(opened(taken.content))
    assert client.get(reverse("written_template_file")).content == own

    assert send(client, b"", shown=version.pk, mac_dinh="1").status_code == 302
    assert client.get(reverse("written_template_file")).content == default_template()
    assert client.get(reverse("written_template_file"), {"phien_ban": version.pk}).content == own
    assert "Xã ta có" not in client.get(reverse("written_report")).content.decode()
    assert WrittenTemplate.objects.count() == 2


def test_a_tag_that_there_is_no_longer_is_told_and_leaves_a_visible_gap(client, commune, secretary):
    """Taken in when the register still knew so_cu; the report goes on without it."""
    template.replace(commune.unit, word_of("Có {{ so_dang_vien }}, {{ so_cu }} người."), "cu.docx", "", None)
    page = client.get(reverse("written_template")).content.decode()
    assert "Mẫu đang dùng có thẻ không còn" in page and "<code>so_cu</code>" in page
    shown = client.get(reverse("written_report"), {"ngay": DAY, "so_voi": BEFORE}).content.decode()
    assert "Có 05, [không còn thẻ so_cu] người." in shown
    assert "Mẫu có thẻ không còn: so_cu." in shown
    taken = client.get(reverse("written_report_file"), {"ngay": DAY, "so_voi": BEFORE})
    assert "Có 05, [không còn thẻ so_cu] người." in texts(opened(taken.content))

    template.replace(commune.unit, word_of("Có {{ so_dang_vien }}."), "moi.docx", "", None)
    assert "không còn" not in client.get(reverse("written_template")).content.decode()


def test_the_page_costs_the_same_whatever_the_number_of_chi_bo(client, rated_commune, secretary, count_queries):
    address = f"{reverse('written_report')}?ngay=28/05/2024"
    client.get(address)
    few = count_queries(client, address)
    for number_of_unit in range(1, 12):
        grow(rated_commune, number_of_unit)
    assert count_queries(client, address) == few


def test_a_chi_bo_uses_the_template_of_its_committee_and_nobody_elses(commune):
    other = make_commune("Đảng bộ xã Bạch Đích")
    template.replace(other, word_of("Bạch Đích"), "a.docx", "", None)
    assert template.in_use(commune.na_po) == default_template()
    own = word_of("Na Khê")
    template.replace(commune.na_po, own, "b.docx", "", None)
    template.replace(commune.unit, committees := word_of("Đảng ủy"), "c.docx", "", None)
    assert template.in_use(commune.na_po) == own, "its own goes before a later one from above"
    assert template.in_use(commune.na_kinh) == committees


def test_a_template_replaced_meanwhile_is_not_overwritten_unseen(client, commune, secretary):
    first = template.replace(commune.unit, word_of("Một"), "mot.docx", "", None)
    answer = send(client, word_of("Hai"), ly_do="Sửa lời")
    assert "Trong lúc trang này mở, mẫu đã được thay: mot.docx." in answer.content.decode()
    assert 'value="Sửa lời"' in answer.content.decode()
    assert WrittenTemplate.objects.get() == first
    assert send(client, word_of("Hai"), shown=first.pk).status_code == 302


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (
            ["{{ so_dang_vjen }}"],
            "Không có thẻ {{ so_dang_vjen }}. Có phải {{ so_dang_vien }}? Các thẻ có: cau",
        ),
        (["{% if khong_co %}x{% endif %}"], "Không có thẻ {{ khong_co }}."),
        (["{{ so_chi_bo "], "Thẻ chưa đóng hoặc chưa mở ở dòng “{{ so_chi_bo”."),
        (["{% if so_chi_bo %}x"], "Thẻ sai cú pháp"),
        (["{{ so_chi_bo.__class__ }}"], "Mẫu có lệnh không dùng được."),
        (["{{ so_chi_bo|upper }}"], "Mẫu có lệnh không dùng được."),
        (["{% for x in so_chi_bo %}{% endfor %}"], "Mẫu có lệnh không dùng được."),
        (["{{ ''.join(so_chi_bo) }}"], "Mẫu có lệnh không dùng được."),
        (["{% set x = so_chi_bo %}"], "Mẫu có lệnh không dùng được."),
        (["{% include 'x' %}"], "Mẫu có lệnh không dùng được."),
        (["{{r so_chi_bo }}"], "Không dùng được kiểu thẻ"),
    ],
)
def test_a_template_with_what_it_may_not_have_is_refused(client, commune, secretary, lines, told):
    answer = send(client, word_of(*lines))
    html = answer.content.decode()
    assert answer.status_code == 200
    assert told in html.replace("&#x27;", "'")
    assert not WrittenTemplate.objects.exists()


def test_a_wrong_tag_in_the_foot_of_the_page_is_found_too(client, commune, secretary):
    document = docx.Document()
    document.sections[0].footer.paragraphs[0].text = "{{ chan_trang }}"
    out = io.BytesIO()
    document.save(out)
    assert "Không có thẻ {{ chan_trang }}." in send(client, out.getvalue()).content.decode()


def test_a_part_under_another_name_is_read_too(client, commune, secretary):
    """python-docx finds the foot by its relation, whatever its file is called."""
    document = docx.Document()
    document.sections[0].footer.paragraphs[0].text = "{% for x in 'ab' %}{% endfor %}"
    whole, out = io.BytesIO(), io.BytesIO()
    document.save(whole)
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name.replace("footer1", "chan"), old.read(name).replace(b"footer1.xml", b"chan.xml"))
    assert "Mẫu có lệnh không dùng được." in send(client, out.getvalue()).content.decode()


def outside_template():
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
        'Target="http://nakhe.example/a.dotm" TargetMode="External"/></Relationships>'
    )
    return with_part(word_of("x"), "word/_rels/settings.xml.rels", relation)


@pytest.mark.parametrize(
    ("make", "name", "told"),
    [
        (lambda: b"xin chao", "mau.docx", "Không đọc được tệp này như tệp Word."),
        (lambda: b"", "mau.docx", "Tệp rỗng."),
        (half_a_package, "mau.docx", "Không đọc được tệp này như tệp Word."),
        (lambda: word_of("x"), "mau.docm", "Chỉ nhận tệp .docx."),
        (lambda: word_of("x") + b"0" * 2_000_001, "mau.docx", "Tệp quá lớn"),
        (lambda: with_part(word_of("x"), "word/vbaProject.bin", b"1"), "mau.docx", "Tệp có macro."),
        (lambda: with_part(word_of("x"), "word/embeddings/a.bin", b"1"), "mau.docx", "đối tượng nhúng"),
        (lambda: with_part(word_of("x"), "word/bom.xml", b"0" * 31_000_000), "mau.docx", "Tệp mở ra quá lớn"),
        (lambda: with_part(word_of("x"), "word/header9.xml", b"<!DOCTYPE a><a/>"), "mau.docx", "DOCTYPE"),
        (lambda: with_part(word_of("x"), "word/header9.xml", b"<a>"), "mau.docx", "word/header9.xml của tệp bị hỏng"),
        (outside_template, "mau.docx", "Tệp trỏ tới một tệp ở nơi khác"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_plain_word_file_is_refused(client, commune, secretary, make, name, told):
    assert told in send(client, make(), name).content.decode()
    assert not WrittenTemplate.objects.exists()


def test_a_template_without_the_style_of_ruled_tables_still_gets_them(client, commune, secretary):
    document = docx.Document(io.BytesIO(word_of("Xã ta")))
    style = document.styles["Table Grid"].element
    style.getparent().remove(style)
    out = io.BytesIO()
    document.save(out)
    send(client, out.getvalue())
    taken = opened(client.get(reverse("written_report_file"), {"ngay": DAY}).content)
    assert len(ruled_tables(taken)) >= 9


def test_the_registers_own_template_passes_its_own_check_and_uses_every_sentence(client, commune, secretary):
    assert send(client, default_template()).status_code == 302
    lines = " ".join(texts(opened(default_template())))
    assert [tag for tag in TAGS if tag.startswith("cau_") and f"{{{{ {tag} }}}}" not in lines] == []
