import dataclasses

import pytest
from sqlalchemy import text

from scheduler.errors import InputError, StoreError
from scheduler.roster import Roster, RosterState
from scheduler.shift import Span, Stint
from scheduler.verify.verdict import Cost, Verdict
from service.roster.intake import keep_week
from store.rosters import Checked, Origin
from store.stamp import Stamp
from tests.databases import ON_SERVER
from tests.desks import at_desk
from tests.service.small_shop import LABEL, NOW, database, roster, shift, week

CHECKED = Checked(Verdict((), Cost(0.0, 0.0, 0.0, 0.0)), "key")
STAMP = Stamp("王经理", NOW)


@pytest.fixture
def kept(tmp_path):
    opened = database(tmp_path)
    keep_week(at_desk(opened, by="t", now=NOW), week())
    yield opened
    opened.close()


def add(unit, given=None):
    week_id = unit.weeks.get("main", LABEL).id
    chosen = roster() if given is None else given
    return unit.rosters.add(
        week_id, chosen, origin=Origin.IMPORTED, checked=CHECKED, proof=None, stamp=STAMP
    )


def test_a_version_comes_back_as_it_was(kept):
    with kept.write() as unit:
        add(unit)
    with kept.read() as unit:
        found = unit.rosters.latest(unit.weeks.get("main", LABEL).id)
    assert found.version.roster == roster()
    assert (found.version.number, found.version.state) == (1, RosterState.DRAFT)
    assert (found.made, found.changed, found.checked) == (STAMP, STAMP, CHECKED)


def test_a_shift_keeps_its_stints(kept):
    whole = shift("A1")
    middle = whole.start_min + 120
    parts = (Span(whole.start_min, middle), Span(middle, whole.end_min))
    names = (whole.post, "aftersales")
    stints = tuple(map(Stint, parts, names))
    changing = dataclasses.replace(whole, stints=stints)
    with kept.write() as unit:
        add(unit, Roster((changing,)))
        week_id = unit.weeks.get("main", LABEL).id
        latest = unit.rosters.latest(week_id)
        assert latest.version.roster == Roster((changing,))
        unit.rosters.change(
            latest.id, removed=(changing,), added=(whole,), checked=CHECKED, stamp=STAMP
        )
        assert unit.rosters.latest(week_id).version.roster == Roster((whole,))


def test_numbers_count_up_within_a_week(kept):
    with kept.write() as unit:
        for _ in range(3):
            add(unit)
        week_id = unit.weeks.get("main", LABEL).id
        assert [found.version.number for found in unit.rosters.all(week_id)] == [1, 2, 3]


def test_a_draft_changes_in_place(kept):
    with kept.write() as unit:
        number = add(unit)
        old, new = shift("A1"), shift("A1", hour=10)
        unit.rosters.change(number, removed=(old,), added=(new,), checked=CHECKED, stamp=STAMP)
        found = unit.rosters.latest(unit.weeks.get("main", LABEL).id)
        assert found.version.roster == roster().without(old).with_shift(new)


def test_of_two_equal_shifts_one_is_taken_out(kept):
    with kept.write() as unit:
        number = add(unit, Roster((shift(), shift())))
        unit.rosters.change(number, removed=(shift(),), added=(), checked=CHECKED, stamp=STAMP)
        found = unit.rosters.latest(unit.weeks.get("main", LABEL).id)
        assert found.version.roster == Roster((shift(),))


def test_a_published_version_is_not_changed(kept):
    with kept.write() as unit:
        number = add(unit)
        unit.rosters.publish(number, reason="", checked=CHECKED, stamp=STAMP)
    for act in (
        lambda rosters: rosters.change(
            number, removed=(), added=(shift(day=1),), checked=CHECKED, stamp=STAMP
        ),
        lambda rosters: rosters.publish(number, reason="", checked=CHECKED, stamp=STAMP),
    ):
        with kept.write() as unit, pytest.raises(InputError):
            act(unit.rosters)


@pytest.mark.parametrize(
    "statement",
    [
        "update roster_version set reason = 'x'",
        "delete from roster_version",
        "insert into roster_shift (version_id, agent_id, post, start_min, end_min, breaks)"
        " values (1, 'A1', 'presales', 0, 1, '[]')",
        "update roster_shift set post = 'x'",
        "delete from roster_shift",
        *(
            pytest.param(
                f"insert or replace into {table} select * from {table}", marks=pytest.mark.sqlite
            )
            for table in ("roster_version", "roster_shift")
        ),
    ],
)
def test_the_database_itself_guards_a_published_version(kept, statement):
    def act():
        with kept.write() as unit:
            unit.connection.execute(text(statement))

    with kept.write() as unit:
        unit.rosters.publish(add(unit), reason="", checked=CHECKED, stamp=STAMP)
    with pytest.raises(StoreError, match="never changes"):
        act()


def test_a_shift_cannot_be_moved_into_a_published_version(kept):
    def act(statement):
        with kept.write() as unit:
            unit.connection.execute(text(statement))

    with kept.write() as unit:
        unit.rosters.publish(add(unit), reason="", checked=CHECKED, stamp=STAMP)
        add(unit)
    with pytest.raises(StoreError, match="never changes"):
        act("update roster_shift set version_id = 1 where version_id = 2")
    if ON_SERVER:
        return
    with pytest.raises(StoreError, match="never changes"):
        act(
            "insert or replace into roster_shift (id, version_id, agent_id, post, start_min,"
            " end_min, breaks) select id, 2, agent_id, post, 0, 1, breaks from roster_shift"
            " where version_id = 1"
        )


def test_published_shifts_are_those_of_the_last_published_version(kept):
    with kept.write() as unit:
        week_id = unit.weeks.get("main", LABEL).id
        unit.rosters.publish(add(unit), reason="", checked=CHECKED, stamp=STAMP)
        second = Roster((shift("A4"),))
        unit.rosters.publish(add(unit, second), reason="", checked=CHECKED, stamp=STAMP)
        add(unit, Roster((shift("A2"),)))
        horizon = unit.weeks.by_id(week_id).horizon
        found = unit.rosters.published("main", horizon.start_min, horizon.end_min)
    assert found == second.shifts


def test_a_stretch_of_published_shifts_holds_its_start_and_not_its_end(kept):
    first, second = shift("A1"), shift("A1", day=1)
    with kept.write() as unit:
        number = add(unit, Roster((first, second)))
        unit.rosters.publish(number, reason="", checked=CHECKED, stamp=STAMP)
        found = unit.rosters.published("main", first.start_min, second.start_min)
        after = unit.rosters.published("main", second.start_min, second.start_min + 1)
    assert (found, after) == ((first,), (second,))
