from dataclasses import replace

import numpy as np
import pytest

from scheduler.agent import Absence
from scheduler.demand import Requirement
from scheduler.nearest import nearest
from scheduler.open_stretch import open_stretches
from scheduler.post import Post, StaffingInputs
from scheduler.roster import Roster
from tests.builders import FULL, WEEK, agent, at, post, problem, rules, shift

POSTS = ("presales", "aftersales")
ALL_DAY = {"may_start_before_min": 720, "may_end_after_min": 720}  # of a post open for an hour


def need_at(*, post="presales", day=0, first=9, last=10):
    """Return a requirement that is open for one stretch of one day only."""
    agents = np.full((len(POSTS), WEEK.intervals), np.nan)
    begin = WEEK.first_interval(day)
    agents[POSTS.index(post), begin + 2 * first : begin + 2 * last] = 1.0
    return Requirement(WEEK, POSTS, agents)


def question(agents, *, need=None, **more):
    return problem(
        agents=agents,
        posts=[post(name) for name in POSTS],
        ruleset=rules(shapes=(FULL,), min_agents=1, **ALL_DAY),
        need=need or need_at(),
        **more,
    )


def test_intervals_alike_in_a_row_are_one_stretch():
    asked = question([agent("A1", POSTS)])
    (stretch,) = open_stretches(asked, Roster())
    assert (stretch.post, stretch.missing) == ("presales", 1)
    assert (stretch.start_min, stretch.end_min) == (at(0, "09:00"), at(0, "10:00"))


def test_a_clean_roster_has_none():
    asked = question([agent("A1", POSTS)])
    assert open_stretches(asked, Roster((shift("A1", 0, "08:00"),))) == ()


def test_who_is_free_and_breaks_nothing_comes_first():
    asked = question([agent("A1", POSTS), agent("A2", POSTS), agent("A3", ["aftersales"])])
    roster = Roster((shift("A1", -1, "22:00"), shift("A1", 1, "08:00")))
    (stretch,) = open_stretches(asked, roster)
    first, *others = nearest(asked, roster, stretch)
    assert first.shift.agent_id == "A2"
    assert (first.broken, first.instead_of, first.left_open) == ((), None, ())
    assert first.shift.works_at(stretch.start_min)
    assert [v.rule for v in others[-1].broken] == ["skill"]


def test_what_stands_in_the_way_is_named_with_its_measure():
    late = shift(
        "A1", -1, "20:00"
    )  # ends 05:00; the stretch begins 09:00, so 11 h are not to be had
    asked = question([agent("A1", POSTS)], history=[late])
    (stretch,) = open_stretches(asked, Roster())
    (only,) = nearest(asked, Roster(), stretch)
    (breach,) = only.broken
    assert (breach.rule, breach.measured) == ("rest", 240)


def test_of_two_the_one_who_lacks_less_rest_is_nearer():
    history = [shift("A1", -1, "20:00"), shift("A2", -1, "16:00")]
    asked = question([agent("A1", POSTS), agent("A2", POSTS)], history=history)
    (stretch,) = open_stretches(asked, Roster())
    assert [one.shift.agent_id for one in nearest(asked, Roster(), stretch)] == ["A2", "A1"]


def test_certificates_and_absences_weigh_more_than_rest():
    away = Absence("A2", at(0), at(1))
    asked = question(
        [agent("A2", POSTS), agent("A3", ["aftersales"]), agent("A1", POSTS)],
        absences=[away],
        history=[shift("A1", -1, "20:00")],
    )
    (stretch,) = open_stretches(asked, Roster())
    assert nearest(asked, Roster(), stretch)[0].shift.agent_id == "A1"


def test_a_move_tells_what_it_would_leave_open():
    asked = question([agent("A1", POSTS)], need=need_at(first=6, last=18))
    roster = Roster((shift("A1", 0, "09:00"),))
    stretch = open_stretches(asked, roster)[0]
    (helper,) = nearest(asked, roster, stretch)
    assert helper.instead_of == roster.shifts[0]
    assert at(0, "17:30") in {violation.at_min for violation in helper.left_open}


def test_who_is_at_work_there_already_is_not_named():
    asked = question([agent("A1", POSTS)], need=need_at(first=9, last=10))
    roster = Roster((shift("A1", 0, "06:00", meal=180),))  # eats from 09:00 to 10:00
    (stretch,) = open_stretches(asked, roster)
    assert nearest(asked, roster, stretch)[0].instead_of == roster.shifts[0]


@pytest.mark.parametrize("count", [1, 2])
def test_only_so_many_are_named(count):
    asked = question([agent(f"A{number}", POSTS) for number in range(4)])
    (stretch,) = open_stretches(asked, Roster())
    assert len(nearest(asked, Roster(), stretch, count=count)) == count


def test_what_a_post_asks_of_all_its_people_is_nobodys_own_breach():
    asked = problem(
        agents=[agent("A1", ["presales"])],
        posts=[Post("presales", StaffingInputs(), min_agents=1, min_experienced=2)],
        ruleset=rules(shapes=(FULL,), min_agents=1),
        need=1.0,
    )
    roster = Roster((shift("A1", 2, "09:00"),))
    stretch = open_stretches(asked, roster)[0]
    (helper,) = nearest(asked, roster, stretch)
    assert "seniority" not in {violation.rule for violation in helper.broken}
    assert helper.broken == ()


def test_who_was_just_reported_absent_is_no_help_though_still_rostered():
    own = shift("A1", 0, "08:00")
    asked = question(
        [agent("A1", POSTS), agent("A2", POSTS)], absences=[Absence("A1", at(0), at(1))]
    )
    (stretch,) = open_stretches(asked, Roster((own,)))
    first, last = nearest(asked, Roster((own,)), stretch)
    assert (first.shift.agent_id, first.broken) == ("A2", ())
    assert [breach.rule for breach in last.broken] == ["absence"]


def test_who_is_lent_elsewhere_is_no_help():
    asked = question([agent("A1", POSTS), agent("A2", POSTS)])
    lent = Absence("A1", at(0, "09:00"), at(0, "12:00"), "secondment")
    asked = replace(asked, called_away=(lent,))
    (stretch,) = open_stretches(asked, Roster())
    first, last = nearest(asked, Roster(), stretch)
    assert (first.shift.agent_id, last.shift.agent_id) == ("A2", "A1")
    assert [breach.rule for breach in last.broken] == ["absence"]
