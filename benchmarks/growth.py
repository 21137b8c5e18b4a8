"""
What a roster takes as shops grow: against agents, length of the intervals, and weeks.

``python -m benchmarks.growth --instances DIR --json OUT [--svg growth.svg] [--agents cc20,cc50]``

Two times are measured: to the first clean roster, and to one whose proven gap is at most 1 % of the
agent-hours required. The search spreads its cooling over the limit it is given, so the limit is
doubled until a run ends within 1 %; the time is the moment in that run at which it got there.
Against agents: the weeks of the folder. Against intervals and weeks: one of them (``--of``) with
intervals of 15 min and starts every 15 min, and repeated to 2 and 4 weeks with its wishes.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import math
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.contact_centre import instances
from scheduler.demand import Requirement
from scheduler.horizon import WEEK_DAYS
from scheduler.problem import RosterProblem
from scheduler.solve.result import SolveParams
from scheduler.solve.strategy import solve
from store.files.week import read_week

if TYPE_CHECKING:
    from collections.abc import Iterator

    import altair as alt

FIRST_LIMIT_S = 1.0
SHARE = 0.01  # of the agent-hours required
AXES = {"agents": "people", "intervals": "intervals a day", "weeks": "weeks"}
TIMES = {"first_clean_s": "first clean roster", "within_s": "gap within 1 % of the hours"}
TICKS_S = [0.01, 0.1, 1, 10, 100, 1000]
Record = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Case:
    """One point of a curve: its axis, its place on it, the problem."""

    axis: str
    size: int
    name: str
    problem: RosterProblem


def halved(problem: RosterProblem) -> RosterProblem:
    """Return the week in intervals half as long, with starts at each of them."""
    step = problem.horizon.interval_min // 2
    horizon = replace(problem.horizon, interval_min=step)
    needs = np.repeat(problem.requirement.agents, 2, axis=1)
    return replace(
        problem,
        horizon=horizon,
        rules=replace(problem.rules, start_grid_min=step),
        requirement=Requirement(horizon, problem.requirement.posts, needs),
    )


def repeated(problem: RosterProblem, weeks: int) -> RosterProblem:
    """Return several weeks that need and wish what the one does; absences stay in the first."""
    horizon = replace(problem.horizon, days=problem.horizon.days * weeks)
    later = [dt.timedelta(days=week * problem.horizon.days) for week in range(weeks)]
    return replace(
        problem,
        horizon=horizon,
        requirement=Requirement(
            horizon,
            problem.requirement.posts,
            np.tile(problem.requirement.agents, (1, weeks)),
        ),
        wishes=tuple(
            replace(wish, date=wish.date + by) for by, wish in product(later, problem.wishes)
        ),
    )


def cases(folder: Path, agents: str, of: str) -> Iterator[Case]:
    """Yield all points, the small ones first."""
    for week in instances(folder, agents):
        problem = read_week(week).problem()
        yield Case("agents", len(problem.agents), week.name, problem)
    one = read_week(folder / of).problem()
    per_day = one.horizon.intervals // one.horizon.days
    yield Case("intervals", per_day, of, one)
    yield Case("intervals", per_day * 2, f"{of}, half as long", halved(one))
    for weeks in (1, 2, 4):
        yield Case("weeks", weeks, f"{of} x {weeks}", repeated(one, weeks))


def measure(case: Case, most_s: float, seed: int) -> Record:
    """Return the times of one point; None where the longest limit did not suffice."""
    problem = case.problem
    within = problem.rules.weights.shortage_per_agent_hour * problem.requirement.hours * SHARE
    solve(problem, SolveParams(seed=seed, time_limit_s=None, work_limit=1))  # compiles
    limit, first, reached = FIRST_LIMIT_S, None, None
    while reached is None and limit <= most_s:
        result = solve(problem, SolveParams(seed=seed, time_limit_s=limit))
        clean = [moment for moment in result.trace if moment.cost is not None]
        first = first or (clean[0].seconds if clean else None)
        good = [m.seconds for m in clean if m.cost - (m.bound or 0.0) <= within]
        if result.cost is not None and result.cost - result.bound <= within:
            reached = good[0] if good else result.seconds
        limit *= 2
    return {
        "axis": case.axis,
        "size": case.size,
        "name": case.name,
        "days": problem.horizon.days,
        "interval_min": problem.horizon.interval_min,
        "required_hours": problem.requirement.hours,
        "first_clean_s": first,
        "within_s": reached,
        "last_limit_s": limit / 2,
        "weeks": problem.horizon.days / WEEK_DAYS,
    }


def exponent(records: list[Record], axis: str, column: str) -> float | None:
    """Return b of time = a * size ** b by least squares of the logarithms; None below 2 points."""
    points = [(r["size"], r[column]) for r in records if r["axis"] == axis and r[column]]
    if len({size for size, _ in points}) < 2:
        return None
    sizes, times = np.log(np.array(points, dtype=float)).T
    return float(np.polyfit(sizes, times, 1)[0])


def chart(records: list[Record]) -> alt.HConcatChart:
    """Return the curves side by side, both axes logarithmic."""
    import altair as alt  # noqa: PLC0415 - only the picture needs it

    drawn = []
    for axis, title in AXES.items():
        rows = [
            {"size": record["size"], "seconds": record[column], "time to": name}
            for record in records
            if record["axis"] == axis
            for column, name in TIMES.items()
            if record[column]
        ]
        sizes = sorted({row["size"] for row in rows})
        along = alt.X("size:Q", title=title, axis=alt.Axis(values=sizes, grid=False)).scale(
            type="log", nice=False, padding=20
        )
        up = alt.Y(
            "seconds:Q",
            title="seconds" if axis == "agents" else None,
            axis=alt.Axis(values=TICKS_S, gridOpacity=0.4),
        ).scale(type="log")
        told = [f"{name}: ~{title} ^ {power:.2f}" for name, power in _powers(records, axis)]
        drawn.append(
            alt.Chart(alt.Data(values=rows), title=alt.Title(title, subtitle=told))
            .mark_line(point=True)
            .encode(along, up, alt.Color("time to:N", legend=alt.Legend(orient="bottom")))
            .properties(width=240, height=240)
        )
    return alt.hconcat(*drawn).resolve_scale(y="shared")


def _powers(records: list[Record], axis: str) -> Iterator[tuple[str, float]]:
    for column, name in TIMES.items():
        power = exponent(records, axis, column)
        if power is not None and math.isfinite(power):
            yield name, power


def table(records: list[Record]) -> str:
    """Return points and exponents as tables in Markdown."""
    lines = ["| axis | size | week | first clean s | within 1 % s |", "|---|---|---|---|---|"]
    for each in records:
        shown = ["none" if each[c] is None else f"{each[c]:.2f}" for c in TIMES]
        lines.append(
            f"| {AXES[each['axis']]} | {each['size']} | {each['name']} | {' | '.join(shown)} |"
        )
    lines += ["", "| time ~ size ^ b | first clean | within 1 % |", "|---|---|---|"]
    for axis, title in AXES.items():
        powers = [exponent(records, axis, column) for column in TIMES]
        shown = ["none" if power is None else f"{power:.2f}" for power in powers]
        lines.append(f"| {title} | {' | '.join(shown)} |")
    return "\n".join(lines)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instances", type=Path, required=True, help="folder of week folders")
    parser.add_argument("--json", type=Path, required=True, help="where the records go")
    parser.add_argument("--svg", type=Path, help="where the picture goes")
    parser.add_argument("--agents", default="", help="weeks of the first curve; none: all")
    parser.add_argument("--of", default="cc50", help="the week of the other two curves")
    parser.add_argument("--most", type=float, default=256.0, help="longest limit in seconds")
    parser.add_argument("--resume", action="store_true", help="keep the records already there")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def main() -> None:
    args = arguments()
    records: list[Record] = []
    if args.resume and args.json.is_file():
        records = json.loads(args.json.read_text(encoding="utf-8"))
    done = {(each["axis"], each["size"]) for each in records}
    for case in cases(args.instances, args.agents, args.of):
        if (case.axis, case.size) not in done:
            records.append(measure(case, args.most, args.seed))
            args.json.write_text(json.dumps(records, indent=1), encoding="utf-8")
            print(records[-1], flush=True)
    if args.svg is not None:
        chart(records).save(str(args.svg))
    print(table(records))


if __name__ == "__main__":
    main()
