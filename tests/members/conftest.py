"""The commune that most stories are told of; a story that needs another one makes its own."""

import pytest

from tests.factories import make_commune, make_unit


@pytest.fixture
def na_khe():
    return make_commune()


@pytest.fixture
def na_kinh(commune):
    return make_unit("Chi bộ thôn Na Kinh", commune)
