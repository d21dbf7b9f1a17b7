"""Names typical of the district, by people: surnames, middle names and given names of men and of women."""

from dataclasses import dataclass


@dataclass(frozen=True)
class NameStock:
    ethnicity: str
    surnames: str
    men: str
    women: str
    men_middle: str = "Văn"
    women_middle: str = "Thị"

    def names(self, sex):
        """Every full name that this people offers to a man (M) or a woman (F)."""
        given, middle = (self.men, self.men_middle) if sex == "M" else (self.women, self.women_middle)
        return [
            f"{surname} {between} {name}"
            for surname in self.surnames.split()
            for between in middle.split()
            for name in given.split()
        ]


MONG = NameStock(
    "Mông",
    "Giàng Vàng Sùng Thào Ly Hầu Mua Vừ Lầu Cứ",
    "Páo Sính Chá Dình Lúa Chơ Già Lử Tủa Sử Vư Say Chứ Pó Xìa Nỏ Cho Dia Sáu Mua",
    "Mỷ Dợ Máy Chía Dính Pà Cáy Sua Xúa Mai Lia Chở Say Vá Giống Sính",
    men_middle="Mí",
)
DAO = NameStock(
    "Dao",
    "Tẩn Phàn Bàn Triệu Chảo Đặng",
    "Điềm Kinh Phúc Khái Quân Sơn Phụng Lìn Hưng Chiêm Vảng Sành Minh Sài",
    "Liều Mẩy Sính Điệp Pham Mùi Ghển Nhậy Lai San Coi Hương",
    men_middle="Văn Tờ",
)
TAY = NameStock(
    "Tày",
    "Hoàng Nông Lục Nguyễn Ma Vi",
    "Bằng Đoàn Dũng Khìn Tuyên Thắng Đức Vinh Hiệp Toản Kiên Thường Quyết Huấn Lâm Trọng",
    "Hạnh Nhình Phương Thu Hà Bình Hiền Lan Duyên Xuyến Hường Tươi Thoa Ngân Bích",
    men_middle="Văn Đình",
)
NUNG = NameStock(
    "Nùng",
    "Lục Lù Hoàng Nông Lùng Hà",
    "Tiến Pảo Slín Vần Thắm Lìn Phong Sáng Hỷ Nhân Đại Khôi",
    "Hạnh Slao Bình Nhâm Thơm Én Chanh Mến Thêu Liên",
)
GIAY = NameStock(
    "Giáy",
    "Lù Vàng Sần Lý Nùng",
    "Mìn Quáng Chiến Sin Pín Dín Hòa Chung Hồng Cường",
    "Chấn Duyên Mai Cói Pến Lỷ Nhung Thơm",
)
KINH = NameStock(
    "Kinh",
    "Nguyễn Trần Lê Phạm Vũ Đỗ",
    "Hùng Tuấn Long Hải Nam Thành Bắc Trung Sơn Việt",
    "Hoa Thủy Nga Yến Huyền Thảo Trang Linh Quỳnh",
    men_middle="Văn Quang",
)

LIVING_IN = {
    "na-po": [GIAY, MONG, TAY],
    "na-kinh": [TAY, NUNG],
    "ban-rao": [TAY, DAO, NUNG],
    "lung-bung": [MONG, DAO],
    "then-phung": [MONG],
    "khau-piai": [DAO, MONG],
    "phe-pha": [MONG],
    "na-luong": [TAY, GIAY],
    "lung-vai": [MONG],
    "coc-pang": [MONG, DAO],
}
SERVING = [TAY, KINH, NUNG, GIAY, MONG, DAO, TAY, KINH]
"""The chi bộ of offices and schools, whose members come from everywhere."""
