"""What is done for a job of each kind: the work, and how what came out is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.solve_job import compute_scenario, make_rounds, solve_week
from store.job_tasks import JobKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from service.job_listener import JobListener
    from store.held import HeldDatabase
    from store.kept_job import KeptJob

    Work = Callable[[HeldDatabase, KeptJob, JobListener], Callable[[], None]]

WORK: Mapping[JobKind, Work] = {
    JobKind.SOLVE: solve_week,
    JobKind.ROUNDS: make_rounds,
    JobKind.SCENARIO: compute_scenario,
}
"""Does the work and returns what keeps it: one transaction, tried again until it holds."""
