"""A roster as pictures, a team on each: what goes round in chat groups and hangs on the wall."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.drawing.table import DrawnCell, DrawnTable, pdf, png

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scheduler.problem import RosterProblem
    from scheduler.shift import Shift
    from service.roster.export_cells import DayCell, PersonRow, RosterCells

MOST_PEOPLE = 45  # on one picture: more could not be read on paper


@dataclass(frozen=True, slots=True)
class TeamPicture:
    """
    The picture of a team.

    Parameters
    ----------
    team
        Its name; empty: those of no team.
    part, parts
        Which of how many pictures of the team, from 1.
    content
        The PNG.
    """

    team: str
    part: int
    parts: int
    content: bytes


def team_pictures(
    cells: RosterCells, teams: Sequence[str] | None = None
) -> tuple[TeamPicture, ...]:
    """Return a roster as pictures, one a team; teams of over 45 people have several.

    Parameters
    ----------
    cells
        The roster.
    teams
        Only these; None: all of them.
    """
    named = (each for each in _parts(cells) if teams is None or each[0] in teams)
    return tuple(
        TeamPicture(team, part, parts, png(_table(cells, team, people, (part, parts))))
        for team, part, parts, people in named
    )


def roster_pdf(cells: RosterCells) -> bytes:
    """Return a roster as PDF: landscape pages of A4, a team on each."""
    tables = [
        _table(cells, team, people, (part, parts)) for team, part, parts, people in _parts(cells)
    ]
    return pdf(tables, cells.words.title)


def packed(pictures: Sequence[TeamPicture], no_team: str) -> bytes:
    """
    Return pictures as a ZIP, each named by its team.

    Parameters
    ----------
    pictures
        From ``team_pictures``.
    no_team
        What those of no team are called.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:  # PNG is packed already
        for number, one in enumerate(pictures, start=1):
            team = re.sub(r"[^\w()（）-]", "_", one.team or no_team)
            part = f"-{one.part}" if one.parts > 1 else ""
            file.writestr(f"{number:02d}-{team}{part}.png", one.content)
    return buffer.getvalue()


def team_parts(problem: RosterProblem, shifts: Iterable[Shift]) -> tuple[tuple[str, int], ...]:
    """Return team and number of each picture that ``team_pictures`` draws of a roster."""
    known = problem.agent_by_id
    people = known.keys() | {shift.agent_id for shift in shifts}
    teams = Counter(known[name].team if name in known else "" for name in people)
    return tuple(
        (team, part)
        for team in sorted(teams, key=_place)
        for part in range(1, -(-teams[team] // MOST_PEOPLE) + 1)
    )


def _parts(cells: RosterCells) -> Iterator[tuple[str, int, int, tuple[PersonRow, ...]]]:
    """Yield team, number of the part, number of parts and people of each picture."""
    teams: dict[str, list[PersonRow]] = {}
    for row in cells.people:
        teams.setdefault(row.team, []).append(row)
    for team in sorted(teams, key=_place):
        people = teams[team]
        parts = -(-len(people) // MOST_PEOPLE)
        size = -(-len(people) // parts)
        for part in range(parts):
            yield team, part + 1, parts, tuple(people[part * size : (part + 1) * size])


def _place(team: str) -> tuple[bool, str]:
    return not team, team  # those of no team are last


def _table(
    cells: RosterCells, team: str, people: Sequence[PersonRow], part: tuple[int, int]
) -> DrawnTable:
    words = cells.words
    dates = [f"{date.month}/{date.day}" for date in cells.dates]
    heads = [f"{date}\n{day}" for date, day in zip(dates, words.days, strict=True)]
    first = (DrawnCell(words.name), DrawnCell(words.hours), *map(DrawnCell, heads))
    rows = [
        (
            DrawnCell(row.name or row.agent_id, is_left=True),
            DrawnCell(f"{row.hours:g}"),
            *map(_day, row.days),
        )
        for row in people
    ]
    told = [(row.colour, row.sign, f"{row.name} {row.hours}".strip()) for row in cells.legend]
    told += [(row.colour, " ", row.name) for row in cells.posts]
    shown = "".join(cell.text for row in rows for cell in row)
    told += [(None, sign, meaning) for sign, meaning in cells.signed.items() if sign in shown]
    number, parts = part
    which = f"（{number}/{parts}）" if parts > 1 else ""
    return DrawnTable(
        title=" · ".join(each for each in (words.title, team) if each) + which,
        status=words.status,
        warning=words.reason,
        rows=(first, *rows),
        notes=tuple(told),
    )


def _day(cell: DayCell) -> DrawnCell:
    return DrawnCell(cell.text, cell.colour, is_marked=cell.is_broken)
