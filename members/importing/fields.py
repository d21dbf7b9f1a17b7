"""The fields that a spreadsheet may fill: one table from which headings, reading, template and documentation follow.

Spellings as met in the offices' files and forms (spreadsheets.md, Headings), the preferred one first; they are compared
without case, hints in brackets, asterisks and place of the tone, then without accents.
"""

from collections.abc import Callable
from dataclasses import dataclass

from members.importing.values import dates, levels, marks, names, numbers, offices, peoples, text


@dataclass(frozen=True)
class Field:
    key: str
    name: str
    spellings: tuple[str, ...]
    read: Callable | None = None
    """(key, cell value, Context) → Said; None: understood, but nothing is taken from it."""
    is_of_person: bool = True
    """False: what it says stands beside the person, for whoever writes the row."""


def field_of(key, name, spellings, read=None, is_of_person=True):
    """A Field; *spellings* stand in one text, with “·” between them."""
    return Field(key, name, tuple(each.strip() for each in spellings.split("·")), read, is_of_person)


ROW_NUMBER, RATINGS, OFFICE, PARTY_AGE, TO_DELETE = "row_number", "ratings", "office", "party_age", "to_delete"
RATING_YEAR = "rating_year"
"""In a list of one row a person and year, the year of the row."""
REASON = "reason_left"
"""Beside the lines of a file that came back (rest.py)."""

