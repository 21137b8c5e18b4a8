"""
A solve's progress on standard error: a moving line on a terminal, plain lines elsewhere.

The first Ctrl+C asks the solve to stop, and the best roster so far is kept; the second ends at
once.
"""

from __future__ import annotations

import signal
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.progress import BarColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from scheduler.compiled import Part, is_prepared
from scheduler.solve.result import ProgressListener, StopAsked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from scheduler.solve.result import Progress
    from ui.cli.screen import Screen


@dataclass(frozen=True, slots=True)
class Watched:
    """
    What a solve is given so that it can be watched and stopped.

    Parameters
    ----------
    listener
        Told of its progress.
    stop
        Asked whether to stop.
    """

    listener: ProgressListener
    stop: StopAsked


def tell_preparing(screen: Screen, *parts: Part) -> None:
    """Say that something is compiled first, where it never was in this installation."""
    if not all(is_prepared(part) for part in parts):
        screen.note(screen.word("cli.preparing"))


@contextmanager
def solving(screen: Screen, *, time_limit_s: float | None) -> Iterator[Watched]:
    """Show what a solve is doing and how good it is so far, and let Ctrl+C stop it."""
    with stopped_by_interrupt(screen) as stop:
        if not screen.err.is_terminal:
            yield Watched(_Lines(screen), stop)
            return
        columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        with Bar(*columns, console=screen.err, transient=True) as bar:
            task = bar.add_task(screen.word("cli.solving"), total=time_limit_s)
            yield Watched(_Moving(screen, bar, task), stop)


@contextmanager
def stopped_by_interrupt(screen: Screen) -> Iterator[StopAsked]:
    """Let the first Ctrl+C ask for a stop."""
    asked: list[bool] = []
    before = signal.getsignal(signal.SIGINT)
    if before is signal.SIG_IGN:  # started in the background: Ctrl+C is meant for somebody else
        yield lambda: False
        return

    def ask(_number: int, _frame: FrameType | None) -> None:
        asked.append(True)
        screen.note(screen.word("cli.stopping"))
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, ask)
    try:
        yield lambda: bool(asked)
    finally:
        signal.signal(signal.SIGINT, before)


class _Moving:
    """Moves the bar; called from the solve's thread."""

    def __init__(self, screen: Screen, bar: Bar, task: TaskID) -> None:
        self.screen, self.bar, self.task = screen, bar, task

    def __call__(self, now: Progress) -> None:
        text = progress_line(self.screen, now)
        self.bar.update(self.task, description=text, completed=now.seconds)


class _Lines:
    """Prints one line whenever the phase changes."""

    def __init__(self, screen: Screen) -> None:
        self.screen, self.phase = screen, ""

    def __call__(self, now: Progress) -> None:
        if now.phase != self.phase:
            self.phase = now.phase
            self.screen.note(progress_line(self.screen, now))


def progress_line(screen: Screen, now: Progress) -> str:
    """Return what a solve is doing, the cost so far and the proven bound, in one line."""
    phase = screen.word(f"phase.{now.phase}")
    if now.cost is None or now.bound is None:
        return screen.word("cli.progress_early", phase=phase, seconds=round(now.seconds))
    return screen.word(
        "cli.progress",
        phase=phase,
        seconds=round(now.seconds),
        cost=f"{now.cost:,.1f}",
        bound=f"{now.bound:,.1f}",
    )
