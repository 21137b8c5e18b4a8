import datetime as dt

import pytest

from scheduler.errors import InputError
from scheduler.roster import Roster, RosterState, RosterVersion
from tests.builders import roster, shift

NOON = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)


def test_shifts_are_in_order_of_agent_and_start():
    mixed = roster(shift("A2", 0), shift("A1", 3), shift("A1", 1))
    assert mixed == roster(shift("A1", 1), shift("A1", 3), shift("A2", 0))
    assert [(each.agent_id, each.start_min) for each in mixed.shifts] == sorted(
        (each.agent_id, each.start_min) for each in mixed.shifts
    )


def test_shifts_that_start_together_keep_their_order():
    long, short = shift(), shift(work=240, meal=None)
    assert roster(long, short).shifts == (long, short)
    assert roster(short, long).shifts == (short, long)


def test_shifts_are_found_by_agent():
    mixed = roster(shift("A2", 0), shift("A1", 1), shift("A2", 4))
    assert {name: len(shifts) for name, shifts in mixed.by_agent().items()} == {"A1": 1, "A2": 2}


def test_change_makes_a_new_roster():
    first = roster(shift(day=0))
    second = first.with_shift(shift(day=1))
    assert len(first.shifts) == 1
    assert second.without(shift(day=1)) == first


def test_one_of_two_equal_shifts_is_taken_out():
    assert roster(shift(), shift()).without(shift()) == roster(shift())


def test_shift_that_is_not_there_cannot_be_taken_out():
    with pytest.raises(InputError, match="shift_not_in_roster"):
        roster().without(shift())


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"number": 0}, "not_positive"),
        ({"published_at": NOON}, "published_when"),
        ({"published_by": "组长"}, "published_by_whom"),
        ({"state": RosterState.PUBLISHED, "published_by": "组长"}, "published_when"),
        ({"state": RosterState.PUBLISHED, "published_at": NOON}, "published_by_whom"),
        (
            {
                "state": RosterState.PUBLISHED,
                "published_by": "组长",
                "published_at": NOON.replace(tzinfo=None),
            },
            "time_without_zone",
        ),
    ],
)
def test_version_is_published_with_time_and_name_or_neither(parts, code):
    with pytest.raises(InputError, match=code):
        RosterVersion(**{"number": 1, "roster": Roster()} | parts)


def test_published_version_keeps_who_and_when():
    version = RosterVersion(2, Roster(), RosterState.PUBLISHED, NOON, "组长", "两人请病假")
    assert (version.published_by, version.published_at) == ("组长", NOON)
