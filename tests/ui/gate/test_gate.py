"""The gate without a server: who may come in by which way, and through what."""

import pytest

from service.access import accounts
from service.access.passwords import PasswordCost
from service.access.way_in import WayIn, go_on_alone
from service.database import open_database
from service.desk import HOUSE
from tests.desks import at_desk
from tests.loops import in_a_loop
from ui.gate.gate import EntryGate
from ui.gate.house import House
from ui.gate.limits import Rate
from ui.gate.requests import next_of, set_cookie

CHEAP = PasswordCost(1, 8, 1)
HERE, THERE = ("127.0.0.1", 5000), ("192.0.2.7", 5000)


@pytest.fixture
def database(tmp_path):
    opened = open_database(str(tmp_path / "paiban.db"))
    yield opened
    opened.close()


@pytest.fixture
def desk(database):
    return at_desk(database, HOUSE)


async def app(_scope, _receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"inside"})


async def nothing():
    return {"type": "http.request", "body": b""}


def answer(database, path="/", *, client=HERE, scheme="http", headers=(), **house):
    """Return status, where it leads, and the text of an answer."""
    told = [(b"accept", b"text/html"), *((a.encode(), b.encode()) for a, b in headers)]
    scope = {
        **{"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": told},
        **{"client": client, "scheme": scheme},
    }
    sent = []

    async def send(message):
        sent.append(message)

    in_a_loop(EntryGate(app, House(database, cost=CHEAP, **house))(scope, nothing, send))
    to = dict(sent[0]["headers"]).get(b"location", b"").decode()
    return sent[0]["status"], to, sent[1]["body"].decode()


def test_an_empty_database_asks_how_people_come_in(database):
    assert answer(database)[:2] == (303, "/begin?next=%2F")
    for lang, words in (("zh", "在本机不登录使用"), ("en", "Go on without sign-in")):
        status, _, text = answer(database, "/begin", headers=[("accept-language", lang)])
        assert (status, words in text) == (200, True)


@pytest.mark.parametrize("way", [WayIn.ALONE, WayIn.DEMO])
def test_without_accounts_this_computer_alone_comes_in(database, desk, way):
    go_on_alone(desk, way)
    assert answer(database)[2] == "inside"
    assert answer(database, client=("::1", 1))[2] == "inside"
    assert answer(database, client=THERE)[0] == 403
    assert answer(database, client=None)[0] == 403
    assert answer(database, is_proxied=True, is_sealed=True)[0] == 403


@pytest.mark.parametrize("name", ["x-forwarded-for", "forwarded", "x-real-ip"])
def test_a_proxy_that_nobody_declared_is_not_this_computer(database, desk, name):
    go_on_alone(desk)
    assert answer(database, headers=[(name, "127.0.0.1")])[0] == 403


@pytest.mark.parametrize("path", ["/", "/begin", "/begin-alone", "/sign-in"])
def test_nobody_begins_from_another_computer(database, path):
    assert answer(database, path, client=THERE)[0] == 403


def test_the_first_account_ends_the_way_without(database, desk):
    go_on_alone(desk)
    accounts.create(desk, "王经理", cost=CHEAP)
    assert answer(database)[:2] == (303, "/sign-in?next=%2F")
    assert answer(database, "/begin")[1] == "/sign-in"


def test_behind_a_proxy_only_what_was_encrypted_comes_in(database, desk):
    accounts.create(desk, "王经理", cost=CHEAP)
    house = {"is_proxied": True, "is_sealed": True}
    assert answer(database, client=THERE, **house)[0] == 403
    assert answer(database, client=THERE, scheme="https", **house)[0] == 303


def test_a_database_that_cannot_be_read_lets_nobody_in(database, desk, tmp_path):
    go_on_alone(desk)
    assert answer(database, "/health")[2] == "ok\n"
    (tmp_path / "paiban.db").unlink()
    assert answer(database)[0] == 503
    assert answer(database, "/health")[0] == 503


def test_a_sealed_cookie_travels_encrypted_only():
    told = set_cookie("__Host-paiban", "x", is_sealed=True, strict=False)
    assert told == "__Host-paiban=x; Path=/; HttpOnly; SameSite=Lax; Secure"


@pytest.mark.parametrize(
    ("told", "place"),
    [
        ("/week?shop=a&lang=en", "/week?shop=a&lang=en"),
        ("", "/"),
        ("week", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/a\\..\\b", "/"),
        ("https://evil.example", "/"),
        ("/\r\nSet-Cookie: x", "/"),
        ("/\tx", "/"),
    ],
)
def test_only_places_of_our_own_follow(told, place):
    assert next_of(told) == place


def test_tries_are_counted_by_address():
    rate = Rate(2)
    assert [rate.allows(one) for one in "aabab"] == [True, True, True, False, True]
