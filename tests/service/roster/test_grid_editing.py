import dataclasses

import pytest

from scheduler.errors import InputError
from scheduler.grid_edit import EditKind, GridEdit, RosterCell
from scheduler.type_pin import TypePin
from service.roster import draft_history, editing, grid_editing, pinning, publishing, rosters, weeks
from service.roster.grid_editing import LockKind
from tests.desks import at_desk
from tests.service import small_shop as s

WHO = {"by": "王经理", "now": s.NOW}
HERE = (s.LABEL,)


@pytest.fixture
def desk(tmp_path):
    opened = s.database(tmp_path, s.with_week(**WHO))
    publishing.keep_roster(at_desk(opened, **WHO), *HERE, s.roster())
    yield at_desk(opened, **WHO)
    opened.close()


def cell(agent_id, day):
    return RosterCell(agent_id, s.week().horizon.date(day))


def edit(kind, *cells, **more):
    return GridEdit(EditKind(kind), cells, **more)


def shifts(desk):
    return rosters.roster_sheet(desk, *HERE).version.version.roster.shifts


def keep(desk, asked, **more):
    removed, added = grid_editing.try_edits(desk, *HERE, (asked,)).moved
    return editing.change(desk, *HERE, removed=removed, added=added, **more)


def step(desk, way):
    found = draft_history.history(desk, *HERE)
    if way == "undo":
        return draft_history.undo(desk, *HERE, found.last)
    return draft_history.redo(desk, *HERE, found.next)


def test_an_edit_is_checked_and_priced_whole_before_it_is_kept(desk):
    both = edit("move", cell("A1", 0), cell("A3", 0), to=(cell("A1", 1), cell("A3", 1)))
    tried = grid_editing.try_edits(desk, *HERE, (both,))
    assert (len(tried.moved.removed), len(tried.moved.added)) == (2, 2)
    assert tried.change.cost_change == pytest.approx(-3.0)  # the wish for Monday off is granted
    assert tried.change.new == ()
    assert shifts(desk) == s.roster().shifts


def test_undo_and_redo_go_over_the_whole_history_and_outlive_a_visit(desk):
    course = [shifts(desk)]
    for asked in (
        edit("move", cell("A1", 0), to=(cell("A1", 3),)),
        edit("copy", cell("A1", 3), to=(cell("A2", 4),)),
        edit("clear", cell("A3", 0)),
    ):
        keep(desk, asked)
        course.append(shifts(desk))
    again = at_desk(desk.database, **WHO)  # somebody who comes back
    for before in reversed(course[:-1]):
        step(again, "undo")
        assert shifts(again) == before
    assert draft_history.history(again, *HERE).last is None
    for after in course[1:]:
        step(again, "redo")
        assert shifts(again) == after
    assert draft_history.history(again, *HERE).next is None
    assert rosters.roster_sheet(desk, *HERE).version.version.number == 1


def test_a_new_step_takes_the_place_of_those_undone(desk):
    keep(desk, edit("clear", cell("A3", 0)))
    step(desk, "undo")
    keep(desk, edit("clear", cell("A1", 0)))
    found = draft_history.history(desk, *HERE)
    assert found.undone == ()
    assert [one.removed for one in found.done] == [(s.shift("A1"),)]


def test_an_undo_of_another_step_than_the_one_seen_is_refused(desk):
    keep(desk, edit("clear", cell("A3", 0)))
    seen = draft_history.history(desk, *HERE).last
    keep(at_desk(desk.database, by="李班长", now=s.NOW), edit("clear", cell("A1", 0)))
    with pytest.raises(InputError) as error:
        draft_history.undo(desk, *HERE, seen)
    assert [(one.code, one.value) for one in error.value.faults] == [("step_not_last", "李班长")]
    assert shifts(desk) == ()
    with pytest.raises(InputError, match="step_not_next"):
        draft_history.redo(desk, *HERE, seen)


def test_who_looked_before_somebody_else_changed_a_cell_keeps_nothing(desk):
    looked = dataclasses.replace(desk, seen=desk.seen_now(), own=set())
    keep(at_desk(desk.database, by="李班长", now=s.NOW), edit("clear", cell("A1", 0)))
    with pytest.raises(InputError, match="changed_meanwhile"):
        keep(looked, edit("copy", cell("A3", 0), to=(cell("A1", 0),)), reason="盘点")


def test_undo_brings_a_lost_pin_back(desk):
    pinning.pin(desk, *HERE, s.shift("A1"))
    keep(desk, edit("clear", cell("A1", 0)))
    assert weeks.problem(desk, *HERE).pins == ()
    step(desk, "undo")
    assert weeks.problem(desk, *HERE).pins == (s.shift("A1"),)
    assert rosters.roster_sheet(desk, *HERE).verdict.is_clean


def test_a_redo_keeps_its_reason_and_never_breaks_the_law(desk):
    closed = edit("start", cell("A1", 0), minutes=120)
    keep(desk, closed, reason="盘点")
    step(desk, "undo")
    assert [one.rule for one in step(desk, "redo").new] == ["closed_post"]
    assert draft_history.history(desk, *HERE).last.reason == "盘点"
    with pytest.raises(InputError, match="breaks_law"):  # A2 is on leave on Tuesday
        keep(desk, edit("copy", cell("A1", 0), to=(cell("A2", 1),)), reason="盘点")


def test_a_published_version_has_no_steps_and_its_first_change_can_be_undone(desk):
    keep(desk, edit("clear", cell("A3", 0)))
    publishing.publish(desk, *HERE, reason="够了")
    assert draft_history.history(desk, *HERE) == draft_history.DraftHistory()
    assert keep(desk, edit("clear", cell("A1", 0))).number == 2
    assert step(desk, "undo").number == 2
    assert shifts(desk) == (s.shift("A1"),)


@pytest.mark.parametrize("kind", LockKind)
def test_locked_cells_are_pins_that_a_new_solve_keeps(desk, kind):
    cells = (cell("A1", 0), cell("A1", 1))
    found = grid_editing.lock(desk, *HERE, cells, kind)
    asked = weeks.problem(desk, *HERE)
    first, off = TypePin("A1", cells[0].date, "", 540), TypePin("A1", cells[1].date, "")
    is_start = kind is LockKind.START  # a week without types: of the type, the shift whole
    assert asked.pins == found.shifts == (() if is_start else (s.shift("A1"),))
    assert asked.type_pins == found.types == ((first, off) if is_start else (off,))
    with pytest.raises(InputError, match="lock_nothing"):
        grid_editing.lock(desk, *HERE, cells, kind)
    assert grid_editing.unlock(desk, *HERE, cells) == found
    assert not weeks.problem(desk, *HERE).type_pins
    assert not weeks.problem(desk, *HERE).pins
    with pytest.raises(InputError, match="unlock_nothing"):
        grid_editing.unlock(desk, *HERE, cells)
