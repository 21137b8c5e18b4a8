"""A locked month out of the database as one file, and back into another database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError, require
from service.month.months import recomputes
from store.files.month_archive import (
    FORMAT,
    ArchiveHead,
    MonthArchive,
    read_archive,
    write_archive,
)
from store.run_steps import RunState

if TYPE_CHECKING:
    from pathlib import Path

    from kpi.month import Month
    from service.desk import Desk
    from store.months import MonthRun
    from store.stamp import Stamp
    from store.unit import Unit


def export_month(desk: Desk, month: Month, path: Path) -> MonthRun:
    """
    Write a month's newest locked run to a ``.zip`` or folder, with all it was computed from.

    Raises
    ------
    InputError
        When no run of the month is locked, or there is something at the path already.
    """
    with desk.read() as unit:
        shop = unit.shops.get(desk.shop_id)
        number = unit.run_steps.locked(desk.shop_id, str(month))
        require(number is not None, "month_not_locked_yet", value=month)
        assert number is not None
        run = unit.months.numbered(desk.shop_id, month, number)
        assert run is not None
        head = ArchiveHead(
            FORMAT,
            shop,
            unit.shops.posts(desk.shop_id),
            unit.schemes.kinds(desk.shop_id),
            unit.staff.agents(desk.shop_id),
            month,
            number,
            run.entered,
            unit.run_steps.of(run.id),
        )
    write_archive(MonthArchive(head, run.inputs, run.facts, run.scores, run.payouts), path)
    return run


def import_month(desk: Desk, path: Path) -> MonthRun:
    """
    Take in a month that was exported, its shop, posts and people too where they are new.

    It becomes the desk's shop's; where none is chosen, that of the shop it was exported from.

    Raises
    ------
    InputError
        When the archive cannot be read, the database has that run already, a scheme of the same
        version says something else there, or the inputs do not lead to the very fen of the
        archive; then nothing is kept.
    """
    archive = read_archive(path)
    head = archive.head
    stamp = desk.stamp
    shop = desk.shop_id or head.shop.id
    with desk.at(shop).write("month_imported", unseen="one that is here is refused") as unit:
        _keep_shop(unit, shop, archive)
        there = unit.months.numbered(shop, head.month, head.number)
        require(there is None, "month_there_already", value=head.month, number=head.number)
        _keep_schemes(unit, shop, archive, stamp)
        unit.months.add(
            shop,
            head.month,
            inputs=archive.inputs,
            facts=archive.facts,
            scores=archive.scores,
            payouts=archive.payouts,
            stamp=head.entered,
            number=head.number,
        )
        run = unit.months.numbered(shop, head.month, head.number)
        assert run is not None
        for step in head.steps:
            unit.run_steps.add(run.id, step.state, step.entered, step.reason)
        locked = unit.run_steps.state(run.id) is RunState.LOCKED
        require(locked, "month_not_locked_yet", value=head.month)
        require(recomputes(run), "run_differs", value=head.month, number=head.number)
        unit.add(("month", head.month, "run"))
        details = {"file": path.name, "number": str(head.number)}
        unit.note(str(head.month), details)
        return run


def _keep_shop(unit: Unit, shop_id: str, archive: MonthArchive) -> None:
    """Keep the shop, posts, kinds and people of an archive that are not there."""
    head = archive.head
    if not unit.shops.exists(shop_id):
        named = head.shop
        unit.shops.save(type(named)(shop_id, named.name, named.timezone, named.interval_min))
    expected = unit.shops.get(shop_id).timezone
    same = head.shop.timezone == expected
    require(same, "timezone_differs", value=head.shop.timezone, expected=expected)
    posts = unit.shops.posts(shop_id)
    known = {post.id for post in posts}
    unit.shops.save_posts(shop_id, (*posts, *(p for p in head.posts if p.id not in known)))
    kinds = unit.schemes.kinds(shop_id)
    for post, kind in head.kinds.items():
        if post not in kinds:
            unit.schemes.set_kind(shop_id, post, kind)
    people = unit.staff.names(shop_id)
    new = tuple(agent for agent in head.agents if agent.id not in people)
    unit.staff.save_agents(shop_id, new, others_left=False)


def _keep_schemes(unit: Unit, shop_id: str, archive: MonthArchive, stamp: Stamp) -> None:
    """Keep the schemes of an archive; a version that is there must say the same."""
    kept = {(one.id, one.version): one for one in unit.schemes.all(shop_id)}
    faults = []
    for scheme in {(one.id, one.version): one for one in archive.inputs.schemes.values()}.values():
        there = kept.get((scheme.id, scheme.version))
        if there is None:
            unit.schemes.add(shop_id, scheme, stamp)
        elif there != scheme:
            faults.append(Fault("scheme_differs", value=f"{scheme.id} v{scheme.version}"))
    if faults:
        raise InputError(faults)
