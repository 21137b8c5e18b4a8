import numpy as np
import pytest

from scheduler.demand import Requirement
from scheduler.ruleset import PostChange
from scheduler.shift import Stint
from scheduler.verify.checker import verify
from tests.builders import WEEK, agent, at, post, problem, roster, rules, shift, span
from tests.scheduler.verify.broken import breaches, rules_broken

PRE, AFTER = "presales", "aftersales"
STAFF = (agent("A1", (PRE, AFTER)),)
WEEKDAYS = {"agents": STAFF, "posts": (post(PRE), post(AFTER))}
ALLOWED = {**WEEKDAYS, "ruleset": rules(post_change=PostChange(120, 2))}


def changed(*minutes, **more):
    """Return a shift that goes to and fro between the posts at minutes after its start."""
    names = (AFTER, PRE, AFTER, PRE)
    return shift(changes=dict(zip(minutes, names, strict=False)), **more)


def test_change_of_post_is_clean_where_it_is_allowed():
    assert rules_broken(changed(120, 420), **ALLOWED) == []


def test_change_of_post_is_a_breach_where_the_rules_have_none():
    (found,) = breaches(changed(120), **WEEKDAYS)
    assert (found.rule, found.measured, found.limit) == ("post_changes", 1, 0)


def test_a_third_change_is_one_too_many():
    (found,) = breaches(changed(120, 240, 420), **ALLOWED)
    assert (found.rule, found.measured, found.limit) == ("post_changes", 3, 2)


@pytest.mark.parametrize(
    ("minutes", "measured"),
    [
        ((90,), 90),
        ((450,), 90),  # the end of the shift
        ((180, 330), 90),  # the meal from 240 to 300 is not work
    ],
)
def test_stint_needs_its_least_time_without_the_meal(minutes, measured):
    (found,) = breaches(changed(*minutes), **ALLOWED)
    assert (found.rule, found.measured, found.limit) == ("stint", measured, 120)


def with_stints(*stints):
    """Return a shift of 8:00 to 17:00 with stints given by post, start and minutes."""
    parts = tuple(Stint(span(0, start, minutes), name) for name, start, minutes in stints)
    whole = shift()
    return type(whole)(
        whole.agent_id, whole.start_min, whole.end_min, PRE, whole.meal, stints=parts
    )


@pytest.mark.parametrize(
    "stints",
    [
        ((PRE, "08:00", 120), (AFTER, "10:30", 390)),  # a hole
        ((PRE, "08:00", 180), (AFTER, "10:30", 390)),  # an overlap
        ((PRE, "08:30", 150), (AFTER, "11:00", 360)),  # begins late
        ((PRE, "08:00", 180), (AFTER, "11:00", 330)),  # ends early
        ((AFTER, "08:00", 180), (PRE, "11:00", 360)),  # another first post than the shift's
        ((PRE, "08:00", 180), (PRE, "11:00", 360)),  # no change
        ((PRE, "08:00", 190), (AFTER, "11:10", 350)),  # off the grid
    ],
)
def test_stints_join_from_start_to_end(stints):
    assert rules_broken(with_stints(*stints), **ALLOWED) == ["stint_place"]


def test_every_post_of_a_shift_needs_its_certificate():
    only = {**ALLOWED, "agents": (agent("A1", (PRE,)),)}
    (found,) = breaches(changed(180), **only)
    assert (found.rule, found.post, found.at_min) == ("skill", AFTER, at(0, "11:00"))


def test_cover_and_cost_count_each_post_while_the_agent_is_on_it():
    need = np.zeros((2, WEEK.intervals))
    need[0, 16:22] = need[1, 22:24] = need[1, 26:34] = 1
    question = problem(need=Requirement(WEEK, (PRE, AFTER), need), **ALLOWED)
    cost = verify(question, roster(changed(180))).cost
    assert (cost.short_hours, cost.surplus_hours) == (0, 0)
    on_one = verify(question, roster(shift())).cost
    assert (on_one.short_hours, on_one.surplus_hours) == (5, 5)
