"""Signing in by a provider, through the gate, with a real provider in a process of its own."""

import datetime as dt
from urllib.parse import quote

import pytest

from service.access import accounts, visits
from service.access.accounts import create
from service.access.outside import linking
from service.access.outside.dingtalk import DingTalk
from service.access.outside.oidc import OpenId
from service.database import open_database
from service.desk import HOUSE
from tests.databases import new_url
from tests.desks import at_desk
from tests.loops import in_a_loop
from tests.providers import agreed, provider_process, query_of
from tests.ui.gate.test_gate import CHEAP, THERE, app, nothing
from ui.gate.gate import EntryGate
from ui.gate.house import House

ORIGIN, HOST = "http://paiban.example", "paiban.example"
PERSON = {"sub": "u-1", "name": "王小美"}


@pytest.fixture(scope="module")
def issuer():
    with provider_process(PERSON) as where:
        yield where


@pytest.fixture
def database(tmp_path):
    opened = open_database(new_url(tmp_path, with_account))
    yield opened
    opened.close()


def with_account(database):
    create(at_desk(database, HOUSE), "店长", cost=CHEAP)


class Caller:
    """Somebody's browser at the gate of a house: keeps cookies, follows nothing."""

    def __init__(self, database, *providers, **house):
        told = {"origins": (ORIGIN,), "cost": CHEAP, **house}
        self.gate = EntryGate(app, House(database, providers=providers, **told))
        self.cookies, self.set = {}, []

    def ask(self, address, *, host=HOST, lang="zh", client=THERE):
        path, _, query = address.removeprefix(ORIGIN).partition("?")
        jar = "; ".join(f"{name}={one}" for name, one in self.cookies.items() if one)
        told = {"accept": "text/html", "accept-language": lang, "host": host, "cookie": jar}
        scope = {
            **{"type": "http", "method": "GET", "path": path, "query_string": query.encode()},
            **{"client": client, "scheme": "http"},
            "headers": [(name.encode(), held.encode()) for name, held in told.items()],
        }
        sent = []

        async def send(message):
            sent.append(message)

        in_a_loop(self.gate(scope, nothing, send))
        headers = sent[0]["headers"]
        self.set = [held.decode() for name, held in headers if name == b"set-cookie"]
        for one in self.set:
            name, _, value = one.partition(";")[0].partition("=")
            self.cookies[name] = value
        return sent[0]["status"], dict(headers).get(b"location", b"").decode(), sent[1]["body"]


def begun(caller, then="/week?shop=a", name="firm"):
    status, to, _ = caller.ask(f"/sign-in/with/{name}?next={quote(then, safe='')}")
    assert status == 303
    return to


def linked(database, issuer):
    linking.link(at_desk(database, HOUSE), "店长", issuer, "u-1")


@pytest.fixture
def firm(issuer):
    return OpenId("firm", "", issuer, "paiban", "secret")


@pytest.fixture
def caller(database, firm):
    return Caller(database, firm)


def test_the_page_names_each_provider_in_both_languages(database, firm):
    caller = Caller(database, firm, DingTalk("ding", "", "a", "b"), DingTalk("l", "<b>", "c", "d"))
    for lang, words in (
        ("zh", ("用公司账号登录", "用钉钉登录")),
        ("en", ("Sign in with DingTalk",)),
    ):
        _, _, text = caller.ask("/sign-in?next=%2Fweek", lang=lang)
        assert all(word in text.decode() for word in words)
        assert b"href='/sign-in/with/ding?next=%2Fweek'" in text
        assert b"<b>" not in text
        caller.cookies.clear()
    assert "sign-in/with" not in Caller(database).ask("/sign-in")[2].decode()


def test_somebody_who_was_linked_comes_in_and_goes_on_where_they_were(caller, database, issuer):
    linked(database, issuer)
    page = begun(caller)
    [way] = [one for one in caller.set if one.startswith("paiban-way=")]
    assert way.endswith("; Path=/; HttpOnly; SameSite=Lax; Max-Age=600")
    assert query_of(page)["redirect_uri"] == f"{ORIGIN}/sign-in/from/firm"
    assert caller.cookies["paiban-way"][:64] not in page
    status, to, _ = caller.ask(agreed(page, sub="u-1"))
    assert (status, to) == (303, "/week?shop=a")
    assert caller.cookies["paiban-way"] == ""
    assert caller.ask("/")[2] == b"inside"
    [guest] = visits.guests(database, dt.datetime.now(dt.UTC))
    assert (guest.name, guest.visit.came_from) == ("店长", THERE[0])
    accounts.create(at_desk(database, HOUSE), "李主管", cost=CHEAP)
    accounts.lock(at_desk(database, HOUSE), "店长")  # as for those with a password
    assert caller.ask("/")[1].startswith("/sign-in?")


