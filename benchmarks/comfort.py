"""
What comfort costs: the lines of a week side by side, as a table ready for ``RESULTS.md``.

``python -m benchmarks.comfort WEEK [WEEK ...] [--seconds 60] [--types liveable] [--json OUT]``

WEEK is a folder with a week, such as a contact-centre instance or one a demonstration wrote. With
``--types`` the shift types of a preset take the place of the week's, so that "one type" and the
rotation are of a menu. Between two lines only what bounds prove is told: by ``scheduler.comfort``,
looser lines for stricter ones. Every roster is judged by ``verify``.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.comfort import Between, Comfort, lines_of, with_comfort
from scheduler.liveable import liveable
from scheduler.solve.result import SolveParams
from scheduler.solve.strategy import solve
from scheduler.verify.checker import verify
from scheduler.whatif import wage_cost
from service.trial.comfort_report import proven_hours
from store.files.rules_preset import preset_path, read_rules_preset
from store.files.week import read_week

if TYPE_CHECKING:
    from scheduler.problem import RosterProblem
    from scheduler.solve.result import SolveResult

Record = dict[str, Any]
HEADS = (
    "line",
    "bound (h)",
    "cost (h)",
    "gap (h)",
    "of required",
    "dearer than free (h, proven)",
    "short (h)",
    "wages",
    "starts a week",
    "mean jump (h)",
    "two days off",
    "breaches",
)


def asked(folder: Path, types: str) -> RosterProblem:
    """Return a folder's week, with the types of a preset where one is named."""
    problem = read_week(folder).problem()
    if not types:
        return problem
    menu = read_rules_preset(problem.horizon, preset_path(types)).types
    return replace(problem, rules=replace(problem.rules, types=menu))


def measured(folder: Path, types: str, seconds: float, seed: int) -> Record:
    """Solve every line of a week, and return what each led to and what they prove together."""
    problem = asked(folder, types)
    solve(problem, SolveParams(seed=seed, time_limit_s=None, work_limit=1))  # compiles, untimed
    lines, found = {}, dict[Comfort, Between]()
    for comfort in lines_of(problem.rules):
        line = with_comfort(problem, comfort)
        result = solve(line, SolveParams(seed=seed, time_limit_s=seconds))
        told = _roster(line, result)
        found[comfort] = Between(result.bound, None if told.get("breaches") else result.cost)
        lines[str(comfort)] = {"status": result.status.value, **told}
    proven = proven_hours(found, problem.rules)
    for comfort in found:
        lines[str(comfort)] |= proven[comfort]
    hours = float(problem.requirement.hours)
    return {"week": folder.name, "seconds": seconds, "required_hours": hours, "lines": lines}


def _roster(line: RosterProblem, result: SolveResult) -> Record:
    if result.roster is None:
        return {}
    verdict, lived = verify(line, result.roster), liveable(line, result.roster)
    jump = lived.mean_jump_min
    return {
        "breaches": len(verdict.violations),
        "short_hours": verdict.cost.short_hours,
        "wages": str(wage_cost(line, result.roster)),
        "starts": lived.mean_starts,
        "jump_hours": None if jump is None else jump / 60,
        "off_together": lived.share_off_together,
    }


def table(record: Record) -> str:
    """Return a record as a table in Markdown."""
    rows = [HEADS, ("---",) * len(HEADS)]
    for name, line in record["lines"].items():
        gap, bound, more = line["gap_hours"], line["bound_hours"], line["dearer_hours"]
        rows.append(
            (
                name,
                _said(bound),
                _said(None if gap is None else bound + gap),
                _said(gap),
                "-" if gap is None else f"{100 * gap / record['required_hours']:.2f} %",
                "-" if more is None else f"{more['least']:.1f} to {more['most']:.1f}",
                _said(line.get("short_hours")),
                line.get("wages", "-"),
                _said(line.get("starts")),
                _said(line.get("jump_hours")),
                _said(line.get("off_together"), 2),
                str(line.get("breaches", line["status"])),
            )
        )
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _said(value: float | None, decimals: int = 1) -> str:
    return "-" if value is None else f"{value:.{decimals}f}"


def main() -> None:
    """Measure the weeks named and print their tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weeks", nargs="+", type=Path)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--types", default="")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path)
    told = parser.parse_args()
    records = [measured(week, told.types, told.seconds, told.seed) for week in told.weeks]
    for record in records:
        print(f"\n{record['week']}, {record['seconds']:g} s a line\n\n{table(record)}", flush=True)
    if told.json:
        told.json.write_text(json.dumps(records, indent=1) + "\n")


if __name__ == "__main__":
    main()
