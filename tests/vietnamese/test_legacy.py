import itertools
import random
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nakhe.vietnamese.legacy import CHARSETS, charset_of_font, decode, read_column
from nakhe.vietnamese.legacy.charsets import CP1258_IN_LATIN1, TCVN3, VIQR, VNI
from nakhe.vietnamese.syllables import ONSETS, RIMES, is_syllable, judge
from tests.vietnamese import vectors
from tests.vietnamese.old_charsets import WRITERS, tcvn3, vni
from tests.vietnamese.word_stock import a_cell, a_name

LEGACY = vectors("legacy")
CHARSET_OF = {
    "tcvn3_upper_font": "tcvn3_upper",
    "tcvn3_via_cp1258": "tcvn3",
    "vni_via_cp1258": "vni",
    "cp1258_decomposed": "cp1258",
    "cp1258_as_cp1252": "cp1258",
    "nfd": "cp1258",
    "utf8_as_cp1252": "utf8",
}


def texts(cells):
    return [reading.text for reading in read_column(cells)]


def nfc(text):
    return unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("case", LEGACY["vectors"], ids=lambda case: f"{case['encoding']}-{case['unicode']}")
def test_every_vector_is_decoded(case):
    charset = CHARSET_OF.get(case["encoding"], case["encoding"])
    assert decode(case["stored"], charset) == case["unicode"]


@pytest.mark.parametrize("case", LEGACY["nfc_first_traps"], ids=lambda case: case["word"])
def test_nfc_first_destroys_what_decoding_reads(case):
    assert decode(case["stored"], "tcvn3") == case["decode_raw"]
    assert decode(case["nfc_first"], "tcvn3") == case["decode_after_nfc"]


def test_the_tables_are_those_of_the_vectors():
    assert LEGACY["tables"]["tcvn3"] == TCVN3
    assert LEGACY["tables"]["viqr"] == VIQR
    assert LEGACY["tables"]["cp1258_chars_to_latin1"] == CP1258_IN_LATIN1
    assert {pair for pair in VNI.items() if pair[0].lower() != "yï"} == set(LEGACY["tables"]["vni"].items())


@pytest.mark.parametrize("case", LEGACY["font_rules"], ids=lambda case: case["font"] or "none")
def test_fonts_name_their_charset(case):
    assert charset_of_font(case["font"]) == case["hint"]


def test_utf8_misread_twice_is_undone_twice():
    assert decode(WRITERS["UTF-8"](WRITERS["UTF-8"]("Vừ Mí Lử")), "utf8") == "Vừ Mí Lử"


@given(st.text(max_size=30), st.sampled_from(CHARSETS))
def test_decoding_never_fails(text, charset):
    assert isinstance(decode(text, charset), str)


@given(st.lists(st.tuples(st.text(max_size=12), st.sampled_from([None, "Arial", ".VnTime", ".VnTimeH", "VNI-Times"]))))
def test_any_column_is_read_cell_by_cell(cells):
    readings = read_column(cells)
    assert len(readings) == len(cells)
    assert all(reading.text == nfc(reading.text) for reading in readings)
    assert all(bool(reading.reason) == bool(reading.charset or reading.doubtful) for reading in readings)
    assert all(
        reading.text == nfc(text) for reading, (text, _) in zip(readings, cells, strict=True) if reading.doubtful
    )


@pytest.mark.parametrize("font", [None, "Times New Roman"])
@pytest.mark.parametrize("case", LEGACY["keep_unchanged"], ids=lambda case: case["cell"])
def test_what_is_unicode_stays(case, font):
    (reading,) = read_column([(case["cell"], font)])
    assert (reading.text, reading.charset, reading.doubtful) == (case["cell"], None, False)


@pytest.mark.parametrize("case", LEGACY["lookalikes"], ids=lambda case: case["stored_looks_like_valid"])
def test_what_looks_like_unicode_is_decoded_only_where_its_font_says_so(case):
    stored = case["stored_looks_like_valid"]
    font = {"tcvn3": ".VnTime", "vni": "VNI-Times"}[case["encoding"]]
    assert texts([(stored, None)]) == [stored]
    assert texts([(stored, font)]) == [case["true"]]


