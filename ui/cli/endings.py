"""The exit codes, and which of them a result deserves; each is explained in docs/exit_codes.md."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

Report = dict[str, Any]


class Ending(IntEnum):
    """How a command ended, as the shell is told."""

    DONE = 0
    AMISS = 1
    BAD_INPUT = 2
    NO_ROSTER = 3
    SURPRISE = 70
    STOPPED = 130


def of_roster(report: Report) -> Ending:
    """Return how it ends with a clean roster, with breaches, and with none."""
    if report["breaches"] is None:
        return Ending.NO_ROSTER
    return Ending.AMISS if report["breaches"] else Ending.DONE


def of_simulation(report: Report | None) -> Ending:
    """Return how it ends: amiss where a level lies below its target by more than its interval."""
    posts = {} if report is None else report["posts"]
    missed = any(post["target_missed"] for post in posts.values())
    return Ending.AMISS if missed else Ending.DONE


def of_plan(report: Report) -> Ending:
    """Return the graver of the roster's and the simulation's."""
    return max(of_roster(report["roster"]), of_simulation(report["simulation"]))
