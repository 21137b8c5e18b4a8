"""What programs read of how liveable a roster is, beside the week before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scheduler.liveable import Liveable, liveable, week_before

if TYPE_CHECKING:
    from scheduler.liveable import Lived
    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster

Report = dict[str, Any]


def liveable_report(problem: RosterProblem, roster: Roster) -> Report:
    """
    Return how liveable a roster is, and under ``week_before`` the 7 days before; None: unknown.

    Hours are of the clock for jumps and of work for the rest; ``late_shifts`` is None where the
    rules name no evening.
    """
    before, has_lates = week_before(problem), problem.rules.hours.late is not None
    return {
        **_measures(liveable(problem, roster), has_lates=has_lates),
        "week_before": None
        if before is None
        else {**_measures(before, has_lates=has_lates, is_over=True), "unknown": [*before.unknown]},
    }


def _measures(found: Liveable, *, has_lates: bool, is_over: bool = False) -> Report:
    total, most = found.burden, found.most_burden
    return {
        "days": found.days_known,
        "start_times": found.clocks,
        "starts_per_week": _pair(found.mean_starts, found.most_starts),
        "jump_hours": _pair(_hours(found.mean_jump_min), _hours(found.largest_jump_min)),
        "two_days_off_together": found.share_off_together,
        "night_shifts": _pair(total.nights, most.nights, "sum"),
        "weekend_shifts": _pair(total.weekends, most.weekends, "sum"),
        "late_shifts": _pair(total.lates, most.lates, "sum") if has_lates else None,
        "longest_run_days": found.longest_run,
        "wishes": None if is_over else {"asked": found.wishes, "kept": found.wishes_kept},
        "hours_given": _hours(found.given_min),
        "hours_owed": None if is_over else _hours(found.owed_min),
        "hours_withheld": None if is_over else _hours(found.withheld_min),
        "people": [_person(one, has_lates=has_lates, is_over=is_over) for one in found.people],
    }


def _person(one: Lived, *, has_lates: bool, is_over: bool) -> Report:
    jumps = one.jumps_min
    return {
        "agent_id": one.agent_id,
        "starts_per_week": list(one.starts),
        "jump_hours": _pair(
            _hours(sum(jumps) / len(jumps)) if jumps else None, _hours(max(jumps, default=None))
        ),
        "two_days_off_together": list(one.off_together),
        "night_shifts": one.burden.nights,
        "weekend_shifts": one.burden.weekends,
        "late_shifts": one.burden.lates if has_lates else None,
        "longest_run_days": one.longest_run,
        "wishes": None if is_over else {"asked": one.wishes, "kept": one.wishes_kept},
        "hours_given": _hours(one.given_min),
        "hours_owed": None if is_over else _hours(one.owed_min),
    }


def _pair(first: float | None, most: float | None, name: str = "mean") -> Report:
    return {name: first, "most": most}


def _hours(minutes: float | None) -> float | None:
    return None if minutes is None else minutes / 60
