"""More work than people could ever do."""

import numpy as np

from scheduler.demand import Requirement
from scheduler.horizon import Horizon
from scheduler.post import Post
from scheduler.ruleset import RuleSet
from scheduler.shift import ShiftShape
from scheduler.staffing.overload import overloads
from scheduler.staffing.sealed import with_minimums
from tests.builders import agent
from tests.scheduler.staffing.test_requirement import HORIZON


def needing(*agents):
    mean = np.repeat(np.array(agents, dtype=float)[:, None], HORIZON.intervals, axis=1)
    return Requirement(HORIZON, tuple("ab"[: len(agents)]), mean)


def people(count, *posts):
    return [agent(f"A{number}", posts=posts) for number in range(count)]


def test_a_post_that_fits_is_not_named():
    assert overloads(needing(1.0), people(5, "a")) == ()


def test_a_post_short_of_hours_says_by_how_much():
    [found] = overloads(needing(1.0), people(4, "a"))
    assert found.posts == ("a",)
    assert found.short_hours == 168 - 160
    assert found.short_people == 0


def test_a_peak_above_all_heads_says_how_many_are_missing():
    agents = np.zeros((1, HORIZON.intervals))
    agents[0, 20] = 7.5
    [found] = overloads(Requirement(HORIZON, ("a",), agents), people(5, "a"))
    assert found.short_people == 2.5
    assert found.short_hours == 0


def test_shared_people_are_counted_once_for_all_posts_together():
    [found] = overloads(needing(1.0, 1.0), people(5, "a", "b"))
    assert found.posts == ("a", "b")
    assert found.short_hours == 2 * 168 - 200


def test_a_longer_horizon_has_more_contract_hours():
    longer = Horizon(HORIZON.clock, HORIZON.start, 14)
    need = Requirement(longer, ("a",), np.ones((1, longer.intervals)))
    assert overloads(need, people(5, "a")) == ()


def test_people_who_must_be_there_anyway_are_needed_too():
    needed, rules = needing(0.35), RuleSet((ShiftShape(480),), min_agents=1)
    whole = with_minimums(needed, [Post("a")], rules)
    assert whole.hours == 168
    assert overloads(needed, people(2, "a")) == ()
    [found] = overloads(whole, people(2, "a"))
    assert found.short_hours == 168 - 80
    closed = np.array(needed.agents)
    closed[0, :10] = np.nan
    partly = with_minimums(Requirement(HORIZON, ("a",), closed), [Post("a")], rules)
    assert np.isnan(partly.agents[0, :10]).all()
    assert partly.hours == 163
