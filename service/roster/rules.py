"""The rules of a week: seeing and changing them, presets, agreements with people, sessions due."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from scheduler.agent import Agent, AgentLimit
from scheduler.errors import require
from scheduler.fitted_types import Left, fitted, lost_in
from scheduler.night_group import NightGroup, night_group
from scheduler.rules.plan_parts import require_keepable
from scheduler.session import Session
from scheduler.work_law import WorkLaw
from service.roster.intake import for_later_weeks
from service.roster.question import problem_of
from service.shop.opening import opening
from store.changes import merged
from store.files.rules_preset import PRESETS, preset_path, read_rules_preset
from store.files.work_law import work_law_on
from store.weeks import KeptWeek

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.post import Post
    from scheduler.ruleset import RuleSet
    from service.desk import Desk
    from store.unit import Unit

__all__ = ["PRESETS"]


@dataclass(frozen=True, slots=True)
class RulesSheet:
    """
    All that the page about a week's rules shows.

    Parameters
    ----------
    week
        Its days and rules.
    is_shops
        Whether the shop's later weeks begin with the same rules.
    is_published
        Whether its roster is published, so that its rules stay.
    agents
        Who works now.
    limits
        Agreed with single agents.
    sessions
        Training and meetings whose windows touch the week.
    law
        What the law says of working time on the week's days.
    night_group
        Posts that could be watched together at night; None: none, or some are already.
    is_opening_said
        Whether any post says when it is open; else all count as open round the clock.
    """

    week: KeptWeek
    is_shops: bool
    is_published: bool
    agents: tuple[Agent, ...]
    limits: tuple[AgentLimit, ...]
    sessions: tuple[Session, ...]
    law: WorkLaw
    night_group: NightGroup | None
    is_opening_said: bool


def rules_sheet(desk: Desk, label: str) -> RulesSheet:
    """Return a week's rules, and what is agreed with people beside them."""
    with desk.read() as unit:
        week = unit.weeks.get(desk.shop_id, label)
        agents, posts = unit.staff.agents(desk.shop_id), unit.shops.posts(desk.shop_id)
        return RulesSheet(
            week,
            unit.shops.rules(desk.shop_id) == week.rules,
            unit.rosters.is_published(week.id),
            agents,
            unit.agreements.limits(desk.shop_id),
            unit.agreements.sessions(desk.shop_id, week.horizon.start_min, week.horizon.end_min),
            work_law_on(week.horizon.start),
            None if week.rules.seals else night_group(posts, agents, week.horizon.start),
            any(post.opening is not None for post in posts),
        )


def change_rules(
    desk: Desk,
    label: str,
    rules: RuleSet,
    *,
    for_later: bool,
    before: RuleSet | None = None,
    told: Mapping[str, str] = MappingProxyType({}),
    hours: str = "",
) -> None:
    """
    Give a week other rules, and the weeks opened after it too where that is asked for.

    Parameters
    ----------
    before
        The rules that were looked at: only what differs from them is changed, so that what
        somebody else changed beside it stays. None: the rules as they are now.
    told
        What the log says of it beside that.
    hours
        Opening hours that all posts of the shop take (``service.shop.opening``); empty: as they
        are.

    Raises
    ------
    InputError
        When the week is published, the rules lack a kind that a wish or a limit names, or the
        parts of a changed work plan contradict each other.
    """
    stamp = desk.stamp
    with desk.write("rules_changed") as unit:
        week = unit.weeks.get(desk.shop_id, label)
        require(not unit.rosters.is_published(week.id), "rules_published", value=label)
        other = _differing(week.rules if before is None else before, rules)
        unit.touch(*(("rules", label, name) for name in other))
        rules = _with(week.rules, rules, other)
        changed = dataclasses.replace(week, rules=rules)
        unit.weeks.change(changed)
        if hours:
            posts = _open(unit.shops.posts(desk.shop_id), hours)
            unit.touch(*(("post", post.id) for post in posts))
            unit.shops.save_posts(desk.shop_id, posts)
            told = {**told, "opening": hours}
        _check(unit, changed)
        if {"plans", "types", "work_plan"} & set(other):
            require_keepable(problem_of(unit, changed, is_needed=False))
        if for_later:
            unit.touch(("rules", "later"))
            unit.shops.save_rules(desk.shop_id, rules, stamp)
        unit.note(label, {"later": str(for_later), **told})


def _differing(old: Any, new: Any, above: str = "") -> tuple[str, ...]:  # noqa: ANN401 - a rule set or a group in it
    """Return the names of the rules that differ, one within a group as ``hours.rest_min``."""
    names: list[str] = []
    for field in (each for each in dataclasses.fields(new) if each.init):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if before == after:
            continue
        name = f"{above}{field.name}"
        grouped = dataclasses.is_dataclass(before) and type(before) is type(after)
        names += _differing(before, after, f"{name}.") if grouped else [name]
    return tuple(names)


