"""A command that is ended by a signal says so; one that ends by itself ends as ever."""

import os
import signal
import subprocess
import sys

import pytest

from ui.cli.apart import is_asked
from ui.cli.endings import Ending

SCRIPT = """
import os, signal, sys, time
from ui.cli.apart import go_apart
from ui.cli.screen import Screen
go_apart(Screen({lang!r}))
print("child", flush=True)
{then}
"""
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


def ran(then, tmp_path, lang="en"):
    return subprocess.run(
        [sys.executable, "-c", SCRIPT.format(lang=lang, then=then)],
        env={**os.environ, "XDG_DATA_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )


@needs_fork
@pytest.mark.parametrize(("lang", "words"), [("en", "The engine crashed"), ("zh", "排班引擎崩溃")])
def test_a_crash_is_told_with_the_file_that_says_where(tmp_path, lang, words):
    done = ran("os.kill(os.getpid(), signal.SIGSEGV)", tmp_path, lang)
    assert done.returncode == Ending.SURPRISE
    assert words in done.stderr
    assert "SIGSEGV" in done.stderr
    assert "Fatal" not in done.stderr
    assert "Segmentation fault" in (tmp_path / "paiban" / "crash.log").read_text()


@needs_fork
def test_a_kill_is_told_with_memory_as_its_likely_cause(tmp_path):
    done = ran("os.kill(os.getpid(), signal.SIGKILL)", tmp_path)
    assert done.returncode == Ending.SURPRISE
    assert "memory" in done.stderr


@needs_fork
@pytest.mark.parametrize("code", [0, 1, 3])
def test_other_ends_are_passed_on(tmp_path, code):
    done = ran(f"sys.exit({code})", tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (code, "child\n", "")


@needs_fork
def test_a_request_to_end_reaches_the_child():
    script = SCRIPT.format(lang="en", then="time.sleep(60)")
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout.readline() == "child\n"
        parent.send_signal(signal.SIGTERM)
        _, told = parent.communicate(timeout=30)
    assert parent.returncode == 128 + signal.SIGTERM
    assert told == ""


@pytest.mark.parametrize(
    ("arguments", "is_so"),
    [(["roster", "week"], hasattr(os, "fork")), (["serve"], False), (["db"], False), ([], False)],
)
def test_commands_with_the_engine_run_apart(arguments, is_so):
    assert is_asked(arguments) is is_so
