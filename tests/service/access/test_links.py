import datetime as dt

import pytest

from scheduler.errors import InputError
from service.access import accounts, visits
from service.access.grants import Grant, Role, Scope, ScopeKind
from service.access.links import give_link, links, open_link, owner_of, take_link_back
from service.access.passwords import PasswordCost
from service.desk import HOUSE, Desk, Person
from service.roster.intake import keep_week
from tests.desks import NOW, at_desk
from tests.service import small_shop as s

SHOP = "main"


@pytest.fixture
def database(tmp_path):
    opened = s.database(tmp_path)
    keep_week(at_desk(opened, SHOP), s.week())
    accounts.create(at_desk(opened, HOUSE), "王经理", cost=PasswordCost(1, 8, 1))
    yield opened
    opened.close()


@pytest.fixture
def desk(database):
    return at_desk(database, SHOP)


def is_dead(database, code, at=NOW):
    with pytest.raises(InputError) as trouble:
        open_link(database, code, at, "10.0.0.9")
    return [fault.code for fault in trouble.value.faults] == ["link_dead"]


def test_a_link_lets_one_phone_in_as_that_agent_alone(database, desk):
    code = give_link(desk, "A1")
    assert owner_of(database, code, NOW) == owner_of(database, code, NOW)  # looking binds nothing
    token, link = open_link(database, code, NOW, "10.0.0.9")
    guest = visits.guest_of(database, token, NOW)
    assert (link.agent_id, guest.account, guest.must_change) == ("A1", None, False)
    scope = Scope(ScopeKind.SELF, SHOP, ("A1",))
    assert visits.grants_of(desk, guest) == (Grant(guest.name, Role.AGENT, scope),)
    assert is_dead(database, code)
    assert visits.guest_of(database, token, NOW + dt.timedelta(days=29))
    assert visits.guest_of(database, token, NOW + dt.timedelta(days=30)) is None


def test_the_code_is_kept_nowhere(database, desk, tmp_path):
    code = give_link(desk, "A1")
    database.close()
    assert code.encode() not in b"".join(path.read_bytes() for path in tmp_path.glob("*.db*"))


def test_a_link_taken_back_ends_what_is_open_by_it(database, desk):
    code = give_link(desk, "A1")
    token, _ = open_link(database, code, NOW, "")
    take_link_back(desk, "A1")
    assert visits.guest_of(database, token, NOW) is None
    assert visits.standing(database, [visits.digest(token)], NOW) == set()
    assert links(desk, "A1") == ()


def test_a_new_link_ends_the_one_before_and_nobody_elses(database, desk):
    first, other = give_link(desk, "A1"), give_link(desk, "A2")
    second = give_link(desk, "A1")
    assert is_dead(database, first)
    assert open_link(database, other, NOW, "")
    assert open_link(database, second, NOW, "")


def test_a_link_that_nobody_opens_runs_out(database, desk):
    code = give_link(desk, "A1")
    assert is_dead(database, code, NOW + dt.timedelta(days=7))
    assert is_dead(database, "guessed")


@pytest.mark.parametrize(
    ("scope", "allowed"),
    [
        (Scope(ScopeKind.SHOP, SHOP), True),
        (Scope(ScopeKind.TEAMS, SHOP, ("二组",)), False),  # A1 is in another
    ],
)
def test_links_are_given_to_own_people_alone(database, scope, allowed):
    person = Person("李组长", "supervisor", (Grant("李组长", Role.SUPERVISOR, scope),))
    desk = Desk(database, SHOP, person, NOW)
    if allowed:
        assert give_link(desk, "A1")
        return
    with pytest.raises(InputError):
        give_link(desk, "A1")


def test_without_accounts_no_link_is_given(tmp_path):
    opened = s.database(tmp_path / "other")
    keep_week(at_desk(opened, SHOP), s.week())
    with pytest.raises(InputError) as trouble:
        give_link(at_desk(opened, SHOP), "A1")
    assert [fault.code for fault in trouble.value.faults] == ["link_without_accounts"]
    opened.close()
