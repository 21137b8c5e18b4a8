"""The fewest people of weeks, on plain files or of a shop: one line each, with bound and roster."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from scheduler.headcount.asked import HeadcountAsked
from scheduler.headcount.fewest import fewest
from scheduler.headcount.kinds import PersonKind
from scheduler.headcount.outcome import Fewest
from scheduler.horizon import ClockSpan
from scheduler.outsourcing import without_vendor
from scheduler.whatif import Changes, changed
from service.roster.folder import forecast_of
from service.roster.weeks import problem as problem_of_week
from service.trial.scenario_result import week_as_is
from store.files.week import read_week, write_roster, write_week

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from scheduler.problem import RosterProblem
    from scheduler.solve.result import ProgressListener, StopAsked
    from service.desk import Desk

__all__ = ["Fewest", "HeadcountAsked", "PersonKind"]

Report = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ToVendor:
    """
    What goes to a vendor in a line of its own.

    Parameters
    ----------
    posts
        Empty: all.
    window
        Between which times of every day; None: at any time.
    """

    posts: tuple[str, ...] = ()
    window: ClockSpan | None = None


@dataclass(frozen=True, eq=False, slots=True)
class HeadcountLine:
    """
    A week's fewest people.

    Parameters
    ----------
    week
        Label or folder.
    own
        All hours by own people.
    with_vendor
        A vendor's hours left out; None: this was not asked.
    """

    week: str
    own: Fewest
    with_vendor: Fewest | None = None


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
    line = _line(str(folder), problem, asked, vendor, (listener, stop))
    if out is not None and line.own.problem is not None and line.own.roster is not None:
        found = line.own.problem
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
        write_roster(line.own.roster, out / "roster.csv", week.horizon.clock)
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
) -> HeadcountLine:
    """Return the fewest people of a shop's week; parameters and errors as ``headcount_folder``."""
    if level is None:
        problem = problem_of_week(desk, label)
    else:
        with desk.read() as unit:
            week = week_as_is(unit, desk.shop_id, label)
        changes = Changes(level=level)
        problem = changed(week.problem, week.forecast, changes, load=week.load).problem
    return _line(label, problem, asked, vendor, (listener, stop))


def _line(
    name: str,
    problem: RosterProblem,
    asked: HeadcountAsked,
    vendor: ToVendor | None,
    watch: tuple[ProgressListener | None, StopAsked | None],
) -> HeadcountLine:
    others = None if vendor is None else without_vendor(problem, vendor.posts, vendor.window)
    listener, stop = watch
    own = fewest(problem, asked, listener=listener, stop=stop)
    if others is None:
        return HeadcountLine(name, own)
    return HeadcountLine(name, own, fewest(others, asked, listener=listener, stop=stop))


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
        "kinds": [kind_told(kind) | {"people": many} for kind, many in in_order(found)],
        "today": [kind_told(kind) | {"people": many} for kind, many in found.today.items()],
        "required_hours": found.required_hours,
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


def kind_told(kind: PersonKind) -> Report:
    """Return a kind for programs."""
    return {
        "posts": list(kind.posts),
        "contract_hours": kind.contract.hours_week,
        "work_plan": kind.work_plan,
    }


def in_order(found: Fewest) -> Iterator[tuple[PersonKind, int]]:
    """Yield the kinds and how many of each: fewest posts first."""
    order = lambda each: (len(each[0].posts), each[0].posts, -each[0].contract.hours_week)  # noqa: E731
    yield from sorted(found.counts.items(), key=order)


def by_posts(found: Fewest) -> dict[tuple[str, ...], int]:
    """Return how many people there are by the posts they hold, contracts put together."""
    counts: dict[tuple[str, ...], int] = {}
    for kind, many in in_order(found):
        counts[kind.posts] = counts.get(kind.posts, 0) + many
    return counts
