"""Which words are Vietnamese syllables, and which of them are met in registers: evidence for how a text is encoded."""

import re
import unicodedata
from functools import cache, lru_cache

TONES = "\u0300\u0309\u0303\u0301\u0323"
STOPPED_TONES = "\u0301\u0323"
ONSETS = " b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu q r s t th tr v x sl hm bl kr f j w z".split(
    " "
)  # the last ones for names of other peoples
RIMES = frozenset(
    """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet oi om on ong ooc oong op ot
    oc ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt ơng
    u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uêu uơ uôc uôi uôm uôn uông uôt uy uya uych uyên uyêt uynh
    uyt uyu uyn uyp
    ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    y yêm yên yêng yêt yêu
    """.split()
)
SHAPED = "ăâêôơư"
TWO_PLACES = {"oa", "oe", "uy", "ua", "uê", "uơ"}
"""The rimes whose tone is written on either vowel: hòa and hoà; quả is also met as qủa."""
ON_THE_SECOND = {"oai", "oao", "oay", "oeo", "uyu", "uya", "oan", "oang", "oanh", "oat", "oac", "oach", "oap", "oam"}
ON_THE_SECOND |= {"oen", "oet", "uynh", "uyt", "uych", "uyn", "uyp", "oong", "ooc"}
FAMILIAR = frozenset(
    """
    lễ nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh lâm mai trịnh đoàn đào hà cao
    tạ tô lương quách thái chu vi lục nông bế hứa tẩn phàn bàn triệu chẻo chảo giàng vàng sùng thào hầu mua vừ lầu
    cứ mã má hạng cháng lù lùng lèng sần lò tráng thò sình nùng ma vương lộc lưu tống phùng đàm hùng dũng cường
    tuấn thắng thành tùng sơn hải văn thị đình đức quang quốc xuân hữu mạnh minh ngọc thế công bá duy seo chá mí
    mỷ dỉ láo sành tòn phà chín chòi tả mẩy mùi páo sính dình lúa chơ già lử tủa sử chứ pó xìa nỏ dợ chía dính pà
    xúa chở vá giống điềm phúc khái quân phụng lìn hưng chiêm vảng sài liều điệp ghển nhậy bằng khìn tuyên vinh
    hiệp toản kiên thường quyết huấn trọng hạnh nhình phương bình hiền duyên xuyến hường tươi thoa ngân bích tiến
    pảo slín vần thắm sáng hỷ nhân đại khôi slao nhâm thơm én mến thêu mìn quáng chiến dín hòa hoà hồng chấn cói
    pến lỷ bắc việt thủy thuỷ yến huyền thảo quỳnh tình thuận toàn huệ phượng loan liên hương lợi phú quý lựu đạt
    tú vượng bảo chính dần hậu hoạt khánh khoa kỳ luật nghĩa nhật ninh phong thuý thúy tài tâm tấn thiện thiết
    thìn thọ thuần tiệp tín trí trường tường viện vịnh vụ ánh bướm bưởi cúc điểm gấm giang hằng hiếu hoài kiều
    lành liễu lụa mận mây mỹ ngà nguyệt nhài nhàn nhị nữ oanh sâm sen thơ thu thư thùy thuỳ tiên tuyết uyên vân
    xuyên yên hợp phù hín thàng pấu chiên cở pìn siệu chi bộ thôn bản xã huyện tỉnh đảng ủy uỷ viên bí phó trưởng
    ban chức cán an sự tiểu học trung cơ sở phổ thông mầm non trạm tế hội đồng dân mặt trận tổ phụ cựu binh thanh
    niên chủ tịch họ và tên ngày tháng năm sinh giới tính tộc tôn giáo quê quán địa chỉ trú nơi ở số thẻ vào kết
    nạp nghề nghiệp trình độ chuyên môn luận trị hoá hóa đẳng cấp sơ ghi chú khen thưởng kỷ xếp loại hoàn xuất sắc
    tốt nhiệm không có dự bị miễn chuyển đến đi từ tuổi danh sách tổng cộng khê tỷ rào pô đích lũng thài mố chải
    tày mông kinh dao giáy hoa lô cờ lao pu péo ngạn nà đồn biên phòng bách khoá khóa
    """.split()
)


@lru_cache(maxsize=20_000)
def judge(word):
    """2: a familiar syllable, 1: some syllable, 0: nothing that tells, as plain ASCII does, -1: no Vietnamese word."""
    word = unicodedata.normalize("NFC", word)
    if word.isascii() or not any(letter.isalpha() for letter in word):
        return 0
    lower = word.lower()
    if not is_syllable(lower):
        return -1
    return 2 if lower in FAMILIAR else 1


@lru_cache(maxsize=20_000)
def is_syllable(word):
    """Onset, rime and one tone where it may stand; *word* in lower case, NFC."""
    letters, tone, place = "", "", 0
    for letter in word:
        marks = unicodedata.normalize("NFD", letter)
        found = [mark for mark in marks if mark in TONES]
        if found and tone or len(found) > 1:
            return False
        if found:
            tone, place = found[0], len(letters)
        letters += unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in TONES))
    return any(_divided(letters, onset, tone, place) for onset in ONSETS if letters.startswith(onset))


def _divided(letters, onset, tone, place):
    rime, place = letters[len(onset) :], place - len(onset)
    if onset == "gi" and rime in ("", "n", "m", "p", "t", "nh", "êng", "êc"):  # gì, gìn, giếng
        rime, place = "i" + rime, place + 1
    if onset == "q" and not rime.startswith("u"):
        return False
    if rime not in RIMES or onset == "qu" and rime[:1] in "ouôư":
        return False
    if re.search("[cpt]$|ch$", rime) and tone not in tuple(STOPPED_TONES):
        return False
    return not tone or place in _places(rime)


@cache
def _places(rime):
    """Where the tone of *rime* may stand."""
    shaped = [place for place, letter in enumerate(rime) if letter in SHAPED]
    if rime in TWO_PLACES:
        return {0, 1}
    if shaped:
        return {shaped[-1]}
    if rime in ON_THE_SECOND:
        return {1}
    return {0}
