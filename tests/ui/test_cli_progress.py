import io
import os
import signal

import pytest
from rich.console import Console

from scheduler.solve.result import Progress
from ui.cli.progress import solving
from ui.cli.screen import Screen


@pytest.fixture
def screen():
    return Screen("en", err=Console(file=io.StringIO(), width=200))


@pytest.fixture(autouse=True)
def interrupts():
    """Let Ctrl+C interrupt, also where the tests run in the background; undone afterwards."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_each_phase_is_told_once_where_there_is_no_terminal(screen):
    with solving(screen, time_limit_s=10.0) as watched:
        for second in range(3):
            watched.listener(Progress("search", second, cost=30.0 - second, bound=20.0))
        watched.listener(Progress("starting", 0.0))
    lines = screen.err.file.getvalue().splitlines()
    assert len(lines) == 2
    assert "30.0" in lines[0]


def test_the_first_interrupt_asks_the_solve_to_stop(screen):
    before = signal.getsignal(signal.SIGINT)
    with solving(screen, time_limit_s=None) as watched:
        assert not watched.stop()
        os.kill(os.getpid(), signal.SIGINT)
        assert watched.stop()
    assert signal.getsignal(signal.SIGINT) is before


def test_the_second_interrupt_ends_at_once(screen):
    with solving(screen, time_limit_s=None):
        os.kill(os.getpid(), signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)


def test_an_interrupt_that_is_ignored_stays_ignored(screen):
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with solving(screen, time_limit_s=None) as watched:
        os.kill(os.getpid(), signal.SIGINT)
        assert not watched.stop()


def test_a_terminal_gets_a_moving_line():
    console = Console(file=io.StringIO(), width=200, force_terminal=True)
    screen = Screen("en", err=console)
    with solving(screen, time_limit_s=10.0) as watched:
        watched.listener(Progress("search", 1.0, cost=30.0, bound=20.0))
    assert "30.0" in console.file.getvalue()
