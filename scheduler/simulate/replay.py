"""Chats that happened, as customers that any roster can be made to meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scheduler.errors import Fault, InputError
from scheduler.simulate.customers import Customers, Luck, Stream

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.chats import ChatRecords
    from scheduler.horizon import Horizon
    from scheduler.post import Post


def replayed(
    records: ChatRecords, posts: Sequence[Post], horizon: Horizon, *, seed: int = 1
) -> Customers:
    """
    Return the chats of a log that arrived in a horizon, as customers.

    A chat answered stays open as long as it did; how long its customer would have waited is only
    known to be more than the wait, and what lies beyond is drawn (exponential, with the post's mean
    patience). Who left had the patience shown; how long the chat would have been is drawn.

    Parameters
    ----------
    records
        The log.
    posts
        Their order gives the index; every post of the log is among them.
    horizon
        Whose days.
    seed
        Of what is drawn.

    Raises
    ------
    InputError
        When the log names a post that is not there.
    """
    places = {post.id: number for number, post in enumerate(posts)}
    strange = [Fault("unknown_post", value=name) for name in records.posts if name not in places]
    if strange:
        raise InputError(strange)
    start_s, end_s = horizon.start_min * 60.0, horizon.end_min * 60.0
    kept = np.flatnonzero((records.arrived_s >= start_s) & (records.arrived_s < end_s))
    kept = kept[np.argsort(records.arrived_s[kept], kind="stable")]
    index = np.array([places[name] for name in records.posts], dtype=np.int64)[records.post[kept]]
    mean_handle = np.array([post.staffing.handle_s for post in posts])[index]
    mean_patience = np.array([post.staffing.patience_s for post in posts])[index]
    luck, answered = Luck(seed, 0), records.answered[kept]
    handling = luck.stream(Stream.HANDLING).standard_exponential(len(kept)) * mean_handle
    beyond = luck.stream(Stream.PATIENCE).standard_exponential(len(kept)) * mean_patience
    open_s = records.ended_s[kept] - np.nan_to_num(records.replied_s[kept])
    waited = records.waited_s[kept]
    return Customers(
        post=index,
        arrived_s=records.arrived_s[kept] - start_s,
        handling_s=np.where(answered, open_s, handling),
        patience_s=np.where(answered, waited + beyond, waited),
    )
