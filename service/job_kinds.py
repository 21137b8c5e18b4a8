"""What is done for a job of each kind: the work, and how what came out is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.solve_job import compute_scenario, make_rounds, solve_week
from service.trial.headcount_job import find_people
from service.trial.sweep_job import make_sweep
from service.whole_jobs import copy_database, design_types, find_why, pay_month, take_file
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
    JobKind.DESIGN: design_types,
    JobKind.WHY: find_why,
    JobKind.PEOPLE: find_people,
    JobKind.PAYOUT: pay_month,
    JobKind.IMPORT: take_file,
    JobKind.BACKUP: copy_database,
    JobKind.SWEEP: make_sweep,
}
"""Does the work and returns what keeps it: one transaction, tried again until it holds."""
CAN_STOP = frozenset(
    {JobKind.SOLVE, JobKind.ROUNDS, JobKind.SCENARIO, JobKind.PEOPLE, JobKind.SWEEP}
)
"""Kinds that stop with the best they have; the others are cut short, and nothing is kept."""
