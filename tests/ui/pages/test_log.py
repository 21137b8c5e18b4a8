import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from service.shop import shops
from store.address import file_of
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.ui.pages.app import opened, seen

WHO = {"by": "王经理", "now": s.NOW}


def lines(app):
    return app.dataframe[0].value


def test_the_log_says_first_that_it_is_whole_and_lists_who_did_what(app, draft):
    post = shops.posts(at_desk(draft, **WHO))[0]
    shops.save_post(at_desk(draft, origin="web 192.0.2.7", **WHO), replace(post, min_agents=2))
    page = opened(app, "log")
    page.segmented_control(key="log.period").set_value("all").run()
    assert not page.exception
    assert "操作日志完好" in seen(page)
    newest = lines(page).iloc[0]
    assert (newest["谁"], newest["对象"], newest["来自"]) == ("王经理", post.id, "网页 192.0.2.7")


def test_only_what_is_asked_for_is_listed(app, draft):
    post = shops.posts(at_desk(draft, **WHO))[0]
    shops.save_post(at_desk(draft, by="李组长", now=s.NOW), replace(post, min_agents=2))
    page = opened(app, "log")
    page.segmented_control(key="log.period").set_value("all").run()
    page.selectbox(key="log.by").set_value("李组长").run()
    assert set(lines(page)["谁"]) == {"李组长"}


def test_a_log_somebody_changed_says_so_first(app, draft):
    with closing(sqlite3.connect(file_of(draft.url))) as connection, connection:
        connection.execute("DROP TRIGGER action_update")
        connection.execute("UPDATE action SET done_by = '别人' WHERE id = 1")
    page = opened(app, "log")
    assert "操作日志被人动过" in seen(page)
    assert "操作日志第 1 行被改动过" in seen(page)


@pytest.mark.usefixtures("draft")
def test_the_log_is_read_in_english(app):
    page = opened(app, "log", lang="en")
    assert not page.exception
    assert "The log is whole" in seen(page)
