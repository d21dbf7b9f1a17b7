"""The samples of ../shared read exactly as their expected.json say: nobody on record, seven chi bộ."""

import pytest

from members.importing.answer import as_json
from tests.importing.expectation import differences, expectations


@pytest.mark.parametrize("expected", expectations(), ids=lambda expected: expected["file"])
def test_a_sample_is_read_as_expected(expected, read_sample):
    answer = as_json(read_sample(expected["file"]))

    assert differences(expected, answer) == []
