"""The texts an exported roster needs, handed over by whoever knows the language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from service.spreadsheet import SheetTable


@dataclass(frozen=True, slots=True)
class ExportWords:
    """
    The texts of an exported roster, in the reader's language.

    Parameters
    ----------
    title
        Shop and week.
    status
        Version, state, by whom and when.
    reason
        Why it was published although a rule is broken; empty: it was not.
    roster, shifts, violations
        Names of the sheets.
    agent_id, name, team, hours, post, date, start, end, meal, breaks, state
        Heads of columns.
    gap
        What the unpaid gap of a split shift is called, in the column of meals.
    days
        Weekday below each date.
    date_form
        How a spreadsheet shows the dates, such as ``m月d日``.
    posts
        Name of each post, by id.
    types
        Name of each shift type, by code.
    off, leave, absences
        What stands for a day off; the word for any leave; the name of each kind of absence.
    count, other
        That a row counts people; those of shifts without a type.
    notes
        What is broken or fixed in a cell, by agent and date.
    pinned, locked, broken, absent
        What the signs mean, for the legend and for the list.
    breaches
        A sentence for each violation of the verdict, in its order.
    liveable
        How liveable the roster is, ready to be written; None: it is not told.
    """

    title: str
    status: str
    reason: str
    roster: str
    shifts: str
    violations: str
    agent_id: str
    name: str
    team: str
    hours: str
    post: str
    date: str
    start: str
    end: str
    meal: str
    gap: str
    breaks: str
    state: str
    days: tuple[str, ...]
    date_form: str
    posts: Mapping[str, str]
    types: Mapping[str, str]
    off: str
    leave: str
    absences: Mapping[str, str]
    count: str
    other: str
    notes: Mapping[tuple[str, dt.date], str]
    pinned: str
    locked: str
    broken: str
    absent: str
    breaches: tuple[str, ...]
    liveable: SheetTable | None = None
