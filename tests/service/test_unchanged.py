"""What is kept in memory while nobody does anything: never older than the last action."""

import threading
import weakref
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from scheduler.agent import Wish
from scheduler.errors import InputError
from service.access.grants import Grant, Role, Scope, ScopeKind
from service.desk import Person
from service.roster import rosters
from service.roster.publishing import keep_roster
from service.roster.requests import enter_wish, wishes
from service.roster.rosters import roster_sheet
from service.shop.shops import agents, save_agents
from service.unchanged import MOST, WISHES, while_unchanged
from tests.desks import at_desk
from tests.service import small_shop as s

WISH = Wish("A1", s.MONDAY, None)


@pytest.fixture
def desk(tmp_path):
    for database in s.kept(tmp_path, s.with_week()):
        yield at_desk(database)


def asked(desk, read, what=("asked",)):
    with desk.read() as unit:
        return while_unchanged(desk, unit, what, read)


def supervisor(scope):
    return Person("主管", grants=(Grant("主管", Role.SUPERVISOR, scope),))


def test_a_second_look_is_the_first_one_and_an_action_ends_it(desk):
    first = roster_sheet(desk, s.LABEL)
    assert roster_sheet(desk, s.LABEL) is first
    enter_wish(desk, WISH)
    second = roster_sheet(desk, s.LABEL)
    assert second is not first
    assert second.problem.wishes == (*first.problem.wishes, WISH)
    assert [each.wish for each in wishes(desk, s.LABEL)][-1] == WISH


def test_a_sheet_after_a_wish_is_what_reading_it_all_anew_finds(desk, monkeypatch):
    keep_roster(desk, s.LABEL, s.roster())
    checks = []
    checked = rosters.verify_present
    monkeypatch.setattr(rosters, "verify_present", lambda *one: checks.append(one) or checked(*one))
    before = roster_sheet(desk, s.LABEL)
    worked = s.roster().shifts[0]
    broken = Wish(worked.agent_id, s.MONDAY, None, 3.0)
    enter_wish(desk, broken)
    known = roster_sheet(desk, s.LABEL)
    assert not checks  # no hard rule speaks of wishes
    with desk.read() as unit:
        anew = rosters._sheet(unit, desk.shop_id, s.LABEL, None)
    assert checks
    assert known.problem.wishes == anew.problem.wishes
    assert known.verdict == anew.verdict
    assert known.verdict.cost.wishes == before.verdict.cost.wishes + 3.0
    assert known.wishes_broken == anew.wishes_broken != before.wishes_broken
    assert known.gap == anew.gap


def test_a_wish_ends_no_answer_that_knows_no_wishes_but_another_action_does(desk):
    people = agents(desk)
    enter_wish(desk, WISH)
    assert agents(desk) is people
    one = replace(people[0], name="另名")
    save_agents(desk, (one, *people[1:]))
    enter_wish(desk, WISH)
    assert agents(desk)[0].name == "另名"


def test_what_an_action_ended_is_not_kept_beside_what_came_after_it(desk):
    class Answer:
        pass

    held = [weakref.ref(asked(desk, Answer))]
    enter_wish(desk, WISH)
    held.append(weakref.ref(asked(desk, Answer)))
    assert [one() is None for one in held] == [True, False]


def test_answers_apart_from_wishes_are_known_before_anything_was_done(desk):
    with desk.read() as unit:
        assert unit.chain.end(WISHES) == unit.chain.end()
    enter_wish(desk, WISH)
    with desk.read() as unit:
        assert unit.chain.end(WISHES) != unit.chain.end()


def test_whoever_sees_other_rows_has_an_answer_of_their_own(desk):
    team = Scope(ScopeKind.TEAMS, "main", (agents(desk)[0].team,))
    nobody = Scope(ScopeKind.TEAMS, "main", ("别组",))
    whole = Scope(ScopeKind.SHOP, "main")
    seen = {
        name: wishes(replace(desk, person=supervisor(scope)), s.LABEL)
        for name, scope in (("whole", whole), ("nobody", nobody), ("team", team))
    }
    assert [len(seen[name]) for name in ("whole", "nobody", "team")] == [2, 0, 2]


def test_what_is_rehearsed_is_not_kept(desk):
    before = roster_sheet(desk, s.LABEL)
    with desk.rehearsing() as trial:
        enter_wish(trial, WISH)
        assert WISH in roster_sheet(trial, s.LABEL).problem.wishes
        other = replace(WISH, agent_id="A2")
        with trial.write("wish_entered", unseen="a trial") as unit:  # not in the log yet
            unit.add(("wish", unit.staff.add_wish("main", other, trial.stamp)))
            unit.note("A2", {})
            assert other in roster_sheet(trial, s.LABEL).problem.wishes
    assert roster_sheet(desk, s.LABEL) is before


def test_a_refusal_is_not_kept(desk):
    def refuse():
        raise InputError(())

    with pytest.raises(InputError):
        asked(desk, refuse)
    assert asked(desk, lambda: "found") == "found"


def test_those_who_ask_at_once_wait_for_one_answer(desk):
    began, go, count = threading.Event(), threading.Event(), []

    def read():
        count.append(1)
        began.set()
        assert go.wait(30)
        return object()

    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(asked, desk, read)
        assert began.wait(30)
        others = [pool.submit(asked, desk, read) for _ in range(3)]
        go.set()
        assert {id(one.result()) for one in (first, *others)} == {id(first.result())}
    assert len(count) == 1


def test_only_the_answers_last_asked_for_stay(desk):
    found = [asked(desk, object, what=(number,)) for number in range(MOST + 1)]
    assert asked(desk, object, what=(MOST,)) is found[MOST]
    assert asked(desk, object, what=(0,)) is not found[0]
