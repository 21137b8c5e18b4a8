"""Where all must run, a skip is a failure: at run time and at collection."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = """
import pytest

def test_skipped():
    pytest.skip("no reason at all")

@pytest.mark.xfail
def test_expected_to_fail():
    assert False
"""


def outcome(folder, **environment):
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "."],
        cwd=folder,
        env={**os.environ, "PAIBAN_REQUIRE_ALL": "0", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def folder(tmp_path):
    shutil.copy(Path(__file__).parent / "conftest.py", tmp_path / "conftest.py")
    (tmp_path / "test_some.py").write_text(TESTS, encoding="utf-8")
    return tmp_path


def test_a_skip_passes_where_not_all_must_run(folder):
    assert outcome(folder).returncode == 0


def test_a_skip_fails_where_all_must_run(folder):
    ran = outcome(folder, PAIBAN_REQUIRE_ALL="1")
    assert "1 failed, 1 xfailed" in ran.stdout


def test_a_module_that_skips_itself_fails_where_all_must_run(folder):
    (folder / "test_other.py").write_text(
        "import pytest\npytest.importorskip('nothing_of_this_name')\n", encoding="utf-8"
    )
    assert "1 error" in outcome(folder, PAIBAN_REQUIRE_ALL="1").stdout
