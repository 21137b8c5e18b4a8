"""Posts of a shop: added, changed, removed where nothing depends on them, and taken back."""

from dataclasses import replace

import pytest

from scheduler.agent import Certificate
from scheduler.errors import InputError
from scheduler.post import Post, StaffingInputs
from service.demand.staffing import staff_week
from service.month.kpi_intake import import_facts
from service.shop import posts as p
from service.shop import shops
from service.shop.opening import as_text
from service.shop.posts import PostNamed, PostTold
from service.shop.told import told_of
from tests.desks import at_desk
from tests.service import small_shop as s


@pytest.fixture
def desk(tmp_path):
    opened = s.database(tmp_path, s.with_week())
    yield at_desk(opened, now=s.NOW)
    opened.close()


def told(desk, post_id="presales", **changes):
    one = next((one for one in p.kept_posts(desk) if one.post.id == post_id), None)
    if one is None:
        new = PostTold.of(Post("x"), PostNamed("", "", ""), "24x7")
        return replace(new, **{"id": "", **changes})
    hours = as_text(one.post.opening, "en")
    return replace(PostTold.of(one.post, one.named, hours), **changes)


def test_a_post_is_called_as_people_do_and_files_may_call_it_so(desk):
    before = p.add_post(
        desk, told(desk, "", zh="直播客服", en="Live", id="live", duties="看播\n\n回复")
    )
    (_, _, new) = p.kept_posts(desk)
    assert (new.post.id, new.post.duties, new.people) == ("live", ("看播", "回复"), 0)
    assert (new.named.zh, new.named.en) == ("直播客服", "Live")
    assert told_of(desk).posts["直播客服"] == "live"
    with pytest.raises(InputError, match="post_exists"):
        p.add_post(desk, told(desk, "", id="live"))
    p.put_posts_back(desk, before)
    assert [one.post.id for one in p.kept_posts(desk)] == list(s.POSTS)


def test_without_a_name_in_files_the_own_name_is_it(desk):
    p.add_post(desk, told(desk, "", zh="直播"))
    assert p.kept_posts(desk)[-1].post.id == "直播"


def test_a_changed_input_leaves_requirements_behind_until_they_are_made_anew(desk):
    staff_week(desk, s.LABEL)
    assert p.outdated_weeks(desk) == ()
    p.change_post(desk, told(desk, duties="答疑", zh="售前"))
    assert p.outdated_weeks(desk) == ()  # nobody is needed otherwise
    before = p.change_post(desk, told(desk, handle_s=900.0))
    assert p.outdated_weeks(desk) == (s.LABEL,)
    p.put_posts_back(desk, before)
    assert p.outdated_weeks(desk) == ()
    p.change_post(desk, told(desk, hours="mon-fri 10:00-18:00"))
    assert p.outdated_weeks(desk) == (s.LABEL,)
    staff_week(desk, s.LABEL)
    assert p.outdated_weeks(desk) == ()


def test_times_by_open_chats_go_where_their_number_no_longer_fits(desk):
    staffing = StaffingInputs(chats_at_once=2, handle_s_by_level=(400.0, 600.0))
    shops.save_post(desk, Post("presales", staffing, min_agents=0))
    p.change_post(desk, told(desk, patience_s=90.0))
    assert shops.posts(desk)[0].staffing.handle_s_by_level == (400.0, 600.0)
    p.change_post(desk, told(desk, chats_at_once=3))
    assert shops.posts(desk)[0].staffing.handle_s_by_level == ()


def test_a_post_that_something_depends_on_stays_and_all_of_it_is_told(desk):
    with pytest.raises(InputError) as raised:
        p.remove_post(desk, "presales")
    assert [one.code for one in raised.value.faults] == ["post_of_people", "post_of_weeks"]
    assert raised.value.faults[0].details["count"] == 3
    assert len(shops.posts(desk)) == 2


def test_a_post_with_a_months_facts_stays(desk, tmp_path):
    p.add_post(desk, told(desk, "", id="live"))
    path = tmp_path / "facts.csv"
    path.write_text("agent_id,post,date,received\nA1,live,2026-11-03,5\n", "utf-8")
    import_facts(desk, path)
    with pytest.raises(InputError) as raised:
        p.remove_post(desk, "live")
    assert [one.code for one in raised.value.faults] == ["post_of_months"]


def test_a_removed_post_comes_back_in_its_place(desk):
    p.add_post(desk, told(desk, "", id="live", zh="直播"))
    p.add_post(desk, told(desk, "", id="vip"))
    before = p.remove_post(desk, "live")
    assert [one.post.id for one in p.kept_posts(desk)] == [*s.POSTS, "vip"]
    p.put_posts_back(desk, before)
    assert [one.post.id for one in p.kept_posts(desk)] == [*s.POSTS, "live", "vip"]
    assert p.kept_posts(desk)[2].named.zh == "直播"


def test_an_added_post_is_not_taken_back_once_somebody_works_on_it(desk):
    before = p.add_post(desk, told(desk, "", id="live"))
    agents = (replace(s.AGENTS[0], certificates=(Certificate("live"),)), *s.AGENTS[1:])
    shops.save_agents(desk, agents)
    with pytest.raises(InputError, match="post_of_people"):
        p.put_posts_back(desk, before)
