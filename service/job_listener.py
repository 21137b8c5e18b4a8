"""Who hears how far a job is, and says whether to stop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from scheduler.solve.result import Progress, SolveResult
    from store.scenarios import ScenarioResult


class JobListener(Protocol):
    """
    The job's process, as its work sees it.

    Parameters
    ----------
    progress
        What was last told.
    is_handed_back
        The process must end: what there is goes back into the line.
    is_stopped
        A person asked for a stop: what there is is the answer.
    """

    progress: Progress
    is_handed_back: bool
    is_stopped: bool

    def tell(self, progress: Progress) -> None:
        """Note progress."""

    def finish(self, result: SolveResult | ScenarioResult) -> None:
        """Note what came out."""

    def stop_asked(self) -> bool:
        """Return whether to stop."""
