import datetime as dt
from pathlib import Path

import pytest

from store.backup_plan import BackupPlan

PLAN = BackupPlan(Path("backups"), every_h=24, daily=3, weekly=2, monthly=2)


def at(day, hour=3):
    return dt.datetime(2026, 11, 30, hour, tzinfo=dt.UTC) - dt.timedelta(days=day)


@pytest.mark.parametrize(
    ("newest", "is_due"),
    [
        (None, True),
        (at(1), True),
        (at(1, hour=4), False),  # an hour too early
        (at(0, hour=4), False),  # the clock was set back an hour
        (at(-2), True),  # or two days: it would take too long to catch up
    ],
)
def test_a_backup_is_due_when_the_last_is_old(newest, is_due):
    assert PLAN.is_due(newest, at(0)) is is_due


def test_the_last_of_days_weeks_and_months_is_kept():
    made = [at(day, hour) for day in range(70) for hour in (3, 15)]
    # Monday 30 November: three days; the last of this ISO week and Sunday's of the one before;
    # the last of November and the one of 31 October.
    assert sorted(PLAN.kept(made)) == [at(30, 15), at(2, 15), at(1, 15), at(0, 15)]


def test_the_newest_is_kept_whatever_the_plan():
    plan = BackupPlan(Path("backups"), daily=0, weekly=0, monthly=0)
    assert plan.kept([at(3), at(0)]) == {at(0)}
    assert plan.kept([]) == frozenset()
