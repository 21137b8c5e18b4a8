"""
How fast and how right the simulation is, beside Ciw and SimPy, and on whole rosters.

``python -m benchmarks.simulation [--instances DIR] [--customers N] [--json OUT]``

Every engine gets the same question (M/M/3; Erlang A) in the same process, one after the other, on
one core, three times, and the fastest counts. Seconds are of processor time (nothing here runs in
parallel), from the call to the last record, draws included, after compiling. The chat case (10
agents with 3 slots, customers with patience, chats that slow each other down) has no
counterpart in the other two: neither lets one server slow down with the number of its customers.
With ``--instances``, the known rosters of the instances named by ``--only`` are simulated from
forecast to counts.
"""

import argparse
import json
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import ciw
import numpy as np
import simpy

from scheduler.simulate.hall import NONE, TAKE, TICK, new_chats, new_hall
from scheduler.simulate.kernel import play
from scheduler.simulate.params import SimulationParams
from scheduler.simulate.run import simulate
from store.files.week import read_roster, read_week

ENDLESS = 1e12


@dataclass(frozen=True)
class Case:
    """A steady queue, times in minutes; ``wait`` and ``left`` are exact values, None: unknown."""

    name: str
    agents: int
    per_min: float
    handle_min: tuple[float, ...]  # with 1, 2, ... chats open
    patience_min: float | None
    wait_min: float
    left: float

    @property
    def slots(self):
        return len(self.handle_min)


MM3 = Case("M/M/3", 3, 10.0, (0.25,), None, 0.351123596, 0.0)
ERLANG_A = Case("Erlang A", 18, 2.0, (8.0,), 3.0, 0.20653536, 0.06884512)
CHAT = Case("chat 10 x 3", 10, 2.0, (8.0, 10.0, 12.0), 3.0, 0.03706392, 0.01235464)
STEADY = (MM3, ERLANG_A)


@dataclass(frozen=True)
class Run:
    """What one engine said, and how long it took."""

    case: str
    engine: str
    customers: int
    seconds: float
    per_second: float
    wait_min: float
    error_min: float
    left: float


def told(case, engine, began, waits, left):
    """Return the run that ends now; ``waits`` in minutes, in order of arrival."""
    seconds, count = time.process_time() - began, len(waits)
    batches = [float(np.mean(batch)) for batch in np.array_split(np.array(waits), 20)]
    return Run(
        case=case.name,
        engine=engine,
        customers=count,
        seconds=seconds,
        per_second=count / seconds,
        wait_min=float(np.mean(waits)),
        error_min=float(np.std(batches, ddof=1)) / len(batches) ** 0.5,
        left=left / count,
    )


def prepared(case, customers, seed=1):
    """Return a hall with customers drawn and everybody at work, and the roster's changes."""
    rng = np.random.default_rng(seed)
    arrived = rng.exponential(1 / case.per_min, customers).cumsum()
    work = rng.standard_exponential(customers)
    patience = rng.standard_exponential(customers) * (case.patience_min or ENDLESS)
    hall = new_hall(
        new_chats(np.zeros(customers, np.int64), arrived, work, patience),
        np.array([case.slots]),
        np.array([[1.0, *(1 / each for each in case.handle_min)]]),
        serves=np.zeros((1, 1), np.int64),
        choice=np.arange(case.slots),
        agents=case.agents,
        intervals=1,
    )
    kind = np.array([TICK] + [TAKE] * case.agents)
    who = np.array([NONE, *range(case.agents)])
    return hall, (np.zeros(len(kind)), kind, who, np.zeros(len(kind), np.int64))


def own(case, customers, seed=1):
    """Return our event loop's run, its draws included."""
    began = time.process_time()
    hall, changes = prepared(case, customers, seed)
    play(hall, *changes)
    answered = hall.chats["agent"] != NONE
    seen = np.where(answered, hall.chats["replied"], hall.chats["ended"]) - hall.chats["arrived"]
    return told(case, "paiban", began, seen, int((~answered).sum()))


def with_ciw(case, customers, seed=1):
    """Return Ciw's run."""
    began = time.process_time()
    patience = case.patience_min and [ciw.dists.Exponential(1 / case.patience_min)]
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(case.per_min)],
        service_distributions=[ciw.dists.Exponential(1 / case.handle_min[0])],
        number_of_servers=[case.agents],
        reneging_time_distributions=patience,
    )
    ciw.seed(seed)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(customers, method="Finish")
    records = simulation.get_all_records()
    waits = [r.waiting_time for r in sorted(records, key=lambda r: r.arrival_date)]
    return told(case, "Ciw", began, waits, sum(r.record_type == "renege" for r in records))


