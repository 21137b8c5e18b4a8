"""
Erlang C beside pyworkforce 0.5.1, on the same inputs: equal where that is right.

``python -m benchmarks.erlang_c`` (needs the extra ``bench``) prints a row per table, and where the
two differ why.
"""

from __future__ import annotations

import itertools
import math

from pyworkforce.queuing import ErlangC

from scheduler.staffing.erlang import Queue, erlang_c, servers_needed, service_level

HANDLE_MIN, INTERVAL_MIN, WITHIN_MIN = 3.0, 30.0, 20 / 60
TRANSACTIONS = (5, 10, 20, 50, 100, 200, 500, 1000)
TARGETS = (0.7, 0.8, 0.85, 0.9, 0.95)
SHRINKAGES = (0.0, 0.1, 0.2, 0.3, 0.4)


def theirs(transactions: float, within_min: float = WITHIN_MIN, shrinkage: float = 0.0) -> ErlangC:
    """Return the other package's model."""
    return ErlangC(
        transactions=transactions,
        aht=HANDLE_MIN,
        asa=within_min,
        interval=INTERVAL_MIN,
        shrinkage=shrinkage,
    )


def ours(transactions: float) -> Queue:
    """Return the same queue here: nobody ever leaves."""
    return Queue(transactions / (INTERVAL_MIN * 60), HANDLE_MIN * 60)


def levels() -> tuple[float, float, int]:
    """Return the largest differences of service level and of P(wait), and the cases."""
    apart, waiting, cases = 0.0, 0.0, 0
    for transactions, more in itertools.product(TRANSACTIONS, (1, 2, 3, 5, 10)):
        servers = int(transactions * HANDLE_MIN / INTERVAL_MIN) + more
        model, queue = theirs(transactions), ours(transactions)
        level = service_level(servers, queue, WITHIN_MIN * 60)
        apart = max(apart, abs(level - model.service_level(servers)))
        waiting = max(
            waiting, abs(erlang_c(servers, queue.load) - model.waiting_probability(servers))
        )
        cases += 1
    return apart, waiting, cases


def positions() -> tuple[int, int, list[str]]:
    """Return the cases with equal numbers of positions, all cases, and those that differ."""
    equal, differ = 0, []
    for transactions, target in itertools.product(TRANSACTIONS, TARGETS):
        found = theirs(transactions).required_positions(target)["raw_positions"]
        need = math.ceil(round(servers_needed(ours(transactions), target, WITHIN_MIN * 60), 9))
        equal += found == need
        if found != need:
            lower = service_level(need, ours(transactions), WITHIN_MIN * 60)
            text = f"{transactions} chats at {target:.0%}: {found} there, {need} here ({lower:.1%})"
            differ.append(text)
    return equal, len(TRANSACTIONS) * len(TARGETS), differ


def shrinking() -> tuple[int, int, list[str]]:
    """Return how often positions with shrinkage are equal, of how many, and the others."""
    equal, differ, cases = 0, [], 0
    for transactions, shrinkage in itertools.product(range(5, 400, 5), SHRINKAGES):
        found = theirs(transactions, shrinkage=shrinkage).required_positions(0.8)
        exact = math.ceil(round(found["raw_positions"] / (1 - shrinkage), 9))
        cases += 1
        equal += found["positions"] == exact
        if found["positions"] != exact:
            raw = found["raw_positions"]
            differ.append(f"{raw} at {shrinkage:.0%}: {found['positions']} there, {exact} here")
    return equal, cases, differ


def main() -> None:
    """Print the comparison."""
    apart, waiting, cases = levels()
    print(f"service level, {cases} cases: at most {apart:.1e} apart; P(wait): {waiting:.1e}")
    for name, (equal, all_of_them, differ) in (
        ("positions", positions()),
        ("with shrinkage", shrinking()),
    ):
        print(f"{name}: {equal} of {all_of_them} equal")
        for line in differ:
            print(f"  {line}")


if __name__ == "__main__":
    main()
