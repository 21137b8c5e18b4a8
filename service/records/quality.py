"""Service quality: taking in questionnaires, and the gaps by dimension, post and month."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import numpy as np

from kpi.month import Month
from kpi.registers.quality import Answers, Dimension, Quality, QualityGap, Question, Survey, quality
from scheduler.keys import Cell, Key
from service.shop.importing import ImportKind, taking_in
from store.files.quality_file import read_answers, survey_preset

if TYPE_CHECKING:
    from pathlib import Path

    from service.desk import Desk
    from store.unit import Unit
    from store.writing import Writing

__all__ = ["Dimension", "Month", "Quality", "QualityGap", "Question", "Survey"]


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """
    What one customer answered.

    Parameters
    ----------
    respondent, post, date
        Who, about which post, when.
    marks
        Question -> (expected, perceived); None: not given.
    """

    respondent: str
    post: Annotated[str, Key(cell=Cell.POST)]
    date: dt.date
    marks: dict[str, tuple[float | None, float | None]]


def survey(desk: Desk) -> Survey:
    """Return the questionnaire a shop uses: the last it saved, else the one that ships."""
    with desk.read() as unit:
        return _survey(unit, desk.shop_id)


def save_survey(desk: Desk, kept: Survey) -> None:
    """Keep a questionnaire with its weights; answers are measured by the last one kept."""
    with desk.write("survey_saved", ("survey",)) as unit:
        unit.shops.get(desk.shop_id)
        unit.enter(kept, subject=kept.id, date=kept.valid_from)
        details = {"version": str(kept.version)}
        unit.note(kept.id, details)


def import_answers(desk: Desk, path: Path) -> int:
    """Take in a file of answers; who answered before on a day is replaced. Return how many."""
    with taking_in(
        desk, ImportKind.SURVEY, path, unseen="what it replaces is touched one by one"
    ) as (unit, told):
        posts = unit.shops.post_ids(desk.shop_id)
        clock = unit.shops.get(desk.shop_id).clock
        answers = read_answers(path, clock, _survey(unit, desk.shop_id), posts=posts)
        sheets = _sheets(answers)
        for sheet in sheets:
            _keep(unit, sheet)
        told.dates = [sheet.date for sheet in sheets]
        told.people = [sheet.respondent for sheet in sheets]
        return len(sheets)


def save_answers(desk: Desk, sheet: AnswerSheet) -> None:
    """Keep the answers of one customer, as the questionnaire page sends them."""
    with desk.write("answers_entered", unseen="a new entry beside the others") as unit:
        unit.require_known(sheet)
        quality(_answers((sheet,)), _survey(unit, desk.shop_id))
        _keep(unit, sheet)
        unit.note(sheet.respondent)


def service_quality(desk: Desk, *, month: Month | None = None, post: str | None = None) -> Quality:
    """Return the gaps of a month and post; None: of all."""
    with desk.read() as unit:
        first, last = (None, None) if month is None else (month.first, month.last)
        entries = unit.register.all(desk.shop_id, AnswerSheet, first=first, last=last)
        sheets = tuple(one.value for one in entries)
        used = _survey(unit, desk.shop_id)
    return quality(_answers(sheets).where(post=post), used)


def _survey(unit: Unit, shop_id: str) -> Survey:
    unit.shops.get(shop_id)
    kept = unit.register.all(shop_id, Survey)
    return kept[-1].value if kept else survey_preset()


def _keep(unit: Writing, sheet: AnswerSheet) -> None:
    unit.put(sheet, subject=sheet.respondent, date=sheet.date, daily=True)


def _sheets(answers: Answers) -> tuple[AnswerSheet, ...]:
    found: dict[tuple[str, str, dt.date], dict[str, tuple[float | None, float | None]]] = {}
    for row in range(len(answers)):
        respondent = answers.respondents[int(answers.respondent[row])]
        date: dt.date = answers.date[row].astype(object)
        key = (respondent, answers.posts[int(answers.post[row])], date)
        marks = answers.expected[row], answers.perceived[row]
        expected, perceived = (None if np.isnan(mark) else float(mark) for mark in marks)
        found.setdefault(key, {})[str(answers.question[row])] = expected, perceived
    return tuple(AnswerSheet(*key, marks) for key, marks in found.items())


def _answers(sheets: tuple[AnswerSheet, ...]) -> Answers:
    names = sorted({f"{sheet.respondent} {sheet.date}" for sheet in sheets})
    posts = sorted({sheet.post for sheet in sheets})
    rows = [
        (
            posts.index(sheet.post),
            f"{sheet.respondent} {sheet.date}",
            sheet.date,
            question,
            np.nan if expected is None else expected,
            np.nan if perceived is None else perceived,
        )
        for sheet in sheets
        for question, (expected, perceived) in sheet.marks.items()
    ]
    place = {name: at for at, name in enumerate(names)}
    return Answers(
        tuple(posts),
        tuple(names),
        np.array([row[0] for row in rows], dtype=np.int64),
        np.array([place[row[1]] for row in rows], dtype=np.int64),
        np.array([row[2] for row in rows], dtype="datetime64[D]"),
        np.array([row[3] for row in rows], dtype=str),
        np.array([row[4] for row in rows], dtype=float),
        np.array([row[5] for row in rows], dtype=float),
    )
