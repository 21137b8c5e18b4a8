"""Breaks that a shape asks for, training and meetings."""

from dataclasses import replace

import numpy as np
import pytest

from scheduler.agent import Absence
from scheduler.horizon import ClockSpan
from scheduler.session import Session
from scheduler.shift import BreakRule, Shift, Sitting, Span
from scheduler.verify.cover import intervals_covered
from scheduler.verify.pauses import MISSING
from tests.builders import FULL, SIX, WEEK, agent, at, rules, shift, span
from tests.scheduler.verify.broken import breaches, rules_broken

PAUSED = replace(FULL, breaks=(BreakRule(60, 150), BreakRule(330, 480)))
BREAKS = rules(shapes=(PAUSED,))


def with_breaks(*starts, minutes=15):
    """Return an 08:00 shift with breaks at clock times."""
    return shift(breaks=tuple(span(0, start, minutes) for start in starts))


@pytest.mark.parametrize(
    ("starts", "found"),
    [
        (("09:00", "13:30"), []),  # first moment of the first window, and of the second
        (("10:30", "16:00"), []),  # last moments
        (("08:59", "13:30"), ["breaks"]),
        (("10:31", "13:30"), ["breaks"]),
        (("09:00", "13:29"), ["breaks"]),
        (("09:00",), ["breaks"]),  # one short
        (("09:00", "09:30", "13:30"), ["breaks"]),  # one over
        ((), ["breaks"]),
    ],
)
def test_a_shift_holds_the_breaks_of_its_shape(starts, found):
    assert rules_broken(with_breaks(*starts), ruleset=BREAKS) == found


def test_a_break_has_its_length():
    assert rules_broken(with_breaks("09:00", "13:30", minutes=10), ruleset=BREAKS) == ["breaks"]


def test_breaks_of_any_shape_the_shift_fits_will_do():
    either = rules(shapes=(PAUSED, FULL))
    assert rules_broken(shift(), ruleset=either) == []


def test_missing_breaks_are_told_apart():
    (found,) = breaches(shift(), ruleset=BREAKS)
    assert (found.rule, found.subject, found.measured) == ("breaks", MISSING, 0)


def test_a_shape_with_starts_is_for_these_starts_only():
    morning = replace(FULL, starts=(ClockSpan.parse("06:00-09:00"),))
    ruleset = rules(shapes=(morning,))
    assert rules_broken(shift(start="08:30"), ruleset=ruleset) == []
    assert rules_broken(shift(start="09:00"), ruleset=ruleset) == ["shape"]
    part = rules(shapes=(replace(SIX, starts=(ClockSpan.parse("22:00-02:00"),)),))
    late = shift(start="01:30", work=360, meal=None)
    assert rules_broken(late, ruleset=part, agents=[agent(hours=20)]) == []


TRAINING = Session("S1", "A1", "", 60, at(1), at(3), "training")


def sits(start="10:00", *, day=1, minutes=60, session="S1", who="A1"):
    return shift(who, day, sessions=(Sitting(span(day, start, minutes), session),))


def held(*shifts, session=TRAINING, **asked):
    return rules_broken(*shifts, sessions=[session], **asked)


def test_a_session_is_held_in_a_shift_in_its_window():
    assert held(sits()) == []
    assert held(sits(day=2)) == []
    assert held(shift(day=1)) == ["session"]
    assert held() == ["session"]


def test_a_sitting_outside_its_window_is_none():
    assert held(sits(day=3)) == ["session_place", "session"]
    exact = replace(TRAINING, earliest_min=at(1, "10:00"), latest_min=at(1, "11:00"))
    assert held(sits(), session=exact) == []
    assert held(sits("10:01"), session=exact) == ["session_place", "session"]


@pytest.mark.parametrize(
    "sitting",
    [
        sits(minutes=45),  # too short
        sits("07:30"),  # begins before the shift
        sits("16:30"),  # ends after it
        sits("12:30"),  # overlaps the meal
        sits(session="S2"),  # there is none
    ],
)
def test_a_sitting_in_the_wrong_place_is_told(sitting):
    assert "session_place" in held(sitting)


def test_a_sitting_off_break_and_off_other_sittings():
    pause = span(1, "10:30", 15)
    assert held(replace(sits(), breaks=(pause,))) == ["session_place"]
    twice = replace(sits(), sessions=(*sits().sessions, *sits("10:30").sessions))
    assert held(twice) == ["session_place"]


def test_who_is_away_for_the_whole_window_is_excused():
    assert held(absences=[Absence("A1", at(1), at(3))]) == []
    assert held(absences=[Absence("A1", at(1), at(2, "23:59"))]) == ["session"]


def test_a_session_held_before_the_horizon_is_done():
    early = replace(TRAINING, earliest_min=at(-3))
    assert held(session=early, history=[sits(day=-2)]) == []


def test_a_session_whose_window_goes_on_after_the_horizon_is_not_due_yet():
    assert held(session=replace(TRAINING, latest_min=at(7))) == ["session"]
    assert held(session=replace(TRAINING, latest_min=at(7) + 1)) == []


def test_everybody_of_a_team_has_to_come():
    team = Session("S1", "", "T1", 60, at(1), at(3))
    staff = [agent("A1"), agent("A2"), replace(agent("A3"), team="T2")]
    found = breaches(sits(), sessions=[team], agents=staff)
    assert [(each.rule, each.agent_id) for each in found] == [("session", "A2")]
    assert "session_place" in held(sits(who="A3"), session=team, agents=staff)


def test_nobody_is_covered_in_a_session():
    start = at(0, "08:00")
    six = Shift(
        "A1",
        start,
        start + 360,
        "presales",
        sessions=(Sitting(Span(start + 60, start + 120), "S1"),),
    )
    assert np.diff(intervals_covered(WEEK, six)).tolist() == [1, 3, *[1] * 7]


@pytest.mark.parametrize("pause", ["10:00", "10:07", "09:53"])
@pytest.mark.parametrize("minutes", [5, 15, 20, 37])
def test_an_interval_is_covered_where_its_first_moment_is_worked(pause, minutes):
    one = replace(shift("A1", 1), breaks=(span(1, pause, minutes),))
    cells = [at for at in range(WEEK.intervals) if one.works_at(WEEK.minute(at))]
    assert list(intervals_covered(WEEK, one)) == cells
