from concurrent.futures import ThreadPoolExecutor

import pytest

from scheduler.agent import Absence
from scheduler.errors import InputError
from scheduler.roster import Roster
from service.roster import editing, intake, pinning, publishing, rosters, weeks
from service.roster.requests import enter_absence
from tests.desks import at_desk
from tests.service import small_shop as s

WHO = {"by": "王经理", "now": s.NOW}
HERE = (s.LABEL,)


@pytest.fixture
def database(tmp_path):
    opened = s.database(tmp_path, s.with_week(**WHO))
    publishing.keep_roster(at_desk(opened, **WHO), *HERE, s.roster())
    yield opened
    opened.close()


def latest(database):
    return rosters.roster_sheet(at_desk(database), *HERE)


def test_a_preview_says_what_a_change_costs_and_keeps_nothing(database):
    added = s.shift("A2", day=2)
    found = editing.preview(at_desk(database), *HERE, added=(added,))
    assert found.cost_change == pytest.approx(-8 * 20)  # eight missing hours less
    assert found.number is None
    assert latest(database).version.version.roster == s.roster()


def test_a_change_brings_its_breaches(database):
    late = s.shift("A2", day=2, hour=12)
    found = editing.change(at_desk(database, **WHO), *HERE, added=(late,), reason="盘点")
    assert [violation.rule for violation in found.new] == ["closed_post"]
    assert found.gone == ()
    assert found.number == 1
    undone = editing.change(at_desk(database, **WHO), *HERE, removed=(late,))
    assert [violation.rule for violation in undone.gone] == ["closed_post"]
    assert latest(database).version.version.roster == s.roster()


def test_work_after_a_post_closes_is_a_breach_of_a_change(database):
    found = editing.preview(at_desk(database), *HERE, added=(s.shift("A2", day=2, hour=12),))
    assert [(v.rule, v.measured) for v in found.new] == [("closed_post", 180)]  # 18:00 to 21:00


def test_what_was_published_before_the_rule_on_opening_hours_shows_what_it_breaks(
    database, monkeypatch
):
    late = s.shift("A2", day=2, hour=12)
    clean = latest(database).verdict
    monkeypatch.setattr(publishing, "verify_present", lambda *_: clean)
    monkeypatch.setattr(publishing, "problem_key", lambda _: "of an older version")
    desk = at_desk(database, **WHO)
    publishing.keep_roster(desk, *HERE, Roster((*s.roster().shifts, late)))
    publishing.publish(desk, *HERE)
    monkeypatch.undo()
    sheet = latest(database)
    assert sheet.published.version.roster.shifts == sheet.version.version.roster.shifts
    assert sheet.verdict.by_rule == {"closed_post": 1}
    assert sheet.closed_hours == (3.0, 0.0)


def test_changing_a_published_roster_makes_a_new_draft(database):
    publishing.publish(at_desk(database, **WHO), *HERE)
    found = editing.change(at_desk(database, **WHO), *HERE, added=(s.shift("A2", day=2),))
    assert found.number == 2
    sheet = latest(database)
    assert sheet.version.is_draft
    assert sheet.published.version.roster == s.roster()
    assert weeks.weeks(at_desk(database))[0].state is weeks.WeekState.CHANGED


def test_a_first_shift_makes_a_first_draft(tmp_path):
    database = s.database(tmp_path / "new")
    intake.keep_week(at_desk(database, **WHO), s.week())
    assert editing.change(at_desk(database, **WHO), *HERE, added=(s.shift(),)).number == 1
    database.close()


@pytest.mark.parametrize(
    ("removed", "added", "code"),
    [
        ((s.shift("A4"),), (), "shift_not_in_roster"),
        ((), (s.shift("A9"),), "unknown_agent"),
        ((), (s.shift(post="cooking"),), "unknown_post"),
        ((), (s.shift(day=7),), "date_outside"),
    ],
)
def test_an_impossible_change_leaves_the_draft_as_it_was(database, removed, added, code):
    with pytest.raises(InputError) as error:
        editing.change(at_desk(database, **WHO), *HERE, removed=removed, added=added)
    assert error.value.faults[0].code == code
    assert latest(database).version.version.roster == s.roster()


