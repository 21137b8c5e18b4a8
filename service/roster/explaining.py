"""Why people are missing, in plain files: at a moment, where it is worst, or before any roster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scheduler.covering import Covering, covering
from scheduler.errors import Fault, InputError, require
from scheduler.explain import (
    Explanation,
    PersonThen,
    StandingThen,
    conflicts,
    explain,
    short_stretches,
)
from scheduler.instead import PairCompared, PairSolved, compared, solved
from scheduler.open_stretch import OpenStretch, open_stretches
from scheduler.problem import RosterProblem
from scheduler.staffing.overload import Overload, overloads
from scheduler.staffing.sealed import with_minimums
from service.roster.covering import covering_report
from service.roster.long_weeks import read_weeks
from service.roster.report import violation_report
from service.roster.roster_file import Away, read_rostered, reported_now, with_absences
from service.roster.unsolvable import SECONDS, WhyNone, why_none, why_none_report
from store.files.rules_preset import house_prices

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from scheduler.horizon import Horizon
    from scheduler.roster import Roster

__all__ = [
    "Explained",
    "Explanation",
    "PersonThen",
    "StandingThen",
    "explain_week",
    "explaining_report",
]

Report = dict[str, Any]
Reason = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, eq=False, slots=True)
class Explained:
    """
    What there is to say of a week, or of a roster for it.

    Parameters
    ----------
    problem
        The question.
    reasons
        What stands in the way of any roster without a breach, as far as counting shows it.
    overloads
        Posts whose need none of the people could ever cover.
    explanations
        Of the stretches looked at; empty where nobody is missing, or without a roster.
    beside
        How many absences stand beside the roster; they count.
    covering
        Who can cover the stretch asked about; None: none was.
    why
        Without a roster: the smallest conflicts of the week and the ways out; None: with one.
    pair
        Two people compared for the shift of one of them, and their weeks made anew with it given
        to the other; None: nobody was asked about.
    """

    problem: RosterProblem
    reasons: tuple[Reason, ...]
    overloads: tuple[Overload, ...]
    explanations: tuple[Explanation, ...]
    beside: int
    why: WhyNone | None = None
    covering: Covering | None = None
    pair: tuple[PairCompared, PairSolved] | None = None


def explain_week(
    folder: Path,
    roster_file: Path | None = None,
    *,
    weeks: int | None = None,
    post: str = "",
    at: str = "",
    until: str = "",
    agent_id: str = "",
    instead_of: str = "",
    away: Sequence[Away] = (),
    count: int = 3,
    seconds: float = SECONDS,
) -> Explained:
    """
    Return why people are missing.

    Parameters
    ----------
    folder
        Holds the week.
    roster_file
        A roster for it; None: what any roster has to live with.
    weeks
        How many from the folder's first day on; None: as many days as the folder says.
    post, at
        A post and a local ISO time to look at; empty: the stretches below the minimum, where there
        are none those that miss most agent-hours.
    until
        With a post and a time: who can cover the stretch until then is told too; empty: not.
    agent_id
        Only this person; empty: everybody.
    instead_of
        With a person and a time: who has the shift then that this person has not; empty: nobody.
    away
        Who cannot come, besides what the week and the absences beside the roster say.
    count
        How many stretches to look at, and how many ways out to price for each.
    seconds
        Without a roster: after which no more conflicts and ways out are looked for.

    Raises
    ------
    InputError
        For faulty files, half a place, or somebody unknown.
    """
    beside, roster = 0, None
    if roster_file is None:
        asked = read_weeks(folder, weeks).problem()
        problem = with_absences(asked, reported_now(asked, away))
    else:
        found = read_rostered(folder, roster_file, weeks=weeks, away=away)
        problem, roster, beside = found.problem, found.roster, len(found.beside)
    faults = []
    if (
        bool(post) != bool(at)
        or (agent_id and not at)
        or ((at or until) and roster_file is None)
        or (until and not at)
        or (instead_of and not (at and agent_id))
    ):
        faults.append(Fault("place_incomplete"))
    for who in (agent_id, instead_of):
        if who and who not in problem.agent_by_id:
            faults.append(Fault("unknown_agent", value=who))
    if faults:
        raise InputError(faults)
    needed = with_minimums(problem.requirement, problem.posts, problem.rules)
    loads = overloads(needed, problem.agents)
    if roster is None:
        why = why_none(problem, house_prices(), seconds=seconds)
        return Explained(problem, conflicts(problem), loads, (), beside, why)
    stretches = (
        (_interval(problem, roster, post, at),)
        if at
        else open_stretches(problem, roster)[:count]
        or short_stretches(problem, roster, count=count)
    )
    explanations = tuple(
        explain(problem, roster, stretch, count=count, only=agent_id) for stretch in stretches
    )
    able = None
    if until:
        ends = problem.horizon.clock.parse(until)
        begins = stretches[0].start_min
        require(begins < ends, "ends_before_start", column="end", value=until)
        able = covering(problem, roster, OpenStretch(post, begins, ends, 1))
    pair = _pair(problem, roster, (instead_of, agent_id), at) if instead_of else None
    return Explained(problem, (), loads, explanations, beside, covering=able, pair=pair)


def _pair(
    problem: RosterProblem, roster: Roster, who: tuple[str, str], at: str
) -> tuple[PairCompared, PairSolved]:
    """Return the first of two people beside the second for the shift they have at a moment."""
    minute, (holder, other) = problem.horizon.clock.parse(at), who
    mine = roster.by_agent().get(holder, ())
    shift = next((one for one in mine if minute in one.span), None)
    if shift is None:
        raise InputError(Fault("no_shift_then", value=holder, details={"at": at.replace("T", " ")}))
    return compared(problem, roster, shift, other), solved(problem, roster, shift, other)


def _interval(problem: RosterProblem, roster: Roster, post: str, at: str) -> OpenStretch:
    """Return the interval in which a moment lies, with the people below the minimum there."""
    horizon = problem.horizon
    cell = horizon.interval_of(horizon.clock.parse(at))
    start, end = horizon.minute(cell), horizon.minute(cell + 1)
    missing = [
        stretch.missing
        for stretch in open_stretches(problem, roster)
        if stretch.post == post and stretch.start_min <= start < stretch.end_min
    ]
    return OpenStretch(post, start, end, missing[0] if missing else 0)


def explaining_report(explained: Explained) -> Report:
    """Return an explanation for programs."""
    horizon = explained.problem.horizon
    why: Report = {} if explained.why is None else {"unsolvable": why_none_report(explained.why)}
    is_conflict = bool(explained.reasons) or (
        explained.why is not None and bool(explained.why.found)
    )
    if explained.covering is not None:
        why["covering"] = covering_report(explained.covering, horizon)
    if explained.pair is not None:
        why["pair"] = _pair_report(*explained.pair, horizon)
    return why | {
        "status": "conflict" if is_conflict else "explained",
        "reasons": [{"code": code, "names": list(names)} for code, names in explained.reasons],
        "overloads": [
            {"posts": list(each.posts), "short_hours": each.short_hours, "peak": each.peak}
            for each in explained.overloads
        ],
        "explanations": [_explanation(each, horizon) for each in explained.explanations],
    }


def _pair_report(found: PairCompared, anew: PairSolved, horizon: Horizon) -> Report:
    return {
        "agents": {
            one.agent_id: {
                "week_min": one.week_min,
                "contract_min": one.contract_min,
                "rest_min": one.rest_min,
                "wishes": sum(wish.weight for wish in one.wishes),
                "broken": [violation_report(each, horizon) for each in one.broken],
            }
            for one in (found.holder, found.other)
        },
        "new": [violation_report(each, horizon) for each in found.new],
        "cost_change": found.dearer,
        "anew": {
            "status": anew.status.value,
            "cost_change": anew.cost_change,
            "reasons": [{"code": code, "names": list(names)} for code, names in anew.reasons],
        },
    }


def _explanation(explanation: Explanation, horizon: Horizon) -> Report:
    form, stretch = horizon.clock.format, explanation.stretch
    return {
        "post": stretch.post,
        "start": form(stretch.start_min),
        "end": form(stretch.end_min),
        "required": explanation.required,
        "minimum": explanation.minimum,
        "at_work": explanation.at_work,
        "below_minimum": stretch.missing,
        "by_standing": {key.value: number for key, number in explanation.by_standing.items()},
        "by_rule": explanation.by_rule,
        "people": [_person(each, horizon) for each in explanation.people],
        "ways": [
            {
                "agent_id": way.helper.shift.agent_id,
                "start": form(way.helper.shift.start_min),
                "end": form(way.helper.shift.end_min),
                "call": way.helper.call is not None,
                "replaces": way.helper.instead_of and form(way.helper.instead_of.start_min),
                "broken": [violation_report(each, horizon) for each in way.helper.broken],
                "leaves_open": [violation_report(each, horizon) for each in way.helper.left_open],
                "cost_change": way.cost_change,
            }
            for way in explanation.ways
        ],
    }


def _person(person: PersonThen, horizon: Horizon) -> Report:
    broken = () if person.helper is None else person.helper.broken
    return {
        "agent_id": person.agent_id,
        "standing": person.standing.value,
        "broken": [violation_report(each, horizon) for each in broken],
    }
