"""What the platforms a shop sells on let it staff for: proposed to a new shop, and told."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kpi.platforms.rules import JudgedUnit, PlatformRule, rules_on
from scheduler.errors import Fault, InputError, require
from scheduler.post import SpeedsFrom, StaffingTarget
from service.records.platform_view import SoldOn, sold_on
from store.files.clean import cleaned, folded, narrow
from store.files.platform_rules import platform_presets
from store.files.proposed_posts import platform_targets, proposed

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from scheduler.post import Post, StaffingInputs
    from scheduler.staffing.cycle import ReplyCycle
    from service.desk import Desk

BETWEEN = re.compile(r"[,、;\n]")
DIGITS = 1000
"""Shares of turns are rounded up to a tenth of a percent."""


@dataclass(frozen=True, slots=True)
class PlatformAim:
    """
    What a shop on a platform is proposed to staff for.

    Parameters
    ----------
    rule
        The platform's, in its version of the day; of one that ended, the last.
    share
        Of what the rule counts.
    is_share_ours
        Whether the rule names no threshold, so that the share is the product's.
    has_ended
        Whether the platform judges by it no more.
    """

    rule: PlatformRule
    share: float
    is_share_ours: bool
    has_ended: bool

    @property
    def of_turns(self) -> bool:
        """Return whether later replies count too, not only the first."""
        return self.rule.unit is not JudgedUnit.SESSION

    def turn_share(self, turns: float) -> float:
        """Return the share of turns that keeps it in chats of so many, rounded up."""
        is_whole = self.rule.unit is JudgedUnit.USER
        share: float = self.share ** (1.0 / max(1.0, turns)) if is_whole else self.share
        return math.ceil(round(share * DIGITS, 6)) / DIGITS


def platforms_known() -> tuple[str, ...]:
    """Return the platforms for which something is proposed, in the order they are offered."""
    return tuple(dict.fromkeys(each.platform for each in platform_targets()))


def platforms_written(text: str) -> tuple[str, ...]:
    """Return the platforms a text names, in order: a known one by its id, another as written."""
    known = {folded(name): each.platform for each in platform_targets() for name in each.names}
    known |= {folded(each.platform): each.platform for each in platform_targets()}
    told = (cleaned(part) for part in BETWEEN.split(narrow(text)))
    return tuple(dict.fromkeys(known.get(folded(name), name) for name in told if name))


def platform_aims(platforms: Iterable[str], on: dt.date) -> tuple[PlatformAim, ...]:
    """
    Return what is proposed to a shop on platforms on a day.

    Raises
    ------
    InputError
        With every platform for which nothing is proposed.
    """
    wanted, known = tuple(dict.fromkeys(platforms)), platforms_known()
    details = {"known": ", ".join(known)}
    unknown = [
        Fault("unknown_platform", column="platforms", value=name, details=details)
        for name in wanted
        if name not in known
    ]
    if unknown:
        raise InputError(unknown)
    return tuple(_aim(platform, on) for platform in wanted)


def aims_report(aims: Iterable[PlatformAim]) -> list[dict[str, object]]:
    """Return what programs read of what platforms ask for."""
    return [
        {
            "platform": aim.rule.platform,
            "rule": aim.rule.id,
            "share": aim.share,
            "of": aim.rule.unit.value,
            "within_seconds": aim.rule.limit_s,
            "window": str(aim.rule.window),
            "share_is_ours": aim.is_share_ours,
            "has_ended": aim.has_ended,
            "source": aim.rule.source,
        }
        for aim in aims
    ]


def _aim(platform: str, on: dt.date) -> PlatformAim:
    mine = [each for each in platform_targets() if each.platform == platform]
    told = max(
        [each for each in mine if each.valid_from <= on] or mine[:1],
        key=lambda each: each.valid_from,
    )
    versions = [each for each in platform_presets() if each.id == told.rule]
    holding = rules_on(versions, on)
    rule = holding[0] if holding else max(versions, key=lambda each: each.valid_from)
    share = told.share if rule.threshold is None else float(rule.threshold)
    return PlatformAim(rule, share, rule.threshold is None, not holding)


def first_asked(aims: Iterable[PlatformAim]) -> PlatformAim:
    """Return which of several platforms' aims is asked of the first reply: the shortest time."""
    return min(aims, key=lambda each: (each.rule.limit_s, -each.share))


