import itertools

import numpy as np
import pytest

from scheduler.staffing.shared_hours import short_hours


def test_nobody_is_short_where_hours_suffice():
    assert short_hours({"a": 40.0}, {("a",): 40.0}) == {"a": 0.0}


def test_a_post_without_people_is_short_of_all():
    assert short_hours({"a": 40.0}, {}) == {"a": 40.0}
    assert short_hours({"a": 40.0}, {("b",): 80.0, (): 80.0}) == {"a": 40.0}


def test_people_of_several_posts_give_way_to_each_other():
    # who holds a and b must leave a to who holds it alone with c
    groups = {("a", "b"): 40.0, ("a", "c"): 40.0}
    assert short_hours({"a": 40.0, "c": 0.0, "b": 40.0}, groups) == {"a": 0.0, "c": 0.0, "b": 0.0}


def test_hours_are_counted_once():
    found = short_hours({"a": 40.0, "b": 40.0}, {("a", "b"): 50.0})
    assert sum(found.values()) == pytest.approx(30.0)


def test_the_least_possible_is_short():
    # Hall: what any set of posts needs beyond the people who hold one of them; the worst set counts
    draw = np.random.default_rng(8)
    posts = ("a", "b", "c", "d")
    for _ in range(200):
        needed = dict(zip(posts, draw.integers(0, 60, 4).astype(float), strict=True))
        groups = {}
        for _ in range(int(draw.integers(1, 6))):
            held = tuple(post for post in posts if draw.random() < 0.5)
            groups[held] = float(draw.integers(0, 60))
        subsets = itertools.chain.from_iterable(
            itertools.combinations(posts, size) for size in range(5)
        )
        worst = max(
            sum(needed[post] for post in some)
            - sum(hours for held, hours in groups.items() if set(held) & set(some))
            for some in subsets
        )
        found = short_hours(needed, groups)
        assert sum(found.values()) == pytest.approx(worst)
        assert all(0 <= found[post] <= needed[post] for post in posts)
