"""The README names files, folders, addresses and commands: each of them is there."""

import re
from pathlib import Path, PurePosixPath

import pytest
from django.core.management import get_commands
from django.urls import resolve

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "README.md").read_text()
LISTS = "members nakhe reports units tests templates fixtures".split()
MADE_BY_BOOTSTRAP = {"demo", "test"}


def in_code(pattern):
    """What is set as code and matches, once each."""
    return sorted({found for code in re.findall(r"`([^`\n]+)`", TEXT) if (found := whole(pattern, code))})


def whole(pattern, code):
    found = re.fullmatch(pattern, code)
    return found and found[0]


def ends_so(path, named):
    """Whether *path* is *named*, or a path that ends with it: what a section is about stands in its table's head."""
    return path.parts[-len(named.parts) :] == named.parts


PATHS = [path.relative_to(ROOT) for each in LISTS for path in (ROOT / each).rglob("*")]


@pytest.mark.parametrize("name", in_code(r"[\w./-]+\.(py|html|js|sql|csv|xlsx)|[a-z][\w./-]*/"))
def test_every_file_and_folder_that_is_named_is_there(name):
    named = PurePosixPath(name)
    assert (ROOT / name).exists() or any(ends_so(path, named) for path in PATHS)


@pytest.mark.parametrize("address", in_code(r"/[a-z/-]+/"))
def test_every_address_leads_to_a_page(address):
    assert resolve(address)


@pytest.mark.parametrize("command", sorted(set(re.findall(r"manage\.py (\w+)", TEXT)) - MADE_BY_BOOTSTRAP))
def test_every_command_exists(command):
    assert command in get_commands()


@pytest.mark.parametrize("anchor", sorted(set(re.findall(r"\]\(#([\w-]+)\)", TEXT))))
def test_every_link_leads_to_a_heading(anchor):
    headings = re.findall(r"^## (.+)$", TEXT, re.M)
    assert anchor in {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
