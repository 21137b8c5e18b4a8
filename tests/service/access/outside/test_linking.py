"""Who comes in by a provider: whom an administrator linked, and nobody else."""

import datetime as dt

import pytest

from scheduler.errors import InputError
from service.access import accounts, visits
from service.access.accounts import change_password, create
from service.access.grants import Role, ScopeKind, held
from service.access.outside import entering, linking
from service.access.outside.dingtalk import DingTalk
from service.access.outside.entering import enter
from service.access.outside.identity import Identity
from service.access.signing import Presented, sign_in
from service.database import open_database
from service.desk import HOUSE
from tests.databases import new_url
from tests.desks import NOW, at_desk
from tests.service.access.people import desk_of
from tests.service.access.test_accounts import CHEAP, GOOD

WHERE = DingTalk("ding", "", "app", "secret")
WANG = Identity(WHERE.issuer, "z21", "王小美")


@pytest.fixture
def database(tmp_path):
    opened = open_database(new_url(tmp_path, with_account))
    yield opened
    opened.close()


def with_account(database):
    create(at_desk(database, HOUSE, by="管理员"), "店长", cost=CHEAP)


@pytest.fixture
def desk(database):
    return at_desk(database, HOUSE, by="管理员")


def entered(database, identity=WANG, at=NOW):
    return enter(database, WHERE, identity, at, "10.0.0.9")


def code_of(act):
    with pytest.raises(InputError) as trouble:
        act()
    return [fault.code for fault in trouble.value.faults]


def log(database):
    with database.read() as unit:
        return [(one.name, one.subject, one.done.by) for one in unit.actions.of(HOUSE)]


def outside(database):
    return {one.name: one.outside for one in accounts.accounts(database)}


def test_a_stranger_waits_and_is_not_in(database, desk):
    assert code_of(lambda: entered(database)) == ["outside_unlinked"]
    later = NOW + dt.timedelta(hours=1)
    assert code_of(lambda: entered(database, at=later)) == ["outside_unlinked"]
    [one] = linking.arrivals(desk)
    assert (one.name, one.subject, one.kind) == ("王小美", "z21", "dingtalk")
    assert (one.first_at, one.last_at) == (NOW, later)
    assert visits.guests(database, NOW) == ()
    assert log(database)[0] == ("sign_in_refused", "?", "?")


def test_who_was_accepted_comes_in_under_a_new_account_without_password_or_role(database, desk):
    code_of(lambda: entered(database))
    linking.accept(desk, WANG.outside, "王小美")
    token = entered(database)
    guest = visits.guest_of(database, token, NOW)
    assert (guest.name, guest.must_change, guest.visit.came_from) == ("王小美", False, "10.0.0.9")
    assert linking.arrivals(desk) == ()
    assert held(desk, "王小美") == ()
    assert [one[0] for one in log(database)[:3]] == [
        "signed_in",
        "identity_linked",
        "account_created",
    ]
    for password in ("", "z21"):
        told = (database, Presented("王小美", password), NOW, CHEAP)
        assert code_of(lambda told=told: sign_in(*told)) == ["sign_in_wrong"]
    told = {"old": "", "new": GOOD, "cost": CHEAP}
    assert code_of(lambda: change_password(database, token, NOW, **told)) == ["password_none"]


def test_an_account_that_is_there_is_linked_and_its_unused_first_password_ends(database, desk):
    made = create(desk, "王经理", cost=CHEAP)
    linking.link(desk, " 王经理 ", WHERE.issuer, "z21")
    guest = visits.guest_of(database, entered(database), NOW)
    assert (guest.name, guest.must_change) == ("王经理", False)
    entry = Presented("王经理", made.password)
    assert code_of(lambda: sign_in(database, entry, NOW, CHEAP)) == ["sign_in_wrong"]


def test_a_password_that_was_chosen_goes_on_beside_it(database, desk):
    made = create(desk, "王经理", cost=CHEAP)
    token = sign_in(database, Presented("王经理", made.password), NOW, CHEAP)
    change_password(database, token, NOW, old=made.password, new=GOOD, cost=CHEAP)
    linking.link(desk, "王经理", WHERE.issuer, "z21")
    entered(database)
    assert sign_in(database, Presented("王经理", GOOD), NOW, CHEAP)


