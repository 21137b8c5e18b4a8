"""A solve's progress on standard error: a moving line on a terminal, plain lines elsewhere."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.progress import BarColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.solve.result import Progress, ProgressListener
    from ui.cli.screen import Screen


@contextmanager
def solving(screen: Screen, *, time_limit_s: float | None) -> Iterator[ProgressListener]:
    """Show what a solve is doing and how good it is so far; hands over the listener to give it."""
    if not screen.err.is_terminal:
        yield _Lines(screen)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Bar(*columns, console=screen.err, transient=True) as bar:
        task = bar.add_task(screen.word("cli.solving"), total=time_limit_s)
        yield _Moving(screen, bar, task)


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
