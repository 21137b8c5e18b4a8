"""By what a month is scored and paid: targets, pay plans and schemes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from kpi.month import Month
from kpi.scheme.scheme import PostKind, Scheme, scheme_for
from kpi.scheme.targets import Level
from scheduler.errors import InputError, require
from service.month.scheme_dates import begin
from service.shop.importing import ImportKind, taking_in
from service.shop.known import read_known, require_posts
from store.changes import merged
from store.files.kpi_scheme import read_scheme, scheme_presets
from store.files.kpi_tables import PAY_PLANS, read_targets

if TYPE_CHECKING:
    from pathlib import Path

    from kpi.pay.payout import PayPlan
    from kpi.scheme.targets import Target
    from service.desk import Desk
    from store.unit import Unit
    from store.writing import Writing


def import_targets(desk: Desk, path: Path) -> tuple[Month, ...]:
    """Take in targets; they replace all of the months they speak of. Return those months."""
    stamp = desk.stamp
    with taking_in(desk, ImportKind.TARGETS, path) as (unit, told):
        clock = unit.shops.get(desk.shop_id).clock
        posts = unit.shops.post_ids(desk.shop_id)
        targets = read_targets(path, clock, posts=posts)
        months = sorted({target.month for target in targets})
        for month in months:
            of_month = tuple(target for target in targets if target.month == month)
            now = unit.schemes.targets(desk.shop_id, month)
            _, changed = merged(now, of_month, now, _aim)
            unit.touch(*(("month", month, "targets", *one) for one in changed))
            unit.schemes.save_targets(desk.shop_id, month, of_month, stamp)
        told.months = months
        told.people = [one.name for one in targets if one.level is Level.AGENT]
        told.sums["targets"] = len(targets)
        return tuple(months)


def save_targets(
    desk: Desk,
    month: Month,
    targets: tuple[Target, ...],
    *,
    before: tuple[Target, ...] | None = None,
) -> None:
    """
    Keep these as all the targets of a month.

    Parameters
    ----------
    before
        Those that were looked at: only what differs from them is changed. None: those there are.
    """
    stamp = desk.stamp
    with desk.write("targets_saved") as unit:
        unit.shops.get(desk.shop_id)
        good = all(target.month == month for target in targets)
        require(good, "target_month", value=month)
        now = unit.schemes.targets(desk.shop_id, month)
        kept, changed = merged(now if before is None else before, targets, now, _aim)
        unit.touch(*(("month", month, "targets", *one) for one in changed))
        unit.schemes.save_targets(desk.shop_id, month, kept, stamp)
        unit.note(str(month), {})


def _aim(target: Target) -> tuple[str, ...]:
    """Return what a target is for: the same is told once a month."""
    return target.level.value, target.name, target.post, target.column


def import_pay_plans(desk: Desk, path: Path) -> int:
    """Take in a file of pay plans; one of the same agent and date is replaced. Return how many."""
    stamp = desk.stamp
    with taking_in(desk, ImportKind.PAY_PLANS, path) as (unit, told):
        plans = read_known(unit, PAY_PLANS, path)
        unit.touch(*(("plans", plan.agent_id, plan.valid_from) for plan in plans))
        for plan in plans:
            unit.schemes.save_pay_plan(desk.shop_id, plan, stamp)
        told.dates = [plan.valid_from for plan in plans]
        told.people = [plan.agent_id for plan in plans]
        told.sums |= {
            "base_yuan": sum(plan.base for plan in plans),
            "performance_yuan": sum(plan.performance for plan in plans),
        }
        return len(plans)


def pay_plans(desk: Desk) -> tuple[PayPlan, ...]:
    """Return all pay plans of a shop, in order of agent and date."""
    with desk.read() as unit:
        return unit.schemes.pay_plans(desk.shop_id)


def targets(desk: Desk, month: Month) -> tuple[Target, ...]:
    """Return the targets of a month."""
    with desk.read() as unit:
        return unit.schemes.targets(desk.shop_id, month)


def schemes(desk: Desk) -> tuple[Scheme, ...]:
    """Return all versions of a shop's schemes."""
    with desk.read() as unit:
        return unit.schemes.all(desk.shop_id)


