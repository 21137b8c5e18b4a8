import datetime as dt

import pytest

from scheduler.edited import edited, edited_by
from scheduler.errors import InputError
from scheduler.grid_edit import EditKind, GridEdit, RosterCell, exchange, laid
from scheduler.horizon import Clock, Horizon
from scheduler.roster import Roster
from scheduler.ruleset import RuleSet
from scheduler.shift import Shift, Sitting
from scheduler.shift_type import ShiftType
from tests import builders as b

MORNING = ShiftType("A", 9 * 60, 480, meal_min=60)
LATE = ShiftType("P", 13 * 60, 480, meal_min=60, latest_start_clock=14 * 60)
RULES = RuleSet((b.FULL,), types=(MORNING, LATE))
WEEK = b.problem(
    agents=(b.agent("A1"), b.agent("A2"), b.agent("A3", ("aftersales",))),
    posts=(b.post(), b.post("aftersales")),
    ruleset=RULES,
)


def cell(agent_id, day, week=b.WEEK):
    return RosterCell(agent_id, week.date(day))


def shift(agent_id="A1", day=0, clock="09:00", **more):
    return b.shift(agent_id, day, clock, **more)


def after(roster, edit, problem=WEEK):
    removed, added = edited(problem, roster, edit)
    left = roster
    for one in removed:
        left = left.without(one)
    return Roster((*left.shifts, *added))


def edit(kind, *cells, **more):
    return GridEdit(EditKind(kind), cells, **more)


MON, TUE = shift(), shift("A2", 1, "10:00")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        # to another day, and to another person whose own shift gives way
        (edit("move", cell("A1", 0), to=(cell("A1", 2),)), (shift(day=2), TUE)),
        (edit("move", cell("A1", 0), to=(cell("A2", 1),)), (shift("A2", 1),)),
        (edit("copy", cell("A1", 0), to=(cell("A2", 1),)), (MON, shift("A2", 1))),
        # one cell to several, and an empty one: the day off is copied
        (
            edit("copy", cell("A1", 0), cell("A1", 0), to=(cell("A1", 1), cell("A1", 2))),
            (MON, shift(day=1), shift(day=2), TUE),
        ),
        (edit("copy", cell("A2", 0), to=(cell("A1", 0),)), (TUE,)),
        # a block onto itself, one day on
        (
            edit("move", cell("A2", 1), cell("A2", 2), to=(cell("A2", 2), cell("A2", 3))),
            (MON, shift("A2", 2, "10:00")),
        ),
        (
            edit("swap", cell("A1", 0), cell("A1", 1), to=(cell("A2", 0), cell("A2", 1))),
            (shift("A2"), shift("A1", 1, "10:00")),
        ),
        (edit("clear", cell("A1", 0), cell("A2", 1)), ()),
        (edit("start", cell("A1", 0), minutes=90), (shift(clock="10:30"), TUE)),
        (edit("start", cell("A1", 0), minutes=-30), (shift(clock="08:30"), TUE)),
    ],
)
def test_what_an_edit_makes_of_a_roster(asked, expected):
    assert after(Roster((MON, TUE)), asked) == Roster(expected)


def test_a_meal_moves_and_breaks_give_way_to_it():
    fed = shift(meal=240)
    moved = after(Roster((fed,)), edit("meal", cell("A1", 0), minutes=-30)).shifts[0]
    assert moved.meal == b.span(0, "12:30", 60)
    assert (moved.start_min, moved.end_min) == (fed.start_min, fed.end_min)


def test_a_type_takes_post_and_nearest_start_of_what_was_there():
    roster = Roster((shift("A1", 0, "15:00"),))
    late = after(roster, edit("type", cell("A1", 0), cell("A3", 2), code="P")).shifts
    assert [(one.agent_id, one.start_min, one.post) for one in late] == [
        ("A1", b.at(0, "14:00"), "presales"),
        ("A3", b.at(2, "13:00"), "aftersales"),
    ]
    assert {one.work_min for one in late} == {480}


def test_training_stays_with_its_person_where_it_fits():
    training = Sitting(b.span(0, "10:00", 30), "S1")
    own = Shift("A1", b.at(0, "09:00"), b.at(0, "17:00"), "presales", None, (), (training,))
    other = shift("A2", 0, "12:00")
    swapped = after(Roster((own, other)), edit("swap", cell("A1", 0), to=(cell("A2", 0),))).shifts
    assert [one.sessions for one in swapped] == [(), ()]  # A1 begins at noon now
    later = after(Roster((own,)), edit("start", cell("A1", 0), minutes=30)).shifts
    assert later[0].sessions == (training,)


