"""The shifts that bind are those of the version in force when each began."""

import datetime as dt
from dataclasses import replace

import pytest

from kpi.facts.scheduled import (
    NotCounted,
    exceptions_left_out,
    in_force,
    never_bound,
    with_calls,
    with_duties,
)
from scheduler.dispatch import Interruption, InterruptionKind
from scheduler.errors import InputError
from scheduler.roster import Roster, RosterVersion
from scheduler.standby import StandbyCall
from tests.kpi.making import CLOCK, at, shift, version

MONDAY = shift()
TUESDAY = shift(start="2026-11-03T09:00", end="2026-11-03T18:00")
LATER_TUESDAY = shift(start="2026-11-03T13:00", end="2026-11-03T22:00")


def bound(*weeks):
    return [(one.shift, one.version, one.work_min) for one in in_force(weeks)]


def test_a_later_version_changes_only_what_has_not_begun():
    first = version(1, [MONDAY, TUESDAY], "2026-10-30T12:00")
    second = version(2, [LATER_TUESDAY], "2026-11-02T12:00")  # Monday's shift has begun
    assert bound([first, second]) == [(MONDAY, 1, 540), (LATER_TUESDAY, 2, 540)]


def test_a_shift_that_stays_counts_once_under_the_later_version():
    first = version(1, [MONDAY, TUESDAY], "2026-10-30T12:00")
    second = version(2, [MONDAY, TUESDAY], "2026-11-02T12:00")
    assert bound([first, second]) == [(MONDAY, 1, 540), (TUESDAY, 2, 540)]


def test_a_version_published_at_the_very_start_is_in_force():
    first = version(1, [MONDAY], "2026-10-30T12:00")
    second = version(2, [], "2026-11-02T09:00")
    assert bound([first, second]) == []


def test_a_shift_published_after_it_began_never_bound():
    assert bound([version(1, [MONDAY, TUESDAY], "2026-11-02T09:01")]) == [(TUESDAY, 1, 540)]


def test_where_versions_overlap_each_minute_counts_once():
    first = version(1, [MONDAY], "2026-10-30T12:00")
    moved = shift(start="2026-11-02T13:00", end="2026-11-02T22:00")
    second = version(2, [moved], "2026-11-02T12:00")
    assert bound([first, second]) == [(MONDAY, 1, 540), (moved, 2, 240)]


def test_the_meal_is_not_scheduled():
    eats = shift(meal=("2026-11-02T12:00", "2026-11-02T13:00"))
    assert bound([version(1, [eats], "2026-10-30T12:00")])[0][2] == 480


@pytest.mark.parametrize(
    ("post", "begins", "waits", "parts"),
    [
        ("aftersales", "11:00", 120, [("presales", 120), ("aftersales", 420)]),
        ("aftersales", "09:00", 0, [("aftersales", 540)]),
        ("presales", "11:00", 120, [("presales", 540)]),
        ("aftersales", "18:00", 540, [("presales", 540)]),
    ],
)
def test_who_is_called_is_planned_on_that_post_from_then_on(post, begins, waits, parts):
    call = StandbyCall("A", at(f"2026-11-02T{begins}"), post)
    scheduled = in_force([[version(1, [MONDAY], "2026-10-30T12:00")]])
    (one,) = with_calls(scheduled, [MONDAY], [call, replace(call, agent_id="B")])
    assert one.work_min == 540
    assert sum(end - start for start, end in one.waits) == waits
    assert with_calls(scheduled, (), [call]) == scheduled
    assert [(each.shift.post, each.work_min) for each in one.by_post() or (one,)] == parts


def test_drafts_bind_nobody():
    assert bound([RosterVersion(1, Roster((MONDAY,)))]) == []


def test_versions_published_out_of_order_are_refused():
    first = version(1, [MONDAY], "2026-10-30T12:00")
    second = version(2, [MONDAY], "2026-10-29T12:00")
    with pytest.raises(InputError, match="versions_out_of_order"):
        in_force([[second, first]])


def agreed(version, since):
    moment = dt.datetime.fromisoformat(since).replace(tzinfo=CLOCK.zone)
    return replace(version, agreed_from=moment)


def test_a_roster_published_within_its_week_binds_from_then_and_tells_what_it_leaves_out():
    late = version(1, [MONDAY, TUESDAY], "2026-11-02T12:00")
    assert bound([late]) == [(TUESDAY, 1, 540)]
    assert never_bound([[late]]) == (MONDAY,)
    # of a day that an earlier version held, nothing is left out
    first = version(1, [MONDAY], "2026-10-30T12:00")
    second = version(2, [MONDAY, TUESDAY], "2026-11-02T12:00")
    assert never_bound([[first, second]]) == ()


def test_a_roster_put_in_force_for_the_past_binds_from_then():
    late = version(1, [MONDAY, TUESDAY], "2026-11-20T12:00")
    put = agreed(late, "2026-11-02T00:00")
    assert bound([put]) == [(MONDAY, 1, 540), (TUESDAY, 1, 540)]
    assert never_bound([[put]]) == ()


def test_a_later_version_put_in_force_from_the_beginning_takes_the_place_of_earlier_ones():
    wrong = version(1, [TUESDAY], "2026-11-02T12:00")
    right = agreed(version(2, [MONDAY, LATER_TUESDAY], "2026-11-20T12:00"), "2026-11-02T00:00")
    assert bound([wrong, right]) == [(MONDAY, 2, 540), (LATER_TUESDAY, 2, 540)]


NIGHT = in_force(
    [[version(1, [shift(start="2026-11-02T22:00", end="2026-11-03T06:00")], "2026-10-25T12:00")]]
)


def disrupted(start, end, registered, **more):
    who = {"registered_by": "lead", "approved_by": "boss"} | more
    times = (at(f"2026-11-{moment}") for moment in (start, end, registered))
    start_min, end_min, registered_min = times
    return Interruption(
        "A",
        InterruptionKind.DISRUPTION,
        start_min,
        end_min,
        "system",
        registered_min=registered_min,
        **who,
    )


@pytest.mark.parametrize(
    ("registered", "counts"),
    [("03T00:35", True), ("03T06:00", True), ("03T06:01", False), ("03T12:00", False)],
)
def test_the_day_of_a_night_shift_ends_with_it(registered, counts):
    before_midnight = disrupted("02T23:00", "02T23:40", registered)
    (known,) = with_duties([before_midnight], NIGHT)
    assert known.counts(CLOCK) is counts
    assert not before_midnight.counts(CLOCK)  # nobody knows of a shift


def test_an_exception_that_excuses_nothing_says_why():
    cases = {
        NotCounted.UNAPPROVED: disrupted("02T23:00", "02T23:40", "02T23:50", approved_by=""),
        NotCounted.LATE: disrupted("02T23:00", "02T23:40", "03T09:00"),
        NotCounted.NO_SHIFT: disrupted("02T10:00", "02T11:00", "02T11:00"),
    }
    good = disrupted("03T01:00", "03T02:00", "03T02:05")
    told = with_duties([*cases.values(), good], NIGHT)
    assert [one.why for one in exceptions_left_out(told, NIGHT, clock=CLOCK)] == list(cases)
    # without any roster nobody can say that it meets no shift
    assert exceptions_left_out([cases[NotCounted.NO_SHIFT]], (), clock=CLOCK) == ()
