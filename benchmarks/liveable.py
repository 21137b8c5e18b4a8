"""
Liveable weeks: cost, bound and breaches row by row, ready for ``RESULTS.md``.

``python -m benchmarks.liveable --instances DIR --json OUT [--rows cc20,menu1,rival_cc20,...]``

The weeks are made from the contact-centre instances (``liveable_weeks.py``): six designed types,
one a week, five days, two days off together, nights at most five and then two days off, hours owed,
a week of one type before. The menus are those of a plain SCIP model, with its rules. ``rival`` rows
set the straight CP-SAT model of the same week beside the engine, same seconds; hours are promised
there, for that model knows none owed by a plan. Every roster is judged three times: by ``verify``,
by the referee beside the instances (rules and cost of the week without types), and by
``liveable_check`` (types and plan), which shares no code with either.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomli_w

from benchmarks.contact_centre import at_mark
from benchmarks.liveable_check import breaches
from benchmarks.liveable_weeks import MENUS, PROMISED, Variant, made
from scheduler.solve.result import SolveParams
from scheduler.solve.strategy import solve
from scheduler.verify.checker import verify
from store.files.week import read_week, write_roster

if TYPE_CHECKING:
    from scheduler.solve.result import SolveResult

MARKS_S = (5, 10, 15, 30, 60, 120, 300, 600)
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """
    One row of the table.

    Parameters
    ----------
    variant
        The week.
    seconds
        Time limit.
    reach
        Cost to reach, where one is known.
    first_s
        Seconds in which a first clean roster is wished.
    has_rival
        Whether the straight model solves it too.
    """

    variant: Variant
    seconds: float
    reach: float | None = None
    first_s: float | None = None
    has_rival: bool = False


def _menu(name: str, reach: float, *, is_round: bool = True) -> Row:
    variant = Variant(
        name if is_round else f"{name}_straight",
        "cc50",
        MENUS[name],
        has_nights_rule=False,
        has_past=False,
        owed=PROMISED,
        is_round=is_round,
    )
    return Row(variant, 60.0, reach if is_round else None)


ROWS = {
    "cc20": Row(Variant("cc20", "cc20"), 60.0, first_s=5.0),
    "cc20_together": Row(
        Variant("cc20_together", "cc20", is_sealed_together=True), 60.0, first_s=5.0
    ),
    "cc50": Row(Variant("cc50", "cc50"), 120.0, first_s=5.0),
    "cc200": Row(Variant("cc200", "cc200"), 300.0, first_s=15.0),
    "cc500": Row(Variant("cc500", "cc500"), 600.0, first_s=30.0),
    "menu1": _menu("menu1", 5183.0),
    "menu2": _menu("menu2", 3018.0),
    "menu3": _menu("menu3", 1967.0),
    "menu3_straight": _menu("menu3", 1967.0, is_round=False),
    "month": Row(Variant("month", "cc50", has_nights_rule=False, owed="", weeks=4), 300.0),
    "rival_cc20": Row(Variant("rival_cc20", "cc20", owed=PROMISED), 60.0, has_rival=True),
    "rival_cc50": Row(Variant("rival_cc50", "cc50", owed=PROMISED), 60.0, has_rival=True),
}


def measured(row: Row, instances: Path, out: Path, limits: SolveParams) -> Record:
    """Solve a row's week, untimed compiling first, and return its record."""
    folder, seed = made(row.variant, instances, out), limits.seed
    limit = limits.time_limit_s or row.seconds
    problem = read_week(folder).problem()
    solve(problem, SolveParams(seed=seed, time_limit_s=None, work_limit=1))
    cpu = time.process_time()
    result = solve(problem, limits)
    cpu = time.process_time() - cpu
    clean = [moment.seconds for moment in result.trace if moment.cost is not None]
    price = problem.rules.weights.shortage_per_agent_hour
    gap_h = result.gap_hours(price)
    record: Record = {
        "row": row.variant.name,
        "status": result.status.value,
        "seconds": round(result.seconds, 2),
        "cpu_s": round(cpu, 1),
        "cost": result.cost,
        "bound": result.bound,
        "gap_hours": gap_h,
        "gap_percent_of_hours": (
            None if gap_h is None else 100 * gap_h / float(problem.requirement.hours)
        ),
        "first_clean_s": round(clean[0], 2) if clean else None,
        "first_clean_wished_s": row.first_s,
        "reach": row.reach,
        "curve": {str(mark): at_mark(result.trace, mark) for mark in MARKS_S if mark <= limit},
        "reasons": [list(map(str, each)) for each in result.reasons],
        "load": round(os.getloadavg()[0], 1),
        "seed": seed,
    }
    if result.roster is not None:
        record |= _judged(row, result, folder, instances)
    if row.has_rival:
        record["rival"] = _rival(folder, limit, seed)
    return record


def _judged(row: Row, result: SolveResult, folder: Path, instances: Path) -> Record:
    """Return what the three judges say of a roster."""
    assert result.roster is not None
    problem = read_week(folder).problem()
    verdict = verify(problem, result.roster)
    path = folder / "roster.csv"
    write_roster(result.roster, path, problem.horizon.clock)
    said = _refereed(folder, path, instances / row.variant.instance)
    return {
        "breaches_verify": len(verdict.violations),
        "broken": dict(verdict.by_rule),
        "breaches_second": len(breaches(folder, path)),
        "breaches_referee": said.get("breaches"),
        "cost_referee": said.get("cost"),
    }


