import datetime as dt

import pytest

from scheduler.errors import InputError
from scheduler.type_pin import TypePin
from service.roster import intake, pinning, publishing, rosters, weeks
from service.roster.question import problem_key
from tests.desks import at_desk
from tests.service import small_shop as s

WHO = {"by": "王经理", "now": s.NOW}
HERE = (s.LABEL,)


@pytest.fixture
def database(tmp_path):
    opened = s.database(tmp_path)
    intake.keep_week(at_desk(opened, **WHO), s.week())
    publishing.keep_roster(at_desk(opened, **WHO), *HERE, s.roster())
    yield opened
    opened.close()


def latest(database):
    return rosters.roster_sheet(at_desk(database), *HERE)


def test_a_pin_is_part_of_the_question(database):
    pinning.pin(at_desk(database, **WHO), *HERE, s.shift("A1"))
    assert weeks.problem(at_desk(database), *HERE).pins == (s.shift("A1"),)
    with pytest.raises(InputError):
        pinning.pin(at_desk(database, **WHO), *HERE, s.shift("A1"))
    pinning.unpin(at_desk(database, **WHO), *HERE, s.shift("A1"))
    assert weeks.problem(at_desk(database), *HERE).pins == ()
    with pytest.raises(InputError):
        pinning.unpin(at_desk(database, **WHO), *HERE, s.shift("A1"))


def test_only_a_shift_of_the_roster_can_be_pinned(database):
    with pytest.raises(InputError):
        pinning.pin(at_desk(database, **WHO), *HERE, s.shift("A2"))


def test_a_pinned_type_is_part_of_the_question_and_the_latest_word_on_a_day_holds(database):
    date = s.MONDAY
    desk = at_desk(database, **WHO)
    before = problem_key(weeks.problem(at_desk(database), *HERE))
    pinning.pin_type(desk, *HERE, TypePin("A1", date, ""))
    off = weeks.problem(at_desk(database), *HERE)
    assert off.type_pins == (TypePin("A1", date, ""),)
    assert problem_key(off) != before
    assert "pinned_type" in latest(database).verdict.by_rule  # who works that day
    pinning.unpin_type(desk, *HERE, off.type_pins[0])
    assert problem_key(weeks.problem(at_desk(database), *HERE)) == before
    with pytest.raises(InputError):
        pinning.unpin_type(desk, *HERE, off.type_pins[0])


@pytest.mark.parametrize(
    ("pin", "code"),
    [
        (TypePin("A1", s.MONDAY, "no such"), "unknown_kind"),
        (TypePin("nobody", s.MONDAY, ""), "unknown_agent"),
        (TypePin("A1", s.MONDAY + dt.timedelta(7), ""), "date_outside"),
    ],
)
def test_what_cannot_be_pinned_leaves_what_was(database, pin, code):
    with pytest.raises(InputError) as caught:
        pinning.pin_type(at_desk(database, **WHO), *HERE, pin)
    assert [fault.code for fault in caught.value.faults] == [code]
    assert weeks.problem(at_desk(database), *HERE).type_pins == ()


def test_what_is_pinned_is_listed_and_set_free_and_comes_back(database):
    def pins():
        asked = weeks.problem(at_desk(database), *HERE)
        return (*asked.pins, *asked.type_pins)

    fixed = (s.shift("A1"), TypePin("A1", s.MONDAY, ""))
    pinning.pin(at_desk(database, **WHO), *HERE, fixed[0])
    pinning.pin_type(at_desk(database, **WHO), *HERE, fixed[1])
    found = pinning.pinned(weeks.problem(at_desk(database), *HERE))
    assert [(one.what, [v.rule for v in one.broken]) for one in found] == [
        (fixed[0], []),
        (fixed[1], ["pinned_type"]),
    ]
    for one in found:
        pinning.set_free(at_desk(database, **WHO), *HERE, one)
    assert pins() == ()
    for one in found:
        pinning.fix_again(at_desk(database, **WHO), *HERE, one)
    assert pins() == fixed
