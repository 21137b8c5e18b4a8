"""
A log of chats: one row a chat, with what came of it; CSV, also gzipped.

Columns ``post, agent_id, assigned_to, arrived, replied, ended`` and any of
``kpi.outcomes.OUTCOMES``.
``arrived``, ``replied`` and ``ended`` are local ISO times to the second; ``agent_id`` and
``replied`` are empty where nobody answered; ``assigned_to`` is whom the chat counts for, empty
for nobody.
A chat in the hour that daylight saving repeats is taken to be in the first of the two.
"""

from __future__ import annotations

import gzip
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from pydantic import create_model

from kpi.facts.outcomes import OUTCOMES, SELDOM_OF_A_CHAT, ChatOutcomes
from scheduler.chats import NOBODY, ChatRecords
from scheduler.errors import Fault, InputError
from store.files.cells import Name, NameOrNone, Second, SecondOrNone
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
from store.files.number_cells import NumberOrUnknown
from store.files.rows import Record
from store.files.taken import note_columns
from store.kept import keep_file
from store.looked import ask_about

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    import numpy.typing as npt

    from scheduler.horizon import Clock


NAME = "chat_log"


class ChatRecord(Record):
    """A row of a log of chats; beside these, any of ``OUTCOMES``."""

    post: Name
    agent_id: NameOrNone
    assigned_to: NameOrNone
    arrived: Second
    replied: SecondOrNone
    ended: Second


def outcome_record(names: Iterable[str]) -> type[ChatRecord]:
    """Return the record of a log with these outcomes."""
    kinds: Any = dict.fromkeys(names, (NumberOrUnknown, math.nan))
    return create_model("ChatRecord", __base__=ChatRecord, **kinds)


@dataclass(frozen=True, eq=False)
class ChatLog:
    """Chats, and what came of each, in one order."""

    records: ChatRecords
    outcomes: ChatOutcomes


def read_chat_log(path: Path, clock: Clock) -> ChatLog:
    """
    Return the chats of a log, in the order of arrival.

    Raises
    ------
    InputError
        With the faults of the file, at most 50 of each column.
    """
    table = log_of(path)
    needed = [name for name, field in ChatRecord.model_fields.items() if field.is_required()]
    called = named_columns(table, NAME, path.name)
    require_log(path.name, [*called, *table.columns], "chats", needed)
    known = {*ChatRecord.model_fields, *OUTCOMES, *called.values()}
    unknown = [str(name) for name in table.columns if name not in known]
    if unknown and not called:  # with our own names, one of them is misspelt
        raise InputError(Fault("unknown_column", path.name, 1, name) for name in unknown)
    note_columns(path.name, unused=unknown)
    there = [name for name in OUTCOMES if name in table or name in called]
    record = outcome_record(there)
    columns = read_columns(table, record, Known(clock), path.name, called=called)
    columns = with_meaning(columns, path.name)
    lines = table.index.to_numpy() + FIRST_LINE
    ask_about(each for name in there for each in _unusual(name, columns[name], lines, path.name))
    return _log(columns, there)


def _unusual(
    name: str, values: npt.NDArray[Any], lines: npt.NDArray[np.int64], file: str
) -> Iterator[Fault]:
    """Yield a question for each outcome that is seldom so high, at most 50."""
    high = SELDOM_OF_A_CHAT.get(OUTCOMES[name], math.inf)
    numbers = values.astype(np.float64)
    for row in np.flatnonzero(numbers > high)[:MOST_FAULTS].tolist():
        place = (file, int(lines[row]), name, f"{numbers[row]:.12g}")
        yield Fault("unusual_value", *place, details={"low": 0, "high": high})


def write_chat_log(log: ChatLog, path: Path, clock: Clock) -> None:
    """Write chats; gzipped, without a time stamp inside, when the name ends in ``.gz``."""
    records = log.records
    agents = np.array([*records.agents, ""], dtype=object)
    table = pd.DataFrame(
        {
            "post": np.array(records.posts, dtype=object)[records.post],
            "agent_id": agents[records.agent],
            "assigned_to": agents[log.outcomes.assigned],
            "arrived": local_times(records.arrived_s, clock),
            "replied": local_times(records.replied_s, clock),
            "ended": local_times(records.ended_s, clock),
        }
    )
    for name, values in log.outcomes.values.items():
        table[name] = [f"{value:g}" if value == value else "" for value in values.tolist()]  # noqa: PLR0124  NaN
    text = frame_text(table).encode()
    keep_file(path, gzip.compress(text, mtime=0) if path.suffix == ".gz" else text)


def _log(columns: dict[str, npt.NDArray[Any]], outcomes: Sequence[str]) -> ChatLog:
    order = np.argsort(columns["arrived"], kind="stable")
    posts = tuple(sorted(set(columns["post"])))
    agents = tuple(sorted({*columns["agent_id"], *columns["assigned_to"]} - {""}))

    def index(column: str, names: tuple[str, ...]) -> npt.NDArray[np.int32]:
        known = {name: number for number, name in enumerate(names)} | {"": NOBODY}
        return np.array([known[name] for name in columns[column]], dtype=np.int32)[order]

    times = (columns[name][order] for name in ("arrived", "replied", "ended"))
    post, agent = index("post", posts), index("agent_id", agents)
    records = ChatRecords(posts, agents, post, agent, *times)
    values = {name: columns[name].astype(np.float64)[order] for name in outcomes}
    found = ChatOutcomes(index("assigned_to", agents), values)
    found.check(records)
    return ChatLog(records, found)


def local_times(
    seconds: npt.NDArray[np.float64] | npt.NDArray[np.int64], clock: Clock
) -> pd.Series[str]:
    """Return local ISO times to the second, empty for NaN."""
    utc = pd.Series(pd.to_datetime(np.floor(seconds), unit="s", utc=True))
    local = utc.dt.tz_convert(clock.timezone).dt.strftime("%Y-%m-%dT%H:%M:%S")
    return local.fillna("")
