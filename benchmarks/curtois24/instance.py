"""
One instance of Curtois and Qu as data, read from its text file.

References
----------
T. Curtois, R. Qu, "Computational results on new staff scheduling benchmark instances", 2014;
doi 10.1016/j.ejor.2014.01.039.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class ShiftType:
    """A type of shift; ``not_next`` may not be worked on the day after it."""

    id: str
    minutes: int
    not_next: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Employee:
    """A person; ``max_of`` gives the most shifts of each type."""

    id: str
    max_of: dict[str, int]
    max_minutes: int
    min_minutes: int
    max_run: int
    min_run: int
    min_run_off: int
    max_weekends: int


@dataclass(frozen=True, slots=True)
class Request:
    """A shift on a day asked for, or asked not to get; ``weight`` is paid when that fails."""

    employee: str
    day: int
    shift: str
    weight: int


@dataclass(frozen=True, slots=True)
class Cover:
    """People wanted on a shift of a day, and the prices of each one too few and too many."""

    day: int
    shift: str
    wanted: int
    under: int
    over: int


@dataclass(frozen=True, slots=True)
class Instance:
    """All of one file; ``days_off`` are days on which an employee gets no shift."""

    days: int
    shifts: tuple[ShiftType, ...]
    staff: tuple[Employee, ...]
    days_off: dict[str, frozenset[int]]
    on: tuple[Request, ...]
    off: tuple[Request, ...]
    cover: tuple[Cover, ...]


def read_instance(path: Path) -> Instance:
    """Return the instance in a file."""
    lines = _sections(path.read_text(encoding="utf-8"))
    return Instance(
        days=int(lines["HORIZON"][0][0]),
        shifts=tuple(_shift_type(*row) for row in lines["SHIFTS"]),
        staff=tuple(_employee(*row) for row in lines["STAFF"]),
        days_off={row[0]: frozenset(map(int, row[1:])) for row in lines["DAYS_OFF"]},
        on=tuple(_request(*row) for row in lines["SHIFT_ON_REQUESTS"]),
        off=tuple(_request(*row) for row in lines["SHIFT_OFF_REQUESTS"]),
        cover=tuple(_cover(*row) for row in lines["COVER"]),
    )


def _sections(text: str) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = defaultdict(list)
    section = ""
    for line in map(str.strip, text.splitlines()):
        if line.startswith("SECTION_"):
            section = line.removeprefix("SECTION_")
        elif line and not line.startswith("#"):
            found[section].append([part.strip() for part in line.split(",")])
    return found


def _shift_type(name: str, minutes: str, not_next: str = "") -> ShiftType:
    return ShiftType(name, int(minutes), tuple(filter(None, not_next.split("|"))))


def _employee(name: str, max_of: str, *numbers: str) -> Employee:
    most = dict(part.split("=") for part in max_of.split("|"))
    return Employee(
        name, {shift: int(number) for shift, number in most.items()}, *map(int, numbers)
    )


def _request(employee: str, day: str, shift: str, weight: str) -> Request:
    return Request(employee, int(day), shift, int(weight))


def _cover(day: str, shift: str, *numbers: str) -> Cover:
    return Cover(int(day), shift, *map(int, numbers))
