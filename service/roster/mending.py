"""Mending a roster people know, in plain files: who is away, what changes, what it is worth."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.announced import DayChange
from scheduler.cut import Cut, Cutting, lost_shifts
from scheduler.house_price import Override
from scheduler.nearest import calls_for
from scheduler.problem import RosterProblem
from scheduler.repair import WORTH_HOURS, Repaired, RepairParams, cuts_of, repair
from scheduler.roster import Roster
from scheduler.rules.type_pins import in_the_way
from scheduler.shift import Shift
from scheduler.standby import StandbyCall
from scheduler.verify.checker import verify
from scheduler.verify.verdict import Verdict
from service.roster.cut_choices import PricedChoice, choices_of
from service.roster.overriding import Weighed, set_by_hand, still_of, weigh
from service.roster.report import override_report, solve_report, violation_report
from service.roster.roster_file import Away, read_rostered, reported_now
from store.files.absences import save_absences, write_reported
from store.files.rules_preset import house_prices
from store.files.week import read_week

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.horizon import Horizon
    from scheduler.solve.result import ProgressListener, SolveParams, StopAsked

__all__ = [
    "WORTH_HOURS",
    "Away",
    "Cutting",
    "DayChange",
    "Mended",
    "mend_roster",
    "mending_report",
]

Report = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """
    Where the absences reported since the roster was announced were written.

    Parameters
    ----------
    count
        How many there are.
    beside, in_week
        The file beside the mended roster, and that of the week; None: not written there.
    """

    count: int
    beside: Path | None
    in_week: Path | None


@dataclass(frozen=True, eq=False, slots=True)
class Mended:
    """
    A roster file after its repair.

    Parameters
    ----------
    problem
        The week with the new absences.
    repaired
        What the engine found.
    left
        The checker's word on what is left when nobody takes the lost shifts.
    verdict
        Its word on the mended roster; None where there is none.
    choices
        By shift that an absence takes a part of and whose rest no shape has: what may become of it.
    kept
        Where the absences were written.
    weighed, reason
        What the mended roster breaks that the rest of the announced one does not, and why.
    overrides
        Which of its breaches of the house were decided by hand, in this repair or before.
    calls
        By which people who stand by as announced could be where shifts fell out.
    """

    problem: RosterProblem
    repaired: Repaired
    left: Verdict
    verdict: Verdict | None
    choices: dict[Shift, tuple[PricedChoice, ...]]
    kept: Kept
    weighed: Weighed
    reason: str
    overrides: tuple[Override, ...]
    calls: tuple[StandbyCall, ...]


def mend_roster(
    folder: Path,
    roster_file: Path,
    away: Sequence[Away],
    params: SolveParams,
    *,
    weeks: int | None = None,
    from_time: str = "",
    worth_hours: float = WORTH_HOURS,
    cutting: Cutting = Cutting.KEEP,
    reason: str = "",
    out: Path | None = None,
    save: bool = False,
    listener: ProgressListener | None = None,
    stop: StopAsked | None = None,
) -> Mended:
    """
    Return a roster with the least change that the absences ask for.

    Parameters
    ----------
    folder, roster_file
        The week, whose own absences count too, and the roster as it was announced; absences
        written beside it count as well.
    away
        Who else cannot come.
    params
        Seed and limits.
    weeks
        How many from the folder's first day on; None: as many days as the folder says.
    from_time
        Local ISO time before which nothing changes; empty: the beginning of the first of ``away``,
        or of the week.
    worth_hours
        Missing agent-hours that changing one more day must save.
    cutting
        What becomes of what an absence leaves of a shift, where no shape has it.
    reason
        Why rules of the house are broken; needed where they are.
    out
        Where to write the mended roster, the reported absences beside it; None: nowhere.
    save
        Whether these are written into the week too.
    listener, stop
        Told of progress, asked whether to stop.

    Raises
    ------
    InputError
        With every fault of the files and of what is said of absences; when the mended roster would
        break the law, or a rule of the house without a reason. Then nothing is written.
    """
    found = read_rostered(folder, roster_file, weeks=weeks, away=away)
    horizon, by_hand = found.problem.horizon, found.overrides
    problem = replace(
        _without_lost_pins(found.problem),
        overruled=set_by_hand(found.problem, found.roster, by_hand),
    )
    said = reported_now(problem, away)
    from_min = horizon.start_min
    if from_time:
        from_min = horizon.clock.parse(from_time)
    elif said:
        from_min = min(each.start_min for each in said)
    limits = RepairParams(from_min, worth_hours, cutting)
    away_from = lost_shifts(problem, found.roster.shifts)
    bare = Roster(tuple(shift for shift in found.roster.shifts if shift not in away_from))
    left = (one for cut in cuts_of(problem, away_from, cutting) for one in cut.kept)
    _allowed(problem, bare, Roster((*bare.shifts, *left)), reason)  # before the engine's time
    repaired = repair(problem, found.roster, limits, params, listener=listener, stop=stop)
    roster = repaired.result.roster
    verdict = None if roster is None else verify(problem, roster)
    weighed = Weighed() if roster is None else _allowed(problem, bare, roster, reason)
    kept = (*by_hand, *weighed.overrides(horizon.iso_week, reason))
    standing = () if verdict is None else still_of(kept, verdict.violations)
    beside = in_week = None
    if out is not None and roster is not None:
        beside = write_reported(roster, found.reported, out, horizon.clock, standing)
    if save and found.reported:
        own = dict.fromkeys((*read_week(folder).absences, *found.reported))
        in_week = save_absences(own, folder, horizon.clock)
    return Mended(
        problem,
        repaired,
        verify(problem, _left(found.roster, repaired)),
        verdict,
        choices_of(problem, repaired),
        Kept(len(found.reported), beside, in_week),
        weighed,
        reason.strip(),
        standing,
        calls_for(problem, bare, away_from),
    )


def _allowed(problem: RosterProblem, bare: Roster, made: Roster, reason: str) -> Weighed:
    """
    Return what a roster breaks that what absences leave untouched of the announced one does not.

    Raises
    ------
    InputError
        When that is of law, or of the house and there is no reason.
    """
    was, now = (Counter(verify(problem, one).violations) for one in (bare, made))
    new, gone = now - was, was - now
    if not new:
        return Weighed()
    changes = {"new": new.elements(), "gone": gone.elements()}
    found = weigh(problem, made, **changes, prices=house_prices())  # a folder has no shop's own
    found.require_allowed(problem, reason, code="repair_reason_missing")
    return found


def _without_lost_pins(problem: RosterProblem) -> RosterProblem:
    """Return a problem without the pins that absences take: nobody can hold to them."""
    lost = set(lost_shifts(problem, problem.pins))
    return replace(
        problem,
        pins=tuple(pin for pin in problem.pins if pin not in lost),
        type_pins=tuple(pin for pin in problem.type_pins if not in_the_way(problem, pin)),
    )


def _left(roster: Roster, repaired: Repaired) -> Roster:
    """Return what is left of a roster when nobody takes what absences took."""
    kept = {cut.shift: cut.kept for cut in repaired.cuts} | dict.fromkeys(repaired.lost, ())
    return Roster(tuple(one for shift in roster.shifts for one in kept.get(shift, (shift,))))


def mending_report(mended: Mended, params: SolveParams) -> Report:
    """
    Return what changed, and how good the mended roster is.

    ``cost`` and the breaches are those of the whole week, as ``verify`` says; ``gap_hours`` is how
    far the changes may be from the best ones, their worth counted.
    """
    problem, repaired = mended.problem, mended.repaired
    horizon, result = problem.horizon, repaired.result
    report = solve_report(problem, params, result, None)
    report |= {"repair_cost": result.cost, "repair_bound": result.bound}
    if mended.verdict is not None:
        report |= solve_report(problem, params, result, mended.verdict)
    helpers = others(repaired)
    return report | {
        "without_repair": {
            "cost": mended.left.cost.total,
            "breaches": len(mended.left.violations),
            "stretches": len(mended.left.stretches),
            "by_rule": mended.left.by_rule,
        },
        "lost_shifts": [_shift(shift, horizon) for shift in repaired.lost],
        "overrides": [
            violation_report(found, horizon) | override_report(one)
            for found in (() if mended.verdict is None else mended.verdict.violations)
            for one in still_of(mended.overrides, [found])[-1:]
        ],
        "cut_shifts": [_cut(cut, mended) for cut in repaired.cuts],
        "standby_calls": [_call(call, horizon) for call in mended.calls],
        "absences": {
            "count": mended.kept.count,
            "beside": mended.kept.beside and str(mended.kept.beside),
            "in_week": mended.kept.in_week and str(mended.kept.in_week),
        },
        "changed_days": sum(change.is_of_hours for change in helpers),
        "changed_people": len({each.agent_id for each in helpers if each.is_of_hours}),
        "changes": [
            {
                "agent_id": change.agent_id,
                "date": horizon.date(change.day),
                "of_hours": change.is_of_hours,
                "was": [_shift(shift, horizon) for shift in change.was],
                "now": [_shift(shift, horizon) for shift in change.now],
            }
            for change in repaired.changes
        ],
    }


def _call(call: StandbyCall, horizon: Horizon) -> Report:
    when = horizon.clock.format(call.from_min)
    return {"agent_id": call.agent_id, "from": when, "post": call.post}


def others(repaired: Repaired) -> tuple[DayChange, ...]:
    """Return the changes that are not only a shift that goes, or what is left of it."""
    hit = {*repaired.lost, *(cut.shift for cut in repaired.cuts)}
    kept = {shift for cut in repaired.cuts for shift in cut.kept}
    return tuple(
        change
        for change in repaired.changes
        if not (hit.issuperset(change.was) and kept.issuperset(change.now))
    )


def _cut(cut: Cut, mended: Mended) -> Report:
    """Return a shift that an absence takes a part of; ``choices`` where no shape has the rest."""
    horizon = mended.problem.horizon
    return {
        "shift": _shift(cut.shift, horizon),
        "left": [_shift(shift, horizon) for shift in cut.left],
        "kept": [_shift(shift, horizon) for shift in cut.kept],
        "choices": [
            {
                "cut": choice.how.value,
                "kept": [_shift(shift, horizon) for shift in choice.kept],
                "by_rule": choice.by_rule,
                "cost_change": choice.cost_change,
                "taken": choice.kept == cut.kept,
            }
            for choice in mended.choices.get(cut.shift, ())
        ],
    }


def _shift(shift: Shift, horizon: Horizon) -> Report:
    form = horizon.clock.format
    meal = shift.meal and f"{form(shift.meal.start_min)}/{form(shift.meal.end_min)}"
    return {
        "agent_id": shift.agent_id,
        "post": shift.post,
        "start": form(shift.start_min),
        "end": form(shift.end_min),
        "meal": meal,
    }
