import datetime as dt

import pytest

from service.roster.weeks import weeks
from service.shop import shops
from store.database import open_database
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.start import first_files as given

TODAY = dt.datetime.now(s.CLOCK.zone).date()  # commands know one clock, the present
MONDAY = TODAY - dt.timedelta(days=TODAY.weekday() + 7)


@pytest.fixture
def new(paiban, tmp_path):
    """Return a function that sets a shop up from its files, with some options otherwise."""
    staff = given.staff_list(tmp_path / "员工.xlsx", "客诉")
    past = given.volumes(tmp_path / "咨询量.csv", MONDAY + dt.timedelta(days=6), post="客诉")
    roster = given.code_roster(tmp_path / "班表.xlsx", MONDAY, odd="早/D")
    files = ("--agents", staff, "--volumes", past, "--roster", roster, "--no-row", "zero")
    told = ("--posts", "客诉", "--opening", "09:00-22:00", "--db", tmp_path / "d.db")

    def run(*more):
        return paiban("shop", "new", "小店", *told, *files, *more, "--json", "-")

    return run


def kept(tmp_path):
    opened = open_database(str(tmp_path / "d.db"))
    desk = at_desk(opened)
    found = shops.shops(opened), shops.agents(desk), weeks(desk)
    opened.close()
    return found


def test_a_shop_begins_with_all_its_files_in_one_command(new, tmp_path):
    ran = new("--code", "早/D=早", "--make-week")
    assert ran.code == 0, ran.report
    assert ran.report["missing"] == {"forecast": [], "roster": []}
    assert set(ran.report["steps"].values()) == {"done"}
    (shop,), agents, (past, coming) = kept(tmp_path)
    assert (shop.id, shop.name) == ("main", "小店")
    assert {agent.posts for agent in agents} == {("客诉",)}
    assert {agent.contract.hours_week for agent in agents} == {40.0}
    assert past.published is not None
    assert coming.label == ran.report["week"]
    assert coming.has_requirement


def test_one_fault_in_one_of_the_files_and_nothing_is_kept(new, tmp_path):
    ran = new()
    assert (ran.code, [fault["code"] for fault in ran.report["faults"]]) == (2, ["code_unknown"])
    assert kept(tmp_path) == ((), (), ())


def test_a_shop_may_begin_with_its_name_alone_and_says_what_is_missing(paiban, tmp_path):
    ran = paiban("shop", "new", "小店", "--db", tmp_path / "d.db", "--json", "-")
    assert ran.code == 0
    assert ran.report["missing"]["roster"] == ["people", "history"]
    shown = paiban("shop", "new", "二店", "--db", tmp_path / "d.db", "--shop", "two", lang="zh")
    assert "还缺：员工名单、历史咨询量" in shown.out
    again = paiban("shop", "new", "小店", "--db", tmp_path / "d.db", "--json", "-")
    assert [fault["code"] for fault in again.report["faults"]] == ["shop_exists"]


def test_platforms_decide_what_posts_are_staffed_for_and_that_is_told(paiban, tmp_path):
    told = ("shop", "new", "小店", "--db", tmp_path / "d.db", "--json", "-")
    ran = paiban(*told, "--platforms", "天猫,拼多多")
    (taobao, pdd) = ran.report["aims"]
    assert (taobao["share"], taobao["of"], taobao["window"]) == (0.9, "turn", "09:00-23:00")
    assert (pdd["share"], pdd["of"], pdd["within_seconds"]) == (0.85, "user", 300)
