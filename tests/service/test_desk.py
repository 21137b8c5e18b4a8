"""The desk: who acts where and when, and what every action leaves."""

import ast
import dataclasses
from pathlib import Path

import pytest

import service
from scheduler.errors import Fault, InputError, UnusualError
from service.desk import Desk, Person
from service.looked import looked_at
from service.roster import rules
from service.shop import shops
from store.looked import ask_about
from tests.desks import NOW, at_desk
from tests.service import small_shop as s

FOLDER = Path(service.__file__).parent


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week())


def test_an_action_holds_together_with_its_line_in_the_log(database):
    desk = at_desk(database, by="王经理")
    with pytest.raises(InputError), desk.write("tried") as unit:
        _note_and_fail(unit)
    assert [one.name for one in shops.actions(desk)] == ["week_imported"]
    with desk.write("done") as unit:
        unit.note("W49", {"why": "test"})
    done = shops.actions(desk)[0]
    assert (done.name, done.subject, done.details) == ("done", "W49", {"why": "test"})
    assert (done.done.by, done.done.at) == ("王经理", NOW)


def test_a_log_with_changed_rules_is_read(database):
    desk = at_desk(database, by="王经理")
    seen = rules.rules_sheet(desk, s.LABEL).week.rules
    changed = dataclasses.replace(seen, min_agents=3)
    rules.change_rules(desk, s.LABEL, changed, for_later=True, before=seen)
    done = shops.actions(desk)[0]
    assert (done.name, done.details) == ("rules_changed", {"later": "True"})


def test_a_log_that_was_kept_with_numbers_is_read(database):
    desk = at_desk(database)
    with desk.write("sessions_changed") as unit:
        unit.note(s.LABEL, {"count": 3, "later": False})
    assert shops.actions(desk)[0].details == {"count": "3", "later": "False"}


def _note_and_fail(unit):
    unit.note("W49", {"why": "test"})
    raise InputError(Fault("empty"))


def test_whoever_may_not_writes_nothing(database):
    asked = []

    def nobody(person, shop_id, action):
        asked.append((person, shop_id, action))
        raise InputError(Fault("not_permitted", value=action))

    desk = dataclasses.replace(at_desk(database), person=Person("李", "agent"), permit=nobody)
    before = shops.agents(desk)
    with pytest.raises(InputError, match="not_permitted"):
        shops.save_agents(desk, ())
    assert shops.agents(desk) == before
    assert asked == [(Person("李", "agent"), "main", "agents_saved")]


def test_nobody_writes_without_a_name(database):
    with pytest.raises(InputError, match="by_missing"):
        shops.save_agents(at_desk(database, by=" "), ())


def test_a_desk_in_another_shop_is_the_same_persons(database):
    desk = at_desk(database, by="李")
    assert desk.at("other") == Desk(database, "other", Person("李"), NOW)


def _arguments():
    """Return the first arguments of every public function of the service layer."""
    for path in sorted(FOLDER.rglob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                names = [arg.arg for arg in (*node.args.args, *node.args.kwonlyargs)]
                yield f"{path.relative_to(FOLDER)}:{node.name}", names


def test_no_action_spells_out_what_the_desk_holds():
    spelled = [
        place
        for place, names in _arguments()
        if "database" in names and {"shop_id", "by"} & set(names)
    ]
    assert spelled == ["demo.py:load_demo", "demo.py:run_demo"]  # they bring their own shop


def test_all_that_an_action_asks_about_is_asked_together_and_nothing_is_kept(database):
    questions = [Fault("unusual_value", "a.csv", line, "base", "9") for line in (2, 3)]

    def act():
        with at_desk(database).write("targets_saved") as unit:
            unit.note("x", {})
            for one in questions:
                ask_about([one])

    with pytest.raises(UnusualError) as caught:
        act()
    assert list(caught.value.faults) == questions
    with database.read() as unit:
        assert not [one for one in unit.actions.of("main") if one.subject == "x"]
    with looked_at("核对过"):
        act()
    with database.read() as unit:
        assert unit.actions.of("main")[0].details["looked_at"] == "核对过"