def presets() -> tuple[Scheme, ...]:
    """Return the schemes that ship with the product."""
    return scheme_presets()


def import_scheme(desk: Desk, path: Path) -> Scheme:
    """Take in a scheme from a TOML file; raises InputError with all that is wrong with it."""
    with taking_in(desk, ImportKind.SCHEMES, path) as (unit, told):
        scheme = read_scheme(path)
        unit.touch(("scheme", scheme.id))
        _keep_scheme(unit, scheme)
        told.dates = [scheme.valid_from]
        return scheme


def save_scheme(desk: Desk, scheme: Scheme) -> None:
    """
    Keep a new version of a scheme; a version that is there already is never replaced.

    Raises
    ------
    InputError
        When another scheme for its kind of post begins on the same day, or it would reach back into
        a month whose scores agents have seen.
    UnusualError
        When it would be put in force backwards, unless somebody has said why.
    """
    with desk.write("scheme_saved", ("scheme", scheme.id)) as unit:
        _keep_scheme(unit, scheme)


def _keep_scheme(unit: Writing, scheme: Scheme) -> None:
    unit.shops.get(unit.shop_id)
    begin(unit, scheme)
    unit.schemes.add(unit.shop_id, scheme, unit.stamp)
    unit.note(scheme.id, {"version": str(scheme.version)}, action="scheme_saved")


def set_post_kind(desk: Desk, post_id: str, kind: PostKind) -> None:
    """Say what kind of post one is, by which its scheme is found."""
    with desk.write("post_kind_set", ("post", post_id)) as unit:
        require_posts(unit, desk.shop_id, [post_id])
        unit.schemes.set_kind(desk.shop_id, post_id, kind)
        details = {"kind": kind.value}
        unit.note(post_id, details)


def post_kinds(desk: Desk) -> dict[str, PostKind | None]:
    """Return what kind each post of a shop is: as said, else as its id names; None: unknown."""
    with desk.read() as unit:
        return kinds_of_posts(unit, desk.shop_id)


def kinds_of_posts(unit: Unit, shop_id: str) -> dict[str, PostKind | None]:
    """Return what kind each post of a shop is; None: nobody said, and its id names none."""
    said = unit.schemes.kinds(shop_id)
    named = {kind.value: kind for kind in PostKind}
    posts = unit.shops.posts(shop_id)
    return {post.id: said.get(post.id) or named.get(post.id) for post in posts}


def schemes_in_force(desk: Desk, month: Month) -> dict[str, Scheme | None]:
    """Return by which scheme each post of a shop is scored in a month; None: by none."""
    with desk.read() as unit:
        return schemes_of_shop(unit, desk.shop_id, month)


def schemes_of_shop(unit: Unit, shop_id: str, month: Month) -> dict[str, Scheme | None]:
    """Return by which scheme each post is scored in a month; None: by none, or it is not clear."""
    schemes = unit.schemes.all(shop_id)
    found: dict[str, Scheme | None] = {}
    for post, kind in kinds_of_posts(unit, shop_id).items():
        try:
            found[post] = None if kind is None else scheme_for(schemes, kind, month)
        except InputError:
            found[post] = None
    return found


def adopt_preset(desk: Desk, preset_id: str) -> Scheme:
    """
    Make a scheme that ships with the product one of a shop's, under the next free version.

    The first scheme for a kind of post holds from the date in its file; one that follows another
    holds from the first of the next month, since a scheme never applies backwards.
    """
    preset = next((one for one in presets() if one.id == preset_id), None)
    require(preset is not None, "unknown_scheme", value=preset_id)
    assert preset is not None
    with desk.read() as unit:
        kept = unit.schemes.all(desk.shop_id)
        today = unit.shops.today(desk.shop_id, desk.now)
    version = 1 + max((one.version for one in kept if one.id == preset_id), default=0)
    adopted = replace(preset, version=version)
    of_kind = [one for one in kept if one.post_kind is preset.post_kind]
    if of_kind:
        after = Month.of(Month.of(today).last + dt.timedelta(days=1)).first
        adopted = replace(adopted, valid_from=after)
    save_scheme(desk, adopted)
    return adopted
