"""What long work is asked and what comes out of it, by kind: plain values, kept as JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from kpi.month import Month
from scheduler.design.menu import Menu
from scheduler.errors import Fault
from scheduler.shift import Shift
from scheduler.simulate.params import SimulationParams
from scheduler.solve.result import SolveParams, SolveResult
from scheduler.unsolvable.told import WhyTold
from store.files.told import NamesTold
from store.headcount_task import PeopleAnswer, PeopleTask
from store.simulations import SimulatedMeasure
from store.sweep_task import SweepAnswer, SweepTask

if TYPE_CHECKING:
    from collections.abc import Mapping


PROCESS = "died"


class JobKind(StrEnum):
    """What is done."""

    SOLVE = "solve"  # a week's roster
    ROUNDS = "rounds"  # a week's roster, simulated and made again
    SCENARIO = "scenario"  # a what-if
    DESIGN = "design"  # the curve of menus of shift types
    PEOPLE = "people"  # the fewest people of weeks
    PAYOUT = "payout"  # a month, scored and paid
    IMPORT = "import"  # a file, taken in
    WHY = "why"  # why a week has no roster, and the ways out
    BACKUP = "backup"  # a copy of the database
    SWEEP = "sweep"  # many what-ifs of a week


@dataclass(frozen=True, slots=True)
class SolveTask:
    """
    What a solve was asked.

    Parameters
    ----------
    params
        Its limits.
    use_draft
        Start from the week's latest version.
    accept
        Keep the answer as a new draft at once, without asking.
    simulation
        Of a scenario: simulate its roster too; None: do not. Of rounds: how each is simulated.
    rounds
        Rosters to make at most, each asked for more people where the last missed its targets in
        simulation; 0: a plain solve.
    """

    params: SolveParams
    use_draft: bool = True
    accept: bool = False
    simulation: SimulationParams | None = None
    rounds: int = 0


@dataclass(frozen=True, slots=True)
class DesignTask:
    """
    What menus of shift types are asked for, and for which week.

    Parameters
    ----------
    week
        Its label.
    most
        Starts of the largest menu.
    first_clock, last_clock, step_min
        When types may start.
    seconds
        In all; None: until each menu is proven.
    """

    week: str
    most: int
    first_clock: int
    last_clock: int
    step_min: int
    seconds: float | None


@dataclass(frozen=True, slots=True)
class WhyTask:
    """Of which week, by its label, it is asked why it has no roster, and for how many seconds."""

    week: str
    seconds: float


@dataclass(frozen=True, slots=True)
class PayoutTask:
    """
    Which month is to be scored.

    Parameters
    ----------
    month
        The month.
    pay
        Pay it too.
    correction
        Why a month that is locked is computed anew; empty: it is not to be.
    """

    month: Month
    pay: bool = True
    correction: str = ""


@dataclass(frozen=True, slots=True)
class ImportTask:
    """
    Which file is to be taken in; what it holds is kept beside the job until then.

    Parameters
    ----------
    kind
        Name of its kind.
    file
        Its name, without folders.
    reason
        Why unusual numbers in it are meant; None: they are refused.
    told
        What was said of how it calls things.
    """

    kind: str
    file: str
    reason: str | None = None
    told: NamesTold = field(default_factory=NamesTold)


@dataclass(frozen=True, slots=True)
class BackupTask:
    """
    Where a copy of the database goes, and which older ones stay.

    Parameters
    ----------
    folder
        As the worker's computer knows it.
    daily, weekly, monthly
        As for ``store.backup_plan.BackupPlan``.
    """

    folder: str
    daily: int
    weekly: int
    monthly: int


@dataclass(frozen=True, slots=True)
class DesignAnswer:
    """
    The best menu found of each size.

    Parameters
    ----------
    curve
        In order of their sizes.
    question_key
        Key of the week's problem as it was.
    """

    curve: tuple[Menu, ...]
    question_key: str = ""


@dataclass(frozen=True, slots=True)
class WhyAnswer:
    """Why a week has no roster, and the key of its problem, pins and all, as it was."""

    why: WhyTold
    problem_key: str


@dataclass(frozen=True, slots=True)
class BackupAnswer:
    """
    What a backup left, and what was seen in it.

    Parameters
    ----------
    path
        The copy.
    deleted
        Older ones that were deleted.
    lines, months
        Of the log, and locked months that were paid anew from it.
    """

    path: str
    deleted: tuple[str, ...]
    lines: int
    months: int


@dataclass(frozen=True, slots=True)
class LoopRound:
    """
    What one roster of several rounds came to.

    Parameters
    ----------
    asked_hours, rostered_hours
        Agent-hours it was asked for, and those its shifts work; None: there is no roster.
    cost
        For the week's own requirement; None: there is no roster.
    breaches
        Hard rules it breaks.
    hours_met
        Hours with chats, of all posts, in which the people required are there.
    held_share
        Share of those that reach their target.
    hours_missed
        Those below it by more than their interval.
    hours, all_held_share
        All hours with chats, of all posts, and the share of them that reaches its target.
    held_chats
        Share of chats that come in such hours.
    hours_short
        Hours below their target, by more than their interval, that lack people required.
    level
        Share answered in time, of all posts; None: there is no roster.
    """

    asked_hours: float
    rostered_hours: float | None
    cost: float | None
    breaches: int
    hours_met: int
    held_share: float
    hours_missed: int
    level: SimulatedMeasure | None
    hours: int = 0
    all_held_share: float | None = None
    held_chats: float | None = None
    hours_short: int = 0


@dataclass(frozen=True, slots=True)
class SolveAnswer:
    """
    What came out of a solve, and of which question.

    Parameters
    ----------
    result
        The answer.
    question_key
        Key of the problem without its pins.
    pins
        The pins it had.
    rounds
        What each round came to; empty: it was a plain solve.
    best
        Number of the round, from 0, whose roster this is.
    """

    result: SolveResult
    question_key: str
    pins: tuple[Shift, ...]
    rounds: tuple[LoopRound, ...] = ()
    best: int = 0


@dataclass(frozen=True, slots=True)
class Failure:
    """
    Why a job failed.

    Parameters
    ----------
    kind
        Name of the error's class; ``PROCESS`` where there was none.
    text
        Its message, for the log.
    faults
        What is wrong with the input, when that was it.
    """

    kind: str
    text: str
    faults: tuple[Fault, ...] = ()

    @property
    def is_of_process(self) -> bool:
        """Return whether the process ended, or was ended, and said nothing of the work."""
        return self.kind == PROCESS


Task: TypeAlias = (
    SolveTask | DesignTask | WhyTask | PeopleTask | PayoutTask | ImportTask | BackupTask | SweepTask
)
TASKS: Mapping[JobKind, type[Task]] = {
    JobKind.SOLVE: SolveTask,
    JobKind.ROUNDS: SolveTask,
    JobKind.SCENARIO: SolveTask,
    JobKind.DESIGN: DesignTask,
    JobKind.WHY: WhyTask,
    JobKind.PEOPLE: PeopleTask,
    JobKind.PAYOUT: PayoutTask,
    JobKind.IMPORT: ImportTask,
    JobKind.BACKUP: BackupTask,
    JobKind.SWEEP: SweepTask,
}

Answer: TypeAlias = (
    SolveAnswer | DesignAnswer | WhyAnswer | PeopleAnswer | BackupAnswer | SweepAnswer
)
ANSWERS: Mapping[JobKind, type[Answer]] = {
    JobKind.SOLVE: SolveAnswer,
    JobKind.ROUNDS: SolveAnswer,
    JobKind.DESIGN: DesignAnswer,
    JobKind.WHY: WhyAnswer,
    JobKind.PEOPLE: PeopleAnswer,
    JobKind.BACKUP: BackupAnswer,
    JobKind.SWEEP: SweepAnswer,
}
"""What comes out of the kinds that keep it with the job; others keep it where it belongs."""