def with_simpy(case, customers, seed=1):
    """Return SimPy's run, written as its documentation's bank example with reneging."""
    began = time.process_time()
    rng = np.random.default_rng(seed)
    between = rng.exponential(1 / case.per_min, customers).tolist()
    handle = rng.exponential(case.handle_min[0], customers).tolist()
    patience = (rng.standard_exponential(customers) * (case.patience_min or ENDLESS)).tolist()
    waits, left = [0.0] * customers, 0

    def customer(number):
        nonlocal left
        arrived = environment.now
        with agents.request() as request:
            if case.patience_min is None:
                yield request
            else:
                yield request | environment.timeout(patience[number])
            waits[number] = environment.now - arrived
            if request.triggered:
                yield environment.timeout(handle[number])
            else:
                left += 1

    def arrivals():
        for number in range(customers):
            yield environment.timeout(between[number])
            environment.process(customer(number))

    environment = simpy.Environment()
    agents = simpy.Resource(environment, case.agents)
    environment.process(arrivals())
    environment.run()
    return told(case, "SimPy", began, waits, left)


def fastest(engine, case, customers):
    """Return the fastest of three runs, so that others on the machine disturb little."""
    return min((engine(case, customers) for _ in range(3)), key=lambda run: run.seconds)


def side_by_side(customers):
    """Return runs of all engines; the slow ones get a tenth of the customers."""
    own(CHAT, 1000)  # compile
    runs = [fastest(own, CHAT, customers)]
    for case in STEADY:
        runs.append(fastest(own, case, customers))
        runs += [fastest(each, case, max(1000, customers // 10)) for each in (with_ciw, with_simpy)]
    return runs


def of_roster(folder, replications=10):
    """Return what simulating an instance's known roster took, forecast to counts."""
    week = read_week(folder)
    problem = week.problem()
    roster = read_roster(folder / "known_roster.csv", problem)
    began = time.process_time()
    params = SimulationParams(replications=replications)
    found = simulate(problem, roster, week.forecast, params)
    seconds = time.process_time() - began
    level = found.total.service_level
    return {
        "instance": folder.name,
        "replications": replications,
        "chats": int(found.total.offered.sum()),
        "seconds": seconds,
        "per_second": float(found.total.offered.sum()) / seconds,
        "service_level": float(level.mean),
        "half_width": float(level.half_width),
        "answer_rate": float(found.total.answer_rate.mean),
    }


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0].strip())
    parser.add_argument("--instances", type=Path, help="folder of week folders")
    parser.add_argument("--only", nargs="*", default=["cc50", "cc200", "cc2000"])
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--json", type=argparse.FileType("w"), help="file, - for standard output")
    asked = parser.parse_args(arguments)
    runs = side_by_side(asked.customers)
    out = sys.stderr if asked.json is sys.stdout else sys.stdout
    print(f"{'case':12} {'engine':7} {'customers/s':>12} {'wait min':>18} {'left':>8}", file=out)
    exact = {case.name: case for case in (*STEADY, CHAT)}
    for run in runs:
        print(
            f"{run.case:12} {run.engine:7} {run.per_second:12,.0f} "
            f"{run.wait_min:9.4f} ± {run.error_min:6.4f} {run.left:8.5f}",
            file=out,
        )  # fmt: skip - a table
    for case in exact.values():
        print(
            f"{case.name:12} {'exact':7} {'':12} {case.wait_min:9.4f}          {case.left:8.5f}",
            file=out,
        )
    rosters = []
    for name in asked.only if asked.instances else []:
        row = of_roster(asked.instances / name)
        rosters.append(row)
        print(
            "{instance:8} {chats:10,} chats in {replications} weeks {seconds:7.2f} s "
            "{per_second:11,.0f}/s  service level {service_level:.4f} ± {half_width:.4f}".format(
                **row
            ),
            file=out,
        )  # fmt: skip - a table
    if asked.json:
        json.dump({"runs": [asdict(run) for run in runs], "rosters": rosters}, asked.json, indent=1)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
