"""By what a month is scored and paid: targets, pay plans and schemes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from kpi.month import Month
from kpi.scheme import PostKind, Scheme, scheme_for
from scheduler.errors import InputError, require
from service.month.kpi_intake import note_file
from service.scheme.scheme_dates import check_begin
from store.actions import Action
from store.files.kpi_scheme import read_scheme, scheme_presets
from store.files.kpi_tables import read_pay_plans, read_targets
from store.stamp import Stamp

if TYPE_CHECKING:
    from pathlib import Path

    from kpi.payout import PayPlan
    from kpi.targets import Target
    from store.database import Database
    from store.unit import Unit


def import_targets(
    database: Database, shop_id: str, path: Path, *, by: str, now: dt.datetime
) -> tuple[Month, ...]:
    """Take in targets; they replace all of the months they speak of. Return those months."""
    stamp = Stamp(by, now)
    with database.write() as unit:
        clock = unit.shops.get(shop_id).clock
        posts = unit.shops.post_ids(shop_id)
        targets = read_targets(path, clock, posts=posts)
        months = sorted({target.month for target in targets})
        for month in months:
            of_month = tuple(target for target in targets if target.month == month)
            unit.schemes.save_targets(shop_id, month, of_month, stamp)
        note_file(unit, shop_id, "targets_imported", path, stamp)
        return tuple(months)


def save_targets(
    database: Database,
    shop_id: str,
    month: Month,
    targets: tuple[Target, ...],
    *,
    by: str,
    now: dt.datetime,
) -> None:
    """Keep these as all the targets of a month."""
    stamp = Stamp(by, now)
    with database.write() as unit:
        unit.shops.get(shop_id)
        good = all(target.month == month for target in targets)
        require(good, "target_month", value=month)
        unit.schemes.save_targets(shop_id, month, targets, stamp)
        unit.actions.add(shop_id, Action("targets_saved", str(month), {}, stamp))


def import_pay_plans(
    database: Database, shop_id: str, path: Path, *, by: str, now: dt.datetime
) -> int:
    """Take in a file of pay plans; one of the same agent and date is replaced. Return how many."""
    stamp = Stamp(by, now)
    with database.write() as unit:
        clock = unit.shops.get(shop_id).clock
        plans = read_pay_plans(path, clock, agents=unit.staff.names(shop_id))
        for plan in plans:
            unit.schemes.save_pay_plan(shop_id, plan, stamp)
        note_file(unit, shop_id, "pay_plans_imported", path, stamp)
        return len(plans)


def pay_plans(database: Database, shop_id: str) -> tuple[PayPlan, ...]:
    """Return all pay plans of a shop, in order of agent and date."""
    with database.read() as unit:
        return unit.schemes.pay_plans(shop_id)


def targets(database: Database, shop_id: str, month: Month) -> tuple[Target, ...]:
    """Return the targets of a month."""
    with database.read() as unit:
        return unit.schemes.targets(shop_id, month)


def schemes(database: Database, shop_id: str) -> tuple[Scheme, ...]:
    """Return all versions of a shop's schemes."""
    with database.read() as unit:
        return unit.schemes.all(shop_id)


def presets() -> tuple[Scheme, ...]:
    """Return the schemes that ship with the product."""
    return scheme_presets()


def import_scheme(
    database: Database, shop_id: str, path: Path, *, by: str, now: dt.datetime
) -> Scheme:
    """Take in a scheme from a TOML file; raises InputError with all that is wrong with it."""
    scheme = read_scheme(path)
    save_scheme(database, shop_id, scheme, by=by, now=now)
    return scheme


def save_scheme(
    database: Database, shop_id: str, scheme: Scheme, *, by: str, now: dt.datetime
) -> None:
    """
    Keep a new version of a scheme; a version that is there already is never replaced.

    Raises
    ------
    InputError
        When another scheme for its kind of post begins on the same day, or it would reach back into
        a month whose scores agents have seen.
    """
    stamp = Stamp(by, now)
    with database.write() as unit:
        unit.shops.get(shop_id)
        check_begin(unit, shop_id, scheme)
        unit.schemes.add(shop_id, scheme, stamp)
        details = {"version": str(scheme.version)}
        unit.actions.add(shop_id, Action("scheme_saved", scheme.id, details, stamp))


def set_post_kind(
    database: Database, shop_id: str, post_id: str, kind: PostKind, *, by: str, now: dt.datetime
) -> None:
    """Say what kind of post one is, by which its scheme is found."""
    stamp = Stamp(by, now)
    with database.write() as unit:
        known = any(post.id == post_id for post in unit.shops.posts(shop_id))
        require(known, "unknown_post", value=post_id, column="post")
        unit.schemes.set_kind(shop_id, post_id, kind)
        details = {"kind": kind.value}
        unit.actions.add(shop_id, Action("post_kind_set", post_id, details, stamp))


def post_kinds(database: Database, shop_id: str) -> dict[str, PostKind | None]:
    """Return what kind each post of a shop is: as said, else as its id names; None: unknown."""
    with database.read() as unit:
        return kinds_of_posts(unit, shop_id)


def kinds_of_posts(unit: Unit, shop_id: str) -> dict[str, PostKind | None]:
    """Return what kind each post of a shop is; None: nobody said, and its id names none."""
    said = unit.schemes.kinds(shop_id)
    named = {kind.value: kind for kind in PostKind}
    posts = unit.shops.posts(shop_id)
    return {post.id: said.get(post.id) or named.get(post.id) for post in posts}


def schemes_in_force(database: Database, shop_id: str, month: Month) -> dict[str, Scheme | None]:
    """Return by which scheme each post of a shop is scored in a month; None: by none."""
    with database.read() as unit:
        return schemes_of_shop(unit, shop_id, month)


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


def adopt_preset(
    database: Database, shop_id: str, preset_id: str, *, by: str, now: dt.datetime
) -> Scheme:
    """
    Make a scheme that ships with the product one of a shop's, under the next free version.

    The first scheme for a kind of post holds from the date in its file; one that follows another
    holds from the first of the next month, since a scheme never applies backwards.
    """
    preset = next((one for one in presets() if one.id == preset_id), None)
    require(preset is not None, "unknown_scheme", value=preset_id)
    assert preset is not None
    with database.read() as unit:
        kept = unit.schemes.all(shop_id)
        today = now.astimezone(unit.shops.get(shop_id).clock.zone).date()
    version = 1 + max((one.version for one in kept if one.id == preset_id), default=0)
    adopted = replace(preset, version=version)
    of_kind = [one for one in kept if one.post_kind is preset.post_kind]
    if of_kind:
        after = Month.of(Month.of(today).last + dt.timedelta(days=1)).first
        adopted = replace(adopted, valid_from=after)
    save_scheme(database, shop_id, adopted, by=by, now=now)
    return adopted