def test_somebody_who_was_not_is_told_what_to_do(caller, database):
    status, _, text = caller.ask(agreed(begun(caller), sub="u-1"))
    assert status == 403
    assert "公司账号认识您（“王小美”），但还没有账号与之关联。管理员在" in text.decode()
    assert "paiban" not in caller.cookies
    assert [one.subject for one in linking.arrivals(at_desk(database, HOUSE))] == ["u-1"]
    assert caller.ask("/")[1].startswith("/sign-in?")


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda caller, _: caller.cookies.clear(),  # lost, or the answer of somebody else's way
        lambda caller, _: caller.cookies.update({"paiban-way": "x"}),
        lambda caller, database: caller.cookies.update(
            {"paiban-way": begun_elsewhere(caller, database)}
        ),
        lambda caller, _: caller.cookies.update(
            {"paiban-way": caller.cookies["paiban-way"].replace(".firm.", ".ding.")}
        ),
        lambda caller, _: caller.cookies.update({"paiban-way": older(caller, 660)}),
        lambda caller, _: caller.cookies.update({"paiban-way": older(caller, -120)}),
    ],
    ids=["no cookie", "none of ours", "another way's", "another provider's", "old", "from ahead"],
)
def test_an_answer_that_this_browser_did_not_ask_for_lets_nobody_in(
    caller, database, issuer, spoilt
):
    linked(database, issuer)
    to = agreed(begun(caller), sub="u-1")
    spoilt(caller, database)
    status, _, text = caller.ask(to)
    assert (status, "这次登录接不上" in text.decode()) == (403, True)
    assert visits.guests(database, dt.datetime.now(dt.UTC)) == ()


def begun_elsewhere(caller, database):
    other = Caller(database, *caller.gate.house.providers)
    begun(other)
    return other.cookies["paiban-way"]


def older(caller, seconds):
    secret, at, *rest = caller.cookies["paiban-way"].split(".")
    return ".".join((secret, str(int(at) - seconds), *rest))


def test_an_answer_counts_once(caller, database, issuer):
    linked(database, issuer)
    to = agreed(begun(caller), sub="u-1")
    way = caller.cookies["paiban-way"]
    assert caller.ask(to)[0] == 303
    caller.cookies = {"paiban-way": way}
    status, _, text = caller.ask(to)
    assert (status, "这次登录接不上" in text.decode()) == (403, True)


def test_a_changed_state_lets_nobody_in(caller, database, issuer):
    linked(database, issuer)
    to = agreed(begun(caller), sub="u-1")
    state = query_of(to)["state"]
    assert caller.ask(to.replace(state, state[::-1]))[0] == 403


@pytest.mark.parametrize(
    "then",
    ["https://evil.example", "//evil.example", "/\\evil.example", "/\r\nx: y", "javascript:x"],
)
def test_nobody_is_led_elsewhere_afterwards(caller, database, issuer, then):
    linked(database, issuer)
    assert caller.ask(agreed(begun(caller, then), sub="u-1"))[1] == "/"


def test_a_cookie_that_was_tampered_with_leads_nowhere_else(caller, database, issuer):
    linked(database, issuer)
    to = agreed(begun(caller, "/"), sub="u-1")
    kept = caller.cookies["paiban-way"].removesuffix("%2F")
    caller.cookies["paiban-way"] = f"{kept}%2F%2Fevil.example"
    assert caller.ask(to)[1] == "/"


def test_the_way_back_is_an_address_of_the_settings_whatever_is_asked_for(database, firm):
    known = ("https://a.example", "https://b.example:8443")
    caller = Caller(database, firm, origins=known)
    for host, origin in (
        ("b.example:8443", known[1]),
        ("B.EXAMPLE:8443", known[1]),
        ("evil.example", known[0]),
        ("b.example", known[0]),
    ):
        page = caller.ask("/sign-in/with/firm", host=host)[1]
        assert query_of(page)["redirect_uri"] == f"{origin}/sign-in/from/firm"


def test_behind_a_proxy_the_cookie_travels_encrypted_only(database, firm):
    caller = Caller(database, firm, is_sealed=True)
    begun(caller)
    [way] = [one for one in caller.set if "-way=" in one]
    assert way.startswith("__Host-paiban-way=")
    assert way.endswith("; Secure; Max-Age=600")


def test_a_provider_that_is_gone_or_unknown_is_one_sentence(database):
    caller = Caller(database, OpenId("firm", "云客", "http://127.0.0.1:9", "a", ""))
    for path, words in (
        ("/sign-in/with/firm", "云客现在没有回应"),
        ("/sign-in/with/none", "没有名为“none”的登录方式"),
        ("/sign-in/from/none", "没有名为“none”的登录方式"),
        ("/sign-in/from/firm?error=access_denied", "这次登录接不上"),
    ):
        status, _, text = caller.ask(path)
        assert (status, words in text.decode()) == (403, True)
        assert "Traceback" not in text.decode()


def test_whoever_does_not_agree_is_told_so_in_their_language(caller):
    caller.cookies["paiban-lang"] = "en"
    page = begun(caller)
    to = f"{agreed(page, action='deny')}&state={query_of(page)['state']}"  # it leaves that out
    status, _, text = caller.ask(to)
    assert status == 403
    assert "Company account gave no consent" in text.decode()


def test_ways_to_a_provider_are_counted_by_address(caller):
    caller.gate.routes.rate.most = 1
    begun(caller)
    assert caller.ask("/sign-in/with/firm")[0] == 429
    assert caller.ask("/sign-in/from/firm")[0] == 429


def test_somebody_sees_where_else_they_are_signed_in(caller, database, firm, issuer):
    linked(database, issuer)
    caller.ask(agreed(begun(caller), sub="u-1"))
    assert "没有在其他设备上登录" in caller.ask("/sign-out")[2].decode()
    other = Caller(database, firm)
    other.ask(agreed(begun(other), sub="u-1"), client=("192.0.2.99", 5))
    text = caller.ask("/sign-out")[2].decode()
    assert text.count("<li>") == 1
    assert "来自 192.0.2.99" in text
    assert "action='/sign-out-elsewhere'" in text
    assert "href='/password'" not in text  # there is no password to change
    assert caller.ask("/sign-out-elsewhere")[:2] == (303, "/sign-out")  # a look ends nothing
    assert other.ask("/")[2] == b"inside"
