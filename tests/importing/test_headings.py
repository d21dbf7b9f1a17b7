"""Headings as met (spreadsheets.md) mean their field, alone, below a group and joined."""

import pytest

from members.importing.fields import FIELDS
from members.importing.headings import meaning_of

MET = {
    "row_number": "STT · Số TT · TT",
    "full_name": "Họ và tên · Họ tên · HỌ TÊN KHAI SINH · Họ và tên khai sinh · Họ và tên đảng viên · Họ tên khai sinh",
    "name_in_use": "HỌ TÊN ĐANG DÙNG · Họ tên đang dùng · Tên gọi khác",
    "birth_date": "Ngày sinh · Sinh ngày (dd/mm/yyyy) · Ngày tháng năm sinh · NGÀY, THÁNG, NĂM SINH",
    "sex": "Giới tính · Nam, nữ",
    "unit": "Chi bộ · Tổ chức Đảng đang sinh hoạt · Chi bộ đang sinh hoạt",
    "card_number": "Số thẻ Đảng · Số thẻ Đảng viên · Số thẻ ĐV · Số Thẻ · Số thẻ Đảng* (12 số theo HD38-HD/BTCTW)",
    "old_card_number": "Số thẻ Đảng theo QĐ 85 · Số thẻ theo Đảng quyết định 85",
    "profile_number": "Số lý lịch · SỐ LÝ LỊCH ĐẢNG VIÊN · Số LL Đ.viên",
    "citizen_id": "Số định danh cá nhân · Số CCCD",
    "old_citizen_number": "Số CMND cũ (nếu có)",
    "admitted_on": "Ngày vào Đảng · Ngày kết nạp · Vào Đảng · Ngày kết nạp vào Đảng · Ngày vào Đảng* (dd/mm/yyyy)",
    "admission_decision_on": "NGÀY QUYẾT ĐỊNH KẾT NẠP · Ngày cấp có thẩm quyền ra quyết định kết nạp",
    "official_on": "Ngày chính thức · Chính thức · Ngày vào Đảng chính thức · Ngày công nhận chính thức",
    "ethnicity": "Dân tộc · DÂN TỘC *",
    "religion": "Tôn giáo",
    "native_place": "Quê quán · Quê quán (theo mô hình 2 cấp)",
    "residence": (
        "Địa chỉ · Thường trú · Nơi thực tế cư trú · ĐỊA CHỈ Ở HIỆN TẠI · Nơi Ở · Nơi đăng ký hộ khẩu thường trú"
    ),
    "party_office": "Chức vụ Đảng",
    "government_office": "Chức vụ CQ · CHỨC VỤ CHÍNH QUYỀN",
    "office": "Chức vụ",
    "general_education": "Văn hoá · Văn hóa",
    "professional_level": "TRÌNH ĐỘ HỌC VẤN, HỌC VỊ, HỌC HÀM · Chuyên Môn · Trình độ chuyên môn",
    "political_theory": "Lý luận chính trị · Trình độ LLCT · LLCT · LÝ LUẬN\nCHÍNH TRỊ",
    "status": "Trạng thái · Trạng thái hoạt động · TÌNH TRẠNG QUẢN LÝ",
    "probationary": "Là đảng viên dự bị",
    "ratings": "Xếp loại · Chi bộ đánh giá, xếp loại · Đảng viên tự đánh giá, xếp loại · XẾP LOẠI ĐẢNG VIÊN",
    "ratings.2022": "Xếp loại năm 2022 · XẾP LOẠI NĂM 2022 · Xếp loại 2022",
    "phone": "Số điện thoại · Số ĐT",
    "email": "Email",
    "occupation": "Nghề nghiệp",
    "commendations": "Khen thưởng",
    "disciplines": "Kỷ luật",
    "note": "Ghi chú · Ghi chú:",
    "party_age": "Tuổi Đảng",
    "badge_number": "Số HHĐ",
    "admitted_on+official_on": "Ngày vào Đảng, ngày chính thức",
    "sex+ethnicity+religion": "Nam, nữ, dân tộc, tôn giáo",
    "card_number+profile_number": "Số thẻ đảng viên, số lý lịch",
    "full_name+name_in_use": "Họ và tên, họ tên khai sinh · Họ và tên,\nhọ tên khai sinh",
}
ALONE = [(heading, field) for field, headings in MET.items() for heading in headings.split(" · ")]
BELOW = [
    (("NGÀY, THÁNG, NĂM SINH", "NAM"), "birth_date:M"),
    (("Giới tính", "Nữ"), "sex:F"),
    (("Trình độ chuyên môn", "Đại học"), "professional_level:UNIVERSITY"),
    (("Trình độ chuyên môn", "Cao đẳng, Trung cấp"), "professional_level:COLLEGE|INTERMEDIATE"),
    (("Trình độ LLCT", "Trung cấp"), "political_theory:INTERMEDIATE"),
    (("CHỨC VỤ HIỆN NAY", "ĐẢNG"), "party_office"),
    (("CHỨC VỤ HIỆN NAY", "CHÍNH QUYỀN, ĐOÀN THỂ"), "government_office"),
    (("TRÌNH ĐỘ", "VĂN HOÁ"), "general_education"),
    (("Quê quán (theo mô hình 2 cấp)", "Tỉnh"), "native_place:province"),
    (("Xếp loại", "Năm 2021"), "ratings.2021"),
    (("Xếp loại năm 2022", "HTTNV"), "ratings:2022:GOOD"),
    (("Ngày kết nạp", "Quyết định"), "admission_decision_on"),
    (("Ngày kết nạp", "Lễ kết nạp"), "admitted_on"),
    (("Ngày kết nạp – Quyết định",), "admission_decision_on"),
    (("Quê quán (theo mô hình 2 cấp) – Tỉnh",), "native_place:province"),
    (("Danh sách", "Giới tính – Nữ"), "sex:F"),
]
UNKNOWN = [
    "ID", "Nơi cấp thẻ Đảng", "Ngày cấp thẻ Đảng\n(dd/mm/yyyy)", "Kết quả kiểm tra", "Số đảng viên", "ĐẢNG SỐ",
    "Xếp loại năm 20O4", "Bộ đội, công an, hưu trí", "Họ và têm", "Ngày", "(1)", "*",
]  # fmt: skip


@pytest.mark.parametrize(("heading", "field"), ALONE, ids=[heading for heading, _ in ALONE])
def test_a_heading_of_the_offices_means_its_field(heading, field):
    assert str(meaning_of((heading,))) == field


@pytest.mark.parametrize(("path", "field"), BELOW, ids=[" – ".join(path) for path, _ in BELOW])
def test_below_its_group_a_heading_means_a_part(path, field):
    assert str(meaning_of(path)) == field


@pytest.mark.parametrize("heading", UNKNOWN)
def test_what_is_no_heading_of_a_field_is_left_alone(heading):
    assert meaning_of((heading,)) is None


def test_accents_are_a_second_try():
    assert str(meaning_of(("HO VA TEN",))) == "full_name"
    assert str(meaning_of(("Ngay vao Dang",))) == "admitted_on"


def test_every_field_can_be_read_by_its_own_name_and_spellings():
    for field in FIELDS:
        for spelling in field.spellings:
            assert meaning_of((spelling,)).keys == (field.key,), spelling


def test_a_heading_mapped_by_hand_is_what_was_chosen():
    mapped = {"ho va tem": "full_name"}  # the plain form has its tones behind each word; this one has none

    assert str(meaning_of(("Ho va tem",), mapped)) == "full_name"
    assert meaning_of(("Ho va tem",)) is None