FIELDS = [
    field_of(ROW_NUMBER, "Số thứ tự", "STT · Số TT · TT · Số thứ tự", is_of_person=False),
    field_of(
        "full_name", "Họ và tên",
        "Họ và tên · Họ tên · Họ và tên khai sinh · Họ tên khai sinh · Họ và tên đảng viên · Họ tên đảng viên"
        " · Tên đảng viên · Họ, tên · Họ và tên đồng chí · Họ tên đồng chí · Họ và tên đ/c · Họ tên đ/c",
        names.read_full_name,
    ),
    field_of(
        "name_in_use", "Tên gọi khác, tên đang dùng",
        "Họ tên đang dùng · Họ và tên đang dùng · Tên gọi khác · Tên đang dùng · Bí danh",
        names.read_full_name,
    ),
    field_of(
        "birth_date", "Ngày sinh",
        "Ngày sinh · Sinh ngày · Ngày tháng năm sinh · Ngày, tháng, năm sinh · Năm sinh · Ngày, tháng năm sinh"
        " · Ngày/tháng/năm sinh · Sinh năm · Sinh · NTNS · Sinh ngày, tháng, năm",
        dates.date_of("birth"),
    ),
    field_of("sex", "Giới tính", "Giới tính · Nam, nữ · Nam/nữ · Nam nữ · Giới", levels.read_sex),
    field_of("ethnicity", "Dân tộc", "Dân tộc · Thành phần dân tộc · DT", peoples.read_ethnicity),
    field_of("religion", "Tôn giáo", "Tôn giáo", peoples.read_religion),
    field_of(
        "unit", "Chi bộ",
        "Chi bộ · Tổ chức Đảng đang sinh hoạt · Chi bộ đang sinh hoạt · Chi bộ sinh hoạt · Đơn vị"
        " · Tên chi bộ · Đang sinh hoạt tại chi bộ · Nơi sinh hoạt · Đơn vị sinh hoạt · Sinh hoạt tại chi bộ",
    ),
    field_of(
        "card_number", "Số thẻ đảng viên",
        "Số thẻ Đảng viên · Số thẻ Đảng · Số thẻ ĐV · Số Thẻ · Số thẻ Đ.viên · Thẻ đảng viên · Số thẻ đảng viên mới",
        numbers.card_number,
    ),
    field_of(
        "old_card_number", "Số thẻ đảng cũ",
        "Số thẻ Đảng theo QĐ 85 · Số thẻ theo Đảng quyết định 85 · Số thẻ đảng viên cũ · Số thẻ cũ · Số thẻ đảng cũ",
        numbers.card_number,
    ),
    field_of(
        "profile_number", "Số lý lịch",
        "Số lý lịch · Số lý lịch đảng viên · Số LL Đ.viên · Số LL · Số LLĐV · Số lý lịch ĐV",
        numbers.profile_number,
    ),
    field_of(
        "citizen_id", "Số căn cước",
        "Số định danh cá nhân · Số CCCD · Số căn cước · Số căn cước công dân · CCCD · Số CMND · CMND · Số CMND/CCCD"
        " · Số CCCD/CMND · Căn cước công dân · Số định danh",
        numbers.citizen_number,
    ),
    field_of("old_citizen_number", "Số CMND cũ", "Số CMND cũ", numbers.citizen_number, is_of_person=False),
    field_of(
        "admission_decision_on", "Ngày quyết định kết nạp",
        "Ngày quyết định kết nạp · Quyết định kết nạp · Ngày cấp có thẩm quyền ra quyết định kết nạp · Ngày QĐ kết nạp",
        dates.date_of("join"),
    ),
    field_of(
        "admitted_on", "Ngày vào Đảng",
        "Ngày vào Đảng · Ngày kết nạp · Vào Đảng · Ngày kết nạp vào Đảng"
        " · Ngày vào Đảng dự bị · Kết nạp · Ngày kết nạp Đảng · Ngày lễ kết nạp · Lễ kết nạp · Ngày tổ chức lễ kết nạp"
        " · Năm vào Đảng · Năm kết nạp · Ngày, tháng, năm vào Đảng · Ngày tháng năm vào Đảng · Ngày vào Đảng CSVN"
        " · Ngày, tháng, năm kết nạp · Ngày tháng năm kết nạp",
        dates.date_of("join"),
    ),
    field_of(
        "official_on", "Ngày chính thức",
        "Ngày chính thức · Chính thức · Ngày vào Đảng chính thức · Ngày công nhận chính thức"
        " · Ngày công nhận đảng viên chính thức · Ngày vào chính thức · Ngày chuyển chính thức · Năm chính thức"
        " · Chuyển chính thức · Chuyển Đảng chính thức"
        " · Ngày, tháng, năm chính thức · Ngày tháng năm chính thức",
        dates.date_of("join"),
    ),
    field_of("native_place", "Quê quán", "Quê quán · Nguyên quán · Quê", text.read_native_place),
    field_of("native_place_now", "Quê quán (tên hiện nay)", "Quê quán nay", text.text_of(200), is_of_person=False),
    field_of("temporary_residence", "Tạm trú", "Tạm trú · Nơi tạm trú", text.text_of(200), is_of_person=False),
    field_of("birthplace", "Nơi sinh", "Nơi đăng ký khai sinh · Nơi sinh", text.text_of(200), is_of_person=False),
    field_of(
        "residence", "Nơi ở",
        "Thường trú · Nơi thường trú · Nơi đăng ký hộ khẩu thường trú · Địa chỉ · Nơi thực tế cư trú"
        " · Địa chỉ ở hiện tại · Nơi ở · Nơi ở hiện nay · Hộ khẩu thường trú · Chỗ ở hiện nay · Địa chỉ thường trú"
        " · Trú quán · Nơi cư trú · Hộ khẩu",
        text.text_of(200),
    ),
    field_of("party_office", "Chức vụ Đảng", "Chức vụ Đảng · Chức vụ trong Đảng", offices.read_party_office),
    field_of(
        "government_office", "Chức vụ chính quyền, đoàn thể",
        "Chức vụ chính quyền · Chức vụ CQ · Chức vụ chính quyền, đoàn thể · Chức vụ đoàn thể · Chức vụ CQ, đoàn thể",
        text.text_of(120),
    ),
    field_of(OFFICE, "Chức vụ", "Chức vụ · Chức vụ hiện nay", offices.read_office),
    field_of(
        "general_education", "Học vấn phổ thông",
        "Văn hoá · Trình độ văn hoá · Học vấn · Giáo dục phổ thông"
        " · Trình độ giáo dục phổ thông · Trình độ phổ thông · TĐVH · TĐ văn hoá · TĐ học vấn · VH",
        levels.read_education,
    ),
    field_of(
        "professional_level", "Trình độ chuyên môn",
        "Trình độ chuyên môn · Chuyên môn · Trình độ học vấn, học vị, học hàm · CMNV · Chuyên môn nghiệp vụ"
        " · Trình độ học vấn · Trình độ CM · Trình độ chuyên môn, nghiệp vụ · Trình độ đào tạo · TĐ CM · TĐCM"
        " · TĐ chuyên môn · CM",
        levels.read_education,
    ),
    field_of(
        "political_theory", "Lý luận chính trị",
        "Lý luận chính trị · Trình độ LLCT · LLCT · Trình độ lý luận chính trị · Lý luận · Trình độ lý luận · TĐ LLCT"
        " · TĐLLCT · TĐ lý luận",
        levels.read_theory,
    ),
    field_of("language", "Ngoại ngữ", "Ngoại ngữ · Trình độ ngoại ngữ", text.text_of(120), is_of_person=False),
    field_of(
        "status", "Trạng thái",
        "Trạng thái · Trạng thái hoạt động · Tình trạng quản lý · Tình trạng · Tình trạng sinh hoạt",
        levels.read_status,
    ),
    field_of(
        "status_on", "Ngày của trạng thái",
        "Ngày rời khỏi/ Ngày mất/ Ngày miễn sinh hoạt Đảng · Ngày rời khỏi",
        dates.date_of("join"), is_of_person=False,
    ),
    field_of(
        "probationary", "Đảng viên dự bị", "Là đảng viên dự bị · Dự bị · Đảng viên dự bị · ĐV dự bị · Tư cách",
        marks.read_standing,
    ),
    field_of(
        RATINGS, "Xếp loại",
        "Xếp loại · Xếp loại đảng viên · Kết quả xếp loại · Đánh giá, xếp loại · Xếp loại chất lượng đảng viên"
        " · Đánh giá, xếp loại đảng viên · Chi bộ đánh giá, xếp loại · Chi bộ xếp loại · Mức xếp loại"
        " · Kết quả đánh giá, xếp loại"
        " · Đảng viên tự đánh giá, xếp loại · Tự xếp loại · Tự đánh giá, xếp loại",
    ),
    field_of(
        RATING_YEAR, "Năm xếp loại",
        "Năm xếp loại · Năm đánh giá · Năm đánh giá, xếp loại · Năm phân loại · Xếp loại của năm", is_of_person=False,
    ),
    field_of("phone", "Số điện thoại", "Số điện thoại · Số ĐT · Điện thoại · SĐT · ĐT", numbers.phone),
    field_of("email", "Thư điện tử", "Email · Thư điện tử · E-mail", text.read_email),
    field_of(
        "occupation", "Nghề nghiệp",
        "Nghề nghiệp · Nghề nghiệp hiện nay · Nghề nghiệp trước khi vào Đảng, hiện nay · Nghề nghiệp, nơi làm việc",
        text.text_of(120),
    ),
    field_of("commendations", "Khen thưởng", "Khen thưởng", text.text_if_any(500)),
    field_of("disciplines", "Kỷ luật", "Kỷ luật", text.text_if_any(500)),
    field_of("note", "Ghi chú", "Ghi chú", text.text_of(500)),
    field_of(PARTY_AGE, "Tuổi Đảng", "Tuổi Đảng", is_of_person=False),
    field_of(
        "badge_number", "Số huy hiệu", "Số HHĐ · Số huy hiệu · Số huy hiệu Đảng", text.text_of(20), is_of_person=False
    ),
    field_of(REASON, "Lý do chưa nhập", "Lý do chưa nhập", is_of_person=False),
    field_of(TO_DELETE, "Đề nghị xóa", "Đề nghị xóa", is_of_person=False),
    field_of("exempt_since", "Miễn sinh hoạt từ", "Miễn sinh hoạt từ · Ngày miễn sinh hoạt", is_of_person=False),
    field_of(
        "left_for", "Chuyển đi", "Ngày chuyển đi, đến đảng bộ nào · Chuyển đi · Ngày chuyển đi", is_of_person=False
    ),
    field_of("came_from", "Chuyển đến", "Ngày chuyển đến, từ đảng bộ nào · Chuyển đến", is_of_person=False),
    field_of("died", "Từ trần", "Ngày từ trần, lý do · Từ trần · Ngày mất · Ngày từ trần", is_of_person=False),
    field_of("left_party", "Ra khỏi Đảng", "Ngày ra khỏi Đảng, hình thức · Ra khỏi Đảng", is_of_person=False),
]  # fmt: skip
BY_KEY = {field.key: field for field in FIELDS}
