"""
The engine, the straight CP-SAT model and Timefold in Java, one after the other on the same weeks.

``python -m benchmarks.side_by_side --instances DIR --seconds 120 --json OUT [--only cc20,cc50]``

Week by week all run directly after one another, so that they meet the same machine; a record
says when it began and how busy the machine was. ``--resume`` runs a week that is not whole again.
Each runs in a process of its own, with the same seconds and the machine's two cores. Seconds count
from the call, after compiling; building a model counts. Every roster shown is judged by the referee
that lies beside the instances. ``_from_ours``: from the engine's first roster, at work limit 1.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import math
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.contact_centre import instances

MARKS_S = (10, 30, 60, 120, 300, 600)
OURS = "ours"
_CP_SAT, _TIMEFOLD = ["benchmarks.straight_cp_sat"], ["benchmarks.timefold_model"]
_TWO, _STARTED = ["--threads", "2"], ["--from-ours"]
RIVALS = {
    "cp_sat": [*_CP_SAT, *_TWO],
    "cp_sat_from_ours": [*_CP_SAT, *_TWO, *_STARTED],
    "timefold": _TIMEFOLD,
    "timefold_two": [*_TIMEFOLD, *_TWO],
    "timefold_from_ours": [*_TIMEFOLD, *_STARTED],
    "timefold_two_from_ours": [*_TIMEFOLD, *_TWO, *_STARTED],
}
GRACE_S = 900  # to read the week, to build what cannot be stopped, to write rosters
Record = dict[str, Any]


def run(solver: str, folder: Path, seconds: float, seed: int) -> Record:
    """Return one solver's costs at the marks, those of clean rosters only."""
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "out.json"
        told = ["--seconds", str(seconds), "--seed", str(seed), "--json", str(out)]
        if solver == OURS:
            week = ["--instances", str(folder.parent), "--only", folder.name]
            command = ["benchmarks.contact_centre", *week, *told]
        else:
            module, *ways = RIVALS[solver]
            command = [module, str(folder), *ways, *told]
        why = _why_not([sys.executable, "-m", *command], seconds + GRACE_S)
        if why or not out.is_file():
            return {"solver": solver, "seconds_to_first": None, "marks": {}, "failed": why}
        said = json.loads(out.read_text(encoding="utf-8"))
        return _ours(said[0]) if solver == OURS else _rival(solver, said, folder, out.parent)


def _why_not(command: list[str], limit_s: float) -> str:
    """Run a command; return why it gave nothing, or nothing."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit_s, check=False)
    except subprocess.TimeoutExpired:
        return f"no answer after {limit_s:.0f} s"
    if done.returncode == 0:
        return ""
    if done.returncode < 0:
        return f"ended by signal {-done.returncode}"
    return (done.stderr.strip().splitlines() or ["no word"])[-1]


def _ours(record: Record) -> Record:
    marks = {mark: at["cost"] for mark, at in record["curve"].items() if at["cost"] is not None}
    clean = record["breaches"] == 0
    return {
        "solver": OURS,
        "seconds_to_first": record["seconds_to_first"],
        "marks": marks if clean else {},
        "bound": record["bound"],
        "judged_cost": record.get("judged_cost"),
        "breaches": record["breaches"],
    }


def _rival(solver: str, said: Record, folder: Path, scratch: Path) -> Record:
    marks = {}
    for mark, at in said["marks"].items():
        judged = referee(folder, scratch / at["roster"])
        if judged["breaches"] == 0:
            marks[mark] = judged["cost"]
    kept = ("seconds_to_first", "begun_at")
    return {"solver": solver, "marks": marks} | {key: said[key] for key in kept if key in said}


def referee(folder: Path, roster: Path) -> Record:
    """Return what the referee beside the instances says of a roster."""
    command = [sys.executable, str(folder.parent / "referee.py"), str(folder), str(roster)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # 1: a breach
    return json.loads(done.stdout)


def is_whole(records: list[Record], solvers: list[str]) -> bool:
    """Return whether a week has a record of every solver, so that it need not be run again."""
    return {each["solver"] for each in records} >= set(solvers)


def is_ahead(records: list[Record], mark: int) -> bool:
    """Return whether ours costs less than each other at a mark; no roster counts as infinite."""
    costs = {each["solver"]: each["marks"].get(str(mark), math.inf) for each in records}
    return all(costs.get(OURS, math.inf) < cost for solver, cost in costs.items() if solver != OURS)


def table(weeks: dict[str, list[Record]], marks: list[int]) -> str:
    """Return the results as a table in Markdown."""
    head = ["instance", "solver", "first clean", *(f"{mark} s" for mark in marks), "ours ahead"]
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for name, records in weeks.items():
        for record in sorted(records, key=lambda each: each["solver"] != OURS):
            first = record["seconds_to_first"]
            cells = [name, record["solver"], "none" if first is None else f"{first:.1f} s"]
            cells += [_shown(record["marks"].get(str(mark))) for mark in marks]
            ahead = [str(mark) for mark in marks if is_ahead(records, mark)]
            cells.append(", ".join(ahead) if record["solver"] == OURS else "")
            lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _shown(cost: float | None) -> str:
    return "none" if cost is None else f"{cost:,.2f}".removesuffix(".00")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instances", type=Path, required=True, help="folder of week folders")
    parser.add_argument("--seconds", type=float, default=120.0, help="for each solver and week")
    parser.add_argument("--json", type=Path, required=True, help="where the records go")
    parser.add_argument("--only", default="", help="names of weeks, separated by commas")
    parser.add_argument("--solvers", default=",".join([OURS, *RIVALS]))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--resume", action="store_true", help="keep the records already there")
    return parser.parse_args()


def main() -> None:
    args = arguments()
    os.environ["PYTHONPATH"] = str(Path(__file__).resolve().parents[1])
    weeks: dict[str, list[Record]] = {}
    if args.resume and args.json.is_file():
        weeks = json.loads(args.json.read_text(encoding="utf-8"))
    solvers = args.solvers.split(",")
    for folder in instances(args.instances, args.only):
        if is_whole(weeks.get(folder.name, []), solvers):
            continue
        records = weeks[folder.name] = []
        for solver in solvers:
            began = {"began": dt.datetime.now(dt.UTC).isoformat(timespec="seconds")}
            began |= {"load": round(os.getloadavg()[0], 2)}
            records.append(run(solver, folder, args.seconds, args.seed) | began)
            args.json.write_text(json.dumps(weeks, indent=1), encoding="utf-8")
            print(folder.name, records[-1], file=sys.stderr, flush=True)
    print(table(weeks, [mark for mark in MARKS_S if mark <= args.seconds]))


if __name__ == "__main__":
    main()
