"""Old Excel files as LibreOffice writes them: each sample, saved as .xls, is read exactly as the .xlsx is.

Where LibreOffice is installed it converts all samples; three that it made stand here for every other machine.
"""

import shutil
import subprocess
from pathlib import Path

import pytest

from members.importing.answer import as_json
from members.importing.reading import Asked, read
from nakhe.spreadsheets.reading import open_book
from tests.importing.conftest import SAMPLES, TODAY
from tests.importing.expectation import differences, expectations

KEPT = Path(__file__).parent / "libreoffice"
OFFICE = shutil.which("soffice")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where the .xls files stand."""
    if OFFICE is None:
        return KEPT
    made = tmp_path_factory.mktemp("xls")
    home = f"-env:UserInstallation=file://{tmp_path_factory.mktemp('office')}"
    books = sorted(map(str, SAMPLES.glob("*.xlsx")))
    command = [OFFICE, home, "--headless", "--convert-to", "xls:MS Excel 97", "--outdir", str(made), *books]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return made


def books():
    kept = {path.stem for path in KEPT.glob("*.xls")}
    of_excel = [each for each in expectations() if each["file"].endswith(".xlsx")]
    return [each for each in of_excel if OFFICE or Path(each["file"]).stem in kept]


@pytest.mark.parametrize("expected", books(), ids=lambda expected: expected["file"])
def test_a_sample_saved_as_xls_is_read_as_it_is(expected, folder, seven_units):
    path = folder / Path(expected["file"]).with_suffix(".xls")
    reading = read(open_book(path.read_bytes(), path.name), Asked(day=TODAY))

    assert differences(expected, as_json(reading)) == []


@pytest.mark.parametrize("path", sorted(KEPT.glob("*.xls")), ids=lambda path: path.stem)
def test_those_that_are_kept_are_read_everywhere(path, seven_units):
    (expected,) = [each for each in expectations() if Path(each["file"]).stem == path.stem]
    reading = read(open_book(path.read_bytes(), path.name), Asked(day=TODAY))

    assert differences(expected, as_json(reading)) == []
