"""Words of which thousands of cells are made: names, places, and what else stands in a register."""

SURNAMES = (
    "Nguyễn Trần Lê Phạm Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Lâm Mai Trịnh Đoàn Đào Hà Cao Tạ Tô "
    "Lương Quách Thái Chu Vi Thạch Kiều Mạc Ninh Nghiêm Khổng Giáp Giàng Vàng Sùng Thào Ly Hầu Mua Vừ Lầu Cứ Tẩn "
    "Phàn Bàn Triệu Chảo Hoàng Nông Lục Ma Lù Lùng Sần Lò Cháng Thò Sình Lèng Tráng Hạng Bế Hứa"
).split()
MIDDLE = (
    "Văn Thị Đình Đức Quang Quốc Xuân Hữu Mạnh Minh Ngọc Thế Công Bá Duy Hoàng Như Kim Thanh Thúy Gia Bảo Khánh "
    "Mí A Chá Seo Tờ Sành Láo Dỉ Phà"
).split()
GIVEN = (
    "Ánh Ân Ẩn Anh Bách Bắc Bằng Bích Bình Cảnh Chiến Chỉnh Chung Chương Cúc Cường Cừ Diễm Diệp Doanh Dũng Duyên "
    "Dương Đạt Đào Điệp Định Độ Đông Đức Giang Hà Hạnh Hảo Hằng Hậu Hiền Hiếu Hiệp Hoà Hòa Hoàn Hoạt Hồng Hợi "
    "Huệ Hùng Huy Huyền Hương Hướng Hữu Khiêm Khoa Khuê Khương Kiên Kỳ Lạc Lan Lân Lễ Lệ Liễu Lĩnh Lộc Lợi Luân "
    "Luyến Lựu Lý Mẫn Mỹ Nga Ngà Ngạn Nghĩa Ngoan Ngọc Nguyên Nguyệt Nhâm Nhẫn Nhật Nhung Ninh Nữ Oanh Phấn "
    "Phong Phú Phúc Phương Phượng Quân Quế Quốc Quý Quyền Quyết Quỳnh Sáng Sâm Sen Sơn Tài Tám Tâm Tân Tấn Thái "
    "Thảo Thắm Thắng Thiện Thìn Thịnh Thoa Thọ Thơ Thơm Thu Thuận Thuỷ Thủy Thục Thư Thương Thường Thước Tiến "
    "Tiệp Tín Tình Tính Toàn Toản Tố Trà Trang Trầm Trí Triển Trọng Trung Trường Tú Tuân Tuấn Tùng Tuyên Tuyết "
    "Tư Tường Tý Uyên Vân Vấn Viên Việt Vinh Vịnh Vũ Vui Vượng Vy Xoan Xuân Xuyến Ý Yên Yến Páo Sính Dình Lúa "
    "Chơ Già Lử Tủa Sử Vư Chứ Pó Xìa Nỏ Dợ Mỷ Máy Chía Dính Pà Cáy Xúa Chở Vá Giống Khìn Nhình Pảo Slín Lỷ Pến "
    "Cói Mìn Quáng Dín Ghển Nhậy Liều Mẩy Điềm Lìn Vảng Khái Phụng"
).split()
PLACES = (
    "Na Khê|Bạch Đích|Thắng Mố|Phú Lũng|Sủng Thài|Lao Và Chải|Ngam La|Đường Thượng|Mậu Duệ|Hữu Vinh|Du Già|"
    "Lũng Hồ|Đông Minh|Khâu Vai|Pả Vi|Xín Cái|Sơn Vĩ|Thài Phìn Tủng|Sảng Tủng|Hố Quáng Phìn|Lũng Cú|Má Lé|Phố Là|"
    "Tả Sủng Chư|Quyết Tiến|Nghĩa Thuận|Tùng Vài|Cao Mã Pờ|Bát Đại Sơn|Cán Tỷ|Quản Bạ|Tiên Kiều|Xuân Ninh|Vũ Lễ|"
    "Kiến Xương|Nậm Pồ|Pú Nhung|Ea H'leo|Buôn Đôn|Cư M'gar|Krông Búk|Đắk Lắk|Đắk Glei|Kon Plông|Ia Grai|A Lưới"
).split("|")
PEOPLES = (
    "Kinh|Tày|Thái|Mường|Khmer|Hoa|Nùng|Mông|Dao|Gia Rai|Ê Đê|Ba Na|Sán Chay|Chăm|Cơ Ho|Xơ Đăng|Sán Dìu|Hrê|"
    "Ra Glai|Mnông|Thổ|Xtiêng|Khơ Mú|Bru - Vân Kiều|Cơ Tu|Giáy|Tà Ôi|Mạ|Gié Triêng|Co|Chơ Ro|Xinh Mun|Hà Nhì|"
    "Chu Ru|Lào|La Chí|Kháng|Phù Lá|La Hủ|La Ha|Pà Thẻn|Lự|Ngái|Chứt|Lô Lô|Mảng|Pu Péo|Brâu|Rơ Măm|Cờ Lao|Bố Y|"
    "Si La|Cống|Ơ Đu"
).split("|")
HIGHLANDERS = (
    "Niê Kdăm|K'Brơi|Rơ Châm H'Bluơ|Y Bhăm Êban|H'Mông|Ksor Phước|Rmah Blơ|Siu Hlôp|A Kuưng|Đinh Y Nhân|Kpă Ngọt|"
    "Hồ Kan Lịch|Y Thông Mlô|H'Hen Niê|Bùi Thị Kđoh|Vừ Mí Lử|Giàng A Pó|Thào Thị Xúa|Lò Văn Ỏn|Cầm Bá Chệ|"
    "Chẻo Lở Mẩy|Tẩn Chỉn Lụa"
).split("|")
OFFICES = (
    "Bí thư chi bộ|Phó Bí thư|Chi ủy viên|Đảng ủy viên|Chủ tịch UBND xã|Phó Chủ tịch HĐND|Trưởng Công an|"
    "Chỉ huy trưởng BCH Quân sự|Hiệu trưởng|Kế toán|Y sĩ|Trưởng thôn|Công chức địa chính – xây dựng|"
    "QĐ-ĐU số 12/2023|Đ/c|HTXSNV|Hoàn thành xuất sắc nhiệm vụ|Miễn sinh hoạt|Chưa đánh giá|12/12|9/12 (bổ túc)|"
    "ĐH Luật Hà Nội|CĐSP|Trung cấp lý luận|§ 3|25°C|5 × 3|12 ½|N° 7|© 2020|Số 1±2|Năm ¾|m²|“Gia đình văn hoá”|"
    "xã… (cũ)|l’Hôpital"
).split("|")
FOREIGN = (
    "café|Müller|José García|René|Noël|crêpe|naïve|Jürgen|Zoë|château|garçon|Genève|Hôtel|Côte|père|Mère|déjà vu|"
    "résumé|São Paulo|Ångström|Søren|Łódź|Dvořák|piñata|façade|Besançon|Île-de-France|œuvre|cœur|Straße|Köln|"
    "München|Curaçao|Zürich|Señor Núñez|Montréal|Québec|Orléans|Thérèse|Éric|Ève|forêt|hôpital|école|élève|lycée|"
    "théâtre|musée|Vientiane|Luang Prabang|Phnôm Pênh|Siêm Riệp|Chiang Mai|Lê-nin|Các Mác|Ăng-ghen|Điện Biên Phủ|"
    "Lü|Bögl|Hübner|tête-à-tête|à la carte"
).split("|")


def a_name(random):
    return f"{random.choice(SURNAMES)} {random.choice(MIDDLE)} {random.choice(GIVEN)}"


def an_address(random):
    return f"thôn {random.choice(PLACES)}, xã {random.choice(PLACES)}, huyện Yên Minh, tỉnh {random.choice(PLACES)}"


def a_cell(random):
    """Anything that stands in a register."""
    kind = random.randrange(8)
    if kind < 3:
        name = a_name(random)
        return random.choice([name, name, name.upper(), name.lower(), name.split()[-1]])
    if kind < 5:
        return an_address(random)
    return random.choice(random.choice([PEOPLES, HIGHLANDERS, OFFICES, FOREIGN, PLACES]))
