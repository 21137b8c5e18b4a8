import numba
import pytest

from scheduler.solve.tables import tables_of
from scheduler.solve.warm_up import smallest
from tests.builders import agent, horizon, post, problem, rules

WEEK = horizon(days=9)
PROBLEMS = {
    "people of two kinds on two posts": problem(
        week=WEEK,
        agents=[agent("A1", ("p", "q")), agent("A2", ("p",), hours=30)],
        posts=[post("p"), post("q")],
    ),
    "nights and weekends limited": problem(
        week=WEEK,
        agents=[agent("A1"), agent("A2", hours=20, max_consecutive_days=3)],
        ruleset=rules(max_nights_per_month=4, max_weekends_per_month=1, min_consecutive_days=2),
    ),
}


def types(asked):
    """Return the types the kernels are compiled for."""
    return [numba.typeof(part) for part in tables_of(asked)]


@pytest.mark.parametrize("name", PROBLEMS)
def test_what_is_compiled_once_fits_every_problem(name):
    # another memory layout would compile all kernels anew, within a solve's time limit
    assert types(PROBLEMS[name]) == types(smallest())
