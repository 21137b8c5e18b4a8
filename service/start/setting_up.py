"""Setting up a shop: name and opening hours, posts as they are proposed, rules it begins with."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError, require
from scheduler.fitted_types import fitted
from scheduler.horizon import Clock, Horizon, monday_of
from scheduler.limits import require_within
from service.records.platform_view import SoldOn
from service.roster.intake import for_later_weeks
from service.shop.companies import founding, own_company
from service.shop.opening import PROPOSED, Hours, opening
from service.start.platform_aims import PlatformAim, aimed_post, aims_of, platform_aims
from store.files.clean import cleaned, folded, narrow
from store.files.heads import usual_posts
from store.files.proposed_posts import proposed, proposed_ids
from store.files.rules_preset import PRESETS, preset_path, read_rules_preset
from store.shops import Shop

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from scheduler.post import Post
    from scheduler.ruleset import RuleSet
    from service.desk import Desk
    from store.writing import Writing

__all__ = ["PRESETS", "PROPOSED", "Shop", "proposed_ids"]

TIMEZONE = "Asia/Shanghai"
INTERVALS = (15, 30, 60)
APART = "|"
"""What stands between posts in a cell, so that no post's name can hold it."""
BETWEEN = re.compile(r"[,、;\n]")
NO_LETTERS = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class NewShop:
    """
    What is asked of a shop that is set up.

    Parameters
    ----------
    name
        For people to read.
    posts
        Ids, or own names, of its posts, in order.
    opening
        When all of them are open (``service.shop.opening``).
    timezone
        IANA name.
    interval_min
        Length of the intervals in which its weeks are planned.
    preset
        Whose shift types and work plan its weeks begin with.
    company
        Whose it is; empty: of the company that whoever sets it up administers, else the first.
    platforms
        Where it sells: what they judge is what its posts are staffed for (``platform_aims``); none:
        the level its posts are proposed.
    """

    name: str
    posts: tuple[str, ...] = proposed_ids()
    opening: str = PROPOSED
    timezone: str = TIMEZONE
    interval_min: int = 30
    preset: str = PRESETS[0]
    company: str = ""
    platforms: tuple[str, ...] = ()


def posts_written(text: str) -> tuple[str, ...]:
    """Return the posts a text names, in order: a usual one by its id, an own one as written."""
    usual = {folded(said): post for said, post in usual_posts().items()}
    names = (cleaned(part) for part in BETWEEN.split(narrow(text)))
    return tuple(usual.get(folded(name), name) for name in names if name)


def free_id(desk: Desk, name: str) -> str:
    """Return an id for a shop of a name that no shop has: its letters and digits, in one case."""
    with desk.database.read() as unit:  # also those of which whoever asks may not know
        taken = {shop.id for shop in unit.shops.all()}
    plain = NO_LETTERS.sub("-", cleaned(name).casefold()).strip("-") or "shop"
    others = (f"{plain}-{number}" for number in range(2, len(taken) + 3))
    return next(one for one in (plain, *others) if one not in taken)


def create_shop(desk: Desk, told: NewShop, *, lang: str = "zh") -> Shop:
    """
    Keep a new shop under the desk's shop id, with its posts and the rules its weeks begin with.

    Parameters
    ----------
    lang
        In which the duties of its posts are written.

    Raises
    ------
    InputError
        With all that is wrong; when there is a shop of that id. Nothing is kept then.
    """
    shop, posts = _checked(desk, told, lang)
    new = founding(desk, shop.company_id)
    with new.write("shop_created", unseen="a new shop beside the others") as unit:
        unit.companies.get(shop.company_id)
        require(not unit.shops.exists(shop.id), "shop_exists", value=shop.id)
        unit.shops.save(shop)
        unit.shops.save_posts(shop.id, posts)
        rules = rules_for(shop, posts, unit.today, told.preset)
        unit.shops.save_rules(shop.id, rules, unit.stamp)
        unit.add(("shop",), ("rules", "later"), *(("post", post.id) for post in posts))
        if told.platforms:
            unit.add(("platforms",))
            unit.put(SoldOn(told.platforms), subject="")
        platforms = ",".join(told.platforms)
        unit.note("", {"name": shop.name, "opening": told.opening, "platforms": platforms})
    return shop


def rules_for(shop: Shop, posts: Iterable[Post], day: dt.date, preset: str) -> RuleSet:
    """Return the rules of a preset for a shop, its types fitted to the posts' opening hours."""
    start = monday_of(f"{day:%G}-W{day:%V}")
    horizon = Horizon(shop.clock, start, interval_min=shop.interval_min)
    whole = read_rules_preset(horizon, preset_path(preset))
    return for_later_weeks(fitted(whole, posts), None)


