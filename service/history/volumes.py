"""A shop's history: volumes of several files joined into one, and its special days."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from scheduler.demand import Caveat, Volumes, require_unbroken
from scheduler.errors import Fault, InputError, require
from scheduler.forecast.calendar import CHINA, SpecialDay, public_days
from scheduler.forecast.drivers import Driver, DriverDay, chats_of_posts, drivers_of
from scheduler.forecast.handed_over import require_contacts
from scheduler.forecast.series import all_series
from scheduler.limits import require_within
from service.shop.campaigns import special_days_in
from service.shop.importing import keep_import
from store.imports import FileHeld, FileImport
from store.journal import Recorder

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from service.desk import Desk
    from store.unit import Unit

IMPORTED = "volumes_imported"


@dataclass(frozen=True, eq=False)
class History:
    """
    What is known of the past.

    Parameters
    ----------
    volumes
        Chats that arrived; None: nothing was imported.
    special_days
        Public and entered ones from its first date to ``until``, in order of date.
    caveats
        What is not known of the public ones.
    contacts
        All contacts, those a robot kept included; None: nothing was imported.
    told
        Plans and orders by day that were imported.
    """

    volumes: Volumes | None
    special_days: tuple[SpecialDay, ...]
    caveats: tuple[Caveat, ...]
    contacts: Volumes | None = None
    told: tuple[DriverDay, ...] = ()

    @property
    def drivers(self) -> tuple[Driver, ...]:
        """Return what may move each post's days beside: what was told, and the other posts."""
        if self.volumes is None:
            return ()
        posts = all_series(self.volumes, self.volumes.interval_min, self.special_days)
        return (*drivers_of(self.told), *chats_of_posts(posts))


def merge_volumes(old: Volumes | None, new: Volumes) -> Volumes:
    """
    Return both histories in one; where both have a number, the new one holds.

    Intervals and posts that neither has are missing (NaN), not zero.

    Raises
    ------
    InputError
        When their intervals differ in length.
    """
    if old is None:
        return new
    same = old.interval_min == new.interval_min
    require(same, "volumes_interval", value=new.interval_min, expected=old.interval_min)
    posts = tuple(dict.fromkeys((*old.posts, *new.posts)))
    starts = np.union1d(old.start_min, new.start_min)
    require_unbroken(new.clock, starts)
    require_within("posts", len(posts), column="post")
    counts = np.full((len(posts), len(starts)), np.nan)
    for table in (old, new):
        rows = np.array([posts.index(post) for post in table.posts], dtype=np.intp)
        columns = np.searchsorted(starts, table.start_min)
        there = counts[np.ix_(rows, columns)]
        counts[np.ix_(rows, columns)] = np.where(np.isnan(table.counts), there, table.counts)
    return Volumes(new.clock, new.interval_min, posts, starts, counts)


class HistoryKind(StrEnum):
    """What a file of the past can be."""

    VOLUMES = "volumes"
    CONTACTS = "contacts"
    CHAT_LOG = "chat_log"


@dataclass(frozen=True, slots=True)
class VolumesFrom:
    """
    The file that volumes came from, which can be withdrawn again.

    Parameters
    ----------
    kind, file
        What it is, and its name.
    rows
        That were taken.
    """

    kind: HistoryKind
    file: str
    rows: int


def import_volumes(
    desk: Desk,
    volumes: Volumes,
    *,
    told: Mapping[str, str] | None = None,
    source: VolumesFrom | None = None,
    is_all_contacts: bool = False,
) -> None:
    """
    Merge volumes into a shop's history; where both have a number, the new one holds.

    Parameters
    ----------
    told
        What the shop's log keeps of the file they came from.
    source
        That file, kept so that it can be withdrawn; None: they came from none.
    is_all_contacts
        Whether they are of all contacts, those a robot kept included, and not of the chats that
        came to people.

    Raises
    ------
    InputError
        When time zone, interval or posts are not those of the shop; when a post has fewer contacts
        than chats.
    """
    stamp = desk.stamp
    with desk.write(IMPORTED, *(("volumes", post) for post in volumes.posts)) as unit:
        shop = unit.shops.get(desk.shop_id)
        same = volumes.clock.timezone == shop.timezone
        require(same, "timezone_differs", value=volumes.clock.timezone, expected=shop.timezone)
        known = unit.shops.post_ids(desk.shop_id)
        file, posts = (told or {}).get("file"), ", ".join(sorted(known))
        strange = [
            Fault("volumes_unknown_post", file, value=post, details={"known": posts})
            for post in volumes.posts
            if post not in known
        ]
        if strange:
            raise InputError(strange)
        recorder = Recorder(unit.connection)
        tables = unit.demand
        chats, contacts = tables.volumes(desk.shop_id), tables.all_contacts(desk.shop_id)
        if is_all_contacts:
            contacts = merge_volumes(contacts, volumes)
            tables.save_all_contacts(desk.shop_id, contacts, stamp)
        else:
            chats = merge_volumes(chats, volumes)
            tables.save_volumes(desk.shop_id, chats, stamp)
        if chats is not None and contacts is not None:
            require_contacts(chats, contacts)
        if source is not None:
            count = Decimal(str(round(float(np.nansum(volumes.counts)), 2)))
            held = FileHeld(source.rows, sums={"chats": count})
            keep_import(unit, recorder, FileImport(0, source.kind, source.file, held, stamp))
        unit.note("", told)


def history_files(desk: Desk) -> tuple[FileImport, ...]:
    """Return the files that the history came from, newest first; those withdrawn too."""
    with desk.read() as unit:
        found = unit.imports.all(desk.shop_id)
    return tuple(one for one in found if one.kind in set(HistoryKind))


def history(desk: Desk, until: dt.date, country: str = CHINA) -> History:
    """Return what a forecast of days up to ``until`` may learn from."""
    with desk.read() as unit:
        unit.shops.get(desk.shop_id)
        return history_of(unit, desk.shop_id, until, country)


def history_of(unit: Unit, shop_id: str, until: dt.date, country: str) -> History:
    """Return what a forecast of days up to ``until`` may learn from."""
    volumes = unit.demand.volumes(shop_id)
    entered = special_days_in(unit, shop_id)
    if volumes is None or not len(volumes.start_min):
        return History(None, entered, ())
    first = volumes.clock.date_of(int(volumes.start_min[0]))
    public = public_days(country, first, max(first, until))
    own = {(day.date, day.kind) for day in entered}
    others = tuple(day for day in public.days if (day.date, day.kind) not in own)
    special = tuple(sorted((*entered, *others), key=_by_date))
    told = tuple(entry.value for entry in unit.register.all(shop_id, DriverDay))
    return History(volumes, special, public.caveats, unit.demand.all_contacts(shop_id), told)


def _by_date(day: SpecialDay) -> tuple[dt.date, str]:
    return day.date, day.name
