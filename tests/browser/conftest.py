import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from service.access.way_in import go_on_alone
from service.database import URL_VARIABLE, open_database
from service.desk import HOUSE
from service.roster.intake import keep_week
from service.roster.publishing import keep_roster
from tests.browser.screen import WIDE, Screen, new_window
from tests.desks import at_desk
from tests.service import small_shop as s

ROOT = Path(__file__).parents[2]
WHO = {"by": "王经理", "now": s.NOW}
START_S = 180
SHORTEST_S = 4  # for solves in tests, which prove nothing about cost
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


def chromium():
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def without_accounts(url):
    """Say for a database that nobody signs in on this computer, as whoever begins may."""
    database = open_database(url)
    go_on_alone(at_desk(database, HOUSE))
    database.close()


@contextmanager
def served(url, **options):
    """Serve the app on a database until the end; hand out its address."""
    server, where = started(url, **options)
    try:
        wait_for(where, server)
        yield where
    finally:
        server.terminate()
        server.wait(timeout=20)


def started(url, *, port=0, words=(), more=None, shortest_s=None, **options):
    """
    Start the app's server on a database; return its process and its address.

    Parameters
    ----------
    port
        Where it listens; 0: anywhere.
    words, more
        What stands before its command, and variables of its environment.
    shortest_s
        Another time that solving may take, before those which users choose from.
    """
    port = port or _free_port()
    told = "".join(f", {name}={value!r}" for name, value in options.items())
    sooner = "from ui.parts import solving; solving.LIMITS_S = {}, *solving.LIMITS_S; "
    sooner = "" if shortest_s is None else sooner.format(shortest_s)
    code = (
        "from service.access.passwords import PasswordCost; from ui.serve import serve; "
        f"{sooner}serve(port={port}, cost=PasswordCost(1, 8, 1){told})"
    )
    environment = {**os.environ, URL_VARIABLE: url, "PYTHONPATH": str(ROOT), **(more or {})}
    server = subprocess.Popen([*words, sys.executable, "-c", code], env=environment)
    return server, f"http://127.0.0.1:{port}"


def wait_for(address, server):
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        assert server.poll() is None, "the app's server ended"
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail("the app did not start")


@pytest.fixture(scope="session")
def browser():
    path = chromium()
    if path is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def shelf(tmp_path_factory):
    """Return the database the served app reads; each test brings a shop of its own."""
    opened = s.database(tmp_path_factory.mktemp("browser"))
    without_accounts(opened.url)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def address(shelf, browser):  # noqa: ARG001 - no server where there is no browser
    with served(shelf.url, shortest_s=SHORTEST_S) as where:
        yield where


@pytest.fixture
def shop(shelf, request):
    """Return the id of a new shop with a week and a draft."""
    name = request.node.name.replace("[", "-").replace("]", "")
    keep_week(at_desk(shelf, name, **WHO), s.week(), shop_name="小店")
    keep_roster(at_desk(shelf, name, **WHO), s.LABEL, s.roster())
    return name


@pytest.fixture(scope="session")
def window(browser):
    """Return a browser's profile: what it fetched and compiled of the app serves all its pages."""
    opened = new_window(browser)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def page(window):
    """Return the page that tests have in turn: each new one would start the whole app anew."""
    return window.new_page()


@pytest.fixture
def screen(page, address):
    """Return the page of somebody new: nothing is remembered of who was here before."""
    opened = Screen(page, address)
    yield opened
    page.remove_listener("request", opened._note)
    page.set_viewport_size(WIDE)
    opened.leave()