def test_a_shift_keeps_its_clock_and_length_across_a_clock_change():
    berlin = Horizon(Clock("Europe/Berlin"), dt.date(2027, 3, 22))  # summer time on the 28th
    problem = b.problem(week=berlin, agents=(b.agent("A1"),))
    night = Shift("A1", b.at(5, "09:00", berlin), b.at(5, "17:00", berlin), "presales")
    asked = edit("move", cell("A1", 5, berlin), to=(cell("A1", 6, berlin),))
    (moved,) = after(Roster((night,)), asked, problem).shifts
    assert (moved.start_min, moved.end_min) == (b.at(6, "09:00", berlin), b.at(6, "17:00", berlin))
    early = Shift("A1", b.at(5, "01:00", berlin), b.at(5, "05:00", berlin), "presales")
    (moved,) = after(Roster((early,)), asked, problem).shifts
    assert moved.end_min - moved.start_min == 240


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (lambda: edit("clear"), "edit_no_cell"),
        (lambda: edit("move", cell("A1", 0)), "edit_uneven"),
        (
            lambda: edit("copy", cell("A1", 0), cell("A1", 1), to=(cell("A2", 1),) * 2),
            "edit_onto_one",
        ),
        (lambda: edit("type", cell("A1", 0)), "edit_type_missing"),
        (lambda: edit("meal", cell("A1", 0)), "edit_minutes"),
        (lambda: edit("start", cell("A1", 0), minutes=1440), "edit_minutes"),
        (lambda: edit("clear", cell("A9", 0)), "unknown_agent"),
        (lambda: edit("clear", RosterCell("A1", dt.date(2026, 12, 7))), "date_outside"),
        (lambda: edit("type", cell("A1", 0), code="X"), "edit_unknown_type"),
        (lambda: edit("clear", cell("A3", 0)), "edit_changes_nothing"),
        (lambda: edit("move", cell("A1", 0), to=(cell("A1", 0),)), "edit_changes_nothing"),
        (lambda: edit("start", cell("A1", 0), minutes=-600), "edit_other_day"),
        (lambda: edit("meal", cell("A1", 0), minutes=600), "edit_meal_outside"),
    ],
)
def test_an_edit_that_cannot_be_says_why(asked, code):
    with pytest.raises(InputError) as error:
        edited(WEEK, Roster((shift(),)), asked())
    assert [fault.code for fault in error.value.faults] == [code]


def test_cells_land_as_they_are_held():
    rows, dates = ("A1", "A2", "A3"), WEEK.horizon.dates
    cells = (cell("A1", 1), cell("A2", 0))
    assert laid(cells, cells[0], cell("A2", 4), rows, dates) == (cell("A2", 4), cell("A3", 3))
    with pytest.raises(InputError, match="edit_beyond"):
        laid(cells, cells[0], cell("A3", 4), rows, dates)


def test_people_or_days_are_exchanged_by_what_is_selected():
    both = (cell("A1", 0), cell("A2", 0), cell("A2", 1), cell("A1", 1))
    found = exchange(both)
    assert list(zip(found.cells, found.to, strict=True)) == [
        (cell("A1", 0), cell("A2", 0)),
        (cell("A1", 1), cell("A2", 1)),
    ]
    assert exchange((both[0], both[3])).to == (both[3],)
    for cells in (both[:1], both[:3], (cell("A1", 0), cell("A2", 1))):
        with pytest.raises(InputError, match="edit_swap_two"):
            exchange(cells)


def test_edits_follow_each_other_and_count_together():
    roster = Roster((MON, TUE))
    there, back = (
        edit("move", cell("A1", 0), to=(cell("A1", 2),)),
        edit("move", cell("A1", 2), to=(cell("A1", 3),)),
    )
    assert edited_by(WEEK, roster, (there, back)) == ((MON,), (shift(day=3),))
    with pytest.raises(InputError, match="edit_changes_nothing"):
        edited_by(WEEK, roster, (there, edit("move", cell("A1", 2), to=(cell("A1", 0),))))