def aimed(
    inputs: StaffingInputs, aims: Iterable[PlatformAim], rhythm: ReplyCycle
) -> StaffingInputs:
    """
    Return a post's inputs with what platforms ask for in place of its level; no aims: as they are.

    The first reply is asked what the platform with the shortest time asks, every turn what each
    platform that counts them asks, inside its window. For turns the rhythm of a chat is assumed,
    stretched to the post's handling time, unless the post has one.
    """
    found = tuple(aims)
    if not found:
        return inputs
    first = first_asked(found)
    new = replace(inputs, service_level=first.share, within_s=float(first.rule.limit_s), targets=())
    turns = [each for each in found if each.of_turns]
    if not turns:
        return new
    slots = int(inputs.chats_at_once)
    cycle = inputs.reply_cycle or rhythm.lasting(slots, inputs.handle_s)
    times = tuple(cycle.handle_s(chats) for chats in range(1, slots + 1))
    return replace(
        new,
        handle_s=times[-1],
        handle_s_by_level=times,
        speeds_from=SpeedsFrom.RHYTHM,
        reply_cycle=cycle,
        targets=tuple(_turns(each, cycle) for each in turns),
    )


def _turns(aim: PlatformAim, cycle: ReplyCycle) -> StaffingTarget:
    limit_s, window = float(aim.rule.limit_s), aim.rule.window
    return StaffingTarget(aim.turn_share(cycle.turns), limit_s, hours=window, every_turn=True)


def aimed_post(post: Post, aims: tuple[PlatformAim, ...], today: dt.date) -> Post:
    """Return a post staffed for what platforms ask; one whose replies may wait as it is."""
    if post.staffing.is_deferrable:
        return post
    return replace(post, staffing=aimed(post.staffing, aims, proposed(post.id, today).rhythm))


@dataclass(frozen=True, slots=True)
class AimsSeen:
    """
    What the platforms of a shop ask for, beside what its posts are staffed for.

    Parameters
    ----------
    aims
        Proposed; empty: no platform is named.
    is_used
        Whether every post whose replies cannot wait has it; with no platform, what it was proposed.
    """

    aims: tuple[PlatformAim, ...]
    is_used: bool


def aims_seen(desk: Desk) -> AimsSeen:
    """Return what a shop's platforms ask for, and whether its posts are staffed for that."""
    aims = aims_of(desk)
    with desk.read() as unit:
        posts = unit.shops.posts(desk.shop_id)
        today = unit.shops.today(desk.shop_id, desk.now)
    pairs = []
    for post in posts:
        own = post if aims else proposed(post.id, today).post(post.id, "")
        pairs.append((post.staffing, aimed_post(replace(post, staffing=own.staffing), aims, today)))
    return AimsSeen(aims, all(_level(has) == _level(asked.staffing) for has, asked in pairs))


def _level(inputs: StaffingInputs) -> tuple[float, float, tuple[StaffingTarget, ...]]:
    return inputs.service_level, inputs.within_s, inputs.targets


def aims_of(desk: Desk) -> tuple[PlatformAim, ...]:
    """Return what the platforms a shop sells on are proposed; none named: none."""
    with desk.read() as unit:
        today = unit.shops.today(desk.shop_id, desk.now)
    known = platforms_known()
    return platform_aims((one for one in sold_on(desk).platforms if one in known), today)


def aim_at(desk: Desk, platforms: tuple[str, ...]) -> tuple[PlatformAim, ...]:
    """
    Staff a shop's posts for what platforms judge, from now on; return what that is.

    Posts whose replies may wait keep what they have.

    Raises
    ------
    InputError
        When none is named, or nothing is proposed for one.
    """
    with desk.write("targets_proposed", ("platforms",)) as unit:
        require(bool(platforms), "platforms_missing", column="platforms")
        aims = platform_aims(platforms, unit.today)
        before = unit.shops.posts(desk.shop_id)
        posts = tuple(aimed_post(post, aims, unit.today) for post in before)
        unit.touch(*(("post", post.id) for post in posts))
        unit.shops.save_posts(desk.shop_id, posts)
        unit.put(SoldOn(platforms), subject="")
        unit.note("", {"platforms": ",".join(platforms)})
    return aims
