"""The table of codes that commands write beside their answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.roster.export import keep_workbook, require_workbook
from service.roster.export_cells import RosterCells
from service.roster.export_marks import HandedOut

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster
    from scheduler.verify.verdict import Verdict
    from ui.cli.screen import Screen


def check_table(path: Path | None) -> None:
    """Raise InputError, before anything takes its time, for the name of no workbook."""
    if path is not None:
        require_workbook(path)


def write_code_table(
    screen: Screen, place: tuple[Path | None, Path], told: tuple[RosterProblem, Roster, Verdict]
) -> None:
    """
    Write a roster as a workbook to print, and say so.

    Parameters
    ----------
    place
        Where to write it, None: nowhere; the week's folder, by whose name it is called.
    told
        Question, answer and what the checker says of it.
    """
    path, folder = place
    if path is None:
        return
    problem, roster, verdict = told
    from ui.export_words import words_of  # noqa: PLC0415 - most commands write no workbook
    from ui.look import export_colours  # noqa: PLC0415 - Streamlit takes a second to load

    made = HandedOut(problem, roster.shifts, verdict)
    words = words_of(made, folder.stem, screen.lang)
    keep_workbook(path, RosterCells(made, words, export_colours(problem)))
    screen.say("cli.written", path=path)
