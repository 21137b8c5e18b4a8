"""The app for people who have signed in: their pages, what is refused, and giving roles."""

from dataclasses import replace

import pytest

from scheduler.errors import InputError
from service.access import grants as g
from service.access.accounts import accounts, create
from service.access.grants import Role, ScopeKind
from service.access.outside.dingtalk import DingTalk
from service.access.outside.entering import enter
from service.access.outside.identity import Identity
from service.access.outside.linking import arrivals
from service.desk import HOUSE
from service.roster.publishing import keep_roster, publish
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.access.people import signed_in
from tests.service.access.test_accounts import CHEAP
from tests.ui.pages.app import button, opened, seen
from ui import link
from ui.parts.administrator import entries

LEADER, SUPERVISOR = (Role.TEAM_LEADER, ScopeKind.TEAMS), (Role.SUPERVISOR, ScopeKind.SHOP)
AUDITOR, ADMINISTRATOR = (Role.AUDITOR, ScopeKind.SHOP), (Role.ADMINISTRATOR, ScopeKind.ALL)
AGENTS = (*s.AGENTS[:2], *(replace(one, team="二组") for one in s.AGENTS[2:]))


pytestmark = pytest.mark.usefixtures("published")


@pytest.fixture
def published(database):
    s.with_week(agents=AGENTS, shop_name="小店")(database)
    keep_roster(at_desk(database), s.LABEL, s.roster())
    publish(at_desk(database), s.LABEL, reason="试")
    return database


@pytest.fixture
def as_whom(monkeypatch):
    """Return a function that signs somebody in with some roles."""
    before = link.desk

    def look(*grants):
        person = signed_in(*grants)
        monkeypatch.setattr(link, "is_in", lambda: True)
        monkeypatch.setattr(
            link, "desk", lambda *given, **more: replace(before(*given, **more), person=person)
        )

    return look


def test_a_leader_begins_with_their_own_people_and_opens_no_other_page(app, as_whom):
    as_whom(LEADER)
    app.run()
    assert not app.exception
    text = seen(app)
    assert "2 人" in text
    (table, *_) = (one.value for one in app.dataframe)
    assert list(table["人员"].str[:2]) == ["A1", "A2"]
    assert "A3" not in table.to_string()
    for page in ("versions", "payout"):
        assert "您的角色不能打开" in seen(opened(app, page, role="hr"))
        assert not app.exception


@pytest.mark.parametrize("page", ["week", "requests", "people"])
def test_a_supervisors_pages_need_nothing_that_is_closed_to_them(app, as_whom, page):
    as_whom(SUPERVISOR)
    opened(app, page)
    assert not app.exception
    assert not app.error
    assert "31.5" not in seen(app)


@pytest.mark.parametrize("page", ["week", "log"])
def test_an_auditors_pages_open(app, as_whom, page):
    as_whom(AUDITOR)
    opened(app, page)
    assert not app.exception
    assert not app.error


def test_an_administrator_gives_a_role(app, as_whom, published):
    for name in ("王经理", "李组长"):  # the first one rules
        create(at_desk(published), name, cost=CHEAP)
    as_whom(ADMINISTRATOR)
    opened(app, "roles")
    app.selectbox(key="roles_new.person").set_value("李组长")
    app.selectbox(key="roles_new.role").set_value(Role.PLANNER)
    next(one for one in app.button if one.label == "授予").click()
    app.run()
    assert not app.exception
    assert "已授予“李组长”角色" in seen(app)
    given, _first = g.grants(at_desk(published))
    assert (given.grant.role, given.grant.scope.kind) == (Role.PLANNER, ScopeKind.SHOP)
    assert button(app, "roles.end").disabled


def test_an_agent_sees_their_own_page_whomever_the_address_names(app, as_whom):
    as_whom((Role.AGENT, ScopeKind.SELF))
    opened(app, "my_schemes", me="A3")
    assert not app.exception
    assert app.query_params["me"] == "A1"
    assert "这里没有人登录" not in seen(app)


def test_an_administrator_accepts_who_came_from_a_provider(app, as_whom, published, monkeypatch):
    at = replace(at_desk(published), now=link.now())
    create(at, "王经理", cost=CHEAP)
    where = DingTalk("ding", "", "app", "secret")
    stranger = Identity(where.issuer, "z21", "小美 <b>")
    with pytest.raises(InputError):
        enter(published, where, stranger, link.now(), "192.0.2.7")
    as_whom(ADMINISTRATOR)
    opened(app, "roles")
    assert not app.exception
    waiting = next(one.value for one in app.dataframe if "最近一次" in one.value)
    assert list(waiting.iloc[0][["登录方式", "编号"]]) == ["钉钉", "z21"]
    everybody = arrivals(at_desk(published, HOUSE))
    monkeypatch.setattr(entries, "_waiting", lambda: list(everybody))  # as if they were ticked
    app.run()
    assert "请先向本人核对编号 z21" in seen(app)
    app.selectbox(key=f"roles_accept.{stranger.outside}.account").set_value("王经理")
    next(one for one in app.button if one.label == "接受").click()
    app.run()
    assert not app.exception
    assert "已接受，账号“王经理”可以登录" in seen(app)
    assert [one.outside for one in accounts(published)] == [stranger.outside]
    assert arrivals(at_desk(published, HOUSE)) == ()


@pytest.mark.parametrize("grant", [AUDITOR, (Role.ADMINISTRATOR, ScopeKind.SHOP)])
def test_who_may_link_nobody_sees_nobody_wait(app, as_whom, grant):
    as_whom(grant)
    opened(app, "roles")
    assert not app.exception
    assert "等待接受的人" not in seen(app)
