"""
Logs of many rows, read column by column with the same kinds of cells as tables.

A text that occurs often is read once; times in plain ISO form are read all at once, any other one
by one. What is wrong is told with its line, at most 50 times a column.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from scheduler.errors import Fault, InputError, require
from scheduler.limits import limits
from store.files.cells import read_second, second_or_none
from store.files.fault_log import FaultLog
from store.files.heads import alike, head_names
from store.files.kinds import Kind, Known, is_missing
from store.files.numerals import either_way
from store.files.taken import note_assumed
from store.files.told import HOLDS, told
from store.files.written_times import iso_time

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager

    from scheduler.horizon import Clock
    from store.files.rows import Record

FIRST_LINE = 2
MOST_FAULTS = 50
PLAIN_ISO = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?"
NANOSECOND_YEARS = (1678, 2261)  # what pandas before 3 reads; beyond, the year has to do
OFFSET = r"(?:Z|[+-]\d{2}:?\d{2})$"


@dataclass(frozen=True, eq=False, slots=True)
class Stamps:
    """
    A column of times; arrays of shape (rows,).

    Parameters
    ----------
    seconds
        Since 1970-01-01 00:00 UTC, of a time that occurs twice the first; NaN: none.
    unreadable, skipped, twice
        What is no time, lies in an hour that daylight saving skips, or occurs twice.
    midnight
        Times without an offset that are exactly 00:00.
    """

    seconds: npt.NDArray[np.float64]
    unreadable: npt.NDArray[np.bool_]
    skipped: npt.NDArray[np.bool_]
    twice: npt.NDArray[np.bool_]
    midnight: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where faults of a log's cells go."""

    file: str
    log: FaultLog

    def of(self, texts: pd.Series[str], row: int) -> AbstractContextManager[None]:
        """Return what notes the faults of a column's row."""
        line = int(texts.index[row]) + FIRST_LINE
        return self.log.at(self.file, line=line, column=str(texts.name))


def read_columns(
    table: pd.DataFrame,
    record: type[Record],
    known: Known,
    file: str,
    *,
    called: Mapping[str, str] | None = None,
) -> dict[str, npt.NDArray[Any]]:
    """
    Return the columns of a log by the names of a record's fields, each of shape (rows,).

    Parameters
    ----------
    table
        Cleaned cells; rows count from 0 in its index.
    record
        Its columns and their kinds; those with a default may be left out.
    known, file
        As for ``rows.read_rows``.
    called
        What the file calls columns, by ours, where it calls them otherwise; empty: it has none.

    Raises
    ------
    InputError
        With the faults of the file.
    """
    theirs = {name: (called or {}).get(name, name) for name in record.model_fields}
    log = FaultLog()
    log.add(
        Fault("missing_column", file, 1, theirs[name])
        for name, field in record.model_fields.items()
        if (field.is_required() or (called or {}).get(name)) and theirs[name] not in table.columns
    )
    log.raise_any()
    found: dict[str, npt.NDArray[Any]] = {}
    for name, field in record.model_fields.items():
        if theirs[name] not in table.columns:
            found[name] = np.full(len(table), field.default)
            continue
        kind = next(each for each in field.metadata if isinstance(each, Kind))
        texts = table[theirs[name]]
        default = None if field.is_required() else field.default
        if kind.read in (read_second, second_or_none):
            found[name] = _seconds(texts, kind, known, _Place(file, log))
        else:
            found[name] = _values(texts, kind, default, known, _Place(file, log))
    log.faults.sort(key=lambda fault: fault.line or 0)
    log.raise_any()
    return found


def named_columns(table: pd.DataFrame, name: str, file: str) -> dict[str, str]:
    """
    Return what a log calls its columns, by ours, where it calls them otherwise.

    Parameters
    ----------
    name
        Of the names of its columns (``data/columns``).

    Raises
    ------
    InputError
        When two columns say the same.
    """
    head = list(map(str, table.columns))
    called = head_names(name).called(head)
    if faults := alike(called, file, 1):
        raise InputError(faults)
    return {ours: theirs[0] for ours, theirs in called.items() if theirs[0] != ours}


def with_meaning(columns: dict[str, npt.NDArray[Any]], file: str) -> dict[str, npt.NDArray[Any]]:
    """Return columns with our ids where a log names people and posts otherwise; tell how often."""
    found, changed = dict(columns), 0
    for name in HOLDS.keys() & columns.keys():
        meaning = told().meaning(HOLDS[name])
        if meaning.given:
            texts, place = np.unique(columns[name].astype(str), return_inverse=True)
            means = np.array([meaning.of(text) for text in texts.tolist()], dtype=object)
            found[name] = means[place]
            changed += int((means != texts.astype(object))[place].sum())
    note_assumed(file, "named", changed)
    return found


