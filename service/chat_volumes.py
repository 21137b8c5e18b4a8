"""Volumes counted from a log of chats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scheduler.demand import Volumes
from scheduler.errors import Fault, InputError
from service.forecasting import import_volumes
from service.shops import shop
from store.files.chat_log import read_chat_log

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from scheduler.chats import ChatRecords
    from scheduler.horizon import Clock
    from store.database import Database


@dataclass(frozen=True, eq=False)
class CountedLog:
    """
    What a log of chats brought.

    Parameters
    ----------
    volumes
        Chats per post and interval.
    chats
        Chats in the log.
    """

    volumes: Volumes
    chats: int


def import_chat_volumes(
    database: Database, shop_id: str, path: Path, *, by: str, now: dt.datetime
) -> CountedLog:
    """
    Count the chats of a log into a shop's history, at the shop's interval.

    Raises
    ------
    InputError
        With the faults of the file, or when it names a post the shop does not have.
    """
    here = shop(database, shop_id)
    records = read_chat_log(path, here.clock).records
    if not len(records):
        raise InputError(Fault("no_rows", path.name))
    volumes = volumes_of_chats(records, here.clock, here.interval_min)
    import_volumes(database, shop_id, volumes, by=by, now=now)
    return CountedLog(volumes, len(records))


def volumes_of_chats(records: ChatRecords, clock: Clock, interval_min: int) -> Volumes:
    """
    Return the chats that arrived per post and interval.

    A log says nothing of days without a chat, nor of the time before a post's first and after its
    last: there the number is missing. In between, no chat is 0.
    """
    arrived_min = (records.arrived_s // 60).astype(np.int64)
    first = clock.at(clock.date_of(int(arrived_min[0])))
    starts = np.arange(first, int(arrived_min[-1]) + 1, interval_min)
    place = (arrived_min - first) // interval_min
    days = np.array([clock.date_of(int(at)).toordinal() for at in starts])
    counts = np.full((len(records.posts), len(starts)), np.nan)
    for row in range(len(records.posts)):
        mine = place[records.post == row]
        if not len(mine):
            continue
        number = np.bincount(mine, minlength=len(starts)).astype(float)
        known = np.isin(days, days[mine])
        known[: mine.min()] = known[mine.max() + 1 :] = False
        counts[row] = np.where(known, number, np.nan)
    return Volumes(clock, interval_min, records.posts, starts, counts)
