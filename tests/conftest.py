"""
What every test stands on: the shared data, and no silent skips where all must run.

``PAIBAN_SHARED`` names the folder of shared benchmarks and data (default: ``../shared`` beside the
repository). With ``PAIBAN_REQUIRE_ALL=1`` a skipped test fails, so that a green run means that
everything ran. ``PAIBAN_TEST_DB=postgresql`` lets tests keep their databases on a server
(``tests/databases.py``); those marked ``sqlite`` are about the file itself.
"""

import logging
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LONGEST = (  # begun first, so that no worker is left with one of them at the end
    "tests/scheduler/solve/test_strategy.py",
    "tests/browser/",
    "tests/scheduler/verify/test_agrees_with_referee.py",
    "tests/ui/pages/",
    "tests/scheduler/solve/",
    "tests/service/test_jobs.py",
)
ON_SERVER = os.environ.get("PAIBAN_TEST_DB") == "postgresql"
REQUIRE_ALL = os.environ.get("PAIBAN_REQUIRE_ALL") == "1"


@pytest.fixture(scope="session")
def shared():
    folder = Path(os.environ.get("PAIBAN_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip("no shared data: set PAIBAN_SHARED to its folder")
    return folder


@pytest.fixture(autouse=True)
def _logs_as_before():
    """Have the program's log go where it went before a test that set it up."""
    log = logging.getLogger("paiban")
    before = list(log.handlers), log.level, log.propagate
    yield
    log.handlers, log.level, log.propagate = before


@pytest.fixture(autouse=ON_SERVER)
def _drops_what_it_makes():
    """Take the databases away that a test made on the server; those of its module stay for now."""
    from tests import databases  # noqa: PLC0415 - not where this file is tried alone

    before = databases.made_so_far()
    yield
    databases.drop_since(before)


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: _rank(item.nodeid))


def _rank(test):
    """Return where a test's module stands in the order of length; the others come last."""
    found = (at for at, part in enumerate(LONGEST) if test.startswith(part))
    return next(found, len(LONGEST))


def _refuse_skip(report):
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"skipped although PAIBAN_REQUIRE_ALL=1: {reason}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    return _refuse_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report():
    return _refuse_skip((yield))