def test_a_pin_moves_with_its_shift(database):
    pinning.pin(at_desk(database, **WHO), *HERE, s.shift("A1"))
    later = s.shift("A1", hour=10)
    found = editing.change(
        at_desk(database, **WHO), *HERE, removed=(s.shift("A1"),), added=(later,), reason="盘点"
    )
    assert weeks.problem(at_desk(database), *HERE).pins == (later,)
    assert "pin" not in found.verdict.by_rule
    editing.change(at_desk(database, **WHO), *HERE, removed=(later,))
    assert weeks.problem(at_desk(database), *HERE).pins == ()


def test_an_older_version_comes_back_under_a_new_number(database):
    publishing.keep_roster(at_desk(database, **WHO), *HERE, Roster())
    assert editing.restore_version(at_desk(database, **WHO), *HERE, 1) == 3
    assert latest(database).version.version.roster == s.roster()


def test_publishing_a_broken_rule_needs_a_reason(database):
    away = Roster((*s.roster().shifts, s.shift("A2", day=1)))  # on leave
    publishing.keep_roster(at_desk(database, **WHO), *HERE, away)
    with pytest.raises(InputError) as error:
        publishing.publish(at_desk(database, **WHO), *HERE)
    assert error.value.faults[0].code == "reason_missing"
    published = publishing.publish(at_desk(database, **WHO), *HERE, reason="无人可替")
    assert published.version.reason == "无人可替"
    assert published.version.published_by == "王经理"
    assert published.version.published_at == s.NOW
    assert published.checked.verdict.by_rule == {"absence": 1}


def test_a_clean_roster_keeps_no_reason(database):
    assert publishing.publish(at_desk(database, **WHO), *HERE, reason="x").version.reason == ""


def test_there_is_nothing_to_publish_twice(database):
    publishing.publish(at_desk(database, **WHO), *HERE)
    with pytest.raises(InputError) as error:
        publishing.publish(at_desk(database, **WHO), *HERE)
    assert error.value.faults[0].code == "no_draft"


def test_differences_are_told_by_person(database):
    changed = Roster((s.shift("A1", hour=10), s.shift("A3", post="aftersales"), s.shift("A4")))
    publishing.keep_roster(at_desk(database, **WHO), *HERE, changed)
    first, second = rosters.differences(at_desk(database), *HERE, 1, 2)
    assert (first.agent_id, first.removed, first.added) == (
        "A1",
        (s.shift("A1"),),
        (s.shift("A1", hour=10),),
    )
    assert (second.agent_id, second.removed, second.added) == ("A4", (), (s.shift("A4"),))


def test_the_sheet_tells_which_wishes_are_broken(database):
    sheet = latest(database)
    assert sheet.wishes_broken == {"A1": 1, "A3": 0}
    assert sheet.wishes_granted == 0.5


def test_a_later_absence_shows_in_the_verdict(database):
    assert latest(database).verdict.is_clean
    enter_absence(at_desk(database, **WHO), Absence("A1", s.at(0, 12), s.at(0, 13)))
    assert latest(database).verdict.by_rule == {"absence": 1}


def test_a_roster_file_comes_in_and_goes_out(database, tmp_path):
    rosters.write_version(at_desk(database), *HERE, tmp_path / "roster.csv")
    kept = publishing.import_roster(at_desk(database, **WHO), *HERE, tmp_path / "roster.csv")
    assert (kept.version.number, kept.version.roster) == (2, s.roster())


def test_changes_made_at_the_same_time_all_hold(database):
    shifts = [s.shift("A4", day=day) for day in range(1, 6)]
    with ThreadPoolExecutor(len(shifts)) as people:
        for done in [
            people.submit(editing.change, at_desk(database, **WHO), *HERE, added=(shift,))
            for shift in shifts
        ]:
            done.result()
    assert set(shifts) <= set(latest(database).version.version.roster.shifts)


def test_a_pin_on_a_shift_somebody_moved_is_refused_with_who(database):
    seen = at_desk(database).seen_now()
    old, new = s.shift("A1"), s.shift("A1", hour=10)
    editing.change(at_desk(database, **WHO), *HERE, removed=(old,), added=(new,), reason="盘点")
    with pytest.raises(InputError) as caught:
        pinning.pin(at_desk(database, by="李主管", seen=seen), *HERE, old)
    (fault,) = caught.value.faults
    assert (fault.code, fault.value) == ("changed_meanwhile", "王经理")
