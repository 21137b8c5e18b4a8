"""
How much an input may hold: every limit in one place, asked before anything is built of it.

The limits lie far above what a shop needs and far below what fills a machine's memory. Where
somebody needs more, the environment names it once for the process::

    PAIBAN_LIMITS="rows=3000000,people=8000"
"""

from __future__ import annotations

import os
from dataclasses import dataclass, fields
from functools import lru_cache

from scheduler.errors import Fault, InputError, require

VARIABLE = "PAIBAN_LIMITS"
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """
    The most an input may hold; each has the sentence ``fault.over_<name>``.

    Parameters
    ----------
    file_mb
        Megabytes of a file, and of what a packed one (``.gz``, ``.zip``) unpacks to.
    workbook_mb
        Megabytes a workbook unpacks to.
    document_mb
        Megabytes of a document of keys and values (TOML).
    rows
        Rows of a table.
    log_rows
        Rows of a log of chats, messages or tickets.
    columns
        Columns of a table.
    sheet_cells
        Rows times columns that a sheet's cells span, blank ones between them included.
    nesting
        Tables within tables of a document.
    first_year, last_year
        Of any date; both may occur.
    gap_days
        Days in a row without a record in a history, between its first and its last.
    days
        Days of a forecast, a plan or any other horizon.
    people
        Agents of a shop, or added in a what-if.
    posts
        Posts of a shop or a history.
    intervals
        Intervals of a horizon.
    chats
        Chats of one simulated week, and those that wait when it begins.
    replications
        Simulated weeks.
    rounds
        Rounds between roster and simulation.
    scenarios
        What-ifs of a sweep.
    folds
        Past weeks a forecast is tried on.
    slots
        Chats one agent has open at once.
    seconds
        Seconds a solve may take.
    workers
        Threads or processes.
    seed
        Of every random choice.
    """

    file_mb: int = 300
    workbook_mb: int = 200
    document_mb: int = 5
    rows: int = 1_000_000
    log_rows: int = 5_000_000
    columns: int = 2_000
    sheet_cells: int = 10_000_000
    nesting: int = 20
    first_year: int = 1970
    last_year: int = 2199
    gap_days: int = 366
    days: int = 800
    people: int = 5_000
    posts: int = 200
    intervals: int = 150_000
    chats: int = 5_000_000
    replications: int = 10_000
    rounds: int = 50
    scenarios: int = 10_000
    folds: int = 100
    slots: int = 100
    seconds: int = 2_678_400
    workers: int = 256
    seed: int = 2**31 - 1


@lru_cache(maxsize=8)
def limits_of(text: str) -> Limits:
    """
    Return the usual limits with those of ``name=number,name=number`` in their place.

    Raises
    ------
    InputError
        With every part that names no limit, or gives it no whole number above 0.
    """
    given: dict[str, int] = {}
    faults: list[Fault] = []
    names = tuple(field.name for field in fields(Limits))
    for part in filter(None, map(str.strip, text.split(","))):
        name, _, number = (piece.strip() for piece in part.partition("="))
        if name in names and number.isdecimal() and len(number) <= 18 and int(number) > 0:
            given[name] = int(number)
        else:
            shown = {"variable": VARIABLE, "known": names}
            faults.append(Fault("limit_unreadable", value=part, details=shown))
    if faults:
        raise InputError(faults)
    return Limits(**given)


def limits() -> Limits:
    """Return the limits of this process; raises InputError where the environment names none."""
    return limits_of(os.environ.get(VARIABLE, ""))


def require_within(name: str, value: float, *, file: str = "", column: str = "") -> None:
    """
    Raise an InputError where a value is above the limit of that name.

    Parameters
    ----------
    name
        Of a field of ``Limits``.
    value
        What the input holds.
    file, column
        Where, for the message.
    """
    most = getattr(limits(), name)
    if value > most:
        raise InputError(over(name, value, file=file, column=column))


def over(
    name: str, value: float | str, *, file: str = "", column: str = "", **more: object
) -> Fault:
    """Return the fault that tells which limit a value is above, and how to have a higher one."""
    details = {"limit": getattr(limits(), name), "setting": f"{VARIABLE}={name}=…", **more}
    shown = f"{value:,}" if isinstance(value, int) else str(value)
    return Fault(f"over_{name}", file or None, column=column or None, value=shown, details=details)


def require_year(year: int, text: str) -> None:
    """Raise an InputError where nobody can have meant the year of a date written ``text``."""
    most = limits()
    inside = most.first_year <= year <= most.last_year
    require(
        inside, "year_outside", value=text, first=str(most.first_year), last=str(most.last_year)
    )