def test_a_column_wholly_of_one_charset_decides_for_what_could_be_both():
    names = ["Nguyễn Văn Hùng", "Trần Thị Hoà", "Bùi Thị Bưởi", "Lý Minh Dũng"]
    assert texts([(tcvn3(name), None) for name in names]) == names


def test_a_mixed_column_asks_for_what_could_be_both():
    readings = read_column([("NguyÔn V¨n Hïng", None), ("Trần Thị Hoà", None), ("Lý Minh Phó", None)])
    assert [reading.text for reading in readings] == ["Nguyễn Văn Hùng", "Trần Thị Hoà", "Lý Minh Phó"]
    assert [reading.doubtful for reading in readings] == [False, False, True]
    assert readings[2].alternative == "Lý Minh Phú"
    assert readings[2].reason == (
        "Chữ này có thể là Unicode (“Lý Minh Phó”) hoặc TCVN3 (ABC) (“Lý Minh Phú”). Chọn một."
    )


def test_a_column_of_both_asks_however_much_of_it_is_old():
    old = [(tcvn3(name), None) for name in ("Nguyễn Văn Hùng", "Trần Thị Hoà", "Bùi Thị Bưởi", "Lò Thị Đợi")]
    readings = read_column([*old, ("Hoàng Thị Én", None), ("Lý Minh Phó", None)])
    assert [reading.doubtful for reading in readings] == [False, False, False, False, False, True]


def test_a_letter_that_the_old_font_has_not_makes_the_cell_unicode():
    assert texts([("Hà Dòng", ".VnTime"), ("Dòng", ".VnTime")]) == ["Hà Dòng", "Dũng"]


def test_unicode_in_an_old_font_stays_and_old_text_in_a_new_font_is_decoded():
    readings = read_column(
        [
            ("Lầu Seo Pó", ".VnTime"),
            ("Lê Văn Hùng", ".VnTime"),
            ("Ph¹m ThÞ Ngäc H»ng", "Times New Roman"),
            ("Vµng Ch¸ Vµ", ".VnTime"),
        ]
    )
    assert [(reading.text, reading.charset) for reading in readings] == [
        ("Lầu Seo Pó", None),
        ("Lê Văn Hùng", None),
        ("Phạm Thị Ngọc Hằng", "tcvn3"),
        ("Vàng Chá Và", "tcvn3"),
    ]
    assert readings[2].reason == ("Đổi từ TCVN3 (ABC) sang Unicode: chữ đọc được sau khi đổi, phông chữ không nói gì.")
    assert readings[3].reason == "Đổi từ TCVN3 (ABC) sang Unicode theo phông chữ .VnTime."


def test_capitals():
    assert texts([("nguyÔn v¨n hïng", ".VnTimeH"), ("nam", ".VnTimeH")]) == ["NGUYỄN VĂN HÙNG", "NAM"]
    assert texts([("CHI Bé C¤NG AN X·", ".VnTime")]) == ["CHI BỘ CÔNG AN XÃ"]


def test_a_foreign_word_in_an_old_font_is_asked():
    (reading,) = read_column([("Müller", ".VnTime")])
    assert (reading.text, reading.doubtful, reading.alternative) == ("Müller", True, "Mỹller")


def test_the_soft_hyphen_of_tcvn3_is_a_letter():
    assert texts([("Th\u00ad", ".VnTime"), ("Tr\u00adêng", None)]) == ["Thư", "Trường"]


@pytest.mark.parametrize("font", [None, "Calibri"])
def test_none_of_fifty_thousand_unicode_cells_is_changed(font):
    """Half of them with each font: 100,000 in all, in columns of 1 to 400, a third of them decomposed."""
    stock, count = random.Random(f"unicode {font}"), 0
    while count < 50_000:
        size = min(stock.choice([1, 3, 30, 400]), 50_000 - count)
        form = stock.choice(["NFC", "NFC", "NFD"])
        cells = [nfc(a_cell(stock)) for _ in range(size)]
        readings = read_column([(unicodedata.normalize(form, cell), font) for cell in cells])
        assert [reading.text for reading in readings] == cells
        assert not [reading for reading in readings if reading.charset or reading.doubtful]
        count += size


def all_syllables():
    for onset, rime, tone in itertools.product(ONSETS, sorted(RIMES), ["", *"\u0300\u0309\u0303\u0301\u0323"]):
        for place in range(len(rime)):
            word = nfc(onset + rime[: place + 1] + tone + rime[place + 1 :])
            if is_syllable(word):
                yield word


