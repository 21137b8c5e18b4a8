"""Posts of a shop: what they are called, do and need; adding, changing and removing them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scheduler.errors import Fault, InputError, require
from scheduler.post import Post
from scheduler.staffing.requirement import open_intervals
from service.shop.campaigns import own_post, posts_in
from service.shop.post_told import PostNamed, PostTold
from service.shop.told import PostCalled
from store.documents import to_document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpi.month import Month
    from service.desk import Desk
    from store.unit import Unit
    from store.weeks import KeptWeek
    from store.writing import Writing

__all__ = ["PostNamed", "PostTold"]

NAMED = 5
SIGN = "|"


@dataclass(frozen=True, slots=True)
class PostKept:
    """
    A post as the page of posts shows it.

    Parameters
    ----------
    post, named
        What is kept of it, and what people call it.
    people
        How many people may work on it.
    """

    post: Post
    named: PostNamed
    people: int


@dataclass(frozen=True, slots=True)
class PostsBefore:
    """Posts and names before a change, and which post was changed, added or removed."""

    posts: tuple[Post, ...]
    names: tuple[PostNamed, ...]
    post: str


def kept_posts(desk: Desk) -> tuple[PostKept, ...]:
    """Return a shop's posts in their order, with names and how many people may work on them."""
    with desk.read() as unit:
        names = names_in(unit, desk.shop_id)
        agents = unit.staff.agents(desk.shop_id)
        return tuple(
            PostKept(
                post,
                names.get(post.id, PostNamed(post.id, "", "")),
                sum(post.id in agent.posts for agent in agents),
            )
            for post in unit.shops.posts(desk.shop_id)
        )


def post_names(desk: Desk) -> dict[str, PostNamed]:
    """Return what people call posts, of those that have names of their own."""
    with desk.read() as unit:
        return names_in(unit, desk.shop_id)


def names_in(unit: Unit, shop_id: str) -> dict[str, PostNamed]:
    """Return what people call posts, by id."""
    return {one.subject: one.value for one in unit.register.all(shop_id, PostNamed)}


def add_post(desk: Desk, told: PostTold) -> PostsBefore:
    """
    Add a post behind the others.

    Raises
    ------
    InputError
        When it has no name, its name is another's, or what is told does not go together.
    """
    new = told.post(None)
    require(SIGN not in new.id, "post_name_sign", column="post", value=new.id)
    with desk.write("post_added", ("post", new.id)) as unit:
        before = _before(unit, new.id)
        known = {post.id for post in before.posts}
        require(new.id not in known, "post_exists", column="post", value=new.id)
        unit.shops.save_posts(desk.shop_id, (*before.posts, new))
        _name(unit, PostNamed(new.id, told.zh, told.en))
        unit.note(new.id, {})
    return before


def change_post(desk: Desk, told: PostTold) -> PostsBefore:
    """Change a post in its place; return what stood there."""
    with desk.write("post_saved", ("post", told.id)) as unit:
        before = _before(unit, told.id)
        old = next((post for post in before.posts if post.id == told.id), None)
        require(old is not None, "unknown_post", column="post", value=told.id)
        new = own_post(unit, desk.shop_id, told.post(old))
        changed = tuple(new if post.id == new.id else post for post in before.posts)
        unit.shops.save_posts(desk.shop_id, changed)
        _name(unit, PostNamed(new.id, told.zh, told.en))
        unit.note(new.id, {})
    return before


def remove_post(desk: Desk, post_id: str) -> PostsBefore:
    """
    Remove a post that nothing depends on.

    Raises
    ------
    InputError
        With all that depends on it.
    """
    with desk.write("post_removed", ("post", post_id)) as unit:
        before = _before(unit, post_id)
        require(any(post.id == post_id for post in before.posts), "unknown_post", value=post_id)
        faults = list(_in_the_way(unit, post_id))
        if faults:
            raise InputError(faults)
        left = tuple(post for post in before.posts if post.id != post_id)
        unit.shops.save_posts(desk.shop_id, left)
        unit.clear(PostNamed, subject=post_id)
        unit.note(post_id, {})
    return before


def put_posts_back(desk: Desk, before: PostsBefore) -> None:
    """Take back what was done to a post; nothing may depend on one that was added."""
    with desk.write("post_put_back", ("post", before.post)) as unit:
        was = {post.id: post for post in before.posts}
        now = {post.id: post for post in unit.shops.posts(desk.shop_id)}
        if before.post in was:
            now[before.post] = was[before.post]
        else:
            faults = list(_in_the_way(unit, before.post))
            if faults:
                raise InputError(faults)
            now.pop(before.post, None)
        order = [*was, *(name for name in now if name not in was)]
        unit.shops.save_posts(desk.shop_id, tuple(now[name] for name in order if name in now))
        names = {one.post: one for one in before.names}
        unit.clear(PostNamed, subject=before.post)
        if before.post in names:
            _name(unit, names[before.post])
        unit.note(before.post, {})


