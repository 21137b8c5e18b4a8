"""
Commands that use the engine run in a child process, so that a crash is told like anything else.

A process that is ended by a signal cannot say so itself. The parent does nothing but wait; signals
meant for the command reach the child, and the child does not outlive its parent.
"""

from __future__ import annotations

import ctypes
import faulthandler
import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from service.kept import data_folder
from ui.cli.endings import Ending

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.cli.screen import Screen

WITH_ENGINE = {"demo", "plan", "roster", "repair", "explain", "whatif", "simulate", "staff"}
LOG = "crash.log"
SET_DEATH_SIGNAL = 1  # of Linux's prctl


def is_asked(arguments: Sequence[str]) -> bool:
    """Return whether a command is to run in a child process."""
    return bool(arguments) and arguments[0] in WITH_ENGINE and hasattr(os, "fork")


def go_apart(screen: Screen) -> None:
    """Return in the child alone; the parent waits, and ends as the child does."""
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        _end_with(parent)
        _write_crashes()
        return
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to both
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda sent, _frame: os.kill(child, sent))
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    raise SystemExit(code if code >= 0 else _told(screen, signal.Signals(-code)))


def _end_with(parent: int) -> None:
    """Let the child be killed when its parent is, where the system can."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(SET_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(Ending.SURPRISE)


def _write_crashes() -> None:
    """Let Python write where it was when it crashes into a file, not over the screen."""
    with suppress(OSError):
        log = data_folder() / LOG
        log.parent.mkdir(parents=True, exist_ok=True)
        faulthandler.enable(log.open("w", encoding="utf-8"))


def _told(screen: Screen, number: signal.Signals) -> int:
    """Say which signal ended the child and what to do; return the exit code."""
    if number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # somebody wanted it
        return 128 + number
    if number == signal.SIGKILL:
        screen.note(screen.word("cli.process_killed", signal=number.name))
    else:
        log = data_folder() / LOG
        screen.note(screen.word("cli.process_crashed", signal=number.name, log=log))
    return Ending.SURPRISE