def _refereed(folder: Path, roster: Path, instance: Path) -> Record:
    """
    Return the referee's word: rules as the instance has them, days and the rest from the week.

    It knows no overtime: the 48 hours of a week of six days that all agreed to are not held against
    a roster of several weeks.
    """
    referee = instance.parent / "referee.py"
    if not referee.is_file():
        return {}
    with tempfile.TemporaryDirectory() as scratch:
        week = Path(scratch)
        for name in folder.glob("*.csv"):
            shutil.copyfile(name, week / name.name)
        rules = tomllib.loads((instance / "rules.toml").read_text(encoding="utf-8"))
        own = tomllib.loads((folder / "rules.toml").read_text(encoding="utf-8"))
        has_overtime = own["days"] > rules["days"]
        rules["days"] = own["days"]
        (week / "rules.toml").write_text(tomli_w.dumps(rules), encoding="utf-8")
        command = [sys.executable, str(referee), str(week), str(roster)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # 1: a breach
    said: Record = json.loads(done.stdout)
    if has_overtime:
        said["breaches"] -= said["by_rule"].get("hours_per_week", 0)
    return said


def _rival(folder: Path, seconds: float, seed: int) -> Record:
    """Return the straight model's cost at the marks, of rosters all judges call clean."""
    out = folder / "rival.json"
    told = ["--seconds", str(seconds), "--seed", str(seed), "--json", str(out)]
    command = [sys.executable, "-m", "benchmarks.straight_cp_sat", str(folder), *told]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    said: Record = json.loads(out.read_text(encoding="utf-8"))
    marks = {}
    for mark, at in said["marks"].items():
        if not breaches(folder, folder / at["roster"]):
            marks[mark] = at["cost"]
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"first_clean_s": said["seconds_to_first"], "marks": marks, "cpu_s": round(cpu, 1)}


def table(records: list[Record]) -> str:
    """Return the rows as a table in Markdown, and under it that of the rivals."""
    head = (
        *("row", "s", "CPU s", "cost", "to reach", "proven bound", "gap h", "of required"),
        *("first clean", "breaches: verify, second, referee", "status"),
    )
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for one in records:
        judges = (one.get(f"breaches_{judge}") for judge in ("verify", "second", "referee"))
        cells = (
            one["row"],
            f"{one['seconds']:.0f}",
            f"{one['cpu_s']:.0f}",
            _shown(one["cost"]),
            _shown(one["reach"]),
            _shown(one["bound"]),
            _shown(one["gap_hours"]),
            "none" if one["cost"] is None else f"{one['gap_percent_of_hours']:.3f} %",
            f"{_shown(one['first_clean_s'])} s",
            ", ".join("?" if count is None else str(count) for count in judges),
            one["status"],
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join([*lines, *_rivals(records)])


def _rivals(records: list[Record]) -> list[str]:
    beside = [one for one in records if "rival" in one]
    if not beside:
        return []
    marks = sorted({int(mark) for one in beside for mark in one["curve"]} & {10, 30, 60, 120})
    head = ("week", "solver", "CPU s", "first clean", *(f"{mark} s" for mark in marks))
    lines = ["", "| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for one in beside:
        ours = {mark: at["cost"] for mark, at in one["curve"].items()}
        two = (
            ("ours", one["cpu_s"], one["first_clean_s"], ours),
            ("CP-SAT", *(one["rival"][key] for key in ("cpu_s", "first_clean_s", "marks"))),
        )
        for name, cpu, first, costs in two:
            shown = (_shown(costs.get(str(mark))) for mark in marks)
            cells = (one["row"], name, f"{cpu:.0f}", f"{_shown(first)} s", *shown)
            lines.append("| " + " | ".join(cells) + " |")
    return lines


def _shown(number: float | None) -> str:
    return "none" if number is None else f"{number:,.2f}".rstrip("0").rstrip(".")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instances", type=Path, help="folder of week folders")
    parser.add_argument("--json", type=Path, required=True, help="records; weeks go beside it")
    parser.add_argument("--rows", default="", help=f"of {', '.join(ROWS)}; none: all")
    parser.add_argument("--seconds", type=float, help="instead of each row's own")
    parser.add_argument("--work", type=int, help="units of counted work, instead of seconds")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def main() -> None:
    args = arguments()
    shared = Path(os.environ.get("PAIBAN_SHARED", ".")) / "benchmarks" / "contact_centre"
    instances = args.instances or shared
    records: list[Record] = []
    for name in filter(None, args.rows.split(",") if args.rows else ROWS):
        out = args.json.parent / f"{args.json.stem}_weeks"
        seconds = None if args.work else args.seconds or ROWS[name].seconds
        limits = SolveParams(seed=args.seed, time_limit_s=seconds, work_limit=args.work)
        records.append(measured(ROWS[name], instances, out, limits))
        args.json.write_text(json.dumps(records, indent=1), encoding="utf-8")
        print(records[-1], file=sys.stderr, flush=True)
    print(table(records))


if __name__ == "__main__":
    main()
