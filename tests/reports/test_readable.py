"""A table on A4: the sheet is turned and texts are broken before letters shrink below nine points of twelve."""

from reports.output.excel_widths import is_wide
from reports.output.readable import is_too_wide, narrowed
from reports.output.sheet import Heading, SheetTable


def test_a_page_holds_a_third_more_letters_at_nine_points():
    assert not is_too_wide([60, 52], page=84)
    assert is_too_wide([60, 53], page=84)


def test_the_widest_texts_give_first():
    assert narrowed([5, 20, 60, 40], [5, 10, 12, 12], page=84) == [5, 20, 47, 40]


def test_no_word_is_broken():
    assert narrowed([5, 44, 44], [5, 44, 10], page=60) == [5, 44, 31]


def test_three_long_texts_lie_across():
    columns = [Heading(name, name, "", "text") for name in "abc"]
    short, long = (
        SheetTable("Biểu", columns, [dict.fromkeys("abc", text)], {}, []) for text in ("Na Pô", "Na Pô " * 8)
    )
    assert (is_wide(short), is_wide(long)) == (False, True)
