import pytest

from scheduler.errors import InputError
from service.shop.staff_list import staff_list


def test_the_same_seed_gives_the_same_list():
    posts = {"presales": 2.0, "aftersales": 1.0}
    assert staff_list(50, posts, seed=7) == staff_list(50, posts, seed=7)
    assert staff_list(50, posts, seed=7) != staff_list(50, posts, seed=8)


def test_main_posts_are_shared_out_by_weight():
    agents = staff_list(30, {"presales": 2.0, "aftersales": 1.0}, seed=1)
    mains = [agent.posts[0] for agent in agents]
    assert (mains.count("presales"), mains.count("aftersales")) == (20, 10)


def test_shares_that_are_not_whole_still_add_up():
    assert len(staff_list(10, {"a": 1.0, "b": 1.0, "c": 1.0}, seed=1)) == 10


def test_one_post_needs_no_second():
    assert {agent.posts for agent in staff_list(20, {"chat": 1.0}, seed=1)} == {("chat",)}


def test_four_in_five_work_full_time():
    hours = [agent.contract.hours_week for agent in staff_list(1000, {"chat": 1.0}, seed=1)]
    assert 0.75 < hours.count(40) / 1000 < 0.85
    assert set(hours) == {20, 24, 30, 36, 40}


@pytest.mark.parametrize(
    ("count", "posts"),
    [
        (0, {"chat": 1.0}),  # nobody
        (5, {}),  # nothing to do
        (5, {"chat": 0.0}),  # a post that nobody has
    ],
)
def test_an_impossible_list_is_refused(count, posts):
    with pytest.raises(InputError):
        staff_list(count, posts, seed=1)
