"""
Questionnaires on service quality as TOML, and customers' answers as CSV.

``survey.csv``: ``respondent, post, date, question, expected, perceived``; an empty mark is one that
was not given.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

from kpi.registers.quality import Answers, Dimension, Question, Survey, quality
from store.files.cells import Date, KnownPost, Name
from store.files.fault_log import FaultLog
from store.files.kinds import Known
from store.files.kpi_scheme import Day, Numeral
from store.files.number_cells import CountOrUnknown
from store.files.rows import Record, note_repeats, read_rows
from store.files.settings import Settings, Text
from store.files.source import open_table, write_table
from store.files.toml_value import value_of_file, value_of_text

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from scheduler.horizon import Clock
    from store.files.source import Cells


class QuestionSettings(Settings):
    """A question."""

    id: Text
    zh: Text
    en: Text


class DimensionSettings(Settings):
    """A dimension."""

    id: Text
    title_zh: Text
    title_en: Text
    weight: Numeral
    questions: tuple[QuestionSettings, ...]

    def dimension(self) -> Dimension:
        """Return the dimension."""
        questions = tuple(Question(one.id, one.zh, one.en) for one in self.questions)
        return Dimension(self.id, self.title_zh, self.title_en, self.weight, questions)


class SurveySettings(Settings):
    """A questionnaire."""

    id: Text
    version: int
    valid_from: Day
    scale: int
    dimension: tuple[DimensionSettings, ...]
    source: Text = ""
    ours: Text = ""

    def survey(self) -> Survey:
        """Return the questionnaire."""
        return Survey(
            self.id,
            self.version,
            self.valid_from,
            self.scale,
            tuple(one.dimension() for one in self.dimension),
            self.source,
            self.ours,
        )


class AnswerRecord(Record):
    """A row of ``survey``."""

    respondent: Name
    post: KnownPost
    date: Date
    question: Name
    expected: CountOrUnknown
    perceived: CountOrUnknown


def read_survey(path: Path) -> Survey:
    """Return the questionnaire of a TOML file; raises InputError with every fault."""
    return value_of_file(path, SurveySettings, SurveySettings.survey)


@lru_cache(maxsize=1)
def survey_preset() -> Survey:
    """Return the questionnaire that ships with the product."""
    entry = resources.files("data") / "quality" / "servqual.toml"
    text = entry.read_text(encoding="utf-8")
    return value_of_text(text, entry.name, SurveySettings, SurveySettings.survey)


def read_answers(
    path: Path, clock: Clock, survey: Survey, *, posts: Collection[str] | None = None
) -> Answers:
    """Return the answers of a CSV file or the sheet ``survey``; raises with every fault."""
    log = FaultLog()
    table = open_table(path, "survey")
    known = Known.of(clock, posts=posts)
    lines = read_rows(table, AnswerRecord, known, log)
    note_repeats(lines, table, ("respondent", "question"), "duplicate_row", log)
    log.raise_any()
    rows = [line.value for line in lines]
    names, who = np.unique([row.respondent for row in rows], return_inverse=True)
    kinds, where = np.unique([row.post for row in rows], return_inverse=True)
    answers = Answers(
        tuple(map(str, kinds)),
        tuple(map(str, names)),
        where.astype(np.int64),
        who.astype(np.int64),
        np.array([row.date for row in rows], dtype="datetime64[D]"),
        np.array([row.question for row in rows], dtype=str),
        np.array([row.expected for row in rows], dtype=float),
        np.array([row.perceived for row in rows], dtype=float),
    )
    with log.at(table.file):
        quality(answers, survey)
    log.raise_any()
    return answers


def write_answer_rows(rows: Sequence[Cells], path: Path) -> None:
    """Write rows of answers as CSV, or as a sheet of a workbook (``.xlsx``)."""
    write_table("survey", (tuple(AnswerRecord.model_fields), rows), path)
