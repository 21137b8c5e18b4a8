import datetime as dt

import pyotp
import pytest

from scheduler.errors import InputError
from service.access import accounts, visits
from service.access.accounts import change_password, create, create_first
from service.access.grants import Role, ScopeKind, held
from service.access.names import digest
from service.access.passwords import PasswordCost, matches
from service.access.signing import FREE_TRIES, Presented, sign_in, wait_s
from service.access.way_in import WayIn, go_on_alone, way_in
from service.database import open_database
from service.desk import HOUSE
from tests.desks import NOW, at_desk

CHEAP = PasswordCost(1, 8, 1)
GOOD = "correct horse 电池"


@pytest.fixture
def database(tmp_path):
    opened = open_database(str(tmp_path / "paiban.db"))
    yield opened
    opened.close()


@pytest.fixture
def desk(database):
    return at_desk(database, HOUSE, by="管理员")


def after(**time):
    return NOW + dt.timedelta(**time)


def entered(database, password, name="王经理", at=NOW, code=""):
    return sign_in(database, Presented(name, password, code, "10.0.0.9"), at, CHEAP)


def codes(trouble):
    return [fault.code for fault in trouble.value.faults]


def log(database):
    with database.read() as unit:
        return [(one.name, one.subject, one.done.by) for one in unit.actions.of(HOUSE)]


def test_the_first_password_lets_in_and_must_be_changed(database, desk):
    made = create(desk, " 王经理 ", cost=CHEAP)
    token = entered(database, made.password)
    guest = visits.guest_of(database, token, NOW)
    assert (guest.name, guest.must_change, guest.visit.came_from) == ("王经理", True, "10.0.0.9")
    new = change_password(database, token, NOW, old=made.password, new=GOOD, cost=CHEAP)
    assert visits.guest_of(database, token, NOW) is None
    assert visits.guest_of(database, new, NOW).must_change is False
    with pytest.raises(InputError) as trouble:
        entered(database, made.password)
    assert codes(trouble) == ["sign_in_wrong"]


def test_neither_password_nor_token_is_kept(database, desk, tmp_path):
    made = create(desk, "王经理", cost=CHEAP)
    token = entered(database, made.password)
    database.close()
    held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"$argon2id$" in held
    assert made.password.encode() not in held
    assert token.encode() not in held


@pytest.mark.parametrize("name", ["王经理", "Nobody"])
def test_a_known_and_an_unknown_name_are_refused_alike(database, desk, name):
    create(desk, "王经理", cost=CHEAP)
    told = []
    for at in range(FREE_TRIES + 2):
        with pytest.raises(InputError) as trouble:
            entered(database, "wrong", name, after(seconds=at))
        told.append(str(trouble.value))
    assert told == ["sign_in_wrong"] * FREE_TRIES + [
        "sign_in_wait ('14')",
        "sign_in_wait ('13')",
    ]


def test_an_unknown_name_costs_a_hash_too(database, desk, monkeypatch):
    create(desk, "王经理", cost=CHEAP)
    looked = []
    monkeypatch.setattr(
        "service.access.signing.matches", lambda *told: looked.append(told) or matches(*told)
    )
    for name in ("王经理", "Nobody"):
        with pytest.raises(InputError):
            entered(database, "wrong", name)
    assert [(bool(kept), cost) for kept, _, cost in looked] == [(True, CHEAP), (False, CHEAP)]


def test_waits_grow_to_a_quarter_of_an_hour():
    assert [wait_s(failed) for failed in (1, 4, 5, 6, 7, 10, 11, 10**6)] == [
        *(0, 0, 15, 30, 60),
        *(480, 900, 900),
    ]


def test_the_right_password_does_not_shorten_a_wait_and_ends_the_count_after_it(database, desk):
    made = create(desk, "王经理", cost=CHEAP)
    for _ in range(FREE_TRIES):
        with pytest.raises(InputError):
            entered(database, "wrong")
    with pytest.raises(InputError) as trouble:
        entered(database, made.password)
    assert codes(trouble) == ["sign_in_wait"]
    entered(database, made.password, at=after(seconds=15))
    for _ in range(FREE_TRIES - 1):
        with pytest.raises(InputError) as trouble:
            entered(database, "wrong", at=after(seconds=16))
    entered(database, made.password, at=after(seconds=16))


