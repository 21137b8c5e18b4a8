"""
Messages one by one: CSV, also gzipped: ``post, user, agent, time, sender, automatic, platform``.

``time`` is local, to the second; ``sender`` is ``customer`` (买家) or ``agent`` (客服).
``agent`` is who wrote it, or to whom a customer's message was assigned, and may then be empty.
``automatic`` says whether a machine wrote it and may be left out, as may ``platform``, on which it
was written: a name of ``data/platforms`` or what people call it (拼多多), else as it stands.
"""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kpi.messages import INDICES, NOBODY, Messages
from scheduler.errors import Fault, InputError
from store.files.chat_log import local_times, seconds_of
from store.files.content import log_of

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

    from scheduler.horizon import Clock

NEEDED = ("post", "user", "agent", "time", "sender")
SENDERS = {"customer": True, "买家": True, "顾客": True, "agent": False, "客服": False}
FLAGS = {"": False, "0": False, "no": False, "false": False, "否": False}
FLAGS |= {"1": True, "yes": True, "true": True, "是": True}
PLATFORMS = {"拼多多": "pinduoduo", "淘宝": "taobao", "天猫": "taobao", "京东": "jd"}
PLATFORMS |= {"抖音": "douyin", "抖店": "douyin", "快手": "kuaishou"}
PLATFORMS |= {"pdd": "pinduoduo", "tmall": "taobao"}
FIRST_LINE = 2
MOST_FAULTS = 50


def read_messages(path: Path, clock: Clock) -> Messages:
    """
    Return the messages of a file.

    Raises
    ------
    InputError
        With the faults of the file, at most 50 of each column.
    """
    table = log_of(path)
    missing = [name for name in NEEDED if name not in table.columns]
    if missing:
        raise InputError(Fault("missing_column", path.name, 1, name) for name in missing)
    for name in ("automatic", "platform"):
        if name not in table:
            table[name] = ""
    return _messages(table, path.name, clock)


def _messages(table: pd.DataFrame, file: str, clock: Clock) -> Messages:
    faults: list[Fault] = []
    at_s = seconds_of(table, "time", file, clock, faults)
    sender = table["sender"].str.strip().str.lower().map(SENDERS)
    automatic = table["automatic"].str.strip().str.lower().map(FLAGS)
    faults += _bad(table, "sender", file, sender.isna().to_numpy(), "not_one_of", known=SENDERS)
    faults += _bad(table, "automatic", file, automatic.isna().to_numpy(), "not_yes_no")
    for name in ("post", "user", "time"):
        faults += _bad(table, name, file, (table[name] == "").to_numpy(), "empty")
    if not faults:
        people = ~sender.astype(bool) & ~automatic.astype(bool) & (table["agent"] == "")
        faults += _bad(table, "agent", file, people.to_numpy(), "empty")
    if faults:
        raise InputError(faults)
    given = table["platform"].str.strip().str.lower()
    table["platform"] = given.map(PLATFORMS).fillna(given)
    names, columns = [], []
    for name in INDICES:
        known = sorted(set(table[name]) - {""})
        place = {text: number for number, text in enumerate(known)} | {"": NOBODY}
        names.append(tuple(known))
        columns.append(table[name].map(place).to_numpy(np.int32))
    flags = (sender.to_numpy(bool), automatic.to_numpy(bool))
    return Messages(*names, *columns, at_s.astype(np.int64), *flags)


def _bad(
    table: pd.DataFrame,
    name: str,
    file: str,
    bad: npt.NDArray[np.bool_],
    code: str,
    *,
    known: dict[str, bool] | None = None,
) -> list[Fault]:
    details = {} if known is None else {"known": ", ".join(known)}
    rows = np.flatnonzero(bad)[:MOST_FAULTS].tolist()
    return [
        Fault(code, file, row + FIRST_LINE, name, table[name].iloc[row], details) for row in rows
    ]


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
    text = table.to_csv(index=False).encode()
    path.write_bytes(gzip.compress(text, mtime=0) if path.suffix == ".gz" else text)