def propose_rules(desk: Desk, preset: str) -> int:
    """Let weeks opened from now on begin with a preset, fitted to the shop; return the version."""
    with desk.write("rules_proposed", ("rules", "later")) as unit:
        shop, posts = unit.shops.get(desk.shop_id), unit.shops.posts(desk.shop_id)
        rules = rules_for(shop, posts, unit.today, preset)
        version = unit.shops.save_rules(shop.id, rules, unit.stamp)
        unit.note("", {"preset": preset, "version": str(version)})
    return version


def add_posts(desk: Desk, names: Iterable[str], *, lang: str = "zh") -> tuple[Post, ...]:
    """
    Add posts as they are proposed where the shop sells, open when its first post is; return them.

    Raises
    ------
    InputError
        When a name says nothing, or the shop has such a post.
    """
    aims = aims_of(desk)
    with desk.write("posts_added", unseen="new posts beside the others") as unit:
        known = unit.shops.posts(desk.shop_id)
        hours = known[0].opening if known else opening(PROPOSED)
        faults = _name_faults(names := tuple(map(cleaned, names)))
        taken = {folded(post.id) for post in known}
        faults += [Fault("post_exists", value=name) for name in names if folded(name) in taken]
        if faults:
            raise InputError(faults)
        new = _posts(names, unit.today, hours, lang, aims)
        require_within("posts", len(known) + len(new), column="post")
        unit.shops.save_posts(desk.shop_id, (*known, *new))
        unit.add(*(("post", post.id) for post in new))
        unit.note("", {"posts": ", ".join(names)})
    return new


def set_opening(desk: Desk, hours: str) -> bool:
    """
    Let all posts of a shop be open at these hours; return whether its rules follow.

    Rules of weeks to come are fitted anew where they are still those of a preset; rules that
    somebody changed stay, and weeks that are open already keep their own.

    Raises
    ------
    InputError
        When the hours cannot be read.
    """
    with desk.write("opening_changed", ("rules", "later")) as unit:
        told = opening(hours)
        shop, before = unit.shops.get(desk.shop_id), unit.shops.posts(desk.shop_id)
        posts = tuple(replace(post, opening=told) for post in before)
        unit.touch(*(("post", post.id) for post in posts))
        unit.shops.save_posts(desk.shop_id, posts)
        follows = _refit(unit, shop, before, posts)
        unit.note("", {"opening": hours, "rules": str(follows)})
    return follows


def _refit(unit: Writing, shop: Shop, before: tuple[Post, ...], posts: tuple[Post, ...]) -> bool:
    """Keep rules fitted anew where those there are, if any, are a preset's; return whether so."""
    now = unit.shops.rules(shop.id)
    for preset in PRESETS:
        if now is None or now == rules_for(shop, before, unit.today, preset):
            unit.shops.save_rules(shop.id, rules_for(shop, posts, unit.today, preset), unit.stamp)
            return True
    return False


def _checked(desk: Desk, told: NewShop, lang: str) -> tuple[Shop, tuple[Post, ...]]:
    """Return a shop and its posts; raises InputError with all that is wrong with what is told."""
    name, names = cleaned(told.name), tuple(map(cleaned, told.posts))
    faults = [] if name else [Fault("empty", column="name")]
    faults += _name_faults(names)
    hours: Hours = None
    shop = None
    aims: tuple[PlatformAim, ...] = ()
    today = desk.now.date()
    try:
        hours = opening(told.opening)
    except InputError as error:
        faults += error.faults
    try:
        company = told.company or own_company(desk)
        shop = Shop(desk.shop_id, name, told.timezone, told.interval_min, company)
        today = desk.now.astimezone(Clock(told.timezone).zone).date()
        require_within("posts", len(names), column="post")
    except InputError as error:
        faults += error.faults
    try:
        aims = platform_aims(told.platforms, today)
    except InputError as error:
        faults += error.faults
    if faults or shop is None:
        raise InputError(faults)
    return shop, _posts(names, today, hours, lang, aims)


def _posts(
    names: tuple[str, ...],
    today: dt.date,
    hours: Hours,
    lang: str,
    aims: tuple[PlatformAim, ...],
) -> tuple[Post, ...]:
    posts = (replace(proposed(name, today).post(name, lang), opening=hours) for name in names)
    return tuple(aimed_post(post, aims, today) for post in posts)


def _name_faults(names: tuple[str, ...]) -> list[Fault]:
    """Return what is wrong with names of posts; none at all is a fault too."""
    faults = [] if names else [Fault("shop_without_posts", column="posts")]
    faults += [Fault("empty", column="post") for name in names if not name]
    faults += [
        Fault("post_name_sign", column="post", value=name) for name in names if APART in name
    ]
    plain = [folded(name) for name in names]
    twice = {name for name in names if name and plain.count(folded(name)) > 1}
    return [*faults, *(Fault("post_exists", column="post", value=name) for name in sorted(twice))]
