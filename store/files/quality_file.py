"""
Questionnaires on service quality as TOML, and customers' answers as CSV.

``survey.csv``: ``respondent, post, date, question, expected, perceived``; an empty mark is one that
was not given.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from kpi.registers.quality import Answers, Survey, quality
from store.files.cells import Date, KnownPost, Name
from store.files.fault_log import FaultLog
from store.files.kinds import Known
from store.files.number_cells import CountOrUnknown
from store.files.rows import Record, note_repeats, read_rows
from store.files.source import open_table, write_table
from store.files.toml_value import text_in, value_of_text

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from scheduler.horizon import Clock
    from store.files.source import Cells


SHEET = "survey"


class AnswerRecord(Record):
    """A row of ``survey``."""

    respondent: Name
    post: KnownPost
    date: Date
    question: Name
    expected: CountOrUnknown
    perceived: CountOrUnknown


@lru_cache(maxsize=1)
def survey_preset() -> Survey:
    """Return the questionnaire that ships with the product."""
    return value_of_text(*text_in("quality", "servqual.toml"), Survey)


def read_answers(
    path: Path, clock: Clock, survey: Survey, *, posts: Collection[str] | None = None
) -> Answers:
    """Return the answers of a CSV file or the sheet ``survey``; raises with every fault."""
    log = FaultLog()
    table = open_table(path, SHEET)
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
    write_table(SHEET, (tuple(AnswerRecord.model_fields), rows), path)
