"""
Messages one by one: CSV, also gzipped: ``post, user, agent, time, sender, automatic, platform``.

``time`` is local, to the second; ``sender`` is ``customer`` (买家) or ``agent`` (客服).
``agent`` is who wrote it, or to whom a customer's message was assigned, and may then be empty.
``automatic`` says whether a machine wrote it and may be left out, as may ``platform``, on which it
was written: a name of ``data/platforms`` or what people call it (拼多多), else as it stands. Heads
may have the names of ``data/columns/messages.toml``.
"""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Annotated

import numpy as np
import numpy.typing as npt
import pandas as pd

from kpi.facts.messages import INDICES, NOBODY, Messages
from scheduler.errors import Fault, InputError
from store.files.cells import Name, NameOrNone, Second, YesNo, choice, synonym
from store.files.chat_log import local_times
from store.files.content import log_of
from store.files.csv_text import frame_text
from store.files.kinds import Known
from store.files.log_columns import (
    FIRST_LINE,
    MOST_FAULTS,
    named_columns,
    read_columns,
    with_meaning,
)
from store.files.looks import require_log
from store.files.rows import Record
from store.kept import keep_file

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.horizon import Clock

NAME = "messages"
SENDERS = {"customer": True, "买家": True, "顾客": True, "agent": False, "客服": False}
PLATFORMS = {"拼多多": "pinduoduo", "淘宝": "taobao", "天猫": "taobao", "京东": "jd"}
PLATFORMS |= {"抖音": "douyin", "抖店": "douyin", "快手": "kuaishou"}
PLATFORMS |= {"pdd": "pinduoduo", "tmall": "taobao"}
SenderCell = Annotated[bool, choice(SENDERS)]
PlatformCell = Annotated[str, synonym(PLATFORMS)]


class MessageRecord(Record):
    """A row of a log of messages."""

    post: Name
    user: Name
    agent: NameOrNone
    time: Second
    sender: SenderCell
    automatic: YesNo = False
    platform: PlatformCell = ""


def read_messages(path: Path, clock: Clock) -> Messages:
    """
    Return the messages of a file.

    Raises
    ------
    InputError
        With the faults of the file, at most 50 of each column.
    """
    table = log_of(path)
    needed = [name for name, field in MessageRecord.model_fields.items() if field.is_required()]
    called = named_columns(table, NAME, path.name)
    require_log(path.name, [*called, *table.columns], NAME, needed)
    columns = read_columns(table, MessageRecord, Known(clock), path.name, called=called)
    columns = with_meaning(columns, path.name)
    is_customer, is_automatic = (columns[name].astype(bool) for name in ("sender", "automatic"))
    nobody = ~is_customer & ~is_automatic & (columns["agent"] == "")
    if nobody.any():
        lines = table.index[nobody][:MOST_FAULTS] + FIRST_LINE
        raise InputError(
            Fault("empty", path.name, int(line), called.get("agent", "agent")) for line in lines
        )
    names: list[tuple[str, ...]] = []
    places: list[npt.NDArray[np.int32]] = []
    for name in INDICES:
        known = sorted(set(columns[name]) - {""})
        place = {text: number for number, text in enumerate(known)} | {"": NOBODY}
        names.append(tuple(known))
        places.append(np.array([place[text] for text in columns[name]], dtype=np.int32))
    posts, users, agents, platforms = names
    post, user, agent, platform = places
    return Messages(
        posts,
        users,
        agents,
        platforms,
        post,
        user,
        agent,
        platform,
        columns["time"].astype(np.int64),
        is_customer,
        is_automatic,
    )


def write_messages(messages: Messages, path: Path, clock: Clock) -> None:
    """Write messages; gzipped, without a time stamp inside, when the name ends in ``.gz``."""
    agents = np.array([*messages.agents, ""], dtype=object)
    platforms = np.array([*messages.platforms, ""], dtype=object)
    table = pd.DataFrame(
        {
            "post": np.array(messages.posts, dtype=object)[messages.post],
            "user": np.array(messages.users, dtype=object)[messages.user],
            "agent": agents[messages.agent],
            "time": local_times(messages.at_s, clock),
            "sender": np.where(messages.is_customer, "customer", "agent"),
            "automatic": np.where(messages.is_automatic, "1", "0"),
            "platform": platforms[messages.platform],
        }
    )
    text = frame_text(table).encode()
    keep_file(path, gzip.compress(text, mtime=0) if path.suffix == ".gz" else text)
