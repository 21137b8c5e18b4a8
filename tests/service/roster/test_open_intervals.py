import numpy as np

from scheduler.demand import Requirement
from scheduler.roster import Roster
from service.roster.open_intervals import helpers_of, open_points
from tests.builders import FULL, WEEK, agent, problem, rules


def question():
    """Return a week with an hour open on each day and nobody certified for it but one person."""
    need = np.full((1, WEEK.intervals), np.nan)
    for day in range(WEEK.days):
        need[0, WEEK.first_interval(day) + 18 : WEEK.first_interval(day) + 20] = 1.0
    return problem(
        agents=[agent("A1")],
        ruleset=rules(shapes=(FULL,), min_agents=1),
        need=Requirement(WEEK, ("presales",), need),
    )


def test_a_stretch_for_which_nobody_was_looked_up_says_so():
    points = open_points(question(), Roster(), most_helped=2)
    assert [point.nearest is None for point in points] == [False, False, *[True] * 5]


def test_who_could_come_to_such_a_stretch_is_found_when_asked():
    asked = question()
    last = open_points(asked, Roster(), most_helped=2)[-1]
    assert [one.shift.agent_id for one in helpers_of(asked, Roster(), last.stretch)] == ["A1"]
