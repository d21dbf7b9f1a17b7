"""A real Chromium, the system's own, on a live server; every request that a page makes is watched."""

import os
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect, sync_playwright

# Playwright's loop runs in the thread of the test, which also reads the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1366, "height": 768}
PHONE = {"width": 360, "height": 780}
PATIENCE = 15_000
"""Milliseconds: what a page shows after a click is waited for (expect), never looked at once (is_visible)."""


expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def chromium():
    if not Path(CHROMIUM).exists():
        if os.environ.get("CI"):
            pytest.fail(f"Chromium is not at {CHROMIUM}.")
        pytest.skip(f"Chromium is not at {CHROMIUM}; install Debian's package or set CHROMIUM.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def browse(chromium, live_server):
    """Open a window: browse(size=PHONE) gives a page whose relative addresses lead to the live server."""
    contexts, strangers = [], []

    def note(request):
        address = urlsplit(request.url)
        if address.scheme != "data" and address.netloc != urlsplit(live_server.url).netloc:
            strangers.append(request.url)

    def open_window(size=DESKTOP, javascript=True):
        context = chromium.new_context(
            base_url=live_server.url, viewport=size, java_script_enabled=javascript, locale="vi-VN"
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("request", note)
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert strangers == []


@pytest.fixture
def signed_in(browse):
    """A window in which an account of tests.factories has signed in (its password is its username)."""

    def sign_in(user, **window):
        page = browse(**window)
        page.goto("/dang-nhap/")
        page.get_by_label("Tên đăng nhập").fill(user.username)
        page.get_by_label("Mật khẩu", exact=True).fill(user.username)
        page.get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url(lambda url: "dang-nhap" not in url)
        return page

    return sign_in


@contextmanager
def downloading(page, path):
    """The file that the block's click brings, saved as *path*."""
    with page.expect_download() as download:
        yield
    download.value.save_as(path)
