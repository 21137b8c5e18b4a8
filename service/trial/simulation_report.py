"""What programs read of a simulated roster."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from scheduler.post import LevelDefinition
from scheduler.simulate.held import WhatCounts, held_by
from store.simulations import MEASURES

if TYPE_CHECKING:
    from scheduler.problem import RosterProblem
    from scheduler.simulate.estimate import Estimate
    from scheduler.simulate.outcome import Simulation
    from scheduler.simulate.tally import Tally

Report = dict[str, Any]
HOUR_MIN = 60


def simulation_report(
    problem: RosterProblem, simulation: Simulation, *, with_intervals: bool = False
) -> Report:
    """
    Return the measures of a simulation, of each post and of all, with 95 % intervals.

    ``target_missed`` of a post says that its service level, as the post defines it, lies below its
    target by more than its interval, or, where days or hours count, that not enough of them reach
    it (``held``); ``promises`` are its further targets. ``hours``, and
    ``intervals`` where they are asked for, are those in which chats come, worst first: how many
    come, how many are answered late or never (``late``), how many leave unanswered (``lost``), and
    by how many chats the target is missed (``too_late``).
    """
    posts: Report = {}
    for row, post in enumerate(simulation.posts):
        target = problem.post_by_id[post].staffing.service_level
        measures = _measures(simulation.by_post, row)
        level = measures["service_level"]["high"]
        held = _held(simulation, row, target)
        missed = level is not None and level < target
        if simulation.params.counts is not WhatCounts.WEEK_CHATS:
            missed = held is not None and not held["is_held"]
        posts[post] = {
            "target": target,
            "target_missed": missed,
            "held": held,
            "definition": problem.post_by_id[post].staffing.definition.value,
            **measures,
            "by_definition": {
                each.value: _estimate(simulation.by_post.service_level_as(each), row)
                for each in LevelDefinition
            },
            "promises": [each for each in _promises(simulation) if each["post"] == post],
        }
    return {
        "replications": simulation.replications,
        "seed": simulation.params.seed,
        "posts": posts,
        "total": _measures(simulation.total, ()),
        "hours": course(problem, simulation),
    } | (
        {"intervals": course(problem, simulation, simulation.horizon.interval_min)}
        if with_intervals
        else {}
    )


def course(problem: RosterProblem, simulation: Simulation, minutes: int = HOUR_MIN) -> list[Report]:
    """Return each stretch with chats by post: those that miss the target by most chats first."""
    tally, horizon = simulation.every(minutes), simulation.horizon
    offered, late, lost = (
        each.mean(axis=0) for each in (tally.offered, tally.counted - tally.held, tally.abandoned)
    )
    found = []
    for row, stretch in np.argwhere(offered > 0).tolist():
        post = simulation.posts[row]
        target = problem.post_by_id[post].staffing.service_level
        level = _estimate(tally.service_level, (row, stretch))
        allowed = float(tally.counted[:, row, stretch].mean()) * (1 - target)
        found.append(
            {
                "post": post,
                "start": horizon.clock.format(horizon.start_min + stretch * minutes),
                "offered": float(offered[row, stretch]),
                "service_level": level,
                "target": target,
                "missed": level["high"] is not None and level["high"] < target,
                "late": float(late[row, stretch]),
                "lost": float(lost[row, stretch]),
                "too_late": max(0.0, float(late[row, stretch]) - allowed),
            }
        )
    return sorted(found, key=lambda each: (-each["too_late"], each["start"], each["post"]))


def held_by_post(problem: RosterProblem, simulation: Simulation) -> dict[str, Report | None]:
    """Return whether each post holds its target by what counts; None: too few chats to say so."""
    return {
        post: _held(simulation, row, problem.post_by_id[post].staffing.service_level)
        for row, post in enumerate(simulation.posts)
    }


def _held(simulation: Simulation, row: int, target: float) -> Report | None:
    """Return whether a post holds its target by what counts; None: too few chats."""
    params, tally, horizon = simulation.params, simulation.tally, simulation.horizon
    counted, held = (each[:, row].mean(axis=0) for each in (tally.counted, tally.held))
    level = np.divide(held, counted, out=np.zeros_like(held), where=counted > 0)
    told: Report = {"counts": params.counts, "least_hours": params.least_hours}
    found = held_by(level, counted, horizon, target, **told)
    if found is None:
        return None
    start = horizon.clock.format(horizon.minute(found.worst))
    return asdict(found) | told | {"worst": start}


def _promises(simulation: Simulation) -> list[Report]:
    kept = simulation.kept
    found = []
    for place, promise in enumerate(simulation.promises):
        target, level = promise.target, _estimate(kept, place)
        found.append(
            {
                "post": promise.post,
                "share": target.share,
                "within_seconds": None if promise.is_answer_rate else target.within_s,
                "definition": target.definition.value,
                "hours": None if target.hours is None else str(target.hours),
                "every_turn": target.every_turn,
                "kept": level,
                "missed": level["high"] is not None and level["high"] < target.share,
            }
        )
    return found


def _measures(tally: Tally, place: int | tuple[()]) -> Report:
    return {name: _estimate(getattr(tally, name), place) for name in MEASURES}


def _estimate(estimate: Estimate, place: int | tuple[int, ...]) -> Report:
    values = {name: getattr(estimate, name)[place] for name in ("mean", "low", "high")}
    return {name: float(value) if np.isfinite(value) else None for name, value in values.items()}
