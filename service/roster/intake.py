"""Taking a week in: a folder, a workbook, or one that was made."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np

from scheduler.errors import require
from scheduler.standby import StandbyCall
from service.history.volumes import merge_volumes
from service.roster.leave_freeze import require_not_frozen
from service.roster.overriding import keep_overrides, still_of
from service.roster.publishing import add_draft
from service.roster.question import calls_near, past_of, problem_of
from service.roster.weeks import WeekSummary, week_summary
from service.shop.campaigns import own_post, required_in, rules_in
from store.demand import TableNote
from store.files.absences import read_overrides
from store.files.source import open_source
from store.files.week import Week, read_roster, read_week
from store.rosters import Origin
from store.shops import Shop
from store.weeks import KeptWeek

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.agent import Agent
    from scheduler.house_price import Override
    from scheduler.roster import Roster
    from scheduler.ruleset import RuleSet
    from service.desk import Desk
    from store.changes import Subject
    from store.stamp import Stamp
    from store.unit import Unit
    from store.writing import Writing

__all__ = ["Week"]

IMPORTED = "import"
END_AFTER_MIN = 30  # of a new shop
ROSTER = "roster"


def import_week(
    desk: Desk, path: Path, *, shop_name: str = "", with_roster: bool = False
) -> WeekSummary:
    """
    Take a week folder (or workbook) into the database, the shop too when it is new.

    Parameters
    ----------
    with_roster
        Take the roster that lies in it too, as the week's new draft.

    Raises
    ------
    InputError
        With all faults of all files, the roster's too; then nothing is kept.
    """
    week = read_week(path)
    roster, overrides = _roster_in(path, week) if with_roster else (None, ())
    return keep_week(desk, week, shop_name=shop_name, roster=roster, overrides=overrides)


def _roster_in(path: Path, week: Week) -> tuple[Roster | None, tuple[Override, ...]]:
    """Return the roster in a week's folder or workbook, None: none, and what was broken by hand."""
    source = open_source(path)
    if source.table(ROSTER) is None:
        return None, ()
    file, problem = path / f"{ROSTER}.csv" if path.is_dir() else path, week.problem()
    return read_roster(file, problem), read_overrides(file, problem)


def keep_week(
    desk: Desk,
    week: Week,
    *,
    shop_name: str = "",
    roster: Roster | None = None,
    overrides: tuple[Override, ...] = (),
) -> WeekSummary:
    """
    Keep a week that was read, the shop too when it is new, and a roster as its new draft.

    ``overrides`` are the rules of the house broken by hand in it.

    Its posts, people and rules become the shop's (people of an earlier week than the shop's latest
    are only added; minutes to finish open chats after closing, where the file says none, are the
    shop's own, and usual ones in a new shop). Absences and wishes of its days are replaced, volumes
    are merged into the shop's history. A week that has a published roster is not taken in again.
    """
    stamp = desk.stamp
    if week.requirement is not None:
        week.problem()  # checks its parts against each other
    with desk.write("week_imported", *_replaced(week)) as unit:
        _keep_shop(unit, week, desk.shop_id, shop_name)
        week = _with_own_rules(unit, week, desk.shop_id)
        others = [w for w in unit.weeks.all(desk.shop_id) if w.label != week.horizon.iso_week]
        is_newest = all(other.horizon.start < week.horizon.start for other in others)
        _keep_posts(unit, week, desk.shop_id)
        unit.staff.save_agents(
            desk.shop_id, _people(unit, week, desk.shop_id, is_newest), others_left=is_newest
        )
        rules = for_later_weeks(week.rules, unit.shops.rules(desk.shop_id))
        if unit.shops.rules(desk.shop_id) != rules and is_newest:
            unit.shops.save_rules(desk.shop_id, rules, stamp)
        if is_newest:
            unit.agreements.replace_limits(desk.shop_id, week.agent_limits, stamp)
        if week.volumes is not None:
            merged = merge_volumes(unit.demand.volumes(desk.shop_id), week.volumes)
            unit.demand.save_volumes(desk.shop_id, merged, stamp)
        kept = _keep_days(unit, week, desk.shop_id, stamp)
        _keep_requests(unit, week, desk.shop_id, stamp)
        unit.weeks.clear_pins(kept.id)
        for pin in week.pins:
            unit.weeks.add_pin(kept.id, pin, stamp)
        for one in week.type_pins:
            unit.weeks.put_type_pin(kept.id, one, stamp)
        _keep_calls(unit, week, kept)
        if kept.requirement_id is not None:
            problem_of(unit, kept)  # checks them against what was there before
        unit.note(kept.label, {})
        if roster is not None:
            draft = add_draft(unit, kept.label, roster, origin=Origin.IMPORTED)
            standing = still_of(overrides, draft.checked.verdict.violations)
            keep_overrides(unit, kept.label, standing)
        return week_summary(unit, kept)


def for_later_weeks(rules: RuleSet, shops: RuleSet | None) -> RuleSet:
    """Return the rules of a file as a shop's own, with minutes to finish chats after closing."""
    usual = END_AFTER_MIN if shops is None else shops.may_end_after_min
    return dataclasses.replace(rules, may_end_after_min=rules.may_end_after_min or usual)