def _with(rules: Any, other: Any, names: tuple[str, ...]) -> Any:  # noqa: ANN401 - as above
    """Return rules with those of these names as other rules have them."""
    changed = {}
    for name in {name.partition(".")[0] for name in names}:
        within = tuple(one.partition(".")[2] for one in names if one.startswith(f"{name}."))
        mine, theirs = getattr(rules, name), getattr(other, name)
        changed[name] = _with(mine, theirs, within) if within and mine is not None else theirs
    return dataclasses.replace(rules, **changed)


def _open(posts: tuple[Post, ...], hours: str) -> tuple[Post, ...]:
    """Return posts that are open at other hours."""
    return tuple(dataclasses.replace(post, opening=opening(hours)) for post in posts)


def preset(desk: Desk, label: str, name: str, hours: str = "") -> tuple[RuleSet, tuple[Left, ...]]:
    """
    Return the rules of a preset for a week, with its seals, and the plans that lost types.

    Types are fitted to the opening hours: those told, or empty: the posts' own. In an app people
    stay to finish open chats, so the minutes for that are not 0 as in files.
    """
    with desk.read() as unit:
        week = unit.weeks.get(desk.shop_id, label)
        posts = unit.shops.posts(desk.shop_id)
    whole = read_rules_preset(week.horizon, preset_path(name))
    found = fitted(whole, _open(posts, hours) if hours else posts)
    kept = dataclasses.replace(found, seals=week.rules.seals)
    return for_later_weeks(kept, None), lost_in(whole, found)


def change_limits(
    desk: Desk,
    label: str,
    limits: tuple[AgentLimit, ...],
    *,
    before: tuple[AgentLimit, ...] | None = None,
) -> None:
    """
    Keep these as all the limits agreed with a shop's agents.

    Parameters
    ----------
    before
        The limits that were looked at: only agents and kinds that differ from them are changed.
        None: the limits as they are now.

    Raises
    ------
    InputError
        When one names an agent or kind that the week does not know, or two are of one kind.
    """
    stamp = desk.stamp
    with desk.write("limits_changed") as unit:
        week = unit.weeks.get(desk.shop_id, label)
        _require_known(unit, desk.shop_id, {limit.agent_id for limit in limits})
        pairs = [f"{limit.agent_id} {limit.kind}" for limit in limits]
        for number, pair in enumerate(pairs):
            require(pair not in pairs[:number], "duplicate_limit", value=pair)
        now = unit.agreements.limits(desk.shop_id)
        kept, changed = merged(now if before is None else before, limits, now, _agreed)
        unit.touch(*(("limits", *one) for one in changed))
        unit.agreements.replace_limits(desk.shop_id, kept, stamp)
        _check(unit, week)
        unit.note(label, {"count": str(len(kept))})


def _agreed(limit: AgentLimit) -> tuple[str, str]:
    return limit.agent_id, limit.kind


def change_sessions(
    desk: Desk,
    label: str,
    sessions: tuple[Session, ...],
    *,
    before: tuple[Session, ...] | None = None,
) -> None:
    """
    Keep these as all the training and meetings whose windows touch a week.

    Parameters
    ----------
    before
        Those that were looked at: only sessions that differ from them are changed, and a new one
        whose id somebody else took meanwhile gets another. None: those there are now.

    Raises
    ------
    InputError
        When one names an agent or team that nobody knows, or two have one id.
    """
    stamp = desk.stamp
    with desk.write("sessions_changed") as unit:
        week = unit.weeks.get(desk.shop_id, label)
        _require_known(unit, desk.shop_id, {each.agent_id for each in sessions if each.agent_id})
        teams = {agent.team for agent in unit.staff.agents(desk.shop_id)}
        for number, session in enumerate(sessions):
            earlier = {each.id for each in sessions[:number]}
            require(session.id not in earlier, "duplicate_session", value=session.id)
            require(session.team in {"", *teams}, "unknown_team", value=session.team)
        stretch = (week.horizon.start_min, week.horizon.end_min)
        now = unit.agreements.sessions(desk.shop_id, *stretch)
        seen = now if before is None else before
        told = _renamed(sessions, {each.id for each in now} - {each.id for each in seen})
        kept, changed = merged(seen, told, now, lambda each: each.id)
        unit.touch(*(("sessions", one) for one in changed))
        unit.agreements.replace_sessions(desk.shop_id, stretch, kept, stamp)
        _check(unit, week)
        unit.note(label, {"count": str(len(kept))})


def _renamed(sessions: tuple[Session, ...], taken: set[str]) -> tuple[Session, ...]:
    """Return sessions with another id where somebody else took theirs."""
    used = {*taken, *(each.id for each in sessions)}
    found = []
    for each in sessions:
        names = (f"{each.id}-{number}" for number in range(2, len(used) + 3))
        free = next(name for name in names if name not in used)
        found.append(dataclasses.replace(each, id=free) if each.id in taken else each)
        used.add(found[-1].id)
    return tuple(found)


def _require_known(unit: Unit, shop_id: str, agents: set[str]) -> None:
    known = {agent.id for agent in unit.staff.agents(shop_id)}
    for name in sorted(agents):
        require(name in known, "unknown_agent", value=name)


def _check(unit: Unit, week: KeptWeek) -> None:
    """Check the week's parts against each other; nothing is kept when they do not fit."""
    if week.requirement_id is not None:
        problem_of(unit, week)