def _before(unit: Writing, post_id: str) -> PostsBefore:
    names = tuple(names_in(unit, unit.shop_id).values())
    return PostsBefore(unit.shops.posts(unit.shop_id), names, post_id)


def _name(unit: Writing, named: PostNamed) -> None:
    """Keep what people call a post, in place of what they did; files may call it so too."""
    unit.clear(PostNamed, subject=named.post)
    if named.zh or named.en:
        unit.enter(named, subject=named.post)
    for said in {named.zh, named.en} - {"", named.post}:
        unit.put(PostCalled(said, named.post), subject=said)


def _in_the_way(unit: Writing, post_id: str) -> Iterator[Fault]:
    """Yield what depends on a post."""
    shop_id, named = unit.shop_id, {"named_post": post_id}
    people = [one.id for one in unit.staff.everybody(shop_id) if post_id in one.posts]
    if people:
        told = {"count": len(people), "people": ", ".join(people[:NAMED]), **named}
        yield Fault("post_of_people", value=post_id, details=told)
    volumes = unit.demand.volumes(shop_id)
    if volumes is not None and post_id in volumes.posts:
        yield Fault("post_of_history", value=post_id, details=named)
    weeks = [week.label for week in unit.weeks.all(shop_id) if _names(unit, week, post_id)]
    if weeks:
        told = {"weeks": ", ".join(weeks[:NAMED]), **named}
        yield Fault("post_of_weeks", value=post_id, details=told)
    months = [str(month) for month in unit.facts.months(shop_id) if _counts(unit, month, post_id)]
    if months:
        told = {"months": ", ".join(months[:NAMED]), **named}
        yield Fault("post_of_months", value=post_id, details=told)
    rules = unit.shops.rules(shop_id)
    if rules is not None:
        types = [one.code for one in rules.types if post_id in one.posts]
        if types:
            told = {"types": ", ".join(types), **named}
            yield Fault("post_of_types", value=post_id, details=told)
        if any(post_id in seal.posts for seal in rules.seals):
            yield Fault("post_of_seals", value=post_id, details=named)


def _names(unit: Unit, week: KeptWeek, post_id: str) -> bool:
    """Return whether a week's forecast, requirement or roster speaks of a post."""
    if (
        week.forecast_id is not None
        and post_id in unit.demand.forecast(week.forecast_id).forecast.posts
    ):
        return True
    if week.requirement_id is not None:
        required = unit.demand.requirement(week.requirement_id).requirement
        if post_id in required.posts:
            return True
    latest = unit.rosters.latest(week.id)
    return latest is not None and any(one.post == post_id for one in latest.version.roster.shifts)


def _counts(unit: Writing, month: Month, post_id: str) -> bool:
    """Return whether a month's facts, chats or targets speak of a post."""
    shop_id = unit.shop_id
    facts = (post for found in unit.facts.facts(shop_id, month) for post in found.posts)
    chats = (post for found, _ in unit.facts.chats(shop_id, month) for post in found.posts)
    targets = (one.post for one in unit.schemes.targets(shop_id, month))
    return post_id in {*facts, *chats, *targets}


def outdated_weeks(desk: Desk) -> tuple[str, ...]:
    """Return the weeks to come whose requirement rests on other inputs or hours than posts have."""
    with desk.read() as unit:
        shop = unit.shops.get(desk.shop_id)
        today = shop.clock.date_of(int(desk.now.timestamp()) // 60)
        return tuple(
            week.label
            for week in unit.weeks.all(desk.shop_id)
            if week.horizon.dates[-1] >= today and _is_outdated(unit, week)
        )


def _is_outdated(unit: Unit, week: KeptWeek) -> bool:
    if week.requirement_id is None:
        return False
    kept = unit.demand.requirement(week.requirement_id)
    told = kept.note.inputs.get("staffing")
    if told is None:  # it came from a file, or by hand
        return False
    posts = posts_in(unit, week.shop_id, week.horizon.dates)
    if told != to_document({post.id: post.staffing for post in posts}):
        return True
    forecast = unit.demand.forecast(int(kept.note.inputs["forecast"])).forecast
    made, known = kept.requirement, {post.id: post for post in posts}
    return any(
        not np.array_equal(
            made.is_open[row],
            open_intervals(known[name], made.horizon) & ~np.isnan(forecast.mean[row]),
        )
        for row, name in enumerate(made.posts)
        if name in known and made.posts == forecast.posts
    )
