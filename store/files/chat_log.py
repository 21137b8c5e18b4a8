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
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kpi.outcomes import OUTCOMES, ChatOutcomes
from scheduler.chats import NOBODY, ChatRecords
from scheduler.errors import Fault, InputError
from scheduler.limits import limits
from store.files.content import log_of

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

    from scheduler.horizon import Clock

NEEDED = ("post", "agent_id", "assigned_to", "arrived", "replied", "ended")
FIRST_LINE = 2
MOST_FAULTS = 50


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
    _check_columns(table, path.name)
    faults: list[Fault] = []
    times = {name: seconds_of(table, name, path.name, clock, faults) for name in NEEDED[3:]}
    values = {name: _numbers(table, name, path.name, faults) for name in OUTCOMES if name in table}
    faults += _empty(table, "post", path.name)
    for name in ("arrived", "ended"):
        faults += _empty(table, name, path.name)
    if faults:
        raise InputError(faults)
    return _log(table, times, values)


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
    text = table.to_csv(index=False).encode()
    path.write_bytes(gzip.compress(text, mtime=0) if path.suffix == ".gz" else text)


def _check_columns(table: pd.DataFrame, file: str) -> None:
    missing = [
        Fault("missing_column", file, line=1, column=name)
        for name in NEEDED
        if name not in table.columns
    ]
    unknown = [
        Fault("unknown_column", file, line=1, column=str(name))
        for name in table.columns
        if name not in NEEDED and name not in OUTCOMES
    ]
    if missing or unknown:
        raise InputError([*missing, *unknown])


def _lines(bad: npt.NDArray[np.bool_]) -> list[int]:
    return np.flatnonzero(bad)[:MOST_FAULTS].tolist()


def _empty(table: pd.DataFrame, name: str, file: str) -> list[Fault]:
    bad = (table[name] == "").to_numpy()
    return [Fault("empty", file, line=row + FIRST_LINE, column=name) for row in _lines(bad)]


def seconds_of(
    table: pd.DataFrame, name: str, file: str, clock: Clock, faults: list[Fault]
) -> npt.NDArray[np.float64]:
    """Return a column of local times as seconds since 1970-01-01 00:00 UTC; NaN: empty."""
    text = table[name]
    local = pd.to_datetime(text.where(text != ""), format="ISO8601", errors="coerce")
    unreadable = (local.isna() & (text != "")).to_numpy()
    first = np.ones(len(local), dtype=bool)
    there = local.dt.tz_localize(clock.timezone, ambiguous=first, nonexistent="NaT")
    skipped = (there.isna() & local.notna()).to_numpy()
    for code, bad in (("time_unreadable", unreadable), ("time_skipped", skipped)):
        faults += [
            Fault(
                code,
                file,
                line=row + FIRST_LINE,
                column=name,
                value=text.iloc[row],
                details={"timezone": clock.timezone},
            )
            for row in _lines(bad)
        ]
    utc = there.dt.tz_convert("UTC").dt.tz_localize(None).to_numpy("datetime64[s]")
    found = np.where(np.isnat(utc), np.nan, utc.astype(np.int64).astype(np.float64))
    faults += misdated(found, text, file, name)
    return found


def misdated(
    seconds: npt.NDArray[np.float64], text: pd.Series[str], file: str | None, column: str
) -> list[Fault]:
    """Return a fault for each moment (the first 50) in a year nobody can have meant."""
    most = limits()
    begin, after = (
        np.datetime64(f"{year:04d}", "s").astype(np.int64)
        for year in (most.first_year, most.last_year + 1)
    )
    years = {"first": str(most.first_year), "last": str(most.last_year)}
    rows = _lines((seconds < begin) | (seconds >= after))
    lines = [int(text.index[row]) + FIRST_LINE for row in rows]
    return [
        Fault("year_outside", file, line, column, text.iloc[row], details=years)
        for row, line in zip(rows, lines, strict=True)
    ]


def _numbers(
    table: pd.DataFrame, name: str, file: str, faults: list[Fault]
) -> npt.NDArray[np.float64]:
    text = table[name]
    numbers = pd.to_numeric(text.where(~text.isin(("", "-"))), errors="coerce").to_numpy(float)
    bad = np.isnan(numbers) & ~text.isin(("", "-")).to_numpy()
    faults += [
        Fault("not_number", file, line=r + FIRST_LINE, column=name, value=text.iloc[r])
        for r in _lines(bad)
    ]
    return numbers


def _log(
    table: pd.DataFrame,
    times: dict[str, npt.NDArray[np.float64]],
    values: dict[str, npt.NDArray[np.float64]],
) -> ChatLog:
    order = np.argsort(times["arrived"], kind="stable")
    posts = tuple(sorted(set(table["post"])))
    agents = tuple(sorted({*table["agent_id"], *table["assigned_to"]} - {""}))
    known = {name: number for number, name in enumerate(agents)} | {"": NOBODY}

    def index(column: str) -> npt.NDArray[np.int32]:
        return table[column].map(known).to_numpy(np.int32)[order]

    records = ChatRecords(
        posts,
        agents,
        table["post"]
        .map({name: number for number, name in enumerate(posts)})
        .to_numpy(np.int32)[order],
        index("agent_id"),
        *(times[name][order] for name in NEEDED[3:]),
    )
    outcomes = ChatOutcomes(
        index("assigned_to"), {n: column[order] for n, column in values.items()}
    )
    outcomes.check(records)
    return ChatLog(records, outcomes)


def local_times(seconds: npt.NDArray[np.float64], clock: Clock) -> pd.Series[str]:
    """Return local ISO times to the second, empty for NaN."""
    utc = pd.Series(pd.to_datetime(np.floor(seconds), unit="s", utc=True))
    local = utc.dt.tz_convert(clock.timezone).dt.strftime("%Y-%m-%dT%H:%M:%S")
    return local.fillna("")