def _with_own_rules(unit: Unit, week: Week, shop_id: str) -> Week:
    """Return a week with rules and requirement as kept where its file has what campaigns add."""
    old = unit.weeks.find(shop_id, week.horizon.iso_week)
    if old is None:
        return week
    if rules_in(unit, old) == week.rules:
        week = dataclasses.replace(week, rules=old.rules)
    if old.requirement_id is not None and week.requirement is not None:
        kept = unit.demand.requirement(old.requirement_id).requirement
        asked, told = required_in(unit, old, kept), week.requirement
        same = (asked.horizon, asked.posts) == (told.horizon, told.posts)
        if same and np.allclose(asked.agents, told.agents, equal_nan=True):
            week = dataclasses.replace(week, requirement=kept)
    return week


def _replaced(week: Week) -> tuple[Subject, ...]:
    """Return what a week that is taken in takes the place of."""
    label = week.horizon.iso_week
    whole = ("week", "draft", "rules", "requirement", "forecast")
    shops = ("people", "limits", "absence", "wish", "volumes")
    return (*((kind, label) for kind in whole), ("rules", "later"), *((k,) for k in shops))


def _keep_shop(unit: Unit, week: Week, shop_id: str, name: str) -> None:
    horizon = week.horizon
    if not unit.shops.exists(shop_id):
        timezone = horizon.clock.timezone
        unit.shops.save(Shop(shop_id, name or shop_id, timezone, horizon.interval_min))
    shop = unit.shops.get(shop_id)
    same = shop.timezone == horizon.clock.timezone
    require(same, "timezone_differs", value=horizon.clock.timezone, expected=shop.timezone)


def _keep_posts(unit: Unit, week: Week, shop_id: str) -> None:
    named = {post.id for post in week.posts}
    others = tuple(post for post in unit.shops.posts(shop_id) if post.id not in named)
    told = (own_post(unit, shop_id, post) for post in week.posts)
    unit.shops.save_posts(shop_id, (*told, *others))


def _people(unit: Unit, week: Week, shop_id: str, is_newest: bool) -> tuple[Agent, ...]:
    here = {agent.id for agent in unit.staff.agents(shop_id)}
    known = {agent.id: agent for agent in unit.staff.everybody(shop_id)}
    return tuple(
        _with_dates(agent, known.get(agent.id))
        for agent in week.agents
        if is_newest or agent.id not in here
    )


def _with_dates(agent: Agent, before: Agent | None) -> Agent:
    """Return somebody of a file with the dates of employment that only the staff list knows."""
    if before is None:
        return agent
    hired = agent.hired or before.hired
    leaves = agent.leaves or before.leaves
    if leaves is not None and hired is not None and leaves < hired:
        leaves = agent.leaves  # hired again since
    since = agent.service_since or before.service_since
    since = None if since is not None and hired is not None and hired < since else since
    return dataclasses.replace(agent, hired=hired, leaves=leaves, service_since=since)


def _keep_days(unit: Unit, week: Week, shop_id: str, stamp: Stamp) -> KeptWeek:
    note = TableNote((), IMPORTED, {})
    forecast_id = requirement_id = None
    if week.forecast is not None:
        said = dataclasses.replace(note, posts=week.forecast.posts, caveats=week.forecast.caveats)
        forecast_id = unit.demand.add_forecast(shop_id, week.forecast, said, stamp)
    if week.requirement is not None:
        said = dataclasses.replace(note, posts=week.requirement.posts)
        requirement_id = unit.demand.add_requirement(shop_id, week.requirement, said, stamp)
    old = unit.weeks.find(shop_id, week.horizon.iso_week)
    kept = KeptWeek(
        0 if old is None else old.id,
        shop_id,
        week.horizon,
        week.rules,
        week.history,
        forecast_id,
        requirement_id,
        stamp,
    )
    if old is None:
        return dataclasses.replace(kept, id=unit.weeks.add(kept))
    require(not unit.rosters.is_published(old.id), "week_published", value=old.label)
    unit.weeks.change(kept)
    return kept


def _keep_calls(unit: Writing, week: Week, kept: KeptWeek) -> None:
    """Keep a week's calls in place of those of its days; those of shifts before it stay."""
    clock = week.horizon.clock
    past, stay = past_of(unit, kept, 1), set()
    for each in calls_near(unit, kept):
        one = each.value
        borne = any(one.agent_id == s.agent_id and one.from_min in s.span for s in past)
        if borne or one.from_min not in week.horizon:
            stay.add(one)
        else:
            unit.take_out(StandbyCall, each.id)
    for one in week.calls:
        date = clock.date_of(one.from_min)
        if one not in stay:
            unit.enter(one, subject=one.agent_id, date=date)


def _keep_requests(unit: Writing, week: Week, shop_id: str, stamp: Stamp) -> None:
    horizon = week.horizon
    before = unit.staff.absences(shop_id, horizon.start_min, horizon.end_min)
    known = {kept.absence for kept in before}
    require_not_frozen(unit, shop_id, (each for each in week.absences if each not in known))
    for kept in before:
        if kept.absence.start_min in horizon or kept.absence in week.absences:
            unit.staff.remove_absence(shop_id, kept.id)
    for absence in week.absences:
        unit.staff.add_absence(shop_id, absence, stamp)
    days = (horizon.start, horizon.date(horizon.days - 1))
    unit.staff.replace_wishes(shop_id, days, week.wishes, stamp)
    stretch = (horizon.start_min, horizon.end_min)
    due = {each.id for each in (*unit.agreements.sessions(shop_id, *stretch), *week.sessions)}
    unit.touch(*(("sessions", one) for one in sorted(due)))
    unit.agreements.replace_sessions(shop_id, stretch, week.sessions, stamp)
