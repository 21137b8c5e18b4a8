"""Who looked at pay: once for a visit, a person and a month; never one's own; shown to whom."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest

from kpi.month import Month
from scheduler.errors import InputError
from service.access.grants import Role, ScopeKind
from service.persons.looks import looks, looks_at, note_look
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.access.people import desk_of

ROOT = Path(__file__).parents[3]
NOVEMBER = Month(2026, 11)
LOOK = {"what": "pay", "place": "page:payout", "visit": "v1"}
HR, AGENT = (Role.HR, ScopeKind.SHOP), (Role.AGENT, ScopeKind.SELF)


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week())


def told(found):
    return [(one.looked.by, one.agent_id, str(one.month), one.what, one.place) for one in found]


def test_a_look_is_noted_once_in_a_visit(database):
    for visit in ("v1", "v1", "v2"):
        note_look(at_desk(database, by="人事"), NOVEMBER, **{**LOOK, "visit": visit}, agent_id="A1")
    assert told(looks(at_desk(database))) == [("人事", "A1", "2026-11", "pay", "page:payout")] * 2


def test_agents_see_who_looked_at_them_and_at_lists_and_nothing_of_others(database):
    for agent in ("A1", "A2", ""):
        note_look(desk_of(database, HR), NOVEMBER, **LOOK, agent_id=agent)
    me = desk_of(database, AGENT)
    assert [one.agent_id for one in looks_at(me, "A1")] == ["", "A1"]
    assert [one.agent_id for one in looks_at(me, "A2")] == [""]
    assert [one.agent_id for one in looks(me)] == ["", "A1"]


def test_looking_at_ones_own_leaves_nothing(database):
    note_look(desk_of(database, AGENT), NOVEMBER, **LOOK, agent_id="A1")
    assert looks(at_desk(database)) == ()


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.PLANNER, Role.ADMINISTRATOR])
def test_others_do_not_see_who_looked(database, role):
    with pytest.raises(InputError) as trouble:
        looks(desk_of(database, (role, ScopeKind.SHOP)))
    assert [one.code for one in trouble.value.faults] == ["not_shown"]


def test_a_look_changes_no_version_and_leaves_no_line_in_the_log(database):
    desk = at_desk(database)
    before = desk.seen_now()
    note_look(replace(desk, seen=before), NOVEMBER, **LOOK)
    assert desk.seen_now() == before


SHOWING = ("open_run", "kept_run", "own_month", "month_course")
"""What pages ask for that holds somebody's pay or scores."""


def test_every_page_that_shows_pay_or_scores_notes_who_looks():
    silent = []
    for path in sorted((ROOT / "ui" / "pages").rglob("*.py")):
        names = {
            node.attr if isinstance(node, ast.Attribute) else node.id
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Attribute | ast.Name)
        }
        if names & set(SHOWING) and not names & {"run_seen", "seen"}:
            silent.append(path.name)
    assert silent == []


def test_every_file_of_pay_or_scores_notes_who_takes_it():
    for name in ("downloads", "payroll_file"):
        text = (ROOT / "ui" / "parts" / "hr" / f"{name}.py").read_text(encoding="utf-8")
        assert text.count("st.download_button(") == text.count("pay_seen.handed_out(")
