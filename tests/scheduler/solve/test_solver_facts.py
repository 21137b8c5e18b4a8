"""What we lean on in OR-Tools; an upgrade that changes it is seen here."""

import numpy as np
from ortools.graph.python import linear_sum_assignment


def assignment(costs):
    """Return the solver of a cost table, arcs of infinite cost left out, and its status."""
    left, right = np.nonzero(np.isfinite(costs))
    solver = linear_sum_assignment.SimpleLinearSumAssignment()
    solver.add_arcs_with_cost(left, right, costs[left, right].astype(np.int64))
    return solver, solver.solve()


def test_assignment_is_the_cheapest_one():
    solver, status = assignment(np.array([[4.0, 1.0, 3.0], [2.0, 0.0, 5.0], [3.0, 2.0, 2.0]]))

    assert status == solver.OPTIMAL
    assert solver.optimal_cost() == 5  # 1 + 2 + 2
    assert [solver.right_mate(left) for left in range(3)] == [1, 0, 2]


def test_missing_arcs_are_never_used():
    solver, status = assignment(np.array([[1.0, np.inf], [0.0, 9.0]]))

    assert status == solver.OPTIMAL
    assert solver.optimal_cost() == 10


def test_no_complete_assignment_is_told():
    solver, status = assignment(np.array([[1.0, np.inf], [1.0, np.inf]]))

    assert status != solver.OPTIMAL
