"""The gate before the real server: what it lets through, and what it ends."""

import datetime as dt
from dataclasses import replace

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from service.access import accounts, visits
from service.access.grants import Grant, Role, Scope, ScopeKind, end, give, grants
from service.access.links import give_link, take_link_back
from service.access.passwords import PasswordCost
from service.desk import HOUSE
from service.roster.intake import keep_week
from tests.browser.conftest import served
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.ui.gate.visitor import PAGE, Visitor

CHEAP = PasswordCost(1, 8, 1)
GOOD = "four unrelated 词语 here"
MINE, OTHER = "王经理", "李主管"
CLOSED = [
    ("GET", "/signed-in"),
    ("GET", "/_stcore/host-config"),
    ("GET", "/_stcore/metrics"),
    ("GET", "/static/index.html"),
    ("GET", "/media/0123456789abcdef.csv"),
    ("GET", "/component/x/index.html"),
    ("PUT", "/_stcore/upload_file/session/file"),
    ("POST", "/"),
    ("GET", "/favicon.png"),
    ("GET", "//sign-in"),
    ("GET", "/sign-in/../week"),
]


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    opened = s.database(tmp_path_factory.mktemp("gate"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def passwords(database):
    desk = at_desk(database, HOUSE, now=dt.datetime.now(dt.UTC))
    return {name: accounts.create(desk, name, cost=CHEAP).password for name in (MINE, OTHER)}


@pytest.fixture(scope="module")
def address(database, passwords):  # noqa: ARG001 - a server that finds accounts
    with served(database.url) as where:
        yield where


@pytest.fixture
def visitor(address):
    return Visitor(address)


@pytest.fixture
def desk(database):
    return at_desk(database, HOUSE, now=dt.datetime.now(dt.UTC))


def signed_in(visitor, passwords, name=MINE):
    """Sign somebody in, who changes the first password where it is one."""
    status, to, _ = visitor.fill("/sign-in", name=name, password=passwords[name])
    assert (status, to) == (303, "/")
    if visitor.ask("/", **PAGE)[1] == "/password?next=%2F":
        told = {"old": passwords[name], "new": f"{GOOD} {len(name)}{passwords[name][:4]}"}
        assert visitor.fill("/password", **told)[:2] == (303, "/")
        passwords[name] = told["new"]
    return visitor


def is_refused(visitor):
    with pytest.raises(InvalidStatus) as trouble, visitor.connect():
        pass
    return trouble.value.response.status_code == 403


def last_words(line):
    """Return the code by which a connection is closed."""
    try:
        while True:
            line.recv(timeout=60)
    except ConnectionClosed as over:
        return over.rcvd.code


def test_without_signing_in_there_is_nothing_but_the_way_in(visitor):
    assert visitor.ask("/week?shop=a", **PAGE)[:2] == (303, "/sign-in?next=%2Fweek%3Fshop%3Da")
    answers = {(method, path): visitor.ask(path, method)[0] for method, path in CLOSED}
    assert answers == dict.fromkeys(CLOSED, 401)
    assert is_refused(visitor)
    assert visitor.ask("/health") == (200, None, "ok\n")


def test_cookies_of_the_app_itself_admit_nobody(visitor):
    visitor.cookies = {
        "_streamlit_user": "2|1:0|10:1795996777|15:_streamlit_user|4:e30=|abc",
        "_streamlit_session": "e30=",
        "paiban": "guessed",
    }
    assert visitor.ask("/", **PAGE)[1] == "/sign-in?next=%2F"
    assert is_refused(visitor)


def test_the_cookie_is_hidden_from_scripts_and_strangers(visitor, passwords):
    visitor.fill("/sign-in", name=MINE, password=passwords[MINE])
    told = {line.partition("=")[0]: line for line in visitor.set}
    assert told["paiban"].endswith("; Path=/; HttpOnly; SameSite=Lax; Max-Age=86400")
    assert len(visitor.cookies["paiban"]) >= 43  # 256 bits
    assert "SameSite=Strict" not in told["paiban"]
    assert visitor.set[-1] is not None


def test_a_form_of_another_site_does_nothing(visitor, passwords):
    told = {"name": MINE, "password": passwords[MINE]}
    assert visitor.post("/sign-in", form="guessed", **told)[0] == 403
    visitor.ask("/sign-in", **PAGE)
    assert visitor.post("/sign-in", form="guessed", **told)[0] == 403
    assert "paiban" not in visitor.cookies


def test_a_first_password_leads_to_its_change_and_nowhere_else(address, database, desk):
    made = accounts.create(desk, "新人", cost=CHEAP)
    visitor = Visitor(address)
    visitor.fill("/sign-in", name="新人", password=made.password)
    assert visitor.ask("/week", **PAGE)[1] == "/password?next=%2Fweek"
    assert is_refused(visitor)
    status, _, text = visitor.fill("/password", old=made.password, new="short")
    assert (status, "密码太短" in text) == (400, True)
    before = dict(visitor.cookies)
    assert visitor.fill("/password", old=made.password, new=GOOD)[:2] == (303, "/")
    with visitor.connect():
        pass
    visitor.cookies = before
    assert visitor.ask("/", **PAGE)[1] == "/sign-in?next=%2F"
    assert len([one for one in visits.guests(database, desk.now) if one.name == "新人"]) == 1


def test_signing_in_goes_on_where_somebody_was(visitor, passwords):
    signed_in(visitor, passwords)
    visitor.cookies.pop("paiban")
    told = {"name": MINE, "password": passwords[MINE], "next": "/week?shop=a"}
    assert visitor.fill("/sign-in", **told)[1] == "/week?shop=a"
    visitor.cookies.pop("paiban")
    for elsewhere in ("https://evil.example", "//evil.example", "/\\evil.example", "javascript:x"):
        assert visitor.fill("/sign-in", **{**told, "next": elsewhere})[1] == "/"
        visitor.cookies.pop("paiban")


def test_a_wrong_password_and_a_name_nobody_has_look_the_same(address, passwords):
    pages = []
    for name in (OTHER, "李主菅"):
        visitor = Visitor(address)
        status, to, text = visitor.fill("/sign-in", name=name, password="wrong")
        form = visitor.cookies["paiban-form"]
        pages.append((status, to, text.replace(form, "").replace(name, "")))
    assert pages[0] == pages[1]
    assert passwords[OTHER] not in pages[0][2]


def test_signing_out_ends_the_cookie_and_the_open_page(visitor, passwords):
    signed_in(visitor, passwords)
    kept = dict(visitor.cookies)
    with visitor.connect() as line:
        assert visitor.fill("/sign-out")[:2] == (303, "/sign-in")
        assert last_words(line) == 1008
    visitor.cookies = kept
    assert visitor.ask("/signed-in")[0] == 401
    assert is_refused(visitor)


def test_locking_ends_open_pages_at_once(visitor, passwords, desk):
    signed_in(visitor, passwords, OTHER)
    with visitor.connect() as line:
        accounts.lock(desk, OTHER)
        assert visitor.ask("/", **PAGE)[1] == "/sign-in?next=%2F"
        assert last_words(line) == 1008
    accounts.unlock(desk, OTHER)
    assert visitor.ask("/signed-in")[0] == 401


def test_a_changed_role_ends_the_connection_and_lets_a_new_one_in(visitor, passwords, desk):
    signed_in(visitor, passwords, OTHER)
    with visitor.connect() as line:
        give(desk, Grant(OTHER, Role.AUDITOR, Scope(ScopeKind.ALL)))
        assert last_words(line) == 1012
    with visitor.connect() as line:
        [number] = [one.id for one in grants(desk) if one.grant.person == OTHER]
        end(desk, number)
        assert last_words(line) == 1012
    assert visitor.ask("/signed-in")[0] == 200


def test_an_agents_link_binds_the_phone_that_opens_it_and_not_whoever_looks(
    address, visitor, desk, database
):
    keep_week(at_desk(database, "one"), s.week())
    code = give_link(replace(desk, shop_id="one"), "A1")
    for _ in range(2):  # a chat that shows what a link leads to looks at it too
        status, _, text = Visitor(address).ask(f"/my/{code}", **PAGE)
        assert (status, "在这部手机上打开" in text) == (200, True)
    _, to, _ = visitor.fill(f"/my/{code}")
    assert to == "/phone?lang=zh"
    other = Visitor(address)
    assert other.ask(f"/my/{code}", **PAGE)[0] == 403
    with visitor.connect() as line:
        take_link_back(replace(desk, shop_id="one"), "A1")
        assert last_words(line) == 1008
    assert visitor.ask("/my_score", **PAGE)[1] == "/sign-in?next=%2Fmy_score"


def test_whoever_tries_too_often_is_asked_to_wait(address):
    visitor = Visitor(address)
    status = 0
    for _ in range(70):
        status, _, text = visitor.post("/sign-in", form="x")
        if status != 403:
            break
    assert (status, "一分钟" in text) == (429, True)
