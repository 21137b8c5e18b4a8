from itertools import product

import numpy as np
import pytest

from benchmarks.multi_activity.instance import PieceWeek, read_week
from benchmarks.multi_activity.judge import judged
from benchmarks.multi_activity.program import solve_pieces
from benchmarks.multi_activity.solve import first_plan, solve_week

TEXT = """\
6
1
EMPL 2
1 0 5
3 0 1 2
1 1 5
2 0 2
ACT 2
2 16
1 1 1 1 1 1
10 10 10 10 10 10
100 100 100 100 100 100
2 16
0 0 1 1 0 0
10 10 10 10 10 10
100 100 100 100 100 100
TASK 1
2 20 200
1 4
1 0
"""


@pytest.fixture
def week(tmp_path) -> PieceWeek:
    path = tmp_path / "PF_small"
    path.write_text(TEXT)
    return read_week(path)


def rows_of(week, piece):
    """Return all that a piece of five slots may be at."""
    found, plan = [], first_plan(week)
    for row in product(range(3), repeat=5):
        plan[piece] = row
        if not judged(week, plan).breaches:
            found.append(row)
    return found


def least(week):
    plans = [np.array(rows) for rows in product(rows_of(week, 0), rows_of(week, 1))]
    found = [judged(week, plan) for plan in plans]
    return min(each.cost for each in found if not each.breaches)


def test_reads_people_activities_and_tasks(week):
    assert week.begin.tolist() == [0, 1]
    assert week.can.tolist() == [[True, True], [True, False]]
    assert week.tasks.tolist() == [[0], [0]]
    assert (week.task_length.tolist(), week.task_first.tolist()) == ([2], [1])
    assert week.task_end.tolist() == [5]
    assert week.need[1].tolist() == [0, 0, 1, 1, 0, 0]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ([0, 1, 1, 0, 0], "1 slots of activity 0"),
        ([0, 0, 0, 2, 0], "takes 1 slots"),
        ([2, 2, 0, 0, 0], "outside its window"),
        ([-1, 0, 0, 0, 0], "idle"),
    ],
)
def test_judge_names_what_is_broken(week, row, told):
    plan = first_plan(week)
    plan[0] = row
    assert any(told in each for each in judged(week, plan).breaches)


def test_judge_names_what_nobody_knows_and_a_task_done_twice(week):
    plan = np.array([[0, 2, 2, 0, 0], [1, 1, 0, 2, 2]])
    told = judged(week, plan).breaches
    assert any("not known" in each for each in told)
    assert "task 0 is done 2 times" in told


def test_bound_is_below_every_plan_and_the_best_is_found(week):
    best = least(week)
    own = solve_week(week, 0.5, 1)
    assert 0 < own.bound <= best
    assert (own.cost, judged(week, own.plan).breaches) == (best, ())
    program = solve_pieces(week, first_plan(week), range(2), solver="scip", seconds=5.0)
    assert program.plan is not None
    assert judged(week, program.plan).cost == best


def test_shared_week_has_exactly_the_people_it_wants(shared):
    week = read_week(shared / "benchmarks/mamtssp/PF_20_5_50_672_0_2")
    assert int(week.need.sum() + week.task_length.sum()) == int(week.length.sum())
    assert week.grain == 110
