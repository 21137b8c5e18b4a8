"""The shifts that bind are those of the version in force when each began."""

import pytest

from kpi.facts.scheduled import in_force
from scheduler.errors import InputError
from scheduler.roster import Roster, RosterVersion
from tests.kpi.making import shift, version

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


def test_drafts_bind_nobody():
    assert bound([RosterVersion(1, Roster((MONDAY,)))]) == []


def test_versions_published_out_of_order_are_refused():
    first = version(1, [MONDAY], "2026-10-30T12:00")
    second = version(2, [MONDAY], "2026-10-29T12:00")
    with pytest.raises(InputError, match="versions_out_of_order"):
        in_force([[second, first]])
