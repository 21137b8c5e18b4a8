"""Posts that could be watched together at night."""

import datetime as dt
from dataclasses import replace

from scheduler.agent import Certificate, ProtectedBy
from scheduler.horizon import ClockSpan
from scheduler.night_group import LEAST_PEOPLE, NIGHT
from scheduler.night_group import night_group as night_group_on
from scheduler.post import Post
from tests.builders import agent

DAY = dt.date(2026, 11, 30)
ALWAYS = (Post("presales"), Post("insales"), Post("aftersales"))


def night_group(posts, agents):
    return night_group_on(posts, agents, DAY)


def people(*known, no_nights=False):
    return [
        agent(f"A{number}", posts=posts, no_nights=no_nights) for number, posts in enumerate(known)
    ]


def test_the_most_posts_that_enough_people_know():
    both, all_three = ("presales", "insales"), ("presales", "insales", "aftersales")
    found = night_group(ALWAYS, people(*[both] * 9, *[all_three] * LEAST_PEOPLE))
    assert (found.seal.posts, found.seal.hours, found.people) == (all_three, NIGHT, LEAST_PEOPLE)
    found = night_group(ALWAYS, people(*[both] * 9, *[all_three] * (LEAST_PEOPLE - 1)))
    assert (found.seal.posts, found.people) == (both, 9 + LEAST_PEOPLE - 1)


def test_people_who_may_not_work_nights_do_not_count():
    both = ("presales", "insales")
    assert night_group(ALWAYS, people(*[both] * 9, no_nights=True)) is None


def test_a_post_that_closes_at_night_on_one_day_is_in_no_group():
    day = (ClockSpan.parse("00:00-24:00"),)
    late = (ClockSpan.parse("08:00-24:00"),)
    posts = (Post("presales"), Post("insales", opening=(*[day] * 6, late)))
    assert night_group(posts, people(*[("presales", "insales")] * 9)) is None


def test_of_groups_alike_the_one_most_people_know():
    found = night_group(
        ALWAYS, people(*[("presales", "insales")] * 5, *[("insales", "aftersales")] * 6)
    )
    assert found.seal.posts == ("insales", "aftersales")


def test_only_who_knows_the_posts_and_may_work_nights_then_counts():
    """Who left, whose certificate ended or who is protected knows them no more, or not at night."""
    both = ("presales", "insales")
    there = people(*[both] * LEAST_PEOPLE)
    ended = tuple(Certificate(post, None, DAY - dt.timedelta(days=1)) for post in both)
    for gone in (
        {"leaves": DAY - dt.timedelta(days=1)},
        {"hired": DAY + dt.timedelta(days=1)},
        {"certificates": ended},
        {"protected": ProtectedBy.NURSING, "protected_from": DAY, "protected_to": DAY},
    ):
        assert night_group(ALWAYS, [*there[1:], replace(there[0], **gone)]) is None
    assert night_group(ALWAYS, there).people == LEAST_PEOPLE