def test_every_syllable_there_is_stays():
    words = sorted(set(all_syllables()))
    assert len(words) > 15_000
    assert [word for word in words if texts([(word, None)]) != [word]] == []
    assert texts([(word.title(), "Arial") for word in words]) == [word.title() for word in words]


@settings(max_examples=300)
@given(st.lists(st.lists(st.sampled_from(sorted(set(all_syllables()))), min_size=1, max_size=5), min_size=1), st.data())
def test_any_words_of_any_syllables_stay(cells, data):
    form = data.draw(st.sampled_from(["NFC", "NFD"]))
    case = data.draw(st.sampled_from([str.lower, str.upper, str.title]))
    cells = [case(" ".join(words)) for words in cells]
    readings = read_column([(unicodedata.normalize(form, cell), None) for cell in cells])
    assert [(reading.text, reading.doubtful) for reading in readings] == [(cell, False) for cell in cells]


def names(count, seed):
    stock = random.Random(seed)
    return [a_name(stock) for _ in range(count)]


def read_back(people, size, writer, font):
    """(right, asked, wrong) of *people* written and read back in columns of *size*, whatever the capitals."""
    right = asked = 0
    for start in range(0, len(people), size):
        part = people[start : start + size]
        for name, reading in zip(part, read_column([(writer(name), font) for name in part]), strict=True):
            right += reading.text.lower() == name.lower()
            asked += reading.doubtful
    return right, asked, len(people) - right - asked


@pytest.mark.parametrize("font", [name for name in WRITERS if charset_of_font(name)])
def test_twenty_thousand_names_are_read_back_by_their_font(font):
    right, _, wrong = read_back(names(20_000, font), 50, WRITERS[font], font)
    assert right >= 19_980
    assert wrong == 0


@pytest.mark.parametrize("writer", WRITERS)
def test_names_are_read_back_by_their_column(writer):
    right, _, wrong = read_back(names(5_000, writer), 50, WRITERS[writer], None)
    assert right >= 4_990
    assert wrong == 0


@pytest.mark.parametrize("writer", WRITERS)
def test_a_lone_name_is_never_read_as_another(writer):
    """Without a font and a column it is decoded, asked, or left as it is."""
    for name in names(2_000, writer):
        stored = WRITERS[writer](name)
        (reading,) = read_column([(stored, None)])
        assert reading.text.lower() in (name.lower(), nfc(stored).lower())


@pytest.mark.parametrize(("font", "writer"), [(".VnTime", tcvn3), ("VNI-Times", vni)])
def test_a_column_half_old_and_half_unicode(font, writer):
    """With fonts each half is read; without, nothing is read wrongly and few are asked."""
    old, new = names(2_000, font), names(2_000, "new")
    cells = [cell for pair in zip(old, new, strict=True) for cell in pair]
    typed = [cell for one, other in zip(old, new, strict=True) for cell in ((writer(one), font), (other, "Arial"))]
    assert [text.lower() for text in texts(typed)] == [cell.lower() for cell in cells]
    readings = read_column([(text, None) for text, _ in typed])
    wrong = [
        (cell, reading.text)
        for cell, reading in zip(cells, readings, strict=True)
        if reading.text.lower() != cell.lower() and not reading.doubtful
    ]
    assert wrong == []
    assert sum(reading.doubtful for reading in readings) < 200


@pytest.mark.parametrize(
    ("word", "weight"),
    [
        ("Nguyễn", 2),
        ("Ngọc", 2),
        ("khuỷu", 1),
        ("quoắt", -1),
        ("gì", 1),
        ("Giếng", 1),
        ("QĐ", -1),
        ("Lan", 0),
        ("Baù", -1),
    ],
)
def test_what_a_syllable_is(word, weight):
    assert judge(word) == weight


@pytest.mark.parametrize(
    "word", "cát các tách tạp Khuya hoà hòa thuở quý quyển giữa ướt khuếch nguệch oách yểng".split()
)
def test_words_that_are(word):
    assert judge(word) >= 0


@pytest.mark.parametrize("word", "càt cảc tãch hoàà thiò noếi ngkà đ QĐ àn̉".split())
def test_words_that_are_none(word):
    assert judge(word) == -1