def stamps_of(texts: pd.Series[str], clock: Clock) -> Stamps:
    """Return a column of times; an empty cell or a dash is none."""
    iso, unreadable = _iso_texts(texts)
    has_offset = iso.str.contains(OFFSET) & iso.str.contains("T")
    local = pd.to_datetime(iso.where(~has_offset & (iso != "")), format="ISO8601", errors="coerce")
    first = np.ones(len(local), dtype=bool)
    there = local.dt.tz_localize(clock.timezone, ambiguous=first, nonexistent="NaT")
    twice = local.dt.tz_localize(clock.timezone, ambiguous="NaT", nonexistent="NaT")
    utc = there.dt.tz_convert("UTC")
    if has_offset.any():
        stamped = pd.to_datetime(iso.where(has_offset), format="ISO8601", errors="coerce", utc=True)
        utc = utc.fillna(stamped)
    lost = np.array(utc.isna() & local.isna() & (iso != ""))
    found = utc.dt.tz_localize(None).to_numpy("datetime64[s]", copy=True)
    year, (least, most) = iso.str[:4], NANOSECOND_YEARS  # four digits: in order as texts
    outside = year.str.fullmatch(r"\d{4}") & ~year.between(f"{least}", f"{most}")
    beyond = lost & outside.to_numpy(bool)
    found[beyond] = iso[beyond].str[:4].to_numpy(str).astype("datetime64[s]")
    return Stamps(
        np.where(np.isnat(found), np.nan, found.astype(np.int64).astype(np.float64)),
        unreadable | (lost & ~beyond),
        (local.notna() & there.isna()).to_numpy(),
        (there.notna() & twice.isna()).to_numpy(),
        (local == local.dt.normalize()).to_numpy(bool),
    )


def outside_years(seconds: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Return which moments lie in years nobody can have meant."""
    most = limits()
    begin, after = (
        np.datetime64(f"{year:04d}", "s").astype(np.int64)
        for year in (most.first_year, most.last_year + 1)
    )
    return (seconds < begin) | (seconds >= after)


def misdated(
    seconds: npt.NDArray[np.float64], text: pd.Series[str], file: str | None, column: str
) -> list[Fault]:
    """Return a fault for each moment (the first 50) in a year nobody can have meant."""
    years = {"first": str(limits().first_year), "last": str(limits().last_year)}
    rows = np.flatnonzero(outside_years(seconds))[:MOST_FAULTS].tolist()
    lines = [int(text.index[row]) + FIRST_LINE for row in rows]
    return [
        Fault("year_outside", file, line, column, text.iloc[row], details=years)
        for row, line in zip(rows, lines, strict=True)
    ]


def _iso_texts(texts: pd.Series[str]) -> tuple[pd.Series[str], npt.NDArray[np.bool_]]:
    """Return times as ISO text, empty where there is none; and which cells are no times."""
    codes, given = pd.factorize(texts)
    plain = pd.Series(given).str.fullmatch(PLAIN_ISO).to_numpy(bool)
    iso = np.array(given, dtype=object)
    bad = np.zeros(len(given), dtype=bool)
    for place in np.flatnonzero(~plain).tolist():
        try:
            iso[place] = "" if is_missing(given[place]) else iso_time(given[place])
        except InputError:
            iso[place], bad[place] = "", True
    return pd.Series(iso[codes], index=texts.index, dtype=object), bad[codes]


def _seconds(
    texts: pd.Series[str], kind: Kind, known: Known, place: _Place
) -> npt.NDArray[np.float64]:
    found = stamps_of(texts, known.clock)
    wrong = found.unreadable | found.skipped | outside_years(found.seconds)
    if kind.read is read_second:
        wrong |= np.isnan(found.seconds)
    for row in np.flatnonzero(wrong)[:MOST_FAULTS].tolist():
        with place.of(texts, row):
            read_second(texts.iloc[row], known)
            raise InputError(Fault("time_unreadable", value=texts.iloc[row]))
    return found.seconds


def _values(
    texts: pd.Series[str], kind: Kind, default: object, known: Known, place: _Place
) -> npt.NDArray[Any]:
    codes, given = pd.factorize(texts)
    unclear = either_way(given) if kind.is_number else frozenset()
    errors: dict[int, InputError] = {}
    values = np.empty(len(given), dtype=object)
    for number, text in enumerate(given):
        values[number] = default
        try:
            require(text not in unclear, "comma_unclear", value=text)
            if default is None or not is_missing(text):
                values[number] = kind.read(text, known)
        except InputError as error:
            errors[number] = error
    for row in np.flatnonzero(np.isin(codes, list(errors)))[:MOST_FAULTS].tolist():
        with place.of(texts, row):
            raise errors[int(codes[row])]
    return values[codes]