def test_each_is_linked_to_one(database, desk):
    create(desk, "李主管", cost=CHEAP)
    linking.link(desk, "店长", WHERE.issuer, "z21")
    assert code_of(lambda: linking.link(desk, "李主管", WHERE.issuer, "z21")) == ["identity_taken"]
    assert code_of(lambda: linking.link(desk, "店长", WHERE.issuer, "z22")) == ["account_linked"]
    assert code_of(lambda: linking.link(desk, "nobody", "x", "y")) == ["unknown_account"]
    assert code_of(lambda: linking.link(desk, "李主管", WHERE.issuer, " ")) == ["empty"]
    assert outside(database) == {"店长": WANG.outside, "李主管": None}


def test_the_same_number_at_another_provider_is_somebody_else(database, desk):
    linking.link(desk, "店长", WHERE.issuer, "z21")
    other = Identity("dingtalk:another", "z21", "王小美")
    assert code_of(lambda: entered(database, other)) == ["outside_unlinked"]


def test_unlinking_and_locking_end_what_is_open(database, desk):
    create(desk, "王经理", cost=CHEAP)
    linking.link(desk, "王经理", WHERE.issuer, "z21")
    token = entered(database)
    accounts.lock(desk, "王经理")
    assert visits.guest_of(database, token, NOW) is None
    assert code_of(lambda: entered(database)) == ["sign_in_locked"]
    assert linking.arrivals(desk) == ()
    accounts.unlock(desk, "王经理")
    token = entered(database)
    linking.unlink(desk, "王经理")
    assert visits.guest_of(database, token, NOW) is None
    assert code_of(lambda: entered(database)) == ["outside_unlinked"]
    assert code_of(lambda: linking.unlink(desk, "王经理")) == ["not_linked"]


def test_who_was_removed_waits_no_longer(database, desk):
    code_of(lambda: entered(database))
    linking.dismiss(desk, WANG.outside)
    assert linking.arrivals(desk) == ()
    for act in (linking.dismiss, lambda *told: linking.accept(*told, "王小美")):
        assert code_of(lambda act=act: act(desk, WANG.outside)) == ["arrival_gone"]
    assert outside(database) == {"店长": None}


def test_strangers_fill_no_database_and_are_forgotten(database, desk, monkeypatch):
    monkeypatch.setattr(entering, "MOST_WAITING", 2)
    people = [Identity(WHERE.issuer, f"p{number}", "x") for number in range(3)]
    found = [code_of(lambda one=one: entered(database, one)) for one in people]
    assert found == [["outside_unlinked"], ["outside_unlinked"], ["outside_many"]]
    assert len(linking.arrivals(desk)) == 2
    later = NOW + dt.timedelta(days=31)
    assert code_of(lambda: entered(database, people[2], later)) == ["outside_unlinked"]
    assert [one.subject for one in linking.arrivals(desk)] == ["p2"]


@pytest.mark.parametrize(
    ("grant", "good"),
    [
        ((Role.ADMINISTRATOR, ScopeKind.ALL), True),
        ((Role.ADMINISTRATOR, ScopeKind.SHOP), False),  # accounts belong to every shop
        ((Role.SUPERVISOR, ScopeKind.SHOP), False),
        ((Role.AUDITOR, ScopeKind.ALL), False),
    ],
)
def test_only_an_administrator_of_every_shop_links(database, desk, grant, good):  # noqa: ARG001
    code_of(lambda: entered(database))
    theirs = desk_of(database, grant)
    acts = [
        lambda: linking.link(theirs, "店长", WHERE.issuer, "other"),
        lambda: linking.unlink(theirs, "店长"),
        lambda: linking.accept(theirs, WANG.outside, "王小美"),
    ]
    for act in acts:
        if good:
            act()
        else:
            assert code_of(act) == ["not_permitted"]
    if not good:
        assert outside(database) == {"店长": None}
