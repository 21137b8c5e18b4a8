"""The fewest people of weeks, on plain files or of a shop: one line each, with bound and roster."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from scheduler.changes import Changes
from scheduler.headcount.asked import HeadcountAsked, ToVendor
from scheduler.headcount.fewest import fewest
from scheduler.headcount.kinds import PersonKind
from scheduler.headcount.outcome import Fewest, FewestFound, HeadcountLine, KindCount, in_order
from scheduler.outsourcing import without_vendor
from scheduler.whatif import changed
from service.roster.folder import forecast_of
from service.roster.question import question_key
from service.roster.weeks import problem as problem_of_week
from service.trial.scenario_result import week_as_is
from store.files.week import read_week, write_roster, write_week

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from scheduler.problem import RosterProblem
    from scheduler.solve.result import ProgressListener, StopAsked
    from service.desk import Desk

__all__ = ["Fewest", "HeadcountAsked", "HeadcountLine", "PersonKind", "ToVendor"]

Report = dict[str, Any]


class WeekFound(NamedTuple):
    """
    A week of a shop.

    Parameters
    ----------
    line
        What was found.
    shown
        The line of own people, with the roster that shows it.
    question_key
        Key of the week's problem.
    """

    line: HeadcountLine
    shown: FewestFound
    question_key: str


def headcount_folder(
    folder: Path,
    asked: HeadcountAsked,
    *,
    vendor: ToVendor | None = None,
    level: float | None = None,
    out: Path | None = None,
    listener: ProgressListener | None = None,
    stop: StopAsked | None = None,
) -> HeadcountLine:
    """
    Return the fewest people of a folder's week.

    Parameters
    ----------
    level
        Staff for this quantile of the folder's forecast; None: for its own requirement.
    vendor
        What a second line leaves to a vendor; None: there is no such line.
    out
        Where to write the week with these people and their roster; None: nowhere.

    Raises
    ------
    InputError
        When the folder is faulty, or as ``fewest``.
    """
    week = read_week(folder)
    problem = week.problem()
    if level is not None:
        problem = changed(problem, forecast_of(week), Changes(level=level)).problem
    line, shown = _line(str(folder), problem, asked, vendor, (listener, stop))
    if out is not None and shown.problem is not None and shown.roster is not None:
        found = shown.problem
        kept = replace(
            week,
            agents=found.agents,
            requirement=found.requirement,
            rules=found.rules,
            history=found.history,
            absences=(),
            wishes=(),
            pins=(),
            type_pins=(),
        )
        write_week(kept, out)
        write_roster(shown.roster, out / "roster.csv", week.horizon.clock)
    return line


def headcount_week(
    desk: Desk,
    label: str,
    asked: HeadcountAsked,
    *,
    vendor: ToVendor | None = None,
    level: float | None = None,
    listener: ProgressListener | None = None,
    stop: StopAsked | None = None,
) -> WeekFound:
    """Return the fewest people of a shop's week; parameters and errors as ``headcount_folder``."""
    if level is None:
        problem = own = problem_of_week(desk, label)
    else:
        with desk.read() as unit:
            week = week_as_is(unit, desk.shop_id, label)
        own, changes = week.problem, Changes(level=level)
        problem = changed(own, week.forecast, changes, load=week.load).problem
    line, shown = _line(label, problem, asked, vendor, (listener, stop))
    return WeekFound(line, shown, question_key(own))


def _line(
    name: str,
    problem: RosterProblem,
    asked: HeadcountAsked,
    vendor: ToVendor | None,
    watch: tuple[ProgressListener | None, StopAsked | None],
) -> tuple[HeadcountLine, FewestFound]:
    others = None if vendor is None else without_vendor(problem, vendor.posts, vendor.window)
    listener, stop = watch
    own = fewest(problem, asked, listener=listener, stop=stop)
    if others is None:
        return HeadcountLine(name, own.told), own
    rest = fewest(others, asked, listener=listener, stop=stop).told
    return HeadcountLine(name, own.told, rest), own


def headcount_report(lines: Sequence[HeadcountLine], asked: HeadcountAsked) -> Report:
    """Return the lines for programs."""
    return {
        "short_share": asked.short_share,
        "seconds": asked.seconds,
        "seed": asked.seed,
        "weeks": [
            {"week": line.week, "own": told(line.own)}
            | ({} if line.with_vendor is None else {"with_vendor": told(line.with_vendor)})
            for line in lines
        ],
    }


def told(found: Fewest) -> Report:
    """Return one answer for programs."""
    return {
        "bound": found.bound,
        "people": found.people,
        "apart": found.apart,
        "kinds": [_counted(each) for each in in_order(found.counts)],
        "today": [_counted(each) for each in found.today],
        "required_hours": found.required_hours,
        "required_hours_with_minimums": found.filled_hours,
        "allowed_hours": found.allowed_hours,
        "short_hours": found.short_hours,
        "left_out_hours": found.left_out_hours,
        "tries": [
            {
                "people": each.people,
                "short_hours": each.short_hours,
                "breaches": each.breaches,
                "holds": each.holds,
            }
            for each in found.tries
        ],
        "first_hires": [
            kind_told(each.kind) | {"saved_hours": each.saved_hours} for each in found.first_hires
        ],
        "seconds": found.seconds,
    }


def _counted(count: KindCount) -> Report:
    return kind_told(count.kind) | {"people": count.people}


def kind_told(kind: PersonKind) -> Report:
    """Return a kind for programs."""
    return {
        "posts": list(kind.posts),
        "contract_hours": kind.contract.hours_week,
        "work_plan": kind.work_plan,
    }
