"""The table of rights is whole: every action has a row, every row an action; what it says holds."""

import ast
from pathlib import Path

import pytest

from scheduler.errors import InputError
from service.access.grants import Role, ScopeKind
from service.access.permit import allows
from service.access.rights import ACTIONS, READINGS, RIGHTS, SIGHTS
from store.tables import metadata
from tests.service import small_shop as s
from tests.service.access.people import CELLS, desk_of
from ui.words.catalogue import LANGUAGES, has

ROOT = Path(__file__).parents[3]
SUPERVISING = (Role.SUPERVISOR, Role.TEAM_LEADER, Role.VENDOR)


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    yield from s.kept(tmp_path_factory.mktemp("rights"), s.with_week())


def written():
    """Return the names under which the code writes, as far as they stand in it."""
    for path in sorted((ROOT / "service").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "write":
                for one in node.args[:1]:
                    if isinstance(one, ast.Constant):
                        yield one.value


def test_no_action_stands_in_two_rows():
    assert sum(len(one.names) for one in ACTIONS) == len(RIGHTS)
    assert set(written()) <= set(RIGHTS)


def test_what_a_reading_holds_is_a_table_or_a_kind_of_entry():
    classes = {
        node.name
        for package in ("kpi", "service")
        for path in (ROOT / package).rglob("*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.ClassDef)
    }
    for one in READINGS:
        assert set(one.held) <= classes | set(metadata.tables)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_row_and_reading_has_words(lang):
    needed = [f"right.{one.group}" for one in ACTIONS] + [f"reading.{name}" for name in SIGHTS]
    assert not [key for key in needed if not has(key, lang)]


@pytest.mark.parametrize("kind", ScopeKind)
@pytest.mark.parametrize("role", SUPERVISING)
@pytest.mark.parametrize("name", ["pay", "score", "wages", "roles", "log"])
def test_no_supervisor_sees_pay_or_scores(name, role, kind):
    assert not allows(SIGHTS[name], role, kind)


def test_an_auditor_changes_nothing_but_the_own_password():
    assert [one.group for one in ACTIONS if Role.AUDITOR in one.roles] == ["own_account"]


@pytest.mark.parametrize(("role", "kind"), CELLS)
def test_every_action_is_begun_or_refused_as_its_row_says(database, role, kind):
    """The road of service calls, in whole: what is refused leaves no transaction behind."""
    desk = desk_of(database, (role, kind))
    for name, right in RIGHTS.items():
        if allows(right, role, kind):
            assert desk.may(name)
            with desk.write(name, unseen="nothing is done"):
                pass
        else:
            assert not desk.may(name)
            with pytest.raises(InputError) as caught, desk.write(name, unseen="nothing is done"):
                raise AssertionError
            (fault,) = caught.value.faults
            assert (fault.code, fault.value) == ("not_permitted", name)
            assert fault.details["roles"] == right.roles


@pytest.mark.parametrize(("role", "kind"), CELLS)
@pytest.mark.parametrize("one", READINGS, ids=lambda one: one.right.names[0])
def test_every_reading_is_shown_or_refused_as_its_row_says(database, one, role, kind):
    desk = desk_of(database, (role, kind))
    name = one.right.names[0]
    tables = [metadata.tables[held] for held in one.held if held in metadata.tables]
    if allows(one.right, role, kind):
        desk.require_reading(name)
        with desk.read() as unit:
            for table in tables:
                unit.connection.execute(table.select()).all()
        return
    with pytest.raises(InputError, match="not_shown"):
        desk.require_reading(name)
    for table in tables:
        with desk.read() as unit, pytest.raises(InputError, match="reading_closed"):
            unit.connection.execute(table.select())


def test_whoever_signed_in_without_a_role_may_nothing_and_an_unknown_action_nobody(database):
    with pytest.raises(InputError, match="no_role_here"), desk_of(database).read():
        pass
    assert not any(desk_of(database).may(name) for name in (*RIGHTS, *SIGHTS))
    boss = desk_of(database, *((role, kind) for role, kind in CELLS))
    with pytest.raises(InputError, match="not_permitted"), boss.write("made_up"):
        pass


def test_a_role_in_one_shop_is_none_in_another(database):
    elsewhere = desk_of(database, (Role.SUPERVISOR, ScopeKind.SHOP), shop="other")
    assert not elsewhere.may("roster_published")
    with pytest.raises(InputError, match="no_role_here"), elsewhere.read():
        pass