def test_what_was_typed_as_an_unknown_name_is_kept_nowhere(database, desk, tmp_path):
    create(desk, "王经理", cost=CHEAP)
    with pytest.raises(InputError):
        entered(database, "wrong", "my-secret-password")
    assert log(database)[0] == ("sign_in_refused", "?", "?")
    database.close()
    held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"my-secret-password" not in held


def test_locking_ends_visits_at_once_and_tells_only_who_knows_the_password(database, desk):
    made = create(desk, "王经理", cost=CHEAP)
    create(desk, "李主管", cost=CHEAP)
    token = entered(database, made.password)
    accounts.lock(desk, "王经理")
    assert visits.guest_of(database, token, NOW) is None
    for password, code in ((made.password, "sign_in_locked"), ("wrong", "sign_in_wrong")):
        with pytest.raises(InputError) as trouble:
            entered(database, password)
        assert codes(trouble) == [code]
    accounts.unlock(desk, "王经理")
    assert visits.guest_of(database, token, NOW) is None
    assert entered(database, made.password)


def test_the_last_open_account_is_not_locked(desk):
    create(desk, "王经理", cost=CHEAP)
    with pytest.raises(InputError) as trouble:
        accounts.lock(desk, "王经理")
    assert codes(trouble) == ["last_account"]


def test_a_new_first_password_ends_visits_and_the_old_password(database, desk):
    made = create(desk, "王经理", cost=CHEAP)
    token = entered(database, made.password)
    again = accounts.reset(desk, "王经理", cost=CHEAP)
    assert visits.guest_of(database, token, NOW) is None
    with pytest.raises(InputError):
        entered(database, made.password)
    assert entered(database, again.password)


def test_a_visit_ends_ten_hours_after_the_last_click_and_a_day_after_it_began(database, desk):
    made = create(desk, "王经理", cost=CHEAP)
    token = entered(database, made.password)
    key = visits.guest_of(database, token, NOW).visit.token
    assert visits.guest_of(database, token, after(hours=9, minutes=59))
    assert visits.guest_of(database, token, after(hours=10)) is None
    for hours in (9, 18, 23):
        visits.touch(database, [key], after(hours=hours))
    assert visits.standing(database, [key], after(hours=23, minutes=59)) == {key}
    assert visits.standing(database, [key], after(hours=24)) == set()
    assert visits.guest_of(database, token, after(hours=24)) is None


def test_signing_out_and_revoking_end_one_visit_alone(database, desk):
    made = create(desk, "王经理", cost=CHEAP)
    first, second, third = (entered(database, made.password) for _ in range(3))
    visits.sign_out(database, digest(first), NOW)
    seen = visits.guest_of(database, second, NOW).visit
    visits.revoke(desk, visits.number_of(seen))
    assert [visits.guest_of(database, one, NOW) is not None for one in (first, second, third)] == [
        *(False, False, True),
    ]
    with pytest.raises(InputError) as trouble:
        visits.revoke(desk, visits.number_of(seen))
    assert codes(trouble) == ["unknown_visit"]
    assert log(database)[:2] == [
        ("visit_revoked", "王经理", "管理员"),
        ("signed_out", "王经理", "王经理"),
    ]


def test_signing_out_elsewhere_ends_ones_own_other_visits_alone(database, desk):
    made, other = (create(desk, name, cost=CHEAP) for name in ("王经理", "李主管"))
    here, there = (entered(database, made.password) for _ in range(2))
    theirs = entered(database, other.password, "李主管")
    mine = visits.guest_of(database, here, NOW)
    assert len(visits.own_visits(database, mine, NOW)) == 2
    visits.sign_out_elsewhere(database, mine, NOW)
    left = [visits.guest_of(database, one, NOW) is not None for one in (here, there, theirs)]
    assert left == [True, False, True]
    assert log(database)[0] == ("signed_out", "王经理", "王经理")
    before = log(database)
    visits.sign_out_elsewhere(database, mine, NOW)  # there is none: nothing to write
    assert log(database) == before


