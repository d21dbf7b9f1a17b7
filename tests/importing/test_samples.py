"""The samples of ../shared read exactly as their expected.json say: nobody on record, seven chi bộ."""

import io

import openpyxl
import pytest
from openpyxl.styles import Font

from members.importing.answer import as_json
from members.importing.reading import Asked, read
from nakhe.spreadsheets.reading import open_book
from tests.importing.conftest import SAMPLES, TODAY
from tests.importing.expectation import differences, expectations


@pytest.mark.parametrize("expected", expectations(), ids=lambda expected: expected["file"])
def test_a_sample_is_read_as_expected(expected, read_sample):
    answer = as_json(read_sample(expected["file"]))

    assert differences(expected, answer) == []


@pytest.mark.parametrize(
    "sample", [each for each in expectations() if each["file"][0] in "bdef"], ids=lambda each: each["file"]
)
def test_a_sample_without_fonts_and_merged_cells_is_read_as_well(sample, seven_units):
    """As after a detour over a program that keeps neither: headings reach over blanks, text speaks for itself."""
    workbook = openpyxl.load_workbook(SAMPLES / sample["file"])
    for sheet in workbook:
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            cell.font = Font(name="Arial")
    stream = io.BytesIO()
    workbook.save(stream)
    reading = read(open_book(stream.getvalue(), sample["file"]), Asked(day=TODAY))

    assert differences(sample, as_json(reading)) == []