def test_a_one_time_code_is_needed_and_taken_once(database, desk):
    made = create(desk, "王经理", with_codes=True, cost=CHEAP)
    codes_of = pyotp.parse_uri(made.totp)
    for code in ("", "000000", codes_of.at(after(minutes=2)), "１２３４５６"):
        with pytest.raises(InputError) as trouble:
            entered(database, made.password, code=code)
        assert codes(trouble) == ["sign_in_wrong"]
    assert entered(database, made.password, code=codes_of.at(NOW))
    with pytest.raises(InputError):
        entered(database, made.password, code=codes_of.at(NOW))
    later = after(seconds=60)
    assert entered(database, made.password, at=later, code=codes_of.at(after(seconds=30)))


@pytest.mark.parametrize(
    ("name", "password", "wrong"),
    [
        ("王经理", "short", ["password_short"]),
        ("王经理", "x" * 201, ["password_long", "password_plain"]),
        ("王经理", "我是王经理我是王经理啊", ["password_of_name"]),
        ("Wang", "my name is WANG", ["password_of_name"]),
        ("王经理", "ababababab", ["password_plain"]),
        (" ", GOOD, ["empty"]),
        ("王\u200b", GOOD, ["name_signs"]),
        ("王\n", GOOD, []),
        ("x" * 61, GOOD, ["name_long"]),
    ],
)
def test_names_and_passwords_that_will_not_do(database, name, password, wrong):
    if not wrong:
        assert create_first(database, NOW, name=name, password=password, cost=CHEAP)
        return
    with pytest.raises(InputError) as trouble:
        create_first(database, NOW, name=name, password=password, cost=CHEAP)
    assert codes(trouble) == wrong
    assert way_in(database) is WayIn.UNDECIDED


def test_names_differ_by_more_than_case_and_width(desk):
    create(desk, "Ｗang", cost=CHEAP)
    with pytest.raises(InputError) as trouble:
        create(desk, "wANG ", cost=CHEAP)
    assert codes(trouble) == ["account_taken"]


def test_an_account_ends_going_on_without_one(database, desk):
    assert way_in(database) is WayIn.UNDECIDED
    go_on_alone(desk)
    assert way_in(database) is WayIn.ALONE
    create(desk, "王经理", cost=CHEAP)
    assert way_in(database) is WayIn.ACCOUNTS
    with pytest.raises(InputError) as trouble:
        go_on_alone(desk)
    assert codes(trouble) == ["account_there"]
    with pytest.raises(InputError) as trouble:
        create_first(database, NOW, name="店长", password=GOOD, cost=CHEAP)
    assert codes(trouble) == ["account_there"]


def test_a_hash_of_another_cost_is_made_anew_at_the_next_sign_in(database, desk):
    made = create(desk, "王经理", cost=PasswordCost(2, 16, 1))
    entered(database, made.password)
    [kept] = accounts.accounts(database)
    assert "m=8,t=1,p=1" in kept.password
    assert entered(database, made.password)


def test_lines_of_the_house_belong_to_no_shop(database, desk):
    create(desk, "王经理", cost=CHEAP)
    with database.read() as unit:
        assert unit.shops.all() == ()
        assert unit.shops.exists(HOUSE) is False
        with pytest.raises(InputError) as trouble:
            unit.shops.get(HOUSE)
    assert codes(trouble) == ["unknown_shop"]
    assert log(database) == [
        ("grant_given", "王经理", "管理员"),
        ("account_created", "王经理", "管理员"),
    ]


def test_the_first_account_rules_every_shop_and_the_next_holds_no_role(desk):
    create(desk, "王经理", cost=CHEAP)
    create(desk, "李主管", cost=CHEAP)
    [mine] = held(desk, "王经理")
    assert (mine.role, mine.scope.kind) == (Role.ADMINISTRATOR, ScopeKind.ALL)
    assert held(desk, "李主管") == ()
